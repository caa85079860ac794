"""What stands on the demonstration's sheets: each answer by its key, with words on the newest ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from lineofsight.web.audits.demonstration import sayings, words
from lineofsight.web.audits.demonstration.qualities import Given
from lineofsight.web.audits.demonstration.scene import Asks, Case
from lineofsight.web.audits.grades import RANK, Cohort, Feedback, NoGrade
from lineofsight.web.audits.tools import Question, Section

#: Which themes a section speaks of; those of a young person who leaves care stand behind the others.
_THEMES = {
    "assessment": ("assessment", "fathers"),
    "voice": ("voice",),
    "planning": ("planning", "reviewing"),
    "visits": ("visits",),
    "oversight": ("oversight",),
    "partnership": ("partnership",),
    "identity": ("identity",),
    "permanence": ("permanence", "independence"),
    "recording": ("recording",),
    "better_together": ("practice_framework",),
}
#: Words that are not of every child: of the very young, of those who go to school and speak, of young adults.
_YOUNG = re.compile(r"\b(baby|nursery|feeding|bedtime)\b")
_OLDER = re.compile(
    r"“|\b(school|phone|said|words|alone|job|hostel|drawings?|missing|ring|tell|ask|cake|advocate|eighteen)\b"
)
_ADULT = re.compile(r"\b(young person|hostel|job|college|eighteen|sixteen)\b")
#: Words of one cohort alone: children in our care, those on a child protection plan; and of all but the front door.
_CARED_FOR = re.compile(r"\b(carers?|placement|life stor|both families|reviewing officer|time with parents)")
_PROTECTED = re.compile(r"\b[Cc]ore groups?\b")
_LONGER = re.compile(r"\b(plan|review|drift|supervisions|two years|three workers|over three times)", re.IGNORECASE)
_MOST_THEMES = 3


def answer(value: object) -> dict[str, Any]:
    """One answer, as a sheet keeps it."""
    return {"value": value, "revision": 1}


def grades_of(given: Given, not_seen: Sequence[str] = ()) -> dict[str, Any]:
    """The grades of a reading; sections of which the record told too little have none of the four."""
    found = {f"{key}.grade": answer(grade.value) for key, grade in given.sections.items()}
    return found | {f"{key}.grade": answer(NoGrade.NOT_ENOUGH.value) for key in not_seen}


def whole_of(given: Given, reasons: str) -> dict[str, Any]:
    return {"overall.grade": answer(given.overall.value), "overall.reasons": answer(reasons)}


def words_of(case: Case, asks: Asks, given: Given, theme: str, *, sections: int | None = None) -> dict[str, Any]:
    """What the auditor writes of each section, question by question; of the first `sections` alone, if it is begun."""
    found: dict[str, Any] = {}
    for section in asks.sections[case.audit.cohort][:sections]:
        rank = RANK[given.sections.get(section.key, given.overall)]
        for question in section.questions:
            if question.required or case.rng.random() < 0.8:
                found[f"{section.key}.{question.key}"] = answer(_reply(case, question, rank))
        if section.graded:
            found |= _section_words(case, section, rank, theme)
    return found


def _section_words(case: Case, section: Section, rank: int, theme: str) -> dict[str, Any]:
    rng, key = case.rng, section.key
    strong, weak = (list(of.get(key, ())) for of in (words.STRENGTHS, words.BETTER))
    if key in ("safety", "assessment"):
        strong, weak = strong + list(words.STRENGTHS.get(theme, ())), weak + list(words.BETTER.get(theme, ()))
    strengths = _some(case, strong, {4: 2, 3: 1, 2: int(rng.random() < 0.6), 1: 0}[rank])
    better = _some(case, weak, {4: int(rng.random() < 0.3), 3: int(rng.random() < 0.7), 2: 1, 1: 2}[rank])
    found = {f"{key}.{name}": answer(text) for name, text in (("strengths", strengths), ("better", better)) if text}
    if rng.random() < 0.5:
        found[f"{key}.evidence"] = answer(rng.choice(sayings.EVIDENCE))
    return found


def _some(case: Case, of: list[str], many: int) -> str:
    """So many sentences that fit the child's age."""
    fit = [text for text in of if _fits(text, case.age, case.audit.cohort)]
    return _for_age(case, " ".join(case.rng.sample(fit, min(many, len(fit)))))


