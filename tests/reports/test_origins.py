"""Where figures come from; what they print; and the small things that all files of a report rely on."""

from __future__ import annotations

import datetime as dt
import doctest
import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from lineofsight.reports import document_text, origins, printed, table_widths, typeface
from lineofsight.reports.document import Number, Paragraph, numbers_in, words
from lineofsight.reports.settled import settled
from lineofsight.reports.wording import number as in_words
from tests.reports import sample_document

MARCH = sample_document.MARCH


@pytest.mark.parametrize("module", [typeface, printed, document_text, origins])
def test_what_is_said_beside_the_code_is_true(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_every_figure_stands_in_the_table_once_with_its_stamp() -> None:
    report = sample_document.sample()
    table = origins.table(report)
    assert table is not None
    listed = list(numbers_in(table))
    assert sorted(map(str, listed)) == sorted(map(str, origins.distinct(report)))
    for row in table.rows:
        of_row = list(numbers_in(row))
        assert of_row
        for number in of_row:
            assert words(row[2].text) == number.snapshot and words(row[3].text) == number.definition
            assert origins.short_day(number.as_at) in words(row[1].text)


def test_figures_that_print_the_same_and_mean_another_are_apart() -> None:
    visits = sample_document.figure(84, sample_document.VISITS)
    for other in (
        replace(visits, as_at=dt.date(2023, 2, 28)),
        replace(visits, snapshot="2023-03-31.2"),
        replace(visits, definition="3.3 from 2023-04"),
        replace(visits, what="something else"),
        replace(visits, window="month of the trend"),
    ):
        assert len(origins.distinct((visits, other, visits))) == 2
    assert len(origins.distinct((visits, replace(visits, numerator=3)))) == 1


def test_figures_of_one_indicator_stand_together_whatever_lies_between() -> None:
    visits = sample_document.figure(84, sample_document.VISITS, window="Snapshot")
    month = replace(visits, window="month of the trend")
    other = sample_document.figure(3, "audits", "count", ref="")
    table = origins.table((visits, other, month))
    assert table is not None
    assert table.groups == ((1, sample_document.VISITS),)
    assert [words(row[0].text) for row in table.rows] == ["audits", "Snapshot", "Month of the trend"]


def test_a_report_without_figures_says_its_provenance_alone() -> None:
    report = replace(sample_document.sample(), sections=())
    section = origins.whole(report).sections[-1]
    assert section.title == origins.HEADING
    assert section.blocks == tuple(Paragraph((sentence,)) for sentence in report.provenance)
    assert origins.whole(replace(report, provenance=())).sections == ()


@given(st.fractions(-5000, 10**6), st.sampled_from(["percent", "count", "rate"]))
def test_what_is_printed_is_within_half_a_digit_of_the_figure(value: Fraction, unit: str) -> None:
    number = Number(in_words(value, unit), "", MARCH, "", "", value=value)
    found = printed.printed(number)
    assert found is not None
    assert abs(found.value - value) <= Fraction(1, 2 * 10**found.decimals)
    assert found.percent == (unit == "percent") and found.before == found.after == ""


def test_a_hidden_figure_prints_no_number() -> None:
    assert printed.printed(sample_document.HIDDEN) is None
    assert printed.printed(replace(sample_document.HIDDEN, text="4", value=Fraction(4), hidden=True)) is None


@pytest.mark.parametrize("text", ["84.0%", "Children in need", "WMwm,.;i", "15,860", "Zoë Ångström"])
@pytest.mark.parametrize("bold", [False, True])
def test_words_are_as_wide_as_the_font_draws_them(text: str, bold: bool) -> None:
    file = (typeface.FOLDER / f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    drawn = ImageFont.truetype(io.BytesIO(file), 1000).getlength(text, features=["-kern"]) / 1000 * 12
    assert drawn <= typeface.width(text, 12, bold=bold) <= drawn * 1.04


def test_letters_that_the_font_lacks_are_replaced_and_others_stay() -> None:
    assert (
        typeface.written("Łódź, Ελλάδα, Київ, שלום, “quoted” – €5 ≥ ½ …")
        == "Łódź, Ελλάδα, Київ, שלום, “quoted” – €5 ≥ ½ …"
    )
    assert typeface.written("✅ 🙂\ufe0f") == "[white heavy check mark] [slightly smiling face]"
    assert typeface.written("漢") == typeface.UNKNOWN and typeface.written("ｆ") == "f"
    for letter in map(document_text.printable, map(chr, range(0x20, 0x3000))):
        assert all(each == "\u200b" or ord(each) in typeface.letters() for each in typeface.written(letter)), letter


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.floats(20, 300))
def test_lines_hold_every_letter_and_have_their_room(text: str, room: float) -> None:
    lines = typeface.lines(text, room, 12)
    bare = "".join(text.replace("\r", " ").replace("\n", " ").replace("\t", " ").split(" "))
    assert "".join(lines).replace(" ", "") == bare
    assert all(typeface.width(line, 12) <= room or len(line) == 1 for line in lines)


def test_words_that_turn_others_around_are_taken_out() -> None:
    assert document_text.printable("\u202eabc\u2066") == "abc"
    assert document_text.printable(("a\x00b", Paragraph(("\ud800",)))) == ("a\ufffdb", Paragraph(("\ufffd",)))


def test_columns_share_the_room_and_no_word_is_cut() -> None:
    for table, room in ((sample_document.measures(), 400.0), (sample_document.wide(), 760.0)):
        widths = table_widths.column_widths(table, room, 10, 8)
        assert sum(widths) == pytest.approx(room)
        for place, column in enumerate(table.columns):
            for text in (column.title, *(words(row[place].text) for row in table.rows)):
                for word in text.split():
                    assert typeface.width(word, 10) <= widths[place] - 8 + 0.01, word


def test_an_archive_loses_its_dates_and_nothing_else() -> None:
    def made(day: int) -> bytes:
        inner, outer = io.BytesIO(), io.BytesIO()
        core = f'<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-{day:02}T10:00:00Z</dcterms:created>'
        for to, parts in ((inner, {}), (outer, {"xl/embedded.xlsx": inner})):
            with zipfile.ZipFile(to, "w") as file:
                file.writestr(zipfile.ZipInfo("docProps/core.xml", (2026, 11, day, 1, 1, 2)), core)
                file.writestr("words.txt", "kept")
                for name, content in parts.items():
                    file.writestr(name, content.getvalue())
        return outer.getvalue()

    first, second = settled(made(1), MARCH), settled(made(2), MARCH)
    assert first == second and made(1) != made(2)
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert file.read("words.txt") == b"kept"
        assert b"2023-03-31T00:00:00Z" in file.read("docProps/core.xml")
        assert file.namelist() == ["docProps/core.xml", "words.txt", "xl/embedded.xlsx"]
