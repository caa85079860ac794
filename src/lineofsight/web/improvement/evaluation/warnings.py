"""What a reader would ask of a self-evaluation, by rule: from plain facts of its claims and their evidence.

The rules answer what Ofsted has published of self-evaluations: that they tell activity in place of impact, lean on
figures alone, and name no weakness.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from lineofsight.calendar import Month
from lineofsight.calendar.months import months_before
from lineofsight.reports import wording

STRENGTH, WEAKNESS, IMPACT, NEXT = "strength", "weakness", "impact", "next"
DATA = "data"


class Rule(Enum):
    """The rules, each with what it asks."""

    NOTHING = "A section says nothing"
    NO_EVIDENCE = "A claim has no evidence"
    OLD = "Evidence is old"
    STALE = "There is a newer figure"
    DATA_ONLY = "All evidence of a section is figures"
    NO_WEAKNESS = "A section names no weakness"
    NO_NEXT = "A section names a weakness and no next step"


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence. `month` of a figure, `called` how the reader knows it, `when` its day in words."""

    kind: str
    dated_on: dt.date
    called: str
    month: Month | None = None
    when: str = ""


@dataclass(frozen=True)
class Said:
    """A claim: `number` names it among the others."""

    number: int
    kind: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Warning:
    """What a rule found, as a sentence; `claim` is the number of the claim that it is about, None for the section."""

    rule: Rule
    sentence: str
    claim: int | None = None


def warnings_of(
    claims: Iterable[Said], *, as_at: dt.date, old_months: int, newest: Month | None = None
) -> list[Warning]:
    """What the rules find in one section, the section's own first.

    `old_months`: after how many months evidence is old at `as_at`. `newest`: the latest month of which the evaluation
    could cite figures, None where it isn't known. What we will do next needs no evidence: it is not yet.
    """
    found = list(claims)
    if not found:
        return [Warning(Rule.NOTHING, "Nothing is said yet.")]
    return [*_of_section(found), *(each for claim in found for each in _of_claim(claim, as_at, old_months, newest))]


def _of_section(claims: list[Said]) -> list[Warning]:
    kinds = {claim.kind for claim in claims}
    evidence = {each.kind for claim in claims for each in claim.evidence}
    found = []
    if WEAKNESS not in kinds:
        found.append(Warning(Rule.NO_WEAKNESS, "No weakness is named: what needs to improve?"))
    elif NEXT not in kinds:
        found.append(Warning(Rule.NO_NEXT, "A weakness is named, and nothing that we will do next."))
    if evidence == {DATA}:
        found.append(
            Warning(
                Rule.DATA_ONLY,
                "All evidence is figures: what do audits, children, families, staff or people from outside say?",
            )
        )
    return found


def _of_claim(claim: Said, as_at: dt.date, old_months: int, newest: Month | None) -> list[Warning]:
    if not claim.evidence:
        if claim.kind == NEXT:
            return []
        return [Warning(Rule.NO_EVIDENCE, "There is no evidence: how do we know it?", claim.number)]
    found = []
    since = months_before(as_at, old_months)
    for each in claim.evidence:
        if each.dated_on < since:
            sentence = (
                f"{each.called} is of {each.when or wording.day(each.dated_on)}, more than {old_months} months before "
                f"{wording.day(as_at)}."
            )
            found.append(Warning(Rule.OLD, sentence, claim.number))
        if each.month is not None and newest is not None and each.month < newest:
            sentence = (
                f"{each.called} is of {wording.month_name(each.month)}: there is a figure of "
                f"{wording.month_name(newest)}."
            )
            found.append(Warning(Rule.STALE, sentence, claim.number))
    return found
