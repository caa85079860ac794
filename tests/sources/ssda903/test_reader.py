"""Opening an SSDA903 return: which file is which list, of which year it is, and what is refused."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.sources import ssda903
from lineofsight.sources.returns.lists import SSDA903, lists_of
from lineofsight.sources.ssda903.reader import is_return_file
from tests.sources.returns.reading import load, nothing_is_lost, read, rows
from tests.sources.ssda903.making import HEADERS, child, episode, write


def test_each_list_is_known_by_its_header_whatever_the_file_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "return"
    folder.mkdir()
    for number, headings in enumerate(HEADERS.values()):
        mixed = ",".join(f" {heading.title()} " for heading in reversed(headings))
        (folder / f"file {number}.CSV").write_text(f"\ufeff{mixed}\n", encoding="utf-8")
    extract = read(ssda903, folder, tmp_path / "scratch")
    assert {file.table for file in extract.files} == {f"ssda903_{name}" for name in HEADERS}
    assert {file.table for file in extract.files} == {listed.name for listed in lists_of(SSDA903)}


def test_other_files_are_left_aside_and_empty_ones_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "return", lists={"episodes": [episode(1, "01/05/2024")]})
    (folder / "notes.csv").write_text("what,who\n", encoding="utf-8")
    (folder / "return.xlsx").write_bytes(b"PK")
    (folder / "uasc.csv").touch()
    (folder / ".hidden.csv").write_text("x", encoding="utf-8")
    extract = read(ssda903, folder, tmp_path / "scratch")
    assert extract.left_aside == ("notes.csv", "return.xlsx")
    assert extract.notes == ("SSDA903 return of 2025", "uasc.csv: is empty, without even a header")
    assert is_return_file(folder / "episodes.csv")
    assert not any(is_return_file(folder / name) for name in ("notes.csv", "return.xlsx", "uasc.csv"))


def test_a_return_may_lie_in_a_zip_and_one_file_may_be_given_alone(tmp_path: Path, home: Home) -> None:
    folder = write(tmp_path / "return", lists={"episodes": [episode(1, "01/05/2024")]})
    with zipfile.ZipFile(tmp_path / "return.zip", "w") as archive:
        archive.write(folder / "episodes.csv", "903/episodes.csv")
    for path in (tmp_path / "return.zip", folder / "episodes.csv"):
        assert load(ssda903, home, path).tables["ssd_cla_episodes"]["read"] == 2
    assert not list(home.path.glob(".unpacked-*"))


EPISODES = ",".join(HEADERS["episodes"])


@pytest.mark.parametrize(
    ("name", "written", "what"),
    [
        ("episodes.csv", EPISODES.replace(",", ";"), "row 1: the columns are not separated by commas"),
        ("episodes.csv", EPISODES.encode("utf-16"), "is saved as UTF-16. Save it as 'CSV UTF-8"),
        ("episodes.csv", EPISODES.encode() + "\nchild-é".encode("cp1252"), "row 2: is not UTF-8"),
        ("episodes.csv", EPISODES + ",decom", "row 1: two columns are named DECOM"),
        ("episodes.csv", "a,b\n1,2\n", "no file in it has the header of a list of the SSDA903 return"),
        ("episodes.csv", "DECOM,RNE\n", "no file in it has the header of a list of the SSDA903 return"),
        ("read me.txt", "hello", "no file in it has the header of a list of the SSDA903 return"),
        ("second episodes.csv", EPISODES, "both episodes.csv and second episodes.csv hold Episodes"),
    ],
)
def test_a_file_that_is_not_as_agreed_is_refused_with_its_name(
    tmp_path: Path, home: Home, name: str, written: str | bytes, what: str
) -> None:
    folder = tmp_path / "return"
    folder.mkdir()
    if name.startswith("second"):
        (folder / "episodes.csv").write_text(EPISODES, encoding="utf-8")
    (folder / name).write_bytes(written.encode() if isinstance(written, str) else written)
    with pytest.raises(Refused) as refusal:
        load(ssda903, home, folder, dt.date(2025, 3, 31))
    assert what in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_nothing_at_the_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no such file or folder"):
        read(ssda903, tmp_path / "nowhere", tmp_path)


# Of which year it is


def dated(*dates: str) -> list[dict[str, str]]:
    return [dict(episode(number, day)) for number, day in enumerate(dates)]


@pytest.mark.parametrize(
    ("dates", "named", "on", "note"),
    [
        (["01/05/2024", "28/02/2025"], "{}.csv", "2025-03-31", ""),
        (["01/05/2024", "27/02/2025"], "{}.csv", None, "its dates end in February 2025: say on which day it was taken"),
        (["01/05/2024", "01/12/2024"], "{}.csv", None, "its dates end in December 2024: say on which day it was taken"),
        (
            ["01/12/2024"],
            "SSDA903_2025_{}.csv",
            "2025-03-31",
            "its dates end in December 2024: it is taken as the position",
        ),
        (["01/12/2024"], "{} 2024-25.csv", "2025-03-31", "its dates end in December 2024: it is taken as the position"),
        (["01/12/2024"], "SSDA903_2024_{}.csv", None, "its dates end in December 2024: say on which day it was taken"),
        (
            ["30/03/2025"],
            "SSDA903_2024_{}.csv",
            "2025-03-31",
            "the names of its files give another year than its dates",
        ),
        (["30/03/2025"], "SSDA903_2025_{}.csv", "2025-03-31", ""),
        (["30/03/2025"] * 60 + ["30/03/2026"], "{}.csv", "2025-03-31", ""),  # one slip of the pen in sixty
        ([], "SSDA903_2025_{}.csv", "2025-03-31", ""),
        (["01/01/1900", "soon"], "{}.csv", None, "no date in it says of which year it is"),
    ],
)
def test_the_year_is_told_by_the_dates_and_the_names_of_the_files(
    tmp_path: Path, dates: list[str], named: str, on: str | None, note: str
) -> None:
    folder = tmp_path / "return"
    folder.mkdir()
    lines = [EPISODES, *(",".join(row.get(heading, "") for heading in HEADERS["episodes"]) for row in dated(*dates))]
    (folder / named.format("episodes")).write_text("\n".join(lines) + "\n", encoding="utf-8")
    extract = read(ssda903, folder, tmp_path / "scratch")
    assert extract.extracted_on == (dt.date.fromisoformat(on) if on else None)
    said = [each for each in extract.notes if not each.startswith("SSDA903 return of")]
    assert [each[: len(note)] for each in said] == ([note] if note else [])


def test_its_tables_serve_the_year_even_where_the_day_is_still_to_be_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "return", lists={"reviews": [{"CHILD": "child-1", "REVIEW": "01/12/2024"}]})
    extract = read(ssda903, folder, tmp_path / "scratch")
    assert extract.extracted_on is None
    assert extract.limits.since["ssd_cla_episodes"] == dt.date(2024, 4, 1)
    assert extract.limits.latest_only == {"ssd_care_leavers", "ssd_cla_immunisations"}


def test_a_return_of_no_year_that_is_known_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "return", year=2062, lists={"episodes": [episode(1, "01/05/2061")]})
    with pytest.raises(Refused, match="return: the SSDA903 return of 2062 is not known: those of 2023 to 2027 are"):
        read(ssda903, folder, tmp_path / "scratch")


# Cells


def test_ids_dates_and_codes_are_read_as_they_are_meant(tmp_path: Path, home: Home) -> None:
    header = [
        child(1, "f", CHILD="0012 3", ETHNIC="mwas", DOB="1/2/2012"),
        child(2, "2", CHILD="45.0", ETHNIC="BAFR - Black African", DOB="2012-02-01"),
        child(3, "m", CHILD=" =1+1 ", ETHNIC="Refused"),
    ]
    snapshot = load(ssda903, home, write(tmp_path / "return", lists={"header": header, "episodes": []}))
    born = dt.date(2012, 2, 1)
    assert rows(snapshot, "ssd_person", "pers_person_id", "pers_sex", "pers_ethnicity", "pers_dob") == [
        ("0012 3", "F", "MWAS", born),
        ("45", "F", "BAFR", born),
        ("=1+1", "M", "REFU", born),
        ("somebody-else", None, None, None),
    ]


def test_accepted_and_quarantined_are_what_was_read_with_the_rows_of_the_file(tmp_path: Path, home: Home) -> None:
    folder = write(
        tmp_path / "return",
        lists={
            "header": [child(1), child(1, DOB="02/02/2012"), child(2, DOB="31/02/2012"), child(3, CHILD="")],
            "episodes": [episode(1, "01/05/2024"), episode(2, "soon"), episode(3, "01/05/2024", "24/04/24")],
            "oc2": [{"CHILD": "child-1", "SDQ_SCORE": "many", "IMMUNISATIONS": "1"}],
        },
    )
    snapshot = load(ssda903, home, folder)
    nothing_is_lost(snapshot)
    assert {name: facts["reasons"] for name, facts in snapshot.files.items() if facts["quarantined"]} == {
        "ssda903_header": {
            "child is already taken by an earlier row": [1, 3],
            "dob can't be read as a date": [1, 4],
            "child is empty": [1, 5],
        },
        "ssda903_episodes": {"decom can't be read as a date": [1, 3], "dec can't be read as a date": [1, 4]},
    }
    assert snapshot.files["ssda903_oc2"]["set_aside"] == {"can't be read": {"sdq_score": 1}}
    assert rows(snapshot, "ssd_cla_immunisations", "clai_person_id", "file", "file_row") == [("child-1", "oc2.csv", 2)]


def test_two_loads_are_the_same(tmp_path: Path, home: Home) -> None:
    lists = {"header": [child(1)], "episodes": [episode(1, "01/05/2024")] * 2, "oc3": [{"CHILD": "child-9"}]}
    folder = write(tmp_path / "return", lists=lists)
    assert load(ssda903, home, folder).hash == load(ssda903, home, folder).hash
