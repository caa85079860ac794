"""Sentences that rules write from the figures: what our data tells us, and the areas of focus.

Each sentence says what its figures say and no more. A change is claimed only of a special cause (process control), a
comparison with the year before only beyond chance; "most" is said of three quarters and more, "nearly all" of 95%,
"all" of all; and of fewer than 20 cases nothing is said without "of few". What is said in which words is data:
`sentences.toml`.

A measure stands in one list at most:

    focus  red; or worse by a special cause; or amber and worse than the year before by more than chance
    tells  green; or amber otherwise; or a number of children with a special cause
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lineofsight.reports import wording
from lineofsight.reports.document import Number, Paragraph, Run, Text, numbers_in, words
from lineofsight.reports.model import HighlightReport, Row
from lineofsight.reports.numbers import Numbers
from lineofsight.reports.sentences_noise import worse
from lineofsight.reports.sentences_wording import PLACEHOLDER, Measure, Phrases, phrases_of
from lineofsight.statistics.process_control import Kind

__all__ = ["Phrases", "Sentence", "Why", "areas_of_focus", "phrases_of", "summary", "what_the_data_tells", "why"]

_PERIODS = {"Year to date": ", in the year to date", "Rolling year": ", in twelve months", "Month": ", in the month"}
#: The rules of the second list, those that weigh most first.
_FOCUS = ("red", "worse", "below")
#: The rules that say how a measure without a target has moved, in plain figures.
_WITHOUT_TARGET = ("worse", "improved", "moved")
#: The rules that the series alone decides.
_OF_THE_SERIES = ("worse", "improved", "moved", "changed")


@dataclass(frozen=True)
class Sentence:
    """A sentence with what it was written by: `name` of the rule, and the rule in words."""

    key: str
    refs: tuple[str, ...]
    name: str
    rule: str
    paragraph: Paragraph


@dataclass(frozen=True)
class Why:
    """Why a sentence stands in a report: the rule, and the figures that it was written from."""

    key: str
    text: str
    rule: str
    figures: tuple[Number, ...]


def what_the_data_tells(
    report: HighlightReport, numbers: Numbers, phrases: Phrases | None = None
) -> tuple[Sentence, ...]:
    """The sentences of what goes well, and of numbers of children that have changed, in the order of the report.

    `phrases`: the words to use; those that ship, where not given (`phrases_of`).
    """
    used = phrases or phrases_of()
    named = ((row, rule_of(row)) for row in report.rows)
    return tuple(_sentence("tells", row, name, numbers, used) for row, name in named if name and name not in _FOCUS)


def areas_of_focus(report: HighlightReport, numbers: Numbers, phrases: Phrases | None = None) -> tuple[Sentence, ...]:
    """The sentences of what needs attention: red first, then what worsens, then what is below the year before."""
    used = phrases or phrases_of()
    return tuple(
        _sentence("focus", row, name, numbers, used) for name in _FOCUS for row in report.rows if rule_of(row) == name
    )


def rule_of(row: Row) -> str:
    """The rule by which something is said of a row: good, within, changed, red, worse, below; empty for none."""
    if row.current.value is None:
        return ""
    if row.rating == "red":
        return "red"
    if row.signals.variation is Kind.CONCERN:
        return "worse"
    if row.rating == "green":
        return "good"
    if row.rating == "amber":
        return "below" if worse(row.current, row.previous, row.better) else "within"
    changed = row.unit == "count" and row.signals.variation in (Kind.NEUTRAL_UP, Kind.NEUTRAL_DOWN)
    return "changed" if changed else ""


def what_the_month_tells(
    report: HighlightReport, numbers: Numbers, phrases: Phrases | None = None
) -> tuple[Sentence, ...]:
    """All that can be said of the measures of a section of the monthly report, in its order.

    Of those without a target a special cause is said; and without one what the figure is, where there are words for it.
    """
    used = phrases or phrases_of()
    named = ((row, rule_of(row) or rule_without_target(row, used)) for row in report.rows)
    told: dict[object, Sentence] = {}
    for row, name in named:
        if name:  # one number that two measures tell apart by something else is said once
            same = (row.trend, row.current) if row.unit == "count" else row.ref
            which = "focus" if name in _FOCUS else "tells"
            told.setdefault(same, _sentence(which, row, name, numbers, used, carries=True))
    return tuple(told.values())


def rule_without_target(row: Row, phrases: Phrases) -> str:
    """The rule by which something is said of a row without a target: improved, moved, level; empty for none."""
    if row.current.value is None or row.rating:
        return ""
    if row.signals.variation is Kind.IMPROVEMENT:
        return "improved"
    if row.signals.variation in (Kind.NEUTRAL_UP, Kind.NEUTRAL_DOWN) and row.unit != "count":
        return "moved"
    measure = phrases.measures.get(row.ref, Measure())
    return "level" if measure.of and measure.good and row.unit == "percent" and row.current.denominator else ""


def why(sentences: Iterable[Sentence]) -> tuple[Why, ...]:
    """For each sentence the rule that wrote it, and the figures that it was written from."""
    return tuple(
        Why(each.key, words(each.paragraph.text), each.rule, tuple(numbers_in(each.paragraph))) for each in sentences
    )


def summary(report: HighlightReport, numbers: Numbers) -> tuple[Paragraph, ...]:
    """How many measures there are, how they are rated, and how near the red ones are to their minimum target."""
    rated = {name: report.rated(name) for name in wording.RATINGS}
    how_many = sum(len(rows) for rows in rated.values())
    missing = [row for row in report.rows if row.current.value is None]
    without = len(report.rows) - how_many - sum(1 for row in missing if row.minimum)
    near = len(wording.near_misses(report))

    def of(count: int, what: str) -> Number:
        return numbers.of_report(count, what)

    measures = "measure gives" if len(report.rows) == 1 else "measures give"
    opening: list[Run] = [of(len(report.rows), "measures"), f" {measures} a snapshot of performance."]
    if without:
        opening += [" ", of(without, "measures without a target"), f" {_have(without)} no target, and no rating."]
    if missing:
        opening += [" ", of(len(missing), "measures without a figure"), f" {_have(len(missing))} no figure."]
    said = [Paragraph(tuple(opening), key="summary:measures")]
    if how_many:
        meanings = {
            "green": "the upper target is met",
            "amber": "the minimum target is met, the upper is not",
            "red": "the minimum target is missed",
        }
        ratings: list[Run] = ["Of the ", of(how_many, "measures that are rated"), " that are rated, "]
        for place, (name, rows) in enumerate(rated.items()):
            ratings += [of(len(rows), f"measures rated {name}"), f" {_are(len(rows))} {name} ({meanings[name]})"]
            ratings.append((", ", " and ", ".")[place])
        said.append(Paragraph(tuple(ratings), key="summary:ratings"))
    if near:
        reds = len(rated["red"])
        misses = "misses" if near == 1 else "miss"
        text: Text = (
            "Of the ",
            of(reds, "measures rated red"),
            " red, ",
            of(near, "red measures within 1 percentage point of their minimum target"),
            f" {misses} the minimum target by less than 1 percentage point.",
        )
        said.append(Paragraph(text, key="summary:near"))
    return tuple(said)


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


# One sentence


def _sentence(
    which: str, row: Row, name: str, numbers: Numbers, phrases: Phrases, *, carries: bool = False
) -> Sentence:
    measure = phrases.measures.get(row.ref, Measure())
    near = row in wording.near_misses(numbers.report)
    patterns = [_pattern(row, name, measure, phrases), *_additions(row, name, near, carries and name in _OF_THE_SERIES)]
    text = [run for each in patterns for run in _filled(phrases.patterns[each], row, measure, numbers, phrases)]
    if which == "focus" and measure.matters:
        text.append(f" {measure.matters}")
    paragraph = Paragraph(_joined(text), key=f"{which}:{row.ref}")
    return Sentence(paragraph.key, (row.ref,), name, phrases.rules[name], paragraph)


def _pattern(row: Row, name: str, measure: Measure, phrases: Phrases) -> str:
    """The name of the pattern that a row's sentence begins with."""
    low = "low_" if row.better == "lower" else ""
    has_parts = row.unit == "percent" and bool(row.current.denominator)
    if name == "changed":
        return "risen" if row.signals.variation is Kind.NEUTRAL_UP else "fallen"
    if not row.minimum and name in _WITHOUT_TARGET:
        return "bare_parts" if has_parts else "bare"
    if not has_parts or not measure.of or not measure.good or (low and not measure.others):
        return "plain_parts" if has_parts else "plain"
    if name in _FOCUS:
        return f"{low}focus" if row.minimum and measure.topic else "plain_parts"
    return f"{low}{name}{'' if _how_many(row, phrases) else '_share'}"


