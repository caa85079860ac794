"""Records as selects see them: what is lacking is there and empty, rows keep their place, texts of JSON are words."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.records.chronology.laying import lay_chronology
from lineofsight.records.chronology.shown import WORDS, Shown, columns_of
from lineofsight.records.descriptions import describe, described
from lineofsight.records.snapshots import Snapshot
from tests.extracts import council_of

ON = dt.date(2023, 3, 31)


def written_snapshot(folder: Path, select: str, **facts: object) -> Snapshot:
    """A snapshot with one table, ssd_cin_visits, as a file of these rows."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as database:
        database.execute(f"copy ({select}) to '{folder / 'tables' / 'ssd_cin_visits.parquet'}' (format parquet)")
    kept = ["cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit_date"]
    tables = {"ssd_cin_visits": {"read": 1, "accepted": 1, "quarantined": 0, "kept": kept, **facts}}
    return Snapshot("2023-03-31.1", folder, ON, "", "made up", tables)


VISITS = "select 'V' || n as cinv_cin_visit_id, 7 as cinv_person_id, date '2023-01-01' as cinv_cin_visit_date"


def places(snapshot: Snapshot) -> list[tuple[object, ...]]:
    database = duckdb.connect()
    lay_chronology(database, snapshot)
    return database.execute("select record, file_row, file from chronology order by record").fetchall()


def test_rows_of_several_lists_keep_the_list_and_the_row(tmp_path: Path) -> None:
    rows = f"{VISITS}, case when n < 3 then 'it''s.xlsx, sheet 6' end as file, n as file_row from range(1, 4) as r(n)"
    assert places(written_snapshot(tmp_path, rows)) == [
        ("V1", 1, "it's.xlsx, sheet 6"),
        ("V2", 2, "it's.xlsx, sheet 6"),
        ("V3", 3, None),
    ]


def test_rows_of_a_file_keep_their_row_and_those_of_old_snapshots_their_order(tmp_path: Path) -> None:
    numbered = f"{VISITS}, n * 10 as file_row from range(1, 3) as r(n)"
    assert places(written_snapshot(tmp_path / "new", numbered)) == [("V1", 10, None), ("V2", 20, None)]
    without = f"{VISITS} from range(1, 3) as r(n)"
    assert places(written_snapshot(tmp_path / "old", without)) == [("V1", 2, None), ("V2", 3, None)]


def test_what_the_extract_lacks_is_there_and_empty(tmp_path: Path) -> None:
    snapshot = written_snapshot(tmp_path, f"{VISITS}, n as file_row from range(1, 2) as r(n)")
    with duckdb.connect() as database:
        Shown(database, snapshot).show(described())
        for table in described():
            found = database.execute(f"describe {table}").fetchall()
            assert {row[0]: row[1].lower() for row in found} == columns_of(table), table
        row = database.execute("select cinv_cin_visit_id, cinv_cin_visit_seen from ssd_cin_visits").fetchall()
        assert row == [("V1", None)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"NEW_REFERRAL_FLAG": "Y", "NFA_FLAG": "N"}', "New referral"),
        (
            '{"NFA_FLAG":"Y","CP_ENQUIRY_FLAG":"y","ADVICE_FLAG":true,"MISSING_FLAG":null}',
            "No further action, Child protection enquiry, Advice and information",
        ),
        # a flag that the standard doesn't have, a count and a comment
        ('{"OUR_OWN_FLAG": "Y", "NUMBER_OF_OUTCOMES": "1", "COMMENTS": "Y"}', "Our own"),
        # quotes in a comment that break the JSON
        ('{"NFA_FLAG": "Y", "COMMENTS": "said "no" twice"}', "No further action"),
        ('{"NFA_FLAG": "N"}', None),
        ("{}", None),
        ("Advice given, Letter sent", "Advice given, Letter sent"),
    ],
)
def test_a_text_of_json_is_said_in_words(written: str, said: str | None, tmp_path: Path) -> None:
    rows = [{"cont_contact_id": "1", "cont_person_id": "a", "cont_contact_outcome_json": written}]
    contacts = [{**row, "cont_contact_date": "2023-01-01"} for row in rows]
    snapshot = council_of(Home(tmp_path / "home"), {"ssd_contacts": contacts}, ON, nobody=False).snapshot
    with duckdb.connect() as database:
        shown = Shown(database, snapshot)
        shown.show(["ssd_contacts"])
        shown.lay_beside(["ssd_contacts"])
        found = database.execute("select outcome from outcomes where written = $written", {"written": written})
        assert found.fetchall() == ([] if said is None else [(said,)])


def test_there_is_a_word_for_every_flag_plan_and_factor_of_the_descriptions() -> None:
    sections = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    values = {
        name: column.values
        for table in described()
        for name, column in describe(table).columns.items()
        if name.endswith("_json") and name != "addr_address_json"
    }
    flags = {flag for text in values.values() for flag in re.findall(r"\b([A-Z0-9_]+)_FLAG\b", text)}
    assert flags
    assert flags <= set(sections["flags"])
    plans = re.findall(r"\b([A-Z0-9]+)=", values["lacp_cla_care_plan_json"])
    assert plans == list(sections["care_plans"])
    factors = set(re.findall(r"\b(\d+[A-F]?)\b", values["cinf_assessment_factors_json"]))
    assert factors == set(sections["factors"])
