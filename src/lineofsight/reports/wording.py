"""How a figure, a target and a rating are written: one way, in every rendering.

Nothing here counts or rates. A figure is rounded only here, and only to be read: half up, on the exact fraction.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.calendar import Month
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.signals import Signals

TITLE = "Highlight report"
NO_CASES = "no cases"
NO_DATA = "no data"
RATINGS = ("green", "amber", "red")
PERIODS = {"Year to date": "YTD", "Rolling year": "Rolling Year"}
PERIOD_MEANINGS = {
    "Snapshot": "on the last day of the month",
    "Month": "in that month alone",
    "YTD": "year to date: from 1 April to the last day of the month",
    "Rolling Year": "the twelve months that end with the last day of the month",
}


def one_decimal(value: Fraction) -> str:
    """A number to one decimal, half up (away from zero), with thousands separators.

    >>> one_decimal(Fraction(62000, 738)), one_decimal(Fraction(1, 20)), one_decimal(Fraction(-1, 20))
    ('84.0', '0.1', '-0.1')
    """
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    sign = "-" if value < 0 and tenths else ""
    return f"{sign}{tenths // 10:,}.{tenths % 10}"


def count(number: int | None) -> str:
    """A whole number with thousands separators; empty where there is none.

    >>> count(15595), count(None)
    ('15,595', '')
    """
    return "" if number is None else f"{number:,}"


def capital(text: str) -> str:
    """The text with its first letter as at the beginning of a sentence; the others as they are.

    >>> capital("up 3 on February"), capital("")
    ('Up 3 on February', '')
    """
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with its first letter as within a sentence."""
    return text[:1].lower() + text[1:]


def number(value: Fraction, unit: str) -> str:
    """A value in its unit: 84.0% (percent), 2,503 (count), 33.3 (rate per 10,000).

    A median of whole days is a whole number; a mean has one decimal.

    >>> number(Fraction(62000, 738), "percent"), number(Fraction(2503), "count"), number(Fraction(333, 10), "rate")
    ('84.0%', '2,503', '33.3')
    >>> number(Fraction(29), "median"), number(Fraction(131, 10), "mean")
    ('29', '13.1')
    """
    if unit == "percent":
        return one_decimal(value) + "%"
    if unit in ("count", "median") and value.denominator == 1:
        return count(int(value))
    return one_decimal(value)


def figure(shown: Shown, unit: str) -> str:
    """What stands in the cell: the value, or which kind of nothing: "no cases" or "no data".

    >>> figure(Shown(Fraction(62000, 738), 620, 738), "percent")
    '84.0%'
    >>> figure(Shown(None, 0, 0, note="no cases"), "percent")
    'no cases'
    >>> figure(Shown(None, note="no data: needs ssd_cin_visits.cinv_cin_visit_seen"), "percent")
    'no data'
    """
    if shown.value is not None:
        return number(shown.value, unit)
    return NO_CASES if shown.note == NO_CASES else NO_DATA


def parts(shown: Shown, unit: str) -> tuple[str, str]:
    """Numerator and denominator as the report's table writes them: "n/a" for a count, empty without a figure.

    Of a median only how many rows it is the middle of.
    """
    if shown.value is None and shown.numerator is None:
        return "", ""
    if unit == "count":
        return "n/a", "n/a"
    if unit == "median":
        return "n/a", count(shown.denominator)
    return _part(shown.numerator, shown.scale), _part(shown.denominator, shown.scale)


def of_how_many(shown: Shown, unit: str, measured_in: str = "") -> str:
    """What a figure is of, in words: "620 of 738"; of a median how many it is the middle of; empty for a count.

    >>> of_how_many(Shown(Fraction(62000, 738), 620, 738), "percent")
    '620 of 738'
    >>> of_how_many(Shown(Fraction(29), 2900, 100), "median", "working days")
    'working days, the middle of 100'
    """
    if shown.denominator is None:
        return ""
    numerator, denominator = parts(shown, unit)
    if unit == "median":
        return f"{measured_in}, the middle of {denominator}".removeprefix(", ")
    said = f"{numerator} of {denominator}" if unit != "mean" else f"{numerator} over {denominator}"
    return f"{measured_in}: {said}".removeprefix(": ")


