"""The command on bad input: one line that says what is wrong, exit status 2, nothing changed, no traceback."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.cli import main
from lineofsight.home import Home
from lineofsight.records.snapshots import Snapshots
from tests.extracts import load, with_nobody, write_extract
from tests.indicators.files import INDICATOR, written

ON = dt.date(2023, 3, 31)
RECORDS = with_nobody(
    {
        "ssd_person": [{"pers_person_id": "A", "pers_dob": "2015-01-01", "pers_gender": "02"}],
        "ssd_cin_episodes": [{"cine_referral_id": "A", "cine_person_id": "A", "cine_referral_date": "2022-01-10"}],
        "ssd_cin_plans": [{"cinp_cin_plan_id": "A", "cinp_person_id": "A", "cinp_cin_plan_start_date": "2022-02-01"}],
        "ssd_cin_visits": [
            {
                **{"cinv_cin_visit_id": "A", "cinv_person_id": "A"},
                **{"cinv_cin_visit_date": "2023-03-30", "cinv_cin_visit_seen": "Y"},
            }
        ],
    }
)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one snapshot, and the extract that it came from."""
    folder = tmp_path_factory.mktemp("loaded")
    load(Home(folder / "home"), write_extract(folder / "extract", RECORDS, ON), ON)
    return folder


@pytest.fixture
def place(loaded: Path, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for a test of its own, which the command uses; the working folder is where the extract lies."""
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def state(home: Path) -> set[tuple[str, bytes]]:
    """What stands in a home, the cache and lock apart."""
    files = (path for path in home.rglob("*") if path.is_file() and "cache" not in path.parts and path.name != ".lock")
    return {(str(path.relative_to(home)), path.read_bytes()) for path in files}


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Calls the command, which must refuse in one line and change nothing; the line."""
    home = Home.from_environment()
    before, current = state(home.path), Snapshots(home.snapshots).current_id()
    capsys.readouterr()
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if not line.startswith("Loading: ")]
    assert len(lines) == 1, err
    assert lines[0].startswith("lineofsight: ")
    assert "Traceback" not in err
    assert state(home.path) == before
    assert Snapshots(home.snapshots).current_id() == current
    return lines[0].removeprefix("lineofsight: ")


