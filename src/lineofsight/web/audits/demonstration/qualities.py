"""How good work is and what readers make of it, in the demonstration: plain numbers, from which grades follow.

What there is (`Truth`) is a number for each section; a reader sees it more or less kindly and never quite exactly
(`read`), and a grade is where the number lies between three cuts. So what the pages count (over-kind grades before the
training, one service that drifts, agreement that is far from perfect) comes out of many cases, and stands nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from random import Random

from lineofsight.web.audits.grades import RANK, Grade

SECTIONS = (
    *("safety", "assessment", "voice", "planning", "visits", "oversight", "partnership", "identity", "permanence"),
    *("recording", "better_together", "impact", "essentials"),
)
#: The service whose plans and supervision drift in the last year.
DRIFTS, DRIFTING = "T03", ("planning", "oversight")
#: Above the first is Outstanding, above the second Good, below the third Inadequate.
_CUTS = (2.0, 0.34, -0.88)
#: How much of a section is the case as a whole, and how much its own; how far readers err on either.
_COMMON, _OWN, _HALO, _SLIP, _ROUNDS_OFF = 0.8, 0.6, 0.22, 0.42, 0.08
_SECTION_WIDTH = sqrt(_COMMON**2 + _OWN**2 + _HALO**2 + _SLIP**2)
_WEIGHT = {"safety": 1.5, "planning": 1.5, "oversight": 1.5, "impact": 1.5}
#: How work got on: in a year as a whole; what a section is better or worse than others; the drift of the last year.
_BETTER_IN_A_YEAR = 0.34
_APART = {"planning": 0.15, "visits": 0.15, "oversight": 0.12, "partnership": 0.1, "identity": -0.1, "recording": -0.1}
_SERVICES = {"T02": -0.05, "T03": 0.0, "T04": 0.1, "T05": 0.05}
_DRIFT = 1.2
#: How much kinder than others auditors grade, before and after they were trained; how much they differ in it.
KIND_BEFORE, KIND_AFTER, KIND_APART, TRAINED_AFTER = 0.33, 0.12, 0.16, 1.05


@dataclass(frozen=True)
class Truth:
    """How good the work with one child is, by section: 0 is what was usual when the audits began."""

    sections: Mapping[str, float]


@dataclass(frozen=True)
class Given:
    """What one reader gives: the grade of the whole, and of each section."""

    overall: Grade
    sections: dict[str, Grade]


def truth_of(rng: Random, service: str, years: float) -> Truth:
    """How good the work with one child is. `years`: since the audits began."""
    common = rng.gauss(0, 1)
    level = _BETTER_IN_A_YEAR * years + _SERVICES.get(service, 0.0)
    found = {}
    for key in SECTIONS:
        value = _COMMON * common + _OWN * rng.gauss(0, 1) + level + _APART.get(key, 0.0)
        if service == DRIFTS and key in DRIFTING and years > 1:
            value -= _DRIFT * (years - 1)
        found[key] = value
    return Truth(found)


def later(rng: Random, truth: Truth, helped: float) -> Truth:
    """The same work some weeks later, where a share of what was agreed has made a difference."""
    moved = 0.7 * helped + rng.gauss(0, 0.3)
    return Truth({key: value + moved + rng.gauss(0, 0.2) for key, value in truth.sections.items()})


def kindness(rng: Random) -> float:
    """By how much one auditor is kinder than the others."""
    return rng.gauss(0, KIND_APART)


def kind_then(years: float) -> float:
    """By how much auditors graded too kindly at a time, in years since the audits began."""
    return KIND_BEFORE if years < TRAINED_AFTER else KIND_AFTER


def read(rng: Random, truth: Truth, sections: Iterable[str], kind: float = 0.0) -> Given:
    """What a reader gives: one who is `kind` by so much, and sees neither the whole nor a section quite as it is."""
    halo = kind + rng.gauss(0, _HALO)
    seen = {key: truth.sections[key] + halo + rng.gauss(0, _SLIP) for key in sections}
    weights = {key: _WEIGHT.get(key, 1.0) for key in seen}
    total = sum(weights.values())
    own = (_OWN**2 + _SLIP**2) * sum(weight**2 for weight in weights.values()) / total**2
    width = sqrt(_COMMON**2 + _HALO**2 + own + _ROUNDS_OFF**2)
    mean = sum(weights[key] * value for key, value in seen.items()) / total
    whole = _grade((mean + rng.gauss(0, _ROUNDS_OFF)) / width)
    graded = {key: _grade(value / _SECTION_WIDTH) for key, value in seen.items()}
    return Given(limited(whole, graded), graded)


def leaning(rng: Random, own: Given, first: Given) -> Given:
    """What a reader gives who has seen the first grades: half the time those."""
    overall = first.overall if rng.random() < 0.5 else own.overall
    sections = {
        key: first.sections.get(key, grade) if rng.random() < 0.5 else grade for key, grade in own.sections.items()
    }
    return Given(limited(overall, sections), sections)


def limited(whole: Grade, sections: Mapping[str, Grade]) -> Grade:
    """The rule of the council's settings: not Good where safety or management oversight is Inadequate."""
    limits = Grade.INADEQUATE in (sections.get("safety"), sections.get("oversight"))
    return Grade.REQUIRES_IMPROVEMENT if limits and RANK[whole] > 2 else whole


def _grade(value: float) -> Grade:
    outstanding, good, inadequate = _CUTS
    if value >= outstanding:
        return Grade.OUTSTANDING
    if value >= good:
        return Grade.GOOD
    return Grade.REQUIRES_IMPROVEMENT if value >= inadequate else Grade.INADEQUATE
