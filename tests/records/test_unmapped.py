"""What a load could not map is written to a private file to fill in, and is all mapped once that is filled in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.records.descriptions import Column, Table
from lineofsight.records.intake import Intake, Taken
from lineofsight.records.mappings import Mappings, read_mappings
from lineofsight.records.teams import apply_teams
from lineofsight.records.unmapped import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_VALUES,
    Unmapped,
    Values,
    unmapped,
    write_to_fill_in,
)
from lineofsight.sources.extracts import Names
from lineofsight.sources.ssd_files import opened
from tests.extracts import write_extract

ON = dt.date(2023, 3, 31)
Tables = Mapping[str, Sequence[Mapping[str, object]]]


def load(folder: Path, mappings: Mappings | None = None) -> tuple[Unmapped, dict[str, Taken]]:
    """What of an extract in a folder is not mapped, as a load finds it."""
    mappings = mappings or Mappings()
    with duckdb.connect() as connection:
        intake = Intake(connection, extracted_on=ON, spellings=mappings.codes, headings=mappings.columns)
        with opened(folder, scratch=folder.parent, names=Names(mappings.tables, mappings.columns)) as extract:
            taken = {file.table: intake.take(file) for file in extract.files}
        apply_teams(connection, taken, mappings.teams)
        return unmapped(connection, taken.values(), mappings, left_aside=extract.left_aside), taken


def visit(**cells: object) -> dict[str, object]:
    return {"cinv_cin_visit_id": "1", "cinv_person_id": "child-1", "cinv_cin_visit_bedroom": "Y"} | cells


def statuses(*written: str) -> Tables:
    return {
        "ssd_legal_status": [
            {"lega_legal_status_id": str(place), "lega_person_id": "child-1", "lega_legal_status": text}
            for place, text in enumerate(written)
        ]
    }


def worker(place: int, role: str, team: str) -> dict[str, object]:
    return {
        **{"invo_involvements_id": str(place), "invo_person_id": "child-1"},
        **{"invo_professional_role_id": role, "invo_professional_team": team},
    }


WHOLE: Tables = {
    "ssd_cin_visits": [visit(**{"VisitDate": "2023-03-01", "Fav. colour": "blue"})],
    "ssd_legal_status": statuses("V3", "Respite", "RESPITE", "Full care orders", "v2")["ssd_legal_status"],
    "ssd_involvements": [
        worker(1, "Lead social worker", "14"),
        worker(2, "Reviewing officer", "7"),
        worker(3, "CW", "14"),
    ],
    "ssd_department": [{"dept_team_id": "7", "dept_team_name": "Duty"}],
    "CP Visit": [{"cppv_cp_visit_id": "1"}],
}
FILE = """\
# What the load of 31 March 2023 could not map to anything that is known.
# Fill in what you know, copy it into mappings.toml (each [heading] there once), and load again.
# "" is not filled in yet and has no effect. "-" says that it stays as it is, and isn't asked for again.
# Values stand here as they are written in the records: keep this file as you keep those.

[tables]
"cp visit" = ""  # ssd_cp_visits?

[columns.ssd_cin_visits]
"VisitDate" = ""  # cinv_cin_visit_date?
"Fav. colour" = ""
# The file lacks: cinv_cin_plan_id, cinv_cin_visit_date, cinv_cin_visit_seen, cinv_cin_visit_seen_alone

[roles]
"Lead social worker" = ""  # in 1 cell; CW?
"Reviewing officer" = ""  # in 1 cell
# CW = Allocated case worker
# 16PLUS = Personal adviser

[codes.lega_legal_status]
"RESPITE" = ""  # in 2 cells
"Full care orders" = ""  # in 1 cell; C2?
# C1 = Interim care order
# C2 = Full care order
# D1 = Freeing order granted
# E1 = Placement order granted
# V2 = Single period of accommodation, section 20
# V3 = Accommodated under an agreed series of short breaks, episodes recorded
# V4 = Accommodated under an agreed series of short breaks, agreement recorded
# L1 = Under police protection and in local authority accommodation
# L2 = Emergency protection order
# L3 = Under child assessment order and in local authority accommodation
# J1 = Remanded to local authority or youth detention accommodation
# J2 = Placed in local authority accommodation under PACE
# J3 = Sentenced to a youth rehabilitation order

