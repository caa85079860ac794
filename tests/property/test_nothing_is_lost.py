"""Accepted + quarantined = read, whatever an extract holds: files with anything in their cells lose no row."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot
from tests.extracts import load

ON = dt.date(2023, 3, 31)
CELLS = st.one_of(
    st.sampled_from(
        [
            *("", " ", "NULL", "c1", "c2", " c1 ", "007", "2023-03-01", "01/03/2023", "31/02/2023", "1900-01-01"),
            *("2023-03-01T10:30:00", "Y", "n", "TRUE", "2", "N1", "a) Yes", "=1+1", "+x", "-x", "@x", "12.0", "nan"),
            *('say "so"', "two\nlines", "a,b", "9999-12-31", "x" * 300, "naïve", "\u00a0", "45000", "1e3"),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
)
VISITS = ["cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit_date", "cinv_cin_visit_seen", "note"]
PEOPLE = ["pers_person_id", "pers_dob", "pers_sex"]


def table(columns: list[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=12)


def written(rows: list[list[str]], columns: list[str], newline: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerows([columns, *rows])
    return text.getvalue().encode()


def rows_in(snapshot: Snapshot, kind: str, name: str) -> int:
    file = snapshot.folder / kind / f"{name}.parquet"
    row = duckdb.execute(f"select count(*) from '{file}'").fetchone() if file.is_file() else (0,)
    assert row is not None
    return int(row[0])


@given(table(VISITS), table(PEOPLE), st.sampled_from(["\n", "\r\n"]))
def test_every_row_is_accepted_or_in_quarantine(visits: list[list[str]], people: list[list[str]], newline: str) -> None:
    with TemporaryDirectory() as folder:
        extract, home = Path(folder) / "extract", Home(Path(folder) / "home")
        extract.mkdir()
        for name, rows, columns in (("ssd_cin_visits", visits, VISITS), ("ssd_person", people, PEOPLE)):
            (extract / f"{name}.csv").write_bytes(written(rows, columns, newline))
        try:
            snapshot = load(home, extract, ON)
        except Refused as refusal:
            assert "\n" not in str(refusal) and ".csv" in str(refusal)
            return
        manifest = json.loads((snapshot.folder / "manifest.json").read_text())
        for name, rows in (("ssd_cin_visits", visits), ("ssd_person", people)):
            facts = manifest["tables"][name]
            # Python's own reader says how many rows there are; a line with nothing in it is none.
            assert facts["read"] == len(rows)
            assert facts["accepted"] + facts["quarantined"] == facts["read"]
            assert rows_in(snapshot, "tables", name) == facts["accepted"]
            assert rows_in(snapshot, "quarantine", name) == facts["quarantined"]
            aside = sum(
                cells
                for kind, columns in facts["set_aside"].items()
                if kind != "code not known"
                for cells in columns.values()
            )
            assert rows_in(snapshot, "aside", name) == aside
        again = load(home, extract, ON)
        assert again.hash == snapshot.hash != ""
        assert again.id != snapshot.id
