"""Children for programs: the rows of the command, within the owner's scope, and each written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from lineofsight.home import Home
from lineofsight.indicators.children import children_behind
from lineofsight.prepared.lists import children_listed
from lineofsight.web.accounts.models import Access, AccessedChild, RestrictedReader, RestrictedRecord, User
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.serving import serving
from tests.web.api.conftest import Program, text_of
from tests.web.api.test_figures import said_by_command
from tests.web.conftest import add_person

Make = Callable[..., Program]


@pytest.mark.parametrize(
    ("address", "call"),
    [
        ("3.3/children?met=no", ("3.3", "--met", "no")),
        ("3.3/children?month=now", ("3.3", "--now")),
        ("2.1/children?window=ytd&month=2022-06", ["2.1", "--window", "ytd", "--month", "2022-06"]),
        ("2.10a/children?overdue=yes", ("2.10a", "--overdue")),
        ("4.8/children?due_within=14", ("4.8", "--due-within", "14")),
        ("5.10/children?month=2023-01", ("5.10", "--month", "2023-01")),
    ],
)
def test_csv_is_what_the_command_says(
    program: Make,
    demo_site: Home,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    call: tuple[str, ...],
) -> None:
    said = program().csv_text(f"figures/{address}")
    assert said == said_by_command(capsys, monkeypatch, demo_site, "children", *call)
    assert said.count("\n") > 1


def test_pages_list_the_rows_that_the_command_lists(demo_site: Home, db: None) -> None:
    """Pages read evidence without the team of that day (`prepared.lists`), the command and the interface with it."""
    served, everybody = serving(), Scope(everybody=True)
    with served.reading() as counted:
        for ref in counted.book.named("indicator"):
            definition = counted.book.latest("indicator", ref)
            windows = definition.windows if definition.in_highlight else (definition.shown,)
            for window in () if definition.is_rate or not definition.of_children else windows:
                for on in (dt.date(2023, 3, 31), dt.date(2021, 6, 30)):
                    said = children_behind(counted, ref, on, window)
                    rows = children_listed(counted, ref, on, window, everybody, most=None).rows
                    assert len(rows) == len(said)
                    assert {row[3:10] for row in said} == {
                        (row.id, row.event_id, row.met, row.clock_start, row.due_on, row.done_on, row.days_overdue)
                        for row in rows
                    }, (ref, window, on)


def test_json_has_the_same_rows_page_by_page_and_says_what_is_left_out(program: Make) -> None:
    reads = program("service_manager", teams=("T22", "T23"))
    columns, *rows = reads.csv("figures/3.3/children?met=no")
    pages, address = [], "figures/3.3/children?met=no&limit=20"
    while address:
        page = reads.json(address)
        assert page["total"] == len(rows)
        assert page["seen"] + page["restricted"] + page["elsewhere"] == page["figure"] == 738
        pages += page["rows"]
        address = (page["next"] or "").partition("/api/v1/")[2]
    assert [[row[0], row[3], row[5]] for row in rows] == [
        [row["ref"], row["person_id"], "yes" if row["met"] else "no"] for row in pages
    ]
    assert list(pages[0]) == columns


def test_only_the_children_of_the_owners_teams_are_listed(program: Make) -> None:
    everybody = program().json("figures/3.3/children?limit=1000")
    own = program("service_manager", teams=("T22",)).json("figures/3.3/children?limit=1000")
    assert own["figure"] == everybody["figure"]
    assert 0 < len(own["rows"]) == own["seen"] == own["figure"] - own["elsewhere"]
    ids = {row["person_id"] for row in own["rows"]}
    assert ids < {row["person_id"] for row in everybody["rows"]}
    none = program("head_of_service").json("figures/3.3/children")
    assert (none["seen"], none["rows"], none["elsewhere"]) == (0, [], 738)


def restricted(person: str, *readers: User) -> None:
    by = add_person("director")
    record = RestrictedRecord.objects.create(person_id=person, reason="Made up", marked_by=by)
    for reader in readers:
        RestrictedReader.objects.create(record=record, user=reader, added_by=by)


def test_restricted_children_are_counted_and_listed_only_to_named_people(program: Make) -> None:
    named, other = program(), program()
    hidden = named.json("figures/3.3/children?met=no")["rows"][0]["person_id"]
    restricted(hidden, named.user)
    for reads, left_out in ((named, 0), (other, 1)):
        found = reads.json("figures/3.3/children?limit=1000")
        assert found["restricted"] == left_out
        assert len(found["rows"]) == found["seen"] == 738 - left_out
        assert (hidden in {row["person_id"] for row in found["rows"]}) == (left_out == 0)
        whole = reads.ask("figures/3.3/children?format=csv")
        assert (hidden in text_of(whole)) == (left_out == 0)
        facts = {name: whole[name] for name in ("Rows-Figure", "Rows-Seen", "Rows-Restricted", "Rows-Elsewhere")}
        assert list(facts.values()) == ["738", str(738 - left_out), str(left_out), "0"]
        due = reads.ask("due?format=csv")
        assert (hidden in text_of(due)) == (left_out == 0)
        assert (int(due["Rows-Restricted"]) > 0) == (left_out == 1)


def test_each_child_that_is_read_is_written_down(program: Make) -> None:
    reads = program("service_manager", teams=("T22",))
    rows = reads.json("figures/3.3/children?met=no&limit=5")["rows"]
    access = Access.objects.get()
    assert (access.username, access.role, access.how) == (reads.user.username, "service_manager", "api")
    assert (access.page, access.snapshot) == ("api:children", "2023-03-31.1")
    assert access.what == "Children behind 3.3: snapshot, 2023-03, not met"
    assert access.why == "Service manager of T22"
    assert access.address == "127.0.0.1"
    people = AccessedChild.objects.filter(access=access).values_list("person_id", flat=True)
    assert sorted(people) == sorted({row["person_id"] for row in rows})


def test_all_children_of_a_csv_are_written_down_before_it_is_sent(program: Make) -> None:
    reads = program()
    answer = reads.ask("figures/2.1/children?window=ytd&format=csv")
    written = set(AccessedChild.objects.values_list("person_id", flat=True))
    sent = {line.split(",")[3] for line in text_of(answer).splitlines()[1:]}
    assert sent == written
    assert len(sent) > 1000


def test_a_list_of_children_is_never_answered_as_unchanged(program: Make) -> None:
    reads = program()
    assert "ETag" not in reads.ask("figures/3.3/children").headers
    assert reads.ask("figures/3.3/children", **{"If-None-Match": "*"}).status_code == 200
    assert Access.objects.count() == 2


@pytest.mark.parametrize(
    "address", ["figures/3.3/children", "figures/3.3/children?format=csv", "due", "due?format=csv"]
)
def test_the_board_reads_no_children(program: Make, address: str) -> None:
    assert "board member" in program("board_member").problem(address, 403)
    assert not Access.objects.exists()


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("9.9/children", 404, "3.3"),
        ("1.2r/children", 404, "ask for the children behind 1.2"),
        ("3.3/children?window=ytd", 404, "declares snapshot"),
        ("3.3/children?month=2035-01", 404, "from 2019-04 to 2023-03"),
        ("3.3/children?met=maybe", 422, "met"),
        ("3.3/children?teams=T22", 422, "team"),
        ("3.3/children?due_within=-1", 422, "due_within"),
    ],
)
def test_a_refusal_names_no_child_and_records_none(program: Make, address: str, status: int, says: str) -> None:
    assert says in program().problem(f"figures/{address}", status)
    assert not Access.objects.exists()


def test_a_team_is_that_of_the_column(program: Make) -> None:
    found = program().json("figures/3.3/children?team=T22&limit=1000")
    assert {row["team"] for row in found["rows"]} == {"T22"}
    assert found["total"] == len(found["rows"]) == 110


def test_what_falls_due_names_nobody_by_name(program: Make) -> None:
    found = program().json("due?due=overdue&limit=1000")
    assert "name" not in found["rows"][0]
    assert all(row["days_overdue"] > 0 for row in found["rows"])
    access = Access.objects.get()
    assert (access.page, access.what) == ("api:due", "What falls due, due overdue")
    assert access.children.count() == len({row["person_id"] for row in found["rows"]})