def _part(number: int | None, scale: int) -> str:
    """A numerator or denominator that is written in parts of one.

    >>> _part(1643, 10), _part(25030, 10), _part(204, 1)
    ('164.3', '2,503', '204')
    """
    if number is None or number % scale == 0:
        return count(None if number is None else number // scale)
    return f"{number / scale:,.{len(str(scale)) - 1}f}"


def target(written: str | None, unit: str) -> str:
    """A target as the book writes it, with its unit; empty where there is none.

    >>> target("96.5", "percent"), target("90", "percent"), target(None, "count")
    ('96.5%', '90%', '')
    """
    if not written:
        return ""
    return f"{written}%" if unit == "percent" and not written.endswith("%") else written


def period(row: Row) -> str:
    """The period that the current figure covers, in the report's own words: Snapshot, YTD, Rolling Year."""
    return PERIODS.get(row.period, row.period)


def rating(row: Row) -> str:
    """Green, Amber, Red, or empty where nothing is rated."""
    return row.rating.capitalize()


def rating_meaning(row: Row) -> str:
    """What the rating says about the target, in words.

    For 5.10, where low is good, amber is "between the upper and the minimum target" too: its minimum is the most
    that is acceptable and its upper target is the figure aimed for.
    """
    low = row.better == "lower"
    meanings = {
        "green": "at or below the upper target" if low else "at or above the upper target",
        "amber": "between the minimum and the upper target",
        "red": "above the minimum target" if low else "below the minimum target",
    }
    return meanings.get(row.rating, "")


def direction(row: Row) -> str:
    """Which way is good: "high is good", "low is good", or empty for a number that is neither."""
    return {"higher": "high is good", "lower": "low is good"}.get(row.better, "")


def change(by: Fraction | None, unit: str) -> str:
    """How a figure moved: up 4.4 points, down 11, no change; empty where it isn't known.

    >>> change(Fraction(-451, 100), "percent"), change(Fraction(11), "count"), change(Fraction(1, 100), "percent")
    ('down 4.5 points', 'up 11', 'no change')
    """
    if by is None:
        return ""
    written = number(abs(by), unit).removesuffix("%")
    if not any(digit in written for digit in "123456789"):
        return "no change"
    way = "up" if by > 0 else "down"
    return f"{way} {written}{' points' if unit == 'percent' else ''}"


def changes(row: Row, month: Month) -> str:
    """How the last month differs from the one before and from the same month of the year before.

    A month that is compared is a month of the trend, whatever period the current figure covers.
    """
    parts = []
    for by, than in ((row.signals.since_month, month.minus(1)), (row.signals.since_year, month.minus(12))):
        if said := change(by, row.unit):
            parts.append(f"{said} {'from' if said == 'no change' else 'on'} {month_name(than)}")
    return ", ".join(parts)


def reach(row: Row) -> str:
    """How far a red or amber figure is from the targets: 8 more to reach amber, 45 to reach green.

    Where low is good it says how many fewer. Empty where the figure is green, or has no target.
    """
    if row.rating not in ("red", "amber"):
        return ""
    word = "fewer" if row.better == "lower" else "more"
    parts = [
        f"{count(how_many)} {word} to reach {name}" if place == 0 else f"{count(how_many)} to reach {name}"
        for place, (how_many, name) in enumerate(
            (how_many, name)
            for how_many, name in ((row.signals.to_amber, "amber"), (row.signals.to_green, "green"))
            if how_many
        )
    ]
    return ", ".join(parts)


def measure(row: Row) -> str:
    """The measure's title; where low is good it says so, because a reader takes high for good."""
    return f"{row.title} ({direction(row)})" if row.better == "lower" else row.title


def named(ref: str, title: str) -> str:
    """A measure in one column: "1.1" and its title; the title alone where the reference is a name, not a number.

    >>> named("1.4", "Number of LAC"), named("allocated", "Number of allocated children")
    ('1.4 Number of LAC', 'Number of allocated children')
    """
    return f"{ref} {title}" if any(map(str.isdigit, ref)) else title


def month_name(month: Month) -> str:
    """March 2023."""
    return f"{month.start:%B} {month.year}"


def day(on: dt.date) -> str:
    """31 March 2023."""
    return f"{on.day} {on:%B} {on.year}"


MADE_UP = "made-up data, no real child is in it."


def heading(report: HighlightReport) -> str:
    return f"{TITLE}, {moment(report)}"


def moment(report: HighlightReport) -> str:
    """The month that a report is about, or the day where the month had not ended."""
    return month_name(report.month) if report.ended else f"as at {day(report.as_at)}"


def ratings_counted(report: HighlightReport) -> str:
    """6 green, 4 amber, 4 red."""
    return ", ".join(f"{len(report.rated(name))} {name}" for name in RATINGS)


def near_misses(report: HighlightReport) -> tuple[Row, ...]:
    """The red percentages that lie less than 1 percentage point from their minimum target."""
    return tuple(
        row
        for row in report.rated("red")
        if row.unit == "percent"
        and row.minimum
        and row.current.value is not None
        and abs(row.current.value - Fraction(row.minimum.rstrip("%"))) < 1
    )


def ratings_explained(report: HighlightReport) -> str:
    """How many measures have which rating, how many have none and why, and how near the reds are."""
    rated = sum(len(report.rated(name)) for name in RATINGS)
    missing = [row for row in report.rows if row.current.value is None]
    without_target = len(report.rows) - rated - sum(1 for row in missing if row.minimum)
    sentences = [
        f"{_measures(len(report.rows))}, {rated} of them rated against agreed targets: {ratings_counted(report)}."
    ]
    if without_target:
        sentences.append(f"{without_target} {'has' if without_target == 1 else 'have'} no target and so no rating.")
    if missing:
        sentences.append(f"{_measures(len(missing))} {'has' if len(missing) == 1 else 'have'} no figure.")
    reds, near = len(report.rated("red")), len(near_misses(report))
    if near:
        sentences.append(
            f"Of the {reds} red, {near} {'is' if near == 1 else 'are'} within 1 percentage point of the minimum target."
            if reds > 1
            else "The red one is within 1 percentage point of the minimum target."
        )
    return " ".join(sentences)


def _measures(how_many: int) -> str:
    return f"{how_many} measure" if how_many == 1 else f"{how_many} measures"


def reconciliation(report: HighlightReport) -> str:
    """2,503 open cases = 738 + 214 + 301 + 269 + 981; or why it can't be said."""
    found = report.reconciliation
    if found.open_cases is None:
        return f"Open cases: {found.note or NO_DATA}"
    sum_ = " + ".join(count(how_many) for _, how_many in found.parts)
    return f"{count(found.open_cases)} open cases = {sum_}" if sum_ else f"{count(found.open_cases)} open cases"


def reconciliation_parts(report: HighlightReport) -> str:
    """738 children in need, 214 on a child protection plan, ...: what the numbers of the sum are."""
    return ", ".join(f"{count(how_many)} {label}" for label, how_many in report.reconciliation.parts)


def allocation(report: HighlightReport) -> str:
    """How the children with an allocated worker and the open cases agree, or why it can't be said."""
    found = report.reconciliation
    sentences = []
    if found.open_cases is not None and found.allocated is None and found.note:
        return f"Whether each open case has an allocated worker: {found.note}."
    if found.allocated is not None and found.allocated_not_open == 0 and found.open_not_allocated == 0:
        return (
            f"{count(found.allocated)} children have an allocated worker: all of them have an open case, "
            "and every open case has an allocated worker."
        )
    if found.allocated is not None:
        sentences.append(f"{count(found.allocated)} children have an allocated worker.")
    if found.allocated_not_open is not None:
        none = found.allocated_not_open == 0
        sentences.append(
            "All of them have an open case."
            if none
            else f"{count(found.allocated_not_open)} of them have no open case."
        )
    if found.open_not_allocated is not None:
        none = found.open_not_allocated == 0
        sentences.append(
            "Every open case has an allocated worker."
            if none
            else f"{count(found.open_not_allocated)} open cases have no allocated worker."
        )
    return " ".join(sentences)


def rate(shown: Shown) -> str:
    """33.3 per 10,000 aged 0 to 17; or which kind of nothing."""
    written = figure(shown, "rate")
    return written if shown.value is None else f"{written} per 10,000 aged 0 to 17"


@dataclass(frozen=True)
class Note:
    """A numbered note: what it says, and of which measures."""

    number: int
    text: str
    refs: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """3.3: no data: needs ssd_cin_visits.cinv_cin_visit_seen."""
        return f"{', '.join(self.refs)}: {self.text}" if self.refs else self.text


@dataclass(frozen=True)
class Notes:
    """The notes of one report, in the order in which its table first needs them, each text once.

    "no cases" has no note: the cell says it all, and the explanations say what it means.
    """

    listed: tuple[Note, ...]

    @classmethod
    def of(cls, report: HighlightReport) -> Notes:
        refs: dict[str, dict[str, None]] = {}
        for row in report.rows:
            for shown in (row.previous, row.current, *row.trend):
                _add(refs, shown.note, row.ref)
            _add(refs, _rounds_onto_a_target(row), row.ref)
            for caution in row.cautions:
                _add(refs, caution, row.ref)
        for key in report.key_numbers:
            _add(refs, key.shown.note, key.ref)
            _add(refs, key.rate.note if key.rate else "", key.ref)
        _add(refs, report.reconciliation.note, "open cases")
        return cls(tuple(Note(place, text, tuple(whose)) for place, (text, whose) in enumerate(refs.items(), start=1)))

    def marks(self, shown: Shown) -> tuple[int, ...]:
        """The numbers of the notes that a figure needs."""
        return self._numbers(shown.note)

    def rating_marks(self, row: Row) -> tuple[int, ...]:
        """The numbers of the notes that stand at the rating: a figure that only reads like its target, and cautions."""
        return tuple(n for text in (_rounds_onto_a_target(row), *row.cautions) for n in self._numbers(text))

    def _numbers(self, text: str) -> tuple[int, ...]:
        return tuple(note.number for note in self.listed if text and note.text == text)


def marked(text: str, marks: tuple[int, ...]) -> str:
    """A cell's text with the numbers of its notes: "no data [1]"."""
    return " ".join((text, *(f"[{mark}]" for mark in marks))).strip()


def _add(refs: dict[str, dict[str, None]], text: str, ref: str) -> None:
    if text and text != NO_CASES:
        refs.setdefault(text, {})[ref] = None


def _rounds_onto_a_target(row: Row) -> str:
    """A remark where the rounded figure reads like a target that the exact figure misses (89.96% and 90%)."""
    value = row.current.value
    if value is None or row.unit != "percent" or not row.rating:
        return ""
    for name, written in (("minimum", row.minimum), ("upper", row.upper)):
        exact = Fraction(written.rstrip("%")) if written and re.fullmatch(r"[\d.]+%?", written) else None
        if exact is None or one_decimal(exact) != one_decimal(value):
            continue
        if (value < exact and row.better == "higher") or (value > exact and row.better == "lower"):
            side = "below" if value < exact else "above"
            return (
                f"{one_decimal(value)}% is rounded: the exact figure lies just {side} the {name} target, "
                "and the rating follows the exact figure"
            )
    return ""


def provenance(report: HighlightReport) -> str:
    """What the figures were counted from, so that they can be counted again."""
    whose = f"{report.council}: " if report.council else ""
    return (
        f"{whose}{f'{MADE_UP} ' if report.made_up else ''}"
        f"Counted from snapshot {report.snapshot}, extracted on {day(report.extracted_on)}; "
        f"as at {day(report.as_at)}; definitions {report.book[:12]}"
    )


def explanations(report: HighlightReport) -> tuple[tuple[str, str], ...]:
    """What each word and sign of the table means, for a reader who has never seen it: (word, meaning)."""
    periods = list(dict.fromkeys(period(row) for row in report.rows))
    said = "; ".join(f"{word} is {PERIOD_MEANINGS[word]}" for word in periods if word in PERIOD_MEANINGS)
    explained = [
        (
            "Num and Denom",
            "How many children or events the measure is true of (Num), out of how many (Denom).",
        ),
        ("Current", "Num as a percentage of Denom, rounded to one decimal; or a number of children."),
        ("Period", f"The time that the current figure covers. {said}." if said else ""),
        (
            "Six month trend",
            "The figure of each of the last six months. Where the period is YTD or Rolling Year, the current figure "
            "covers more time than one month, so it can differ from the last month's.",
        ),
        (
            f"Previous year ({report.previous_label})",
            "The same measure for the financial year before, as it stood on 31 March.",
        ),
        (
            "Target: min and upper",
            "Agreed in the council. The minimum is the least that is acceptable; the upper target is what is aimed "
            "for. Where low is good, the minimum is the most that is acceptable.",
        ),
        (
            "High is good, low is good",
            "A higher figure is better, unless the measure says that low is good. Numbers of children are neither.",
        ),
        (
            "Rating",
            "Green: the upper target is met. Amber: the minimum is met, the upper target is not. "
            "Red: the minimum is not met. The exact figure is rated, not the rounded one.",
        ),
        (
            "Trend line",
            "The six months as a line. Its height covers at least 10 percentage points (for numbers, a fifth of "
            "the largest), so that a small change looks small. It doesn't start at zero. "
            "A month without a figure is a gap.",
        ),
        *_signals_explained(report),
        (NO_CASES.capitalize(), "There was nobody to count. It is not zero per cent."),
        (
            NO_DATA.capitalize(),
            "The records that the figure needs were not loaded; the notes say which. It is not zero.",
        ),
    ]
    return tuple((word, meaning) for word, meaning in explained if meaning)


def _signals_explained(report: HighlightReport) -> list[tuple[str, str]]:
    if all(row.signals == Signals() for row in report.rows):
        return []
    return [
        (
            "More to reach",
            "How many more of the same children or events would have to be in time for the next rating; where low is "
            "good, how many fewer would have to be late.",
        ),
        (
            "Up and down",
            "The last month of the trend against the month before and the same month of the year before. A small "
            "change may be chance: the sign of variation says whether it is.",
        ),
        (
            "Variation",
            "Whether the last month differs from what this series always does: improving, concerning, or usual "
            "variation (NHS Making Data Count rules on the monthly figures; none on a rolling year).",
        ),
        (
            "Assurance",
            "Whether the minimum target is met whatever the month, missed whatever the month, or hit and missed by "
            "chance, while the service works as it does.",
        ),
    ]
