"""A report's figures as disclosure control sees them: counts, the shares printed of them, and how they hang together.

The same count can stand in many places of a report, and in none: the denominator of a month's percentage is a count
even where only the percentage is printed. Relations come from three sources: the table of relations for what indicators
count; the tables of the report itself, whose columns add up; and figures worked out from others (`derived_from`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations, product

from lineofsight.reports.disclosed_relations import Relation, Term
from lineofsight.reports.document import Cell, Number, Report, Section, Table, numbers_in, words
from lineofsight.statistics import disclosure
from lineofsight.statistics.disclosure import Between, Difference, Published, Share, Total

#: How a report calls the columns of targets.
_MINIMUM, _UPPER = ("minimum", "min", "minimum target"), ("upper", "upper target")
TARGETS = frozenset((*_MINIMUM, *_UPPER))
_PER_10_000 = 10_000


@dataclass
class Figures:
    """What a report prints. `item_of`: of each figure, by `Number.key` and text, the cell, share or difference.

    `follows`: figures that are worked out from others in some other way than by taking one from the other; they are
    hidden with them. `unknown`: figures of which nothing is known but their text, so that nobody can check them.
    `known`: what ratings tell, with the share that they tell it of. `of_indicators`: the cells that indicators count.
    """

    cells: dict[str, disclosure.Cell] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    totals: dict[Total, None] = field(default_factory=dict)
    differences: dict[str, Difference] = field(default_factory=dict)
    known: dict[Between, str] = field(default_factory=dict)
    item_of: dict[tuple[str, str], str] = field(default_factory=dict)
    follows: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    unknown: list[Number] = field(default_factory=list)
    of_indicators: set[str] = field(default_factory=set)

    def published(self, *, ratings: bool = True) -> Published:
        """As disclosure control takes it; without ratings, what they tell is left aside."""
        return Published(
            tuple(self.cells.values()),
            tuple(self.shares.values()),
            tuple(self.totals),
            tuple(self.differences.values()),
            tuple(self.known) if ratings else (),
        )

    def items_of(self, number: Number) -> tuple[str, ...]:
        """The cells and the share that a figure tells of."""
        item = self.item_of.get((number.key, number.text), "")
        share = self.shares.get(item)
        return (item, share.numerator, share.denominator) if share else (item,) if item else ()


def figures_of(report: Report, relations: Iterable[Relation]) -> Figures:
    """The figures of a report, and all that a reader knows of how they hang together."""
    figures = Figures()
    every = list(numbers_in(report))
    for number in every:
        if not number.derived_from and not number.hidden:
            _take(figures, number)
    _derived(figures, every)
    _related(figures, relations)
    for section in report.sections:
        _of_section(figures, section)
    _like_indicators(figures)
    for table in _tables(report):
        for row in table.rows:
            _rating(figures, report, table, row)
    return figures


def printed_value(text: str) -> Fraction | None:
    """The number that a figure is printed as; None for words.

    >>> printed_value("2,503"), printed_value("84.0%"), printed_value("no cases")
    (Fraction(2503, 1), Fraction(84, 1), None)
    """
    plain = text.rstrip("%").replace(",", "")
    return Fraction(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def is_percentage(number: Number) -> bool:
    """Whether a figure is printed as a percentage."""
    return number.text.endswith("%")


# Single figures


def _take(figures: Figures, number: Number) -> None:
    if number.value is None and number.numerator is None:
        return
    if number.numerator is not None and number.denominator is not None:
        if number.denominator > 0 and number.value is not None:
            _take_share(figures, number, number.numerator, number.denominator)
        return
    count = number.numerator if number.numerator is not None else _whole(number)
    if count is not None and printed_value(number.text) == count:
        # What has no reference and no parts is a count of people's work: known, and of no child.
        people = bool(number.ref) or number.numerator is not None
        key = _cell(figures, number, _role(number), count, printed=True, people=people)
        figures.item_of[number.key, number.text] = key
    elif number.ref:
        figures.unknown.append(number)


def _take_share(figures: Figures, number: Number, above: int, below: int) -> None:
    percentage = is_percentage(number)
    scale, decimals = 100 if percentage else _PER_10_000, len(number.text.rstrip("%").partition(".")[2])
    share = Share("", "", "", scale, decimals, percentage and above <= below)
    if printed_value(number.text) != disclosure.shown_share(above, below, share):
        figures.unknown.append(number)
        return
    numerator = _cell(figures, number, "numerator", above, printed=False)
    denominator = _cell(figures, number, "denominator", below, printed=False, public=not percentage)
    key = f"share {numerator} / {denominator}"
    figures.shares[key] = replace(share, key=key, numerator=numerator, denominator=denominator)
    figures.item_of[number.key, number.text] = key


def _cell(
    figures: Figures,
    number: Number,
    role: str,
    count: int,
    *,
    printed: bool,
    people: bool = True,
    public: bool = False,
) -> str:
    """The key of a count. The same count of the same measure on the same day is one cell, in whatever window it is."""
    key = f"{number.ref or number.what}|{role}|{number.as_at}|{count}"
    before = figures.cells.get(key)
    if before is None or (printed and not before.printed):
        figures.cells[key] = disclosure.Cell(key, count, printed, people, public)
    if number.ref:
        figures.of_indicators.add(key)
    return key


def _role(number: Number) -> str:
    return next((role for role in ("numerator", "denominator") if number.window.endswith(role)), "count")


def _whole(number: Number) -> int | None:
    if number.value is None or number.value.denominator != 1 or is_percentage(number) or number.value < 0:
        return None
    return int(number.value) if "." not in number.text else None


# How they hang together


def _derived(figures: Figures, every: list[Number]) -> None:
    by_key = {number.key: number for number in every}
    for number in every:
        if not number.derived_from or number.value is None:
            continue
        place = (number.key, number.text)
        sources = [by_key[key] for key in number.derived_from if key in by_key]
        items = tuple(item for source in sources for item in figures.items_of(source))
        if len(sources) < len(number.derived_from):
            figures.follows[place] = ()  # of what does not stand in the report: nobody can check what it tells
            continue
        change = _change(figures, number, [source for source in sources if figures.items_of(source)])
        if change is None:
            figures.follows[place] = items
        else:
            figures.differences[change.key] = change
            figures.item_of[place] = change.key


def _change(figures: Figures, number: Number, sources: list[Number]) -> Difference | None:
    cells = [figures.cells.get(figures.item_of[source.key, source.text]) for source in sources]
    if len(cells) != 2 or cells[0] is None or cells[1] is None or number.value is None:
        return None
    for later, earlier in ((cells[0], cells[1]), (cells[1], cells[0])):
        if later.count - earlier.count == number.value:
            return Difference(f"change {later.key} - {earlier.key}", later.key, earlier.key)
    return None


def _related(figures: Figures, relations: Iterable[Relation]) -> None:
    places: dict[tuple[Term, str], list[str]] = {}
    for key in figures.cells:
        ref, role, on, _ = key.rsplit("|", 3)
        places.setdefault((Term(ref, role), on), []).append(key)
    days = sorted({on for _, on in places})
    for relation in relations:
        for on in days:
            terms = [places.get((term, on), []) for term in (relation.whole, *relation.parts)]
            for whole, *parts in product(*terms):
                _add_total(figures, whole, tuple(parts))


def _add_total(figures: Figures, whole: str, parts: tuple[str, ...]) -> None:
    """Takes a sum as known where it is true of the figures."""
    counts = [figures.cells[part].count for part in parts]
    if whole not in parts and len(set(parts)) == len(parts) and figures.cells[whole].count == sum(counts):
        figures.totals[Total(whole, parts)] = None


def _of_section(figures: Figures, section: Section) -> None:
    """What the tables and sentences of a section show by themselves: columns and sums that add up, and equal parts."""
    cells = list(dict.fromkeys(_own_cells(figures, numbers_in(section))))
    columns = [
        tuple(column)
        for block in section.blocks
        if isinstance(block, Table)
        for column in zip(*block.rows, strict=True)
    ]
    sentences = [block for block in section.blocks if not isinstance(block, Table)]
    groups = [_printed(figures, part) for part in (*sentences, *columns)]
    for one, other in permutations(cells, 2):
        if _may_be_the_same(one, other):
            _add_total(figures, one, (other,))
    for group in groups:
        parts = tuple(group)
        if len(parts) > 2:  # one of them is the sum of the others
            largest = max(parts, key=lambda key: figures.cells[key].count)
            _add_total(figures, largest, tuple(part for part in parts if part != largest))
        if len(parts) > 1:
            for whole in cells:
                if whole not in parts:
                    _add_total(figures, whole, parts)


def _may_be_the_same(one: str, other: str) -> bool:
    """Whether two counts of people's work are of the same: groups of which shares are taken, and what they are of.

    "Share of audits graded good" is of the "audits graded good".
    """
    (what, role, on, _), (of, role_of_other, other_on, _) = one.rsplit("|", 3), other.rsplit("|", 3)
    if on != other_on or role != "denominator":
        return on == other_on and role == "numerator" and role_of_other == "count" and what.endswith(of)
    return role_of_other != "numerator"


def _own_cells(figures: Figures, numbers: Iterable[Number]) -> Iterator[str]:
    """The counts of figures that no indicator has."""
    for number in numbers:
        if not number.ref:
            yield from (item for item in figures.items_of(number) if item in figures.cells)


def _printed(figures: Figures, part: object) -> list[str]:
    """The counts that no indicator has and that are printed in a part of a report."""
    return [key for key in dict.fromkeys(_own_cells(figures, numbers_in(part))) if figures.cells[key].printed]


def _like_indicators(figures: Figures) -> None:
    """A count without a reference that is as large as an indicator's on that day is taken for the same one."""
    for key in figures.cells:
        if key not in figures.of_indicators and figures.cells[key].people:
            on, count = key.rsplit("|", 3)[2], figures.cells[key].count
            for other in sorted(figures.of_indicators):
                if other.rsplit("|", 3)[2] == on and figures.cells[other].count == count > 0:
                    _add_total(figures, key, (other,))


