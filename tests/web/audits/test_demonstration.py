"""The demonstration's audits: made once, as the rules of audits would have it, and showing what they are to show.

What they show is counted here from their rows, as the pages count it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from lineofsight.home import Home
from lineofsight.statistics.sampling import chosen_for_share
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.steps import MANAGERS
from lineofsight.web.audits import findings_reading, telling
from lineofsight.web.audits.cycles import drawn_again
from lineofsight.web.audits.demonstration import make_demonstration_audits
from lineofsight.web.audits.demonstration.making import MADE
from lineofsight.web.audits.grades import RANK, Grade
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.models import ActionOutcome, Audit, Auditor, Cycle, Programme, Sample, Sheet, UnsafeNow
from lineofsight.web.audits.moderating import needs_panel
from lineofsight.web.audits.reliability import Reading, agreement_of
from lineofsight.web.audits.sheets import content_of, fields_of, missing_from
from lineofsight.web.audits.steps import UNFINISHED
from lineofsight.web.audits.telling import Told
from lineofsight.web.clock import today
from lineofsight.web.serving import serving
from tests.web.conftest import add_person

ROOT = Path(__file__).parents[3]
DAY = dt.date(2023, 3, 31)
NAMED = ("practitioner", "team.manager", "team.manager.2", "service.manager", "head.of.service", "quality")
KINDS = (Cycle.Kind.CASE_FILE, Cycle.Kind.THEMATIC)
#: The first and the last quarter of the second year, and the sections that drift between them in one service.
FIRST, LAST, DRIFTING = "2022-Q1", "2022-Q4", ("planning", "oversight")
YEARS = ("2021", "2022")
NEED = (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)


@dataclass
class Made:
    """All rows, read once: the database forgets them before the first test."""

    audits: list[Audit]
    sheets: list[Sheet]
    samples: list[Sample]
    actions: list[Action]
    outcomes: list[ActionOutcome]
    unsafe: list[UnsafeNow]
    cycles: list[Cycle]
    users: list[User]
    auditors: list[Auditor]
    told: list[Told]
    readings: list[Reading]
    changes: int
    programmes: int
    said: tuple[str, str]
    after_again: dict[str, int]
    before_again: dict[str, int]
    not_independent: list[str]
    lacks: list[tuple[str, str]]
    unknown: set[str]
    pages: dict[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Told]:
        return [row for row in self.told if row.graded and row.kind in kinds]

    def sheets_of(self, purpose: str) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.purpose == purpose]


@pytest.fixture(scope="module")
def made(demonstration: Home, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Made]:
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(LINEOFSIGHT_HOME=demonstration.path),
        transaction.atomic(),
    ):
        yield _made()
        transaction.set_rollback(True)


def _made() -> Made:
    first = make_demonstration_audits(dt.date.today())  # noqa: DTZ011 - as the command does
    before = _counts()
    second = make_demonstration_audits(dt.date.today())  # noqa: DTZ011
    audits = list(Audit.objects.select_related("cycle", "auditor", "re_audit_of", "replaces").order_by("pk"))
    sheets = list(Sheet.objects.select_related("audit__cycle__tool_version", "of_check__tool_version", "writer"))
    given = [each for each in sheets if each.purpose == "audit" and each.state == "given"]
    newest = [each for each in given if each.audit.cycle.starts_on >= dt.date(2022, 12, 1)]
    return Made(
        audits=audits,
        sheets=sheets,
        samples=list(Sample.objects.select_related("cycle")),
        actions=list(
            Action.objects.filter(source="audit").select_related("owner", "done_by", "verified_by", "made_by")
        ),
        outcomes=list(ActionOutcome.objects.select_related("audit", "action")),
        unsafe=list(UnsafeNow.objects.select_related("audit")),
        cycles=list(Cycle.objects.prefetch_related("of")),
        users=list(User.objects.all()),
        auditors=list(Auditor.objects.select_related("user")),
        told=findings_reading.told_audits(),
        readings=findings_reading.readings(),
        changes=Change.objects.filter(did=MADE).count(),
        programmes=Programme.objects.count(),
        said=(first, second),
        before_again=before,
        after_again=_counts(),
        not_independent=_not_independent(audits, sheets),
        lacks=[lack for sheet in newest for lack in missing_from(sheet, content_of(sheet))],
        unknown=_unknown(sheets),
        pages=_pages(),
    )


def _unknown(sheets: list[Sheet]) -> set[str]:
    """Answers that a sheet can't have: sheets of one tool, purpose and cohort have the same."""
    known: dict[tuple[object, ...], set[str]] = {}
    found: set[str] = set()
    for sheet in sheets:
        if sheet.purpose != Sheet.Purpose.PANEL:
            tool = (sheet.of_check or sheet.audit.cycle).tool_version_id
            kind = (tool, sheet.purpose == Sheet.Purpose.AUDIT, sheet.audit.cohort)
            if kind not in known:
                known[kind] = set(fields_of(sheet))
            found |= set(sheet.answers) - known[kind]
    return found