def _additions(row: Row, name: str, near: bool, carries: bool) -> Iterable[str]:
    """The names of what is added to a sentence: nothing of a change but where a special cause says so."""
    if near:
        yield "near"
    if name == "below":
        yield "below"
    if name == "improved":
        yield "improving"
    if name == "moved":
        yield "higher" if row.signals.variation is Kind.NEUTRAL_UP else "lower"
    if name in _FOCUS and row.signals.variation in (Kind.CONCERN, Kind.IMPROVEMENT):
        yield "worsening" if row.signals.variation is Kind.CONCERN else "improving"
        if row.signals.is_trial:
            yield "trial"
    if name in ("changed", "improved", "moved") and row.signals.is_trial:
        yield "trial"
    if carries and row.signals.carries_over and not row.rating:
        yield "carries"


def _how_many(row: Row, phrases: Phrases) -> str:
    """All, Nearly all, Most, or empty: of those who are counted, or where low is good of the others."""
    numerator, denominator = row.current.numerator, row.current.denominator
    if numerator is None or not denominator:
        return ""
    met = denominator - numerator if row.better == "lower" else numerator
    if met == denominator:
        return "All"
    for word, least in (("Nearly all", "nearly_all"), ("Most", "most")):
        if 100 * met >= phrases.words[least] * denominator:
            return word
    return ""


