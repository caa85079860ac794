"""What was agreed in the demonstration's audits, what became of it, and what re-audits found of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.audits.demonstration import sayings
from lineofsight.web.audits.demonstration.qualities import DRIFTS
from lineofsight.web.audits.demonstration.scene import Case, Clock, Scene, chance
from lineofsight.web.audits.grades import RANK, Grade, Outcome
from lineofsight.web.audits.models import ActionOutcome, Audit, Sheet

_NEED = (Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
_SETTLED = (Action.State.VERIFIED, Action.State.WITHDRAWN)


def agree_actions(scene: Scene, case: Case) -> None:
    """The actions of an audit that needs some: of its auditor, or of the moderator who graded it lower."""
    audit = case.audit
    if audit.audited_grade in _NEED:
        first = next(sheet for sheet in case.sheets if sheet.purpose == Sheet.Purpose.AUDIT)
    elif audit.grade in _NEED:
        first = next(sheet for sheet in case.sheets if sheet.purpose == Sheet.Purpose.MODERATION)
    else:
        return
    rng = chance("actions", audit.cycle.title, audit.person_id)
    worst = sorted(first.grades, key=lambda key: (RANK[Grade(first.grades[key])], rng.random()))
    for key in worst[: rng.choices((1, 2, 3), (75, 20, 5))[0]]:
        case.actions.append(_agree(scene, rng, case, key, first))


def _agree(scene: Scene, rng: Random, case: Case, section: str, sheet: Sheet) -> Action:
    audit, clock, at = case.audit, scene.clock, sheet.given_at
    assert at is not None and sheet.writer is not None
    text, closes_with = rng.choice(sayings.AGREED[section])
    soon = audit.audited_grade == Grade.INADEQUATE
    due_on = clock.calendar.working_day_after(at.date(), rng.randint(5, 15) if soon else rng.randint(12, 30))
    owner, manager, above = _owner(scene, rng, audit)
    action = Action(
        text=text,
        closes_with=closes_with,
        owner=owner,
        owner_name="" if owner else rng.choice(sayings.OTHERS),
        due_on=due_on,
        original_due_on=due_on,
        source=Action.Source.AUDIT,
        person_id=audit.person_id,
        team_id=audit.team_id,
        worker_id=audit.worker_id,
        made_by=sheet.writer,
        made_at=at,
    )
    drifts = audit.service_id == DRIFTS and clock.years(at.date()) > 1
    _follow(clock, rng, action, owner or manager, (above, *scene.pool.moderators), drifts=drifts)
    if action.is_open and rng.random() < 0.25:
        action.due_on = clock.calendar.working_day_after(due_on, 10)  # its owner asked for more time
    return action


def _owner(scene: Scene, rng: Random, audit: Audit) -> tuple[User | None, User, User]:
    """Who does it (nobody on the site, at times), the manager of the team, and who is above."""
    manager, above = scene.pool.managers_of(audit)
    worker = scene.pool.of_worker.get(audit.worker_id)
    if worker is not None and rng.random() < 0.6:
        return worker, manager, above
    return (None if rng.random() < 0.1 else manager), manager, above


def _follow(clock: Clock, rng: Random, action: Action, does: User, others: Sequence[User], *, drifts: bool) -> None:
    """What became of an action by the day of the records: done late, done in time, or not at all; then verified."""
    if rng.random() < 0.03:
        action.state = Action.State.WITHDRAWN
        return
    if rng.random() < (0.14 if drifts else 0.05):
        return  # nobody has done it
    late = rng.random() < (0.6 if drifts else 0.42)
    lead = (action.due_on - action.made_at.date()).days
    days = lead + rng.randint(10, 80) if late else max(2, lead - rng.randint(0, 10))
    done = clock.after(rng, action.made_at, days, days)
    if not clock.has_been(done):
        return
    action.state, action.done_at, action.done_by = Action.State.DONE, done, does
    action.evidence = rng.choice(sayings.DONE)
    verified = clock.after(rng, done, 3, 24)
    if clock.has_been(verified):
        by = next(user for user in others if user.pk not in (action.owner_id, does.pk))
        action.state, action.verified_at, action.verified_by = Action.State.VERIFIED, verified, by


def settle(case: Case) -> None:
    """Closes an audit with nothing open: when it was graded, or when the last of its actions was verified."""
    audit = case.audit
    if audit.state != Audit.State.ACTIONS or any(action.state not in _SETTLED for action in case.actions):
        return
    assert audit.graded_at is not None
    moments = [action.verified_at for action in case.actions if action.verified_at is not None]
    audit.state, audit.closed_at = Audit.State.CLOSED, max([audit.graded_at, *moments])


def outcomes_of(case: Case, before: Sequence[Action]) -> list[ActionOutcome]:
    """What a re-audit finds of each action of the audit before: of some that were marked as done nothing shows."""
    audit = case.audit
    found: list[ActionOutcome] = []
    if audit.submitted_at is None or audit.auditor is None:
        return found
    for action in before:
        if action.state == Action.State.WITHDRAWN:
            continue
        rng = chance("outcome", action.person_id, action.text)
        marked = action.done_at is not None and action.done_at < audit.submitted_at
        outcome = rng.choices(tuple(Outcome), (58, 30, 12))[0] if marked else Outcome.NOT_DONE
        notes = sayings.NOT_DONE[marked] if outcome == Outcome.NOT_DONE else sayings.FOUND[outcome]
        found.append(
            ActionOutcome(
                audit=audit,
                action=action,
                outcome=outcome,
                note=rng.choice(notes),
                found_by=audit.auditor,
                found_at=audit.submitted_at,
            )
        )
    return found


def helped_by(before: Sequence[Action], on: dt.date) -> float:
    """Which share of what was agreed was done by a day."""
    done = [action.done_at is not None and action.done_at.date() < on for action in before]
    return sum(done) / len(done) if done else 0.0
