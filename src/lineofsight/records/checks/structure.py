"""What was found while the files were read: rows in quarantine, cells set aside, codes, lengths, missing columns.

Each is a finding of a rule of its own (`rules/structure.toml`), with the row and the cell as they were written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from lineofsight.records.descriptions import PERSON, Column, Table, columns_found, describe, described, heading
from lineofsight.records.intake import AFTER_EXTRACT, UNKNOWN_CODE, UNREADABLE
from lineofsight.records.people import MERGED_AWAY
from lineofsight.records.snapshots import Snapshot

LENGTHS = Path(__file__).parent / "lengths.toml"
KEY_EMPTY, KEY_TAKEN, ROW_UNREADABLE, CELL_UNREADABLE, AFTER = (f"STR-0{n}" for n in range(1, 6))
CODE_UNKNOWN, NOT_A_ROW, TOO_LONG, COLUMN_MISSING = (f"STR-0{n}" for n in range(6, 10))
COLUMN_EMPTY, TABLE_MISSING, MERGED, NOT_ACCEPTED, LEADS_NOWHERE = (f"STR-{n}" for n in range(10, 15))
ABOUT_NOBODY = "STR-16"
RULE_FAILED = "STR-15"

#: What `lay_structure` fills: a row for each finding. `person_text` is the person's id as it was written.
FOUND = (
    "create table found (code varchar, table_name varchar, file varchar, file_row bigint, record varchar, "
    "person_id integer, person_text varchar, column_name varchar, value varchar, from_on date, to_on date)"
)
#: How a source's lists head the column of the child, where nothing else says which it is.
PERSON_HEADINGS = frozenset(
    {
        *("childuniqueid", "childid", "uniquechildid", "childsuniqueid", "childuniqueidentifier", "uniqueid"),
        *("childidentifier", "youngpersonid", "uniqueidentifier", "personid", "clientid", "lachildid", "child"),
    }
)


def lay_structure(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, asked: Iterable[str]) -> None:
    """Fills the table `found` with what was found while the snapshot's files were read, for the codes asked for.

    The database must still be able to read the snapshot's files.
    """
    codes = set(asked)
    database.execute(f"create table people as from read_parquet({_text(snapshot.people)})")
    parts = [
        *_quarantined(database, snapshot),
        *_set_aside(snapshot),
        *(_unknown_codes(snapshot) if CODE_UNKNOWN in codes else ()),
        *(_too_long(database, snapshot) if TOO_LONG in codes else ()),
        *(_lead_nowhere(database, snapshot) if LEADS_NOWHERE in codes else ()),
        *(_about_nobody(snapshot) if ABOUT_NOBODY in codes else ()),
    ]
    for part in parts:
        database.execute(f"insert into found by name {part}")
    for code, table, file, column in _missing(snapshot):
        database.execute(
            "insert into found (code, table_name, file, column_name) values ($code, $table, $file, $column)",
            {"code": code, "table": table, "file": file, "column": column},
        )
    unwanted = [code for code in _all_codes() if code not in codes]
    if unwanted:
        database.execute(f"delete from found where code in ({', '.join(map(_text, unwanted))})")
    database.execute(
        "update found set person_id = people.person_key from people "
        "where found.person_id is null and people.person_id = found.person_text"
    )


def _all_codes() -> Sequence[str]:
    return (
        *(KEY_EMPTY, KEY_TAKEN, ROW_UNREADABLE, CELL_UNREADABLE, AFTER, CODE_UNKNOWN, NOT_A_ROW, TOO_LONG),
        *(COLUMN_MISSING, COLUMN_EMPTY, TABLE_MISSING, MERGED, NOT_ACCEPTED, LEADS_NOWHERE, ABOUT_NOBODY),
    )


def _quarantined(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Iterator[str]:
    for file in sorted((snapshot.folder / "quarantine").glob("*.parquet")):
        name = file.stem
        layout = describe(name) if name in described() else None
        described_rows = database.execute(f"describe select * from read_parquet({_text(file)})").fetchall()
        headings = [row[0] for row in described_rows if row[0] not in ("file_row", "reason")]
        cells = _cells(layout, headings)
        key = cells.get(layout.key) if layout else None
        person = next((cells[c] for c in _people_of(layout) if c in cells), None) or _person_heading(layout, headings)
        readable = [(c, cells[c]) for c in (layout.columns if layout else ()) if c in cells]
        at_fault = [(c, cell) for c, cell in readable if layout and layout.columns[c].required]
        column_at_fault = _first_named([(c, _text(c)) for c, _ in at_fault], UNREADABLE)
        if layout is None:
            pattern = _text(f"^([^ ]+) {UNREADABLE}")
            column_at_fault = f"nullif(regexp_extract(reason, {pattern}, 1), '')"
        cell_at_fault = _first_named([(c, _identifier(cell)) for c, cell in at_fault], UNREADABLE)
        key_cell = f"trim({_identifier(key)})" if key else "null"
        key_name = _text(layout.key) if layout and layout.key else "null"
        yield (
            f"select {_reason_code()} as code, {_text(name)} as table_name, {_text(_sent(snapshot, name))} as file, "
            f"file_row, nullif({key_cell}, '') as record, "
            f"{f'nullif(trim({_identifier(person)}), {chr(39) * 2})' if person else 'null'} as person_text, "
            f"case when reason like '%is already taken%' or reason like '%is empty%' then {key_name} "
            f"else {column_at_fault} end as column_name, "
            f"case when reason like '%is already taken%' then {key_cell} else {cell_at_fault} end as value "
            f"from read_parquet({_text(file)})"
        )


def _reason_code() -> str:
    """The code for why a row is in quarantine."""
    cases = {
        f"reason = {_text(MERGED_AWAY)}": MERGED,
        "reason like 'is not a row%'": NOT_A_ROW,
        "reason like '%is empty%'": KEY_EMPTY,
        "reason like '%is already taken%'": KEY_TAKEN,
        f"contains(reason, {_text(UNREADABLE)})": ROW_UNREADABLE,
    }
    return f"case {' '.join(f'when {c} then {_text(code)}' for c, code in cases.items())} else '{NOT_ACCEPTED}' end"


def _first_named(cells: Iterable[tuple[str, str]], why: str) -> str:
    """Of the columns that a reason may name, what belongs to the first that it does."""
    cases = " ".join(f"when contains(reason, {_text(f'{column} {why}')}) then {what}" for column, what in cells)
    return f"(case {cases} end)" if cases else "null"


def _cells(layout: Table | None, headings: Sequence[str]) -> dict[str, str]:
    """Each described column of a file with the heading under which its cells stand."""
    if layout is None:
        return {}
    return {column: headings[place] for column, place in columns_found(layout, headings).items()}


def _people_of(layout: Table | None) -> list[str]:
    return [name for name, column in layout.columns.items() if column.is_person] if layout else []


def _person_heading(layout: Table | None, headings: Iterable[str]) -> str | None:
    if layout is not None:
        return None
    return next((written for written in headings if heading(written) in PERSON_HEADINGS), None)


def _set_aside(snapshot: Snapshot) -> Iterator[str]:
    for file in sorted((snapshot.folder / "aside").glob("*.parquet")):
        name = file.stem
        cells = f"read_parquet({_text(file)})"
        code = (
            f"case kind when {_text(UNREADABLE)} then '{CELL_UNREADABLE}' "
            f"when {_text(AFTER_EXTRACT)} then '{AFTER}' else '{NOT_ACCEPTED}' end"
        )
        chosen = (
            f"select {code} as code, {_text(name)} as table_name, {_text(_sent(snapshot, name))} as file, "
            f"cells.file_row, cells.column_name, cells.written as value"
        )
        rows = _rows_behind(snapshot, name)
        if rows is None:
            yield f"{chosen} from {cells} as cells"
        else:
            yield (
                f"{chosen}, rows.record, rows.person_id from {cells} as cells "
                f"left join ({rows}) as rows on rows.file_row = cells.file_row"
            )


def _rows_behind(snapshot: Snapshot, name: str) -> str | None:
    """A select of `file_row`, `record` and `person_id` of the records that a file's rows became; None if unknown."""
    if name in snapshot.tables:
        if "sent" not in snapshot.tables[name]:  # rows that weren't numbered can't be told from those left out
            return None
        return (
            f"select file_row, {_key_of(snapshot, name)} as record, {_person_of(snapshot, name)} as person_id "
            f"from {_scan(snapshot, name)} as rows"
        )
    sent = _text(_sent(snapshot, name))
    filled = [
        f"select file_row, {_person_of(snapshot, table)} as person_id from {_scan(snapshot, table)} where file = {sent}"
        for table, facts in snapshot.tables.items()
        if name in facts.get("filled_from", ()) and facts["accepted"] and _person_of(snapshot, table) != "null"
    ]
    if not filled:
        return None
    return (
        "select file_row, cast(null as varchar) as record, max(person_id) as person_id "
        f"from ({' union all '.join(filled)}) as of_list group by file_row"
    )


