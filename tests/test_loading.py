"""What a load says to the analyst, from the source to the snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.records.snapshots import Snapshots
from lineofsight.reports.build import highlight_report
from tests.extracts import with_nobody, write_extract
from tests.sources.annex_a.workbooks import write_xlsx

ON = "2023-03-31"


def load(home: Home, what: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(home.path))
    capsys.readouterr()
    assert main(["load", str(what), "--extracted-on", ON, "--no-check"]) == 0
    return capsys.readouterr().err


def test_ids_that_name_nobody_are_said_by_the_load_and_beside_the_figure(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A spreadsheet took the leading zeros of the ids in one file."""
    children = [f"00{n}" for n in range(1, 5)]
    tables = with_nobody(
        {
            "ssd_person": [{"pers_person_id": child, "pers_dob": "2015-01-01"} for child in children],
            "ssd_cp_visits": [
                {
                    **{"cppv_cp_visit_id": f"v{child}", "cppv_person_id": child.lstrip("0")},
                    **{"cppv_cp_visit_date": "2023-03-30", "cppv_cp_visit_seen": "Y"},
                }
                for child in children
            ],
        }
    )
    said = load(home, write_extract(tmp_path / "extract", tables), monkeypatch, capsys)
    assert "ssd_cp_visits.cppv_person_id: 4 of 5 cells name nobody in ssd_person: were leading zeros lost" in said
    notes = next(row.cautions for row in highlight_report(home.path).rows if row.ref == "4.7.2")
    assert "4 of 5 cells of ssd_cp_visits.cppv_person_id name nobody in ssd_person" in notes


def test_what_the_council_leaves_as_it_is_is_no_fault(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    roles = ("CW", "IRO", "Odd")
    worker = [
        {
            **{"invo_involvements_id": f"i{n}", "invo_professional_id": "w", "invo_person_id": "nobody"},
            **{"invo_professional_role_id": role, "invo_involvement_start_date": "2023-01-01"},
        }
        for n, role in enumerate(roles)
    ]
    extract = write_extract(tmp_path / "extract", with_nobody({"ssd_involvements": worker}))
    (extract / "cover.txt").write_text("", encoding="utf-8")
    said = load(home, extract, monkeypatch, capsys)
    assert "invo_professional_role_id: 2 cells code not known" in said
    assert "cover.txt" in said
    home.mappings.write_text('[roles]\n"IRO" = "-"\n"Odd" = "-"\n[tables]\n"cover.txt" = "-"\n', encoding="utf-8")
    said = load(home, extract, monkeypatch, capsys)
    assert "code not known" not in said and "cover.txt" not in said
    waiting = home.mappings_to_fill_in
    assert not waiting.exists() or "IRO" not in waiting.read_text(encoding="utf-8")


def test_a_workbook_is_read_by_the_councils_names_and_the_day_given(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = ["LL number", "Gender", "Ethnicity", "Date of Birth", "Age", "Came in on", "Contact Source"]
    rows = [heading, ["child-1", "a) Male", "a) WBRI", "01/02/2015", 8, "15/03/2023", "q) 6: Police"]]
    workbook = write_xlsx(tmp_path / "annex.xlsx", {"Front door": rows})
    home.create()
    names = '"LL number" = "child_unique_id"\n"Came in on" = "date_of_contact"\n'
    home.mappings.write_text(f"[columns.list_1_contacts]\n{names}", encoding="utf-8")
    load(home, workbook, monkeypatch, capsys)
    facts = Snapshots(home.snapshots).current()
    assert facts.tables["ssd_contacts"]["accepted"] == 1
    assert (facts.accepted, facts.quarantined) == (1, 0)


def test_real_records_are_not_loaded_beside_the_demonstration_s_made_up_work(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.create()
    home.made_up_work.touch()
    folder = write_extract(tmp_path / "extract", with_nobody({}))
    assert main(["load", str(folder), "--extracted-on", "2023-03-31"]) == 2
    assert "holds the demonstration" in capsys.readouterr().err
    assert not list(home.snapshots.glob("*/manifest.json"))
