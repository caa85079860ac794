"""From the text that an extract holds to the typed rows that a snapshot keeps, with nothing lost on the way.

A row is accepted, or it is put in quarantine with the reason: accepted + quarantined = read, always. A row goes to
quarantine where its key is empty or taken, where it is not a row at all, or where a cell that figures are counted
from can't be read. A cell of another column that can't be read, a date after the extract date in something that
happened, and a code that is not known are set aside: the row counts without that cell (an unknown code stays as it
is, and matches nothing), and the cell is reported with its row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.descriptions import Column, Table, columns_found
from lineofsight.records.reading import (
    after_extract,
    cannot_be_read,
    codes_for,
    read_as,
    text_of,
)


class TableFile(Protocol):
    """One table's file, as a source hands it on: see `sources.ssd_files.ExtractFile` and `sources.staging`.

    `layout` says what its columns mean: an SSD table's description, or a source's own of one of its lists. Where
    the file is `numbered`, its scan has a column `file_row`, the row's number in what the sender sent.
    """

    @property
    def table(self) -> str: ...
    @property
    def layout(self) -> Table: ...
    @property
    def numbered(self) -> bool: ...
    @property
    def name(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def rejects(self) -> str: ...
    def scan(self) -> str: ...


@dataclass
class Taken:
    """What became of one table's file. `kept` and `missing` are columns of the description.

    `layout` describes the table, and `sent` is the file's name as the sender knows it.
    """

    table: str
    layout: Table = field(repr=False)
    sent: str
    read: int
    accepted: int
    quarantined: int
    kept: tuple[str, ...]
    missing: tuple[str, ...]
    not_described: tuple[str, ...]
    set_aside: dict[str, dict[str, int]] = field(default_factory=dict)  # kind -> column -> cells
    instead: dict[str, dict[str, str]] = field(default_factory=dict)  # column -> spelling -> code
    left_codes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # column -> what is no code, and stays
    empty_columns: tuple[str, ...] = ()
    reasons: dict[str, tuple[int, int]] = field(default_factory=dict)  # why quarantined -> rows, first row
    withdrawn: int = 0  # of those in quarantine, rows whose place another row takes: nothing is wrong with the figures
    filled_from: tuple[str, ...] = ()  # a source's lists: then rows name the list (`file`) beside `file_row`

    @property
    def filled(self) -> bool:
        return bool(self.filled_from)

    def facts(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        facts = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "layout"}
        needed = [column for name, column in self.layout.columns.items() if name in self.missing and column.required]
        return facts | {"missing_headings": [column.spelt[0] if column.spelt else column.name for column in needed]}


READ_AS = {
    "date": "a date",
    "datetime": "a date and time",
    "bool": "yes or no",
    "int": "a whole number",
    "float": "a number",
}
UNREADABLE, AFTER_EXTRACT, UNKNOWN_CODE = "can't be read", "after the extract date", "code not known"


class Intake:
    """Reads table files into tables of a database connection, one after another.

    A row whose key is taken goes to quarantine unless it is another child's: suppliers write one id for what concerns
    brothers and sisters. Tables in `keyless` may have no key in any row (a repair gives them one).

    After `take`, the connection holds `typed_<table>` (accepted rows: the columns kept, and `file_row`), and where
    there is something to report
    `quarantine_<table>` (row, reason and every cell as it was written) and `aside_<table>` (row, column, kind and
    the cell as it was written). Row numbers are as a spreadsheet shows them: the header is row 1 (blank lines
    between rows, which hold nothing, aren't counted).
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        extracted_on: dt.date,
        spellings: Mapping[str, Mapping[str, str]],
        headings: Mapping[str, Mapping[str, str]] | None = None,
        keyless: Collection[str] = (),
        left_codes: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.connection = connection
        self.extracted_on = extracted_on
        self.spellings = spellings
        self.headings = headings or {}
        self.keyless = keyless
        self.left_codes = left_codes or {}

    def take(self, file: TableFile) -> Taken:
        """Reads one table's file; refused where it can't be read as such a file at all."""
        try:
            return self._take(file)
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.OutOfMemoryException):
            raise  # a fault of ours, or of the machine: not of the file
        except duckdb.Error:
            raise Refused(
                f"{file.name}: can't be read to its end: it is damaged, or its lines don't all end in the same way. "
                f"Write it again, or open it and save it as 'CSV UTF-8 (comma delimited)'"
            ) from None

    def _take(self, file: TableFile) -> Taken:
        table = file.layout
        found = columns_found(table, file.columns, self.headings.get(table.name, {}))
        cells = {name: f"c{place}" for name, place in found.items()}
        kept = {name: column for name, column in table.columns.items() if name in cells}
        taken = Taken(
            table=table.name,
            layout=table,
            sent=file.name,
            read=0,
            accepted=0,
            quarantined=0,
            kept=tuple(kept),
            missing=tuple(name for name in table.columns if name not in kept),
            not_described=tuple(
                name.strip() for place, name in enumerate(file.columns) if name.strip() and place not in found.values()
            ),
        )
        self.connection.execute(
            f"create or replace table base_{table.name} as {self._reading(file, table, kept, cells)}"
        )
        number = "file_row" if file.numbered else "cast(rowid + 2 as integer) as file_row"  # the header is row 1
        self._show(table, kept, number)
        all_is_well = self._count(taken, table, kept)
        rejected = self._rejected(file)
        taken.read += rejected
        if rejected or not all_is_well:
            self._look_closer(file, table, kept, cells, taken, rejected)
        self._settle_codes(table, kept, taken)
        taken.accepted = taken.read - taken.quarantined
        return taken

    def _show(self, table: Table, kept: Iterable[str], file_row: str) -> None:
        columns = ", ".join([*kept, file_row])
        self.connection.execute(f"create or replace view typed_{table.name} as select {columns} from base_{table.name}")

    def _reading(self, file: TableFile, table: Table, kept: Mapping[str, Column], cells: Mapping[str, str]) -> str:
        """One pass over the file: the typed columns, and whether the row or a cell needs a closer look."""
        texts = ", ".join(f"{text_of(column, cells[name])} as {name}" for name, column in kept.items())
        read = "".join(f", {read_as(c, name)} as v_{name}" for name, c in kept.items() if c.type != "text")
        typed = ", ".join(f"{self._value(column, _read_before)} as {name}" for name, column in kept.items())
        unusable, aside = self._unusable(table, kept, _read_before), self._aside(kept, _read_before)
        number = "file_row, " if file.numbered else ""
        typed = f"{number}{typed}, " if typed else number
        return (
            f"select {typed}coalesce({unusable}, false) as row_unusable, "
            f"coalesce({' or '.join(aside.values()) or 'false'}, false) as cell_aside "
            f"from (select *{read} from (select {number}{texts or 'true as nothing'} from {file.scan()}) as cleaned) "
            f"as read"
        )

    def _value(self, column: Column, value: _ValueOf) -> str:
        if not column.happened:
            return value(column)
        tomorrow = self.extracted_on + dt.timedelta(days=1)
        return f"case when {value(column)} < date '{tomorrow}' then {value(column)} end"

    def _unusable(self, table: Table, kept: Mapping[str, Column], value: _ValueOf) -> str:
        conditions = [f"{table.key} is null"] if table.key in kept else []
        conditions += [
            cannot_be_read(column, name, value(column))
            for name, column in kept.items()
            if column.required and column.type != "text"
        ]
        return " or ".join(conditions) or "false"

    def _aside(self, kept: Mapping[str, Column], value: _ValueOf) -> dict[tuple[str, str], str]:
        """(kind, column) to the condition that a cell of it is set aside."""
        conditions: dict[tuple[str, str], str] = {}
        for name, column in kept.items():
            if column.type != "text" and not column.required:
                conditions[UNREADABLE, name] = cannot_be_read(column, name, value(column))
            if column.happened:
                conditions[AFTER_EXTRACT, name] = after_extract(column, value(column), self.extracted_on)
        return conditions

    def _count(self, taken: Taken, table: Table, kept: Mapping[str, Column]) -> bool:
        """Counts the rows read; says whether every row and cell can be used as it is."""
        distinct = f"count(distinct {table.key})" if table.key in kept else "count(*)"
        filled = "".join(f", count({name})" for name in kept)
        rows, wrong, keys, *counts = self._one(
            f"select count(*), count(*) filter (row_unusable or cell_aside), {distinct}{filled} from base_{table.name}"
        )
        taken.read = rows
        taken.empty_columns = tuple(n for n, count in zip(kept, counts, strict=True) if rows and not count)
        return bool(wrong == 0 and keys == rows)

    def _look_closer(
        self,
        file: TableFile,
        table: Table,
        kept: Mapping[str, Column],
        cells: Mapping[str, str],
        taken: Taken,
        rejected: int,
    ) -> None:
        """A second pass, for a file in which something is wrong: says where and why.

        It looks at the rows in doubt alone: those in which a cell can't be used, and those that share a key.
        """
        name = table.name
        written = ", ".join(f"c{n}" for n in range(len(file.columns)))
        texts = "".join(
            f", {text_of(column, cells[column_name])} as {column_name}" for column_name, column in kept.items()
        )
        keyless = table.key in taken.empty_columns and table.name in self.keyless
        key = table.key if table.key in kept and not keyless else "null"
        person = next((n for n, column in kept.items() if column.is_person and n != table.key), "null")
        reasons = [f"case when {table.key} is null then '{table.key} is empty' end"] if key != "null" else []
        reasons += [
            f"case when {cannot_be_read(column, column_name, _read_here(column))} "
            f"then '{column_name} {_quoted(UNREADABLE)} as {READ_AS[column.type]}' end"
            for column_name, column in kept.items()
            if column.required and column.type != "text"
        ]
        reason = f"nullif(concat_ws('; ', {', '.join(reasons) or 'null'}), '')"
        if rejected and not file.numbered:
            # A row that was left out stands between the others: those below it stand one lower in the file.
            self.connection.execute(
                "create or replace temp table left_out as select line - 1 - place as before, max(place) as rows_above "
                "from (select line, row_number() over (order by line) as place from "
                f"(select min(line) as line from {file.rejects} group by line_byte_position) as l) as r group by all"
            )

        def with_file_row(rows: str) -> str:
            """Rows with their `place` among those that were read, and the row that they have in the file."""
            if file.numbered:
                return f"select place as file_row, placed.* from ({rows}) as placed"
            if rejected:
                return (
                    f"select place + 1 + coalesce(rows_above, 0) as file_row, placed.* from ({rows}) as placed "
                    f"asof left join left_out on placed.place > left_out.before"
                )
            return f"select place + 1 as file_row, placed.* from ({rows}) as placed"

        place = "file_row" if file.numbered else "rowid + 1"
        doubtful = f"select {place} as place from base_{name} where row_unusable or cell_aside"
        if key != "null":
            doubtful += (
                f" union select {place} from base_{name} "
                f"where {key} in (select {key} from base_{name} group by {key} having count(*) > 1)"
            )
        number = "file_row" if file.numbered else "row_number() over ()"
        scanned = f"select {number} as place, {written} from {file.scan()}"
        self.connection.execute(
            f"create or replace table looked_{name} as "
            f"select *, case when row_reason is null and {key} is not null and row_number() over "
            f"(partition by {key}, coalesce({person}, any_person), row_reason is null order by file_row) > 1 "
            f"then '{table.key} is already taken by an earlier row' else row_reason end as row_why "
            f"from (select *, {reason} as row_reason, min({person}) over (partition by {key}) as any_person "
            f"from (select *{texts} from ({with_file_row(scanned)}) as scanned "
            f"where place in ({doubtful})) as doubted) as judged"
        )
        originals = ", ".join(f"c{n} as {_identifier(heading)}" for n, heading in enumerate(_distinct(file.columns)))
        self.connection.execute(
            f"create or replace table quarantine_{name} as "
            f"select file_row, row_why as reason, {originals} from looked_{name} where row_why is not null"
        )
        if rejected:
            self.connection.execute(
                f"insert into quarantine_{name} by name select min(line) as file_row, "
                f"'is not a row of this file: ' || lower(min(error_type)) as reason, "
                f"min(csv_line) as {_identifier(_distinct(file.columns)[0])} from {file.rejects} "
                f"group by line_byte_position"
            )
        taken.quarantined = self._one(f"select count(*) from quarantine_{name}")[0]
        taken.reasons = {
            why: (rows, first)
            for why, rows, first in self.connection.execute(
                f"select reason, count(*), min(file_row) from quarantine_{name} group by reason order by 2 desc, 1"
            ).fetchall()
        }
        aside = [
            f"select file_row, '{column}' as column_name, '{_quoted(kind)}' as kind, {column} as written "
            f"from looked_{name} where row_why is null and coalesce({condition}, false)"
            for (kind, column), condition in self._aside(kept, _read_here).items()
        ]
        self.connection.execute(
            f"create or replace table aside_{name} as "
            + (
                " union all ".join(aside)
                or "select 0 as file_row, '' as column_name, '' as kind, '' as written limit 0"
            )
        )
        taken.set_aside = {}
        for kind, column, count in self.connection.execute(
            f"select kind, column_name, count(*) from aside_{name} group by all order by all"
        ).fetchall():
            taken.set_aside.setdefault(kind, {})[column] = count
        accepted = ", ".join(["file_row", *kept])
        read = ", ".join([f"{place} as place", *kept])
        self.connection.execute(
            f"create or replace table next_{name} as select {accepted} from "
            f"({with_file_row(f'select {read} from base_{name}')}) as rows "
            f"where place not in (select place from looked_{name} where row_why is not null) order by file_row"
        )
        self.connection.execute(f"drop view typed_{name}")
        self.connection.execute(f"drop table base_{name}")
        self.connection.execute(f"alter table next_{name} rename to base_{name}")
        self._show(table, kept, "file_row")
        self.connection.execute(f"drop table looked_{name}")

    def _settle_codes(self, table: Table, kept: Mapping[str, Column], taken: Taken) -> None:
        """Which spellings are written as which code, and which codes are not known."""
        coded = [name for name, column in kept.items() if column.codes]
        if not coded:
            return
        values = self._one(
            f"select {', '.join(f'list(distinct {n}) filter ({n} is not null)' for n in coded)} from typed_{table.name}"
        )
        for name, written in zip(coded, values, strict=True):
            column = kept[name]
            taken.instead[name], unknown = codes_for(column, (written or []), self.spellings.get(name, {}))
            left = self.left_codes.get(name, ())
            taken.left_codes[name] = tuple(sorted(value for value in unknown if value.lower() in left))
            unknown = [value for value in unknown if value.lower() not in left]
            if unknown and (column.required or not column.codes_are_open):
                count = self._one(
                    f"select count(*) from typed_{table.name} where {name} in "
                    f"({', '.join(_text(value) for value in unknown)})"
                )[0]
                taken.set_aside.setdefault(UNKNOWN_CODE, {})[name] = count

    def _rejected(self, file: TableFile) -> int:
        exists = self._one(f"select count(*) from duckdb_tables() where table_name = '{file.rejects}' and temporary")[0]
        if not exists:
            return 0
        row = self._one(f"select min(line) from {file.rejects} where error_type = 'INVALID ENCODING'")[0]
        if row is not None:
            raise Refused(f"{file.name}, row {row}: is not UTF-8. Save it as 'CSV UTF-8 (comma delimited)'")
        return int(self._one(f"select count(distinct line_byte_position) from {file.rejects}")[0])

    def _one(self, query: str) -> tuple[Any, ...]:
        row = self.connection.execute(query).fetchone()
        assert row is not None
        return tuple(row)