def _counts() -> dict[str, int]:
    models = (Audit, Sheet, Sample, Action, ActionOutcome, UnsafeNow, Cycle, Programme, User, Auditor, Change)
    return {model.__name__: model._default_manager.count() for model in models}


def _not_independent(audits: list[Audit], sheets: list[Sheet]) -> list[str]:
    """Why people may not have the cases that they have, by the rule of the pages, read from the records."""
    users = [one.user for one in Auditor.objects.select_related("user")]
    with serving().reading() as counted:
        ties = ties_of(counted, users, {audit.person_id for audit in audits})
    before = {audit.pk: audit.re_audit_of.auditor_id if audit.re_audit_of else None for audit in audits}
    found = [why_not(ties, each.auditor_id, each, before=before[each.pk]) for each in audits if each.auditor_id]
    second = [sheet for sheet in sheets if sheet.purpose in ("moderation", "external") and sheet.writer_id]
    found += [why_not(ties, sheet.writer_id or 0, sheet.audit, as_second=True) for sheet in second]
    return [reason for reason in found if reason]


def _pages() -> dict[str, str]:
    found = {}
    for name in (*NAMED, "external.auditor"):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(User.objects.get(username=name), backend="lineofsight.web.accounts.backend.PasswordBackend")
        found[name] = client.get(reverse("audits:home")).content.decode()
        if name == "quality":
            drawn = Sample.objects.order_by("pk")[0].cycle_id
            found["sample"] = client.get(reverse("audits:sample", args=[drawn])).content.decode()
    return found


def good_of(made: Made, in_t03: bool, sections: tuple[str, ...], quarter: str) -> tuple[int, int]:
    """How many grades of some sections are Good or better, of how many: in the service that drifts, or elsewhere."""
    rows = [row for row in made.of(*KINDS) if (row.service == "T03") is in_t03 and row.quarter == quarter]
    grades = [row.sections[key] for row in rows for key in sections if key in row.sections]
    return sum(RANK[Grade(grade)] > 2 for grade in grades), len(grades)


def told_actions(made: Made) -> telling.ActionsTold:
    return telling.actions((telling.ActionRow(a.source_id or 0, a.state, a.due_on) for a in made.actions), DAY)


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


# What they show -------------------------------------------------------------------------------------------------------


def blind_pairs(made: Made, year: str) -> list[tuple[int, int]]:
    return [one.pair for one in made.readings if one.counts and one.purpose == "moderation" and one.year == year]


def test_auditors_are_too_kind_and_moderation_corrects_it_until_they_are_trained(made: Made) -> None:
    before, after = blind_pairs(made, "2021"), blind_pairs(made, "2022")
    first, second = agreement_of(before), agreement_of(after)
    assert first.bias.value is not None and second.bias.value is not None
    assert -0.35 < first.bias.value < -0.15 < second.bias.value <= 0.02
    good = [sum(pair[reader] > 2 for pair in before) / len(before) for reader in (0, 1)]
    assert 0.08 < good[0] - good[1] < 0.25
    assert first.kappa.value is not None and second.kappa.value is not None
    assert 0.4 < first.kappa.value < second.kappa.value < 0.75
    moved = telling.moved(made.of(*KINDS))
    assert moved.lower > 2 * moved.higher > 0


def test_each_finished_cycle_has_thirty_blind_pairs(made: Made) -> None:
    pairs = Counter(one.cycle for one in made.readings if one.counts and one.purpose == "moderation")
    assert all(pairs[cycle.pk] >= 30 for cycle in made.cycles if cycle.kind in KINDS and cycle.state == "closed")


