"""Surgery meetings on the council of two months (`council.py`): what is said, by whom, and what became of it."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Access, AccessedChild, Change, RestrictedRecord, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.actions.models import Action
from lineofsight.web.seen import Seen
from lineofsight.web.serving import serving
from lineofsight.web.surgery import meetings
from lineofsight.web.surgery.meeting_became import Outcome
from lineofsight.web.surgery.meeting_forms import digest
from lineofsight.web.surgery.meeting_reading import Item, agenda, preset, team_page
from lineofsight.web.surgery.meetings import Agreed, SaidMeanwhile, Subject, last_time, version_of
from lineofsight.web.surgery.models import Discussed, Surgery
from tests.web.conftest import add_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
Person = Callable[..., Client]
MARCH, APRIL = dt.date(2023, 4, 3), dt.date(2023, 5, 3)
#: Not met in March, by child, with the team.
NOT_MET = {"C1": "T1", "C3": "T1", "C4": "T2", "C5": "T2", "C8": "T2", "C9": ""}


@pytest.fixture
def director() -> User:
    return add_person(Role.DIRECTOR, name="director", made_up=False)


@pytest.fixture
def surgery(director: User) -> Surgery:
    return planned(director, MARCH)


def planned(by: User, on: dt.date, teams: tuple[str, ...] = (), refs: tuple[str, ...] = ("3.3",)) -> Surgery:
    return meetings.plan_surgery(by=by, held_on=on, title=f"Surgery {on:%B}", chair=by, refs=refs, teams=teams)


def say(by: User, surgery: Surgery, child: str, reason: str = "missed", **more: Any) -> Discussed:
    return meetings.say(
        by=by,
        surgery=surgery,
        about=Subject("3.3", child, due_on=dt.date(2023, 3, 19), team_id=NOT_MET.get(child, "")),
        snapshot="2023-03-31.1",
        reason=reason,
        **more,
    )


def close(by: User, surgery: Surgery) -> Surgery:
    return meetings.close_surgery(by=by, surgery=surgery, snapshot="2023-03-31.1", looked_at={"3.3": {"not_met": 6}})


def item_of(user: User, surgery: Surgery) -> Item:
    served = serving()
    with served.reading() as counted:
        seen = Seen(served, counted, user, scope_of(user, served.former_ids))
        (item,) = agenda(seen, surgery, dt.date(2023, 5, 3))
    return item


def team_of(user: User, surgery: Surgery, team: str) -> Any:
    served = serving()
    with served.reading() as counted:
        seen = Seen(served, counted, user, scope_of(user, served.former_ids))
        return team_page(seen, surgery, counted.book.latest("indicator", "3.3"), team)


def address(surgery: Surgery, team: str = "T1") -> str:
    return reverse("surgery:surgery_team", args=[surgery.pk, "3.3", team])


def row(child: str, place: int = 0, there: Discussed | None = None, **typed: str) -> dict[str, str]:
    """What a browser sends of one child."""
    said = {"reason": there.reason if there else "", "note": there.note if there else ""}
    fields = {
        **{"person_id": child, "event_id": "", "seen": version_of(there), "was": digest(said["reason"], said["note"])},
        **{"text": "", "owner": "", "due_on": "", **said, **typed},
    }
    return {f"c{place}-{name}": value for name, value in fields.items()}


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The agenda


def test_red_and_amber_measures_of_the_latest_month_are_chosen_at_first(director: User) -> None:
    served = serving()
    with served.reading() as counted:
        seen = Seen(served, counted, director, scope_of(director))
        assert "3.3" in preset(seen)


def test_a_surgery_is_planned_on_the_page(person: Person) -> None:
    client = person(Role.HEAD_OF_SERVICE)
    page = client.get(reverse("surgery:plan_surgery"))
    assert re.search(r'value="3.3"[^>]*checked', page.content.decode())
    said = {"title": "April surgery", "held_on": "2023-04-03", "chair": client.user.pk, "refs": ["3.3"]}  # type: ignore[attr-defined]
    response = client.post(reverse("surgery:plan_surgery"), said)
    surgery = Surgery.objects.get()
    assert response.headers["Location"] == reverse("surgery:surgery", args=[surgery.pk])
    assert (surgery.refs, surgery.teams, surgery.state) == (["3.3"], [], "planned")
    assert Change.objects.get(did="planned surgery").subject == str(surgery.pk)
    assert text(client.get(response.headers["Location"])).count("6 not met") == 1


def test_a_title_that_names_a_child_comes_back(person: Person) -> None:
    client = person(Role.DIRECTOR)
    said = {"title": "About C3", "held_on": "2023-04-03", "chair": client.user.pk, "refs": ["3.3"]}  # type: ignore[attr-defined]
    response = client.post(reverse("surgery:plan_surgery"), said)
    assert response.status_code == 422 and "leave out “C3”" in response.content.decode()
    assert not Surgery.objects.exists()


def test_what_is_not_met_is_in_a_team_or_counted_as_not_shown(surgery: Surgery, director: User) -> None:
    item = item_of(director, surgery)
    assert {line.id: line.not_met for line in item.lines} == {"T1": 2, "T2": 3, "none": 1}
    assert item.not_met == 6 == item.measure.current.denominator - item.measure.current.numerator  # type: ignore
    RestrictedRecord.objects.create(person_id="C8", reason="A relation works here", marked_by=director)
    item = item_of(director, surgery)
    #              shown + restricted + outside the scope + other teams
    assert item.not_met == 6 == 5 + item.restricted and (item.shown, item.restricted) == (5, 1)
    manager = add_person(Role.TEAM_MANAGER, teams=("T1",))
    item = item_of(manager, surgery)
    assert (item.not_met, item.shown, item.restricted, item.elsewhere, item.other_teams) == (6, 2, 0, 4, 0)


def test_a_surgery_of_one_team_counts_the_others(director: User) -> None:
    item = item_of(director, planned(director, MARCH, teams=("T1",)))
    assert (item.not_met, item.shown, item.other_teams) == (6, 2, 4)


# What is said


def test_what_is_said_is_kept_with_its_action(surgery: Surgery, director: User) -> None:
    agreed = Agreed("Visit before Friday", dt.date(2023, 4, 7), None, "A. Nother")
    said = say(director, surgery, "C1", note="The worker was away", agreed=agreed)
    action = said.action
    assert action is not None
    assert (action.source, action.source_id, action.ref, action.person_id, action.team_id) == (
        *("surgery", surgery.pk, "3.3", "C1", "T1"),
    )
    change = Change.objects.get(did="said in surgery")
    assert (change.person_id, change.detail["after"]["reason"]) == ("C1", "missed")
    with pytest.raises(Refused, match="agreed for this child already"):
        say(director, surgery, "C1", agreed=agreed, seen=version_of(said))


def test_nobody_overwrites_what_they_have_not_read(surgery: Surgery, director: User) -> None:
    other = add_person(Role.QUALITY)
    first = say(director, surgery, "C1", note="Seen on Tuesday", reason="seen_not_recorded")
    with pytest.raises(SaidMeanwhile) as meanwhile:
        say(other, surgery, "C1", note="Nobody went")  # opened before anything was said
    assert meanwhile.value.there == first
    first.refresh_from_db()
    assert first.note == "Seen on Tuesday"
    say(other, surgery, "C1", note="Nobody went", seen=version_of(first))  # having read it
    first.refresh_from_db()
    assert (first.note, first.said_by) == ("Nobody went", other)
    before = Change.objects.filter(did="said in surgery").latest("pk").detail["before"]
    assert before == {"reason": "seen_not_recorded", "note": "Seen on Tuesday"}


def test_several_children_are_kept_with_one_button_and_what_is_wrong_comes_back(
    surgery: Surgery, person: Person
) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    right = row("C3", 0, reason="missed", text="Visit", owner="A. Nother", due_on="2023-04-07")
    wrong = row("C1", 1, note="Typed at length", text="Ring the school", due_on="not a day")
    response = client.post(address(surgery), {**right, **wrong})
    assert response.status_code == 422
    assert Discussed.objects.get().person_id == "C3"
    page = response.content.decode()
    assert "Kept for one child." in page and "1 child is not kept yet" in page
    for typed in ("Typed at length", "Ring the school", "not a day"):
        assert typed in page
    for error in ("Choose a reason", "Say who does it", "Enter a valid date"):
        assert error in page
    mended = row("C1", 1, reason="refused", note="Typed at length")
    there = Discussed.objects.get()
    response = client.post(address(surgery), {**row("C3", 0, there), **mended})
    assert response.status_code == 302
    assert set(Discussed.objects.values_list("person_id", "reason")) == {("C3", "missed"), ("C1", "refused")}
    there.refresh_from_db()
    assert Change.objects.filter(did="said in surgery", person_id="C3").count() == 1  # untouched: not written again


def test_the_page_shows_the_other_persons_words(surgery: Surgery, director: User, person: Person) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    theirs = say(director, surgery, "C1", reason="seen_not_recorded", note="Seen on Tuesday")
    response = client.post(address(surgery), row("C1", reason="missed", note="Nobody went"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "Seen on Tuesday" in page and "Nobody went" in page and director.name in page
    assert f'name="c0-seen" value="{version_of(theirs)}"'.replace("+", "+") in page.replace("&#x27;", "'")
    theirs.refresh_from_db()
    assert theirs.note == "Seen on Tuesday"
    again = row("C1", there=theirs, reason="missed", note="Nobody went")
    assert client.post(address(surgery), again).status_code == 302
    theirs.refresh_from_db()
    assert theirs.note == "Nobody went"


def test_somebody_who_typed_nothing_overwrites_nothing(surgery: Surgery, director: User, person: Person) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    say(director, surgery, "C1", note="Seen on Tuesday")
    assert client.post(address(surgery), row("C1")).status_code == 302  # the page was opened before
    assert Discussed.objects.get().note == "Seen on Tuesday"


def test_other_needs_to_say_which(surgery: Surgery, person: Person) -> None:
    client = person(Role.DIRECTOR)
    response = client.post(address(surgery), row("C1", reason="other"))
    assert response.status_code == 422 and "Say which other reason" in response.content.decode()


# Who


def test_a_team_manager_sees_their_own_children_alone(surgery: Surgery, person: Person) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    own, other = client.get(address(surgery)), client.get(address(surgery, "T2"))
    assert "FieldmouseC1" in text(own) and "FieldmouseC3" in text(own)
    assert "Fieldmouse" not in text(other)
    assert set(AccessedChild.objects.values_list("person_id", flat=True)) == {"C1", "C3"}
    assert "T2" not in text(client.get(reverse("surgery:surgery", args=[surgery.pk]))).split("3.3: children")[1]


def test_nothing_can_be_said_of_a_child_out_of_scope(surgery: Surgery, person: Person) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    response = client.post(address(surgery), row("C4", reason="missed"))
    assert response.status_code == 404
    assert not Discussed.objects.exists()
    refused = Access.objects.get(how=Access.How.REFUSED)
    assert [child.person_id for child in refused.children.all()] == ["C4"]


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PRACTITIONER, Role.ADMINISTRATOR])
def test_others_see_no_surgery(surgery: Surgery, person: Person, role: str) -> None:
    client = person(role)
    for page in (reverse("surgery:surgeries"), reverse("surgery:surgery", args=[surgery.pk]), address(surgery)):
        assert client.get(page).status_code == 403


def test_a_restricted_child_is_counted_and_not_listed(surgery: Surgery, director: User, person: Person) -> None:
    say(director, surgery, "C8", agreed=Agreed("Visit", dt.date(2023, 4, 7), director))
    RestrictedRecord.objects.create(person_id="C8", reason="A relation works here", marked_by=director)
    client = person(Role.TEAM_MANAGER, teams=("T2",))
    assert "FieldmouseC8" not in text(client.get(address(surgery, "T2")))
    record = text(client.get(reverse("surgery:surgery_record", args=[surgery.pk])))
    assert "FieldmouseC8" not in record and "1 more whom you may not see" in record
    register = text(client.get(reverse("actions:register")))
    assert "1 action is about children whom you may not see" in register
    assert client.get(reverse("actions:action", args=[Action.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("role", Role.values)
def test_who_plans_and_who_closes(surgery: Surgery, role: str) -> None:
    somebody = add_person(role)
    plans = role in meetings.PLANNERS
    assert meetings.can_plan(somebody) == plans
    assert meetings.can_close(somebody, surgery) == meetings.can_change(somebody, surgery) == plans
    surgery.chair = somebody
    assert meetings.can_close(somebody, surgery)


# Closing


def test_after_closing_nothing_changes_until_it_is_reopened(surgery: Surgery, director: User, person: Person) -> None:
    said = say(director, surgery, "C1")
    client = person(Role.DIRECTOR)
    version = Surgery.objects.get().version
    response = client.post(
        reverse("surgery:close_surgery", args=[surgery.pk]), {"notes": "Visits come first", "version": version}
    )
    assert response.status_code == 302
    surgery.refresh_from_db()
    assert (surgery.state, surgery.snapshot, surgery.notes) == ("held", "2023-03-31.1", "Visits come first")
    assert (surgery.looked_at["3.3"]["not_met"], surgery.looked_at["3.3"]["value"]) == (6, "25.0%")
    for attempt in (
        lambda: say(director, surgery, "C1", note="Later", seen=version_of(said)),
        lambda: say(director, surgery, "C3"),
        lambda: close(director, surgery),
        lambda: meetings.change_surgery(
            by=director, surgery=surgery, held_on=MARCH, title="x", chair=director, refs=["3.3"]
        ),
        lambda: meetings.reopen_surgery(by=director, surgery=surgery, because=" "),
    ):
        with pytest.raises(Refused):
            attempt()
    assert client.post(address(surgery), row("C3", reason="missed")).status_code == 409
    assert "<textarea" not in client.get(address(surgery)).content.decode()
    meetings.reopen_surgery(by=director, surgery=surgery, because="One child was left out")
    say(director, surgery, "C3")
    reopened = Change.objects.get(did="reopened surgery")
    assert (reopened.detail["because"], reopened.detail["snapshot"]) == ("One child was left out", "2023-03-31.1")


def test_notes_that_name_a_child_come_back(surgery: Surgery, person: Person) -> None:
    client = person(Role.DIRECTOR)
    notes = {"notes": "Wren FieldmouseC3 again", "version": surgery.version}
    response = client.post(reverse("surgery:close_surgery", args=[surgery.pk]), notes)
    assert response.status_code == 422 and "Wren FieldmouseC3" in response.content.decode()
    surgery.refresh_from_db()
    assert not surgery.is_held


# Next month


def test_in_april_it_shows_what_became_of_march(
    surgery: Surgery, director: User, person: Person, turn: Callable[[], None]
) -> None:
    reasons = {"C1": "seen_not_recorded", "C3": "missed", "C4": "refused", "C5": "missed"}
    for child, reason in reasons.items():
        agreed = Agreed(f"Visit {child}", dt.date(2023, 4, 7), director) if child in ("C1", "C3") else None
        say(director, surgery, child, reason, agreed=agreed)
    close(director, surgery)
    turn()
    april = planned(director, APRIL)
    item = item_of(director, april)
    outcomes = {(fate.person_id, fate.outcome) for fate in item.became.fates}
    assert outcomes == {
        *(("C1", Outcome.DONE_LATE), ("C3", Outcome.STILL), ("C4", Outcome.LEFT), ("C5N", Outcome.STILL)),
        *(("C6", Outcome.NEW), ("C8", Outcome.NEW), ("C9", Outcome.NEW)),
    }
    #                  done late + left + still
    assert item.became.discussed == 4 == 1 + 1 + 2
    #                  still + new
    assert item.became.not_met_now == 5 == item.not_met == 2 + 3
    total = item.totals
    assert (total.discussed, total.not_met, total.done, total.done_late, total.left, total.still, total.new) == (
        *(4, 5, 0, 1, 1, 2, 3),
    )
    assert item.about_before.words == "1 recording, 3 practice, 0 neither"
    assert (item.actions.agreed, item.actions.open, item.actions.overdue) == (2, 2, 2)
    client = person(Role.DIRECTOR)
    page = text(client.get(reverse("surgery:surgery", args=[april.pk])))
    assert "4 children discussed = 0 done + 1 done late + 1 left the figure + 2 still overdue" in page
    assert "1 recording, 3 practice, 0 neither" in page
    first, second = text(client.get(address(april))), text(client.get(address(april, "T2")))
    assert "Still overdue" in first and "Done late" in first and "Visit C3" in first
    assert "Left the figure" in second and "New" in second and "C5N" in second


def test_the_teams_of_april_add_up_to_the_council(surgery: Surgery, director: User, turn: Callable[[], None]) -> None:
    for child in NOT_MET:
        say(director, surgery, child)
    close(director, surgery)
    turn()
    april = planned(director, APRIL)
    item = item_of(director, april)
    for line in item.lines:
        shown = team_of(director, april, line.id)
        assert len(shown.listed) == line.not_met == line.still + line.new
        assert shown.became.discussed == line.discussed == line.done + line.done_late + line.left + line.still
    assert sum(line.discussed for line in item.lines) == 6 == item.became.discussed


def test_what_was_said_under_a_merged_id_is_not_said_twice(
    surgery: Surgery, director: User, turn: Callable[[], None]
) -> None:
    said = say(director, surgery, "C5")
    turn()
    shown = team_of(director, surgery, "T2")
    line = shown.line(("C5N", ""))
    assert line is not None and line.said == said
    about = Subject("3.3", "C5N", team_id="T2", former_ids=["C5"])
    with pytest.raises(SaidMeanwhile):
        meetings.say(by=director, surgery=surgery, about=about, snapshot="x", reason="missed", note="New")
    kept = meetings.say(
        by=director, surgery=surgery, about=about, snapshot="x", reason="refused", seen=version_of(said)
    )
    assert kept.pk == said.pk and Discussed.objects.count() == 1


def test_those_who_may_not_be_seen_are_counted_next_month_too(
    surgery: Surgery, director: User, turn: Callable[[], None]
) -> None:
    for child in ("C1", "C4", "C8"):
        say(director, surgery, child)
    close(director, surgery)
    turn()
    manager = add_person(Role.TEAM_MANAGER, teams=("T1",), made_up=False)
    item = item_of(manager, planned(director, APRIL))
    assert (item.became.discussed, item.before_not_shown) == (1, 2)


def test_last_time_is_the_last_surgery_that_looked_at_a_team(director: User) -> None:
    february = planned(director, dt.date(2023, 3, 3))
    say(director, february, "C1", note="February")
    say(director, february, "C4", note="February")
    close(director, february)
    march = planned(director, MARCH, teams=("T1",))
    say(director, march, "C1", note="March")
    close(director, march)
    not_held = planned(director, dt.date(2023, 4, 20))
    april = planned(director, APRIL)
    found = last_time(april, ["3.3"])["3.3"]
    assert found.surgeries == (march, february) and not_held not in found.surgeries
    assert [(row.person_id, row.note) for row in found.rows] == [("C1", "March"), ("C4", "February")]
    assert last_time(february, ["3.3"])["3.3"].rows == ()
    assert last_time(april, ["3.2"])["3.2"].surgeries == ()


def test_a_child_who_went_to_a_team_that_is_not_looked_at_is_counted_apart(director: User) -> None:
    """C4 was with T1 when it was discussed, and is with T2 now; the next surgery looks at T1 alone."""
    march = planned(director, MARCH)
    say(director, march, "C1")
    about = Subject("3.3", "C4", due_on=dt.date(2023, 3, 19), team_id="T1")
    meetings.say(by=director, surgery=march, about=about, snapshot="2023-03-31.1", reason="missed")
    close(director, march)
    item = item_of(director, planned(director, APRIL, teams=("T1",)))
    assert (item.became.discussed, item.before_moved, item.before_not_shown) == (1, 1, 0)


# On paper and in Excel


def test_the_record_and_the_workbook_hold_what_was_said(surgery: Surgery, director: User, person: Person) -> None:
    say(director, surgery, "C1", note="The worker was away", agreed=Agreed("Visit", dt.date(2023, 4, 7), director))
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    page = text(client.get(reverse("surgery:surgery_record", args=[surgery.pk])))
    for said in ("OFFICIAL-SENSITIVE", "FieldmouseC1", "Not done . The worker was away", "Visit", "1 practice"):
        assert said.replace(" .", ".") in page.replace(" .", ".")
    response = client.post(reverse("surgery:surgery_export", args=[surgery.pk]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [str(cell.value) for sheet in book for line in sheet for cell in line if cell.value is not None]
    assert {"C1", "C3", "The worker was away", "Visit", "practice"} <= set(cells)
    assert any("OFFICIAL-SENSITIVE" in cell for cell in cells) and not {"C4", "C8"} & set(cells)
    exported = Access.objects.get(how=Access.How.EXPORT)
    assert {child.person_id for child in exported.children.all()} == {"C1", "C3"}


# The register's pages


def test_an_action_goes_from_open_to_verified_by_two_people(surgery: Surgery, director: User, person: Person) -> None:
    manager = person(Role.TEAM_MANAGER, teams=("T1",), name="manager")
    action = say(director, surgery, "C1", agreed=Agreed("Visit", dt.date(2023, 4, 7), manager.user)).action  # type: ignore[attr-defined]
    assert action is not None
    page = reverse("actions:mark_done", args=[action.pk])
    assert manager.post(page, {"evidence": "Recorded", "version": action.version}).status_code == 302
    verify = reverse("actions:verify", args=[action.pk])
    assert manager.post(verify, {"version": 2}).status_code == 409
    assert person(Role.QUALITY).post(verify, {"version": 2}).status_code == 302
    action.refresh_from_db()
    assert action.state == "verified"
    shown = text(manager.get(reverse("actions:action", args=[action.pk])))
    assert "Marked as done" in shown and "Verified" in shown and "Surgery April" in shown


def test_a_form_that_is_too_old_keeps_what_was_typed(surgery: Surgery, director: User, person: Person) -> None:
    action = say(director, surgery, "C1", agreed=Agreed("Visit", dt.date(2023, 4, 7), director)).action
    assert action is not None
    Action.objects.filter(pk=action.pk).update(version=5)
    typed = {"due_on": "2023-05-01", "because": "Typed at length", "version": 1}
    response = person(Role.DIRECTOR).post(reverse("actions:change_due", args=[action.pk]), typed)
    assert response.status_code == 422
    assert "Somebody else has changed this action" in text(response) and "Typed at length" in text(response)


def test_the_register_can_be_filtered_and_exported(surgery: Surgery, director: User, person: Person) -> None:
    manager = person(Role.TEAM_MANAGER, teams=("T1",), name="manager")
    say(director, surgery, "C1", agreed=Agreed("Mine", dt.date(2023, 4, 7), manager.user))  # type: ignore[attr-defined]
    say(director, surgery, "C3", agreed=Agreed("Another's", dt.date(2123, 4, 7), None, "A. Nother"))
    say(director, surgery, "C4", agreed=Agreed("Out of scope", dt.date(2023, 4, 7), manager.user))  # type: ignore[attr-defined]
    listed = {
        **{"": "Mine Another's", "whose=mine": "Mine", "whose=teams": "Mine Another's", "state=overdue": "Mine"},
        **{"owner=nother": "Another's", "ref=3.3": "Mine Another's", "ref=1.1": "", "source=commentary": ""},
        **{"state=done": "", "state=all": "Mine Another's", "state=nonsense": "Mine Another's"},
    }
    for asked, expected in listed.items():
        page = manager.get(f"{reverse('actions:register')}?{asked}").content.decode()
        rows = page.split("<tbody>")[1] if "<tbody>" in page else ""
        shown = [name for name in ("Mine", "Another&#x27;s", "Out of scope") if f">{name}</a>" in rows]
        assert " ".join(shown).replace("&#x27;", "'") == expected, asked
    response = manager.post(reverse("actions:export"), {"whose": "mine"})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = {str(cell.value) for sheet in book for line in sheet for cell in line}
    assert "Mine" in cells and not {"Another's", "Out of scope"} & cells


def test_an_action_about_no_child_names_none(person: Person) -> None:
    client = person(Role.TEAM_MANAGER, teams=("T1",))
    said = {"text": "Talk about Wren FieldmouseC4", "owner": "A. Nother", "due_on": "2023-05-01"}
    page = reverse("actions:add")
    response = client.post(page, said)
    assert response.status_code == 422 and "leave out “Wren FieldmouseC4”" in text(response)
    assert client.post(page, {**said, "text": "Visit", "person_id": "C4"}).status_code == 422  # another team's
    assert client.post(page, {**said, "text": "Visit", "person_id": "C3"}).status_code == 302
    assert Action.objects.get().team_id == "T1"
