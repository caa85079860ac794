"""A report with everything that a report can have, made up; and one whose words try to be something else."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from lineofsight.reports.document import (
    Bullets,
    Cell,
    Chart,
    Column,
    Facts,
    Line,
    Number,
    Paragraph,
    Quote,
    Report,
    Section,
    Strong,
    Table,
)
from lineofsight.reports.wording import number as in_words

MARCH = dt.date(2023, 3, 31)
MONTHS = ("Oct 22", "Nov 22", "Dec 22", "Jan 23", "Feb 23", "Mar 23")
DAYS = (
    *(dt.date(2022, 10, 31), dt.date(2022, 11, 30), dt.date(2022, 12, 31)),
    *(dt.date(2023, 1, 31), dt.date(2023, 2, 28), MARCH),
)


def figure(value: str | Fraction, what: str, unit: str = "percent", on: dt.date = MARCH, **more: object) -> Number:
    """A figure of a made-up measure, written as reports write it."""
    exact = Fraction(value)
    ref = what.split()[0]
    facts = {"snapshot": "2023-03-31.1", "definition": f"{ref} from 2022-04", "ref": ref} | more
    return Number(in_words(exact, unit), what, on, value=exact, **facts)  # type: ignore[arg-type]


HIDDEN = Number("fewer than 5", "4.8 reviews out of time", MARCH, "2023-03-31.1", "4.8 from 2022-04", hidden=True)
NO_CASES = Number("no cases", "5.18 reviews", MARCH, "2023-03-31.1", "5.18 from 2022-04")
VISITS = "3.3 % of children in need visited within four weeks"
SEEN = "3.4 % of children in need seen alone"


def months(what: str, values: str) -> tuple[Number | None, ...]:
    """Six months of a measure; "-" is a month without a figure."""
    return tuple(
        None if value == "-" else figure(value, what, on=day, window="month of the trend")
        for value, day in zip(values.split(), DAYS, strict=True)
    )


def measures(rows: int = 3) -> Table:
    """A table with groups, ratings, a hidden figure and one that there is none of."""
    columns = (
        Column("Measure", width=6),
        Column("Current", numbers=True, width=2),
        Column("Out of", numbers=True, width=2),
        Column("Target", numbers=True, width=2),
        Column("Rating", width=2),
    )
    made = [
        (
            Cell((f"3.{place} Visits of the Heron team",)),
            Cell((figure(Fraction(31000 - 7 * place, 369), f"3.{place} visits of the Heron team"),)),
            Cell((figure(1738 + place, f"3.{place} children of the Heron team", "count"),)),
            Cell(("85%",)),
            Cell(("Red",), "red"),
        )
        for place in range(rows - 2)
    ]
    made.append(
        (
            Cell(("4.8 Reviews in time",)),
            Cell((HIDDEN,)),
            Cell((figure(145, "4.8 reviews", "count"), " reviews")),
            Cell(("96.5%",)),
            Cell(("Amber", " [1]"), "amber"),
        )
    )
    made.append(
        (Cell(("5.18 Reviews of children in our care",)), Cell((NO_CASES,)), Cell(("",)), Cell(("95%",)), Cell(("",)))
    )
    note = "[1] Reviews: a figure that is too small is not shown."
    return Table("Measures in March 2023", columns, tuple(made), ((0, "Visits"), (rows - 2, "Reviews")), note)


def wide() -> Table:
    """A table of fifteen columns, that no upright page has room for."""
    titles = ("Measure", "2021/22", "Number", "Out of", "Current", "Period", *MONTHS, "Minimum", "Upper", "Rating")
    columns = tuple(
        Column(title, numbers=0 < place < 14, width=6 if not place else 2) for place, title in enumerate(titles)
    )
    row = (
        Cell((VISITS,)),
        Cell((figure("84.7", VISITS, on=dt.date(2022, 3, 31)),)),
        Cell((figure(620, f"{VISITS}, numerator", "count"),)),
        Cell((figure(738, f"{VISITS}, denominator", "count"),)),
        Cell((figure(Fraction(62000, 738), VISITS),)),
        Cell(("Snapshot",)),
        *(Cell((each,)) for each in months(VISITS, "86.0 84.1 72.0 87.5 88.5 84.0")),  # type: ignore[arg-type]
        Cell(("85%",)),
        Cell(("90%",)),
        Cell(("Red",), "red"),
    )
    return Table("Measures, six months", columns, (row,) * 3, ((0, "Visits"),))


def lines() -> Chart:
    """Two lines with a gap, and a target."""
    return Chart(
        "Visits and children seen alone",
        "Two lines over six months. Visits fell to 72.0% in December 2022 and stood at 84.0% in March 2023.",
        MONTHS,
        (Line(VISITS, months(VISITS, "86.0 84.1 72.0 87.5 88.5 84.0")), Line(SEEN, months(SEEN, "70 71.5 - 73 75 76"))),
        "percent",
        levels=(("minimum target", Fraction(85)), ("upper target", Fraction(90))),
    )


def bars() -> Chart:
    """Bars, of which one has no figure."""
    names = ("Heron", "Kestrel", "Linnet", "Wren and Goldcrest in the north east")
    points = [
        figure(value, f"2.1 contacts of {name}", "count") for value, name in zip((410, 1276, 98), names, strict=False)
    ]
    return Chart(
        "Contacts by team",
        "Four teams. Kestrel had the most contacts, 1,276; Wren and Goldcrest had none to show.",
        names,
        (Line("Contacts", (*points, None)),),
        "count",
        kind="bar",
    )


def sample() -> Report:
    """Every kind of block, with figures in each of them."""
    visited = figure(Fraction(62000, 738), VISITS)
    return Report(
        title="Improvements in children's services",
        subtitle="Report to members, March 2023",
        council="Example Borough",
        as_at=MARCH,
        made_on=dt.date(2023, 4, 12),
        sections=(
            Section(
                "Key numbers",
                (
                    Paragraph(("Every child in this report is made up.",), "warning"),
                    Facts((("Chaired by", ("Rowan Heron",)), ("Open cases", (figure(2503, "open cases", "count"),)))),
                    Bullets(
                        (
                            Paragraph((figure(738, "1.2 children in need", "count"), " children in need, ",
                                       figure("114.8", "1.2r children in need, rate", "rate"), " per 10,000")),
                            Paragraph(("Of them, ", visited, " were visited in time"), key="tells:3.3",
                                      edited_by="Linden Wren"),
                        )
                    ),
                ),
            ),
            Section(
                "What our data tells us",
                (
                    Paragraph((Strong("In short: "), "visits stand at ", visited, ", reviews out of time are ",
                               HIDDEN, ".")),
                    Bullets((Paragraph(("First, ", figure(12, "audits", "count"), " audits",)),
                             Paragraph(("then the rest",))), numbered=True),
                    Quote("Children are visited.\n\nTheir voice is heard.", "Peer review of Example Borough, 2023"),
                    Paragraph(("Small print.",), "note"),
                ),
            ),
            Section("Measures", (measures(),), 2),
            Section("Charts", (lines(), bars()), 3),
            Section("All measures", (wide(), Paragraph(("That is all.",)))),
            Section("Nothing", (Table("A table without rows", (Column("What"), Column("Number", numbers=True)), ()),)),
        ),
        provenance=("Counted from snapshot 2023-03-31.1, extracted on 31 March 2023.", "Contains made-up information."),
        made_up=True,
        kind="scrutiny",
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    '#set page(paper: "a0")',
    "$x$ *bold* _it_ @ref // comment /* c */ \\ ` ``` #panic(1)",
    "=1+1",
    "@SUM(A1)",
    "{{ settings.KEY }} {% if %}",
    "w" * 300,
    "שלום עולם مرحبا",
    "🙂 ✅ \u202e\u0000\u000b\ud83d end",
    "line\nbreak\ttab",
    "  spaces  kept  ",
    "&lt; &amp; ]]> -->",
)


def hostile() -> Report:
    """Words that try to be markup, a formula, an instruction, or too long; in every place where words can stand."""
    all_of_them = " ".join(HOSTILE)
    sections = []
    for place, words in enumerate(HOSTILE):
        number = Number(words, words, MARCH, words, words, ref=words)
        sections.append(
            Section(
                words,
                (
                    Paragraph((words, Strong(words), number), ("", "note", "warning")[place % 3], edited_by=words),
                    Bullets((Paragraph((words,)),)),
                    Quote(words, words),
                    Facts(((words, (words,)),)),
                    Table(words, (Column(words), Column(words, numbers=True)),
                          ((Cell((words,)), Cell((number,), words)),), ((0, words),), words),
                    Chart(words, words, (words, "b"), (Line(words, (number, figure(3, words, "count"))),), "count",
                          levels=((words, Fraction(2)),)),
                    Chart(words, words, (words,), (Line(words, (figure(3, words, "count"),)),), "count", kind="bar"),
                ),
                2 + place % 2,
            )
        )  # fmt: skip
    return Report(
        all_of_them, all_of_them, all_of_them, MARCH, MARCH, tuple(sections), (all_of_them,), made_up=True, kind="pack"
    )