[teams]
# What ssd_department doesn't name: the name that each should have
"14" = ""  # in 2 cells
"""
FILLED_IN = {
    '"cp visit" = ""': '"cp visit" = "ssd_cp_visits"',
    '"VisitDate" = ""': '"VisitDate" = "cinv_cin_visit_date"',
    '"Fav. colour" = ""': '"Fav. colour" = "-"',
    '"Lead social worker" = ""': '"Lead social worker" = "CW"',
    '"Reviewing officer" = ""': '"Reviewing officer" = "-"',
    '"RESPITE" = ""': '"RESPITE" = "V4"',
    '"Full care orders" = ""': '"Full care orders" = "C2"',
    '"14" = ""': '"14" = "Assessment"',
}


@pytest.fixture
def extract(tmp_path: Path) -> Callable[[Tables], Path]:
    def written(tables: Tables) -> Path:
        return write_extract(tmp_path / "extract", tables)

    return written


def test_what_is_not_mapped_is_written_with_what_is_closest_and_what_to_choose_from(
    tmp_path: Path, extract: Callable[[Tables], Path]
) -> None:
    what, _ = load(extract(WHOLE))
    file = tmp_path / "mappings-to-fill-in.toml"
    write_to_fill_in(what, file, "the load of 31 March 2023")
    assert file.read_text(encoding="utf-8") == FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*.toml*")] == [file.name]


def test_what_is_printed_holds_no_cell(extract: Callable[[Tables], Path]) -> None:
    what, _ = load(extract(WHOLE))
    assert what.lines("mappings-to-fill-in.toml") == [
        "  ssd_cin_visits: 2 columns not mapped",
        "  ssd_involvements.invo_professional_role_id: 2 values in 2 cells not mapped",
        "  ssd_legal_status.lega_legal_status: 2 values in 3 cells not mapped",
        "  teams: 1 id in 2 cells that ssd_department doesn't name",
        "  1 file or table not mapped",
        "  mappings-to-fill-in.toml has them to fill in",
    ]


def test_before_it_is_filled_in_the_file_may_be_read_and_changes_nothing(
    tmp_path: Path, extract: Callable[[Tables], Path]
) -> None:
    folder = extract(WHOLE)
    (tmp_path / "mappings.toml").write_text(FILE, encoding="utf-8")
    assert load(folder, read_mappings(tmp_path / "mappings.toml"))[0] == load(folder)[0]


def test_filled_in_and_loaded_again_everything_is_mapped_and_the_file_goes(
    tmp_path: Path, extract: Callable[[Tables], Path]
) -> None:
    folder, file = extract(WHOLE), tmp_path / "mappings-to-fill-in.toml"
    write_to_fill_in(load(folder)[0], file)
    text = file.read_text(encoding="utf-8")
    for empty, filled in FILLED_IN.items():
        assert empty in text
        text = text.replace(empty, filled)
    (tmp_path / "mappings.toml").write_text(text, encoding="utf-8")
    mappings = read_mappings(tmp_path / "mappings.toml")
    what, taken = load(folder, mappings)
    assert not what
    assert what.lines("x") == []
    assert {"ssd_cp_visits"} < set(taken)
    assert "cinv_cin_visit_date" in taken["ssd_cin_visits"].kept
    assert taken["ssd_legal_status"].instead["lega_legal_status"] == {
        **{"Respite": "V4", "RESPITE": "V4", "Full care orders": "C2", "v2": "V2"},
    }
    write_to_fill_in(what, file)
    assert not file.exists()
    write_to_fill_in(what, file)  # there is none to remove


@pytest.mark.parametrize(
    ("sent", "column"),
    [
        ("Visit_Date", "cinv_cin_visit_date"),
        ("Child seen?", "cinv_cin_visit_seen"),  # as the column's meaning says
        ("cin_visit_bedroom", "cinv_cin_visit_bedroom"),
        ("Mileage", None),
    ],
)
def test_the_closest_of_the_columns_that_are_not_there_is_suggested(
    extract: Callable[[Tables], Path], sent: str, column: str | None
) -> None:
    what, _ = load(extract({"ssd_cin_visits": [{"cinv_cin_visit_id": "1", sent: "x"}]}))
    assert what.closest.get(("columns.ssd_cin_visits", sent)) == column


def test_a_part_that_is_filled_in_is_not_asked_for_again(tmp_path: Path, extract: Callable[[Tables], Path]) -> None:
    folder = extract(WHOLE)
    (tmp_path / "mappings.toml").write_text(
        '[codes.lega_legal_status]\n"respite" = "V3"\n[columns.ssd_cin_visits]\n"visitdate" = "cinv_cin_visit_date"\n'
        '[codes.invo_professional_role_id]\n"lead SOCIAL worker" = "-"\n',
        encoding="utf-8",
    )
    what, _ = load(folder, read_mappings(tmp_path / "mappings.toml"))
    assert what.columns == {"ssd_cin_visits": ("Fav. colour",)}
    assert [list(values.written) for values in what.codes.values()] == [["Reviewing officer"], ["Full care orders"]]


def test_a_column_in_which_people_wrote_freely_is_not_written_out(
    tmp_path: Path, extract: Callable[[Tables], Path]
) -> None:
    file = tmp_path / "fill-in.toml"
    many = [f"about child {place}" for place in range(MOST_VALUES + 1)]
    for written in (many, ["Respite", "x" * (LONGEST_VALUE + 1)]):
        what, _ = load(extract(statuses(*written, "V3")))
        assert what.codes == {("ssd_legal_status", "lega_legal_status"): Values(len(written), left_out=len(written))}
        write_to_fill_in(what, file)
        text = file.read_text(encoding="utf-8")
        assert f"# {len(written)} values in {len(written)} cells, too many or too long: none is written out" in text
        assert not any(cell in text for cell in written)
        assert what.lines("f")[0] == (
            f"  ssd_legal_status.lega_legal_status: {len(written)} values in {len(written)} cells not mapped; "
            f"too many or too long: none is written out"
        )


def test_a_column_of_thousands_of_texts_is_counted_and_not_read(extract: Callable[[Tables], Path]) -> None:
    what, _ = load(extract(statuses(*(f"text {place}" for place in range(1500)))))
    assert what.codes == {("ssd_legal_status", "lega_legal_status"): Values(1500, left_out=1500)}


def test_texts_in_place_of_teams_are_not_written_out(tmp_path: Path, extract: Callable[[Tables], Path]) -> None:
    """The first versions of the standard put comments there where a worker had no team."""
    comment = "allocated while " + "x" * LONGEST_NAME
    what, _ = load(extract({"ssd_involvements": [worker(1, "CW", comment)]}))
    assert what.teams == Values(1, left_out=1)
    write_to_fill_in(what, tmp_path / "f.toml")
    text = (tmp_path / "f.toml").read_text(encoding="utf-8")
    assert "# 1 text in place of ids, too many or too long: none is written out" in text
    assert comment not in text


def test_teams_that_ssd_department_names_are_not_asked_for(extract: Callable[[Tables], Path]) -> None:
    department = [{"dept_team_id": "7", "dept_team_name": "Duty", "dept_team_parent_id": "99"}]
    what, _ = load(
        extract({"ssd_department": department, "ssd_involvements": [worker(1, "CW", "7"), worker(2, "CW", "")]})
    )
    assert not what


def test_a_heading_that_is_another_name_of_a_column_that_is_there_is_not_asked_for(
    extract: Callable[[Tables], Path],
) -> None:
    what, taken = load(
        extract({"ssd_person": [{"pers_person_id": "1", "pers_common_child_id": "x", "pers_single_unique_id": "y"}]})
    )
    assert taken["ssd_person"].not_described == ("pers_common_child_id",)
    assert not what


def test_codes_that_a_council_may_have_more_of_are_only_asked_for_where_figures_need_them(
    extract: Callable[[Tables], Path],
) -> None:
    """A gender or immigration status of its own is asked for; why a UPN is unknown is not: nothing counts by it."""
    what, _ = load(
        extract(
            {
                "ssd_person": [{"pers_person_id": "1", "pers_gender": "Agender", "pers_upn_unknown": "Lost"}],
                "ssd_immigration_status": [
                    {"immi_immigration_status_id": "1", "immi_immigration_status": "Refugee Status"}
                ],
            }
        )
    )
    assert list(what.codes) == [("ssd_immigration_status", "immi_immigration_status"), ("ssd_person", "pers_gender")]


def test_only_files_that_may_be_records_are_asked_for(extract: Callable[[Tables], Path]) -> None:
    folder = extract({"ssd_person": [{"pers_person_id": "1"}], "staffing": [{"a": 1}], "cin_plan": [{"a": 1}]})
    for name in ("read me.txt", "picture.PNG", "notes.docx"):
        (folder / name).write_text("x", encoding="utf-8")
    what, _ = load(folder)
    assert what.tables == ("cin_plan.csv", "staffing.csv")
    assert what.closest == {("tables", "cin_plan.csv"): "ssd_cin_plans"}


def test_of_a_database_s_many_tables_only_those_that_sound_like_records_are_asked_for() -> None:
    many = [f"audit_log_{place}" for place in range(200)]
    with duckdb.connect() as connection:
        what = unmapped(connection, [], Mappings(), left_aside=[*many, "CIN_Visits", "cin_visits"])
    assert what.tables == ("cin_visits",)


def test_lists_of_a_source_that_share_a_column_of_codes_are_asked_for_once(tmp_path: Path) -> None:
    layouts = [
        Table(name, name, "x", "", {"came": Column("came", "text", "", codes={"A": "Phone"})})
        for name in ("one", "two")
    ]
    with duckdb.connect() as connection:
        taken = []
        for layout, written in zip(layouts, (["Rang", "Wrote"], ["RANG", "A"]), strict=True):
            connection.execute(f"create table typed_{layout.name} as select unnest($w) as came", {"w": written})
            one = Taken(layout.name, layout, layout.name, 2, 2, 0, ("came",), (), ())
            one.set_aside = {"code not known": {"came": 1}}
            taken.append(one)
        what = unmapped(connection, taken, Mappings())
    write_to_fill_in(what, tmp_path / "f.toml")
    assert tomllib.loads((tmp_path / "f.toml").read_text())["codes"] == {"came": {"Rang": "", "Wrote": ""}}
    assert '"Rang" = ""  # in 2 cells' in (tmp_path / "f.toml").read_text()


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=LONGEST_VALUE)


@given(written=st.lists(TEXTS, min_size=1, max_size=8), headings=st.lists(TEXTS, max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_comes_back_from_the_file_and_is_then_mapped(
    written: list[str], headings: list[str]
) -> None:
    """Quotes, line ends, hashes, signs of control: the file is TOML, and its keys are what the records hold."""
    column = Column("came", "text", "", codes={"A": "Phone"})
    layout = Table("one", "One", "x", "", {"came": column})
    with duckdb.connect() as connection:
        connection.execute("create table typed_one (came varchar)")
        connection.executemany(
            "insert into typed_one values (?)", [(text.strip(),) for text in written if text.strip()]
        )
        taken = Taken("one", layout, "one", 1, 1, 0, ("came",), (), tuple(headings))
        taken.set_aside = {"code not known": {"came": 1}}
        what = unmapped(connection, [taken], Mappings())
        with TemporaryDirectory() as folder:
            file = Path(folder) / "f.toml"
            write_to_fill_in(what, file)
            if not what:
                assert not file.exists()
                return
            file.write_text(file.read_text(encoding="utf-8").replace('" = ""', '" = "-"'), encoding="utf-8")
            assert not unmapped(connection, [taken], read_mappings(file, layouts=[layout]))
