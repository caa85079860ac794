"""Sources of assurance and the grades that they gave. Each change is one function, which records itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from lineofsight.calendar import Month
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import keep, locked, said
from lineofsight.web.clock import today
from lineofsight.web.improvement.assurance.frameworks import Framework, framework
from lineofsight.web.improvement.models import AssuranceSource, Judgement
from lineofsight.web.improvement.running import check_improves

ADDED, CHANGED = "added source of assurance", "changed source of assurance"
GRADED, CORRECTED = "recorded grades of a source of assurance", "corrected a grade of a source of assurance"
Kind = AssuranceSource.Kind


@dataclass(frozen=True)
class SourceFacts:
    """What is known of a source: the fields of `AssuranceSource`."""

    kind: str
    title: str
    body: str
    held_on: dt.date
    held_until: dt.date | None = None
    month_only: bool = False
    published_on: dt.date | None = None
    people: str = ""
    scope: str = ""
    method: str = ""
    outcome: str = ""
    document: str = ""
    kept_at: str = ""
    framework: str = ""
    ref: str = ""
    month: str = ""


def add_source(*, by: User, facts: SourceFacts) -> AssuranceSource:
    """Adds a source of findings. Refused without a title or a body, or where its days can't be."""
    check_improves(by)
    fields = _checked(facts)
    with transaction.atomic():
        if AssuranceSource.objects.filter(title__iexact=fields["title"], held_on=facts.held_on).exists():
            raise Refused("A source of that name and day is in the register already.")
        made = AssuranceSource.objects.create(made_by=by, **fields)
        record_change(by=by, did=ADDED, subject=str(made.pk), kind=made.kind, title=made.title)
    return made


def change_source(*, by: User, source: AssuranceSource, facts: SourceFacts, seen: int | None = None) -> AssuranceSource:
    """Changes what is known of a source; what it found stays. Refused where grades rest on what would be changed."""
    check_improves(by)
    fields = _checked(facts)
    with transaction.atomic():
        one: AssuranceSource = locked(source, seen)
        if one.judgements.exists():
            if fields["framework"] != one.framework:
                raise Refused("Its grades are recorded by its framework, which can't be changed any more.")
            _check_published(fields["published_on"])
        if found := one.verdicts.filter(finding__source__held_on__gte=facts.held_on).first():
            raise Refused(
                f"It says what became of a finding of {wording.day(found.finding.source.held_on)}: it was held later."
            )
        changed: dict[str, Any] = {}
        for name, value in fields.items():
            if getattr(one, name) != value:
                changed[name] = [_plain(getattr(one, name)), _plain(value)]
                setattr(one, name, value)
        if not changed:
            return one
        keep(one)
        record_change(by=by, did=CHANGED, subject=str(one.pk), **changed)
    return one


def add_judgements(
    *, by: User, source: AssuranceSource, grades: Mapping[str, str], seen: int | None = None
) -> list[Judgement]:
    """Records the grades that a source gave: by the code of each judgement, a code of the framework's grades.

    The overall grade is recorded like the others, never worked out from them. Refused before its report is published:
    until then its grades are confidential. Refused where a judgement has its grade: it can only be corrected.
    """
    check_improves(by)
    given = {code: grade for code, grade in grades.items() if grade}
    if not given:
        raise Refused("Choose the grade of one judgement at least.")
    with transaction.atomic():
        one: AssuranceSource = locked(source, seen)
        of = _framework_of(one)
        _check_published(one.published_on)
        graded = set(one.judgements.values_list("judgement", flat=True))
        last = one.judgements.aggregate(last=Max("place"))["last"] or 0
        made = []
        judged = {each.code: each for each in of.judgements}
        if unknown := next((code for code in given if code not in judged), ""):
            raise Refused(f"{of.title} makes no judgement {unknown!r}.")
        for each in of.judgements:
            if each.code not in given:
                continue
            if each.title in graded:
                raise Refused(f"“{each.title}” has its grade already: correct it where it is wrong.")
            _check_grade(of, given[each.code])
            last += 1
            made.append(
                Judgement.objects.create(
                    source=one, judgement=each.title, grade=given[each.code], place=last, made_by=by
                )
            )
        record_change(by=by, did=GRADED, subject=str(one.pk), grades=[f"{row.judgement}: {row.grade}" for row in made])
    return made


def correct_judgement(*, by: User, judgement: Judgement, grade: str, because: str) -> Judgement:
    """Corrects a grade that was written down wrongly: the old one stays in the record, and holds no more."""
    check_improves(by)
    because = said(because, "Say what was written down wrongly.")
    with transaction.atomic():
        source: AssuranceSource = locked(judgement.source)
        if Judgement.objects.filter(corrects=judgement).exists():
            raise Refused("It was corrected already: correct the grade that stands in its place.")
        _check_grade(_framework_of(source), grade)
        if grade == judgement.grade:
            raise Refused("That is the grade that it has.")
        made = Judgement.objects.create(
            source=source, judgement=judgement.judgement, grade=grade, place=judgement.place, corrects=judgement,
            because=because, made_by=by,
        )  # fmt: skip
        record_change(
            by=by, did=CORRECTED, subject=str(source.pk), judgement=judgement.judgement,
            grade=[judgement.grade, grade], because=because,
        )  # fmt: skip
    return made


def _framework_of(source: AssuranceSource) -> Framework:
    if not source.framework:
        raise Refused("Say by which framework it was held first: only those have grades.")
    return framework(source.framework)


def _check_grade(of: Framework, grade: str) -> None:
    if grade not in dict(of.grades):
        raise Refused(f"{of.title} gives no grade {grade!r}.")


def _check_published(day: dt.date | None) -> None:
    if day is None or day > today():
        raise Refused(
            "Its report is not published: until then its grades are confidential, and everybody who reads figures "
            "reads this register. Give the day on which it was published first."
        )


def _checked(facts: SourceFacts) -> dict[str, Any]:
    """The facts as they are kept. Refused, with the sentence, where they can't be."""
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(facts).items()}
    fields["title"] = said(facts.title, "Say what it is called.")
    fields["body"] = said(facts.body, "Say who carried it out.")
    if facts.kind not in Kind.values:
        raise Refused("Choose what kind of source it is.")
    if facts.held_on > today():
        raise Refused("It is put in the register when it has been held.")
    if facts.held_until is not None and facts.held_until < facts.held_on:
        raise Refused("It would end before it begins.")
    if facts.published_on is not None and facts.published_on < facts.held_on:
        raise Refused("It would be published before it was held.")
    if fields["framework"]:
        of = framework(fields["framework"])
        if not of.holds_on(facts.held_on):
            raise Refused(f"{of.title} does not hold for an inspection of {wording.day(facts.held_on)}.")
    if bool(fields["ref"]) != bool(fields["month"]):
        raise Refused("An exception is of a measure in a month: give both, or neither.")
    if fields["month"]:
        try:
            Month.read(fields["month"])
        except ValueError:
            raise Refused("Write the month as year and month, for example 2023-03.") from None
    return fields


def _plain(value: object) -> object:
    return str(value) if isinstance(value, dt.date) else value
