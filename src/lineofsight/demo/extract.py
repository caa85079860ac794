"""Writes the demonstration council as a council would: a CSV file per table and a manifest."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from lineofsight.demo import (
    assessing,
    contacts,
    leaving,
    protecting,
    reviews,
    rows_care,
    rows_need,
    rows_people,
    rows_places,
    rows_services,
    rows_workforce,
    visits,
)
from lineofsight.demo.council import Council, ImpossiblePlanError
from lineofsight.demo.life import ATTEMPTS, live
from lineofsight.demo.rows import MARK, NAME_MARK, Records
from lineofsight.demo.teams import allocate
from lineofsight.records.descriptions import describe

EXTRACTED_ON = "2023-03-31"
COUNCIL = "Demonstration Borough"
SEED = 20230331
WRITTEN_ONCE = ("los_localities", "los_populations", "los_population_groups")  # however many times the size


def write_extract(folder: Path, *, times: int = 1, seed: int = SEED) -> None:
    """Writes the demonstration council's extract of 31 March 2023 into a folder: SSD tables as CSV, and manifest.json.

    `times` makes a council of that many times the size: each life again, with other identifiers, so that every count
    is exactly that many times as large. The same seed writes the same bytes.

    >>> write_extract(Path("demo"))                              # doctest: +SKIP
    """
    if times < 1:
        raise ValueError(f"times must be 1 or more, not {times}")
    records = build_records(seed)
    rows_workforce.write_populations(records, times)
    rows_places.write_population_groups(records)
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in records.tables.items():
        _write_table(folder / f"{table}.csv", table, rows, 1 if table in WRITTEN_ONCE else times)
    manifest = {
        "extracted_on": EXTRACTED_ON,
        "council": COUNCIL,
        "made_up": "Everyone in this extract is made up. It is made by lineofsight.demo.",
        "seed": seed,
        "times": times,
        "tables": sorted(records.tables),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def build_records(seed: int) -> Records:
    """The council's lives as rows. Chance may leave a plan impossible; then the lives are lived again."""
    problem: ImpossiblePlanError | None = None
    for attempt in range(ATTEMPTS):
        try:
            return _record(live(seed, attempt), Random(f"records {seed}, {attempt}"))
        except ImpossiblePlanError as found:
            problem = found
    raise ImpossiblePlanError(f"seed {seed}: no council in {ATTEMPTS} attempts; the last: {problem}")


def _record(council: Council, rng: Random) -> Records:
    force = allocate(council, rng)
    assessing.assess_in_care(council, rng)
    assessing.assess_again(council, rng)
    visits.visit_in_need(council, rng)
    visits.visit_on_plan(council, rng)
    visits.visit_in_care(council, rng)
    visits.oversee(council, rng)
    reviews.review_need_plans(council, rng)
    reviews.review_protection_plans(council, rng)
    reviews.review_care(council, rng)
    statuses = leaving.follow_leavers(council, rng)
    received = contacts.receive_contacts(council, rng)
    enquiries, conferences = protecting.enquire(council, rng)
    records = Records(council, force, received, statuses)
    rows_people.write_people(records, rng)
    rows_need.write_contacts(records)
    rows_need.write_referrals(records)
    rows_need.write_assessments(records, rng)
    rows_need.write_need_plans(records)
    rows_need.write_protection(records, enquiries, conferences)
    rows_care.write_care(records, rng)
    rows_need.write_visits(records, rng)
    rows_need.write_oversight(records, rng)
    rows_workforce.write_teams(records)
    rows_workforce.write_workers(records)
    rows_workforce.write_involvements(records)
    rows_workforce.write_leavers(records, rng)
    rows_services.write_services(records)
    return records


def _blocks(rows: list[tuple[str, ...]], size: int = 20_000) -> Iterator[str]:
    for start in range(0, len(rows), size):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows[start : start + size])
        yield text.getvalue()


def _write_table(path: Path, table: str, rows: list[tuple[str, ...]], times: int) -> None:
    """Writes each row `times` times: the copies' identifiers end in K and a number."""
    columns = tuple(name for name, column in describe(table).columns.items() if not column.not_standard)
    if any(len(row) != len(columns) for row in rows):
        raise ValueError(f"{table}: its rows are not written for the columns that it has")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(columns)
        for block in _blocks(rows):
            file.write(block.replace(MARK, "").replace(NAME_MARK, ""))
            for copy in range(2, times + 1):
                file.write(block.replace(MARK, f"K{copy:02d}").replace(NAME_MARK, f" ({copy})"))
