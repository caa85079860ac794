"""A report as accessible HTML: what stands on a page of the site, and one file that needs nothing but itself.

Headings in their order, tables with captions and scopes in a region that a keyboard can scroll, every chart with its
words and its figures, every figure marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import count

from lineofsight.reports import origins, wording
from lineofsight.reports.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Facts,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Strong,
    Table,
    Text,
)
from lineofsight.reports.document_chart import chart_svg, points_table
from lineofsight.reports.document_text import edited, is_blank, lines_of, printable
from lineofsight.reports.markup import Markup, tag, together
from lineofsight.reports.printed import printed

RATINGS = ("green", "amber", "red", "blue", "grey")


def body(report: Report) -> Markup:
    """The report below its title, with the figures' origins at its end: what the page and the file both show.

    Its headings begin at level 2. Every id in it begins with "report-".
    """
    tables = count(1)
    return together(
        *(
            _section(section, place, tables)
            for place, section in enumerate(origins.whole(printable(report)).sections, start=1)
        ),
        between="\n",
    )


def fragment(report: Report, first: int = 1) -> Markup:
    """The sections of a report alone, for a page that says elsewhere where its figures come from.

    `first`: the number of the first, where a page has several such parts.
    """
    tables = count(100 * (first - 1) + 1)
    found = (_section(section, place, tables) for place, section in enumerate(printable(report).sections, start=first))
    return together(*found, between="\n")


def page(report: Report) -> str:
    """One complete page that needs nothing but itself: the style is inside, nothing is fetched."""
    clean = printable(report)
    style = (files("lineofsight") / "web" / "static" / "lineofsight.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", " - ".join(filter(None, (f"{clean.title}, {clean.subtitle}", clean.council)))),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(style.replace("</", "<\\/"))),
    )
    main = tag(
        "main",
        tag("h1", clean.title, class_="govuk-heading-l"),
        tag("p", tag("strong", clean.council), class_="govuk-body") if clean.council else None,
        tag("p", clean.subtitle, class_="govuk-body"),
        tag("p", dates(clean), class_="govuk-body"),
        tag("p", wording.capital(wording.MADE_UP), class_="govuk-inset-text") if clean.made_up else None,
        _contents(clean),
        body(clean),
        class_="govuk-main-wrapper",
        id="main",
    )
    foot = tag(
        "footer",
        tag("div", tag("p", "Made with Line of Sight.", class_="govuk-body"), class_="govuk-width-container"),
        class_="los-footer",
    )
    whole = tag(
        "html",
        head,
        "\n",
        tag(
            "body",
            tag("a", "Skip to main content", href="#main", class_="govuk-skip-link"),
            tag("div", main, class_="govuk-width-container"),
            foot,
            class_="govuk-template__body",
        ),
        lang="en-GB",
        class_="govuk-template",
    )
    return f"<!doctype html>\n{whole}\n"


def dates(report: Report) -> str:
    """The day that the figures are of, and the day on which the report was made."""
    return f"Figures as at {wording.day(report.as_at)}. Made on {wording.day(report.made_on)}."


def _contents(report: Report) -> Markup | None:
    """Links to the parts, where there are enough of them to look for one."""
    parts = [
        (place, section) for place, section in enumerate(origins.whole(report).sections, start=1) if section.level == 2
    ]
    if len(parts) < 4:
        return None
    links = (
        tag("li", tag("a", section.title, href=f"#report-{place}", class_="govuk-link")) for place, section in parts
    )
    return tag("nav", tag("ol", *links, class_="govuk-list govuk-list--number"), aria_label="Contents")


def _section(section: Section, place: int, tables: Iterator[int]) -> Markup:
    heading = tag(
        "h3" if section.level > 2 else "h2",
        section.title,
        class_="govuk-heading-s" if section.level > 2 else "govuk-heading-m",
        id=f"report-{place}",
    )
    return tag(
        "section",
        heading,
        *(_block(block, tables, section.level + 1) for block in section.blocks),
        class_="los-section",
        aria_labelledby=f"report-{place}",
    )


def _block(block: Block, tables: Iterator[int], level: int) -> Markup:
    match block:
        case Paragraph(manner="warning"):
            return tag("div", tag("p", *_said(block), class_="govuk-body"), class_="govuk-inset-text", role="note")
        case Paragraph():
            small = "los-small-print" if block.manner == "note" else "govuk-body"
            return tag("p", *_said(block), class_=small)
        case Bullets():
            kind = "number" if block.numbered else "bullet"
            items = (tag("li", *_said(item)) for item in block.items)
            return tag("ol" if block.numbered else "ul", *items, class_=f"govuk-list govuk-list--{kind}")
        case Quote():
            return tag(
                "figure",
                tag("blockquote", *(tag("p", each, class_="govuk-body") for each in lines_of(block.text))),
                tag("figcaption", block.source, class_="los-small-print"),
                class_="govuk-inset-text",
            )
        case Facts():
            pairs = (together(tag("dt", name), tag("dd", *_runs(text))) for name, text in block.rows)
            return tag("dl", *pairs, class_="los-facts")
        case Table():
            return _table(block, f"report-table-{next(tables)}")
        case Chart():
            return _chart(block, tables, level)


def _said(paragraph: Paragraph) -> Iterator[Markup | str]:
    yield from _runs(paragraph.text)
    if paragraph.edited_by:
        yield tag("em", edited(paragraph), class_="los-edited")


def _runs(text: Text) -> Iterator[Markup | str]:
    for run in text:
        match run:
            case Number():
                yield _number(run)
            case Strong():
                yield tag("strong", run.text)
            case str():
                yield run


def _number(number: Number) -> Markup:
    """A figure, with its value for programs. What it was counted from stands at the end of the report, in sight."""
    found = printed(number)
    if found is None:
        return tag("span", number.text, class_="los-figure")
    value = str(float(found.value)).removesuffix(".0")
    return tag("data", number.text, value=value, class_="los-figure")


def _table(table: Table, name: str) -> Markup:
    head = tag(
        "thead",
        tag(
            "tr",
            *(tag("th", column.title, scope="col", class_=_manner(column)) for column in table.columns),
        ),
    )
    starts = dict(table.groups)
    bodies: list[list[Markup]] = [[]]
    for place, row in enumerate(table.rows):
        if place in starts:
            group = tag("th", tag("span", starts[place]), scope="rowgroup", colspan=len(table.columns))
            bodies.append([tag("tr", group, class_="los-group")])
        bodies[-1].append(_row(table, row))
    if not table.rows:
        bodies.append([tag("tr", tag("td", "Nothing to show.", colspan=len(table.columns)))])
    region = tag(
        "div",
        tag(
            "table",
            tag("caption", table.caption, id=name),
            head,
            *(tag("tbody", *rows) for rows in bodies if rows),
            class_="los-table",
        ),
        class_="los-scroll",
        role="region",
        aria_labelledby=name,
        tabindex=0,
    )
    return together(region, tag("p", table.note, class_="los-small-print") if table.note else None)


def _manner(column: Column) -> str | None:
    if not column.numbers:
        return None
    return "los-number los-number--wrap" if column.wrap else "los-number"


def _row(table: Table, row: tuple[Cell, ...]) -> Markup:
    first, *others = row
    cells = [tag("th", *_cell(first), scope="row", class_="los-measure")]
    for column, cell in zip(table.columns[1:], others, strict=True):
        cells.append(tag("td", *_cell(cell), class_=_manner(column)))
    return tag("tr", *cells)


def _cell(cell: Cell) -> Iterator[Markup | str]:
    if cell.rating in RATINGS and not is_blank(cell.text):
        yield tag("strong", *_runs(cell.text), class_=f"los-rating los-rating--{cell.rating}")
    else:
        yield from _runs(cell.text)


def _chart(chart: Chart, tables: Iterator[int], level: int) -> Markup:
    """The drawing, what it shows in words, and its figures."""
    return tag(
        "figure",
        tag(f"h{min(level, 6)}", chart.title, class_="govuk-heading-s"),
        chart_svg(chart),
        tag("figcaption", chart.alternative, class_="govuk-body"),
        _table(points_table(chart), f"report-table-{next(tables)}"),
    )
