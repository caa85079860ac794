"""Reads the risk register: each risk with the scores that hold, what there is to worry about, and the heat map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change
from lineofsight.web.improvement.models import Control, Decision, PlanAction, Risk, RiskScore
from lineofsight.web.improvement.risks import controls, keeping, scoring, tying
from lineofsight.web.improvement.risks.scoring import latest, rating_of_score
from lineofsight.web.improvement.risks.steps import RISK_STEPS, State

Of = RiskScore.Of
#: Likelihood and impact in words, from 1 to 5.
LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
IMPACTS = ("Minor", "Moderate", "Serious", "Major", "Severe")


def risks_there() -> QuerySet[Risk]:
    """All risks, with what each line of the register shows."""
    return Risk.objects.select_related("owner", "board").prefetch_related("scores", "controls", "actions")


@dataclass(frozen=True)
class Line:
    """A risk as the register shows it: the scores that hold by kind, its controls that have not ended."""

    risk: Risk
    scores: Mapping[str, RiskScore]
    controls: tuple[Control, ...]
    warnings: tuple[str, ...]

    def rating(self, of: str) -> str:
        found = self.scores.get(of)
        return rating_of_score(found.score) if found else ""

    @property
    def now(self) -> RiskScore | None:
        return self.scores.get(Of.CURRENT)

    @property
    def now_rating(self) -> str:
        return self.rating(Of.CURRENT)

    @property
    def inherent(self) -> RiskScore | None:
        return self.scores.get(Of.INHERENT)

    @property
    def inherent_rating(self) -> str:
        return self.rating(Of.INHERENT)

    @property
    def target(self) -> RiskScore | None:
        return self.scores.get(Of.TARGET)

    @property
    def target_rating(self) -> str:
        return self.rating(Of.TARGET)


def lines(risks: Iterable[Risk], on: dt.date) -> list[Line]:
    """Risks as the register shows them on a day, the highest score first."""
    found = [line_of(risk, on) for risk in risks]
    return sorted(found, key=lambda line: (-(line.now.score if line.now else 0), line.risk.title, line.risk.pk))


def line_of(risk: Risk, on: dt.date) -> Line:
    """One risk as the register shows it on a day."""
    scores = list(risk.scores.all())
    holding = {of: found for of in Of.values if (found := latest(scores, of)) is not None}
    running = tuple(control for control in risk.controls.all() if control.ended_on is None)
    now, target = holding.get(Of.CURRENT), holding.get(Of.TARGET)
    live = any(
        action.state not in (PlanAction.State.WITHDRAWN, PlanAction.State.COMPLETE) for action in risk.actions.all()
    )
    warnings = warnings_of(
        rating=rating_of_score(now.score) if now else "",
        above_target=bool(now and target and now.score > target.score),
        controls=[control.assured for control in running],
        review_on=risk.review_on,
        acted_on=live,
        on=on,
    )
    return Line(risk, holding, running, tuple(warnings) if risk.state == State.OPEN else ())


def warnings_of(
    *, rating: str, above_target: bool, controls: Iterable[str], review_on: dt.date, acted_on: bool, on: dt.date
) -> list[str]:
    """What there is to worry about in a risk, in sentences.

    `controls`: how well each that runs is assured; `acted_on`: whether an action of the plan is under way against it.
    """
    assured = list(controls)
    found = []
    if rating == "red" and not assured:
        found.append("It is red, and nothing holds it down: no control is written here.")
    elif rating == "red" and set(assured) == {Control.Assured.NONE}:
        found.append("It is red, and none of its controls is assured: nothing shows that they work.")
    if rating == "red" and above_target and not acted_on:
        found.append("It is red and above its target, and no action of the plan brings it down.")
    if review_on < on:
        found.append(f"Its review is overdue since {wording.day(review_on)}.")
    return found


# The heat map


@dataclass(frozen=True)
class Square:
    """One square of the heat map: the risks of that likelihood and impact, its score and rating."""

    likelihood: int
    impact: int
    risks: tuple[Risk, ...]

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def rating(self) -> str:
        return rating_of_score(self.score)


@dataclass(frozen=True)
class Row:
    likelihood: int
    title: str
    squares: tuple[Square, ...]


def heat_map(risks: Iterable[Line], of: str) -> tuple[Row, ...]:
    """Five rows by likelihood, the most likely first, of five squares by impact, the least first."""
    at: dict[tuple[int, int], list[Risk]] = {}
    for line in risks:
        found = line.scores.get(of)
        if found is not None:
            at.setdefault((found.likelihood, found.impact), []).append(line.risk)
    return tuple(
        Row(
            likelihood,
            LIKELIHOODS[likelihood - 1],
            tuple(
                Square(likelihood, impact, tuple(sorted(at.get((likelihood, impact), ()), key=lambda one: one.pk)))
                for impact in range(1, 6)
            ),
        )
        for likelihood in range(5, 0, -1)
    )


# History

#: What the record of changes says of a risk, with its words on the page of one.
DID: Mapping[str, str] = {
    keeping.ADDED: "Added",
    keeping.CHANGED: "Changed",
    keeping.REVIEWED: "Reviewed",
    keeping.ESCALATED: "Escalated",
    keeping.DEESCALATED: "Taken down a register",
    **{step.did: step.title for step in RISK_STEPS.values()},
    scoring.SCORED: "Scored again",
    controls.ADDED: "Control added",
    controls.CHANGED: "Control changed",
    controls.ENDED: "Control ended",
    tying.TIED: "Tied to",
    tying.UNTIED: "Untied from",
}


def decisions_on(risk: Risk) -> QuerySet[Decision]:
    """What boards decided on a risk, the latest first."""
    found = Decision.objects.filter(about=f"risk:{risk.pk}").select_related("meeting__board")
    return found.order_by("-meeting__held_on", "-pk")


def history_of(risk: Risk) -> list[Change]:
    """What happened to a risk, the latest first."""
    found = Change.objects.filter(did__in=tuple(DID), subject=str(risk.pk)).select_related("user")
    return list(found.order_by("-pk"))
