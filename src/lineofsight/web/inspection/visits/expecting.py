"""What inspectorates judged so far, and when and as what the next inspection may come: a window, never one day."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from lineofsight.problems import Refused
from lineofsight.web.improvement.assurance.frameworks import Framework, Observed, framework, framework_on, grade_title
from lineofsight.web.improvement.models import AssuranceSource
from lineofsight.web.inspection.visits.kinds import VisitKind, kinds

GRADED = AssuranceSource.Kind.INSPECTION


@dataclass(frozen=True)
class History:
    """Judgements over time: `inspections` the latest first; `rows`: a judgement with its grade in each, "" for none."""

    inspections: tuple[AssuranceSource, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Expected:
    """The next inspection, as the rules of the last one have it.

    `kind` and its `kind_source`: None where no rule is known, `kind_why` says why. `middle`: the median of what was
    observed after that grade, with `observed` behind it; None where nothing was.
    """

    last: AssuranceSource
    overall: str
    window_from: dt.date | None
    window_until: dt.date | None
    window_source: str
    middle: dt.date | None
    observed: Observed | None
    kind: VisitKind | None
    kind_source: str
    kind_why: str


def history() -> History:
    """Every graded inspection of the register of assurance. A judgement that was split or renamed has its own row."""
    found = AssuranceSource.objects.filter(kind=GRADED).order_by("-held_on", "-pk").prefetch_related("judgements")
    inspections = tuple(source for source in found if source.grades)
    grades = [{each.judgement: grade_title(each.grade) for each in source.grades} for source in inspections]
    titles = dict.fromkeys(title for of_one in grades for title in of_one)
    return History(inspections, tuple((title, tuple(of_one.get(title, "") for of_one in grades)) for title in titles))


def expected_next() -> Expected | None:
    """What the rules say of the next inspection; None where no inspection with grades is in the register.

    The kind follows from an overall grade: where the last inspection has none, it is not known and is never guessed.
    """
    last = next(iter(history().inspections), None)
    if last is None:
        return None
    of = _framework_of(last)
    overall = _overall(last, of)
    window, observed = (of.window if of else None), (of.observed.get(overall) if of else None)
    found, source, why = None, "", ""
    if of is None or not of.expects:
        why = "No rule is known by which the kind of the next inspection follows from the last one."
    elif not overall:
        why = "The last inspection has no overall grade in the register, from which the kind would follow."
    else:
        found, source = kinds().get(of.expects.get(overall, "")), of.expects_source
        why = "" if found else "The rules have no kind of visit for the last overall grade."
    return Expected(
        last=last,
        overall=grade_title(overall) if overall else "",
        window_from=months_later(last.held_on, window.from_months) if window else None,
        window_until=months_later(last.held_on, window.until_months) if window else None,
        window_source=window.source if window else "",
        middle=last.held_on + dt.timedelta(days=round(observed.median * 365.25)) if observed else None,
        observed=observed,
        kind=found,
        kind_source=source,
        kind_why=why,
    )


def months_later(day: dt.date, months: int) -> dt.date:
    """So many months after a day; the last day of the month where it has no such day.

    >>> months_later(dt.date(2024, 11, 11), 30)
    datetime.date(2027, 5, 11)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _framework_of(source: AssuranceSource) -> Framework | None:
    try:
        return framework(source.framework) if source.framework else framework_on(source.held_on)
    except Refused:
        return None


def _overall(source: AssuranceSource, of: Framework | None) -> str:
    titles = {each.title for each in of.judgements if each.overall} if of else set()
    return next((each.grade for each in source.grades if each.judgement in titles), "")
