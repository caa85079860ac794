"""On any records: the engine's figures are those of a count that was written apart from it (bench/only_count.py)."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from bench import only_count
from hypothesis import given

from lineofsight.calendar import months_to
from lineofsight.calendar.months import Month
from lineofsight.home import Home
from lineofsight.indicators.figures import figure_rows, lay_figures
from tests.extracts import council_of
from tests.property.lives import EXTRACTED, Tables, councils

DIMENSIONS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")
MONTHS = 12

Key = tuple[str, str, str, str, str]


def counted_apart(extract: Path, months: int) -> dict[Key, tuple[int | None, int | None]]:
    connection = duckdb.connect()
    connection.execute("set variable extracted_on = $day", {"day": EXTRACTED})
    connection.execute(
        'create table figures (ref varchar, month varchar, "window" varchar, dimension varchar, '
        "member varchar, numerator bigint, denominator bigint)"
    )
    only_count.tables_opened(connection, extract, "csv")
    first, last = only_count.reporting_months(EXTRACTED, months)
    only_count.counted(connection, EXTRACTED, first, last)
    rows = connection.execute("select * from figures").fetchall()
    return {(r, m, w, d or "", member or ""): (n, den) for r, m, w, d, member, n, den in rows}


def counted_by_the_engine(home: Home, extract_tables: Tables, months: int) -> dict[Key, tuple[int | None, int | None]]:
    council = council_of(home, extract_tables, EXTRACTED)
    book = council.book
    refs = [
        ref for ref in book.named("indicator") if book.latest("indicator", ref).in_highlight
    ]  # what is counted apart
    counted = council.count(months_to(Month.of(EXTRACTED), months), refs=refs, breakdowns=DIMENSIONS)
    lay_figures(counted, DIMENSIONS)
    rows = figure_rows(counted.database)
    return {
        (str(ref), str(month), str(window), str(dimension), str(member)): (numerator, denominator)  # type: ignore[misc]
        for ref, _, month, window, dimension, member, numerator, denominator, *_ in rows
        if not str(ref).endswith("r")
    }


@given(councils())
def test_the_engine_counts_what_an_independent_count_counts(tables: Tables) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        ours = counted_by_the_engine(home, tables, MONTHS)
        theirs = counted_apart(Path(folder) / "extract", MONTHS)
    nothing = ((0, 0), (0, None), (None, None))
    differing = {
        key: (ours.get(key), theirs.get(key))
        for key in ours.keys() | theirs.keys()
        if ours.get(key) != theirs.get(key) and not (ours.get(key) in nothing and key not in theirs)
    }
    assert not differing
