"""Children who were found unsafe now in the demonstration: two are signed off, and the clock of one runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lineofsight.web.accounts.models import User
from lineofsight.web.audits import rules
from lineofsight.web.audits.demonstration.auditors import HEAD
from lineofsight.web.audits.demonstration.qualities import DRIFTS
from lineofsight.web.audits.demonstration.scene import Case, Scene, chance
from lineofsight.web.audits.grades import RANK, Grade
from lineofsight.web.audits.models import Audit, UnsafeNow

_STEPS = ("tell", "answer", "plan", "sign_off")
_CLOCKS = {"tell": "unsafe_tell", "answer": "unsafe_answer", "plan": "unsafe_plan", "sign_off": "unsafe_sign_off"}


@dataclass(frozen=True)
class _Finding:
    """In which round, why, and of each step how many working days after and what was said."""

    round: str
    why: str
    steps: tuple[tuple[int, str], ...]


_FINDINGS = (
    _Finding(
        "main-4",
        "A man whom the court keeps away from the home was there on both of the last visits, and nobody has acted.",
        (
            (0, "Rang the team manager at 11 and the service manager at 11.20."),
            (1, "A worker and the police saw the child last night. The child stays with the grandmother this week."),
            (4, "Strategy meeting on Thursday; the order is enforced; visits twice a week, one unannounced."),
            (8, "Signed off: I have read the minutes and spoken with the worker."),
        ),
    ),
    _Finding(
        "main-9",
        "The baby's sleeping place is on the sofa beside a parent who drinks. The last visit says so alone.",
        (
            (0, "Rang the team manager; the service manager was told by their deputy."),
            (2, "Seen the same evening with a cot. Late in writing: I was on the visit myself."),
            (5, "Health visitor weekly, alcohol service from Monday, the aunt is there at night."),
            (10, "Signed off. The written answer came a day late; the child was seen within hours, and that counts."),
        ),
    ),
)
_RUNNING = _Finding(
    "main-12",
    "The child told the school nurse on Tuesday of being hit, and nobody has seen the child since.",
    ((0, "Rang the team manager at once, then the service manager."),),
)


def find_unsafe(scene: Scene, key: str, cases: list[Case]) -> list[UnsafeNow]:
    """What was found unsafe in a round; its audit closes no sooner than it is signed off."""
    found = []
    for finding in _FINDINGS:
        if finding.round == key:
            closed = [case.audit for case in cases if _could_be(case, babies="baby" in finding.why)]
            for audit in sorted(closed, key=lambda each: (RANK[Grade(each.grade)], each.place))[:1]:
                found.append(_make(scene, audit, finding))
                audit.closed_at = max(each for each in (audit.closed_at, _ended(found[-1])) if each)
    if key == _RUNNING.round:
        found += [_make(scene, case.audit, _RUNNING) for case in cases if case.held == "unsafe"]
    return found


def _could_be(case: Case, *, babies: bool) -> bool:
    audit = case.audit
    fits = case.age < 2 if babies else case.age >= 4
    return audit.service_id == DRIFTS and audit.state == Audit.State.CLOSED and fits


def _make(scene: Scene, audit: Audit, finding: _Finding) -> UnsafeNow:
    clock, rng = scene.clock, chance("unsafe", finding.round)
    running = finding is _RUNNING
    before = audit.submitted_at.date() if audit.submitted_at else clock.now
    raised = clock.moment(rng, clock.calendar.working_day_after(before, 0 if audit.submitted_at else -1))
    raised = raised.replace(hour=10, minute=40)
    assert audit.auditor is not None
    manager, above = scene.pool.managers_of(audit)
    by = {"tell": audit.auditor, "answer": manager, "plan": above, "sign_off": scene.pool.named[HEAD]}
    said = []
    for name, (days, text) in zip(_STEPS, finding.steps, strict=False):
        at = raised + dt.timedelta(minutes=35)
        if days:
            at = clock.moment(rng, clock.calendar.working_day_after(raised.date(), days))
        said.append(_step(name, by[name], at, text))
    due = {name: _due(scene, raised.date(), rule) for name, rule in _CLOCKS.items()}
    return UnsafeNow(
        audit=audit,
        state=UnsafeNow.State.TOLD if running else UnsafeNow.State.SIGNED_OFF,
        why=finding.why,
        raised_by=audit.auditor,
        raised_at=raised,
        tell_by=due["tell"],
        answer_by=due["answer"],
        plan_by=due["plan"],
        sign_by=due["sign_off"],
        said=said,
    )


def _step(name: str, by: User, at: dt.datetime, text: str) -> dict[str, object]:
    return {"step": name, "by": by.pk, "name": by.name, "at": at.isoformat(), "words": text}


def _due(scene: Scene, day: dt.date, rule: str) -> dt.date:
    days = int(rules.setting(rule))
    return scene.clock.calendar.working_day_after(day, days) if days else day


def _ended(one: UnsafeNow) -> dt.datetime:
    return dt.datetime.fromisoformat(one.said[-1]["at"])
