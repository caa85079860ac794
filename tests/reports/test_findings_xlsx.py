"""The workbooks of findings, read back: one for each team, marked, filtered, and no cell of them a formula."""

from __future__ import annotations

import datetime as dt
import stat
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.checks.accepted import accept, lay_accepted, read_accepted
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.listing import listed
from lineofsight.reports.findings_xlsx import LONGEST_CELL, MARKING, file_name, write_all, write_findings
from tests.records.checks.councils import OPEN_CASE, checked, snapshot_of

HOSTILE = ["=1+1", "+44", "-V3", "@SUM(A1)", "\tV5", "http://x.example", "V" * 5000]
TODAY, UNTIL = dt.date(2026, 11, 23), dt.date(2027, 3, 31)
HEAD = 5  # the row of the head, as a spreadsheet counts


@pytest.fixture
def findings(home: Home) -> Findings:
    visits = [
        {
            **{"cinv_cin_visit_id": key, "cinv_person_id": "child-1" if number else "child-2"},
            **{"cinv_cin_visit_date": "2023-03-01" if number else "", "cinv_cin_visit_seen": ""},
        }
        for number, key in enumerate(HOSTILE)
    ]
    visits.append({**visits[1], "cinv_cin_visit_id": "V9", "cinv_cin_visit_seen": "Y"})
    return checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": visits}))


