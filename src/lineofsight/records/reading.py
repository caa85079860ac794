"""How a cell of text becomes a date, a flag, a number or a code; and which cells can't.

Each answer is an SQL expression on a column of text, so that a table is read in one pass inside the database.
Empty is: nothing, blanks, the word NULL in capitals that database tools write, and in a date 1900-01-01.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from lineofsight.records.descriptions import Column

SQL_TYPES = {
    "text": "varchar",
    "date": "date",
    "datetime": "timestamp",
    "bool": "boolean",
    "int": "bigint",
    "float": "double",
}
TRUE = ("y", "yes", "true", "t", "1")
FALSE = ("n", "no", "false", "f", "0")
_TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}([.]\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d{2}:?\d{2})?"


def cleaned(cell: str) -> str:
    """The text of a cell without blanks around it; null where it is empty."""
    return f"nullif(nullif(trim({cell}, ' \t\r\n\u00a0'), ''), 'NULL')"


def _date(x: str) -> str:
    iso = (
        f"try_cast(case when length({x}) = 10 or regexp_full_match(substr({x}, 11), '{_TIME}') "
        f"then left({x}, 10) end as date)"
    )
    first = f"split_part(replace({x}, 'T', ' '), ' ', 1)"
    day_first = (
        f"case when regexp_full_match({x}, '\\d{{1,2}}/\\d{{1,2}}/\\d{{4}}({_TIME})?') "
        f"then cast(try_strptime({first}, '%d/%m/%Y') as date) end"
    )
    read = f"case when {x}[5] = '-' and {x}[8] = '-' then {iso} else {day_first} end"
    return f"nullif(case when {x} is not null then {read} end, date '1900-01-01')"


def _datetime(x: str) -> str:
    iso = f"try_cast({x} as timestamp)"
    formats = "['%d/%m/%Y', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M']"
    read = f"case when {x}[5] = '-' then {iso} else try_strptime({x}, {formats}) end"
    return f"nullif(case when {x} is not null then {read} end, timestamp '1900-01-01')"


def read_as(column: Column, x: str) -> str:
    """The expression that reads cleaned text `x` as the column's type; null where it can't."""
    match column.type:
        case "date":
            return _date(x)
        case "datetime":
            return _datetime(x)
        case "bool":
            true, false = (", ".join(f"'{word}'" for word in words) for words in (TRUE, FALSE))
            return f"case when lower({x}) in ({true}) then true when lower({x}) in ({false}) then false end"
        case "int":
            return f"cast(try_cast({x} as double) as bigint)"
        case "float":
            return f"try_cast({x} as double)"
        case "text":
            return x


def cannot_be_read(column: Column, x: str, value: str) -> str:
    """The condition that cleaned text `x` holds something that the column's type doesn't admit."""
    if column.type == "text":
        return "false"
    if column.type in ("date", "datetime"):
        empty = f"({x} like '1900-01-01%' or {x} like '01/01/1900%' or {x} like '1/1/1900%')"
        return f"({x} is not null and {value} is null and not {empty})"
    return f"({x} is not null and {value} is null)"


def after_extract(column: Column, value: str, extracted_on: dt.date) -> str:
    """The condition that a date of something that happened lies after the extract date."""
    if not column.happened:
        return "false"
    return f"coalesce({value} >= date '{extracted_on + dt.timedelta(days=1)}', false)"


def code_of(column: Column, written: str, council: Mapping[str, str]) -> str | None:
    """The column's code for what a cell says; None if it is none that is known.

    A cell may hold the code or its label, in any case, or the code followed by a separator and more. `council`
    holds the council's own spellings.

    >>> code_of(describe("ssd_legal_status").columns["lega_legal_status"], "v3 - short breaks", {})
    'V3'
    """
    spellings = {spelling.lower(): code for spelling, code in column.also_written.items()}
    spellings |= {label.lower(): code for code, label in column.codes.items()}
    spellings |= {code.lower(): code for code in column.codes}
    spellings |= {spelling.lower(): code for spelling, code in council.items()}
    text = written.lower()
    if text in spellings:
        return spellings[text]
    leading = re.match(r"[^\W_]+", text)
    if leading is None or leading.group() == text:
        return None
    return spellings.get(leading.group())


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
