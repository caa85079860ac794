"""Shows a snapshot's case records to selects: every described table and column is there, and empty where it lacks.

Beside the columns of a table, each row has `file_row`: where it stands. Several lists of a source may have filled one
table, so that it is a number that holds the list too (`ORIGIN` bits above the row); a select hands it on as it is.
Beside the records stand `extract` (one row: `extracted_on`), `code_labels` (what each code means) and `outcomes` (what
the texts of JSON in the records say, in words).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import duckdb

from lineofsight.records.descriptions import describe, described
from lineofsight.records.reading import SQL_TYPES
from lineofsight.records.snapshots import Snapshot

ORIGIN = 40  # bits for the row's number in its file
WORDS = Path(__file__).parent / "words.toml"
BESIDE: Mapping[str, Mapping[str, str]] = {
    "extract": {"extracted_on": "date"},
    "code_labels": {"table_name": "varchar", "column_name": "varchar", "code": "varchar", "label": "varchar"},
    "outcomes": {"written": "varchar", "outcome": "varchar"},
}


@cache
def columns_of(table: str) -> dict[str, str]:
    """The columns of a table of case records as a select sees them, each with its type."""
    columns = describe(table).columns.items()
    return {
        **{name: "integer" if column.is_person else SQL_TYPES[column.type] for name, column in columns},
        "file_row": "bigint",
    }


def all_tables() -> dict[str, dict[str, str]]:
    """Every table that the select of an event may read: column to type."""
    return {name: dict(columns_of(name)) for name in described()} | {name: dict(of) for name, of in BESIDE.items()}


class Shown:
    """The records of one snapshot in a connection: temporary views, which go with it and hide no table of others."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, snapshot: Snapshot, files: list[str | None] | None = None
    ) -> None:
        self.connection, self.snapshot = connection, snapshot
        #: The lists that rows stand in, by their number; 0 is the table's own file.
        self.files: list[str | None] = [None] if files is None else files

    def show(self, tables: Iterable[str], *, copied: bool = False) -> None:
        """Shows these tables; `copied` for a connection that is locked afterwards and can read no file."""
        what = "table" if copied else "temp view"
        wanted = sorted(set(tables))
        places = self._places([table for table in wanted if self.snapshot.columns(table)])
        for table in wanted:
            self.connection.execute(f"create {what} {table} as {self._rows(table, places.get(table, frozenset()))}")

    def _places(self, tables: Iterable[str]) -> dict[str, frozenset[str]]:
        """Which of `file` and `file_row` each of these tables keeps."""
        files = {self.snapshot.parquet(table): table for table in tables}
        if not files:
            return {}
        found = self.connection.execute(
            "select file_name, list(name) from parquet_schema($files) where name in ('file', 'file_row') group by 1",
            {"files": [str(file) for file in files]},
        )
        return {files[Path(name)]: frozenset(columns) for name, columns in found.fetchall()}

    def _rows(self, table: str, places: frozenset[str]) -> str:
        there = self.snapshot.columns(table)
        picked = [
            name if name in there else f"cast(null as {kind}) as {name}"
            for name, kind in columns_of(table).items()
            if name != "file_row"
        ]
        if not there:
            return f"select {', '.join(picked)}, cast(null as bigint) as file_row limit 0"
        scan = f"read_parquet({text(self.snapshot.parquet(table))})"
        return f"select {', '.join(picked)}, {self._place(scan, places)} as file_row from {scan}"

    def _place(self, scan: str, places: frozenset[str]) -> str:
        # snapshots of before rows were numbered hold them in the order of the file
        row = "cast(file_row as bigint)" if "file_row" in places else "row_number() over () + 1"
        if "file" not in places:
            return row
        lists = self.connection.execute(f"select distinct file from {scan} where file is not null order by 1")
        numbers = {name: self._number(name) for (name,) in lists.fetchall()}
        cases = " ".join(f"when {text(name)} then {number}" for name, number in numbers.items())
        return f"{row} + (cast(case file {cases} else 0 end as bigint) << {ORIGIN})" if cases else row

    def _number(self, name: str) -> int:
        if name not in self.files:
            self.files.append(name)
        return self.files.index(name)

    def lay_beside(self, tables: Iterable[str]) -> None:
        """Lays what stands beside the records, `outcomes` of the given tables, which are shown."""
        for name, columns in BESIDE.items():
            self.connection.execute(
                f"create temp table {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
            )
        self.connection.execute("insert into extract values (?)", [self.snapshot.extracted_on])
        lay_labels(self.connection)
        self._lay_outcomes(tables)

    def _lay_outcomes(self, tables: Iterable[str]) -> None:
        """What each text of JSON says: its flags that are set, or its list of codes, in words; another text as it is.

        Texts are read leniently: systems put them together by hand, with quotes in comments that break them.
        """
        parts = [
            f"select distinct {name} as written from {table}"
            for table in sorted(set(tables))
            for name in describe(table).columns
            if name.endswith("_json") and name != "addr_address_json" and name in self.snapshot.columns(table)
        ]
        if not parts:
            return
        keys, words = zip(*_words().items(), strict=True)
        set_flag = r'"([A-Za-z0-9_]+)"\s*:\s*(?:"(?:Y|YES|TRUE|1)"|TRUE)'
        self.connection.execute(
            f"""
            insert into outcomes
            with texts as (
                select distinct written from ({" union all ".join(parts)}) as parts where written is not null
            ),
            words as (select unnest($keys) as key, unnest($words) as word),
            listed as (
                select written, case
                    when written like '{{%' then regexp_extract_all(written, $flag, 1, 'i')
                    when written like '[%' then regexp_extract_all(written, '"([^"]+)"', 1)
                end as keys
                from texts
            ),
            each as (
                select written, unnest(keys) as key, generate_subscripts(keys, 1) as nth
                from listed where keys is not null
            ),
            said as (
                select each.written, each.nth, coalesce(
                    words.word,
                    case when each.written like '[%' then each.key
                    when lower(each.key) like '%\\_flag' escape '\\' then concat(
                        upper(left(each.key, 1)), replace(lower(substring(each.key, 2, length(each.key) - 6)), '_', ' ')
                    ) end
                ) as word
                from each left join words on words.key = regexp_replace(upper(each.key), '_FLAG$', '')
            )
            select written, string_agg(word, ', ' order by nth) from said where word is not null group by written
            union all
            select written, written from listed where keys is null
            """,
            {"keys": list(keys), "words": list(words), "flag": set_flag},
        )


def lay_labels(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills `code_labels` with what the descriptions of all tables say."""
    columns = list(zip(*_labels(), strict=True))
    names = list(BESIDE["code_labels"])
    given = ", ".join(f"unnest(cast(${name} as varchar[]))" for name in names)
    connection.execute(
        f"insert into code_labels select {given}",
        {name: list(column) for name, column in zip(names, columns, strict=True)},
    )


@cache
def _labels() -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (table, name, code, label)
        for table in described()
        for name, column in describe(table).columns.items()
        for code, label in column.codes.items()
    )


@cache
def _words() -> dict[str, str]:
    sections = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {key: word for section in sections.values() for key, word in section.items()}


def text(value: object) -> str:
    """A value as SQL writes a text."""
    return "'" + str(value).replace("'", "''") + "'"