CALLS = [
    # what is called, and what the line says
    ("", "the following arguments are required"),
    ("nothing", "invalid choice: 'nothing'"),
    ("figures --nothing", "--nothing"),
    ("figures --month 2023-13", "'2023-13' is not a month: write it as year and month, for example 2023-03"),
    ("figures --month March", "'March' is not a month"),
    ("figures --month 2023-04", "2023-04 had not ended when the extract was taken (2023-03-31): the latest month is"),
    ("figures --month 1989-12", "outside the years whose bank holidays are known"),
    ("figures --month 2023-03 --months 0", "'0' is not a whole number of 1 or more"),
    ("figures --months -3", "'-3' is not a whole number of 1 or more"),
    ("figures --months many", "'many' is not a whole number of 1 or more"),
    ("figures --months 1.5", "'1.5' is not a whole number of 1 or more"),
    ("figures --months 500", "500 months up to 2023-03 reach back before 1990"),
    ("figures --months 999999999", "ask for fewer"),
    ("figures --months 99999999999999999999", "is not a whole number of 1 or more"),
    ("figures --indicator 9.9", "There is no indicator '9.9' in the book: it has"),
    ("figures --indicator ../3.3", "There is no indicator '../3.3'"),
    ("figures --by shoe_size", "There is no breakdown 'shoe_size' in the book: it has team, "),
    ("figures --window week", "invalid choice: 'week'"),
    ("figures --indicator 3.3 --window ytd", "3.3 has no window 'ytd': it declares snapshot"),
    ("figures --format xml", "invalid choice: 'xml'"),
    ("children", "the following arguments are required: ref"),
    ("children 9.9", "There is no indicator '9.9'"),
    ("children 1.2r", "1.2r is a rate: ask for the children behind 1.2"),
    ("children 3.3 --window month", "3.3 has no window 'month'"),
    ("children 3.3 --now --month 2023-03", "--now and --month can't go together: choose one"),
    ("children 3.3 --month 2023-05", "2023-05 had not ended"),
    ("children 3.3 --met perhaps", "invalid choice: 'perhaps'"),
    ("children 3.3 --due-within -1", "'-1' is not a whole number of days"),
    ("children 3.3 --due-within soon", "'soon' is not a whole number of days"),
    ("children 3.3 --due-within 99999999999", "is not a whole number of days"),
    ("book 9.9", "There is no definition '9.9' in the book: `lineofsight book` lists them"),
    ("book check nowhere", "nowhere: there is no such folder of definitions"),
    ("book check", "there is no such folder of definitions"),
    ("snapshots use", "say which snapshot: lineofsight snapshots use ID"),
    ("snapshots use 2023-03-31.9", "There is no snapshot '2023-03-31.9'"),
    ("snapshots use ../home", "There is no snapshot '../home'"),
    ("snapshots list 2023-03-31.1", "lineofsight snapshots use ID"),
    ("report nothing", "invalid choice: 'nothing'"),
    ("report highlight --to report.odt", "a report is written as .xlsx, .html, .csv, .pdf, .docx, .pptx"),
    ("report highlight --to nowhere/report.xlsx", "there is no folder nowhere: make it first"),
    ("report highlight --month 2023-04", "2023-04 had not ended"),
    ("load", "the following arguments are required: path"),
    ("load nowhere", "nowhere: there is no such file or folder"),
    ("load extract --extracted-on soon", "'soon' is not a date: write it as 2023-03-31"),
    ("load extract --extracted-on 31/03/2023", "'31/03/2023' is not a date"),
    ("load extract --extracted-on 2023-02-30", "'2023-02-30' is not a date"),
    ("load extract --extracted-on 2999-01-01", "the extract date 2999-01-01 lies in the future"),
    ("load extract --extracted-on 0203-03-31", "outside the years whose bank holidays are known"),
    ("load extract --kind annex-b", "invalid choice: 'annex-b'"),
    ("load postgresql://somewhere/ssd", "A database doesn't say which day it describes: add --extracted-on DATE"),
    ("load sqlite:///nowhere.db --extracted-on 2023-03-31", "nowhere.db"),
    ("check accept", "Say which rule"),
    ("check accept CIN-VIS-01 --record v1 --reason x --by-whom y", "add --until DATE"),
    ("check NOT-A-RULE", "There is no rule 'NOT-A-RULE'"),
    ("load nowhere.csv --kind past-figures", "there is no such file"),
    ("reported", "No past figures were loaded yet"),
    ("figures --now --month 2023-03", "can't go together"),
    ("report highlight --now --month 2023-03", "can't go together"),
]


@pytest.mark.parametrize(("call", "what"), CALLS, ids=[call[0] for call in CALLS])
def test_a_call_that_cannot_be_meant_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], call: str, what: str
) -> None:
    assert what in refused(call.split(), capsys)


def spoilt(name: str, text: str | bytes) -> Callable[[Path], None]:
    def spoil(place: Path) -> None:
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    return spoil


def removed(name: str) -> Callable[[Path], None]:
    return lambda place: (place / name).unlink()