def _unknown_codes(snapshot: Snapshot) -> Iterator[str]:
    """A row for each cell whose code is in no list: it stands in the table as it was written."""
    for table, column in _coded(snapshot):
        facts = snapshot.tables[table]
        if not facts.get("filled_from") and column.name not in facts["set_aside"].get(UNKNOWN_CODE, {}):
            continue
        left = facts.get("left_codes", {}).get(column.name, ())
        codes = ", ".join(_text(code) for code in (*column.codes, *left))
        yield _of_rows(
            snapshot, table, CODE_UNKNOWN, column.name, f"{column.name} is not null and {column.name} not in ({codes})"
        )


def _coded(snapshot: Snapshot) -> Iterator[tuple[str, Column]]:
    for table in sorted(snapshot.tables):
        for name, column in describe(table).columns.items():
            if column.codes and name in snapshot.columns(table) and (column.required or not column.codes_are_open):
                yield table, column


def _too_long(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Iterator[str]:
    for table, limits in _lengths().items():
        if snapshot.tables.get(table, {}).get("filled_from"):
            continue  # its keys and texts are ours
        asked = [(column, longest) for column, longest in limits.items() if column in snapshot.columns(table)]
        if not asked:
            continue
        # Most texts are short in bytes too, and counting those is quicker: one look at the table for all columns.
        bytes_of = ", ".join(f"max(strlen({column}))" for column, _ in asked)
        longest_found = database.execute(f"select {bytes_of} from {_scan(snapshot, table)}").fetchone()
        assert longest_found is not None
        for (column, longest), found in zip(asked, longest_found, strict=True):
            if found is not None and found > longest:
                yield _of_rows(snapshot, table, TOO_LONG, column, f"length({column}) > {longest}")


@cache
def _lengths() -> Mapping[str, Mapping[str, int]]:
    return tomllib.loads(LENGTHS.read_text(encoding="utf-8"))


def _lead_nowhere(database: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Iterator[str]:
    """A row for each reference to a record that isn't there, but those that a rule of their own looks for."""
    named: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for table in sorted(snapshot.tables):
        for name, column in describe(table).columns.items():
            to, _, key = column.refers_to.partition(".")
            itself = (to, key) == (table, name)
            limited = to in snapshot.limits.get("latest_only", ()) or to in snapshot.limits.get("since", {})
            if name in snapshot.columns(table) and key in snapshot.columns(to) and not itself and not limited:
                named.setdefault((to, key), []).append((table, name))
    for (to, key), columns in named.items():
        there = f"select {key} as key from {_scan(snapshot, to)} where {key} is not null"
        # One look for all columns that name such records; most lead somewhere in every row.
        cells = " union all ".join(
            f"select '{table}.{name}' as of, {name} as named from {_scan(snapshot, table)} where {name} is not null"
            for table, name in columns
            if f"{table}.{name}" not in _LOOKED_FOR
        )
        if not cells:
            continue
        query = f"select distinct of from ({cells}) as cells anti join ({there}) as there on there.key = cells.named"
        for (of,) in database.execute(f"{query} order by 1").fetchall():
            table, _, name = of.partition(".")
            value = "cast(null as varchar)" if describe(table).columns[name].refers_to == PERSON else name
            where = f"{name} is not null and {name} not in ({there})"
            yield _of_rows(snapshot, table, LEADS_NOWHERE, name, where, value=value)


#: References that rules of their own look for (REF-01 and on).
_LOOKED_FOR = frozenset(
    {
        *("ssd_cin_episodes.cine_person_id", "ssd_cla_episodes.clae_person_id"),
        *("los_care_leaver_statuses.cles_person_id", "ssd_cin_assessments.cina_referral_id"),
        *("ssd_cp_plans.cppl_icpc_id", "ssd_cp_reviews.cppr_cp_plan_id", "ssd_cla_reviews.clar_cla_id"),
        *("los_contact_decisions.cond_contact_id", "ssd_involvements.invo_professional_id"),
        *("ssd_involvements.invo_professional_team", "ssd_cla_episodes.clae_cla_placement_id"),
    }
)


def _of_rows(snapshot: Snapshot, table: str, code: str, column: str, where: str, *, value: str | None = None) -> str:
    """A select of findings about one column of a table's rows."""
    file = "file" if snapshot.tables[table].get("filled_from") else _text(_sent(snapshot, table))
    return (
        f"select '{code}' as code, {_text(table)} as table_name, {file} as file, file_row, "
        f"{_key_of(snapshot, table)} as record, {_person_of(snapshot, table)} as person_id, "
        f"{_text(column)} as column_name, {value or column} as value from {_numbered(snapshot, table)} as rows "
        f"where {where}"
    )


def _about_nobody(snapshot: Snapshot) -> Iterator[str]:
    """A row for each record that names no child, where figures are counted by child."""
    for table in sorted(snapshot.tables):
        for name, column in describe(table).columns.items():
            if column.is_person and column.required and name in snapshot.columns(table):
                yield _of_rows(snapshot, table, ABOUT_NOBODY, name, f"{name} is null", value="cast(null as varchar)")


def _missing(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    """(code, table, file, column) of what figures are counted from and the extract lacks."""
    if snapshot.kind != "ssd":
        return  # what another source can't say is said with the figures
    served = {
        name
        for name in described()
        if (stand_in := describe(name).stands_in) is not None and snapshot.columns(stand_in.table)
    }
    for name in described():
        required = [column.name for column in describe(name).columns.values() if column.required]
        facts: Mapping[str, Any] = snapshot.tables.get(name, {})
        if not required or (name in served and not facts.get("accepted")):
            continue
        sent = _sent(snapshot, name)
        if not facts or not facts["read"]:
            yield TABLE_MISSING, name, sent, ""
            continue
        yield from ((COLUMN_MISSING, name, sent, column) for column in facts.get("missing", ()) if column in required)
        yield from ((COLUMN_EMPTY, name, sent, c) for c in facts.get("empty_columns", ()) if c in required)


def _sent(snapshot: Snapshot, name: str) -> str:
    """The name of a file as the sender knows it."""
    facts = snapshot.taken.get(name) or snapshot.tables.get(name, {})
    return str(facts.get("sent") or name)


def _numbered(snapshot: Snapshot, table: str) -> str:
    """A table's rows with their number in the file; snapshots of before rows were numbered hold them in its order."""
    if "sent" in snapshot.tables[table]:
        return _scan(snapshot, table)
    return f"(select row_number() over () + 1 as file_row, * from {_scan(snapshot, table)})"


def _key_of(snapshot: Snapshot, table: str) -> str:
    key = describe(table).columns.get(describe(table).key)
    if key is None or key.is_person or key.name not in snapshot.columns(table):
        return "cast(null as varchar)"
    return key.name


def _person_of(snapshot: Snapshot, table: str) -> str:
    return next((name for name in _people_of(describe(table)) if name in snapshot.columns(table)), "null")


def _scan(snapshot: Snapshot, table: str) -> str:
    return f"read_parquet({_text(snapshot.parquet(table))})"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
