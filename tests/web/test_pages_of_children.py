"""Lists, work, teams and the child page: what they show, to whom, and that each says whom it showed."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from lineofsight.web.accounts.models import Access, AccessedChild, RestrictedReader, RestrictedRecord
from tests.web.test_home import text_of

SignIn = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("demo_site")
LATE = "C006668"  # waits longest for a child in need visit; in team T22


def said(answer: object) -> str:
    return text_of(answer.content.decode())  # type: ignore[attr-defined]


def accessed() -> list[str]:
    latest = Access.objects.order_by("-pk").first()
    assert latest is not None
    return sorted(AccessedChild.objects.filter(access=latest).values_list("person_id", flat=True))


def test_the_list_of_3_3_is_complete_and_the_longest_overdue_first(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    page = client.get("/figures/3.3/children/")
    assert "Not met: 118 rows" in said(page)
    ids = re.findall(r'href="/child/(C\d+)/"', page.content.decode())
    assert len(ids) == 50 and ids[0] == LATE
    assert accessed() == sorted(ids)
    rest = [
        found
        for number in (2, 3)
        for found in re.findall(
            r'href="/child/(C\d+)/"', client.get(f"/figures/3.3/children/?page={number}").content.decode()
        )
    ]
    assert len({*ids, *rest}) == 118
    last = client.get("/figures/3.3/children/?page=99").content.decode()
    assert re.findall(r'href="/child/(C\d+)/"', last) == rest[50:]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("met=yes", "Met: 620 rows"),
        ("met=", "All: 738 rows"),
        ("within=7&met=", "All: 177 rows"),
        ("team=T22", "Family Support and Protection 3"),
        ("team=T22&group=worker", "Worker"),
        ("month=2022-12", "December 2022"),
        ("month=now", "738 rows"),
        ("sort=nonsense&group=nonsense&within=nonsense", "Not met: 118 rows"),
        ("page=-4", "Not met: 118 rows"),
    ],
)
def test_lists_are_filtered_sorted_and_grouped(signed_in: SignIn, query: str, says: str) -> None:
    answer = signed_in("analyst").get(f"/figures/3.3/children/?{query}")
    assert answer.status_code == 200 and says in said(answer)


@pytest.mark.parametrize(
    "address",
    [
        *("/figures/9.9/children/", "/figures/3.3/children/?month=2023-13", "/figures/3.3/children/?month=1999-01"),
        *("/figures/3.3/children/?window=ytd", "/figures/9.9/", "/figures/3.3/?month=bad", "/teams/none/"),
        *("/workers/none/", "/safety/other/", "/child/nobody/"),
    ],
)
def test_what_is_not_there_is_not_found(signed_in: SignIn, address: str) -> None:
    assert signed_in("analyst").get(address).status_code == 404


def test_where_low_is_good_the_list_begins_with_who_is_in_it(signed_in: SignIn) -> None:
    assert "Met: 89 rows" in said(signed_in("analyst").get("/figures/5.10/children/"))


def test_a_rate_has_no_children_and_says_which_figure_has(signed_in: SignIn) -> None:
    answer = signed_in("analyst").get("/figures/1.3r/children/")
    assert answer.status_code == 200 and "ask for the children behind 1.3" in said(answer)


def test_a_manager_sees_their_team_and_how_many_are_elsewhere(signed_in: SignIn) -> None:
    manager = signed_in("team_manager", teams=("T22",))
    page = manager.get("/figures/3.3/children/?met=")
    found = re.search(r"738 rows behind the figure: (\d+) that you may see, (\d+) outside your teams", said(page))
    assert found and int(found[1]) + int(found[2]) == 738
    assert manager.get(f"/child/{LATE}/").status_code == 200
    other = signed_in("team_manager", teams=("T30",))
    assert other.get(f"/child/{LATE}/").status_code == 404
    refused = Access.objects.filter(how="refused").get()
    assert list(refused.children.values_list("person_id", flat=True)) == [LATE]
    assert LATE not in other.get(f"/child/?q={LATE}").content.decode().replace(f'value="{LATE}"', "")
    assert other.get("/teams/T22/").status_code == 404
    assert other.get("/workers/W0173/").status_code == 404
    without = signed_in("team_manager")
    assert "0 that you may see" in said(without.get("/figures/3.3/children/?met="))


def restrict(by: object, *readers: object) -> None:
    record = RestrictedRecord.objects.create(person_id=LATE, reason="Staff family", marked_by=by)  # type: ignore[misc]
    for reader in readers:
        RestrictedReader.objects.create(record=record, user=reader, added_by=by)  # type: ignore[misc]


def test_a_restricted_child_is_counted_and_not_listed_anywhere(signed_in: SignIn) -> None:
    analyst, named = signed_in("analyst"), signed_in("director")
    restrict(named.user, named.user)  # type: ignore[attr-defined]
    page = said(analyst.get("/figures/3.3/children/"))
    assert (
        "Not met: 117 rows" in page and "738 rows behind the figure: 737 that you may see, 1 restricted record" in page
    )
    assert "118 rows" in said(named.get("/figures/3.3/children/"))
    for address in ("/due/list/?kind=3.3&due=overdue", "/teams/T22/", "/workers/W0173/", f"/child/?q={LATE}"):
        hidden = analyst.get(address).content.decode().replace(f'value="{LATE}"', "")
        assert LATE not in hidden and "Bramble Fieldfare" not in hidden, address
        assert LATE in named.get(address, follow=True).content.decode(), address
    assert analyst.get(f"/child/{LATE}/").status_code == 404
    export = analyst.post("/figures/3.3/children/export/", {"met": "no"})
    assert LATE.encode() not in export.content
    assert LATE not in str(_cells(export.content))
    manager = signed_in("team_manager", teams=("T22",))
    assert manager.get(f"/child/{LATE}/").status_code == 404


def _cells(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]


def test_an_export_is_the_whole_list_with_its_marking(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    answer = client.post("/figures/3.3/children/export/", {"met": "no", "month": "2023-03"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="3.3-2023-03.xlsx"'
    cells = _cells(answer.content)
    text = str(cells)
    assert "OFFICIAL-SENSITIVE" in text and "made up" in text.lower() and client.user.username in text  # type: ignore[attr-defined]
    assert sum(bool(re.fullmatch(r"C\d{6}", str(cell))) for row in cells for cell in row) == 118
    assert len(accessed()) == 118
    access = Access.objects.order_by("-pk").first()
    assert access is not None and access.how == "export" and "3.3" in access.what and "all children" in access.why
    assert client.get("/figures/3.3/children/export/").status_code in (403, 405)


def test_the_access_log_never_holds_a_name(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    client.get("/child/?q=bramble")
    client.get(f"/child/{LATE}/")
    for access in Access.objects.all():
        assert "bramble" not in f"{access.what} {access.why} {access.page}".lower()


def test_a_child_in_under_five_clicks_and_everything_on_one_page(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    found = client.get(f"/child/?q={LATE.lower()}")
    assert found.status_code == 302 and found.headers["Location"] == f"/child/{LATE}/"
    page = said(client.get(f"/child/{LATE}/"))
    for part in ("Bramble Fieldfare", "Due next", "534 days overdue", "Family", "3.3", "Everything on record"):
        assert part in page
    assert "The child was seen on a visit in the past 28 days" in page  # the rule that puts the child out
    only = said(client.get(f"/child/{LATE}/?only=Reviews"))
    assert "Review of a child in our care" in only and "Decision on a contact:" not in only


def test_an_inspector_sees_chosen_children_alone(signed_in: SignIn) -> None:
    from lineofsight.web.accounts.models import ChosenChild

    inspector = signed_in("inspector", access_ends_on=dt.date(2999, 1, 1))
    director = signed_in("director")
    assert inspector.get(f"/child/{LATE}/").status_code == 404
    ChosenChild.objects.create(user=inspector.user, person_id=LATE, added_by=director.user)  # type: ignore[attr-defined]
    assert inspector.get(f"/child/{LATE}/").status_code == 200
    assert "1 that you may see" in said(inspector.get("/figures/3.3/children/"))
    assert inspector.get("/due/").status_code == 403
    assert inspector.post("/figures/3.3/children/export/").status_code == 403


def test_the_forward_look_counts_what_the_list_lists(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    page = said(client.get("/due/"))
    assert "Child in need visit 118" in page
    assert "At the end of April 2023" in page and "84.0% 0.0% 100.0%" in page
    assert "118 pieces of work" in said(client.get("/due/list/?kind=3.3&due=overdue"))
    export = client.post("/due/list/export/", {"kind": "3.3", "due": "overdue"})
    assert sum(str(cell).startswith("C0") for row in _cells(export.content) for cell in row) == 118
    mine = said(signed_in("team_manager", teams=("T22",)).get("/due/"))
    assert "Child in need visit 27" in mine


def test_teams_and_workers_lead_to_each_other(signed_in: SignIn) -> None:
    client = signed_in("analyst")
    teams = client.get("/teams/").content.decode()
    assert 'href="/teams/T22/"' in teams and "Open cases in no cohort: 981" in text_of(teams)
    team = client.get("/teams/T22/").content.decode()
    assert 'href="/workers/W0173/"' in team
    worker = client.get("/workers/W0173/")
    assert f'href="/child/{LATE}/"' in worker.content.decode()
    assert LATE in accessed()


def test_a_page_of_children_that_forgets_to_say_whom_it_showed_is_not_sent(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineofsight.web.surgery.child_pages.record_access", lambda *_, **__: None)
    answer = signed_in("analyst").get(f"/child/{LATE}/")
    assert answer.status_code == 500 and b"Bramble" not in answer.content


@pytest.mark.parametrize("role", ["board_member", "administrator", "information_governance"])
def test_who_sees_figures_or_settings_sees_no_child(signed_in: SignIn, role: str) -> None:
    client = signed_in(role)
    for address in (
        "/figures/3.3/children/",
        f"/child/{LATE}/",
        "/child/",
        "/due/list/",
        "/teams/T22/",
        "/safety/no-cohort/",
    ):
        assert client.get(address).status_code == 403, address
    assert not Access.objects.exclude(how="refused").exists()


def test_a_search_that_finds_thousands_loses_nobody_of_a_small_scope(signed_in: SignIn) -> None:
    whole = said(signed_in("analyst").get("/child/?q=c0"))
    assert "10,500 children found" in whole
    assert "138 children found" in said(signed_in("team_manager", teams=("T22",)).get("/child/?q=c0"))
