"""Restricted records, children chosen for inspectors, and whose children somebody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.problems import Refused
from lineofsight.web.accounts import choosing, people, records, restricting
from lineofsight.web.accounts.models import Access, Change, RestrictedRecord, User
from lineofsight.web.accounts.people import Facts
from lineofsight.web.accounts.scope import scope_of
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
TODAY = dt.date(2026, 11, 25)
LATER = dt.date(2099, 1, 1)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children C1 to C9 are in the records; OLD1 is now C1."""

    def ids_of_children(written: list[str]) -> tuple[dict[str, str], list[str]]:
        now = {each: "C1" if each == "OLD1" else each for each in written}
        there = {each: child for each, child in now.items() if child in {f"C{number}" for number in range(1, 10)}}
        return there, [each for each in written if each not in there]

    monkeypatch.setattr(records, "ids_of_children", ids_of_children)


def text(answer: object) -> str:
    return str(answer.content.decode()).replace("&#x27;", "'")  # type: ignore[attr-defined]


def test_a_restricted_record_is_hidden_from_all_who_are_not_named() -> None:
    director, analyst = add_person("director"), add_person("analyst")
    record = restricting.restrict(by=director, person_id="C1", reason="A reason")
    assert scope_of(director).hidden == scope_of(analyst).hidden == {"C1"}
    restricting.name_reader(by=director, record=record, user=analyst)
    assert scope_of(analyst).hidden == frozenset() and scope_of(director).hidden == {"C1"}
    restricting.unname_reader(by=director, record=record, user=analyst)
    assert scope_of(analyst).hidden == {"C1"}
    restricting.name_reader(by=director, record=record, user=analyst)
    restricting.lift(by=director, record=record, reason="No longer needed")
    assert scope_of(director).hidden == frozenset()
    again = restricting.restrict(by=director, person_id="C1", reason="Again")
    assert scope_of(analyst).hidden == {"C1"} and again.pk == record.pk  # who was named before is not named now
    assert [change.did for change in Change.objects.order_by("pk")] == [
        *("record restricted", "reader named", "reader taken off", "reader named"),
        *("restriction lifted", "record restricted"),
    ]
    assert set(Change.objects.values_list("person_id", flat=True)) == {"C1"}


def test_a_restriction_follows_a_child_whose_id_changed() -> None:
    director = add_person("director")
    restricting.restrict(by=director, person_id="OLD1", reason="A reason")
    assert scope_of(director, {"OLD1": "C1"}).hidden == {"C1", "OLD1"}


def test_nobody_names_themselves_or_who_sees_no_children() -> None:
    director = add_person("director")
    record = restricting.restrict(by=director, person_id="C1", reason="A reason")
    with pytest.raises(Refused, match="Nobody names themselves"):
        restricting.name_reader(by=director, record=record, user=director)
    for role in ("administrator", "board_member", "information_governance"):
        with pytest.raises(Refused, match="sees no children"):
            restricting.name_reader(by=director, record=record, user=add_person(role))
    with pytest.raises(Refused, match="already"):
        restricting.restrict(by=director, person_id="C1", reason="Twice")


@pytest.mark.usefixtures("known")
def test_from_restricting_to_a_reader_on_the_pages(signed_in: Callable[..., Client]) -> None:
    client, reader = signed_in("director"), add_person("team_manager", name="reads", teams=("T22",))
    assert "No child has the id X1" in text(client.post("/people/restricted/add/", {"person_id": "X1", "reason": "r"}))
    assert client.post("/people/restricted/add/", {"person_id": " OLD1 ", "reason": "A reason"}).status_code == 302
    record = RestrictedRecord.objects.get(person_id="C1")
    page = text(client.get(f"/people/restricted/{record.pk}/"))
    assert "Nobody reads it yet" in page
    client.post(f"/people/restricted/{record.pk}/", {"user": reader.pk, "name": "yes"})
    assert scope_of(reader).hidden == frozenset()
    access = Access.objects.order_by("pk").last()
    assert access is not None and access.page == "accounts:restricted_record"
    assert [child.person_id for child in access.children.all()] == ["C1"]
    client.post(f"/people/restricted/{record.pk}/", {"take_off": reader.pk})
    assert scope_of(reader).hidden == {"C1"}
    client.post(f"/people/restricted/{record.pk}/lift/", {"reason": ""})
    assert scope_of(reader).hidden == {"C1"}
    client.post(f"/people/restricted/{record.pk}/lift/", {"reason": "Over"})
    assert scope_of(reader).hidden == frozenset()