def _filled(pattern: str, row: Row, measure: Measure, numbers: Numbers, phrases: Phrases) -> list[Run]:
    offered = _offered(row, measure, numbers, phrases)
    return [offered[part] if place % 2 else part for place, part in enumerate(PLACEHOLDER.split(pattern))]


def _offered(row: Row, measure: Measure, numbers: Numbers, phrases: Phrases) -> dict[str, Run]:
    """What stands for each word in braces."""
    before = numbers.previous(row)
    few = row.current.denominator is not None and row.current.denominator < phrases.words["few"]
    return {
        "how_many": _how_many(row, phrases),
        "of": measure.of or f"“{row.title}”",
        "good": measure.good,
        "others": measure.others,
        "topic": measure.topic,
        "title": row.title,
        "figure": numbers.current(row),
        "numerator": numbers.part(row, "numerator"),
        "denominator": numbers.part(row, "denominator"),
        "few": ", of few cases" if few else "",
        "period": _PERIODS.get(row.period, ""),
        "minimum": wording.target(row.minimum, row.unit),
        "upper": wording.target(row.upper, row.unit),
        "meaning": wording.rating_meaning(row) or "without a target",
        "previous": before,
        "previous_day": wording.day(before.as_at),
    }


def _joined(runs: Iterable[Run]) -> Text:
    """The runs with words that follow on each other as one, and none that are empty."""
    joined: list[Run] = []
    for run in runs:
        if isinstance(run, str) and joined and isinstance(joined[-1], str):
            joined[-1] += run
        elif run != "":
            joined.append(run)
    return tuple(joined)
