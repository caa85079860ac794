"""What a load could not map to a name that is known, and the file in which a council fills it in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import duckdb

from lineofsight.records.descriptions import described, heading
from lineofsight.records.intake import UNKNOWN_CODE, Taken
from lineofsight.records.mappings import FILES, ROLE, Mappings, section_of, table_name
from lineofsight.records.teams import TEAM, departments

TOO_MANY = "too many or too long: none is written out"
#: More values than this in a column of codes, or a longer one, are no codes: people wrote freely there.
MOST_VALUES, LONGEST_VALUE = 50, 120
MOST_NAMES, LONGEST_NAME = 500, 60


@dataclass(frozen=True)
class Values:
    """Texts of one kind that nothing says the meaning of, each with the cells that hold it.

    `left_out`: so many different ones, in `cells` cells, that they are no codes but what people wrote: not kept.
    """

    cells: int
    written: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0

    @property
    def count(self) -> int:
        return len(self.written) + self.left_out


@dataclass(frozen=True)
class Unmapped:
    """What a load could not map. `columns`: table to headings. `codes`: (table, column) to values.

    `closest`: (section, key) to the name that is closest; `lacking`: the table's columns that weren't there.
    """

    tables: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], Values] = field(default_factory=dict)
    teams: Values = Values(0)
    closest: Mapping[tuple[str, str], str] = field(default_factory=dict)
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables or self.columns or self.codes or self.teams.count)

    def lines(self, file_name: str) -> list[str]:
        """What is printed of it: tables, columns and numbers, no content of a cell."""
        if not self:
            return []
        lines = [f"  {table}: {_counted(len(names), 'column')} not mapped" for table, names in self.columns.items()]
        lines += [
            f"  {table}.{column}: {_counted(values.count, 'value')} in {_counted(values.cells, 'cell')} not mapped"
            + (f"; {TOO_MANY}" if values.left_out else "")
            for (table, column), values in self.codes.items()
        ]
        if self.teams.count:
            lines.append(
                f"  teams: {_counted(self.teams.count, 'id')} in {_counted(self.teams.cells, 'cell')} "
                f"that ssd_department doesn't name"
            )
        if self.tables:
            lines.append(f"  {_counted(len(self.tables), 'file or table', 'files or tables')} not mapped")
        return [*lines, f"  {file_name} has them to fill in"]


def unmapped(
    connection: duckdb.DuckDBPyConnection,
    taken: Iterable[Taken],
    mappings: Mappings,
    *,
    left_aside: Iterable[str] = (),
) -> Unmapped:
    """What of a load's tables nobody has mapped, read from `typed_<table>` before codes are settled.

    `taken` may be case records or a source's lists; `left_aside` are names of files or tables that are none known.
    """
    taken = [one for one in taken if not one.filled]
    columns = {one.table: headings for one in taken if (headings := _headings(one, mappings))}
    codes = {
        (one.table, column): values
        for one in taken
        for column in one.set_aside.get(UNKNOWN_CODE, {})
        if (values := _unknown_codes(connection, one, column, mappings)).count
    }
    tables = _left_aside(left_aside, mappings)
    by_name = {one.table: one for one in taken}
    return Unmapped(
        tables=tables,
        columns=columns,
        codes=codes,
        teams=_unknown_teams(connection, by_name, mappings),
        closest=_closest(tables, columns, codes, by_name),
        lacking={table: by_name[table].missing for table in columns},
        labels={column: by_name[table].layout.columns[column].codes for table, column in codes},
    )


def _headings(one: Taken, mappings: Mappings) -> tuple[str, ...]:
    settled = {heading(written) for written in mappings.columns.get(one.table, {})}
    settled |= {heading(other) for name in one.kept for other in one.layout.columns[name].spelt}
    found: dict[str, str] = {}
    for written in one.not_described:
        key = heading(written)
        if key and key not in settled and (f"columns.{one.table}", key) not in mappings.left:
            found.setdefault(key, written.strip())
    return tuple(found.values())


def _left_aside(names: Iterable[str], mappings: Mappings) -> tuple[str, ...]:
    """Files and tables that may be records: not those of another kind (a note, a picture), nor a whole database's."""
    found = [
        name
        for name in {table_name(name): name for name in names}.values()
        if Path(name).suffix.lower() in ("", *FILES)
        and table_name(name) not in mappings.tables
        and ("tables", table_name(name)) not in mappings.left
    ]
    if len(found) > MOST_VALUES:
        found = [name for name in found if _closest_table(name)]
    return tuple(found)


def _unknown_codes(connection: duckdb.DuckDBPyConnection, one: Taken, column: str, mappings: Mappings) -> Values:
    known = ", ".join(_text(value) for value in (*one.layout.columns[column].codes, *one.instead.get(column, {})))
    unknown = f"from typed_{one.table} where {column} is not null and {column} not in ({known})"
    row = connection.execute(f"select count(distinct {column}), count(*) {unknown}").fetchone()
    assert row is not None
    if row[0] > 2 * MOST_NAMES:
        return Values(row[1], left_out=row[0])
    counted: dict[str, tuple[str, int]] = {}  # as compared -> as written first, cells
    for written, cells in connection.execute(
        f"select {column}, count(*) {unknown} group by all order by all"
    ).fetchall():
        first, before = counted.get(written.lower(), (written, 0))
        counted[written.lower()] = (first, before + cells)
    sections = (section_of(column), f"codes.{column}")
    asked = [pair for key, pair in counted.items() if not any((section, key) in mappings.left for section in sections)]
    most, longest = (MOST_NAMES, LONGEST_NAME) if column == ROLE else (MOST_VALUES, LONGEST_VALUE)
    return _values(asked, most, longest)