SNAPSHOT = "home/snapshots/2023-03-31.1"
SPOILT = [
    # what is spoilt, the call, and what the line says
    (removed("extract/manifest.json"), "load extract", "doesn't say which day it was taken: add --extracted-on DATE"),
    (spoilt("extract/manifest.json", '{"extracted_on": "soon"}'), "load extract", "manifest.json: can't be read"),
    (spoilt("extract/manifest.json", '{"extracted_on": "2999-01-01"}'), "load extract", "lies in the future"),
    (spoilt("x.zip", "no zip"), "load x.zip", "x.zip: neither a folder nor a zip"),
    (spoilt("x.zip", b"PK\5\6" + bytes(18)), "load x.zip", "x.zip: no file in it is named as an SSD table"),
    (spoilt("letters/hello.txt", "hello"), "load letters", "letters: no file in it is named as an SSD table"),
    (spoilt("extract/ssd_person.csv", "a;b\n1;2\n"), "load extract", "ssd_person.csv, row 1: the columns are not"),
    (spoilt("extract/ssd_person.csv", b"pers_person_id\nZo\xeb\n"), "load extract", "ssd_person.csv: is not UTF-8"),
    (
        spoilt("extract/ssd_person.csv", b"pers_person_id\n" + b"P\n" * 9000 + b"Zo\xeb\n"),
        "load extract",
        "ssd_person.csv, row 9002: is not UTF-8",
    ),
    (
        spoilt("extract/ssd_person.csv", "pers_person_id,pers_dob\nP1,2015-01-01\r\nP2,\nP3,\r\n"),
        "load extract",
        "ssd_person.csv: can't be read to its end",
    ),
    (spoilt("home/mappings.toml", "codes = 3"), "load extract", "mappings.toml: [codes]"),
    (spoilt("home/mappings.toml", "[codes"), "load extract", "mappings.toml: can't be read"),
    (spoilt("home/mappings.toml", '[codes.nothing]\n"a" = "b"'), "load extract", "[codes.nothing] names no column"),
    (
        spoilt("home/mappings.toml", '[codes.lega_legal_status]\n"Respite" = "V5"'),
        "load extract",
        "'Respite' of lega_legal_status is mapped to 'V5', which is no code of it: it has C1,",
    ),
    (spoilt("home/book/mine.sql", "select 1"), "figures", "mine.sql, line 1: there is no header"),
    (spoilt("home/book/mine.sql", INDICATOR.replace("cinv_person_id", "child")), "figures", "mine.sql, line 41"),
    (spoilt("home/book/mine.sql", INDICATOR + "; drop table x"), "book", "mine.sql, line"),
    (
        spoilt("home/book/mine.sql", INDICATOR.replace("from as_at", "from 'f.csv'")),
        "report highlight",
        "mine.sql, line",
    ),
    (spoilt("home/bank_holidays.csv", "day,name\nsoon,x\n"), "figures", "bank_holidays.csv, line 2: the day must be"),
    (spoilt("home/bank_holidays.csv", "day,name\n2031-12-25,x\n"), "figures", "has none for 2029"),
    (spoilt("home/snapshots/current", "2023-03-31.9"), "figures", "There is no snapshot '2023-03-31.9'"),
    (spoilt("home/snapshots/current", b"\xff\x00"), "children 3.3", "There is no snapshot"),
    (spoilt(f"{SNAPSHOT}/manifest.json", "{"), "figures", "Snapshot 2023-03-31.1 is damaged"),
    (removed(f"{SNAPSHOT}/manifest.json"), "children 3.3", "Snapshot 2023-03-31.1 is damaged"),
    (removed(f"{SNAPSHOT}/tables/ssd_cin_visits.parquet"), "figures", "the database could not finish (IOException)"),
    (spoilt(f"{SNAPSHOT}/tables/people.parquet", "PAR1"), "children 3.3", "the database could not finish"),
    (
        spoilt(f"{SNAPSHOT}/tables/people.parquet", "PAR1"),
        "snapshots use 2023-03-31.1",
        "Snapshot 2023-03-31.1 is damaged: tables/people.parquet is missing or was changed",
    ),
]


@pytest.mark.parametrize(("spoil", "call", "what"), SPOILT, ids=[f"{row[1]}: {row[2][:40]}" for row in SPOILT])
def test_input_that_cannot_be_used_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Path], None], call: str, what: str
) -> None:
    spoil(place)
    line = refused(call.split(), capsys)
    assert what in line
    assert "Zo" not in line