def read(path: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(path)
    return {name: book[name] for name in book.sheetnames}


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    rows = list(sheet.iter_rows(min_row=HEAD, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]  # type: ignore[arg-type]


def test_the_whole_council_and_each_team_have_a_workbook(findings: Findings, tmp_path: Path) -> None:
    paths = write_all(findings, tmp_path / "findings", council="Made Up Borough")
    assert [path.name for path in paths] == [
        "Findings, Whole council.xlsx",
        "Findings, No team.xlsx",
        "Findings, Team One.xlsx",
    ]
    whole, no_team, one = (len(table(read(path)["Findings"])) for path in paths)
    assert whole == no_team + one == findings.count
    children = {row["Child"] for row in table(read(paths[2])["Findings"])}
    assert children == {"child-1"}, "of a team's own children alone"
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


def test_every_sheet_is_marked_frozen_filtered_and_as_wide_as_its_words(findings: Findings, tmp_path: Path) -> None:
    [path, *_] = write_all(findings, tmp_path, council="Made Up & Co")
    sheets = read(path)
    assert list(sheets) == ["Summary", "Findings", "Not run"]
    for name, sheet in sheets.items():
        assert sheet["A2"].value == MARKING
        assert MARKING in (sheet.oddHeader.center.text or ""), "and on each printed page"
        assert "Made Up & Co, snapshot 2023-03-31.1, records as they were on 31 March 2023" in sheet["A3"].value
        assert sheet.freeze_panes == f"A{HEAD + 1}"
        assert all(column.width >= 8 for column in sheet.column_dimensions.values())
        if name != "Not run":
            last = sheet.cell(HEAD, sheet.max_column).column_letter
            assert sheet.auto_filter.ref == f"A{HEAD}:{last}{sheet.max_row}"


def test_the_summary_says_what_is_wrong_how_many_what_it_distorts_and_how_to_mend_it(
    findings: Findings, tmp_path: Path
) -> None:
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path, distorts={"CIN-VIS-02": ("3.3", "9.9")})
    rows = {row["Rule"]: row for row in table(read(path)["Summary"])}
    assert {row[0] for row in findings.rows("select distinct code from findings")} == set(rows)
    row, rule = rows["CIN-VIS-02"], findings.rules["CIN-VIS-02"]
    assert (row["Severity"], row["Faults"], row["Rows"], row["Accepted"]) == ("warning", 1, 6, 0)
    assert (row["What is wrong"], row["Why it matters"], row["How to mend it"]) == (
        rule.title,
        rule.sentence,
        rule.mend,
    )
    assert row["Indicators that it distorts"] == "3.3, 9.9"


def test_a_finding_says_the_child_the_place_and_the_value(findings: Findings, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path, team="Team One")
    rows = table(read(path)["Findings"])
    [row] = [row for row in rows if row["Record"] == "-V3" and row["Rule"] == "CIN-VIS-02"]
    assert row["What is wrong"] == findings.rules["CIN-VIS-02"].title
    assert (row["Child"], row["Team"], row["Worker"]) == ("child-1", "Team One", "Worker One (made up)")
    assert (row["Table"], row["File"], row["Row in the file"]) == (
        "Visits to children in need",
        "ssd_cin_visits.csv",
        4,
    )
    assert (row["Column"], row["Value"]) == ("cinv_cin_visit_seen", "2023-03-01")
    assert row["Figures touched from"].date() == dt.date(2023, 3, 1)
    assert row["Figures touched to"] is None


def test_no_cell_is_a_formula_or_a_link_and_long_text_is_cut(findings: Findings, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path)
    records = {row["Record"] for row in table(read(path)["Findings"]) if row["Rule"] == "CIN-VIS-02"}
    assert {"+44", "-V3", "@SUM(A1)", "http://x.example"} <= records
    assert f"{'V' * LONGEST_CELL} ..." in records
    with zipfile.ZipFile(path) as opened:
        for name in opened.namelist():
            text = opened.read(name).decode("utf-8", errors="replace")
            assert "<f>" not in text and "<hyperlink" not in text, name
    for sheet in read(path).values():
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_was_accepted_is_shown_with_who_why_and_until(findings: Findings, tmp_path: Path) -> None:
    file, path = tmp_path / "accepted.csv", tmp_path / "findings.xlsx"
    how = {"reason": "=Agreed", "by": "A manager", "until": UNTIL, "today": TODAY, "among": findings}
    accept(file, findings.rules, code="CIN-VIS-02", record="+44", **how)  # type: ignore[arg-type]
    lay_accepted(findings, read_accepted(file), TODAY)
    write_findings(findings, path)
    sheets = read(path)
    [row] = [row for row in table(sheets["Findings"]) if row["Record"] == "+44" and row["Rule"] == "CIN-VIS-02"]
    assert row["Accepted until"].date() == UNTIL
    assert (row["Accepted by"], row["Why accepted"]) == ("A manager", "=Agreed")
    summary = {row["Rule"]: row for row in table(sheets["Summary"])}
    assert (summary["CIN-VIS-02"]["Rows"], summary["CIN-VIS-02"]["Accepted"]) == (5, 1)


def test_rules_that_were_not_run_are_listed_with_the_reason(findings: Findings, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path)
    not_run = {row["Rule"]: row["Why it was not run"] for row in table(read(path)["Not run"])}
    assert not_run["CLA-VIS-01"] == "not run: needs ssd_cla_visits.clav_cla_visit_date"
    assert len(not_run) == sum(outcome.state == "not run" for outcome in findings.outcomes.values())


def test_nothing_found_is_said(findings: Findings, tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path, team="A team without findings")
    sheets = read(path)
    assert sheets["Summary"]["A6"].value == sheets["Findings"]["A6"].value == "Nothing was found."


def test_a_place_that_cannot_be_written_is_refused(findings: Findings, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="can't be written"):
        write_findings(findings, tmp_path / "no such folder" / "findings.xlsx")


def test_more_rows_than_a_sheet_holds_go_to_the_next(
    findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineofsight.reports.findings_xlsx.ROWS_OF_A_SHEET", 4)
    path = tmp_path / "findings.xlsx"
    write_findings(findings, path)
    sheets = read(path)
    parts = [table(sheet) for name, sheet in sheets.items() if name.startswith("Findings")]
    assert all(len(part) <= 4 for part in parts)
    assert sum(map(len, parts)) == len(listed(findings)[1])


@pytest.mark.parametrize(
    ("team", "name"),
    [
        ("Safeguarding 1/2: East", "Findings, Safeguarding 1-2- East.xlsx"),
        ("../../etc", "Findings, etc.xlsx"),
        ("=cmd|'x'!A1", "Findings, cmd-'x'-A1.xlsx"),
        ("Zoë's team", "Findings, Zoë's team.xlsx"),
        ("a\nb\0c", "Findings, a-b-c.xlsx"),
        ("...", "Findings, team.xlsx"),
        ("x" * 300, f"Findings, {'x' * 80}.xlsx"),
    ],
)
def test_a_teams_name_becomes_a_name_that_every_system_admits(team: str, name: str) -> None:
    assert file_name(team, set()) == name


def test_two_teams_never_share_a_file() -> None:
    taken: set[str] = set()
    names = [file_name(team, taken) for team in ("Team A/B", "team a-b", "Team A-B", "Team A/B (2)")]
    assert len({name.casefold() for name in names}) == 4