def _fits(text: str, age: int, cohort: str) -> bool:
    """Whether words can be of a child of an age and a cohort."""
    not_of = [
        (age < 4, _OLDER),
        (age >= 4, _YOUNG),
        (age < 16, _ADULT),
        (cohort not in (Cohort.LOOKED_AFTER, Cohort.CARE_LEAVER), _CARED_FOR),
        (cohort != Cohort.CHILD_PROTECTION, _PROTECTED),
        (cohort == Cohort.FRONT_DOOR, _LONGER),
    ]
    return not any(holds and words_in.search(text) for holds, words_in in not_of)


def _for_age(case: Case, text: str) -> str:
    """A young person who leaves care is called so."""
    if case.audit.cohort != Cohort.CARE_LEAVER:
        return text
    return re.sub(r"\b([Tt])he child\b", r"\1he young person", text)


def _reply(case: Case, question: Question, rank: int) -> str:
    rng = case.rng
    if question.kind == "yes_no":
        if not question.required and rng.random() < 0.15:
            return "not_applicable"
        return "yes" if rng.random() < {4: 0.97, 3: 0.85, 2: 0.5, 1: 0.25}[rank] else "no"
    if question.kind == "choice":
        place = round((4 - rank) / 3 * (len(question.options) - 1) + rng.gauss(0, 0.3))
        return question.options[max(0, min(place, len(question.options) - 1))]
    if question.kind == "evidence":
        return rng.choice(sayings.EVIDENCE)
    return _for_age(case, rng.choice(sayings.WISHED if question.key == "one_thing" else sayings.CHANGED[rank > 2]))


def feedback_of(case: Case, years: float, *, full: bool) -> dict[str, Any]:
    """Whether practitioner, child and family were heard: each year more often. With what they said, if `full`."""
    rng = case.rng
    took_part = rng.random() < 0.55 + 0.14 * years
    found = {"practitioner.took_part": answer("yes" if took_part else "no")}
    if full:
        key, said = ("reflection", sayings.REFLECTIONS) if took_part else ("why_not", sayings.NO_TALK)
        found[f"practitioner.{key}"] = answer(rng.choice(said))
    for who, obtained, said in (
        ("child", 0.22 + 0.12 * years, sayings.CHILD_SAID),
        ("family", 0.18 + 0.13 * years, sayings.FAMILY_SAID),
    ):
        status = _status(rng, obtained)
        if who == "child" and case.age < 4:
            status = Feedback.NOT_APPROPRIATE
        found[f"{who}.status"] = answer(status.value)
        if full:
            heard = status == Feedback.OBTAINED
            text = rng.choice(said if heard else sayings.NO_FEEDBACK[status])
            found[f"{who}.{'said' if heard else 'why'}"] = answer(text)
    return found


def _status(rng: Random, obtained: float) -> Feedback:
    if rng.random() < obtained:
        return Feedback.OBTAINED
    return rng.choices((Feedback.ATTEMPTED, Feedback.DECLINED, Feedback.NOT_APPROPRIATE), (6, 3, 2))[0]


def themes_of(case: Case, given: Given, theme: str, order: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is strong and what is to be developed, by the sections that were graded best and worst."""
    by_rank: Mapping[str, int] = {key: RANK[grade] for key, grade in given.sections.items()}
    best = sorted((key for key in by_rank if by_rank[key] > 2), key=lambda key: (-by_rank[key], case.rng.random()))
    worst = sorted((key for key in by_rank if by_rank[key] < 3), key=lambda key: (by_rank[key], case.rng.random()))
    return _codes(case, best, theme, order), _codes(case, worst, theme, order)


def _codes(case: Case, sections: Sequence[str], theme: str, order: Sequence[str]) -> list[str]:
    found: list[str] = []
    for key in sections:
        codes = (theme,) if key == "safety" else _THEMES.get(key, ())
        if key == "permanence":
            codes = codes[1:] if case.audit.cohort == Cohort.CARE_LEAVER else codes[:1]
        if codes and codes[0]:
            found.append(case.rng.choice(codes))
    chosen = set(found[:_MOST_THEMES])
    return [code for code in order if code in chosen]