def test_a_name_with_line_breaks_is_still_refused_in_one_line(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no such file" in refused(["load", "two\nlines"], capsys)
    refused(["figures", "--month", "2023\n03"], capsys)
    refused(["children", "3.3\n"], capsys)


@pytest.mark.parametrize("call", ["figures", "children 3.3", "report highlight", "snapshots use 2023-03-31.1"])
def test_before_anything_is_loaded_the_line_says_so(home: Home, capsys: pytest.CaptureFixture[str], call: str) -> None:
    line = refused(call.split(), capsys)
    assert "Nothing is loaded yet: load an extract" in line or "There is no snapshot" in line
    assert not home.path.exists()


@pytest.mark.parametrize("where", ["a_file/home", "a_file"])
def test_a_home_that_cannot_be_made_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (place / "a_file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("LINEOFSIGHT_HOME", str(place / where))
    assert str(place / "a_file") in refused(["load", "extract"], capsys)
    assert "Nothing is loaded yet" in refused(["figures"], capsys)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind only ordinary users")
def test_a_home_that_may_not_be_written_in_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (place / "home" / "snapshots", place / "home"):
        folder.chmod(0o500)
    try:
        assert "Permission denied" in refused(["load", "extract"], capsys)
        assert main(["figures", "--indicator", "3.3", "--format", "csv"]) == 0, "reading needs no leave to write"
    finally:
        for folder in (place / "home", place / "home" / "snapshots"):
            folder.chmod(0o700)


def test_a_second_load_at_the_same_time_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Snapshots(place / "home" / "snapshots")._loading():
        assert main(["load", "extract"]) == 2
        assert "lineofsight: Another load is under way: wait until it is done" in capsys.readouterr().err


# What the command does where nothing is wrong, as interfaces.md says it


def test_loading_says_what_became_of_each_table(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (place / "extract" / "ssd_cin_visits.csv").open("a", encoding="utf-8", newline="\r\n") as file:
        file.write("B,Hush,soon,Y\n")
    (place / "extract" / "letters.txt").write_text("x", encoding="utf-8")
    (place / "extract" / "ssd_family.csv").touch()
    assert main(["load", "extract"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "ssd_cin_visits: 1 of 3 rows in quarantine" in err
    assert "letters.txt: left aside" in err
    assert "ssd_family.csv: is empty, without even a header" in err
    assert "Snapshot 2023-03-31.2 serves" in err
    assert "Hush" not in err
    assert "soon" not in err
    assert main(["load", "extract", "--strict"]) == 1


def test_the_councils_own_spelling_of_a_code_is_used(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(place / "home", '[codes.lega_legal_status]\n"Respite" = "V4"\n', "mappings.toml")
    text = (place / "extract" / "ssd_legal_status.csv").read_text(encoding="utf-8")
    (place / "extract" / "ssd_legal_status.csv").write_text(text.replace("V2", "respite"), encoding="utf-8")
    assert main(["load", "extract"]) == 0
    assert "code not known" not in capsys.readouterr().err


def test_snapshots_are_listed_and_a_damaged_one_is_said(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "extract"]) == 0
    (place / SNAPSHOT / "manifest.json").write_text("{", encoding="utf-8")
    capsys.readouterr()
    assert main(["snapshots"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [["serves", "2023-03-31.2"]]
    assert err == "Snapshot 2023-03-31.1 is damaged and not listed: load its extract again\n"


def test_going_back_to_a_snapshot(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "extract"]) == 0
    assert main(["snapshots", "use", "2023-03-31.1"]) == 0
    assert "Snapshot 2023-03-31.1 serves" in capsys.readouterr().err
    assert Snapshots(place / "home" / "snapshots").current().id == "2023-03-31.1"


def test_a_councils_folder_is_checked_without_being_used(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(place / "good", INDICATOR)
    assert main(["book", "check", "good"]) == 0
    assert capsys.readouterr() == ("", "good: 1 definition, nothing to mend\n")
    written(place / "bad", INDICATOR.replace("cinv_person_id", "child"))
    assert "mine.sql, line" in refused(["book", "check", "bad"], capsys)


FIGURES = [
    "ref",
    "title",
    "month",
    "window",
    "dimension",
    "member",
    "numerator",
    "denominator",
    "value",
    "rating",
    "note",
]
CHILDREN = [
    "ref",
    "month",
    "window",
    "person_id",
    "event_id",
    "met",
    "clock_start",
    "due_on",
    "done_on",
    "days_overdue",
    "team",
    "worker",
    "kind",
    "amount",
]


@pytest.mark.parametrize(
    ("call", "columns"), [("figures --indicator 3.3 --by gender", FIGURES), ("children 3.3", CHILDREN)]
)
def test_the_three_formats_carry_the_agreed_columns_and_the_same_rows(
    place: Path, capsys: pytest.CaptureFixture[str], call: str, columns: list[str]
) -> None:
    assert main([*call.split(), "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    header, *rows = list(csv.reader(io.StringIO(out)))
    assert header == columns
    assert rows

    assert main([*call.split(), "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [list(row) for row in listed] == [columns] * len(rows)
    words = [
        [
            "" if v is None else {True: "yes", False: "no"}.get(v, v) if isinstance(v, bool) else str(v)
            for v in row.values()
        ]
        for row in listed
    ]
    assert words == rows

    assert main(call.split()) == 0
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == columns
    assert len(table) == 1 + len(rows)


def test_figures_and_the_children_behind_them_agree(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--indicator", "3.3", "--format", "json"]) == 0
    [figure] = json.loads(capsys.readouterr().out)
    assert (figure["numerator"], figure["denominator"], figure["value"], figure["rating"]) == (1, 1, 100.0, "green")
    assert main(["children", "3.3", "--met", "yes", "--format", "json"]) == 0
    [child] = json.loads(capsys.readouterr().out)
    # seen on 30 March: in time up to the 28th day, 26 April
    assert (child["person_id"], child["met"], child["due_on"], child["days_overdue"]) == ("A", True, "2023-04-26", 0)
    assert main(["children", "3.3", "--met", "no", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [",".join(CHILDREN)]


def test_as_a_program_it_refuses_in_one_line_and_says_nothing_else(place: Path) -> None:
    for arguments in (["load", "nowhere"], ["figures", "--month", "2023-04"], ["book", "check", "nowhere"]):
        done = subprocess.run(
            [sys.executable, "-m", "lineofsight", *arguments], capture_output=True, text=True, cwd=place, check=False
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert done.stderr.startswith("lineofsight: ")


def test_output_that_nobody_reads_to_its_end_is_no_failure(place: Path) -> None:
    command = f"{sys.executable} -m lineofsight figures --format csv | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=place, check=False)
    assert done.stdout == ",".join(FIGURES) + "\n"
    assert done.stderr == ""


def test_quarantined_rows_are_listed_as_they_were_written_with_the_reason(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"cinv_cin_visit_id": "1", "cinv_person_id": "A", "cinv_cin_visit_date": "31/02/2023", "local": "kept, too"},
        {"cinv_cin_visit_id": "2", "cinv_person_id": "A", "cinv_cin_visit_date": "2023-02-28", "local": ""},
    ]
    load(home, write_extract(tmp_path / "dirty", {"ssd_cin_visits": rows}), ON)
    capsys.readouterr()
    assert main(["quarantine", "ssd_cin_visits", "--format", "csv"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["file_row"] == "2" and row["reason"] == "cinv_cin_visit_date can't be read as a date"
    assert (row["cinv_cin_visit_date"], row["local"]) == ("31/02/2023", "kept, too")
    assert main(["quarantine", "ssd_nothing"]) == 2
    assert "holds no table 'ssd_nothing': it has ssd_cin_visits" in capsys.readouterr().err


def test_a_table_without_quarantine_lists_nothing(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(home, write_extract(tmp_path / "clean", RECORDS), ON)
    capsys.readouterr()
    assert main(["quarantine", "ssd_cin_visits", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == ["file_row,reason"]