def withdraw(connection: duckdb.DuckDBPyConnection, taken: Taken, rows: str, reason: str) -> int:
    """Moves accepted rows to quarantine, as they were read; how many. `rows` is a select of `file_row`.

    Rows of a table that was filled from lists (`rows`: of `file`, `file_row`) have no file of their own, where they
    would be counted twice: they are left out of the records, and what they come of stays accepted.
    """
    name = taken.table
    connection.execute(f"create or replace table withdrawn_{name} as {rows}")
    if taken.filled:
        kept = f"select * from typed_{name} as rows anti join withdrawn_{name} using (file, file_row)"
        replace_rows(connection, name, kept)
        after = connection.execute(f"select count(*) from typed_{name}").fetchone()
        assert after is not None
        gone, taken.read, taken.accepted = taken.read - after[0], after[0], after[0]
        return int(gone)
    row = connection.execute(f"select count(*), min(file_row) from withdrawn_{name}").fetchone()
    assert row is not None
    count, first = row
    if count:
        cells = ", ".join(f"cast({column} as varchar) as {column}" for column in taken.kept)
        moved = (
            f"select file_row, {_text(reason)} as reason, {cells} from typed_{name} "
            f"where file_row in (select file_row from withdrawn_{name})"
        )
        if taken.quarantined:
            before = f"select * from quarantine_{name}"
            connection.execute(f"create or replace table quarantined_{name} as {before} union all by name {moved}")
            connection.execute(f"drop table quarantine_{name}")
            connection.execute(f"alter table quarantined_{name} rename to quarantine_{name}")
        else:
            connection.execute(f"create or replace table quarantine_{name} as {moved}")
        replace_rows(
            connection,
            name,
            f"select * from typed_{name} where file_row not in (select file_row from withdrawn_{name})",
        )
        taken.accepted -= count
        taken.quarantined += count
        taken.withdrawn += count
        taken.reasons[reason] = (count, first)
    connection.execute(f"drop table withdrawn_{name}")
    return int(count)