@pytest.mark.usefixtures("known")
def test_a_head_of_service_sees_only_what_they_marked_or_may_read(signed_in: Callable[..., Client]) -> None:
    director = add_person("director")
    other = restricting.restrict(by=director, person_id="C2", reason="A reason")
    client = signed_in("head_of_service")
    assert ">C2<" not in text(client.get("/people/restricted/"))
    assert client.get(f"/people/restricted/{other.pk}/").status_code == 404
    client.post("/people/restricted/add/", {"person_id": "C3", "reason": "r"})
    page = text(client.get("/people/restricted/"))
    assert ">C3<" in page and ">C2<" not in page
    assert ">C2<" in text(signed_in("information_governance").get("/people/restricted/"))


@pytest.mark.usefixtures("known")
def test_children_are_chosen_for_an_inspector(signed_in: Callable[..., Client]) -> None:
    inspector = add_person("inspector", name="inge", access_ends_on=LATER)
    client = signed_in("quality")
    assert "Made-up Inspector" in text(client.get("/people/inspectors/"))
    address = f"/people/inspectors/{inspector.pk}/"
    assert "No child has the id X1" in text(client.post(address, {"ids": "C1\nX1", "add": "yes"}))
    assert scope_of(inspector).chosen == frozenset()
    client.post(address, {"ids": "C1, C2\nOLD1\n\n", "add": "yes"})
    scope = scope_of(inspector)
    assert scope.chosen == {"C1", "C2"} and "until 2099-01-01" in scope.why
    client.post(address, {"person_id": ["C2", "C9"], "take_off": "yes"})
    assert scope_of(inspector).chosen == {"C1"}
    assert Change.objects.filter(did="child chosen").count() == 2
    assert Change.objects.get(did="child taken off").person_id == "C2"
    client.get(address)
    access = Access.objects.order_by("pk").last()
    assert access is not None and [child.person_id for child in access.children.all()] == ["C1"]
    assert signed_in("quality").get(f"/people/inspectors/{add_person('analyst').pk}/").status_code == 404


def test_children_are_chosen_for_inspectors_alone() -> None:
    with pytest.raises(Refused, match="inspectors alone"):
        choosing.choose_children(by=add_person("director"), user=add_person("administrator"), people=["C1"])


def test_whose_children_each_role_sees() -> None:
    assert scope_of(add_person("director")).everybody
    manager = add_person("team_manager", teams=("T1", "T2"))
    assert scope_of(manager).teams == {"T1", "T2"} and scope_of(manager).why == "Team manager of T1, T2"
    assert scope_of(add_person("practitioner")).nobody
    for role in ("board_member", "administrator", "information_governance"):
        assert scope_of(add_person(role, teams=("T1",))).nobody, role
    assert scope_of(add_person("director", is_active=False)).nobody
    assert scope_of(add_person("director", access_ends_on=dt.date(2020, 1, 1))).nobody


def test_an_inspector_without_a_last_day_sees_nobody() -> None:
    inspector = add_person("inspector", access_ends_on=LATER)
    choosing.choose_children(by=add_person("director"), user=inspector, people=["C1"])
    assert not scope_of(inspector).nobody
    User.objects.filter(pk=inspector.pk).update(access_ends_on=None)
    inspector.refresh_from_db()
    assert scope_of(inspector).nobody


def test_a_former_inspector_keeps_no_children() -> None:
    inspector = add_person("inspector", access_ends_on=LATER)
    choosing.choose_children(by=add_person("director"), user=inspector, people=["C1"])
    administrator = add_person("administrator")
    people.change_person(by=administrator, user=inspector, facts=Facts("board_member", "A", "B"), today=TODAY)
    inspector.refresh_from_db()
    assert scope_of(inspector).nobody
