"""Hidden figures that stand in words all the same: in a heading, a caption, a sentence that somebody wrote.

Figures of a report are objects, and are hidden as such. What a person typed is text; a hidden figure in it would go
out unseen. It is found by its digits, or by its word where it is small, in a place where it counts people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from math import floor

from lineofsight.reports.disclosed_figures import TARGETS, is_percentage, printed_value
from lineofsight.reports.document import Number, Quote, Report, Section, Table, numbers_in

#: Below this a count stands in too many places that have nothing to do with it: it is found where people are counted.
_DISTINCT = 100
_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    **{word: value for value, word in enumerate(_ONES, 1)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": 10 * n + m for n, ten in enumerate(_TENS, 2) for m, one in enumerate(_ONES[:9], 1)},
}
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:\s+(?!and\b|or\b|of\b)[\w'’-]+){0,2}?\s+(?:child|children|young|people|persons?|boys?|girls?|bab(?:y|ies)|cases?|famil|"
    r"siblings?|care[ -]?leavers?|plans?|reviews?|visits?|contacts?|referrals?|assessments?|audits?|placements?)\b|"
    r"\s+(?:of|out of)\s+(?:them|these|those|the|our|\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[\s-]*(?:working|school|calendar)?[\s-]*(?:minute|hour|day|week|month|year|yr|term)s?\b", re.IGNORECASE
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATES = re.compile(rf"\b\d{{1,2}} {_MONTH}(?: \d{{4}})?|\b{_MONTH} \d{{4}}|\b\d{{4}}[-/]\d{{2,4}}(?:[-/]\d{{2}})?")
_SHARE = re.compile(r"\s*(?:%|per ?cent|per (?:10,000|ten thousand))", re.IGNORECASE)
#: A target is agreed, not counted.
_TARGET = re.compile(r"\b(?:target|minimum|at least|at most)(?: of| is| was)?:? ?$", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.,£])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d]|\.\d|,\d)")


@dataclass(frozen=True)
class Leak:
    """A hidden figure that stands in plain words. `place`: the section; `words`: the text; `figure`: what is hidden."""

    place: str
    words: str
    figure: str

    def __str__(self) -> str:
        return f"{self.place}: “{_short(self.words)}” tells {self.figure}."


def leaks_in(report: Report, hidden: Iterable[Number]) -> tuple[Leak, ...]:
    """Where the words of a report tell a hidden figure, quotations aside."""
    needles, refs = list(hidden), _refs(report)
    found = [
        Leak(place, text, _named(number))
        for place, text in _texts(report)
        for number in needles
        if _tells(text, number, refs)
    ]
    return tuple(dict.fromkeys(found))


def compared(words: str, printed: Fraction) -> str:
    """Words that set a rate beside others, as they are true of the rate that is printed: of the exact one they tell it.

    >>> compared(" (the same as London, 33.3 at 31 March 2022; lower than England, 43.0 at)", Fraction(334, 10))
    ' (higher than London, 33.3 at 31 March 2022; lower than England, 43.0 at)'
    """

    def true(found: re.Match[str]) -> str:
        mine, other = _rounded(printed, len(found[2].partition(".")[2])), Fraction(found[2])
        way = "the same as" if mine == other else "lower than" if mine < other else "higher than"
        return f"{way}{found[1]}{found[2]} at"

    return _BESIDE.sub(true, words)


_BESIDE = re.compile(r"(?:the same as|lower than|higher than)( [^,;()]+, )(\d+(?:\.\d+)?) at")


def warnings_in(report: Report, hidden: Iterable[Number]) -> tuple[str, ...]:
    """What somebody must read before the report goes out: words of others, which stand as they were said."""
    needles, refs, said = list(hidden), _refs(report), []
    for place, quote in _quotes(report):
        told = [number for number in needles if _tells(quote.text, number, refs)]
        said += [f"{place}: words of {quote.source} hold the number of {_named(number)}" for number in told]
    quotes = sum(1 for _ in _quotes(report))
    if quotes and needles:
        many = "1 quotation stands" if quotes == 1 else f"{quotes} quotations stand"
        said.append(f"{many} as it was said and can't be checked: read whether any tells a hidden figure")
    return tuple(said)


def _named(number: Number) -> str:
    return f"{number.text}, hidden as {number.what}, {number.as_at.day} {number.as_at:%B %Y}"


def _refs(report: Report) -> frozenset[str]:
    """The references of measures, which look like figures: 1.4 is a number of children before it is a rate."""
    return frozenset(number.ref for number in numbers_in(report) if number.ref)


def _tells(text: str, number: Number, refs: frozenset[str]) -> bool:
    value = printed_value(number.text)
    if value is None:
        return False
    text = _DATES.sub(lambda match: " " * len(match.group()), text)
    return any(
        _is_it(value, number, digits, text[end:], refs)
        for digits, start, end in _numbers(text)
        if not _TARGET.search(text[:start])
    )


def _numbers(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _NUMBER.finditer(text):
        yield match[1].replace(",", ""), match.start(), match.end()
    for match in _WORD.finditer(text):
        yield str(_WORDS[match.group().lower()]), match.start(), match.end()


def _is_it(value: Fraction, number: Number, digits: str, after: str, refs: frozenset[str]) -> bool:
    if _rounded_like(digits, number.text) != value:
        return False
    if is_percentage(number):
        return _SHARE.match(after) is not None
    if number.denominator is not None:
        return _SHARE.match(after) is not None or ("." in digits and digits not in refs)
    if _SHARE.match(after) or _TIME.match(after):
        return False
    return value >= _DISTINCT or _COUNTED.match(after) is not None


def _rounded_like(digits: str, printed: str) -> Fraction:
    """A typed number with no more decimals than a figure is printed with: whoever types more tells it all the more.

    >>> _rounded_like("1.1152", "1.1%")
    Fraction(11, 10)
    """
    both = "." in digits and "." in printed
    return _rounded(Fraction(digits), len(printed.rstrip("%").partition(".")[2])) if both else Fraction(digits)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    step = Fraction(1, 10**decimals)
    return floor(value / step + Fraction(1, 2)) * step


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87]}..."


# What stands in a report as plain words


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    yield from (("The title", text) for text in (report.title, report.subtitle))
    yield from (("The end of the report", text) for text in report.provenance)
    for section in report.sections:
        for text in _plain(section):
            yield f"“{section.title}”", text


def _plain(part: object) -> Iterator[str]:
    """The texts of a part, each run of words by itself. What figures are called says nothing of them; a chart's
    alternative is written of its own points, and anew where one of them is hidden.
    """
    if isinstance(part, str):
        yield part
    elif isinstance(part, Table):
        targets = {place for place, column in enumerate(part.columns) if column.title.lower() in TARGETS}
        yield from _plain((part.caption, part.columns, part.note, tuple(title for _, title in part.groups)))
        for row in part.rows:
            yield from _plain(tuple(cell for place, cell in enumerate(row) if place not in targets))
    elif isinstance(part, tuple):
        for one in part:
            yield from _plain(one)
    elif is_dataclass(part) and not isinstance(part, (Number, Quote)):
        for each in fields(part):
            if each.name not in _NOT_READ:
                yield from _plain(getattr(part, each.name))


#: What no reader sees, is the name of a person, or is no text of a counted figure.
_NOT_READ = frozenset({"key", "edited_by", "manner", "rating", "kind", "unit", "level", "levels", "alternative"})


def _quotes(report: Report) -> Iterator[tuple[str, Quote]]:
    for section in report.sections:
        yield from ((f"“{section.title}”", each) for each in _quotes_of(section))


def _quotes_of(section: Section) -> Iterator[Quote]:
    yield from (block for block in section.blocks if isinstance(block, Quote))
