"""A report as it goes out: without the figures that would tell of very few children, in any of its renderings.

Every figure of a report is one object, so that a hidden one is hidden in tables, charts, sentences, slides and files
alike. What goes out holds nothing but what is printed: no numerator behind a percentage, and no more digits than are
shown. A sentence that a rule wrote of a hidden figure is not said; a chart's point is a gap; a hidden figure in plain
words is found, so that publication can be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from lineofsight.reports import wording
from lineofsight.reports.disclosed_figures import (
    Figures,
    figures_of,
    is_percentage,
    printed_value,
    rated_share,
)
from lineofsight.reports.disclosed_relations import Relation, relations_of
from lineofsight.reports.disclosed_words import Leak, compared, leaks_in, warnings_in
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Number,
    Paragraph,
    Report,
    Section,
    Table,
    numbers_in,
    words,
)
from lineofsight.statistics.disclosure import Difference, Disclosure, Protection, protect, shown_count, shown_share

__all__ = ["Disclosed", "Leak", "disclosed"]

HIDDEN = "hidden"
LEFT_OUT = "Not said here, because figures are hidden that are small, or tell of small ones"


@dataclass(frozen=True)
class Disclosed:
    """A report as it goes out. `hidden` names the figures that were taken away, each with its day; `keys` are theirs.

    `leaks`: what would tell a hidden figure all the same; with any, the report must not go out. `warnings`: what
    somebody should read first, because no rule can check it.
    """

    report: Report
    hidden: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
    warnings: tuple[str, ...] = ()
    keys: frozenset[str] = frozenset()


def disclosed(
    report: Report,
    choice: Disclosure,
    relations: Iterable[Relation] | None = None,
    *,
    kept: Iterable[str] = (),
) -> Disclosed:
    """A report under disclosure control. `relations`: how figures hang together; those that ship, where not given.

    `kept`: the keys of figures that an earlier publication hid. They stay hidden, or the two together would tell what
    each of them hides. A choice that hides nothing leaves the report as it is.
    """
    if not choice.hides:
        return Disclosed(report)
    figures = figures_of(report, relations_of() if relations is None else relations)
    kept = frozenset(kept)
    items = frozenset(figures.item_of.get((each.key, each.text), "") for each in numbers_in(report) if each.key in kept)
    protection = protect(figures.published(), choice, items)
    blanked: frozenset[str] = frozenset()
    if protection.unprotected and choice.secondary and figures.known:
        # What ratings tell can't be outweighed: they are hidden with the figures that they rate.
        protection = protect(figures.published(ratings=False), choice, items)
        blanked = protection.hidden
    control = _Control(report, choice, figures, protection, blanked, kept)
    out = control.of(report)
    gone = control.gone
    return Disclosed(
        out,
        tuple(dict.fromkeys(_named(number) for number in gone)),
        (*leaks_in(out, gone), *_unprotected(protection, choice)),
        (*warnings_in(out, gone), *control.warnings, *_open(protection, choice)),
        frozenset(number.key for number in gone),
    )


class _Control:
    """Goes through a report and takes away what is hidden. `blanked`: the shares whose ratings are hidden too; `kept`:
    the figures that are hidden because they were.
    """

    def __init__(
        self,
        report: Report,
        choice: Disclosure,
        figures: Figures,
        protection: Protection,
        blanked: frozenset[str] = frozenset(),
        kept: frozenset[str] = frozenset(),
    ) -> None:
        self._report, self._choice, self._figures, self._protection = report, choice, figures, protection
        self._blanked, self._kept = blanked, kept
        self._gone: dict[Number, None] = {}
        self._words_around: dict[str, None] = {}
        tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
        self._ratings_hidden = any(self._hides_rating(row) for table in tables for row in table.rows)

    @property
    def gone(self) -> tuple[Number, ...]:
        """The figures that were taken away, as they were."""
        return tuple(self._gone)

    @property
    def warnings(self) -> tuple[str, ...]:
        unknown = (
            f"{each.what} ({each.text}): its parts are not known, so it is not checked"
            for each in self._figures.unknown
        )
        around = (f"Read the words around a hidden figure: “{text}”" for text in self._words_around)
        return tuple(dict.fromkeys((*unknown, *around)))

    def of(self, part: Any) -> Any:
        """A part of the report as it goes out."""
        if isinstance(part, Number):
            return self._number(part)
        if isinstance(part, Paragraph):
            return self._paragraph(part)
        if isinstance(part, Bullets):
            return self._bullets(part)
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, Chart):
            return self._chart(part)
        if isinstance(part, Section):
            return replace(part, blocks=tuple(self._with_notes(part.blocks)))
        if isinstance(part, tuple):
            return tuple(self.of(one) for one in part)
        if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{each.name: self.of(getattr(part, each.name)) for each in fields(part)})
        return part

    def _with_notes(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            done = self.of(block)
            yield done
            if isinstance(done, Chart) and any(number.hidden for number in numbers_in(done)):
                yield Paragraph(("A gap in the chart is a figure that is hidden or that there isn't.",), "note")

    # Figures

    def _number(self, number: Number) -> Number:
        if not _is_figure(number):
            return number
        place = (number.key, number.text)
        text = self._text(number)
        if text is None:
            self._gone[number] = None
            called = self._figures.item_of.get(place) in self._protection.few
            words = f"fewer than {self._choice.smallest_shown}" if called else HIDDEN
            return replace(number, text=words, value=None, numerator=None, denominator=None, hidden=True)
        # What goes out holds no more digits than it shows, and no parts: they would give the rest away.
        printed = printed_value(text)
        value = number.value if printed is None and number.derived_from else printed
        return replace(number, text=text, value=value, numerator=None, denominator=None)

    def _text(self, number: Number) -> str | None:
        """What is printed of a figure; None where it is hidden."""
        place, rounding = (number.key, number.text), self._choice.rounding
        if number.key in self._kept:
            return None
        if place in self._figures.follows:
            items = self._figures.follows[place]
            hidden = not items or rounding > 1 or any(item in self._protection.hidden for item in items)
            return None if hidden else number.text
        item = self._figures.item_of.get(place, "")
        if item in self._protection.hidden:
            return None
        if rounding == 1:
            return number.text
        if item in self._figures.differences:
            return None if printed_value(number.text) is None else self._change(self._figures.differences[item])
        if item in self._figures.shares:
            share = self._figures.shares[item]
            value = shown_share(self._count(share.numerator), self._count(share.denominator), share)
            return wording.number(value, "percent" if is_percentage(number) else "rate")
        return wording.count(self._count(item)) if item in self._figures.cells else number.text

    def _change(self, difference: Difference) -> str:
        return f"{self._count(difference.later) - self._count(difference.earlier):,}"

    def _count(self, key: str) -> int:
        cell = self._figures.cells[key]
        return shown_count(cell.count, self._choice.rounding if cell.people and not cell.public else 1)

    # What is said of them

    def _is_hidden(self, number: Number) -> bool:
        return _is_figure(number) and self._text(number) is None

    def _is_said(self, paragraph: Paragraph) -> bool:
        """Whether a rule's sentence can be said: none of its figures is hidden, nor a rating that it counts."""
        if not paragraph.key:
            return True
        if paragraph.key.startswith("summary:") and self._ratings_hidden:
            return False
        return not any(self._is_hidden(number) for number in numbers_in(paragraph))

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        if not self._is_said(paragraph):
            return self._left_out([paragraph])
        done = replace(paragraph, text=tuple(self.of(run) for run in paragraph.text))
        if self._choice.rounding > 1 and done.key.startswith("number:"):
            done = _compared(done)
        if any(number.hidden for number in numbers_in(done)):
            self._words_around[words(done.text)] = None
        return done

    def _bullets(self, bullets: Bullets) -> Bullets:
        items = [self._paragraph(item) for item in bullets.items if self._is_said(item)]
        unsaid = [item for item in bullets.items if not self._is_said(item)]
        return replace(bullets, items=(*items, self._left_out(unsaid)) if unsaid else tuple(items))

    def _left_out(self, paragraphs: list[Paragraph]) -> Paragraph:
        hidden = [number for each in paragraphs for number in numbers_in(each) if self._is_hidden(number)]
        self._gone.update(dict.fromkeys(hidden))
        of = ", ".join(dict.fromkeys(number.ref or number.what for number in hidden))
        return Paragraph((f"{LEFT_OUT}: {of}." if of else f"{LEFT_OUT}.",), "note")

    def _table(self, table: Table) -> Table:
        rows = []
        for row in table.rows:
            hides = self._hides_rating(row)
            rows.append(tuple(Cell((HIDDEN,)) if cell.rating and hides else self.of(cell) for cell in row))
        return replace(table, rows=tuple(rows))

    def _hides_rating(self, row: tuple[Cell, ...]) -> bool:
        """Whether a rating would tell of a hidden share what the proof has not counted on."""
        share = rated_share(self._figures, self._report, row)
        if not any(cell.rating for cell in row) or share not in self._protection.hidden:
            return False
        return share in self._blanked or share not in self._figures.known.values()

    def _chart(self, chart: Chart) -> Chart:
        lines = tuple(self.of(line) for line in chart.lines)
        if lines == chart.lines:
            return chart
        hidden = sum(1 for number in numbers_in(lines) if number.hidden)
        changed = any(new.text != old.text for new, old in zip(numbers_in(lines), numbers_in(chart.lines), strict=True))
        if not changed:
            return replace(chart, lines=lines)
        said = f"{chart.title}: from {chart.labels[0]} to {chart.labels[-1]}. Its figures stand in the table with it"
        gaps = (
            f"; {'1 is hidden and is a gap' if hidden == 1 else f'{hidden} are hidden and are gaps'}" if hidden else ""
        )
        return replace(chart, lines=lines, alternative=f"{said}{gaps}.")