def _unknown_teams(connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken], mappings: Mappings) -> Values:
    counted: dict[str, int] = {}
    for table, of in taken.items():
        for column in of.kept:
            if of.layout.columns[column].refers_to == TEAM and table != "ssd_department":
                for team, cells in connection.execute(
                    f"select {column}, count(*) from typed_{table} where {column} is not null group by all"
                ).fetchall():
                    counted[team] = counted.get(team, 0) + cells
    known = {*departments(connection, taken), *mappings.teams, *mappings.teams.values()}
    known |= {team for section, team in mappings.left if section == "teams"}
    return _values([pair for pair in counted.items() if pair[0] not in known], MOST_NAMES, LONGEST_NAME)


def _values(asked: list[tuple[str, int]], most: int, longest: int) -> Values:
    cells = sum(cells for _, cells in asked)
    if len(asked) > most or any(len(written) > longest for written, _ in asked):
        return Values(cells, left_out=len(asked))
    return Values(cells, dict(sorted(asked, key=lambda pair: (-pair[1], pair[0]))))


def _closest(
    tables: Iterable[str],
    columns: Mapping[str, tuple[str, ...]],
    codes: Mapping[tuple[str, str], Values],
    taken: Mapping[str, Taken],
) -> dict[tuple[str, str], str]:
    closest = {("tables", name): near for name in tables if (near := _closest_table(name))}
    for table, headings in columns.items():
        lacking: dict[str, str] = {}
        for name in taken[table].missing:
            of = taken[table].layout.columns[name]
            lacking |= {heading(other): name for other in (of.meaning, *of.spelt, name.partition("_")[2], name)}
        for written in headings:
            if close := get_close_matches(heading(written), lacking, n=1, cutoff=0.6):
                closest[f"columns.{table}", written] = lacking[close[0]]
    for (table, column), values in codes.items():
        described_as = taken[table].layout.columns[column]
        means = {code.lower(): code for code in described_as.codes}
        means |= {label.lower(): code for code, label in described_as.codes.items()}
        means |= {written.lower(): code for written, code in described_as.also_written.items()}
        for written in values.written:
            if close := get_close_matches(written.lower(), means, n=1, cutoff=0.75):
                closest[section_of(column), written] = means[close[0]]
    return closest


def _closest_table(name: str) -> str | None:
    known = {heading(table.partition("_")[2]): table for table in described()} | {heading(t): t for t in described()}
    near = get_close_matches(heading(table_name(name)), known, n=1, cutoff=0.7)
    return known[near[0]] if near else None


def _counted(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


# The file to fill in

_HEAD = """\
# What {load} could not map to anything that is known.
# Fill in what you know, copy it into mappings.toml (each [heading] there once), and load again.
# "" is not filled in yet and has no effect. "-" says that it stays as it is, and isn't asked for again.
# Values stand here as they are written in the records: keep this file as you keep those.
"""


def write_to_fill_in(what: Unmapped, file: Path, load: str = "the last load") -> None:
    """Writes the file to fill in, readable by its owner alone; removes an old one where nothing is unmapped."""
    if not what:
        file.unlink(missing_ok=True)
        return
    text = _HEAD.format(load=load) + "".join(f"\n{part}" for part in _parts(what))
    new = file.with_name(f".{file.name}-{os.getpid()}")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600, exist_ok=False)
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)


def _parts(what: Unmapped) -> Iterator[str]:
    if what.tables:
        yield "[tables]\n" + "".join(
            _line(table_name(name), _question(what.closest.get(("tables", name)))) for name in what.tables
        )
    for table, headings in what.columns.items():
        section = f"columns.{table}"
        lines = [_line(written, _question(what.closest.get((section, written)))) for written in headings]
        lacking = f"# The file lacks: {', '.join(what.lacking[table])}\n" if what.lacking[table] else ""
        yield f"[{section}]\n{''.join(lines)}{lacking}"
    for column in dict.fromkeys(column for _, column in what.codes):
        yield _codes_part(what, column)
    if what.teams.count:
        lines = [_line(team, f"in {_counted(cells, 'cell')}") for team, cells in what.teams.written.items()]
        if what.teams.left_out:
            lines = [f"# {_counted(what.teams.left_out, 'text')} in place of ids, {TOO_MANY}\n"]
        yield "[teams]\n# What ssd_department doesn't name: the name that each should have\n" + "".join(lines)


def _codes_part(what: Unmapped, column: str) -> str:
    """The values of a column, which several of a source's lists may have."""
    section = section_of(column)
    counted: dict[str, int] = {}
    lines = []
    for (_, name), values in what.codes.items():
        if name != column:
            continue
        if values.left_out:
            lines.append(f"# {_counted(values.left_out, 'value')} in {_counted(values.cells, 'cell')}, {TOO_MANY}\n")
        for written, cells in values.written.items():
            same = next((one for one in counted if one.lower() == written.lower()), written)
            counted[same] = counted.get(same, 0) + cells
    for written, cells in counted.items():
        near = _question(what.closest.get((section, written)))
        lines.append(_line(written, f"in {_counted(cells, 'cell')}", near))
    choices = [f"# {code} = {label}\n" for code, label in what.labels[column].items()]
    return f"[{section}]\n{''.join([*lines, *choices])}"


def _line(written: str, *remarks: str) -> str:
    said = "; ".join(remark for remark in remarks if remark)
    return f'{_quoted(written)} = ""' + (f"  # {said}" if said else "") + "\n"


def _question(near: str | None) -> str:
    return f"{near}?" if near else ""


def _quoted(text: str) -> str:
    """A TOML text in quotes: as JSON has it, but for the one character that TOML wants escaped beside."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
