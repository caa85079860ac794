"""The access log and the list of changes, as information governance and others read them."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any, ClassVar

import openpyxl
import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from lineofsight.web.accounts import records, restricting
from lineofsight.web.accounts.models import Access, Change, RestrictedRecord, User
from lineofsight.web.accounts.recording import address_of, record_access, record_change
from lineofsight.web.accounts.views.changes import between
from lineofsight.web.site_settings import SiteSettings
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]


def text(answer: object) -> str:
    return str(answer.content.decode()).replace("&#x27;", "'")  # type: ignore[attr-defined]


def saw(user: User, *children: str, what: str = "A list", how: Access.How = Access.How.VIEW, **meta: str) -> Access:
    request = RequestFactory().get("/", **meta)
    request.user = user
    request.resolver_match = None
    return record_access(request, children, what=what, why="Analyst: all children", how=how, snapshot="2023-03-31.1")


@pytest.fixture
def people_who_saw() -> dict[str, User]:
    anna, bert = add_person("analyst", name="anna"), add_person("practitioner", name="bert")
    saw(anna, "C1", "C2", what="Children of 3.3")
    saw(anna, "C3", "C1", "C1", what="Export of 3.3", how=Access.How.EXPORT)
    saw(bert, "C9", what="One child", REMOTE_ADDR="10.1.1.1")
    saw(bert, *(f"D{number}" for number in range(30)), what="A caseload")
    return {"anna": anna, "bert": bert}


def test_an_access_says_who_when_whence_why_and_which_children_once(people_who_saw: dict[str, User]) -> None:
    access = Access.objects.get(what="Export of 3.3")
    assert [child.person_id for child in access.children.order_by("pk")] == ["C3", "C1"]
    assert (access.username, access.role, access.how, access.address) == ("anna", "analyst", "export", "127.0.0.1")
    assert access.why == "Analyst: all children" and access.snapshot == "2023-03-31.1"
    assert abs((access.at - timezone.now()).total_seconds()) < 60


@pytest.mark.usefixtures("people_who_saw")
def test_the_log_is_searched(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("information_governance")
    whole = text(client.get("/people/accesses/"))
    assert "4 accesses" in whole and "D4 and others: 30 children" in whole and not re.search(r"\bD5\b", whole)
    for query, found in (
        ("user=anna", ["Children of 3.3", "Export of 3.3"]),
        ("user=Practitioner", ["One child", "A caseload"]),
        ("child=C1", ["Children of 3.3", "Export of 3.3"]),
        ("child=C", []),
        ("child=C9&user=bert", ["One child"]),
        ("child=C9&user=anna", []),
        ("how=export", ["Export of 3.3"]),
        ("since=2099-01-01", []),
        ("until=2020-01-01", []),
        (f"since={timezone.localdate()}&until={timezone.localdate()}", ["Children of 3.3", "One child"]),
        ("since=nonsense", []),
        ("since=2024-02-02&until=2024-01-01", []),
    ):
        page = text(client.get(f"/people/accesses/?{query}"))
        for what in ("Children of 3.3", "Export of 3.3", "One child", "A caseload"):
            if query.startswith(f"since={timezone.localdate()}"):
                assert what in page
            else:
                assert (what in page) is (what in found), (query, what)
    monkeypatch.setattr(records, "all_ids_of", lambda person: {person, "C9"} if person == "NEW9" else {person})
    assert "One child" in text(client.get("/people/accesses/?child=NEW9"))


@pytest.mark.usefixtures("people_who_saw")
def test_one_access_lists_every_child(signed_in: Callable[..., Client]) -> None:
    access = Access.objects.get(what="A caseload")
    page = text(signed_in("information_governance").get(f"/people/accesses/{access.pk}/"))
    assert "30 children" in page and all(f"<li>D{number}</li>" in page for number in range(30))


@pytest.mark.usefixtures("people_who_saw")
def test_looking_is_written_down(signed_in: Callable[..., Client]) -> None:
    client = signed_in("information_governance")
    client.get("/people/accesses/?user=anna&child=C1&how=view&nonsense=x")
    change = Change.objects.filter(did="access log searched").get()
    assert (change.subject, change.person_id) == ("anna", "C1")
    assert change.detail == {"how": "view", "found": 1, "page": 1}
    assert change.user == client.user  # type: ignore[attr-defined]


@pytest.mark.usefixtures("people_who_saw")
def test_the_export_has_a_row_for_each_child(signed_in: Callable[..., Client]) -> None:
    client = signed_in("information_governance")
    answer = client.post("/people/accesses/export/", {"user": "anna"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="access-log-')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [[str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows()]
    rows = [row for row in cells if "anna" in row]
    assert len(rows) == 4 and [row[9] for row in rows] == ["C3", "C1", "C1", "C2"]
    about = str([[cell.value for cell in row] for row in book.worksheets[1].iter_rows()])
    assert "OFFICIAL-SENSITIVE" in str(cells) + about and "User name or name: anna" in about
    assert Change.objects.get(did="access log exported").detail["found"] == 4


def test_changes_are_shown_to_those_they_concern(signed_in: Callable[..., Client]) -> None:
    director = add_person("director", name="dora")
    restricting.restrict(by=director, person_id="C1", reason="A reason")
    governance = signed_in("information_governance")
    governance.get("/people/accesses/?user=dora&child=C1")
    record_change(by=director, did="person changed", subject="bert", role=["analyst", "director"], teams=[["T1"], []])
    whole = text(governance.get("/people/changes/"))
    assert "record restricted" in whole and "child C1" in whole
    assert "role: analyst → director" in whole and "teams: T1 → nothing" in whole
    seen = text(signed_in("director").get("/people/changes/?did=access+log+searched"))
    assert (
        "access log searched" in seen
        and "dora" not in seen.split("<tbody>")[1]
        and "C1" not in seen.split("<tbody>")[1]
    )
    assert (
        "access log searched" not in text(signed_in("director").get("/people/changes/?about=dora")).split("<tbody>")[1]
    )
    administrator = text(signed_in("administrator").get("/people/changes/"))
    assert "person changed" in administrator and "restricted" not in administrator and "searched" not in administrator


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "x" * 500, "x" * 45),
    ],
)
def test_whence_a_request_came(settings: Any, proxies: int, forwarded: str, address: str) -> None:
    settings.LINEOFSIGHT_SITE = SiteSettings(proxies=proxies)
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == address


def test_days_are_those_of_england() -> None:
    """Half past midnight on 1 July in London is still 30 June in UTC."""

    class Rows:
        asked: ClassVar[list[dt.datetime]] = []

        def filter(self, **at: dt.datetime) -> Rows:
            self.asked.extend(at.values())
            return self

    between(Rows(), dt.date(2026, 7, 1), dt.date(2026, 7, 1))
    assert [f"{at.astimezone(dt.UTC):%d %H}" for at in Rows.asked] == ["30 23", "01 23"]


def test_what_was_written_about_a_child_is_not_in_the_list_of_changes(signed_in: Callable[..., Client]) -> None:
    manager = add_person("team_manager", name="mona")
    said = {"before": None, "after": {"reason": "missed", "note": "Mother was away"}}
    record_change(by=manager, did="said in surgery", subject="1 3.3", person_id="C1", **said)
    record_change(by=manager, did="added action", subject="1", person_id="C1", text="Visit on Monday", owner="Mona")
    record_change(by=manager, did="reopened month", subject="2023-03", because="Visits were missing")
    for role in ("director", "information_governance"):
        page = text(signed_in(role).get("/people/changes/"))
        assert "child C1" in page and "owner: Mona" in page and "Visits were missing" in page
        assert "Mother was away" not in page and "Visit on Monday" not in page


def test_the_list_of_changes_does_not_name_a_restricted_child_to_who_may_not_see_it(
    signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_person("director", name="dora")
    restricting.restrict(by=other, person_id="C1", reason="A reason")
    for child, subject in (("C1", "77"), ("OLD1", "78"), ("C2", "79")):
        record_change(by=other, did="added action", subject=subject, person_id=child, owner="Mona")
    monkeypatch.setattr(records, "former_ids", lambda: {"OLD1": "C1"})
    reader = signed_in("director")
    rows = text(reader.get("/people/changes/")).split("<tbody>")[1]
    assert "child C2" in rows and "<td>79" in rows and rows.count("owner: Mona") == 1
    assert rows.count("added action") == 3 and "record restricted" in rows
    assert "C1" not in rows and "OLD1" not in rows and "<td>77" not in rows and "<td>78" not in rows
    for asked in ("C1", "OLD1", "77"):
        assert "Nothing fits." in text(reader.get(f"/people/changes/?about={asked}"))
    assert "child C2" in text(reader.get("/people/changes/?about=C2"))
    restricting.name_reader(by=other, record=RestrictedRecord.objects.get(), user=reader.user)  # type: ignore[attr-defined]
    for client in (reader, signed_in("information_governance")):
        assert {"child C1", "child OLD1"} <= set(re.findall(r"child \w+", text(client.get("/people/changes/"))))


def test_children_in_the_list_of_changes_are_recorded_as_seen(signed_in: Callable[..., Client]) -> None:
    other = add_person("director", name="dora")
    restricting.restrict(by=other, person_id="C1", reason="A reason")
    record_change(by=other, did="added action", subject="1", person_id="C2")
    for role, shown in (("director", {"C2"}), ("information_governance", {"C1", "C2"})):
        client = signed_in(role)
        client.get("/people/changes/")
        access = Access.objects.latest("pk")
        assert (access.user, access.page) == (client.user, "accounts:changes")  # type: ignore[attr-defined]
        assert {child.person_id for child in access.children.all()} == shown
    signed_in("administrator").get("/people/changes/")  # who is shown no child
    assert Access.objects.count() == 2


def test_a_character_that_postgresql_refuses_is_left_out_of_the_log() -> None:
    access = saw(add_person("analyst"), "C\x001", what="team \x00T1")
    assert access.what == "team T1" and access.children.get().person_id == "C1"
