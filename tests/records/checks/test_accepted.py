"""A finding is accepted with a reason, a name and a day; it comes back after that day, and is never hidden."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.checks.accepted import COLUMNS, Acceptance, accept, in_force, lay_accepted, read_accepted
from lineofsight.records.checks.findings import Findings
from lineofsight.records.checks.rules import read_rules
from tests.records.checks.councils import OPEN_CASE, checked, snapshot_of

TODAY, UNTIL = dt.date(2026, 11, 23), dt.date(2027, 3, 31)
VISITS = [
    {
        **{"cinv_cin_visit_id": f"V{n}", "cinv_person_id": child, "cinv_cin_visit_date": "2023-03-01"},
        **{"cinv_cin_visit_seen": seen},
    }
    for n, (child, seen) in enumerate([("child-1", ""), ("child-1", ""), ("child-2", ""), ("child-2", "Y")], start=1)
]


@pytest.fixture
def findings(home: Home) -> Findings:
    return checked(snapshot_of(home, {**OPEN_CASE, "ssd_cin_visits": VISITS}))


def accepting(file: Path, **how: Any) -> Acceptance:
    usual = {"code": "CIN-VIS-02", "reason": "The form had no such question", "by": "A manager", "until": UNTIL}
    return accept(file, read_rules(), **{"today": TODAY, **usual, **how})


def accepted(findings: Findings, file: Path, today: dt.date = TODAY, **how: Any) -> list[tuple[Any, ...]]:
    lay_accepted(findings, read_accepted(file), today, **how)
    return findings.rows(
        "select code, record, reason, who, until from findings join accepted on accepted.place = findings.rowid "
        "order by record, code"
    )


def test_a_finding_is_accepted_by_its_record_until_a_day(findings: Findings, tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    assert accepted(findings, file) == []
    done = accepting(file, record="V1", among=findings)
    assert done == Acceptance(
        "CIN-VIS-02", "ssd_cin_visits", "V1", "", "The form had no such question", "A manager", TODAY, UNTIL
    )
    row = ("CIN-VIS-02", "V1", "The form had no such question", "A manager", UNTIL)
    assert accepted(findings, file) == [row]
    assert accepted(findings, file, UNTIL) == [row], "the day itself is in"
    assert accepted(findings, file, UNTIL + dt.timedelta(days=1)) == [], "and then it comes back"
    assert findings.count == len(findings.rows("from findings")), "what is accepted is still there"


def test_a_finding_is_accepted_for_a_child_whatever_the_record(findings: Findings, tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    accepting(file, person_id="child-1", among=findings)
    assert [record for _, record, *_ in accepted(findings, file)] == ["V1", "V2"]


def test_a_finding_about_a_table_is_accepted_by_the_table(findings: Findings, tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    accepting(file, code="STR-11", table="ssd_cla_visits", among=findings)
    assert [code for code, *_ in accepted(findings, file)] == ["STR-11"]


def test_what_hangs_on_a_former_id_follows_the_child(findings: Findings, tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    accepting(file, person_id="old-1")
    assert accepted(findings, file) == []
    assert len(accepted(findings, file, former_ids={"old-1": "child-1"})) == 2


def test_accepting_again_takes_the_place_of_the_time_before_and_keeps_it_in_the_file(
    findings: Findings, tmp_path: Path
) -> None:
    file = tmp_path / "accepted_findings.csv"
    accepting(file, record="V1", among=findings)
    accepting(file, record="V1", among=findings, until=TODAY, by="Another manager")
    assert [acceptance.by for acceptance in read_accepted(file)] == ["A manager", "Another manager"]
    assert [acceptance.until for acceptance in in_force(read_accepted(file), TODAY)] == [TODAY]
    assert accepted(findings, file, TODAY + dt.timedelta(days=1)) == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not [other for other in tmp_path.iterdir() if other.suffix == ".csv" and other != file]


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"code": "CIN-99"}, "There is no rule 'CIN-99'"),
        ({"reason": " "}, "A finding is accepted for a reason: say why"),
        ({"by": ""}, "A finding is accepted by somebody: say who"),
        ({"until": TODAY - dt.timedelta(days=1)}, "would end on 2026-11-22, which is past: give a day to come"),
        ({"record": ""}, "Say which finding is accepted: its record, or the child"),
        ({"record": "", "table": "ssd_cin_visits"}, "Say which finding is accepted"),
        ({"reason": "x" * 501}, "The reason is longer than 500 characters"),
    ],
)
def test_an_acceptance_that_says_too_little_is_refused(tmp_path: Path, how: dict[str, Any], what: str) -> None:
    file = tmp_path / "accepted_findings.csv"
    with pytest.raises(Refused) as refusal:
        accepting(file, **{"record": "V1", **how})
    assert what in str(refusal.value)
    assert not file.exists()


def test_a_finding_that_is_not_there_is_not_accepted_and_no_id_is_repeated(findings: Findings, tmp_path: Path) -> None:
    for how in ({"record": "V4"}, {"person_id": "child-9"}, {"record": "V1", "person_id": "child-2"}):
        with pytest.raises(Refused, match=r"Snapshot .* has no such finding of CIN-VIS-02: `lineofsight check") as no:
            accepting(tmp_path / "accepted_findings.csv", among=findings, **how)
        assert not {"V4", "V1", "child-9", "child-2"} & set(str(no.value).split())


def test_text_that_a_spreadsheet_would_take_for_a_formula_is_kept_as_text(tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    accepting(file, record="-V1", reason='=HYPERLINK("x", "y")\nand more', by="@somebody")
    assert "\n'-V1" not in file.read_text() and ",'-V1," in file.read_text() and "\"'=HYPERLINK" in file.read_text()
    [one] = read_accepted(file)
    assert (one.record, one.reason, one.by) == ("-V1", '=HYPERLINK("x", "y") and more', "@somebody")


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    head = ",".join(reversed(COLUMNS))
    file.write_bytes(f"\ufeff{head},more\r\n31/03/2027,23/11/2026,A,Why,,V1,t,cin-vis-02,x\r\n,,,,,,,,\r\n".encode())
    assert read_accepted(file) == [Acceptance("CIN-VIS-02", "t", "V1", "", "Why", "A", TODAY, UNTIL)]
    file.write_bytes(file.read_bytes().rstrip())  # without the last end of line
    accepting(file, record="V2")


def row(**changed: str) -> str:
    usual = {**dict.fromkeys(COLUMNS, ""), "code": "CIN-VIS-02", "table": "t", "record": "secret-7", "reason": "Why"}
    cells = {**usual, "by": "A", "on": "2026-11-23", "until": "2027-03-31", **changed}
    return ",".join(cells[name] for name in COLUMNS)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("code,table\n", "row 1: the columns record, person_id, reason, by, on, until must be named there"),
        (f"{','.join(COLUMNS)}\n{row()}\n{row(until='31/02/2027')}", "row 3: until is not a date: write it as 2027-03"),
        (f"{','.join(COLUMNS)}\n{row(on='soon')}", "row 2: on is not a date"),
        (f"{','.join(COLUMNS)}\n{row(until='')}", "row 2: until is not a date"),
        (f"{','.join(COLUMNS)}\n{row(reason='')}", "row 2: reason is empty: say why it is accepted"),
        (f"{','.join(COLUMNS)}\n{row(by=' ')}", "row 2: by is empty: say who accepts it"),
        (f"{','.join(COLUMNS)}\n{row(code='')}", "row 2: code is empty: say which rule found it"),
        (f"{','.join(COLUMNS)}\n{row(table='', record='')}", "row 2: says neither the record nor the person nor the"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_row_and_without_what_it_says(
    tmp_path: Path, text: str, what: str
) -> None:
    file = tmp_path / "accepted_findings.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"^accepted_findings\.csv, row \d+: ") as refusal:
        read_accepted(file)
    assert what in str(refusal.value)
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "accepted_findings.csv"
    file.write_bytes(f"{','.join(COLUMNS)}\n{row(reason='café')}".encode("cp1252"))
    with pytest.raises(Refused, match=r"accepted_findings\.csv: can't be read\. Save it as 'CSV UTF-8"):
        read_accepted(file)
