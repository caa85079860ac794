"""The highlight report as accessible HTML: the pieces that the web page is made of, and one page that stands alone.

It can be read without seeing it, without a mouse and without colour: the table has a caption, headings with
a scope and group headings; every rating is a word; every trend line says its figures.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from lineofsight.reports import wording
from lineofsight.reports.highlight_table import Links, note_links, table, word
from lineofsight.reports.markup import Markup, tag, together
from lineofsight.reports.model import HighlightReport, KeyNumber


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
                word(name),
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


def key_numbers(report: HighlightReport, links: Links | None = None) -> Markup:
    """How many children, as large numbers, with rates per 10,000 where there are any."""
    links = links or Links()
    notes = wording.Notes.of(report)
    return tag("dl", *(_key_number(key, report, notes, links) for key in report.key_numbers), class_="los-tiles")


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


def body(report: HighlightReport, links: Links | None = None) -> Markup:
    """The whole report below its heading, as the page and the file both show it."""
    noted = notes(report)
    return together(
        _section("ratings", "Ratings in short", ratings(report)),
        _section("key-numbers", "Key numbers", together(key_numbers(report, links), reconciliation(report))),
        _section("measures", "Measures", table(report, links)),
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


def _key_number(key: KeyNumber, report: HighlightReport, notes: wording.Notes, links: Links) -> Markup:
    number = tag("span", wording.figure(key.shown, "count"), class_="los-tile__number")
    if links.children and key.shown.value is not None:
        number = tag("a", number, href=links.children(key.ref, report.as_at, None, False), class_="govuk-link")
    return tag(
        "div",
        tag("dt", key.label, class_="los-tile__label"),
        tag(
            "dd",
            number,
            note_links(notes.marks(key.shown)),
            tag("span", wording.rate(key.rate), note_links(notes.marks(key.rate)), class_="los-tile__label")
            if key.rate
            else None,
        ),
        class_="los-tile",
    )
