"""Makes the made-up work of the demonstration's improvement: assurance, boards, plans, risks, self-evaluation.

What is made stands in the files beside this one. Figures among the evidence are counted from the records, not written.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lineofsight.calendar import Month
from lineofsight.indicators.engine import Counted
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.clock import now
from lineofsight.web.improvement.figures import frozen_figure
from lineofsight.web.improvement.models import (
    AgendaItem,
    AssuranceSource,
    Attendance,
    Board,
    Claim,
    ClaimEvidence,
    Control,
    Decision,
    Finding,
    FindingResponse,
    Judgement,
    LinkedIndicator,
    LinkedQuestion,
    Meeting,
    Member,
    Outcome,
    Plan,
    PlanAction,
    PlanEvidence,
    PlanUpdate,
    Risk,
    RiskScore,
    SelfEvaluation,
    Theme,
)
from lineofsight.web.serving import serving

HERE = Path(__file__).parent
_BEGAN = dt.date(2022, 4, 1)


def make_demonstration_improvement(today: dt.date) -> str:
    """Makes it, where the made-up council serves and has none yet; a sentence that says what was done."""
    served = serving()
    if not served.council.snapshot.made_up:
        return "No made-up plan is made: these are a council's own records."
    if AssuranceSource.objects.exists() or Board.objects.exists():
        return "The demonstration has its plan and boards already."
    if User.objects.filter(made_up=False).exists():
        return "No made-up plan is made: people who are not made up use this site."
    people = {user.username: user for user in User.objects.filter(made_up=True)}
    with served.reading() as counted, transaction.atomic():
        making = _Making(counted, people, counted.snapshot.extracted_on)
        making.all()
    return f"{PlanAction.objects.count()} actions of the improvement plan, {Risk.objects.count()} risks, boards."


class _Making:
    """One run: rows are found again by the keys that the files give them."""

    def __init__(self, counted: Counted, people: dict[str, User], today: dt.date) -> None:
        self.counted, self.people, self.today = counted, people, today
        self.boards: dict[str, Board] = {}
        self.sources: dict[str, AssuranceSource] = {}
        self.findings: dict[str, Finding] = {}
        self.actions: dict[str, PlanAction] = {}
        self.lead = people["quality"]
        self.above: dict[str, str] = {}

    def all(self) -> None:
        for row in _read("assurance")["source"]:
            self._source(row)
        for row in _read("boards")["board"]:
            self._board(row)
        for row in _read("plan")["plan"]:
            self._plan(row)
        self._meetings()
        for row in _read("risks")["risk"]:
            self._risk(row)
        for row in _read("evaluation")["evaluation"]:
            self._evaluation(row)

    # Assurance

    def _source(self, row: dict[str, Any]) -> None:
        row = dict(row)
        key, findings, judgements = row.pop("key"), row.pop("findings", []), row.pop("judgements", [])
        source = AssuranceSource.objects.create(made_by=self.lead, **row)
        self.sources[key] = source
        for place, (judgement, grade) in enumerate(judgements, 1):
            Judgement.objects.create(source=source, judgement=judgement, grade=grade, place=place)
        for place, (kind, text, *name) in enumerate(findings, 1):
            finding = Finding.objects.create(
                source=source, kind=kind, text=text, place=place, made_by=self.lead,
                paragraph="report to scrutiny, 2023",
            )  # fmt: skip
            self.findings[f"{key}:{place - 1}"] = finding
            if name:
                self.findings[name[0]] = finding
            if finding.asks:
                FindingResponse.objects.create(
                    finding=finding,
                    decision=FindingResponse.Decision.ACCEPTED,
                    reason="Acknowledged, and plans are in place to address it",
                    decide_by=source.held_on + dt.timedelta(weeks=8),
                    owner=self.people["head.of.service"],
                    decided_by=self.people["director"],
                    decided_on=source.held_on + dt.timedelta(weeks=7),
                )

    # Boards

    def _board(self, row: dict[str, Any]) -> None:
        row = dict(row)
        key, members, days = row.pop("key"), row.pop("members"), row.pop("meetings")
        if above := row.pop("reports_to", ""):
            self.above[key] = above
        board = Board.objects.create(made_by=self.lead, **row)
        self.boards[key] = board
        for username, name, job_title, part in members:
            Member.objects.create(
                board=board, user=self.people[username] if username else None, name=name, job_title=job_title,
                part=part, from_on=_BEGAN,
            )  # fmt: skip
        for day in days:
            held = day <= self.today
            meeting = Meeting.objects.create(
                board=board, held_on=day, at="10:00", where="Committee room 2", made_by=self.lead,
                state=Meeting.State.RECORDED if held else Meeting.State.PLANNED,
            )  # fmt: skip
            if held:
                for place, member in enumerate(board.members.all()):
                    there = Attendance.There.APOLOGIES if (place + day.month) % 5 == 4 else Attendance.There.PRESENT
                    Attendance.objects.create(meeting=meeting, member=member, there=there)

    def _meetings(self) -> None:
        """What the improvement board's meetings have on their agenda, said and agreed to do."""
        for key, above in self.above.items():
            Board.objects.filter(pk=self.boards[key].pk).update(reports_to=self.boards[above])
        board = self.boards["improvement"]
        for meeting in board.meetings.all():
            for place, (title, asked_for, ask, said) in enumerate(_AGENDA, 1):
                AgendaItem.objects.create(
                    meeting=meeting, title=title, asked_for=asked_for, ask=ask, place=place, lead=_LEADS[place - 1],
                    minutes=15, said=said if meeting.state == Meeting.State.RECORDED else "",
                )  # fmt: skip
        for day, text, owner, due_on, state in _AGREED:
            meeting = board.meetings.get(held_on=day)
            done, at = state != Action.State.OPEN, _at_noon(due_on)
            Action.objects.create(
                text=text, owner=self.people[owner], due_on=due_on, original_due_on=due_on, state=state,
                source=Action.Source.MEETING, source_id=meeting.pk, made_by=self.lead,
                evidence="Shown to the board" if done else "",
                done_at=at if done else None, done_by=self.people[owner] if done else None,
                verified_at=at if state == Action.State.VERIFIED else None,
                verified_by=self.lead if state == Action.State.VERIFIED else None,
            )  # fmt: skip

    # Plans

    def _plan(self, row: dict[str, Any]) -> None:
        row = dict(row)
        row.pop("key")
        themes = row.pop("theme")
        plan = Plan.objects.create(made_by=self.lead, **row | {"board": self.boards[row["board"]]})
        for place, theme in enumerate(themes, 1):
            made = Theme.objects.create(plan=plan, title=theme["title"], place=place)
            for number, outcome in enumerate(theme["outcome"], 1):
                of = Outcome.objects.create(theme=made, text=outcome["text"], place=number)
                for action in outcome.get("action", []):
                    self._action(of, dict(action))

    def _action(self, outcome: Outcome, row: dict[str, Any]) -> None:
        key = row.pop("key")
        findings, evidence = row.pop("findings", []), row.pop("evidence", [])
        updates, milestones = row.pop("updates", []), row.pop("milestones", [])
        indicators, questions = row.pop("indicators", []), row.pop("questions", [])
        accepted = row.pop("accepted", None)
        if owner := row.pop("owner", ""):
            row["owner"] = self.people[owner]
        last = max((update[0] for update in updates), default=_BEGAN)
        row.setdefault("starts_on", outcome.theme.plan.starts_on)
        state = row.get("state", "agreed")
        action = PlanAction.objects.create(
            outcome=outcome, made_by=self.lead, next_update_on=last + dt.timedelta(weeks=4),
            proposed_at=_at_noon(last) if state == "proposed" else None, **row,
        )  # fmt: skip
        self.actions[key] = action
        action.findings.set([self.findings[each] for each in findings])
        for ref, baseline, target, by_month in indicators:
            LinkedIndicator.objects.create(
                action=action, ref=ref, baseline_month=baseline, target=target, by_month=by_month
            )
        for question in questions:
            kind, _, name = question.partition(":")
            LinkedQuestion.objects.create(action=action, **{kind: name})
        for made_on, said, text, recovery, confidence, impact in updates:
            PlanUpdate.objects.create(
                action=action, made_on=made_on, said=said, text=text, recovery=recovery, confidence=confidence,
                impact=impact, made_by=action.owner or self.lead,
            )  # fmt: skip
        if updates and state != "complete":
            action.impact = updates[-1][5]
        for kind, dated_on, text in evidence:
            self._evidence(action, kind, dated_on, text)
        for text, due_on, milestone in milestones:
            done = milestone != "open"
            Action.objects.create(
                text=text, owner=action.owner, owner_name=action.owner_name, due_on=due_on, original_due_on=due_on,
                state=milestone, source=Action.Source.PLAN, source_id=action.pk, made_by=self.lead,
                done_at=now() if done else None, done_by=action.owner if done else None,
                verified_at=now() if done else None, verified_by=self.lead if done else None,
                evidence="Shown to the board" if done else "",
            )  # fmt: skip
        if accepted:
            meeting = self.boards["improvement"].meetings.get(held_on=accepted)
            action.accepted_by = Decision.objects.create(
                meeting=meeting, kind=Decision.Kind.ACCEPT, about=f"plan_action:{action.pk}", made_by=self.lead,
                text=f"The board accepts {action.number} as complete: it has seen data and other evidence.",
            )  # fmt: skip
            action.accepted_on = accepted
        action.save()

    def _evidence(self, action: PlanAction, kind: str, dated_on: dt.date, text: str) -> None:
        made = PlanEvidence(action=action, kind=kind.partition(":")[0], text=text, dated_on=dated_on)
        made.made_by = action.owner or self.lead
        if kind.startswith("data:"):
            _, made.ref, made.month = kind.split(":")
            self._freeze(made)
        made.save()

    def _freeze(self, evidence: PlanEvidence | ClaimEvidence) -> None:
        found = frozen_figure(self.counted, evidence.ref, Month.read(evidence.month))
        evidence.figure, evidence.snapshot = found.figure, found.snapshot
        evidence.definition, evidence.dated_on = found.definition, found.dated_on
        evidence.text = evidence.text or f"{evidence.ref} {found.figure['title']}: {found.figure['text']}"

    # Risks and self-evaluation

    def _risk(self, row: dict[str, Any]) -> None:
        row = dict(row)
        scores = {of: row.pop(of) for of in RiskScore.Of.values}
        controls, actions = row.pop("controls"), row.pop("actions", [])
        if owner := row.pop("owner", ""):
            row["owner"] = self.people[owner]
        risk = Risk.objects.create(made_by=self.lead, board=self.boards["improvement"], **row)
        risk.actions.set([self.actions[each] for each in actions])
        for of, (likelihood, impact) in scores.items():
            RiskScore.objects.create(
                risk=risk, of=of, likelihood=likelihood, impact=impact, judged_on=dt.date(2023, 1, 17),
                made_by=self.lead, because="Judged by the board",
            )  # fmt: skip
        for line, text, assured, assured_on, shown in controls:
            Control.objects.create(
                risk=risk, line=line, text=text, assured=assured, assured_on=assured_on or None, assured_by=shown
            )

    def _evaluation(self, row: dict[str, Any]) -> None:
        row = dict(row)
        claims = row.pop("claim")
        made = SelfEvaluation.objects.create(made_by=self.lead, **row)
        if made.state == SelfEvaluation.State.AGREED:
            made.agreed_by, made.agreed_at = self.people["director"], now()
            made.save()
        for place, claim in enumerate(claims, 1):
            action = self.actions.get(claim.get("action", ""))
            one = Claim.objects.create(
                evaluation=made, section=claim["section"], kind=claim["kind"], text=claim["text"], place=place,
                action=action,
            )  # fmt: skip
            for kind, dated_on, text in claim.get("evidence", []):
                evidence = ClaimEvidence(claim=one, kind=kind.partition(":")[0], text=text, dated_on=dated_on)
                if kind.startswith("data:"):
                    _, evidence.ref, evidence.month = kind.split(":")
                    self._freeze(evidence)
                elif kind.startswith("external:"):
                    evidence.finding = self.findings[kind.partition(":")[2]]
                evidence.save()


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{name}.toml: is no TOML ({error})") from None


