"""Who is one person: whole numbers for ids, and ids that were merged or changed at source.

A case system gives a child a new id when two records of the child are merged, or when the system is replaced. The
extract says so in `ssd_linked_identifiers`; a council may say so in a list of its own. Whatever stands under the old
id then belongs to the person of the new one.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from lineofsight.problems import Refused
from lineofsight.records.intake import Taken

#: Kinds of identifier that name a former id of the same person, as suppliers and councils write them.
FORMER_ID_TYPES = (
    *("former person id", "merged person id", "previous person id", "old person id", "superseded person id"),
    *("former system id", "merged record", "duplicate person id"),
)
OWN_LIST, LINKED = "the council's own list", "ssd_linked_identifiers"
MERGED_AWAY = "this person's record was merged into another's, whose row is used"


@dataclass(frozen=True)
class Merge:
    """An id that is no longer used, the id of the same person now, and who says so."""

    old_id: str
    new_id: str
    source: str


def read_own_list(file: Path) -> list[Merge]:
    """The council's own list of merged people: a CSV file with the columns `old_id` and `new_id`.

    Refused, with the row, where a column or an id is missing or an id is merged into itself or into two.
    """
    if not file.is_file():
        return []
    try:
        with file.open(newline="", encoding="utf-8-sig") as text:
            rows = csv.DictReader(text)
            if not {"old_id", "new_id"} <= {name.strip().lower() for name in rows.fieldnames or ()}:
                raise Refused(f"{file.name}, row 1: the columns old_id and new_id must be named there")
            merges: dict[str, str] = {}
            for number, row in enumerate(rows, start=2):
                cells = {(name or "").strip().lower(): (cell or "").strip() for name, cell in row.items() if name}
                old, new = cells["old_id"], cells["new_id"]
                if not old and not new:
                    continue
                if not old or not new:
                    raise Refused(f"{file.name}, row {number}: an id is empty: give both the old and the new one")
                if old == new:
                    raise Refused(f"{file.name}, row {number}: an id is merged into itself: remove the row")
                if merges.setdefault(old, new) != new:
                    raise Refused(f"{file.name}, row {number}: this old id is merged into another above: keep one row")
    except (UnicodeDecodeError, csv.Error):
        raise Refused(f"{file.name}: can't be read. Save it as 'CSV UTF-8 (comma delimited)'") from None
    return [Merge(old, new, OWN_LIST) for old, new in merges.items()]


def linked_merges(
    connection: duckdb.DuckDBPyConnection, taken: Iterable[Taken], types: Sequence[str]
) -> list[tuple[str, str]]:
    """(old id, person) of each former id that the extract's linked identifiers name."""
    linked = next((table for table in taken if table.table == LINKED), None)
    needed = {"link_person_id", "link_identifier_type", "link_identifier_value"}
    if linked is None or not needed <= set(linked.kept):
        return []
    return connection.execute(
        f"select distinct link_identifier_value, link_person_id from typed_{LINKED} "
        "where lower(link_identifier_type) in (select unnest($types)) and link_identifier_value is not null "
        "and link_person_id is not null and link_identifier_value <> link_person_id order by all",
        {"types": [kind.lower() for kind in (*FORMER_ID_TYPES, *types)]},
    ).fetchall()


def settle_merges(own: Iterable[Merge], linked: Iterable[tuple[str, str]]) -> tuple[list[Merge], int]:
    """Each old id with the id of the same person now, through any number of changes; and how many are in doubt.

    The council's own list stands before what the extract says. An id that the extract links to two people, or ids
    that are merged in a circle, are in doubt: nothing is merged by them.

    >>> settle_merges([Merge("a", "b", OWN_LIST)], [("b", "c")])
    ([Merge(old_id='a', new_id='c', source="the council's own list"), Merge(old_id='b', new_id='c', ...)], 0)
    """
    to: dict[str, tuple[str, str]] = {merge.old_id: (merge.new_id, merge.source) for merge in own}
    claimed: dict[str, set[str]] = {}
    for old, new in linked:
        if old not in to:
            claimed.setdefault(old, set()).add(new)
    doubtful = sum(len(people) > 1 for people in claimed.values())
    to |= {old: (people.pop(), LINKED) for old, people in claimed.items() if len(people) == 1}
    settled = []
    for old, (_, source) in sorted(to.items()):
        seen, at = {old}, old
        while at in to and (at := to[at][0]) not in seen:
            seen.add(at)
        if at in to:
            doubtful += 1
        else:
            settled.append(Merge(old, at, source))
    return settled, doubtful


