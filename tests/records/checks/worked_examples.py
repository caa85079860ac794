"""Reads worked examples of rules: Markdown in which a few rows, and what is found in them, stand as tables.

## CIN-VIS-01: its title             the examples of a rule begin
### Found: no day                    an example; `Not found` where nothing is
Extracted on 2023-03-31.             the extract date, which is this one where none is given
With days = 20.                      a setting other than the shipped one
`ssd_cin_visits`                     records, as a table; tables that aren't drawn are empty
`findings`                           what is found, as a table: all rows, some columns
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.calendar import england
from lineofsight.records.checks.laying import lay_day, lay_extract, tables
from lineofsight.records.checks.rules import Rule
from lineofsight.records.descriptions import describe
from lineofsight.records.reading import FALSE, TRUE

FOLDER = Path(__file__).parent / "examples"
Rows = list[dict[str, str]]


@dataclass
class Example:
    code: str
    title: str
    extracted_on: dt.date = dt.date(2023, 3, 31)
    settings: dict[str, int] = field(default_factory=dict)
    tables: dict[str, Rows] = field(default_factory=dict)
    findings: Rows = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def examples() -> Iterator[Example]:
    for file in sorted(FOLDER.glob("*.md")):
        text = file.read_text(encoding="utf-8")
        for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            code = section.partition(":")[0]
            for part in re.split(r"^### ", section, flags=re.MULTILINE)[1:]:
                yield _example(code, part)


def _example(code: str, part: str) -> Example:
    title, _, body = part.partition("\n")
    example = Example(code, title.strip())
    if dated := re.search(r"^Extracted on (\d{4}-\d{2}-\d{2})\.$", body, re.MULTILINE):
        example.extracted_on = dt.date.fromisoformat(dated[1])
    example.settings = {name: int(n) for name, n in re.findall(r"^With ([a-z_]+) = (\d+)\.$", body, re.MULTILINE)}
    drawn = re.findall(r"^`([^`]+)`\n\n((?:\|.*\n?)+)", body, re.MULTILINE)
    assert len(drawn) == body.count("\n`"), f"{code}, {title}: a table can't be read"
    for name, table in drawn:
        if name == "findings":
            example.findings = _rows(table)
        else:
            example.tables[name] = _rows(table)
    assert title.startswith("Found: ") == bool(example.findings), f"{code}, {title}: what is found?"
    assert title.startswith("Found: ") or "\nNothing is found.\n" in body
    return example


def _rows(table: str) -> Rows:
    lines = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in table.strip().splitlines()]
    header, rows = lines[0], lines[2:]
    assert all(len(row) == len(header) for row in rows), table
    return [dict(zip(header, row, strict=True)) for row in rows]


def found_by(rule: Rule, example: Example) -> Rows:
    """What the rule finds in the example's rows, cells as text."""
    database = _calendar()
    database.execute("begin")  # and rolled back, so that the next example has tables of its own
    try:
        return _found_in(database, rule, example)
    finally:
        database.execute("rollback")


@cache
def _calendar() -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    lay_extract(database, england(), dt.date(2023, 3, 31))
    return database


def _found_in(database: duckdb.DuckDBPyConnection, rule: Rule, example: Example) -> Rows:
    people = _people(example)
    types = tables()
    lay_day(database, example.extracted_on)
    for table in sorted({*rule.names, *example.tables}):
        columns = types[table]
        database.execute(f"create table {table} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
        for number, row in enumerate(example.tables.get(table, ()), start=2):
            cells = {name: _cell(table, name, text, people) for name, text in row.items() if text}
            cells["file_row"] = number
            given = ", ".join(f"${name}" for name in cells)
            database.execute(f"insert into {table} ({', '.join(cells)}) values ({given})", cells)
    ids = {number: person for person, number in people.items()}
    answer = database.execute(rule.runnable())
    columns_returned = [column[0] for column in answer.description or ()]
    found = []
    for cells_found in answer.fetchall():
        row = {name: _text(cell) for name, cell in zip(columns_returned, cells_found, strict=True)}
        row["person_id"] = ids[int(row["person_id"])] if row["person_id"] else ""
        row["from_on"], row["to_on"] = row.get("from_on", "")[:10], row.get("to_on", "")[:10]
        found.append(row)
    return found


def _people(example: Example) -> dict[str, int]:
    named = {
        text
        for table, rows in example.tables.items()
        for row in rows
        for name, text in row.items()
        if text and describe(table).columns[name].is_person
    }
    return {person: number for number, person in enumerate(sorted(named), start=1)}


def _cell(table: str, name: str, text: str, people: dict[str, int]) -> object:
    column = describe(table).columns[name]
    if column.is_person:
        return people[text]
    if column.type == "bool":
        assert text.lower() in (*TRUE, *FALSE)
        return text.lower() in TRUE
    if column.codes and not column.codes_are_open:
        assert text in column.codes, f"{name} has no code {text}"
    return text


def _text(value: object) -> str:
    return {True: "true", False: "false", None: ""}.get(value, "") if isinstance(value, bool | None) else str(value)