_LEADS = ("Chair", "Performance analyst", "Heads of service", "Quality assurance manager", "Head of service", "Chair")
_AGENDA = (
    ("Actions from last time", "discussion", "", "Gone through one by one."),
    ("Where we stand: measures and exceptions", "discussion", "", "The reds were looked at with their owners."),
    ("The improvement plan", "decision", "Accept what is complete.", "The exceptions were discussed."),
    ("What audits tell us", "discussion", "", "The grades of the last cycle, and what auditors name most often."),
    ("What children, families and staff tell us", "discussion", "", "Read out by the head of service."),
    ("Risks", "decision", "Agree the scores.", "No score was changed."),
)


def _at_noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


_AGREED = (
    (dt.date(2023, 1, 17), "Bring a trajectory for visits to children in need", "service.manager",
     dt.date(2023, 2, 21), "verified"),
    (dt.date(2023, 2, 21), "Say which assessments in care are late because of a worker's absence", "head.of.service",
     dt.date(2023, 3, 21), "done"),
    (dt.date(2023, 3, 21), "Bring options for cover in the two teams without a manager", "service.manager",
     dt.date(2023, 4, 18), "open"),
    (dt.date(2023, 3, 21), "Ask the health service for clinics in the Easter holidays", "director",
     dt.date(2023, 3, 28), "open"),
)  # fmt: skip
