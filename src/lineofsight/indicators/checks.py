"""Whether a definition can be used: one select, known tables and columns, nothing that reaches outside.

How a select is checked, and the three locks, are the same for the rules of the checks: `records.selects`. What is
learned of a definition (which columns it reads, what it builds on) is what tells the engine which data an indicator
needs; it is kept in a file, since a book changes far less often than it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from lineofsight.indicators.book import Book
from lineofsight.indicators.definitions import MEASURED, Definition, DefinitionRefused, Kind
from lineofsight.indicators.tables import all_tables
from lineofsight.records import headed, selects
from lineofsight.records.descriptions import FOLDER
from lineofsight.records.selects import (
    check_functions,
    check_shape,
    check_tables,
    columns_read,
    empty_database,
    line_of,
    parsed,
    understood,
)
from lineofsight.records.selects import lock as lock  # what the engine locks its connection with

if TYPE_CHECKING:
    from sqlglot import exp

#: What the reader calls a file of the book, and what it may read from.
CALLED, TABLES_ARE = "definition", "table or cohort"
_MAY_RETURN = frozenset({"clock_start", "due_on", "done_on", "kind", "amount", "out_of"})
OUTPUTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # what: (columns it must return, columns it may return)
    "state": (frozenset({"as_at", "person_id", "met"}), _MAY_RETURN),
    "event": (frozenset({"event_date", "person_id", "event_id", "met"}), _MAY_RETURN | {"counts_from"}),
    "rate": (frozenset({"as_at", "denominator"}), frozenset({"note"})),
    "breakdown of a child": (frozenset({"person_id", "member"}), frozenset()),
    "breakdown of a child and day": (frozenset({"person_id", "day", "member"}), frozenset()),
    "rating": (frozenset({"figure_id", "rating"}), frozenset()),
}
WHOLE_NUMBERS = ("INTEGER", "BIGINT", "SMALLINT", "HUGEINT")
OUTPUT_TYPES = {
    "met": ("BOOLEAN",),
    "as_at": ("DATE",),
    "event_date": ("DATE",),
    "counts_from": ("DATE",),
    "clock_start": ("DATE", "TIMESTAMP"),
    "due_on": ("DATE", "TIMESTAMP"),
    "done_on": ("DATE", "TIMESTAMP"),
    "person_id": ("INTEGER",),
    "kind": ("VARCHAR",),
    "amount": WHOLE_NUMBERS,
    "out_of": WHOLE_NUMBERS,
}


@dataclass(frozen=True)
class Reads:
    """What a definition reads: columns of record tables, other definitions and tables that it builds on."""

    tables: Mapping[str, tuple[str, ...]]
    builds_on: tuple[str, ...]
    columns: Mapping[str, str]  # what it returns: column -> type


def check_book(book: Book, cache_folder: Path | None = None) -> dict[Definition, Reads]:
    """What each definition reads, cohorts before what builds on them. Raises DefinitionRefused.

    `cache_folder`: where the answer is kept for a book and tables that have not changed.
    """
    definitions = list(book.all())
    key = hashlib.sha256(f"{book.fingerprint}{_checks_fingerprint()}".encode()).hexdigest()[:32]
    kept = cache_folder / f"book-{key}.json" if cache_folder else None
    names = {f"{d.kind} {d.name} {d.valid_from}": d for d in definitions}
    remembered = _remembered.get(key) or _read_kept(kept)
    if remembered is None or set(remembered) != set(names):
        remembered = {f"{d.kind} {d.name} {d.valid_from}": read for d, read in _check(book, definitions)}
        if kept is not None:
            _keep(kept, remembered)
    _remembered[key] = remembered
    return {names[name]: read for name, read in remembered.items()}


_remembered: dict[str, dict[str, Reads]] = {}


def _read_kept(kept: Path | None) -> dict[str, Reads] | None:
    """What was kept of an earlier check; None where nothing was, or it can't be read."""
    if kept is None or not kept.is_file():
        return None
    try:
        return {
            name: Reads({t: tuple(c) for t, c in row["tables"].items()}, tuple(row["builds_on"]), row["columns"])
            for name, row in json.loads(kept.read_text(encoding="utf-8")).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        kept.unlink(missing_ok=True)
        return None


def _keep(kept: Path, reads: Mapping[str, Reads]) -> None:
    if not kept.parent.parent.is_dir():
        return  # nothing was loaded here: a command that only reads makes no home
    draft = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a home that can't be written in only makes the next check slower
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        draft.write_text(json.dumps({name: asdict(read) for name, read in reads.items()}), encoding="utf-8")
        draft.replace(kept)


@cache
def _checks_fingerprint() -> str:
    """Changes with what definitions are checked against: the tables, the checks themselves and the database."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    here = Path(__file__)
    rules = (here, *(here.with_name(name) for name in ("tables.py", "definitions.py", "headers.py")))
    rules += tuple(Path(module.__file__ or here) for module in (selects, headed))
    for file in (*sorted(FOLDER.glob("*.toml")), *rules):
        digest.update(file.read_bytes())
    return digest.hexdigest()


#: What was learned of a select, by its text and the columns of the tables that it names: a book with one definition
#: of a council's own has more than a hundred others that are as they were.
_trees: dict[str, exp.Expression] = {}
_sound: set[str] = set()  # texts of one select that calls nothing that reaches outside
_learned: dict[tuple[object, ...], tuple[dict[str, str], Reads]] = {}
_MOST_LEARNED = 5000


def _tree_of(definition: Definition) -> exp.Expression:
    sql = definition.runnable()
    if sql not in _trees:
        if len(_trees) >= _MOST_LEARNED:
            _trees.clear()
            _sound.clear()
            _learned.clear()
        _trees[sql] = parsed(definition)
    return _trees[sql]


def _check(book: Book, definitions: list[Definition]) -> Iterator[tuple[Definition, Reads]]:
    trees = {definition: _tree_of(definition) for definition in definitions}
    cohorts = set(book.named("cohort"))
    known = all_tables()
    for definition, tree in trees.items():
        _check_names(book, definition, known)
        sound = definition.runnable() in _sound
        if not sound:
            check_shape(definition, tree, CALLED)
        check_tables(definition, tree, set(known) | cohorts, TABLES_ARE)
        if not sound:
            check_functions(definition, tree, CALLED)
            _sound.add(definition.runnable())
    database = empty_database(known)
    weighed: dict[str, frozenset[str]] = {}
    try:
        for definition in _in_order(book, trees, cohorts):
            key = _what_it_rests_on(definition, trees[definition], known, cohorts)
            if key not in _learned:
                columns = understood(definition, database)
                _learned[key] = columns, _reads(definition, trees[definition], known, cohorts, columns)
            columns, reads = _learned[key]
            _check_outputs(definition, columns)
            if definition.kind == "indicator":
                _check_weighed_alike(definition, columns, weighed)
            yield definition, reads
            if definition.kind == "cohort":
                _add_cohort(definition, columns, known, database)
    finally:
        database.close()


def _what_it_rests_on(
    definition: Definition, tree: exp.Expression, known: Mapping[str, Mapping[str, str]], cohorts: set[str]
) -> tuple[object, ...]:
    """Changes with all that a select is understood by: its text, and the tables that it names as they are now."""
    from sqlglot import exp

    named = sorted({table.name for table in tree.find_all(exp.Table)} & set(known))
    tables = ((name, name in cohorts, tuple(known[name].items())) for name in named)
    return (definition.runnable(), *tables)


def _check_names(book: Book, definition: Definition, known: Mapping[str, Mapping[str, str]]) -> None:
    """Refuses a header that names a rating rule, a count or a column that there is not."""
    for name in definition.header.get("reads_if_there", ()):
        table, _, column = name.partition(".")
        if column not in known.get(table, ()):
            raise DefinitionRefused(
                definition.file, 1, f"reads_if_there names {name!r}, which is no column: write it as table.column"
            )
    rule, count = definition.header.get("rating"), definition.header.get("rate_of")
    if rule and definition.kind == "indicator" and rule not in book.named("rating"):
        have = ", ".join(book.named("rating"))
        raise DefinitionRefused(definition.file, 1, f"there is no rating {rule!r} in the book: it has {have}")
    if count and (count not in book.named("indicator") or book.latest("indicator", count).unit != "count"):
        raise DefinitionRefused(definition.file, 1, f"rate_of names {count!r}, which is no count of the book")


def _in_order(book: Book, trees: Mapping[Definition, exp.Expression], cohorts: set[str]) -> list[Definition]:
    """Definitions so that a cohort comes before what builds on it; refused where two build on each other."""
    from sqlglot import exp

    done: list[Definition] = []
    settled: set[tuple[Kind, str]] = set()

    def settle(kind: Kind, name: str, through: tuple[str, ...]) -> None:
        # `through` holds the cohorts on the way here: an indicator may have the name of a cohort
        if (kind, name) in settled:
            return
        for definition in book.versions[kind, name]:
            for table in trees[definition].find_all(exp.Table):
                if table.name in cohorts and kind == "cohort" and table.name in (*through, name):
                    chain = (
                        " builds on ".join((*through[through.index(table.name) :], name, table.name))
                        if (table.name in through)
                        else f"{name} builds on itself"
                    )
                    raise DefinitionRefused(
                        definition.file, line_of(definition, table), f"{chain}: a cohort can't build on itself"
                    )
                if table.name in cohorts:
                    settle("cohort", table.name, (*through, name) if kind == "cohort" else ())
        settled.add((kind, name))
        done.extend(book.versions[kind, name])

    for kind, name in book.versions:
        settle(kind, name, ())
    return done


def _reads(
    definition: Definition,
    tree: exp.Expression,
    known: Mapping[str, Mapping[str, str]],
    cohorts: set[str],
    columns: Mapping[str, str],
) -> Reads:
    others = {name for name in known if name in cohorts or not name.startswith(("ssd_", "los_"))}
    tables, builds_on = columns_read(definition, tree, known, others, TABLES_ARE)
    return Reads(tables, builds_on, dict(columns))


def _check_weighed_alike(definition: Definition, columns: Mapping[str, str], before: dict[str, frozenset[str]]) -> None:
    """Refuses a version that weighs its rows where another one counts them: their figures could not stand in a row."""
    weighs = frozenset({"amount", "out_of"} & set(columns))
    if before.setdefault(definition.name, weighs) != weighs:
        different = " and ".join(sorted(before[definition.name] ^ weighs))
        raise DefinitionRefused(
            definition.file,
            definition.sql_line,
            f"{different} must be returned by every version of {definition.name} or by none: "
            f"give the definition a name of its own",
        )


def _add_cohort(
    definition: Definition,
    columns: Mapping[str, str],
    known: dict[str, dict[str, str]],
    database: duckdb.DuckDBPyConnection,
) -> None:
    before = known.get(definition.name)
    if before is not None and set(before) != set(columns):
        different = ", ".join(sorted(set(before) ^ set(columns)))
        raise DefinitionRefused(
            definition.file,
            definition.sql_line,
            f"every version of the cohort {definition.name} must return the same columns: {different} differ",
        )
    if before is None:
        known[definition.name] = dict(columns)
        database.execute(
            f"create table {definition.name} ({', '.join(f'{_identifier(c)} {t}' for c, t in columns.items())})"
        )


def outputs_of(definition: Definition) -> tuple[frozenset[str], frozenset[str]] | None:
    """The columns that the definition's select must and may return; None where it is free (cohorts)."""
    match definition.kind:
        case "indicator":
            kind = "rate" if definition.is_rate else "event" if definition.is_event else "state"
        case "breakdown":
            kind = f"breakdown of a {definition.header['per']}"
        case "rating":
            kind = "rating"
        case _:
            return None
    must, may = OUTPUTS[kind]
    named = {"amount"} if definition.kind == "indicator" and definition.unit in MEASURED else set[str]()
    if definition.kind == "indicator" and definition.kinds:
        named.add("kind")
    return must | named, may - named


def _check_outputs(definition: Definition, columns: Mapping[str, str]) -> None:
    expected = outputs_of(definition)
    if expected is None:
        day = {"as_at": "as_at", "event": "event_date"}.get(definition.grain)
        if definition.kind == "cohort" and day is not None and day not in columns:
            what = "a cohort" if day == "as_at" else "a cohort of events"
            raise DefinitionRefused(definition.file, definition.sql_line, f"{what} must return {day}: select it")
        return
    must, may = expected
    missing, extra = sorted(must - set(columns)), sorted(set(columns) - must - may)
    if missing:
        raise DefinitionRefused(
            definition.file,
            definition.sql_line,
            f"the select doesn't return {', '.join(missing)}: it must return {', '.join(sorted(must))}"
            + (f" and may return {', '.join(sorted(may))}" if may else ""),
        )
    if extra:
        raise DefinitionRefused(
            definition.file,
            definition.sql_line,
            f"the select returns {', '.join(extra)}, which has no meaning: remove it",
        )
    for name, types in OUTPUT_TYPES.items():
        if name in columns and columns[name] not in (*types, '"NULL"'):
            raise DefinitionRefused(
                definition.file,
                definition.sql_line,
                f"{name} is {columns[name].lower()}: it must be {types[0].lower()}, "
                f"as in cast(... as {types[0].lower()})",
            )


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
