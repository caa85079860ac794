"""A file with a header and a select: split, its fields found by line, and its settings written in as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lineofsight.records.headed import SelectRefused, check_settings, line_of_field, split, text_of, with_settings

FILE = Path("mine.sql")
TEXT = '/*\ntitle = "Mine"\n\n[settings]\ndays = 28\n*/\n\nselect $days as days;\n'


@dataclass(frozen=True)
class Mine:
    sql: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    file: Path = FILE
    sql_line: int = 8

    def runnable(self) -> str:
        return with_settings(self)


def test_a_file_is_a_header_and_a_select() -> None:
    header, sql, line = split(FILE, TEXT)
    assert header == {"title": "Mine", "settings": {"days": 28}}
    assert (sql, TEXT.split("\n")[line - 1]) == ("select $days as days\n", "select $days as days;")
    assert line_of_field(TEXT, "settings") == 4
    assert line_of_field(TEXT, "days") == 5
    assert line_of_field(TEXT, "nothing") == 1


@pytest.mark.parametrize("text", ["", "select 1", "/* title = 1", "/*\ntitle = \n*/ select 1"])
def test_a_file_without_a_header_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(SelectRefused, match=r"^mine\.sql, line [12]: .*header"):
        split(FILE, text)


def test_a_file_is_read_as_it_was_written_on_any_system(tmp_path: Path) -> None:
    path = tmp_path / "mine.sql"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert text_of(path) == TEXT
    path.write_bytes(TEXT.encode("utf-16"))
    with pytest.raises(SelectRefused, match=r"^mine\.sql, line 1: the file is not UTF-8: save it as UTF-8"):
        text_of(path)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (28, "28"),
        (-1, "(-1)"),
        (0.5, "0.5"),
        (True, "true"),
        ("it's", "'it''s'"),
        (dt.date(2023, 3, 31), "date '2023-03-31'"),
    ],
)
def test_a_setting_is_written_in_as_a_value_and_never_as_sql(value: object, written: str) -> None:
    assert Mine("select $x as x", {"x": value}).runnable() == f"select {written} as x"


@pytest.mark.parametrize("value", [float("nan"), [1], dt.datetime(2023, 3, 31, tzinfo=dt.UTC), None])
def test_a_setting_of_another_kind_is_refused(value: object) -> None:
    with pytest.raises(SelectRefused, match="the setting x must be a whole number, a number, a text or a date"):
        Mine("select $x as x", {"x": value}).runnable()


def test_a_setting_within_quotes_is_a_number_and_no_text() -> None:
    assert Mine("select interval '$n' month", {"n": 3}).runnable() == "select interval '3' month"
    with pytest.raises(SelectRefused):
        Mine("select interval '$n' month", {"n": "3' or '1"}).runnable()
    with pytest.raises(SelectRefused, match=r"line 9: \$m has no value: add it to \[settings\]"):
        Mine("select $n,\n$m", {"n": 3}).runnable()


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ({"settings": 3}, "settings are written as [settings] and then a line for each"),
        ({"settings": {"weeks": 4}}, "the setting weeks is not used: the select uses days"),
        ({"settings": {"days": float("inf")}}, "the setting days must be a number that ends"),
        ({"settings": {"days": "28"}}, "the setting days is 28 in the book: give a value of the same kind"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(header: dict[str, Any], what: str) -> None:
    with pytest.raises(SelectRefused) as refusal:
        check_settings(FILE, TEXT, header, "select $days", {"days": 28}, stands_in="the book")
    assert what in str(refusal.value)
    check_settings(FILE, TEXT, {"settings": {"days": 30}}, "select $days", {"days": 28}, stands_in="the book")
