"""Adding, changing and ending people's access: the functions, and the pages that call them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from lineofsight.problems import Refused
from lineofsight.web.accounts import people, records, restricting
from lineofsight.web.accounts.models import Change, RestrictedReader, Token, User
from lineofsight.web.accounts.people import Facts
from lineofsight.web.accounts.records import in_order
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_serves")]
TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def ada() -> User:
    return add_person("administrator", name="ada")


def text(answer: object) -> str:
    return str(answer.content.decode()).replace("&#x27;", "'")  # type: ignore[attr-defined]


def test_adding_somebody_is_written_down(ada: User) -> None:
    facts = Facts("team_manager", "Mo", "Manager", teams=frozenset({"T22"}))
    user = people.add_person(by=ada, username=" Mo.Manager ", facts=facts, today=TODAY)
    assert user.username == "mo.manager" and not user.has_usable_password()
    assert people.facts_of(user) == facts
    change = Change.objects.get(did="person added")
    assert (change.user, change.subject) == (ada, "mo.manager")
    assert change.detail["teams"] == ["T22"] and change.detail["role"] == "team_manager"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts("inspector"), "needs a last day"),
        (Facts("inspector", access_ends_on=dt.date(2026, 11, 24)), "today or later"),
        (Facts("director", teams=frozenset({"T22"})), "leave the teams empty"),
        (Facts("king"), "Choose a role"),
    ],
)
def test_what_a_role_needs(ada: User, facts: Facts, said: str) -> None:
    with pytest.raises(Refused, match=said):
        people.add_person(by=ada, username="x", facts=facts, today=TODAY)
    assert User.objects.count() == 1


def test_a_user_name_in_other_letters_is_taken(ada: User) -> None:
    with pytest.raises(Refused, match="already somebody"):
        people.add_person(by=ada, username="ADA", facts=Facts("analyst"), today=TODAY)


def test_nobody_raises_themselves(ada: User) -> None:
    for facts in (
        Facts("director", "Made-up", "Administrator"),
        Facts("administrator", "Made-up", "Administrator", worker_id="W1"),
        Facts("administrator", "Made-up", "Administrator", access_ends_on=dt.date(2030, 1, 1)),
    ):
        with pytest.raises(Refused, match="Nobody changes their own role"):
            people.change_person(by=ada, user=ada, facts=facts, today=TODAY)
    people.change_person(by=ada, user=ada, facts=Facts("administrator", "Ada", "Lovely"), today=TODAY)
    ada.refresh_from_db()
    assert ada.name == "Ada Lovely"


def test_the_last_administrator_stays(ada: User) -> None:
    bea = add_person("administrator", name="bea")
    people.end_access(by=ada, user=bea, reason="Left", today=TODAY)
    cleo = add_person("director", name="cleo")
    with pytest.raises(Refused, match="last administrator"):
        people.end_access(by=cleo, user=ada, reason="No", today=TODAY)
    for facts in (Facts("analyst"), Facts("administrator", access_ends_on=dt.date(2027, 1, 1))):
        with pytest.raises(Refused, match="last administrator"):
            people.change_person(by=bea, user=ada, facts=facts, today=TODAY)
    with pytest.raises(Refused, match="own access"):
        people.end_access(by=ada, user=ada, reason="No", today=TODAY)


def test_a_change_says_what_was_and_what_is(ada: User) -> None:
    user = add_person("team_manager", teams=("T22",))
    facts = Facts("service_manager", "Made-up", "Team manager", teams=frozenset({"T22", "T23"}))
    people.change_person(by=ada, user=user, facts=facts, today=TODAY)
    people.change_person(by=ada, user=user, facts=facts, today=TODAY)  # nothing new, nothing written
    change = Change.objects.get(did="person changed")
    assert change.detail == {"role": ["team_manager", "service_manager"], "teams": [["T22"], ["T22", "T23"]]}


def test_ended_access_takes_tokens_and_restricted_records_along(ada: User) -> None:
    director, user = add_person("director"), add_person("analyst")
    Token.objects.create(user=user, name="t", digest="a" * 64, ends_on=dt.date(2030, 1, 1))
    record = restricting.restrict(by=director, person_id="C1", reason="A reason")
    restricting.name_reader(by=director, record=record, user=user)
    people.end_access(by=ada, user=user, reason="Left the council", today=TODAY)
    assert Token.objects.get().revoked_at and not RestrictedReader.objects.exists()
    assert Change.objects.get(did="access ended").detail == {"reason": "Left the council"}
    people.give_access_again(by=ada, user=user, today=TODAY)
    assert not RestrictedReader.objects.exists() and Token.objects.get().revoked_at


def test_temporary_passwords_differ_and_can_be_read_aloud(ada: User) -> None:
    user = add_person("analyst")
    given = {people.give_temporary_password(by=ada, user=user) for _ in range(20)}
    assert len(given) == 20
    assert all(re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", each) and not set(each) & set("il1o0") for each in given)
    user.refresh_from_db()
    assert user.must_change_password
    with pytest.raises(Refused):
        people.give_temporary_password(by=ada, user=ada)


def test_services_stand_before_their_teams_and_circles_are_cut() -> None:
    rows = [("T2", "B", "T1"), ("T1", "A", None), ("T3", "C", "T2"), ("X", "X", "Y"), ("Y", "Y", "X"), ("Z", "Z", "Z")]
    assert [(team.team_id, team.within) for team in in_order(rows)] == [
        ("T1", ("T2", "T3")),
        ("T2", ("T3",)),
        ("T3", ()),
        ("X", ("Y",)),
        ("Y", ()),
        ("Z", ()),
    ]


def test_from_the_form_to_the_temporary_password(signed_in: Callable[..., Client]) -> None:
    client = signed_in("administrator")
    page = text(client.get("/people/add/"))
    assert "Nothing is loaded yet to choose from" in page
    sent = {
        "username": "new.one",
        "first_name": "New",
        "last_name": "One",
        "role": "team_manager",
        "more_teams": "T1, T2",
    }
    answer = client.post("/people/add/", sent)
    assert answer.status_code == 200 and "shown this once" in text(answer)
    given = re.search(r'los-key">([^<]+)<', text(answer))[1]  # type: ignore[index]
    user = User.objects.get(username="new.one")
    assert user.check_password(given) and user.must_change_password and user.made_up  # as who added them is
    assert sorted(team.team_id for team in user.teams.all()) == ["T1", "T2"]
    assert given not in text(client.get(f"/people/{user.pk}/"))
    assert given not in str(list(Change.objects.values_list("detail", flat=True)))


def test_what_is_wrong_in_the_form_is_said_there(signed_in: Callable[..., Client]) -> None:
    client = signed_in("administrator")
    page = text(
        client.post("/people/add/", {"username": "x", "first_name": "X", "last_name": "Y", "role": "inspector"})
    )
    assert "There is a problem" in page and "An inspector's access needs a last day" in page
    assert "Error: Add somebody" in page
    assert not User.objects.filter(username="x").exists()


def test_a_service_brings_its_teams(signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("T1", "Service", None), ("T2", "Team 2", "T1"), ("T3", "Team 3", "T1")]
    monkeypatch.setattr(records, "teams", lambda: in_order(rows))
    client = signed_in("administrator")
    sent = {"username": "s", "first_name": "S", "last_name": "M", "role": "service_manager", "teams": ["T1"]}
    client.post("/people/add/", sent)
    user = User.objects.get(username="s")
    assert people.facts_of(user).teams == {"T1", "T2", "T3"}
    client.post(f"/people/{user.pk}/", {**sent, "teams": ["T1", "T2"]})  # taken off afterwards, it stays off
    assert people.facts_of(user).teams == {"T1", "T2"}


def test_an_administrator_can_not_give_themselves_a_role_by_the_form(signed_in: Callable[..., Client]) -> None:
    client = signed_in("administrator")
    me = client.user.pk  # type: ignore[attr-defined]
    answer = client.post(
        f"/people/{me}/", {"first_name": "A", "last_name": "B", "role": "director", "more_teams": "T1"}
    )
    assert answer.status_code == 302
    user = User.objects.get(pk=me)
    assert (user.role, user.first_name, people.facts_of(user).teams) == ("administrator", "A", frozenset())
    for action in ("end", "password", "second-factor"):
        client.post(f"/people/{me}/{action}/", {"reason": "x"})
    user.refresh_from_db()
    assert user.is_active and user.sign_outs == 0


def test_the_list_is_searched_and_says_who_has_access(signed_in: Callable[..., Client], ada: User) -> None:
    client = signed_in("administrator")
    gone = add_person("analyst", name="gone")
    people.end_access(by=ada, user=gone, reason="Left", today=TODAY)
    assert ">gone<" not in text(client.get("/people/"))
    assert ">gone<" in text(client.get("/people/?which=ended")) and ">ada<" not in text(
        client.get("/people/?which=ended")
    )
    assert ">ada<" in text(client.get("/people/?name=ADA")) and ">ada<" not in text(client.get("/people/?role=analyst"))


def test_pages_for_administrators_name_no_child(signed_in: Callable[..., Client], ada: User) -> None:
    director, user = add_person("director"), add_person("analyst", name="reads")
    record = restricting.restrict(by=director, person_id="C000001", reason="A secret reason")
    restricting.name_reader(by=director, record=record, user=user)
    client = signed_in("administrator")
    for address in ("/people/", f"/people/{user.pk}/", f"/people/{director.pk}/", "/people/changes/", "/people/you/"):
        page = text(client.get(address))
        assert "C000001" not in page and "secret" not in page and "restricted" not in page.lower(), address


def test_ones_own_account_says_which_children_and_why(signed_in: Callable[..., Client]) -> None:
    for role, facts, said in (
        ("analyst", {}, "All children."),
        ("team_manager", {"teams": ("T22",)}, "allocated to a worker of your teams"),
        ("team_manager", {}, "None: you have no team."),
        ("board_member", {}, "None: your role doesn't need to."),
    ):
        assert said in text(signed_in(role, **facts).get("/people/you/")), role
