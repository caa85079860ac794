"""Annex A workbooks as councils send them: whole, odd and broken; and what is read of each."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from pathlib import Path

import duckdb
import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshot
from lineofsight.sources.annex_a import opened
from lineofsight.sources.extracts import Extract, Names
from tests.sources.annex_a.loads import load_workbook
from tests.sources.annex_a.sample import ON, day, sample
from tests.sources.annex_a.workbooks import Cell, Formula, a_row, template, write_ods, write_xlsx

Sheet = list[list[Cell]]


def read(path: Path, scratch: Path, **more: object) -> Extract:
    with opened(path, scratch=scratch, **more) as extract:  # type: ignore[arg-type]
        return extract


def rows_of(snapshot: Snapshot, table: str, *columns: str) -> list[tuple[object, ...]]:
    """Columns of a table of a snapshot, people by their own ids, in order."""
    people = f"read_parquet('{snapshot.people}')"
    picked = ", ".join(
        f"(select person_id from {people} where person_key = kept.{c}) as {c}"
        if c.endswith("person_id")
        else f"kept.{c}"
        for c in columns
    )
    return duckdb.execute(
        f"select {picked} from read_parquet('{snapshot.parquet(table)}') as kept order by all"
    ).fetchall()


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def contacts(*rows: list[Cell]) -> Sheet:
    return [list(template(1)), *rows]


def a_contact(child: Cell = "child-1", on: Cell = None, **more: Cell) -> list[Cell]:
    return a_row(1, child_unique=child, date_of_contact=on or day("2023-01-10"), **more)


# What is read


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_all_eleven_lists_are_read_and_every_row_is_accounted_for(write, home: Home, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path / ("a.xlsx" if write is write_xlsx else "a.ods"), sample(6))
    snapshot, extract = load_workbook(home, path, ON)
    assert extract.notes == () and extract.left_aside == ()
    assert [facts["read"] for facts in snapshot.files.values()] == [6] * 11
    assert snapshot.accepted == 66 and snapshot.quarantined == 0
    assert all(facts["missing"] == () or facts["missing"] == [] for facts in snapshot.files.values())
    assert rows_of(snapshot, "ssd_cp_plans", "cppl_person_id", "cppl_cp_plan_start_date")[0] == (
        "child-101",
        day("2022-09-15"),
    )


def test_what_was_staged_is_removed_again(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", sample(1))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with opened(tmp_path / "a.xlsx", scratch=scratch) as extract:
        assert len(list(scratch.rglob("*.csv"))) == len(extract.files) == 11
    assert list(scratch.iterdir()) == []


def test_sheets_stand_in_any_order_with_local_names_and_others_are_left_aside(tmp_path: Path) -> None:
    sheets = sample(2)
    renamed = {
        "Cover": [["Annex A"], ["Prepared by the performance team"]],
        "CP list": sheets["List 7"],
        "whatever": sheets["List 1"],
        "6": sheets["List 6"],
        "A4 - Assess": sheets["List 4"],
        "Pivot": [["Team", "Count of children"], ["Team 1", 2]],
        "Blank": [],
    }
    extract = read(write_xlsx(tmp_path / "a.xlsx", renamed), tmp_path)
    assert [file.table for file in extract.files] == [
        *("list_1_contacts", "list_4_assessments", "list_6_children_in_need", "list_7_child_protection"),
    ]
    assert set(extract.left_aside) == {"Cover", "Pivot", "Blank"}
    assert extract.notes == ("a.xlsx: there is no sheet for List 2, List 3, List 5, List 8, List 9, List 10, List 11",)
    assert extract.files[3].name == "a.xlsx, CP list"


def test_the_header_is_found_below_titles_notes_and_blank_rows(home: Home, tmp_path: Path) -> None:
    sheet = [["List 1: contacts"], ["Children who ..."], [], [None, "as agreed with the lead inspector"], []]
    sheet += contacts(a_contact(), a_contact("child-2"))
    path = write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}, merged={"List 1": ["A1:G1"]})
    snapshot, _ = load_workbook(home, path, ON)
    assert rows_of(snapshot, "ssd_contacts", "cont_person_id", "file", "file_row") == [
        ("child-1", "a.xlsx, List 1", 7),
        ("child-2", "a.xlsx, List 1", 8),
    ]


def test_headings_stand_in_any_order_in_local_spellings_from_any_column(home: Home, tmp_path: Path) -> None:
    sheet: Sheet = [
        [],
        [None, None, "SEX", "Date Contact\nReceived", "Age of Child (Years)", "child unique  id", "Notes", "D.O.B."],
        [None, None, "F", day("2023-01-10"), 7, "child-1", "not read", "17/05/2015"],
    ]
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"Contacts": sheet}), ON)
    assert rows_of(snapshot, "ssd_person", "pers_person_id", "pers_gender", "pers_dob") == [
        ("child-1", "02", day("2015-05-17"))
    ]
    assert rows_of(snapshot, "ssd_contacts", "cont_contact_date", "file_row") == [(moment("2023-01-10"), 3)]
    assert list(snapshot.files["list_1_contacts"]["not_described"]) == ["Notes"]


def test_list_9_is_read_with_13_columns_and_with_17(home: Home, tmp_path: Path) -> None:
    new = sample(1)["List 9"]
    kept = [n for n, heading in enumerate(template(9)) if heading in template(9, before_2024=True)]
    assert (len(template(9)), len(kept)) == (17, 13)
    old = [[row[n] for n in kept] for row in new]
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "new.xlsx", {"List 9": new}), ON)
    assert "clea_care_leaver_latest_contact" in snapshot.columns("ssd_care_leavers")
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "old.xlsx", {"List 9": old}), ON)
    assert "clea_care_leaver_in_touch" in snapshot.columns("ssd_care_leavers")
    assert "clea_care_leaver_latest_contact" not in snapshot.columns("ssd_care_leavers")  # so 6.1 says no data


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("a) Male", "01"),
        ("Male", "01"),
        ("M", "01"),
        ("b) Female", "02"),
        ("female", "02"),
        ("c) Not stated/recorded", "00"),
        ("d) Neither", "09"),
    ],
)
def test_codes_are_read_with_and_without_their_letter(written: str, read_as: str, home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact(gender=written))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert rows_of(snapshot, "ssd_person", "pers_gender") == [(read_as,)]


def test_codes_stay_as_they_are_written_in_what_the_load_reports(home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact(ethnicity="WBRI - White - British"), a_contact("child-2", ethnicity="a) WBRI"))
    sheet.append(a_contact("child-3", ethnicity="Martian"))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    facts = snapshot.files["list_1_contacts"]
    assert facts["instead"]["ethnicity"] == {"WBRI - White - British": "WBRI", "a) WBRI": "WBRI"}
    assert facts["set_aside"] == {"code not known": {"ethnicity": 1}}


def test_days_are_read_as_days_as_text_and_as_numbers(home: Home, tmp_path: Path) -> None:
    written: list[Cell] = [
        *(
            day("2023-01-10"),
            moment("2023-01-10 09:30"),
            "10/01/2023",
            "2023-01-10",
            "10-Jan-2023",
            "10 January 2023",
        ),
        *("10.01.2023", "10/01/23", 44936, 44936.5),
    ]
    sheet = contacts(*(a_contact(f"child-{n}", cell) for n, cell in enumerate(written)))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert snapshot.quarantined == 0
    dates = rows_of(snapshot, "ssd_contacts", "cont_contact_date")
    assert {moment.date() for (moment,) in dates} == {day("2023-01-10")}  # type: ignore[attr-defined]
    assert (moment("2023-01-10 09:30"),) in dates


def test_days_counted_from_1904_are_read(home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact("child-1", day("2023-01-10")), a_contact("child-2", 44936 - 1462))
    path = write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}, from_1904=True)
    snapshot, _ = load_workbook(home, path, ON)
    assert set(rows_of(snapshot, "ssd_contacts", "cont_contact_date")) == {(moment("2023-01-10"),)}


def test_a_number_is_a_day_in_a_column_of_days_alone(home: Home, tmp_path: Path) -> None:
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": contacts(a_contact(44936.0))}), ON)
    assert rows_of(snapshot, "ssd_contacts", "cont_person_id") == [("44936",)]


def test_placeholders_mean_no_day(home: Home, tmp_path: Path) -> None:
    sheet = sample(3)["List 7"]
    place = template(7).index("Child Protection Plan End Date")
    for row, cell in zip(sheet[1:], ("01/01/1900", dt.date(1900, 1, 1), 0), strict=True):
        row[place] = cell
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 7": sheet}), ON)
    assert set(rows_of(snapshot, "ssd_cp_plans", "cppl_cp_plan_end_date")) == {(None,)}
    assert snapshot.files["list_7_child_protection"]["set_aside"] == {}


def test_identifiers_are_text_whatever_the_cell_is(home: Home, tmp_path: Path) -> None:
    sheet = contacts(*(a_contact(cell) for cell in (123.0, "0123", " 45 ", "6-7")))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert {row[0] for row in rows_of(snapshot, "ssd_contacts", "cont_person_id")} == {"123", "0123", "45", "6-7"}
    long = write_xlsx(tmp_path / "b.xlsx", {"List 1": contacts(a_contact(12345678901234567890), a_contact("1"))})
    assert "1 identifier of more than 15 digits" in read(long, tmp_path).notes[0]


def test_blank_rows_are_no_rows_and_count_in_the_row_numbers(home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact(), [], [" ", None, "\u00a0"], a_contact("child-2"), [], a_contact("child-3"))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert snapshot.files["list_1_contacts"]["read"] == 3
    assert rows_of(snapshot, "ssd_contacts", "file_row") == [(2,), (5,), (7,)]


def test_a_note_below_the_list_is_no_row_and_is_reported(tmp_path: Path, home: Home) -> None:
    sheet = contacts(a_contact(), [], ["Source: case management system"], [None, "Unvalidated"])
    snapshot, extract = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert snapshot.files["list_1_contacts"]["read"] == 1
    assert extract.notes[0] == "a.xlsx, List 1: rows 4, 5 left aside: a note, with a text in one cell alone"


def test_hidden_rows_and_sheets_are_read_and_reported(home: Home, tmp_path: Path) -> None:
    sheets = {
        "List 1": contacts(a_contact(), a_contact("child-2"), a_contact("child-3")),
        "List 6": sample(1)["List 6"],
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["List 6"], hidden_rows={"List 1": [3, 4]})
    snapshot, extract = load_workbook(home, path, ON)
    assert snapshot.files["list_1_contacts"]["read"] == 3 and snapshot.files["list_6_children_in_need"]["read"] == 1
    assert extract.notes[:2] == (
        "a.xlsx, List 1: 2 hidden rows read like any other",
        "a.xlsx, List 6: the sheet is hidden, and was read like any other",
    )
    ods = write_ods(tmp_path / "a.ods", sheets, hidden_rows={"List 1": [3]})
    assert "a.ods: 1 hidden row read like any other" in read(ods, tmp_path).notes


def test_errors_and_formulas_without_a_value_are_empty_and_reported(home: Home, tmp_path: Path) -> None:
    sheet = contacts(
        a_contact(gender=Formula("=NA()", "#N/A")),
        a_contact("child-2", Formula("=DATE(2023,1,11)", 44937)),
        a_contact("child-3", gender="=H2+5"),
    )
    snapshot, extract = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert extract.notes[0] == "a.xlsx, List 1: 1 cell with an error such as #N/A taken as empty"
    facts = snapshot.files["list_1_contacts"]
    assert (facts["read"], facts["accepted"]) == (3, 3)
    assert facts["set_aside"] == {"code not known": {"gender": 1}}
    assert (moment("2023-01-11"),) in rows_of(snapshot, "ssd_contacts", "cont_contact_date")


def test_unborn_children_are_kept(home: Home, tmp_path: Path) -> None:
    sheet = contacts(
        a_contact("child-1", date_of_b=None, gender="Unborn"),
        a_contact("child-2", date_of_b=day("2023-07-01")),
        a_contact("child-3", date_of_b=ON),
    )
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    assert rows_of(snapshot, "ssd_person", "pers_person_id", "pers_dob", "pers_expected_dob") == [
        ("child-1", None, None),
        ("child-2", None, day("2023-07-01")),
        ("child-3", ON, None),
    ]


def test_what_cannot_be_read_goes_to_quarantine_with_its_row(home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact(), a_contact("child-2", "31/02/2023"), a_contact("child-3", "soon"))
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    facts = snapshot.files["list_1_contacts"]
    assert (facts["read"], facts["accepted"], facts["quarantined"]) == (3, 1, 2)
    names, rows = snapshot.quarantined_rows("list_1_contacts")
    assert [(row[0], row[names.index("Date of Contact")]) for row in rows] == [(3, "31/02/2023"), (4, "soon")]


def test_a_row_about_nobody_goes_to_quarantine(home: Home, tmp_path: Path) -> None:
    sheet = contacts(a_contact(), *(a_contact(child) for child in (None, "  ", "NULL")), a_contact())
    snapshot, _ = load_workbook(home, write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), ON)
    facts = snapshot.files["list_1_contacts"]
    assert (facts["read"], facts["accepted"], facts["quarantined"]) == (5, 2, 3)
    assert facts["reasons"] == {"child is empty": [3, 3]}
    assert [row[0] for row in snapshot.quarantined_rows("list_1_contacts")[1]] == [3, 4, 5]


def test_two_hundred_thousand_rows_are_read(tmp_path: Path) -> None:
    rows = [a_contact(f"child-{n}") for n in range(1000)]
    path = write_xlsx(tmp_path / "a.xlsx", {"List 1": contacts(*rows)})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start, end = sheet.index('<row r="2"'), sheet.index("</sheetData>")
    body = sheet[start:end]
    once = body.replace(' r="', ' was="')  # cells without a reference follow one another
    parts["xl/worksheets/sheet1.xml"] = (sheet[:start] + once * 205 + sheet[end:]).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with opened(path, scratch=tmp_path) as extract:
        (count,) = duckdb.execute(f"select count(*) from {extract.files[0].scan()}").fetchone() or (0,)
    assert count == 205_000


# What a council calls things


def test_a_councils_own_headings_and_sheets_are_known(home: Home, tmp_path: Path) -> None:
    sheet: Sheet = [["LL number", "Came in on", "Who told us"], ["child-1", day("2023-01-10"), "6"]]
    path = write_xlsx(tmp_path / "a.xlsx", {"Front door": sheet, "List 2": sample(1)["List 2"]})
    assert read(path, tmp_path).left_aside == ("Front door",)
    names = Names(
        {"front door": "list_1_contacts"},
        {
            "list_1_contacts": {
                "LL Number": "child_unique_id",
                "Came in on": "date_of_contact",
                "who told us": "contact_source",
            }
        },
    )
    snapshot, _ = load_workbook(home, path, ON, names=names)
    assert rows_of(snapshot, "ssd_contacts", "cont_person_id", "cont_contact_source_code") == [("child-1", "6")]


# The day of the workbook


def test_the_day_that_the_workbook_states_is_its_day(tmp_path: Path) -> None:
    stated = {"List 1": [["Contacts. Data as at 31 March 2023"], [], *contacts(a_contact())]}
    extract = read(write_xlsx(tmp_path / "a.xlsx", stated), tmp_path)
    assert extract.extracted_on == ON
    assert extract.limits.since["ssd_contacts"] == day("2022-10-01")
    beside = {"Cover": [["Annex A"], ["Extract date", None, ON]], "List 1": contacts(a_contact())}
    assert read(write_xlsx(tmp_path / "b.xlsx", beside), tmp_path).extracted_on == ON


def test_without_a_stated_day_it_is_asked_for_and_nothing_is_guessed(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 1": contacts(a_contact(on=ON))})
    extract = read(path, tmp_path)
    assert extract.extracted_on is None
    assert "2.10a" in extract.limits.cannot and extract.limits.since == {}
    assert read(path, tmp_path, extracted_on=ON).extracted_on == ON


def test_two_days_stated_are_none(tmp_path: Path) -> None:
    sheets = {
        "Cover": [["Data as at 31/03/2023"]],
        "List 1": [["Data as at 28/02/2023"], *contacts(a_contact())],
    }
    extract = read(write_xlsx(tmp_path / "a.xlsx", sheets), tmp_path)
    assert extract.extracted_on is None
    assert extract.notes[-1] == "a.xlsx: states more than one day of its data (2023-02-28, 2023-03-31): none is taken"


def test_another_day_than_the_stated_one_is_said(tmp_path: Path) -> None:
    stated = {"List 1": [["Data as at 31/03/2023"], *contacts(a_contact())]}
    path = write_xlsx(tmp_path / "a.xlsx", stated)
    extract = read(path, tmp_path, extracted_on=day("2023-04-03"))
    assert extract.notes[-1] == "a.xlsx: states 2023-03-31 as the day of its data, and is taken as of 2023-04-03"
    assert len(read(path, tmp_path, extracted_on=ON).notes) == 1


# What is refused


def refusal(path: Path, scratch: Path) -> str:
    with pytest.raises(Refused) as refused, opened(path, scratch=scratch):
        pass
    message = str(refused.value)
    assert "\n" not in message and "child-" not in message
    return message


def test_two_sheets_of_one_list_are_refused(tmp_path: Path) -> None:
    sheets = {"List 6": sample(1)["List 6"], "List 6 (2)": sample(1)["List 6"]}
    message = refusal(write_xlsx(tmp_path / "a.xlsx", sheets), tmp_path)
    assert message == "a.xlsx: both sheets 'List 6' and 'List 6 (2)' are List 6: keep one"


def test_a_sheet_with_a_few_columns_of_a_list_gives_way_to_the_list(tmp_path: Path) -> None:
    few = [["Child Unique ID", "CIN Start Date", "Case Status", "Allocated Team"], ["child-1", ON, "CIN", "Team 1"]]
    for order in (("Work", "List 6"), ("List 6", "Work")):
        sheets = {"Work": few, "List 6": sample(2)["List 6"]}
        extract = read(write_xlsx(tmp_path / "a.xlsx", {name: sheets[name] for name in order}), tmp_path)
        assert extract.left_aside == ("Work",) and extract.files[0].name == "a.xlsx, List 6"


def test_a_heading_twice_is_refused_with_sheet_row_and_columns(tmp_path: Path) -> None:
    sheet = contacts(a_contact())
    sheet[0][3] = "Child unique ID"
    message = refusal(write_xlsx(tmp_path / "a.xlsx", {"List 1": [[], *sheet]}), tmp_path)
    assert message == "a.xlsx, List 1, row 2: columns A and D have the same heading: remove or rename one"


def test_a_list_without_the_child_is_refused(tmp_path: Path) -> None:
    sheet = contacts(a_contact())
    sheet[0][0] = "Reference of the case"
    message = refusal(write_xlsx(tmp_path / "a.xlsx", {"List 1": sheet}), tmp_path)
    assert message.startswith(
        "a.xlsx, List 1, row 1: these are the headings of List 1: contacts, without the column 'Child"
    )


def test_a_sheet_called_a_list_that_has_no_headings_of_one_is_refused(tmp_path: Path) -> None:
    sheets = {"List 1": contacts(a_contact()), "List 7": [["who", "when", "what"], ["child-1", ON, "plan"]]}
    message = refusal(write_xlsx(tmp_path / "a.xlsx", sheets), tmp_path)
    assert message.startswith("a.xlsx, List 7: none of its first 30 rows has the headings of a list.")


def test_a_sheet_called_a_list_that_holds_a_note_is_left_aside(tmp_path: Path) -> None:
    sheets = {"List 1": contacts(a_contact()), "List 2": [["Early help"], [], ["Held by our partners"]], "List 3": []}
    extract = read(write_xlsx(tmp_path / "a.xlsx", sheets), tmp_path)
    assert extract.left_aside == ("List 2",) and "no sheet for List 2, List 3" in extract.notes[0]


def test_a_workbook_without_a_list_is_refused(tmp_path: Path) -> None:
    message = refusal(write_xlsx(tmp_path / "a.xlsx", {"Sheet1": [["a", "b"], [1, 2]], "Chart": []}), tmp_path)
    assert message.startswith("a.xlsx: no sheet has the headings of an Annex A list")


def test_a_text_longer_than_a_cell_can_have_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"List 1": contacts(a_contact(), a_contact(contact_source="here"))})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b">here<", b">" + b"x" * 40_000 + b"<")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert refusal(path, tmp_path).startswith("a.xlsx, List 1: cell G3 holds a text longer than the 32,767 characters")


def test_a_folder_or_zip_is_read_for_the_one_workbook_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "annex a"
    folder.mkdir()
    write_xlsx(folder / "a.xlsx", sample(1))
    (folder / "~$a.xlsx").write_bytes(b"lock")
    assert len(read(folder, tmp_path).files) == 11
    shutil.make_archive(str(tmp_path / "sent"), "zip", folder)
    assert len(read(tmp_path / "sent.zip", tmp_path).files) == 11
    write_xlsx(folder / "b.xlsx", sample(1))
    assert "holds 2 workbooks (a.xlsx, b.xlsx): load one of them" in refusal(folder, tmp_path)
    assert "there is no such file" in refusal(tmp_path / "gone.xlsx", tmp_path)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "sent.zip").read_bytes()[:-200])
    assert "cut.zip: is damaged" in refusal(tmp_path / "cut.zip", tmp_path)
    shutil.copy(folder / "a.xlsx", tmp_path / "renamed.zip")
    assert len(read(tmp_path / "renamed.zip", tmp_path).files) == 11


def test_two_loads_of_a_workbook_give_the_same_snapshot(home: Home, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", sample(5))
    first, _ = load_workbook(home, path, ON)
    second, _ = load_workbook(home, path, ON)
    assert first.id != second.id and first.hash == second.hash
