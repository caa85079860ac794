"""`lineofsight annex-a`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import stat
from pathlib import Path

import openpyxl
import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from tests.annex_a.councils import a_council
from tests.annex_a.test_laying import plan


def test_it_writes_the_workbook_and_says_what_came_of_it_without_a_child(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_council(home, {"ssd_cp_plans": [plan("Wren", "2022-11-01"), plan("Wren", "2022-12-01", nth=2)]})
    to = tmp_path / "annex_a.xlsx"
    assert main(["annex-a", "--on", "2023-03-31", "--to", str(to), "--layout", "2024"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "Annex A of 2023-03-31 by layout 2024, from snapshot 2023-03-31.1" in said.err
    assert "  List 7: 2 rows, " in said.err
    assert "  List 10 could not be made: the snapshot holds no ssd_permanence" in said.err
    assert "List 7 has 2 and indicator 1.3 says 1: 1 more than one row of a child" in said.err
    assert "It holds children's data" in said.err
    assert "Wren" not in said.err
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert openpyxl.load_workbook(to, read_only=True)["List 7"]["A2"].value == "Wren"
    assert main(["annex-a", "--on", "2023-02-28", "--to", str(tmp_path / "b.ods"), "--lists-alone"]) == 0
    assert "Since run 2023-03-31.1: 0 rows joined, 0 left, 0 changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--on", "2023-04-01", "--to", "a.xlsx"], "The extract was taken on 2023-03-31, before 2023-04-01"),
        (["--on", "0001-01-31", "--to", "a.xlsx"], "0001-01-31 lies before any day that a spreadsheet knows"),
        (["--on", "2023-03-31", "--to", "a.pdf"], "a.pdf: Annex A is written as .xlsx or .ods"),
        (["--on", "2023-03-31", "--to", "nowhere/a.xlsx"], "there is no folder nowhere"),
        (["--on", "2023-03-31", "--to", "a.xlsx", "--layout", "1999"], "There is no layout '1999' of Annex A"),
        (["--on", "yesterday", "--to", "a.xlsx"], "'yesterday' is not a date"),
        (["--on", "2023-03-31"], "required: --to"),
    ],
)
def test_what_can_t_be_done_is_refused_in_one_line(
    home: Home, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_council(home, {})
    monkeypatch.chdir(home.path)
    assert main(["annex-a", *arguments]) == 2
    said = capsys.readouterr().err.strip()
    assert says in said and "\n" not in said
    assert not list(home.path.glob("a.*"))
    assert not (home.path / "annex_a" / "runs").exists()


def test_nothing_is_loaded_yet(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annex-a", "--on", "2023-03-31", "--to", str(tmp_path / "a.xlsx")]) == 2
    assert "Nothing is loaded yet" in capsys.readouterr().err