def merged_away(*, filled: bool) -> str:
    """The rows of ssd_person that a merge leaves without a use: a select of `file_row` (and `file`, where filled).

    Of the rows of one person, that of the id in use stands, or the first where it has none.
    """
    place = "file, file_row" if filled else "file_row"
    return (
        f"select {place} from (select rows.*, row_number() over (partition by people_ids.person_key "
        "order by case when people.person_id = rows.pers_person_id then 0 else 1 end, rows.file_row) as place "
        "from typed_ssd_person as rows join people_ids on people_ids.person_id = rows.pers_person_id "
        "join people on people.person_key = people_ids.person_key) as placed where place > 1"
    )


def number_people(connection: duckdb.DuckDBPyConnection, taken: Iterable[Taken], merges: Sequence[Merge]) -> None:
    """Gives each person who stands anywhere a whole number, in the order of the ids.

    Lays `people(person_key, person_id)`, `people_ids(person_key, person_id)` with former ids too, and
    `merged(old_id, person_key, source)` of those whose person stands in a record.
    """
    mentions = [
        f"select {name} as person_id from typed_{table.table}"
        for table in taken
        for name, column in table.layout.columns.items()
        if column.is_person and name in table.kept
    ]
    union = " union all ".join(f"select distinct person_id from ({mention}) as m" for mention in mentions)
    connection.execute("create or replace table merges (old_id varchar, new_id varchar, source varchar)")
    if merges:
        connection.executemany(
            "insert into merges values (?, ?, ?)", [(merge.old_id, merge.new_id, merge.source) for merge in merges]
        )
    connection.execute(
        f"create or replace table mentioned as select distinct person_id from ({union or 'select null as person_id'}) "
        "as all_mentions where person_id is not null"
    )
    connection.execute(
        "create or replace table people as "
        "select cast(row_number() over (order by person_id) as integer) as person_key, person_id from "
        "(select distinct coalesce(merges.new_id, mentioned.person_id) as person_id from mentioned "
        "left join merges on merges.old_id = mentioned.person_id) as ids"
    )
    connection.execute(
        "create or replace table merged as select merges.old_id, people.person_key, merges.source "
        "from merges join people on people.person_id = merges.new_id order by merges.old_id"
    )
    connection.execute(
        "create or replace table people_ids as select person_key, person_id from people "
        "union all select person_key, old_id from merged"
    )


def record_changes(file: Path, former: Mapping[str, str], sources: Mapping[str, str], snapshot: str, at: str) -> None:
    """Adds each id that now belongs to another person to the council's record of changes, once.

    What people did about a child under an old id (actions, audits, accepted findings) is found again by it, also
    when a later extract no longer says so.
    """
    known = {(change["old_id"], change["new_id"]) for change in recorded_changes(file)}
    fresh = [(old, new) for old, new in sorted(former.items()) if (old, new) not in known]
    if not fresh:
        return
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    with draft.open("w", newline="", encoding="utf-8") as stream:
        stream.write(before)
        writer = csv.writer(stream, lineterminator="\n")
        if not before:
            writer.writerow(CHANGE)
        writer.writerows((old, new, sources.get(old, ""), snapshot, at) for old, new in fresh)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)


CHANGE = ("old_id", "new_id", "source", "snapshot", "recorded_at")


def recorded_changes(file: Path) -> list[dict[str, str]]:
    """The changes of ids that loads recorded, oldest first (CHANGE)."""
    if not file.is_file():
        return []
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    if any(set(row) != set(CHANGE) or None in row.values() for row in rows):
        raise Refused(f"{file.name}: is damaged: move it away, and the next load writes what it knows again")
    return rows
