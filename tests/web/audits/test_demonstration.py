"""The demonstration's audits: made once, and only there, and as the rules of audits would have them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from lineofsight.home import Home
from lineofsight.statistics.sampling import chosen_for_share
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.steps import MANAGERS
from lineofsight.web.audits.cycles import drawn_again
from lineofsight.web.audits.demonstration import make_demonstration_audits
from lineofsight.web.audits.models import Audit, Programme, Sheet
from lineofsight.web.audits.moderating import needs_panel
from lineofsight.web.audits.steps import UNFINISHED
from tests.web.audits.demonstrated import DAY, KINDS, NAMED, NEED, Made, told_actions
from tests.web.audits.demonstrated import made as made
from tests.web.conftest import add_person

# Made once, and only there --------------------------------------------------------------------------------------------


def test_they_are_made_once(made: Made) -> None:
    assert made.said == (f"{len([a for a in made.audits if a.state != 'withdrawn']):,} audits of 22 cycles are made.",
                         "The audits are there.")  # fmt: skip
    assert made.before_again == made.after_again
    assert made.changes == 1


@pytest.mark.django_db
def test_none_are_made_where_somebody_real_is(demo_site: Home) -> None:
    add_person("analyst", made_up=False)
    assert make_demonstration_audits(DAY) == "No audits are made: people who are not made up use this site."
    assert not Audit.objects.exists() and User.objects.count() == 1


@pytest.mark.django_db
def test_none_are_made_without_records() -> None:
    assert make_demonstration_audits(DAY).startswith("No audits are made: ")
    assert not Programme.objects.exists() and not User.objects.exists()


# The programme --------------------------------------------------------------------------------------------------------


def test_two_years_of_cycles_of_each_kind(made: Made) -> None:
    kinds = Counter(cycle.kind for cycle in made.cycles)
    assert kinds == {"case_file": 8, "thematic": 4, "dip_sample": 3, "re_audit": 3, "external": 4}
    assert made.programmes == 2
    themes = {cycle.theme for cycle in made.cycles if cycle.kind == "thematic"}
    assert themes == {"domestic_abuse", "neglect", "harm_outside_home", "practice_framework"}
    assert Counter(cycle.state for cycle in made.cycles) == {"closed": 19, "running": 2, "planned": 1}
    assert all(120 <= cycle.size <= 200 for cycle in made.cycles if cycle.kind in KINDS)
    assert all(cycle.programme_id and cycle.of.all() for cycle in made.cycles if cycle.kind in ("re_audit", "external"))


def test_nothing_has_happened_after_the_day_of_the_records(made: Made) -> None:
    moments = [
        *(at for a in made.audits for at in (a.submitted_at, a.graded_at, a.closed_at)),
        *(at for s in made.sheets for at in (s.began_at, s.given_at)),
        *(at for a in made.actions for at in (a.made_at, a.done_at, a.verified_at)),
        *(sample.drawn_at for sample in made.samples),
        *(outcome.found_at for outcome in made.outcomes),
        *(at for cycle in made.cycles for at in (cycle.made_at, cycle.closed_at)),
    ]
    days = [at.date() for at in moments if at is not None]
    assert dt.date(2021, 3, 1) <= min(days) and max(days) < DAY


def test_everybody_draws_the_same_cases_from_the_frames_that_are_kept(made: Made) -> None:
    assert len(made.samples) == 21
    for sample in made.samples:
        drawn = [unit.id for unit in drawn_again(sample).chosen]
        if sample.cycle.kind == "external":
            children = {sheet.audit.person_id for sheet in made.sheets if sheet.of_check_id == sample.cycle_id}
            assert children == set(drawn)
        else:
            of = [audit for audit in made.audits if audit.cycle_id == sample.cycle_id and audit.replaces is None]
            assert [audit.person_id for audit in of] == drawn
        assert dict(map(tuple, sample.frame)) and sample.excluded is not None
    assert "the same cases" in made.pages["sample"]


def test_a_case_that_is_replaced_has_the_next_of_its_stratum(made: Made) -> None:
    instead = [audit for audit in made.audits if audit.replaces is not None]
    samples = {sample.cycle_id: drawn_again(sample) for sample in made.samples}
    assert len(instead) == 24
    for audit in instead:
        assert audit.replaces is not None and audit.replaces.state == Audit.State.WITHDRAWN
        assert audit.person_id in [unit.id for unit in samples[audit.cycle_id].reserves[audit.stratum][:2]]


def test_no_child_is_audited_again_within_six_months_but_for_re_audits(made: Made) -> None:
    given: dict[str, list[dt.datetime]] = {}
    for audit in sorted(made.audits, key=lambda each: each.pk):
        if audit.state == "withdrawn" or audit.re_audit_of or audit.submitted_at is None:
            continue
        started = dt.datetime.combine(audit.cycle.starts_on, dt.time(), tzinfo=dt.UTC)
        assert all((started - at).days > 150 for at in given.get(audit.person_id, []))
        given.setdefault(audit.person_id, []).append(audit.submitted_at)


# Who ------------------------------------------------------------------------------------------------------------------


def test_no_auditor_has_a_case_of_their_own(made: Made) -> None:
    assert made.not_independent == []
    again = [audit for audit in made.audits if audit.re_audit_of]
    assert all(audit.auditor_id != audit.re_audit_of.auditor_id for audit in again if audit.re_audit_of)


def test_nobody_has_more_cases_in_a_cycle_than_they_take(made: Made) -> None:
    most = {auditor.user_id: auditor.most for auditor in made.auditors}
    loads = Counter((audit.cycle_id, audit.auditor_id) for audit in made.audits if audit.auditor_id)
    assert all(many <= most[user] for (_, user), many in loads.items() if user)


def test_the_people_are_made_up_and_most_of_them_cannot_sign_in(made: Made) -> None:
    assert all(user.made_up and user.is_active for user in made.users)
    locked = [user for user in made.users if not user.has_usable_password()]
    assert len(locked) == 45 and len(made.auditors) == 52
    assert {one.user.username for one in made.auditors} >= {*NAMED, "external.auditor"}
    assert sum(auditor.moderates for auditor in made.auditors) == 8
    assert len({user.name for user in made.users}) == len(made.users)


def test_whoever_signs_in_finds_work(made: Made) -> None:
    open_ = Counter(s.writer.username for s in made.sheets if s.writer and s.state in ("waiting", "open"))
    for name in NAMED:
        assert open_[name] >= 2 and "Yours to write" in made.pages[name]
    assert open_["external.auditor"] >= 5 and "External check, blind" in made.pages["external.auditor"]
    assert "Unsafe now: 1 child" in made.pages["team.manager"]
    moderates = {
        sheet.writer.username for sheet in made.sheets_of("moderation") if sheet.state == "waiting" and sheet.writer
    }
    assert {"quality", "head.of.service"} <= moderates


# States ---------------------------------------------------------------------------------------------------------------


def test_the_cycle_that_runs_has_audits_in_every_state(made: Made) -> None:
    running = next(cycle for cycle in made.cycles if cycle.state == "running" and cycle.kind == "case_file")
    assert {audit.state for audit in made.audits if audit.cycle_id == running.pk} == set(Audit.State.values)
    finished = [audit for audit in made.audits if audit.cycle.state == "closed"]
    assert not [audit for audit in finished if audit.state in UNFINISHED]


def test_an_audit_is_closed_exactly_when_nothing_of_it_is_open(made: Made) -> None:
    waits = {action.source_id for action in made.actions if action.state in ("open", "done")}
    waits |= {one.audit_id for one in made.unsafe if one.state != "signed_off"}
    for audit in made.audits:
        if audit.state in ("actions", "closed"):
            assert (audit.state == "closed") == (audit.pk not in waits)
            assert (audit.closed_at is None) == (audit.state == "actions")


def test_moments_are_in_order(made: Made) -> None:
    first = {sheet.audit_id: sheet for sheet in made.sheets_of("audit")}
    for audit in made.audits:
        if audit.submitted_at is not None:
            assert first[audit.pk].began_at < first[audit.pk].given_at == audit.submitted_at
        if audit.graded_at is not None:
            assert audit.submitted_at is not None and audit.submitted_at <= audit.graded_at
            assert audit.closed_at is None or audit.graded_at <= audit.closed_at
    for sheet in made.sheets:
        if sheet.purpose != "audit" and sheet.given_at is not None:
            assert sheet.began_at <= sheet.given_at and sheet.audit.submitted_at < sheet.given_at
    for action in made.actions:
        steps = [at for at in (action.made_at, action.done_at, action.verified_at) if at is not None]
        assert steps == sorted(steps)


def test_who_verifies_an_action_is_neither_its_owner_nor_who_did_it(made: Made) -> None:
    verified = [action for action in made.actions if action.state == "verified"]
    assert len(verified) > 500
    for action in verified:
        assert action.verified_by is not None and action.verified_by.role in MANAGERS
        assert action.verified_by_id not in (action.owner_id, action.done_by_id)
        assert action.evidence and action.done_at is not None


def test_actions_belong_to_their_audits(made: Made) -> None:
    audits = {audit.pk: audit for audit in made.audits}
    for action in made.actions:
        audit = audits[action.source_id or 0]
        assert (action.person_id, action.team_id) == (audit.person_id, audit.team_id) and action.closes_with
        assert action.owner or action.owner_name
    with_actions = {action.source_id for action in made.actions}
    need = {a.pk for a in made.audits if a.audited_grade in NEED or a.grade in NEED}
    assert with_actions == need
    assert 1.2 < len(made.actions) / len(need) < 1.4
    told = told_actions(made)
    assert told.overdue > 30 and told.to_come > 20 and told.verified > 500


def test_two_unsafe_findings_are_signed_off_and_the_clock_of_one_runs(made: Made) -> None:
    assert Counter(one.state for one in made.unsafe) == {"signed_off": 2, "told": 1}
    running = next(one for one in made.unsafe if one.state == "told")
    assert running.answer_by == DAY and running.audit.team_id == "T22"
    for one in made.unsafe:
        by = {each["step"]: each["by"] for each in one.said}
        assert by.get("plan", 0) != by.get("sign_off")
        assert [each["at"] for each in one.said] == sorted(each["at"] for each in one.said)


# Grades ---------------------------------------------------------------------------------------------------------------


def test_grades_keep_the_councils_rules(made: Made) -> None:
    samples = {sample.cycle_id: sample for sample in made.samples}
    second = {sheet.audit_id: sheet for sheet in made.sheets_of("moderation")}
    for audit in made.audits:
        if not audit.audited_grade:
            continue
        by_grade = audit.audited_grade in audit.cycle.moderate_grades
        share = audit.cycle.moderate_share / 100
        by_share = chosen_for_share(audit.person_id, seed=f"{samples[audit.cycle_id].seed} moderation", share=share)
        assert (audit.pk in second) == (by_grade or by_share)
        for grade, sections in ((audit.audited_grade, audit.audited_grades), (audit.grade, audit.grades)):
            if "inadequate" in (sections.get("safety"), sections.get("oversight")):
                assert grade in ("", *NEED)
    for sheet in made.sheets_of("moderation"):
        assert sheet.blind == (sheet.chosen_by == "share")


def test_the_grade_that_holds_is_who_gave_it_last(made: Made) -> None:
    sheets: dict[tuple[int, str], Sheet] = {(s.audit_id, s.purpose): s for s in made.sheets if s.purpose != "external"}
    for audit in made.audits:
        if audit.grade:
            purpose = {"auditor": "audit", "moderator": "moderation", "panel": "panel"}[audit.grade_from]
            assert sheets[audit.pk, purpose].overall == audit.grade
            assert ((audit.pk, "panel") in sheets) == (audit.grade_from == "panel")
        elif audit.state == "panel":
            assert needs_panel(sheets[audit.pk, "audit"].overall, sheets[audit.pk, "moderation"].overall)
    panels = [key for key in sheets if key[1] == "panel"]
    assert 10 < len(panels) < 80
    for audit_id, _ in panels:
        wrote = [sheet.writer_id for sheet in made.sheets if sheet.audit_id == audit_id and sheet.purpose != "external"]
        assert len(set(wrote)) == 3


def test_answers_are_the_tools_own_and_the_newest_audits_are_whole(made: Made) -> None:
    assert made.unknown == set()
    assert Counter(made.lacks) == {}
    with_words = [s for s in made.sheets_of("audit") if any(key.endswith(".better") for key in s.answers)]
    assert 280 < len(with_words) < 400