def test_the_reader_from_outside_says_the_same_every_six_months(made: Made) -> None:
    checks = sorted(cycle.starts_on for cycle in made.cycles if cycle.kind == "external")
    assert [(later - day).days // 28 for day, later in pairwise(checks)] == [6, 6, 6]
    outside = [one for one in made.readings if one.purpose == "external"]
    assert all(one.counts for one in outside)
    first, last = (agreement_of([one.pair for one in outside if one.year == year]) for year in ("2021", "2022"))
    assert first.bias.value is not None and last.bias.value is not None
    assert first.bias.value < -0.15 < last.bias.value


def test_one_service_drifts_and_the_others_do_not(made: Made) -> None:
    def share(in_t03: bool, sections: tuple[str, ...], quarter: str) -> float:
        good, of = good_of(made, in_t03, sections, quarter)
        return good / of

    assert 0.5 < share(True, DRIFTING, FIRST) < 0.62
    assert 0.3 < share(True, DRIFTING, LAST) < 0.42
    assert share(True, ("voice", "visits"), LAST) > share(True, ("voice", "visits"), FIRST)
    assert share(False, DRIFTING, LAST) > share(False, DRIFTING, FIRST)


def test_re_audits_find_actions_that_were_not_done(made: Made) -> None:
    found = Counter(one.outcome for one in made.outcomes)
    assert found["not_done"] > 0.2 * len(made.outcomes) and found["made_a_difference"] > found["no_difference"]
    again = [audit for audit in made.audits if audit.re_audit_of]
    for audit in again:
        before = audit.re_audit_of
        assert before is not None and before.grade in NEED and before.graded_at and audit.submitted_at
        assert 8 <= (audit.submitted_at - before.graded_at).days / 7 <= 15
    asked = {(one.audit_id, one.action_id) for one in made.outcomes}
    for audit in again:
        of = [a for a in made.actions if a.source_id == audit.re_audit_of_id and a.state != "withdrawn"]
        assert {(audit.pk, action.pk) for action in of} <= asked
    late = [one for one in made.outcomes if one.action.done_at is None or one.action.done_at > one.found_at]
    assert late and all(one.outcome == "not_done" for one in late)


def test_families_are_heard_more_often_from_year_to_year(made: Made) -> None:
    rows = made.of(*KINDS)
    for asked in range(3):
        shares = [telling.feedback([row for row in rows if row.year == year])[asked] for year in ("2021", "2022")]
        first, second = (one.first / one.n for one in shares)
        assert 0.05 < second - first < 0.25


def test_the_page_on_the_demonstration_has_the_figures_that_are_counted(made: Made) -> None:
    page = " ".join((ROOT / "docs/explanation/demonstration-council.md").read_text(encoding="utf-8").split())
    live = [audit for audit in made.audits if audit.state != "withdrawn"]
    given = sum(audit.submitted_at is not None for audit in live)
    children = len({audit.person_id for audit in live})
    assert f"{len(live):,} audits of {children:,} children, {given:,} given in" in page
    good = []
    for year in ("2021", "2022"):
        pairs = blind_pairs(made, year)
        good.append((*(sum(pair[reader] > 2 for pair in pairs) for reader in (0, 1)), len(pairs)))
    (first, first_moderated, n), (then, then_moderated, m) = good
    assert f"auditors gave {first} of {n} Good or better and moderators {first_moderated}" in page
    assert f"then {then} and {then_moderated} of {m}" in page
    outside = [[one.pair for one in made.readings if one.purpose == "external" and one.year == year] for year in YEARS]
    bias = [-sum(second - auditor for auditor, second in pairs) / len(pairs) for pairs in outside]
    assert f"{bias[0]:.2f} of a grade below the auditors in the first year ({len(outside[0])} readings)" in page
    assert f"{bias[1]:.2f} in the second ({len(outside[1])})" in page
    plans = [good_of(made, True, ("planning",), quarter) for quarter in (FIRST, LAST)]
    oversight = [good_of(made, True, ("oversight",), quarter) for quarter in (FIRST, LAST)]
    elsewhere = [good_of(made, False, DRIFTING, quarter) for quarter in (FIRST, LAST)]
    assert "plans Good or better in {} of {} audits of April to June 2022".format(*plans[0]) in page
    assert "and {} of {} of January to March 2023".format(*plans[1]) in page
    assert "oversight in {} of {} and {} of {}".format(*oversight[0], *oversight[1]) in page
    assert "elsewhere {} of {} and {} of {} for both".format(*elsewhere[0], *elsewhere[1]) in page
    not_done = [one for one in made.outcomes if one.outcome == "not_done"]
    marked = sum(one.action.done_at is not None and one.action.done_at < one.found_at for one in not_done)
    assert f"{len(not_done)} of {len(made.outcomes)}, of which {marked} had been marked as done" in page
    heard = [telling.feedback([row for row in made.of(*KINDS) if row.quarter == q])[2] for q in ("2021-Q1", LAST)]
    assert f"in {heard[0].first} of {heard[0].n} audits of the first three months" in page
    assert f"{heard[1].first} of {heard[1].n} of the last" in page
    told = told_actions(made)
    assert f"{told.verified} of {told.agreed:,} verified, {told.overdue} overdue" in page


@pytest.mark.django_db
def test_the_day_is_that_of_the_records(demo_site: Home) -> None:
    assert today() == DAY
