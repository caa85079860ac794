"""The highlight report as accessible HTML: the pieces that the web page is made of, and one page that stands alone.

It can be read without seeing it, without a mouse and without colour: the table has a caption, headings with
a scope and group headings; every rating is a word; every trend line says its figures.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from lineofsight.reports import wording
from lineofsight.reports.markup import Markup, tag, together
from lineofsight.reports.model import HighlightReport, KeyNumber, Row, Shown
from lineofsight.reports.sparkline import svg_sparkline


def ratings(report: HighlightReport) -> Markup:
    """The first thing to read: how many measures are green, amber and red, and a sentence that says what of."""
    words = {
        "green": "upper target met",
        "amber": "minimum met, upper target not",
        "red": "minimum target not met",
    }
    tiles = together(
        *(
            tag(
                "li",
                tag("span", str(len(report.rated(name))), class_="los-tile__number"),
                " ",
                _word(name),
                " ",
                tag("span", words[name], class_="los-tile__label"),
                class_=f"los-tile los-tile--{name}",
            )
            for name in wording.RATINGS
        )
    )
    return together(
        tag("ul", tiles, class_="los-tiles", role="list"),
        tag("p", wording.ratings_explained(report), class_="govuk-body"),
    )


def key_numbers(report: HighlightReport) -> Markup:
    """How many children, as large numbers, with rates per 10,000 where there are any."""
    notes = wording.Notes.of(report)
    return tag("dl", *(_key_number(key, notes) for key in report.key_numbers), class_="los-tiles")


def reconciliation(report: HighlightReport) -> Markup:
    """How the cohorts add up to the open cases."""
    lines = [tag("p", tag("strong", wording.reconciliation(report)), class_="govuk-body")]
    if report.reconciliation.parts:
        lines.append(
            tag(
                "p",
                f"That is {wording.reconciliation_parts(report)}. Each open case is counted once, in the first of "
                "these that it is in.",
                class_="govuk-body",
            )
        )
    if wording.allocation(report):
        lines.append(tag("p", wording.allocation(report), class_="govuk-body"))
    return together(*lines)


def table(report: HighlightReport) -> Markup:
    """The highlight table, in a region that a keyboard can scroll where the screen is narrow."""
    notes = wording.Notes.of(report)
    hint = "The table is wider than this screen: scroll it sideways for the six months, the targets and the ratings."
    region = tag(
        "div",
        tag(
            "table",
            tag(
                "caption",
                f"Measures for {wording.moment(report)}: figures, six months, targets and ratings",
                class_="govuk-visually-hidden",
                id="highlight-table",
            ),
            _columns(report),
            _head(report),
            *(_group(name, rows, report, notes) for name, rows in report.groups),
            class_="los-table",
        ),
        class_="los-scroll",
        role="region",
        aria_labelledby="highlight-table",
        tabindex=0,
    )
    return together(tag("p", hint, class_="govuk-body los-scroll-hint"), region)


def explanations(report: HighlightReport) -> Markup:
    """What every word and sign of the table means."""
    return tag(
        "dl",
        *(
            tag("div", tag("dt", word), tag("dd", meaning), class_="los-meaning")
            for word, meaning in wording.explanations(report)
        ),
        class_="los-meanings",
    )


def notes(report: HighlightReport) -> Markup:
    """The numbered notes that the table's cells point to; empty where there is none."""
    listed = wording.Notes.of(report).listed
    if not listed:
        return Markup("")
    return tag(
        "ul",
        *(tag("li", f"[{note.number}] {note.sentence}", id=f"note-{note.number}") for note in listed),
        class_="govuk-list",
    )


def body(report: HighlightReport) -> Markup:
    """The whole report below its heading, as the page and the file both show it."""
    noted = notes(report)
    return together(
        _section("ratings", "Ratings in short", ratings(report)),
        _section("key-numbers", "Key numbers", together(key_numbers(report), reconciliation(report))),
        _section("measures", "Measures", table(report)),
        _section("notes", "Notes", noted) if noted else None,
        _section("meanings", "What the words and signs mean", explanations(report)),
        between="\n",
    )


def page(report: HighlightReport) -> str:
    """One complete page that needs nothing but itself: the style is inside, nothing is fetched."""
    style = (files("lineofsight") / "web" / "static" / "lineofsight.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", f"{wording.heading(report)} - Line of Sight"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("style", Markup(style.replace("</", "<\\/"))),
    )
    main = tag(
        "main",
        tag("h1", wording.heading(report), class_="govuk-heading-l"),
        tag("p", f"{report.council}: {wording.MADE_UP}", class_="govuk-inset-text") if report.made_up else None,
        body(report),
        class_="govuk-main-wrapper",
        id="main",
    )
    foot = tag(
        "footer",
        tag(
            "div",
            tag("p", wording.provenance(report), class_="govuk-body"),
            tag("p", "Made with Line of Sight.", class_="govuk-body"),
            class_="govuk-width-container",
        ),
        class_="los-footer",
    )
    skip = tag("a", "Skip to main content", href="#main", class_="govuk-skip-link")
    return (
        "<!doctype html>\n"
        + tag(
            "html",
            head,
            "\n",
            tag(
                "body",
                skip,
                tag("div", main, class_="govuk-width-container"),
                foot,
                class_="govuk-template__body",
            ),
            lang="en-GB",
            class_="govuk-template",
        )
        + "\n"
    )