# What ratings tell


def _tables(report: Report) -> Iterator[Table]:
    for section in report.sections:
        yield from (block for block in section.blocks if isinstance(block, Table))


def rated_share(figures: Figures, report: Report, row: tuple[Cell, ...]) -> str:
    """The share of a table's row that its rating is of: the current one; empty where there is none."""
    for number in numbers_in(row):
        if number.as_at == report.as_at and number.window != "month of the trend":
            item = figures.item_of.get((number.key, number.text), "")
            if item in figures.shares:
                return item
    return ""


def _rating(figures: Figures, report: Report, table: Table, row: tuple[Cell, ...]) -> None:
    """What a row's rating tells of its share: which side of its targets it is on, and whether it is a near miss."""
    rating = next((cell.rating for cell in row if cell.rating), "")
    share = figures.shares.get(rated_share(figures, report, row))
    minimum, upper = (_target(table, row, titles) for titles in (_MINIMUM, _UPPER))
    if not rating or share is None or minimum is None or upper is None:
        return
    above, below = figures.cells[share.numerator].count, figures.cells[share.denominator].count
    value = Fraction(100 * above, below)
    for low, high, low_in, high_in in _bands(minimum, upper, rating):
        known = Between(share.numerator, share.denominator, low, high, low_in, high_in)
        over = low is None or low < value or (low_in and low == value)
        under = high is None or value < high or (high_in and high == value)
        if over and under:
            figures.known[known] = share.key
            return


def _target(table: Table, row: tuple[Cell, ...], titles: tuple[str, ...]) -> Fraction | None:
    for column, cell in zip(table.columns, row, strict=False):
        written = words(cell.text).strip().rstrip("%")
        if column.title.lower() in titles and re.fullmatch(r"\d+(\.\d+)?", written):
            return Fraction(written)
    return None


_Band = tuple[Fraction | None, Fraction | None, bool, bool]


def _bands(minimum: Fraction, upper: Fraction, rating: str) -> list[_Band]:
    """From where to where a rating reaches. A red one is a near miss within 1 point of the minimum, or further off."""
    high_is_good: dict[str, list[_Band]] = {
        "green": [(upper, None, True, True)],
        "amber": [(minimum, upper, True, False)],
        "red": [(minimum - 1, minimum, False, False), (None, minimum - 1, True, True)],
    }
    low_is_good: dict[str, list[_Band]] = {
        "green": [(None, upper, True, True)],
        "amber": [(upper, minimum, False, True)],
        "red": [(minimum, minimum + 1, False, False), (minimum + 1, None, True, True)],
    }
    return (high_is_good if upper >= minimum else low_is_good).get(rating, [])
