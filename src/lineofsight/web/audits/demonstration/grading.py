"""How each case was graded in the demonstration: by its auditor, a moderator, a panel, a reader from outside, and when.

What would have happened after the day of the records has not happened: so the round that is under way has audits in
every state.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from lineofsight.statistics.sampling import chosen_for_share
from lineofsight.web.audits.demonstration import sayings
from lineofsight.web.audits.demonstration.answers import (
    answer,
    feedback_of,
    grades_of,
    themes_of,
    whole_of,
    words_of,
)
from lineofsight.web.audits.demonstration.auditors import DIRECTOR, HEAD
from lineofsight.web.audits.demonstration.giving import Loads
from lineofsight.web.audits.demonstration.qualities import Given, kind_then, leaning, limited, read
from lineofsight.web.audits.demonstration.rounds import UNDER_WAY, Round
from lineofsight.web.audits.demonstration.scene import Asks, Case, Scene, chance
from lineofsight.web.audits.grades import RANK, Grade
from lineofsight.web.audits.models import Audit, Cycle, Sheet
from lineofsight.web.audits.moderating import needs_panel

#: The audits of rounds whose lists ended so many months ago at most hold words; older ones grades alone.
_WITH_WORDS = 4
#: How many sections of an audit that is being written are.
_WRITTEN = 3
#: How many audits of the round that is under way wait for a panel, because two readers differ about Inadequate.
_DISPUTED = 2
_NOT_ENOUGH = ("identity", "partnership", "recording")
#: A reader from outside is a little stricter than our moderators.
_OUTSIDE = -0.06


def write_audit(scene: Scene, one: Round, asks: Asks, case: Case) -> None:
    """What the auditor did: nothing yet, a part, or an audit that is given in."""
    audit, cycle, rng = case.audit, case.audit.cycle, case.rng
    began, given_in = _when(scene, cycle, case)
    if case.held == "sampled":
        audit.state = Audit.State.SAMPLED
        return
    sheet = Sheet(audit=audit, purpose=Sheet.Purpose.AUDIT, writer=audit.auditor, due_on=audit.due_on)
    case.sheets.append(sheet)
    audit.state = Audit.State.ALLOCATED
    if not scene.clock.has_been(began):
        return
    years = scene.clock.years(given_in.date())
    assert audit.auditor_id is not None
    kind = kind_then(years) + scene.kindness_of(audit.auditor_id)
    given = read(rng, case.truth, asks.graded[audit.cohort], kind)
    sheet.state, sheet.began_at, audit.state = Sheet.State.OPEN, began, Audit.State.DRAFTING
    if not scene.clock.has_been(given_in):
        sheet.answers = words_of(case, asks, given, cycle.theme, sections=_WRITTEN)
        begun = {key.partition(".")[0] for key in sheet.answers}
        sheet.answers |= {key: value for key, value in grades_of(given).items() if key.partition(".")[0] in begun}
        return
    not_seen = [key for key in _NOT_ENOUGH if key in given.sections and rng.random() < 0.03]
    given = Given(given.overall, {key: grade for key, grade in given.sections.items() if key not in not_seen})
    full = one.months <= _WITH_WORDS
    _give_in(scene, case, sheet, given, given_in)
    answers = grades_of(given, not_seen) | whole_of(given, sheet.reasons)
    if not asks.content.without_feedback:
        said = feedback_of(case, years, full=full)
        answers |= said
        audit.took_part = said["practitioner.took_part"]["value"]
        audit.child_feedback, audit.family_feedback = said["child.status"]["value"], said["family.status"]["value"]
    audit.strengths, audit.developments = themes_of(case, given, cycle.theme, scene.themes)
    answers |= {"themes.strengths": answer(audit.strengths), "themes.developments": answer(audit.developments)}
    sheet.answers = words_of(case, asks, given, cycle.theme) | answers if full else answers


def _give_in(scene: Scene, case: Case, sheet: Sheet, given: Given, at: dt.datetime) -> None:
    """The auditor's grades stand, on the sheet and as the audit's; whether they hold is seen later (`moderate`)."""
    audit = case.audit
    sheet.state, sheet.given_at = Sheet.State.GIVEN, at
    sheet.overall, sheet.grades = given.overall.value, _plain(given)
    sheet.reasons = case.rng.choice(sayings.REASONS[given.overall])
    audit.submitted_at, audit.audited_grade, audit.audited_grades = at, sheet.overall, sheet.grades
    _hold(audit, given, Audit.From.AUDITOR, at)


def _when(scene: Scene, cycle: Cycle, case: Case) -> tuple[dt.datetime, dt.datetime]:
    """When an audit was begun and given in: most in the second half of their time, some late."""
    rng, clock = case.rng, scene.clock
    late = rng.random() < 0.17 - 0.045 * clock.years(cycle.starts_on)
    lasts = (cycle.audits_due_on - cycle.starts_on).days
    days = lasts + rng.randint(1, 10) if late else 4 + round((lasts - 4) * rng.betavariate(2.2, 1.4))
    before = rng.randint(2, 12)
    if case.held in ("drafting", "unsafe"):
        days, before = (clock.now - cycle.starts_on).days + 5, 10
    elif case.held == "allocated":
        days, before = (clock.now - cycle.starts_on).days + 9, 2
    given_in = clock.moment(rng, cycle.starts_on + dt.timedelta(days=days))
    began = clock.moment(rng, max(cycle.starts_on, given_in.date() - dt.timedelta(days=before)))
    return min(began, given_in - dt.timedelta(minutes=50)), given_in


def moderate(scene: Scene, one: Round, asks: Asks, seed: str, cases: list[Case]) -> None:
    """The second readings of a round: those that a grade or the share chooses; then the panels."""
    loads = Loads(scene, f"{one.key} moderation")
    disputed = 0
    for case in sorted(cases, key=lambda each: str(each.audit.submitted_at)):
        audit = case.audit
        if not audit.audited_grade:
            continue
        if audit.audited_grade in audit.cycle.moderate_grades:
            chosen = Sheet.ChosenBy.GRADE
        elif chosen_for_share(audit.person_id, seed=f"{seed} moderation", share=audit.cycle.moderate_share / 100):
            chosen = Sheet.ChosenBy.SHARE
        else:
            continue
        if one.key == UNDER_WAY and disputed < _DISPUTED and audit.audited_grade == Grade.REQUIRES_IMPROVEMENT:
            case.held, disputed = "disputed", disputed + 1
        _moderate(scene, asks, case, loads, chosen)


def _moderate(scene: Scene, asks: Asks, case: Case, loads: Loads, chosen: Sheet.ChosenBy) -> None:
    audit, clock = case.audit, scene.clock
    assert audit.submitted_at is not None
    rng = chance("moderation", audit.cycle.title, audit.person_id)
    at = clock.after(rng, audit.submitted_at, 3, 14)
    by = loads.moderator_for(audit, waits=not clock.has_been(at))
    blind = chosen == Sheet.ChosenBy.SHARE and audit.cycle.blind
    sheet = Sheet(
        audit=audit,
        purpose=Sheet.Purpose.MODERATION,
        writer=by,
        blind=blind,
        chosen_by=chosen,
        due_on=audit.cycle.moderation_due_on,
    )
    case.sheets.append(sheet)
    audit.state, audit.grade, audit.grades, audit.grade_from, audit.graded_at = Audit.State.MODERATION, "", {}, "", None
    if by is None or not clock.has_been(at):
        return
    first = _first_of(audit)
    second = read(rng, case.truth, asks.graded[audit.cohort], 0.4 * scene.kindness_of(by.pk))
    if not blind:
        second = leaning(rng, second, first)
    if case.held == "disputed":
        second = Given(Grade.INADEQUATE, second.sections | {"safety": Grade.INADEQUATE})
    _write_reading(sheet, second, at, _beside(rng, first, second))
    if needs_panel(first.overall, second.overall):
        _panel(scene, case, first, second, at)
    else:
        _hold(audit, second, Audit.From.MODERATOR, at)


def _panel(scene: Scene, case: Case, first: Given, second: Given, after: dt.datetime) -> None:
    """What a panel decided: most often as the moderator did."""
    audit = case.audit
    rng = chance("panel", audit.cycle.title, audit.person_id)
    at = scene.clock.after(rng, after, 5, 12)
    audit.state = Audit.State.PANEL
    if case.held == "disputed" or not scene.clock.has_been(at):
        return
    overall = limited(second.overall if rng.random() < 0.75 else first.overall, second.sections)
    pool = scene.pool
    heads = (pool.lead, pool.named[HEAD], *pool.moderators, pool.named[DIRECTOR])
    wrote = {sheet.writer_id for sheet in case.sheets}
    by = next(
        user for user in heads if user.pk not in wrote and user.role in ("quality", "head_of_service", "director")
    )
    reasons = rng.choice(sayings.PANEL_REASONS)
    case.sheets.append(
        Sheet(
            audit=audit,
            purpose=Sheet.Purpose.PANEL,
            writer=by,
            state=Sheet.State.GIVEN,
            overall=overall.value,
            reasons=reasons,
            answers={"members": answer(sayings.PANEL_MEMBERS)},
            began_at=at,
            given_at=at,
        )
    )
    _hold(audit, Given(overall, second.sections), Audit.From.PANEL, at)


def read_outside(scene: Scene, cycle: Cycle, asks: Asks, before: dict[str, Audit]) -> list[Sheet]:
    """The readings of an external check: blind, by somebody from outside, of audits that stand already."""
    found = []
    for place, audit in enumerate(before.values()):
        rng = chance("outside", cycle.title, audit.person_id)
        sheet = Sheet(
            audit=audit,
            purpose=Sheet.Purpose.EXTERNAL,
            writer=scene.pool.external,
            blind=True,
            of_check=cycle,
            due_on=cycle.audits_due_on,
        )
        lasts = (cycle.audits_due_on - cycle.starts_on).days
        at = scene.clock.moment(rng, cycle.starts_on + dt.timedelta(days=1 + lasts * (place + 1) // len(before)))
        if scene.clock.has_been(at):
            given = read(rng, scene.truths[audit.pk], asks.graded[audit.cohort], _OUTSIDE)
            first = _first_of(audit)
            _write_reading(sheet, given, at, _beside(rng, first, given))
        found.append(sheet)
    return found


def _write_reading(sheet: Sheet, given: Given, at: dt.datetime, reasons: str) -> None:
    sheet.state, sheet.given_at, sheet.began_at = Sheet.State.GIVEN, at, at - dt.timedelta(minutes=55)
    sheet.overall, sheet.grades, sheet.reasons = given.overall.value, _plain(given), reasons
    sheet.answers = grades_of(given) | whole_of(given, reasons)


def _hold(audit: Audit, given: Given, given_by: Audit.From, at: dt.datetime) -> None:
    """The grade that holds, from then on; the auditor's stays where a second reader gave none."""
    audit.grade, audit.grades = given.overall.value, {**audit.audited_grades, **_plain(given)}
    audit.grade_from, audit.graded_at, audit.state = given_by, at, Audit.State.ACTIONS


def _first_of(audit: Audit) -> Given:
    """What the auditor gave."""
    return Given(Grade(audit.audited_grade), {key: Grade(grade) for key, grade in audit.audited_grades.items()})


def _plain(given: Given) -> dict[str, str]:
    return {key: grade.value for key, grade in given.sections.items()}


def _beside(rng: Random, first: Given, second: Given) -> str:
    apart = RANK[second.overall] - RANK[first.overall]
    return rng.choice(sayings.LOWER if apart < 0 else sayings.HIGHER if apart else sayings.AS_HIGH)