def write_highlight(report: HighlightReport, path: Path) -> None:
    """Writes the report as one HTML file that can be sent, kept and printed."""
    path.write_text(page(report), encoding="utf-8", newline="\n")


def _section(name: str, heading: str, content: Markup) -> Markup:
    return tag(
        "section",
        tag("h2", heading, class_="govuk-heading-m", id=name),
        content,
        class_="los-section",
        aria_labelledby=name,
    )


def _key_number(key: KeyNumber, notes: wording.Notes) -> Markup:
    return tag(
        "div",
        tag("dt", key.label, class_="los-tile__label"),
        tag(
            "dd",
            tag(
                "span",
                wording.figure(key.shown, "count"),
                class_="los-tile__number",
            ),
            _links(notes.marks(key.shown)),
            tag("span", wording.rate(key.rate), _links(notes.marks(key.rate)), class_="los-tile__label")
            if key.rate
            else None,
        ),
        class_="los-tile",
    )


def _columns(report: HighlightReport) -> Markup:
    return together(
        *(tag("colgroup", span=span) for span in (2, 1, 4, len(report.months), 1, 2, 1)),
    )


def _head(report: HighlightReport) -> Markup:
    def tall(text: str, class_: str | None = None) -> Markup:
        return tag("th", text, scope="col", rowspan=2, class_=class_)

    def wide(text: str, columns: int) -> Markup:
        return tag("th", text, scope="colgroup", colspan=columns, class_="los-wide")

    number = "los-number"
    return tag(
        "thead",
        tag(
            "tr",
            tall("Ref"),
            tall("Performance measure", "los-measure"),
            tall(report.previous_label, number),
            wide("Current performance", 4),
            wide("Six month trend", len(report.months)),
            tall("Trend line"),
            wide("Target", 2),
            tall("Rating"),
        ),
        tag(
            "tr",
            *(tag("th", text, scope="col", class_=number) for text in ("Num", "Denom", "Current")),
            tag("th", "Period", scope="col"),
            *(tag("th", label, scope="col", class_=number) for label in report.labels),
            *(tag("th", text, scope="col", class_=number) for text in ("Min", "Upper")),
        ),
    )


def _group(name: str, rows: tuple[Row, ...], report: HighlightReport, notes: wording.Notes) -> Markup:
    columns = 11 + len(report.months)
    return tag(
        "tbody",
        tag("tr", tag("th", tag("span", name), scope="rowgroup", colspan=columns), class_="los-group"),
        *(_row(row, report, notes) for row in rows),
    )


def _row(row: Row, report: HighlightReport, notes: wording.Notes) -> Markup:
    numerator, denominator = wording.parts(row.current, row.unit)
    series = ", ".join(
        f"{wording.month_name(month)} {wording.figure(shown, row.unit)}"
        for month, shown in zip(report.months, row.trend, strict=True)
    )
    low = tag("span", f" ({wording.direction(row)})", class_="los-direction") if row.better == "lower" else None
    return tag(
        "tr",
        tag("td", row.ref),
        tag("th", row.title, low, scope="row", class_="los-measure"),
        _figure(row.previous, row.unit, notes),
        tag("td", numerator, class_="los-number"),
        tag("td", denominator, class_="los-number"),
        _figure(row.current, row.unit, notes, strong=True),
        tag("td", wording.period(row)),
        *(_figure(shown, row.unit, notes) for shown in row.trend),
        tag("td", Markup(svg_sparkline([shown.value for shown in row.trend], row.unit, series))),
        tag("td", wording.target(row.minimum, row.unit), class_="los-number"),
        tag("td", wording.target(row.upper, row.unit), class_="los-number"),
        tag("td", _rating(row), _links(notes.rating_marks(row))),
    )


def _figure(shown: Shown, unit: str, notes: wording.Notes, *, strong: bool = False) -> Markup:
    nothing = " los-number--none" if shown.value is None else ""
    written = tag("strong" if strong else "span", wording.figure(shown, unit))
    return tag("td", written, _links(notes.marks(shown)), class_=f"los-number{nothing}")


def _rating(row: Row) -> Markup | None:
    if not row.rating:
        return None
    return together(
        _word(row.rating),
        tag("span", f": {wording.rating_meaning(row)}", class_="govuk-visually-hidden"),
    )


def _word(rating: str) -> Markup:
    """The rating as a word on its colour."""
    return tag("strong", rating.capitalize(), class_=f"los-rating los-rating--{rating}")


def _links(marks: tuple[int, ...]) -> Markup | None:
    if not marks:
        return None
    return together(
        " ",
        *(
            tag(
                "a",
                tag("span", "Note ", class_="govuk-visually-hidden"),
                f"[{mark}]",
                href=f"#note-{mark}",
                class_="govuk-link los-note",
            )
            for mark in marks
        ),
    )
