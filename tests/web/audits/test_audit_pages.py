"""Who sees what of audits, what the form keeps without scripts, and that every look at a child is on record."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from lineofsight.prepared.meeting import people_seen
from lineofsight.web.accounts.models import Access, AccessedChild, RestrictedReader, RestrictedRecord, User
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import cycles, moderating, unsafe
from lineofsight.web.audits.looks import has_seen
from lineofsight.web.audits.models import Audit, Auditor, Cycle, Programme, Sheet, Tool
from lineofsight.web.audits.sheets import fields_of, value_of
from lineofsight.web.headers import CONTENT_SECURITY_POLICY, WITH_OWN_SCRIPT
from lineofsight.web.serving import serving
from tests.web.audits.conftest import DAY, People, drawn, fill, given_out, plan, seen_for, sheet_of
from tests.web.audits.test_auditing import agree, give, moderate, verified
from tests.web.conftest import add_person

BACKEND = "lineofsight.web.accounts.backend.PasswordBackend"


def as_user(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    client.force_login(user, BACKEND)
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.fixture
def audit(running: Cycle) -> Audit:
    return Audit.objects.filter(cycle=running).earliest("place")


def others(people: People, audit: Audit) -> User:
    return next(user for user in people.auditors if user != audit.auditor)


def test_an_auditor_opens_their_cases_and_no_others(people: People, running: Cycle, audit: Audit) -> None:
    assert audit.auditor is not None
    mine = as_user(audit.auditor)
    for one in Audit.objects.filter(cycle=running):
        text_of(mine, f"/audits/{one.pk}/", 200 if one.auditor_id == audit.auditor_id else 404)
    theirs = set(re.findall(r'href="/audits/(\d+)/"', text_of(mine, f"/audits/cycles/{running.pk}/")))
    assert theirs == {str(one.pk) for one in Audit.objects.filter(cycle=running, auditor=audit.auditor)}


def test_the_child_of_an_audit_is_seen_in_the_audit_alone(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client = as_user(audit.auditor)
    assert audit.person_id in text_of(client, f"/audits/{audit.pk}/")
    text_of(client, f"/child/{audit.person_id}/", 404)


def test_a_look_at_an_audit_is_on_record_with_the_reason(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    text_of(as_user(audit.auditor), f"/audits/{audit.pk}/")
    access = Access.objects.latest("pk")
    assert (access.user, access.page) == (audit.auditor, "audits:audit")
    assert access.why == f"Audit of audit {audit.pk}"
    assert list(AccessedChild.objects.filter(access=access).values_list("person_id", flat=True)) == [audit.person_id]


def name_of(audit: Audit) -> str:
    """The name of the child, as the records have it."""
    with seen_for(add_person("director", name=f"names-{audit.pk}")) as seen:
        return people_seen(seen.counted, [audit.person_id], seen.scope, seen.served.former_ids)[audit.person_id].name


def test_a_closed_audit_shows_what_was_written_and_no_more_the_record_of_now(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    name, page = name_of(audit), f"/audits/{audit.pk}/"
    mine = as_user(audit.auditor)
    action = agree(audit)
    fill(sheet_of(audit), "good", **{"overall.reasons": "What I wrote"})
    give(audit, "good")
    shown = text_of(mine, page)
    assert audit.state == Audit.State.ACTIONS and name in shown and "In our care:" in shown
    verified(action, people)
    audit.refresh_from_db()
    assert audit.state == Audit.State.CLOSED
    shown, cycle = text_of(mine, page), text_of(mine, f"/audits/cycles/{audit.cycle_id}/")
    assert name not in shown and "In our care:" not in shown and "Born" not in shown
    assert f"Child {audit.person_id}, {audit.get_cohort_display().lower()} when the case was drawn" in shown
    assert "What was written stays" in shown and "Made-up words" in shown
    assert name not in cycle and f"<td>{audit.person_id}</td>" in cycle
    for role, teams in (("team_manager", (audit.team_id,)), ("quality", ())):
        theirs = as_user(add_person(role, name=f"sees-{role}", teams=teams))
        assert name in text_of(theirs, page) and name in text_of(theirs, f"/audits/cycles/{audit.cycle_id}/")
    unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Words", calendar=serving().council.calendar)
    assert name in text_of(mine, page)


def test_a_manager_of_the_team_of_then_reads_what_was_written_alone(people: People, audit: Audit) -> None:
    name, page = name_of(audit), f"/audits/{audit.pk}/"
    give(audit, "good")
    Audit.objects.filter(pk=audit.pk).update(team_id="T99", service_id="S99")  # the child has moved since
    manager = as_user(add_person("team_manager", name="of-then", teams=("T99",)))
    shown = text_of(manager, page)
    assert name not in shown and "is not among those whom you see" in shown and "Made-up words" in shown
    Audit.objects.filter(pk=audit.pk).update(state=Audit.State.ACTIONS)
    assert name in text_of(manager, page)


def test_a_reader_from_outside_sees_the_record_until_their_reading_is_given(people: People, audit: Audit) -> None:
    name, page = name_of(audit), f"/audits/{audit.pk}/"
    give(audit, "good")
    last = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - access ends by the real day
    outside = add_person("external_auditor", name="from-outside", access_ends_on=last)
    sheet = Sheet.objects.create(audit=audit, purpose=Sheet.Purpose.EXTERNAL, writer=outside, blind=True)
    assert name in text_of(as_user(outside), page)
    Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.GIVEN)
    assert name not in text_of(as_user(outside), page)


def test_managers_see_audits_of_their_teams_once_given_in(people: People, audit: Audit) -> None:
    manager = as_user(add_person("team_manager", name="of-the-team", teams=(audit.team_id,)))
    stranger = as_user(add_person("team_manager", name="of-another", teams=("T99",)))
    text_of(manager, f"/audits/{audit.pk}/", 404)
    give(audit, "good")
    assert "Good" in text_of(manager, f"/audits/{audit.pk}/")
    text_of(stranger, f"/audits/{audit.pk}/", 404)


def test_who_grades_blind_sees_no_grade_anywhere_until_theirs_is_given(people: People, programme: Programme) -> None:
    cycle = cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people, moderate_share=100))
    audit = Audit.objects.filter(cycle=given_out(people, drawn(people, cycle))).earliest("place")
    agree(audit)
    fill(sheet_of(audit), "good", **{"overall.reasons": "A secret reason"})
    give(audit, "requires_improvement")
    client = as_user(people.moderator)
    pages = (
        f"/audits/{audit.pk}/",
        f"/audits/cycles/{cycle.pk}/",
        f"/audits/sheets/{sheet_of(audit, 'moderation').pk}/",
    )
    for page in pages:
        shown = text_of(client, page)
        assert "Requires improvement" not in shown.replace(">Requires improvement to be good</label>", "")
        assert "Made-up words" not in shown and "Visit the child" not in shown
    text_of(client, f"/audits/{audit.pk}/agree/", 409)
    text_of(client, f"/audits/sheets/{sheet_of(audit, 'moderation').pk}/outcomes/", 404)
    action = Action.objects.get()
    for page in ("/actions/", f"/child/{audit.person_id}/"):
        assert "Visit the child" not in text_of(client, page)
    text_of(client, f"/actions/{action.pk}/", 404)
    moderate(audit, "requires_improvement")
    assert "Visit the child" in text_of(client, pages[0])


def blind_cycle(people: People, programme: Programme) -> Cycle:
    """A cycle of which every case is moderated blind."""
    cycle = cycles.plan_cycle(by=people.lead, programme=programme, plan=plan(people, moderate_share=100))
    return given_out(people, drawn(people, cycle))


def test_who_grades_blind_reads_of_a_child_who_is_unsafe_now_what_was_seen_once_their_grade_is_given(
    people: People, programme: Programme
) -> None:
    audit = Audit.objects.filter(cycle=blind_cycle(people, programme)).earliest("place")
    assert audit.auditor is not None
    found = unsafe.raise_unsafe(
        by=audit.auditor, audit=audit, why="A secret reason", calendar=serving().council.calendar
    )
    give(audit, "good")
    page = f"/audits/unsafe/{found.pk}/tell/"
    assert "A secret reason" in text_of(as_user(people.lead), page)
    shown = text_of(as_user(people.moderator), page)
    assert "A secret reason" not in shown and "once your grade is given" in shown
    moderate(audit, "good")
    assert "A secret reason" in text_of(as_user(people.moderator), page)


def look(client: Client, where: str, audit: Audit) -> None:
    """A look at an audit where its grade stands, or what was written of it."""
    address = {"itself": f"/audits/{audit.pk}/", "cycle": f"/audits/cycles/{audit.cycle_id}/"}.get(where, "")
    answer = client.get(address) if address else client.post("/audits/findings/six-months/")
    assert answer.status_code == 200


@pytest.mark.parametrize("where", ["itself", "cycle", "export"])
def test_who_has_seen_a_grade_reads_with_sight(people: People, programme: Programme, where: str) -> None:
    audit = Audit.objects.filter(cycle=blind_cycle(people, programme)).earliest("place")
    second = add_person("quality", name="moderates-too")
    Auditor.objects.create(user=second, most=1)
    client = as_user(second)
    text_of(client, f"/audits/cycles/{audit.cycle_id}/")  # before it is given in: no grade stands there
    give(audit, "good")
    other = Audit.objects.filter(cycle=audit.cycle).latest("place")
    give(other, "good")
    with seen_for(people.lead) as seen:
        assert not has_seen(second, audit, seen.served.former_ids)
        look(client, where, audit)
        assert has_seen(second, audit, seen.served.former_ids)
        assert has_seen(second, other, seen.served.former_ids) == (where != "itself")
        Auditor.objects.filter(user=second).update(moderates=True)
        sheet = moderating.change_moderator(by=people.lead, sheet=sheet_of(audit, "moderation"), to=second, seen=seen)
    assert not sheet.blind


def test_a_list_that_kept_a_grade_back_leaves_its_reader_blind(people: People, programme: Programme) -> None:
    cycle = blind_cycle(people, programme)
    audit, other = (
        Audit.objects.filter(cycle=cycle).earliest("place"),
        Audit.objects.filter(cycle=cycle).latest("place"),
    )
    give(audit, "good")
    give(other, "good")
    Sheet.objects.filter(audit=other, purpose="moderation").update(writer=people.lead)
    client = as_user(people.moderator)
    for where in ("cycle", "export"):
        look(client, where, audit)
    assert not has_seen(people.moderator, audit, {})
    assert has_seen(people.moderator, other, {})
    logged = Access.objects.filter(user=people.moderator, children__person_id=audit.person_id)
    assert {access.what for access in logged} == {
        f"Cycle of audits {cycle.pk}, without grades",
        "Audits completed in the last 6 months, without grades",
    }


def test_an_audit_of_the_same_case_tells_the_grade_of_the_one_before(people: People, running: Cycle) -> None:
    audit = give(Audit.objects.filter(cycle=running).earliest("place"), "good")
    again = Audit.objects.filter(cycle=running).latest("place")
    Audit.objects.filter(pk=again.pk).update(re_audit_of=audit)
    text_of(as_user(people.lead), f"/audits/{again.pk}/")
    assert has_seen(people.lead, audit, {}) and has_seen(people.lead, again, {})
    assert not has_seen(people.director, audit, {})


def test_a_record_that_is_restricted_since_closes_its_audit(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    record = RestrictedRecord.objects.create(person_id=audit.person_id, reason="Made up", marked_by=people.director)
    last = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - access ends by the real day
    outside = add_person("external_auditor", name="from-outside", access_ends_on=last)
    Sheet.objects.create(audit=audit, purpose=Sheet.Purpose.EXTERNAL, writer=outside, blind=True)
    for user in (audit.auditor, people.lead, people.director, outside):
        text_of(as_user(user), f"/audits/{audit.pk}/", 404)
        assert f"Audit {audit.pk}<" not in text_of(as_user(user), "/audits/")
    RestrictedReader.objects.create(record=record, user=audit.auditor, added_by=people.director)
    text_of(as_user(audit.auditor), f"/audits/{audit.pk}/")


def test_somebody_from_outside_sees_their_readings_and_nothing_else(
    people: People, running: Cycle, audit: Audit
) -> None:
    give(audit, "good")
    last = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - access ends by the real day
    outside = add_person("external_auditor", name="from-outside", access_ends_on=last)
    Auditor.objects.create(user=outside, most=10)
    tool = Tool.objects.get(key="external")
    check = cycles.plan_cycle(
        by=people.lead,
        programme=running.programme,
        plan=plan(people, kind=Cycle.Kind.EXTERNAL, size=1, of=[running], tool=tool, title="Check"),
    )
    given_out(people, drawn(people, check))
    client = as_user(outside)
    shown = text_of(client, f"/audits/{audit.pk}/")
    assert "You grade this case blind" in shown
    text_of(client, f"/child/{audit.person_id}/", 403)
    for page in ("/", "/actions/", "/search/", "/teams/"):
        assert client.get(page).status_code in (302, 403, 404)
    other = Audit.objects.filter(cycle=running).exclude(pk=audit.pk).first()
    assert other is not None
    text_of(client, f"/audits/{other.pk}/", 404)


def test_the_form_keeps_all_without_scripts_and_gives_in(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client, sheet = as_user(audit.auditor), sheet_of(audit)
    page = f"/audits/sheets/{sheet.pk}/"
    filled = fill(sheet, "good")
    wanted = {key: answer["value"] for key, answer in filled.answers.items()}
    Sheet.objects.filter(pk=sheet.pk).update(answers={})
    sent = {f"r.{key}": "0" for key in fields_of(sheet)} | wanted
    assert client.post(page, sent | {"give": ""}).headers["Location"] == f"{page}give/"
    sheet.refresh_from_db()
    assert {key: value_of(sheet, key) for key in wanted} == wanted
    assert "Once it is given in" in text_of(client, f"{page}give/")
    assert client.post(f"{page}give/").status_code == 302
    audit.refresh_from_db()
    assert audit.state == Audit.State.CLOSED


def test_a_form_that_was_opened_before_overwrites_nothing(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client, sheet, key = as_user(audit.auditor), sheet_of(audit), "overall.reasons"
    page = f"/audits/sheets/{sheet.pk}/"
    for value, began in (("One", "0"), ("Two", "0")):
        client.post(page, {f"r.{key}": began, key: value, "keep": ""})
    sheet.refresh_from_db()
    assert value_of(sheet, key) == "One"
    shown = text_of(client, page)
    assert "Written in another window" in shown and "Two" in shown
    choice = re.search(r'value="(\d+\.both\.1)"', shown)
    assert choice is not None
    client.post(f"{page}choose/", {"choice": choice[1]})
    sheet.refresh_from_db()
    assert value_of(sheet, key) == "One\n\nTwo"


def test_only_the_form_runs_a_script_and_only_its_writer_saves(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client, sheet = as_user(audit.auditor), sheet_of(audit)
    save = f"/audits/sheets/{sheet.pk}/save/"
    answer = client.get(f"/audits/sheets/{sheet.pk}/")
    assert answer.headers["Content-Security-Policy"] == WITH_OWN_SCRIPT
    for page in ("/audits/", f"/audits/{audit.pk}/"):
        assert client.get(page).headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    told = client.post(save, {"key": "overall.reasons", "value": "One", "began_from": "0", "window": "w"})
    assert told.json() == {"revision": 1, "beside": False}
    told = client.post(save, {"key": "overall.reasons", "value": "Two", "began_from": "0", "window": "v"})
    assert told.json() == {"revision": 1, "beside": True}
    assert client.post(save, {"key": "none", "value": "x"}).status_code == 409
    assert client.post(save, {"key": "overall.reasons", "value": "x", "began_from": "x" * 40}).status_code == 200
    stranger = as_user(others(people, audit))
    assert stranger.post(save, {"key": "overall.reasons", "value": "Mine"}).status_code == 404
    assert stranger.get(f"/audits/sheets/{sheet.pk}/").status_code == 404


def test_two_people_get_two_keys_for_words_that_wait(people: People, running: Cycle) -> None:
    keys = set()
    for audit in Audit.objects.filter(cycle=running)[:4]:
        assert audit.auditor is not None
        shown = text_of(as_user(audit.auditor), f"/audits/sheets/{sheet_of(audit).pk}/")
        found = re.search(r'data-words-key="([^"]+)"', shown)
        assert found is not None
        keys.add(found[1])
    assert len(keys) == 4


def test_unsafe_now_is_shown_to_who_answers_for_the_child(people: People, audit: Audit) -> None:
    manager = as_user(add_person("team_manager", name="of-the-team", teams=(audit.team_id,)))
    assert audit.auditor is not None
    unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Seen with bruises", calendar=serving().council.calendar)
    assert "Unsafe now: 1 child" in text_of(manager, "/audits/")
    assert "Seen with bruises" in text_of(manager, f"/audits/{audit.pk}/")
    found = audit.unsafe.get()
    page = f"/audits/unsafe/{found.pk}/answer/"
    assert manager.post(page, {"words": "", "version": found.version}).status_code == 422
    assert manager.post(page, {"words": "Visited tonight", "version": found.version}).status_code == 302
    assert "Visited tonight" in text_of(manager, f"/audits/{audit.pk}/")


def test_the_plan_names_no_child(people: People, programme: Programme, audit: Audit) -> None:
    with serving().reading() as counted:
        (name,) = counted.database.execute(
            "select name from everybody where id = $id", {"id": audit.person_id}
        ).fetchone()  # type: ignore[misc]
    sent = {"title": f"About {name}", "starts_on": "2023-04-01", "ends_on": "2024-03-31"}
    answer = as_user(people.lead).post("/audits/programmes/plan/", sent)
    assert answer.status_code == 422 and "may not see the child" in answer.content.decode()


def test_a_cycle_from_plan_to_cases_by_its_pages(people: People, programme: Programme) -> None:
    client = as_user(people.lead)
    tool = Tool.objects.get(key="dip_sample")
    sent = {
        "title": "By its pages", "kind": "dip_sample", "theme": "neglect", "size": "6", "tool": tool.pk,
        "lead": people.lead.pk, "starts_on": str(DAY), "audits_due_on": str(DAY), "moderation_due_on": str(DAY),
        "moderate_share": "0",
    }  # fmt: skip
    answer = client.post(f"/audits/programmes/{programme.pk}/plan/", sent)
    cycle = Cycle.objects.get(title="By its pages")
    assert answer.headers["Location"] == f"/audits/cycles/{cycle.pk}/"
    draw = {"stratify": "cohort", "months": "6", "seed": "a seed", "risks": ["neglect"], "version": cycle.version}
    looked = client.post(f"/audits/cycles/{cycle.pk}/draw/", draw | {"look": ""}).content.decode()
    assert "6 cases" in looked and not Audit.objects.filter(cycle=cycle).exists()
    assert client.post(f"/audits/cycles/{cycle.pk}/draw/", draw | {"keep": ""}).status_code == 302
    assert "Drawn again from the frame and the seed just now: the same cases." in text_of(
        client, f"/audits/cycles/{cycle.pk}/sample/"
    )
    assert "6 cases can be given" in text_of(client, f"/audits/cycles/{cycle.pk}/give/")
    cycle.refresh_from_db()
    assert client.post(f"/audits/cycles/{cycle.pk}/give/", {"version": cycle.version}).status_code == 302
    assert Audit.objects.filter(cycle=cycle, state=Audit.State.ALLOCATED).count() == 6
    assert client.post(f"/audits/cycles/{cycle.pk}/sample/export/").headers["Content-Type"].endswith("sheet")


def test_an_answer_saved_late_changes_nothing_that_was_given_in(people: People, audit: Audit) -> None:
    sheet = sheet_of(audit)
    give(audit, "good")
    assert audit.auditor is not None
    answer = as_user(audit.auditor).post(
        f"/audits/sheets/{sheet.pk}/save/", {"key": "overall.grade", "value": "outstanding", "began_from": "1"}
    )
    assert answer.status_code == 409 and "can't be changed now" in answer.json()["refused"]
    sheet.refresh_from_db()
    assert sheet.overall == "good"


def test_the_list_of_changes_tells_neither_grades_nor_words(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    unsafe.raise_unsafe(by=audit.auditor, audit=audit, why="Seen with bruises", calendar=serving().council.calendar)
    agree(audit)
    give(audit, "inadequate")
    moderate(audit, "requires_improvement")
    shown = text_of(as_user(people.director), "/people/changes/")
    assert "gave in an audit" in shown.lower() and "moderated an audit" in shown.lower()
    for words in ("bruises", "Visit the child", "inadequate", "requires_improvement", "Made-up words"):
        assert words not in shown


def test_an_answer_that_can_t_be_kept_takes_no_other_with_it(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client, sheet = as_user(audit.auditor), sheet_of(audit)
    long, keys = "Too long " * 3_000, [key for key, one in fields_of(sheet).items() if one.kind == "text"]
    sent = {f"r.{key}": "0" for key in keys} | {key: f"Words of {key}" for key in keys} | {keys[0]: long}
    answer = client.post(f"/audits/sheets/{sheet.pk}/", sent | {"keep": ""})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "1 answer could not be kept" in shown
    assert long.strip() in shown and "at most 20,000 characters" in shown
    sheet.refresh_from_db()
    assert {key: value_of(sheet, key) for key in keys[1:]} == {key: f"Words of {key}" for key in keys[1:]}
    assert value_of(sheet, keys[0]) == ""


def test_a_grade_that_another_window_changed_is_not_given_in_unread(people: People, audit: Audit) -> None:
    assert audit.auditor is not None
    client, sheet = as_user(audit.auditor), fill(sheet_of(audit), "good")
    page = f"/audits/sheets/{sheet.pk}/give/"
    assert 'name="grade" value="good"' in text_of(client, page)
    fill(sheet, "good", **{"overall.grade": "outstanding"})
    shown = client.post(page, {"grade": "good"}).content.decode()
    assert "Another window has changed the grade since" in shown and "Outstanding" in shown
    audit.refresh_from_db()
    assert audit.state == Audit.State.DRAFTING
