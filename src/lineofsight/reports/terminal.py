"""The highlight report in a terminal: as wide as the table needs, or with fewer columns where there is less room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lineofsight.reports import wording
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.sparkline import BLOCKS, GAP, text_sparkline

STYLES = {"green": "bold green", "amber": "bold yellow", "red": "bold red"}
NOT_A_TERMINAL_WIDTH = 160
LEAST_MEASURE = 24
TEXT_WIDTH = 110


@dataclass(frozen=True)
class _Column:
    """One column of the table: `least` is the narrowest layout in which it stands (0 stands in all)."""

    heading: str
    cell: Callable[[Row], Text]
    least: int
    width: int | None = None
    right: bool = False


# Each layout has the columns of the ones before it. The widest that leaves the measure enough room is taken.
SHORT, SEEN, TARGETS, PREVIOUS, COUNTED, MONTHS = range(6)


def print_highlight(report: HighlightReport, console: Console) -> None:
    """Prints the report: the table, the key numbers, how they add up, the ratings, notes, and what the signs mean.

    Where the output is no terminal it is laid out for 160 columns, without colour. Where a terminal has fewer
    columns than the table needs, the six months, the numbers counted, the previous year, the targets and the trend
    line are left out, in this order, and a line says so.
    """
    if not console.is_terminal and console.width < NOT_A_TERMINAL_WIDTH:
        console.width = NOT_A_TERMINAL_WIDTH
    notes = wording.Notes.of(report)
    columns, left_out = _fitting(report, notes, console)

    def say(text: str = "", *, indent: int = 0, bold: int = 0, style: str = "") -> None:
        """A paragraph; its first `bold` characters are bold."""
        margin = " " * indent
        filled = fill(text, min(console.width, TEXT_WIDTH), initial_indent=margin, subsequent_indent=margin)
        line = Text(filled, style=style)
        line.stylize("bold", indent, indent + bold)
        console.print(line, soft_wrap=True)

    say(wording.heading(report), style="bold")
    console.print(_coloured_ratings(report))
    say()
    console.print(_table(report, columns))
    if left_out:
        say(f"At this width without {', '.join(left_out)}: a wider window shows them.")
    say()
    for line in _key_numbers(report, notes):
        console.print(line)
    say()
    say(wording.reconciliation(report), style="bold")
    for text in (wording.reconciliation_parts(report), wording.allocation(report)):
        if text:
            say(text, indent=2)
    say()
    say(wording.ratings_explained(report))
    if notes.listed:
        say()
        say("Notes", style="bold")
        for note in notes.listed:
            say(f"[{note.number}] {note.sentence}", indent=2)
    say()
    say("What the words and signs mean", style="bold")
    for word, meaning in wording.explanations(report):
        say(f"{word}: {meaning}", indent=2, bold=len(word))
    if _draws_lines(console):
        signs = f"{BLOCKS[0]} to {BLOCKS[-1]}"
        say(
            f"{signs}: the higher the block, the higher that month's figure; {GAP} is no figure",
            indent=2,
            bold=len(signs),
        )
    say()
    say(wording.provenance(report), style="dim")


def _coloured_ratings(report: HighlightReport) -> Text:
    """6 green, 4 amber, 4 red; each in its colour."""
    pieces: list[Text] = [Text(f"{len(report.rated(name))} {name}", style=STYLES[name]) for name in wording.RATINGS]
    return Text(", ").join(pieces)


def _key_numbers(report: HighlightReport, notes: wording.Notes) -> list[Text]:
    lines = []
    longest = max((len(key.label) for key in report.key_numbers), default=0)
    for key in report.key_numbers:
        line = Text(f"{key.label:<{longest}}  ")
        line.append(f"{wording.marked(wording.figure(key.shown, 'count'), notes.marks(key.shown)):>7}", style="bold")
        if key.rate:
            line.append(f"   {wording.marked(wording.rate(key.rate), notes.marks(key.rate))}")
        lines.append(line)
    return lines


def _table(report: HighlightReport, columns: list[_Column]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(
            Text(column.heading),
            justify="right" if column.right else "left",
            width=column.width,
            no_wrap=column.width is not None and column.heading not in ("Period",),
            vertical="top",
        )
    for name, rows in report.groups:
        table.add_row(Text(""), Text(name, style="bold underline"))
        for row in rows:
            table.add_row(*(column.cell(row) for column in columns))
    return table


def _fitting(report: HighlightReport, notes: wording.Notes, console: Console) -> tuple[list[_Column], list[str]]:
    """The columns for which there is room, and the names of what is left out."""
    columns = _columns(report, notes, draws_lines=_draws_lines(console))
    names = {
        MONTHS: "the six months",
        COUNTED: "numerator, denominator and period",
        PREVIOUS: "the previous year",
        TARGETS: "the targets",
        SEEN: "the trend line",
    }
    for layout in range(MONTHS, SHORT - 1, -1):
        chosen = [column for column in columns if column.least <= layout]
        taken = sum((column.width or 0) + 1 for column in chosen)
        if console.width - taken >= LEAST_MEASURE or layout == SHORT:
            break
    return chosen, [name for least, name in sorted(names.items(), reverse=True) if least > layout]


def _columns(report: HighlightReport, notes: wording.Notes, *, draws_lines: bool) -> list[_Column]:
    def figure(shown: Shown, unit: str) -> Text:
        written, marks = wording.figure(shown, unit), notes.marks(shown)
        text = Text("\n".join(filter(None, (written, wording.marked("", marks)))))
        if shown.value is None:
            text.stylize("dim")
        return text

    def current(row: Row) -> Text:
        text = figure(row.current, row.unit)
        text.stylize("bold")
        return text

    def month(place: int) -> Callable[[Row], Text]:
        return lambda row: figure(row.trend[place], row.unit)

    def rating(row: Row) -> Text:
        text = wording.marked(wording.rating(row), notes.rating_marks(row))
        return Text(text, style=STYLES.get(row.rating, ""))

    def line(row: Row) -> Text:
        return Text(text_sparkline([shown.value for shown in row.trend], row.unit))

    def widest(heading: str, cell: Callable[[Row], Text]) -> int:
        lines = (line for row in report.rows for line in cell(row).plain.split("\n"))
        return max((len(heading), *map(len, lines)))

    def fixed(heading: str, cell: Callable[[Row], Text], least: int, *, right: bool = True) -> _Column:
        return _Column(heading, cell, least, widest(heading, cell), right)

    columns = [
        fixed("Ref", lambda row: Text(row.ref), SHORT, right=False),
        _Column("Measure", lambda row: Text(wording.measure(row)), SHORT),
        fixed(report.previous_label, lambda row: figure(row.previous, row.unit), PREVIOUS),
        fixed("Num", lambda row: Text(wording.parts(row.current, row.unit)[0]), COUNTED),
        fixed("Denom", lambda row: Text(wording.parts(row.current, row.unit)[1]), COUNTED),
        fixed("Current", current, SHORT),
        _Column("Period", lambda row: Text(wording.period(row)), COUNTED, 8),
        *(fixed(label, month(place), MONTHS) for place, label in enumerate(report.labels)),
        fixed("Trend", line, SEEN, right=False),
        fixed("Min", lambda row: Text(wording.target(row.minimum, row.unit)), TARGETS),
        fixed("Upper", lambda row: Text(wording.target(row.upper, row.unit)), TARGETS),
        fixed("Rating", rating, SHORT, right=False),
    ]
    return [column for column in columns if draws_lines or column.heading != "Trend"]


def _draws_lines(console: Console) -> bool:
    """Whether the output's encoding has the block characters (an old Windows code page has not)."""
    try:
        (BLOCKS + GAP).encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
