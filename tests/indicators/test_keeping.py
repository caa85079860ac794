"""A count that was kept in a file says what the same count says in memory."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from lineofsight.calendar import months_to
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import LISTED_WITH, children_behind
from lineofsight.indicators.figures import figures, lay_figures
from lineofsight.indicators.keeping import finish_counting, open_kept

BREAKDOWNS = [*LISTED_WITH, "gender", "age_group"]


@pytest.fixture(scope="module")
def both(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object]:
    council = Council(demonstration)
    months = months_to(council.latest_month, 3)
    in_memory = council.count(months, now=True, breakdowns=BREAKDOWNS)
    lay_figures(in_memory, BREAKDOWNS)
    file = tmp_path_factory.mktemp("kept") / "count.duckdb"
    counted = council.count(months, now=True, breakdowns=BREAKDOWNS, into=file)
    lay_figures(counted, BREAKDOWNS)
    finish_counting(counted)
    counted.database.close()
    return in_memory, open_kept(file, council.book, council.reads, council.snapshot)


def test_figures_are_the_same(both) -> None:  # type: ignore[no-untyped-def]
    in_memory, kept = both
    assert figures(kept) == figures(in_memory)
    assert len(figures(kept)) > 1_000
    assert (kept.dates, kept.now, list(kept.evidence)) == (in_memory.dates, in_memory.now, list(in_memory.evidence))


@pytest.mark.parametrize("ref", ["1.1", "2.1", "3.3", "5.10", "5.18", "allocated"])
def test_children_are_the_same(both, ref: str) -> None:  # type: ignore[no-untyped-def]
    in_memory, kept = both
    window = kept.book.latest("indicator", ref).shown
    on = kept.dates[-1]
    assert children_behind(kept, ref, on, window) == children_behind(in_memory, ref, on, window)


def test_what_can_not_be_counted_says_why_in_both(both) -> None:  # type: ignore[no-untyped-def]
    in_memory, kept = both
    for key, stretches in in_memory.stretches.items():
        assert [(s.first, s.last, s.version.file, s.lacks) for s in kept.stretches[key]] == [
            (s.first, s.last, s.version.file, s.lacks) for s in stretches
        ]


def test_the_file_holds_no_case_records_and_can_only_be_read(both) -> None:  # type: ignore[no-untyped-def]
    _, kept = both
    names = {name for (name,) in kept.database.execute("select table_name from duckdb_tables()").fetchall()}
    assert not [name for name in names if name.startswith(("ssd_", "los_"))]
    with pytest.raises(duckdb.Error):
        kept.database.execute("create table more (n integer)")
    with pytest.raises(duckdb.Error):
        kept.database.execute(f"select * from read_csv('{Path(__file__)}')")
