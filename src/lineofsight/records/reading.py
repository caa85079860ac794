"""How a cell of text becomes a date, a flag, a number or a code; and which cells can't.

Each answer is an SQL expression on a column of text, so that a table is read in one pass inside the database.
Empty is: nothing, blanks, the word NULL in capitals that database tools write, and in a date 1900-01-01.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from lineofsight.records.descriptions import Column, heading

SQL_TYPES = {
    "text": "varchar",
    "date": "date",
    "datetime": "timestamp",
    "bool": "boolean",
    "int": "bigint",
    "float": "double",
}
TRUE = ("y", "yes", "true", "t", "1", "1.0")
FALSE = ("n", "no", "false", "f", "0", "0.0")
_TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}([.]\d+)?)?( ?[AaPp][Mm])?( ?(Z|[+-]\d{2}(:?\d{2})?))?"
_NUMBER = r"[+-]?(\d+([.]\d*)?|[.]\d+)([eE][+-]?\d+)?"
_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %I:%M:%S%p", "%Y-%m-%d %I:%M%p")


def cleaned(cell: str) -> str:
    """The text of a cell without blanks around it; null where it is empty.

    Most cells begin and end with a plain character and are taken as they are, which is three times as fast.
    """
    plain = "between 33 and 126"
    return (
        f"case when {cell} = '' or {cell} = 'NULL' then null "
        f"when ascii({cell}) {plain} and ascii(right({cell}, 1)) {plain} then {cell} "
        f"else nullif(nullif(trim({cell}, ' \t\r\n\v\f\u00a0'), ''), 'NULL') end"
    )


def text_of(column: Column, cell: str) -> str:
    """The cleaned text of a cell of a column.

    An identifier that a spreadsheet or data frame turned into a number with a fraction (123.0) is written without
    it, or the child would be another than the one who stands as 123 in the next table.
    """
    text = cleaned(cell)
    if not column.is_identifier:
        return text
    return f"case when {cell} like '%.0%' then regexp_replace({text}, '^(\\d+)[.]0+$', '\\1') else {text} end"


def _day(x: str) -> str:
    iso = (
        f"try_cast(case when length({x}) = 10 or regexp_full_match(substr({x}, 11), '{_TIME}') "
        f"then left({x}, 10) end as date)"
    )
    first = f"split_part(replace({x}, 'T', ' '), ' ', 1)"
    day_first = (
        f"case when regexp_full_match({x}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}({_TIME})?') "
        f"then cast(try_strptime({first}, '%d/%m/%Y') as date) end"
    )
    return (
        f"case when {x} like '____-__-__' then try_cast({x} as date) when {x} like '____-__-__%' then {iso} "
        f"when {x} is not null then {day_first} end"
    )


def _date(x: str) -> str:
    """Null for 1900-01-01, which means empty, and for a day before it, which no record can be about."""
    return f"nullif(greatest({_day(x)}, date '1900-01-01'), date '1900-01-01')"


def _datetime(x: str) -> str:
    """The day and the clock as they are written: an offset from Greenwich is left aside, so the day stays the same."""
    clock = f"regexp_extract({x}, '[T ](\\d{{1,2}}:\\d{{2}}(:\\d{{2}})?)', 1)"
    half = f"upper(regexp_extract({x}, '[AaPp][Mm]'))"
    formats = ", ".join(f"'{moment}'" for moment in _MOMENTS)
    read = f"try_strptime(rtrim(concat(cast({_day(x)} as varchar), ' ', {clock}, {half})), [{formats}])"
    last = "timestamp '1900-01-01 23:59:59.999999'"
    return f"nullif(greatest(case when {x} is not null then {read} end, {last}), {last})"


def read_as(column: Column, x: str) -> str:
    """The expression that reads cleaned text `x` as the column's type; null where it can't."""
    match column.type:
        case "date":
            return _date(x)
        case "datetime":
            return _datetime(x)
        case "bool":
            # Not `in (...)`: the database makes a join of a long list, and rows would lose the order of the file.
            means = {**dict.fromkeys(TRUE, "true"), **dict.fromkeys(FALSE, "false")}
            cases = " ".join(f"when '{word}' then {flag}" for word, flag in means.items())
            return f"case lower({x}) {cases} end"
        case "int":
            return f"case when {_number(x)} = trunc({_number(x)}) then try_cast({_number(x)} as bigint) end"
        case "float":
            return f"case when isfinite({_number(x)}) then {_number(x)} end"
        case "text":
            return x


def _number(x: str) -> str:
    return f"case when regexp_full_match({x}, '{_NUMBER}') then try_cast({x} as double) end"


def cannot_be_read(column: Column, x: str, value: str) -> str:
    """The condition that cleaned text `x` holds something that the column's type doesn't admit."""
    if column.type == "text":
        return "false"
    if column.type in ("date", "datetime"):
        empty = f"regexp_full_match({x}, '(1900-01-01|0?1/0?1/1900)({_TIME})?')"
        return f"({x} is not null and {value} is null and not {empty})"
    return f"({x} is not null and {value} is null)"


def after_extract(column: Column, value: str, extracted_on: dt.date) -> str:
    """The condition that a date of something that happened lies after the extract date."""
    if not column.happened:
        return "false"
    return f"coalesce({value} >= date '{extracted_on + dt.timedelta(days=1)}', false)"


def code_of(column: Column, written: str, council: Mapping[str, str]) -> str | None:
    """The column's code for what a cell says; None if it is none that is known.

    A cell may hold the code or its label, in any case and with other signs between the words, or either followed by
    a separator and more. `council` holds the council's own spellings.

    >>> code_of(describe("ssd_legal_status").columns["lega_legal_status"], "v3 - short breaks", {})
    'V3'
    """
    codes = {code.lower(): code for code in column.codes} | {s.lower(): code for s, code in council.items()}
    labels = {label.lower(): code for code, label in column.codes.items()}
    spellings = {spelling.lower(): code for spelling, code in column.also_written.items()} | labels | codes
    text = written.lower()
    if text in spellings:
        return spellings[text]
    leading = re.match(r"[^\W_]+", text)
    if leading and leading.group() != text and leading.group() in codes:
        return codes[leading.group()]
    # Before a colon or a dash stands what is meant; a label in the midst of other words may be one of several.
    before = re.split(r":| [-\u2013\u2014] ", text, maxsplit=1)[0].strip()
    if before in spellings:
        return spellings[before]
    same = {code for spelling, code in spellings.items() if heading(spelling) == heading(text) != ""}
    return same.pop() if len(same) == 1 else None


def codes_for(column: Column, values: Iterable[str], council: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What to write instead of each value that is spelt otherwise, and the values that are not known."""
    instead: dict[str, str] = {}
    unknown: list[str] = []
    for value in values:
        code = code_of(column, value, council)
        if code is None:
            unknown.append(value)
        elif code != value:
            instead[value] = code
    return instead, unknown
