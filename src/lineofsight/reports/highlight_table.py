"""The table of the highlight report as HTML: a row for each measure, and below it what its figures mean.

It can be read without seeing it, without a mouse and without colour: the table has a caption, headings with a scope and
group headings; every rating is a word; every trend line says its figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lineofsight.reports import wording
from lineofsight.reports.icons import ASSURANCE_WORDS, SHORT_WORDS, assurance_icon, variation_icon
from lineofsight.reports.markup import Markup, tag, together
from lineofsight.reports.model import HighlightReport, Row, Shown
from lineofsight.reports.sparkline import svg_sparkline


@dataclass(frozen=True)
class Links:
    """Where the report's figures lead on the site; a file that stands alone leads nowhere.

    `indicator(ref)`: the page of a measure. `children(ref, as_at, met, trend)`: the children behind a figure: in the
    numerator (True), not in it (False), or all (None), in the window of the trend or the one that is shown. None where
    the reader may not see them.
    """

    indicator: Callable[[str], str] | None = None
    children: Callable[[str, dt.date, bool | None, bool], str] | None = None


def table(report: HighlightReport, links: Links | None = None) -> Markup:
    """The highlight table, in a region that a keyboard can scroll where the screen is narrow."""
    links = links or Links()
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
            *(_group(name, rows, report, notes, links) for name, rows in report.groups),
            class_="los-table",
        ),
        class_="los-scroll",
        role="region",
        aria_labelledby="highlight-table",
        tabindex=0,
    )
    return together(tag("p", hint, class_="govuk-body los-scroll-hint"), region)


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


def _group(name: str, rows: tuple[Row, ...], report: HighlightReport, notes: wording.Notes, links: Links) -> Markup:
    columns = 11 + len(report.months)
    return tag(
        "tbody",
        tag("tr", tag("th", tag("span", name), scope="rowgroup", colspan=columns), class_="los-group"),
        *(_row(row, report, notes, links) for row in rows),
    )


def _row(row: Row, report: HighlightReport, notes: wording.Notes, links: Links) -> Markup:
    numerator, denominator = wording.parts(row.current, row.unit)
    series = ", ".join(
        f"{wording.month_name(month)} {wording.figure(shown, row.unit)}"
        for month, shown in zip(report.months, row.trend, strict=True)
    )
    low = None
    if row.better == "lower":  # the blank stands outside, so that the line may break there
        low = together(" ", tag("span", f"({wording.direction(row)})", class_="los-direction"))
    title: Markup | str = row.title
    if links.indicator:
        title = tag("a", row.title, href=links.indicator(row.ref), class_="govuk-link")
    missed = row.better == "lower" if row.better else None
    said = _signals(row, report)

    def children(text: str, on: dt.date, met: bool | None, what: str, trend: bool = False) -> Markup | str:
        """A figure as a link to its children, where there are some and the reader may see them."""
        if not (links.children and text and text[0].isdigit()):
            return text
        hidden = tag("span", f" {what}", class_="govuk-visually-hidden")
        return tag("a", text, hidden, href=links.children(row.ref, on, met, trend), class_="govuk-link")

    return together(
        tag(
            "tr",
            tag("td", row.ref),
            tag("th", title, low, scope="row", class_="los-measure"),
            _figure(row.previous, row.unit, notes),
            tag("td", children(numerator, report.as_at, True, f"in {row.ref}"), class_="los-number"),
            tag("td", children(denominator, report.as_at, None, f"in all, {row.ref}"), class_="los-number"),
            _figure(
                row.current,
                row.unit,
                notes,
                strong=True,
                link=partial(_link, children, report.as_at, missed, row.ref, False),
            ),
            tag("td", wording.period(row)),
            *(
                _figure(
                    shown,
                    row.unit,
                    notes,
                    link=partial(_link, children, min(month.end, report.as_at), missed, row.ref, True),
                )
                for month, shown in zip(report.months, row.trend, strict=True)
            ),
            tag("td", Markup(svg_sparkline([shown.value for shown in row.trend], row.unit, series))),
            tag("td", wording.target(row.minimum, row.unit), class_="los-number"),
            tag("td", wording.target(row.upper, row.unit), class_="los-number"),
            tag("td", _rating(row), note_links(notes.rating_marks(row)), _icons(row)),
        ),
        tag("tr", tag("td"), tag("td", said, colspan=10 + len(report.months)), class_="los-signals") if said else None,
    )


def _link(
    children: Callable[[str, dt.date, bool | None, str, bool], Markup | str],
    on: dt.date,
    missed: bool | None,
    ref: str,
    trend: bool,
    text: str,
) -> Markup | str:
    """A figure that leads to the children who are not met on that day, or to all where nothing is good or bad."""
    return children(text, on, missed, f"{ref}, {on.day} {on:%B %Y}", trend)


def _signals(row: Row, report: HighlightReport) -> Markup | None:
    """The line below a measure: how it moved, how far it is from its targets, what the series says."""
    signals = row.signals
    parts = [
        tag("strong", wording.reach(row)) if wording.reach(row) else None,
        tag("span", wording.changes(row, report.month)) if wording.changes(row, report.month) else None,
        tag("span", SHORT_WORDS[signals.variation]) if signals.variation else None,
        tag("span", ASSURANCE_WORDS[signals.assurance]) if signals.assurance else None,
    ]
    said = [part for part in parts if part is not None]
    return together(*said, between="; ") if said else None


def _icons(row: Row) -> Markup | None:
    """The signs of variation and assurance beside the rating; their words stand in the line below."""
    if row.signals.variation is None and row.signals.assurance is None:
        return None
    return tag(
        "span",
        variation_icon(row.signals.variation),
        assurance_icon(row.signals.assurance) if row.minimum else None,
        class_="los-icons",
    )


def _figure(
    shown: Shown,
    unit: str,
    notes: wording.Notes,
    *,
    strong: bool = False,
    link: Callable[[str], Markup | str] = str,
) -> Markup:
    nothing = " los-number--none" if shown.value is None else ""
    written = tag("strong" if strong else "span", link(wording.figure(shown, unit)))
    return tag("td", written, note_links(notes.marks(shown)), class_=f"los-number{nothing}")


def _rating(row: Row) -> Markup | None:
    if not row.rating:
        return None
    return together(
        word(row.rating),
        tag("span", f": {wording.rating_meaning(row)}", class_="govuk-visually-hidden"),
    )


def word(rating: str) -> Markup:
    """The rating as a word on its colour."""
    return tag("strong", rating.capitalize(), class_=f"los-rating los-rating--{rating}")


def note_links(marks: tuple[int, ...]) -> Markup | None:
    """Links to numbered notes; None where there are none."""
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