def replace_rows(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    """Puts other rows in the place of `typed_<table>`: a select that gives its columns, and `file_row`."""
    connection.execute(f"create or replace table next_{table} as {select}")
    connection.execute(f"drop view typed_{table}")
    connection.execute(f"drop table base_{table}")
    connection.execute(f"alter table next_{table} rename to base_{table}")
    connection.execute(f"create view typed_{table} as select * from base_{table}")


_ValueOf = Callable[[Column], str]


def _read_before(column: Column) -> str:
    """The value of a column where a select within has read it."""
    return column.name if column.type == "text" else f"v_{column.name}"


def _read_here(column: Column) -> str:
    """The value of a column, read from its text on the spot."""
    return f"({read_as(column, column.name)})"


def kept_value(column: Column, instead: Mapping[str, str]) -> str:
    """The expression that a snapshot keeps for a typed column: codes in place of their other spellings."""
    if not instead:
        return column.name
    cases = " ".join(f"when {_text(value)} then {_text(code)}" for value, code in sorted(instead.items()))
    return f"case {column.name} {cases} else {column.name} end"


def _distinct(headings: Sequence[str]) -> list[str]:
    """The headings as names of columns beside `file_row` and `reason`, no two alike."""
    taken, names = {"file_row", "reason"}, []
    for place, written in enumerate(headings):
        name = written.strip() or f"c{place}"
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        names.append(name)
    return names


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(value: str) -> str:
    return value.replace("'", "''")