def _compared(paragraph: Paragraph) -> Paragraph:
    """A key number with its rate set beside others' as it is printed, which with rounded counts is another rate."""
    rates = [number.value for number in numbers_in(paragraph) if number.ref.endswith("r") and number.value is not None]
    if len(rates) != 1:
        return paragraph
    text = tuple(compared(run, rates[0]) if isinstance(run, str) else run for run in paragraph.text)
    return replace(paragraph, text=text)


def _is_figure(number: Number) -> bool:
    return not number.hidden and (number.value is not None or number.numerator is not None)


def _named(number: Number) -> str:
    return f"{number.what}, {wording.day(number.as_at)}"


def _cell_named(key: str) -> str:
    """What a count is of, without the count.

    >>> _cell_named("rest of 6.1|numerator|2023-01-31|262 in 6.1|denominator|2023-01-31|266")
    'all others of 6.1, 2023-01-31'
    """
    whole = key.startswith("rest of ")
    what, role, on, _ = key.removeprefix("rest of ").partition(" in ")[0].rsplit("|", 3)
    return f"all others of {what}, {on}" if whole else f"{what}{'' if role == 'count' else f' {role}'}, {on}"


def _unprotected(protection: Protection, choice: Disclosure) -> tuple[Leak, ...]:
    if not choice.secondary:
        return ()
    tells = "more of a small count than that it is small, whatever else is hidden: choose another threshold"
    return tuple(Leak("The figures", _cell_named(key), tells) for key in protection.unprotected)


def _open(protection: Protection, choice: Disclosure) -> tuple[str, ...]:
    if choice.secondary:
        return ()
    return tuple(
        f"{_cell_named(key)}: can be worked out, or nearly, from what is shown" for key in protection.unprotected
    )
