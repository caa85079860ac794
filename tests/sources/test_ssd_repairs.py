"""What suppliers' extracts leave out or misuse is put right from the extract itself, or left alone and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.figures import figures, lay_figures
from lineofsight.records.descriptions import describe, described, heading
from lineofsight.records.intake import UNKNOWN_CODE, Intake, Taken
from lineofsight.records.reading import SQL_TYPES, code_of
from lineofsight.records.snapshots import Incoming, Snapshots
from lineofsight.sources.ssd_files import opened
from lineofsight.sources.ssd_repairs.repairs import DONE, Repaired, apply, read_repairs
from tests.extracts import write_extract

ON = dt.date(2023, 3, 31)
Row = Mapping[str, object]


class Mended:
    """An extract's tables after the repairs, and what they did."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, taken: Mapping[str, Taken], done: list[Repaired]) -> None:
        self.connection, self.taken, self.done = connection, taken, done

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(f"select {', '.join(columns)} from typed_{table} order by file_row").fetchall()

    def quarantine(self, table: str) -> list[tuple[int, str]]:
        return self.connection.execute(f"select file_row, reason from quarantine_{table} order by file_row").fetchall()

    def lines(self) -> list[str]:
        return [one.line() for one in self.done]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as database:
        database.execute("set threads = 1")
        yield database


@pytest.fixture
def mend(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Any:
    """Reads an extract as a load does and runs the repairs on what was accepted."""

    def mended(tables: Mapping[str, Sequence[Row]], headings: Any = None) -> Mended:
        folder = write_extract(tmp_path / "extract", tables)
        intake = Intake(connection, extracted_on=ON, spellings={}, headings=headings)
        with opened(folder, scratch=tmp_path) as extract:
            taken = {file.table: intake.take(file) for file in extract.files}
        done = apply(connection, taken, headings=headings)
        for table, of in taken.items():
            assert of.accepted + of.quarantined == of.read
            assert of.accepted == connection.execute(f"select count(*) from typed_{table}").fetchone()[0]  # type: ignore[index]
            assert set(of.kept) | set(of.missing) == set(of.layout.columns)
            assert not set(of.kept) & set(of.missing)
        return Mended(connection, taken, done)

    return mended


@pytest.fixture
def laid(connection: duckdb.DuckDBPyConnection) -> Any:
    """Lays rows as accepted, whatever the reading says of their keys, and runs the repairs on them."""

    def mended(tables: Mapping[str, Sequence[Row]]) -> Mended:
        taken = {}
        for table, rows in tables.items():
            layout = describe(table)
            kept = tuple(name for name in layout.columns if name in rows[0])
            columns = ", ".join(f"{name} {SQL_TYPES[layout.columns[name].type]}" for name in kept)
            connection.execute(f"create table base_{table} ({columns}, file_row integer)")
            marks = ", ".join("?" for _ in (*kept, "file_row"))
            connection.executemany(
                f"insert into base_{table} values ({marks})",
                [(*(row[name] for name in kept), place) for place, row in enumerate(rows, 2)],
            )
            connection.execute(f"create view typed_{table} as select * from base_{table}")
            empty = tuple(name for name in kept if all(row[name] is None for row in rows))
            missing = tuple(name for name in layout.columns if name not in kept)
            taken[table] = Taken(table, layout, table, len(rows), len(rows), 0, kept, missing, (), empty_columns=empty)
        return Mended(connection, taken, apply(connection, taken))

    return mended


def referral(child: str, number: str, on: str = "2022-01-10", closed: str = "") -> Row:
    return {
        **{"cine_referral_id": number, "cine_person_id": child},
        **{"cine_referral_date": on, "cine_close_date": closed},
    }


def mosaic_visit(number: str, through: str, on: str = "2022-02-01") -> Row:
    return {
        **{"cinv_cin_visit_id": number, "cinv_cin_plan_id": through},
        **{"cinv_cin_visit_date": on, "cinv_cin_visit_seen": "Y"},
    }


# The files


@pytest.mark.parametrize("repair", read_repairs(), ids=lambda repair: repair.file.stem)
def test_a_repair_says_what_it_reads_and_why(repair: Any) -> None:
    assert repair.title
    assert repair.why
    assert repair.source
    assert (repair.kind in ("withdraws", "corrects")) == bool(repair.reason)
    tables = {table for table, _ in (*repair.columns, *repair.needs, *repair.reads)}
    read = {word.removeprefix("read_") for word in repair.sql.replace(",", " ").split() if "ssd_" in word}
    assert {word for word in read if word in described()} <= tables
    for table, column in (*repair.columns, *repair.needs, *repair.reads):
        assert not column or column in describe(table).columns


def test_repairs_run_in_the_order_of_their_files() -> None:
    names = [repair.file.name for repair in read_repairs()]
    assert names == sorted(names)
    assert len(names) == len({name.split(".")[0] for name in names})


def test_a_line_says_what_was_done_and_what_was_left() -> None:
    assert (
        Repaired("x", "fills", "whose visit it is", "ssd_cin_visits", "cinv_person_id", 1204, 12).line()
        == "ssd_cin_visits.cinv_person_id: 1,204 cells filled (whose visit it is); 12 not settled, left as they are"
    )
    assert (
        Repaired("x", "withdraws", "stands elsewhere", "ssd_cin_visits", "", 1).line()
        == "ssd_cin_visits: 1 row put in quarantine (stands elsewhere)"
    )
    assert set(DONE) == {"fills", "corrects", "withdraws", "empties", "splits", "leaves"}


# Mosaic: whose record it is


def test_a_visit_without_a_child_is_the_child_s_of_the_referral_that_it_names(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cin_episodes": [referral("child-1", "55"), referral("child-2", "56")],
            "ssd_cin_visits": [mosaic_visit("v1", "55"), mosaic_visit("v2", "56"), mosaic_visit("v3", "57")],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id", "cinv_person_id") == [
        ("v1", "child-1"),
        ("v2", "child-2"),
        ("v3", None),  # no such referral
    ]
    assert mended.lines() == [
        "ssd_cin_visits.cinv_person_id: 2 cells filled (whose visit it is, by the referral); "
        "1 not settled, left as they are"
    ]
    visits = mended.taken["ssd_cin_visits"]
    assert "cinv_person_id" in visits.kept
    assert "cinv_person_id" not in (*visits.missing, *visits.empty_columns)


@pytest.mark.parametrize("on", ["2022-01-09", "2022-03-02"])
def test_a_visit_outside_the_days_of_the_referral_is_left_alone(mend: Any, on: str) -> None:
    """Where the number is a plan's, as its name says, it may be a referral's of another child by chance."""
    mended = mend(
        {
            "ssd_cin_episodes": [referral("child-1", "55", "2022-01-10", "2022-03-01")],
            "ssd_cin_visits": [mosaic_visit("v1", "55", on)],
        }
    )
    assert mended.done == [
        Repaired(
            *("10.ssd_cin_visits.child_by_referral", "fills", "whose visit it is, by the referral"),
            *("ssd_cin_visits", "cinv_person_id", 0, 1),
        )
    ]
    assert "cinv_person_id" in mended.taken["ssd_cin_visits"].missing  # it stays a column that the extract lacks


@pytest.mark.parametrize("name", ["cine_referral_id", "CINE Referral ID"])
def test_a_referral_that_two_children_share_says_nothing_of_a_visit(mend: Any, name: str) -> None:
    """Each child is given an id of its own; whose visit it was under the id that they shared stays open."""
    shared = [
        {name: "55", "cine_person_id": child, "cine_referral_date": "2022-01-10", "cine_close_date": ""}
        for child in ("child-1", "child-2")
    ]
    mended = mend({"ssd_cin_episodes": shared, "ssd_cin_visits": [mosaic_visit("v1", "55")]})
    assert [(one.kind, one.count, one.not_settled) for one in mended.done] == [("fills", 0, 1), ("splits", 2, 0)]


def test_what_is_in_quarantine_is_read_by_the_council_s_own_headings_too(mend: Any) -> None:
    shared = [
        {"Ref no": "55", "cine_person_id": child, "cine_referral_date": "2022-01-10", "cine_close_date": ""}
        for child in ("child-1", "child-2")
    ]
    mended = mend(
        {"ssd_cin_episodes": shared, "ssd_cin_visits": [mosaic_visit("v1", "55")]},
        {"ssd_cin_episodes": {"Ref no": "cine_referral_id"}},
    )
    assert [(one.kind, one.count, one.not_settled) for one in mended.done] == [("fills", 0, 1), ("splits", 2, 0)]


def test_a_row_in_quarantine_of_the_same_child_does_not_make_an_id_doubtful(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cin_episodes": [referral("child-1", "55"), referral("child-1", "55")],
            "ssd_cin_visits": [mosaic_visit("v1", "55")],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_person_id") == [("child-1",)]


def test_a_column_with_anything_in_it_is_not_filled(mend: Any) -> None:
    """A child left out of some rows is a mistake of recording, for somebody to see and mend."""
    mended = mend(
        {
            "ssd_cin_episodes": [referral("child-1", "55")],
            "ssd_cin_visits": [
                {**mosaic_visit("v1", "55"), "cinv_person_id": "child-9"},
                {**mosaic_visit("v2", "55"), "cinv_person_id": ""},
            ],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_person_id") == [("child-9",), (None,)]
    assert mended.done == []


def test_a_column_that_is_empty_in_every_row_is_filled_as_one_that_is_absent(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cin_episodes": [referral("child-1", "55")],
            "ssd_cin_visits": [{**mosaic_visit("v1", "55"), "cinv_person_id": ""}],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_person_id") == [("child-1",)]
    assert mended.taken["ssd_cin_visits"].empty_columns == ()


PLAN = {"cppl_cp_plan_id": "p1", "cppl_person_id": "child-1", "cppl_cp_plan_start_date": "2022-01-10"}
EPISODE = {"clae_cla_episode_id": "e1", "clae_person_id": "child-1", "clae_cla_id": "c1"}


@pytest.mark.parametrize(
    ("by", "table", "row", "column"),
    [
        (
            {"ssd_cp_plans": [PLAN]},
            "ssd_cp_visits",
            {"cppv_cp_visit_id": "v", "cppv_cp_plan_id": "p1"},
            "cppv_person_id",
        ),
        (
            {"ssd_cp_plans": [PLAN]},
            "ssd_cp_reviews",
            {"cppr_cp_review_id": "r", "cppr_cp_plan_id": "p1"},
            "cppr_person_id",
        ),
        (
            {"ssd_cla_episodes": [EPISODE, {**EPISODE, "clae_cla_episode_id": "e2"}]},
            "ssd_cla_placement",
            {"clap_cla_placement_id": "p", "clap_cla_id": "c1"},
            "clap_person_id",
        ),
        (
            {"ssd_cla_episodes": [EPISODE]},
            "ssd_cla_reviews",
            {"clar_cla_review_id": "r", "clar_cla_id": "c1"},
            "clar_cla_person_id",
        ),
        (
            {"ssd_cin_episodes": [referral("child-1", "55")]},
            "ssd_involvements",
            {"invo_involvements_id": "i", "invo_referral_id": "55"},
            "invo_person_id",
        ),
    ],
)
def test_a_record_without_a_child_is_the_child_s_of_what_it_names(
    mend: Any, by: dict[str, list[Row]], table: str, row: Row, column: str
) -> None:
    key = describe(table).key
    through = next(name for name in row if name != key)
    mended = mend({**by, table: [row, {**row, key: "other", through: "unheard of"}, {**row, key: "none", through: ""}]})
    assert mended.rows(table, column) == [("child-1",), (None,), (None,)]
    [one] = mended.done
    assert (one.table, one.column, one.count, one.not_settled) == (table, column, 1, 2)


def test_a_period_of_care_of_two_children_says_nothing_of_a_placement(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cla_episodes": [EPISODE, {**EPISODE, "clae_cla_episode_id": "e2", "clae_person_id": "child-2"}],
            "ssd_cla_placement": [{"clap_cla_placement_id": "p", "clap_cla_id": "c1"}],
        }
    )
    assert [(one.count, one.not_settled) for one in mended.done] == [(0, 1)]


def test_without_the_table_that_would_say_it_nothing_is_done(mend: Any) -> None:
    assert mend({"ssd_cin_visits": [mosaic_visit("v1", "55")]}).done == []


# Mosaic: ids that are empty, or shared by brothers and sisters


def test_an_id_that_is_empty_in_every_row_comes_of_what_else_says_it(laid: Any) -> None:
    mended = laid(
        {
            "ssd_professionals": [
                {"prof_professional_id": None, "prof_staff_id": "w1"},
                {"prof_professional_id": None, "prof_staff_id": "w2"},
            ],
            "ssd_care_leavers": [
                {"clea_table_id": None, "clea_person_id": "young-1"},
                {"clea_table_id": None, "clea_person_id": "young-2"},
                {"clea_table_id": None, "clea_person_id": "young-2"},  # two rows: neither can take the id
            ],
            "ssd_assessment_factors": [
                {"cinf_table_id": None, "cinf_assessment_id": "a1", "cinf_assessment_factors_json": '["1B", "2B"]'},
            ],
        }
    )
    assert mended.rows("ssd_professionals", "prof_professional_id") == [("w1",), ("w2",)]
    assert mended.rows("ssd_care_leavers", "clea_table_id") == [("young-1",), (None,), (None,)]
    assert mended.rows("ssd_assessment_factors", "cinf_table_id") == [("a1",)]
    assert [(one.table, one.count, one.not_settled) for one in mended.done] == [
        ("ssd_professionals", 2, 0),
        ("ssd_care_leavers", 1, 2),
        ("ssd_assessment_factors", 1, 0),
    ]


def test_brothers_and_sisters_who_share_an_id_each_have_their_own(laid: Any) -> None:
    day = dt.date(2022, 1, 10)
    mended = laid(
        {
            "ssd_cin_episodes": [
                {"cine_referral_id": "55", "cine_person_id": "child-1", "cine_referral_date": day},
                {"cine_referral_id": "55", "cine_person_id": "child-2", "cine_referral_date": day},
                {"cine_referral_id": "56", "cine_person_id": "child-3", "cine_referral_date": day},
            ],
            "ssd_cin_assessments": [
                {"cina_assessment_id": "a1", "cina_person_id": "child-1", "cina_referral_id": "55"},
                {"cina_assessment_id": "a2", "cina_person_id": "child-2", "cina_referral_id": "55"},
                {"cina_assessment_id": "a3", "cina_person_id": "child-3", "cina_referral_id": "56"},
                {"cina_assessment_id": "a4", "cina_person_id": "child-4", "cina_referral_id": "55"},  # not in it
            ],
            "ssd_involvements": [  # Mosaic's name no child: 55 could be either's
                {"invo_involvements_id": "i1", "invo_referral_id": "55"},
                {"invo_involvements_id": "i2", "invo_referral_id": "56"},
            ],
        }
    )
    assert mended.rows("ssd_cin_episodes", "cine_referral_id") == [("child-1-55",), ("child-2-55",), ("56",)]
    assert mended.rows("ssd_cin_assessments", "cina_referral_id") == [
        *(("child-1-55",), ("child-2-55",), ("56",), ("55",)),
    ]
    assert mended.rows("ssd_involvements", "invo_person_id") == [(None,), ("child-3",)]
    assert [(one.kind, one.table, one.count, one.not_settled) for one in mended.done] == [
        ("fills", "ssd_involvements", 1, 1),
        ("splits", "ssd_cin_episodes", 2, 0),
        ("splits", "ssd_cin_assessments", 2, 0),
    ]


def test_ids_that_are_nobody_else_s_stay_as_they_are(laid: Any) -> None:
    mended = laid({"ssd_cin_visits": [{"cinv_cin_visit_id": v, "cinv_person_id": "child-1"} for v in ("1", "2")]})
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id") == [("1",), ("2",)]
    assert mended.done == []


# SystemC: one visit in several tables


def cin_visit(number: str, child: str, on: str, seen: str = "Y", alone: str = "N") -> Row:
    return {
        **{"cinv_cin_visit_id": number, "cinv_person_id": child, "cinv_cin_visit_date": on},
        **{"cinv_cin_visit_seen": seen, "cinv_cin_visit_seen_alone": alone},
    }


def cp_visit(number: str, child: str, on: str) -> Row:
    return {
        **{"cppv_cp_visit_id": number, "cppv_person_id": child, "cppv_cp_visit_date": on},
        **{"cppv_cp_visit_seen": "Y"},
    }


def cla_visit(number: str, child: str, on: str, seen: str = "Y", alone: str = "N") -> Row:
    return {
        **{"clav_cla_visit_id": number, "clav_person_id": child, "clav_cla_visit_date": on},
        **{"clav_cla_visit_seen": seen, "clav_cla_visit_seen_alone": alone},
    }


def test_a_child_protection_visit_is_no_visit_to_a_child_in_need(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cin_visits": [
                cin_visit("1", "child-1", "2023-03-01 10:30:00"),
                cin_visit("2", "child-1", "2023-03-02"),
                cin_visit("3", "child-1", "2023-03-03"),
                cin_visit("4", "child-1", "2023-03-04"),
            ],
            "ssd_cp_visits": [
                cp_visit("1", "child-1", "2023-03-01 10:30:00"),
                cp_visit("2", "child-2", "2023-03-02"),  # the same number by chance: another child
                cp_visit("3", "child-1", "2023-03-13"),  # another day
                cp_visit("9", "child-1", "2023-03-04"),  # another number: two visits on one day
            ],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id") == [("2",), ("3",), ("4",)]
    assert mended.rows("ssd_cp_visits", "cppv_cp_visit_id") == [("1",), ("2",), ("3",), ("9",)]
    assert mended.quarantine("ssd_cin_visits") == [
        (2, "is a child protection visit: it stands in ssd_cp_visits too, which counts it")
    ]
    assert mended.lines() == [
        "ssd_cin_visits: 1 row put in quarantine (the same visit stands in ssd_cp_visits); "
        "2 not settled, left as they are"
    ]


def test_a_visit_in_care_of_the_same_id_is_no_visit_to_a_child_in_need(mend: Any) -> None:
    mended = mend(
        {
            "ssd_cin_visits": [cin_visit("1", "child-1", "2023-03-01"), cin_visit("2", "child-1", "2023-03-02")],
            "ssd_cla_visits": [cla_visit("1", "child-1", "2023-03-01"), cla_visit("2", "child-2", "2023-03-02")],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id") == [("2",)]
    assert [(one.count, one.not_settled) for one in mended.done] == [(1, 0)]


def in_care(visits: int) -> tuple[list[Row], list[Row]]:
    """Visits in care as SystemC writes them: each stands in both tables, under an id of its own."""
    days = [f"2022-{place // 28 + 1:02}-{place % 28 + 1:02}" for place in range(visits)]
    return (
        [cin_visit(f"casenote-{n}", f"child-{n % 7}", on) for n, on in enumerate(days)],
        [cla_visit(f"visit-{n}", f"child-{n % 7}", on) for n, on in enumerate(days)],
    )


def test_where_nearly_every_visit_in_care_has_a_twin_the_twins_are_no_visits_to_children_in_need(mend: Any) -> None:
    cin, care = in_care(30)
    own = cin_visit("own", "child-1", "2023-03-20")
    twice = [cin_visit("one", "child-2", "2023-03-21"), cin_visit("two", "child-2", "2023-03-21")]
    mended = mend(
        {
            "ssd_cin_visits": [*cin, own, *twice],
            "ssd_cla_visits": [
                *care,
                cla_visit("visit", "child-2", "2023-03-21"),
                cla_visit("x", "child-3", "2023-03-22"),
            ],
        }
    )
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id") == [
        ("own",),
        ("one",),
        ("two",),
    ]  # which of two: who knows
    assert mended.taken["ssd_cin_visits"].quarantined == 30
    assert [(one.count, one.not_settled) for one in mended.done] == [(30, 2)]


def test_a_twin_agrees_in_whether_the_child_was_seen(mend: Any) -> None:
    cin, care = in_care(30)
    cin[0] = {**cin[0], "cinv_cin_visit_seen": "N"}
    mended = mend({"ssd_cin_visits": cin, "ssd_cla_visits": care})
    assert mended.rows("ssd_cin_visits", "cinv_cin_visit_id") == [("casenote-0",)]


@pytest.mark.parametrize(("visits", "twins"), [(30, 26), (19, 19)])
def test_where_fewer_have_a_twin_or_there_are_few_at_all_it_is_chance(mend: Any, visits: int, twins: int) -> None:
    cin, care = in_care(visits)
    mended = mend({"ssd_cin_visits": cin[:twins], "ssd_cla_visits": care})
    assert mended.done == []
    assert len(mended.rows("ssd_cin_visits", "file_row")) == twins


# SystemC: the id of a former system


PEOPLE = [
    {"pers_person_id": "100", "pers_legacy_id": "L1"},
    {"pers_person_id": "200", "pers_legacy_id": "100"},  # a former id that is another child's id in use
    {"pers_person_id": "300", "pers_legacy_id": "L3"},
    {"pers_person_id": "400", "pers_legacy_id": "L3"},
]


def test_a_former_id_is_read_as_the_child_of_the_period_of_care(mend: Any) -> None:
    mended = mend(
        {
            "ssd_person": PEOPLE,
            "ssd_cla_episodes": [
                {"clae_cla_episode_id": "e1", "clae_person_id": "200", "clae_cla_id": "c2"},
                {"clae_cla_episode_id": "e2", "clae_person_id": "100", "clae_cla_id": "c1"},
            ],
            "ssd_permanence": [
                {"perm_table_id": "1", "perm_person_id": "100", "perm_cla_id": "c2"},
                {"perm_table_id": "2", "perm_person_id": "100", "perm_cla_id": "c1"},  # the id in use
                {"perm_table_id": "3", "perm_person_id": "100", "perm_cla_id": "unheard of"},
            ],
        }
    )
    assert mended.rows("ssd_permanence", "perm_person_id") == [("200",), ("100",), ("100",)]
    aside = mended.connection.execute("select file_row, column_name, kind, written from aside_ssd_permanence")
    assert aside.fetchall() == [(2, "perm_person_id", "of the former system, read as the id in use", "100")]
    assert mended.taken["ssd_permanence"].set_aside == {
        "of the former system, read as the id in use": {"perm_person_id": 1}
    }


def test_a_former_id_that_is_nobody_s_in_use_is_the_one_person_s_who_has_it(mend: Any) -> None:
    mended = mend(
        {
            "ssd_person": PEOPLE,
            "ssd_permanence": [
                {"perm_table_id": "1", "perm_person_id": "L1"},
                {"perm_table_id": "2", "perm_person_id": "L3"},  # two people's
                {"perm_table_id": "3", "perm_person_id": "L9"},  # nobody's
                {"perm_table_id": "4", "perm_person_id": "300"},
            ],
        }
    )
    assert mended.rows("ssd_permanence", "perm_person_id") == [("100",), ("L3",), ("L9",), ("300",)]
    assert [(one.count, one.not_settled) for one in mended.done] == [(1, 1)]


def test_cells_that_were_set_aside_before_stay_beside_those_of_a_repair(mend: Any) -> None:
    mended = mend(
        {
            "ssd_person": PEOPLE,
            "ssd_permanence": [{"perm_table_id": "1", "perm_person_id": "L1", "perm_matched_date": "soon"}],
        }
    )
    kinds = mended.connection.execute("select column_name, written from aside_ssd_permanence order by 1").fetchall()
    assert kinds == [("perm_matched_date", "soon"), ("perm_person_id", "L1")]
    assert set(mended.taken["ssd_permanence"].set_aside) == {
        "can't be read",
        "of the former system, read as the id in use",
    }


# Placeholders, codes as one with another, texts that are no JSON


def test_a_placeholder_is_taken_as_empty(mend: Any) -> None:
    mended = mend(
        {
            "ssd_sdq_scores": [
                {"csdq_table_id": "1", "csdq_person_id": "child-1", "csdq_sdq_reason": "SSD_PH"},
                {"csdq_table_id": "2", "csdq_person_id": "child-1", "csdq_sdq_reason": "SDQ2"},
                {"csdq_table_id": "3", "csdq_person_id": "child-1", "csdq_sdq_reason": "whatever"},
            ],
            "ssd_early_help_episodes": [{"earl_episode_id": "1", "earl_episode_worker_id": "SSD_PH"}],
        }
    )
    assert mended.rows("ssd_sdq_scores", "csdq_sdq_reason") == [(None,), ("SDQ2",), ("whatever",)]
    assert mended.taken["ssd_sdq_scores"].set_aside == {UNKNOWN_CODE: {"csdq_sdq_reason": 1}}
    assert mended.taken["ssd_sdq_scores"].empty_columns == ()
    assert mended.taken["ssd_early_help_episodes"].empty_columns == ("earl_episode_worker_id",)
    assert sorted(mended.lines()) == [
        "ssd_early_help_episodes.earl_episode_worker_id: 1 cell taken as empty (the placeholder SSD_PH)",
        "ssd_sdq_scores.csdq_sdq_reason: 1 cell taken as empty (the placeholder SSD_PH)",
    ]


def test_a_column_of_nothing_but_placeholders_has_no_unknown_code(mend: Any) -> None:
    mended = mend({"ssd_sdq_scores": [{"csdq_table_id": "1", "csdq_sdq_reason": "SSD_PH"}]})
    assert mended.taken["ssd_sdq_scores"].set_aside == {}


def test_the_digit_after_the_kind_of_accommodation_says_whether_it_is_suitable(mend: Any) -> None:
    mended = mend(
        {
            "ssd_care_leavers": [
                {"clea_table_id": str(place), "clea_person_id": "young-1", "clea_care_leaver_accommodation": kind}
                for place, kind in enumerate(["U1", "x2", "U", "0", "", "B and B"])
            ]
        }
    )
    assert [suits for (suits,) in mended.rows("ssd_care_leavers", "clea_care_leaver_accom_suitable")] == [
        *("1", "2", None, None, None, None),
    ]


def test_a_text_that_is_no_json_stays_and_is_counted(mend: Any) -> None:
    lists = ["Closure, Step down to early help", '{"NFA_FLAG": "Y", "COMMENTS": "she said "no""}', '["1B"]', ""]
    mended = mend(
        {
            "ssd_assessment_factors": [
                {"cinf_table_id": str(place), "cinf_assessment_id": "a", "cinf_assessment_factors_json": text}
                for place, text in enumerate(lists)
            ]
        }
    )
    assert [text for (text,) in mended.rows("ssd_assessment_factors", "cinf_assessment_factors_json")] == [
        *lists[:3],
        None,
    ]
    assert mended.lines() == ["ssd_assessment_factors.cinf_assessment_factors_json: 2 cells left as text (not JSON)"]


def test_an_extract_as_the_standard_says_is_left_as_it_is(mend: Any) -> None:
    mended = mend(
        {
            "ssd_person": PEOPLE[:1],
            "ssd_cin_episodes": [referral("100", "55")],
            "ssd_cin_visits": [cin_visit("1", "100", "2023-03-01")],
            "ssd_cp_visits": [cp_visit("2", "100", "2023-03-01")],
            "ssd_cla_visits": [cla_visit("3", "100", "2023-03-01")],
        }
    )
    assert mended.done == []


# What suppliers call a column, and what they write for a code


@pytest.mark.parametrize("name", described())
def test_no_other_heading_of_a_column_is_that_of_another(name: str) -> None:
    headings: dict[str, str] = {}
    for column in describe(name).columns.values():
        for written in (column.name, *column.spelt):
            assert headings.setdefault(heading(written), column.name) == column.name


@pytest.mark.parametrize(
    ("table", "sent", "column"),
    [
        ("ssd_person", "pers_common_child_id", "pers_single_unique_id"),
        ("ssd_person", "pers_single_unique_id", "pers_single_unique_id"),
        ("ssd_cin_plans", "cin_plan_id", "cinp_cin_plan_id"),
        ("ssd_cla_care_plan", "lacp_cla_care_plan_id", "lacp_table_id"),
        ("ssd_cla_episodes", "clae_cla_episode_ceased", "clae_cla_episode_ceased_date"),
        ("ssd_cla_episodes", "clae_cla_episode_start", "clae_cla_episode_start_date"),
        ("ssd_cp_plans", "cppl_initial_cp_conference_id", "cppl_icpc_id"),
        ("ssd_legal_status", "lega_legal_status_start", "lega_legal_status_start_date"),
        ("ssd_cin_episodes", "cine_referral_team_name", "cine_referral_team"),
        ("ssd_sdq_scores", "csdq_sdq_id", "csdq_table_id"),
    ],
)
def test_a_column_is_known_by_the_names_of_suppliers_and_older_versions(
    mend: Any, table: str, sent: str, column: str
) -> None:
    key = describe(table).key
    row = {sent: "2022-01-10"} if sent == column or key == column else {key: "1", sent: "2022-01-10"}
    taken = mend({table: [{key: "1"} | row if key != column else row]}).taken[table]
    assert column in taken.kept
    assert taken.not_described == ()


def test_of_two_headings_for_one_column_the_standard_s_own_is_read_and_the_other_reported(mend: Any) -> None:
    mended = mend(
        {"ssd_person": [{"pers_common_child_id": "old", "pers_person_id": "1", "pers_single_unique_id": "own"}]}
    )
    assert mended.rows("ssd_person", "pers_single_unique_id") == [("own",)]
    assert mended.taken["ssd_person"].not_described == ("pers_common_child_id",)


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("ssd_cla_episodes.clae_cla_episode_start_reason", "S - Started to be looked after", "S"),
        ("ssd_cla_episodes.clae_cla_episode_start_reason", "Change of placement and carer(s) only", "P"),
        ("ssd_cla_episodes.clae_cla_episode_start_reason", "Change of placement (but same carer(s)) only", "T"),
        ("ssd_cla_episodes.clae_cla_episode_start_reason", "Change of placement", None),  # the same carer or not?
        ("ssd_cla_episodes.clae_cla_episode_ceased_reason", "E11 Adopted - application unopposed", "E11"),
        (
            "ssd_cla_episodes.clae_cla_episode_ceased_reason",
            "Episode ceases, and new episode begins on same day, for any reason",
            "X1",
        ),
        (
            "ssd_cla_episodes.clae_cla_episode_ceased_reason",
            "Special guardianship order made to former foster carer(s), who was/are a relative(s) or friend(s)",
            "E45",
        ),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "With parents or relatives", "B"),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "U - Independent living", "U"),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "U1", "U"),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "B&B", "W"),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "B & B", "W"),
        ("ssd_care_leavers.clea_care_leaver_accommodation", "No fixed abode/homeless", "S"),
        ("ssd_care_leavers.clea_care_leaver_accom_suitable", "Accommodation considered suitable", "1"),
        ("ssd_care_leavers.clea_care_leaver_accom_suitable", "Unsuitable", "2"),
        ("ssd_care_leavers.clea_care_leaver_accom_suitable", "y", "1"),
        (
            "ssd_care_leavers.clea_care_leaver_activity",
            "Young person engaged full time in training or employment (not apprenticeship)",
            "F5",
        ),
        ("ssd_care_leavers.clea_care_leaver_activity", "F4 - full time apprenticeship", "F4"),
        ("ssd_care_leavers.clea_care_leaver_activity", "FT education other than higher education", "F2"),
        (
            "ssd_care_leavers.clea_care_leaver_activity",
            "Young person not in education, employment or training due to pregnancy or parenting",
            "G6",
        ),
        ("ssd_care_leavers.clea_care_leaver_eligibility", "b) Former relevant child", "Former relevant"),
        ("ssd_care_leavers.clea_care_leaver_eligibility", "No Current Eligibility", "No current eligibility"),
        ("ssd_care_leavers.clea_care_leaver_in_touch", "No longer required services", "NREQ"),
        ("los_care_leaver_statuses.cles_activity", "PT apprenticeship", "P4"),
        ("ssd_legal_status.lega_legal_status", "C2 - Full care order", "C2"),
        ("ssd_legal_status.lega_legal_status", "Care order", "C2"),
        (
            "ssd_legal_status.lega_legal_status",
            "Accommodated under an agreed series of short-term breaks, when agreements are recorded "
            "(NOT individual episodes of care)",
            "V4",
        ),
        ("ssd_legal_status.lega_legal_status", "Section 20", None),  # short breaks are under section 20 too
        ("ssd_legal_status.lega_legal_status", "Private fostering", None),
        ("ssd_cp_plans.cppl_cp_plan_initial_category", "Emotional Abuse", "EMO"),
        ("ssd_cp_plans.cppl_cp_plan_latest_category", "Multiple: Neglect, Emotional abuse", "MUL"),
        ("ssd_cp_plans.cppl_cp_plan_latest_category", "NEG", "NEG"),
        ("ssd_immigration_status.immi_immigration_status", "UASC", "UASC"),
        ("ssd_immigration_status.immi_immigration_status", "U", "UASC"),
        ("ssd_immigration_status.immi_immigration_status", "Unaccompanied Asylum Seeking Child", "UASC"),
        ("ssd_immigration_status.immi_immigration_status", "Refugee Status", None),  # stays as it is written
        ("ssd_cla_health.clah_health_check_type", "HEALTH", "Health Assessment"),
        ("ssd_cla_health.clah_health_check_type", "dental check", "Dental Check"),
        ("ssd_cla_health.clah_health_check_type", "DENTAL", "Dental Check"),
        ("ssd_cla_health.clah_health_check_type", "Health check", "Health Check"),
        ("ssd_involvements.invo_professional_role_id", "ALLOCATED CASE WORKER", "CW"),
        ("ssd_involvements.invo_professional_role_id", "C&F Allocated Worker", "CW"),
        ("ssd_involvements.invo_professional_role_id", "REL.PERSONALADVISOR", "16PLUS"),
        ("ssd_person.pers_sex", "I", "U"),
        ("ssd_person.pers_ethnicity", "Any other Mixed background", "MOTH"),
        ("ssd_cin_episodes.cine_cin_primary_need_code", "Abuse, neglect and exploitation", "N1"),
        ("ssd_missing.miss_missing_episode_type", "Absent", "A"),
    ],
)
def test_what_suppliers_write_is_read_as_the_code_that_it_means(column: str, written: str, code: str | None) -> None:
    table, _, name = column.partition(".")
    assert code_of(describe(table).columns[name], written, {}) == code


# A whole council, as its supplier would send it


def as_mosaic_sends_it(extract: Path, folder: Path) -> None:
    """No child on visits, reviews, placements and involvements; the referral in place of the plan; an older name."""
    referral = (
        "(select max(cine_referral_id) from episodes where cine_person_id = {person} "
        "and cine_referral_date <= {until} and coalesce(cine_close_date, date '9999-12-31') >= {on})"
    )
    of_visit = referral.format(person="cinv_person_id", until="cinv_cin_visit_date", on="cinv_cin_visit_date")
    of_worker = referral.format(
        person="invo_person_id",
        until="coalesce(invo_involvement_end_date, date '9999-12-31')",
        on="invo_involvement_start_date",
    )
    with duckdb.connect() as database:
        database.execute(f"create table episodes as from '{extract / 'ssd_cin_episodes.csv'}'")
        for table, changed in {
            "ssd_cin_visits": f"* exclude (cinv_person_id), {of_visit} as cinv_cin_plan_id",
            "ssd_cp_visits": "* exclude (cppv_person_id)",
            "ssd_cp_reviews": "* exclude (cppr_person_id)",
            "ssd_cla_placement": "* exclude (clap_person_id)",
            "ssd_involvements": f"* exclude (invo_person_id, invo_referral_id), {of_worker} as invo_referral_id",
            "ssd_cin_plans": "* rename (cinp_cin_plan_id as cin_plan_id)",
        }.items():
            database.execute(f"copy (select {changed} from '{extract / table}.csv') to '{folder / table}.csv' (header)")


def as_systemc_sends_it(extract: Path, folder: Path) -> None:
    """Every visit stands in ssd_cin_visits too, codes are descriptions, an open assessment ends in 1900."""
    reasons = describe("ssd_cla_episodes").columns["clae_cla_episode_start_reason"].codes
    labels = " ".join(f"when '{code}' then '{label}'" for code, label in reasons.items())
    visits = f"select * from '{extract / 'ssd_cin_visits.csv'}'"
    in_cp = (
        "select cppv_cp_visit_id as cinv_cin_visit_id, cppv_person_id as cinv_person_id, cppv_cp_visit_date as "
        "cinv_cin_visit_date, cppv_cp_visit_seen as cinv_cin_visit_seen, cppv_cp_visit_seen_alone as "
        f"cinv_cin_visit_seen_alone from '{extract / 'ssd_cp_visits.csv'}'"
    )
    in_care = (
        "select 'note-' || clav_cla_visit_id as cinv_cin_visit_id, clav_person_id as cinv_person_id, "
        "clav_cla_visit_date as cinv_cin_visit_date, clav_cla_visit_seen as cinv_cin_visit_seen, "
        f"clav_cla_visit_seen_alone as cinv_cin_visit_seen_alone from '{extract / 'ssd_cla_visits.csv'}'"
    )
    with duckdb.connect() as database:
        for table, rows in {
            "ssd_cin_visits": f"{visits} union all by name {in_cp} union all by name {in_care}",
            "ssd_cla_episodes": f"select * replace (case clae_cla_episode_start_reason {labels} end as "
            "clae_cla_episode_start_reason) rename (clae_cla_episode_ceased_date as clae_cla_episode_ceased) "
            f"from '{extract / 'ssd_cla_episodes.csv'}'",
            "ssd_cin_assessments": "select * replace (coalesce(cast(cina_assessment_auth_date as varchar), "
            "'1900-01-01 00:00:00.000') as cina_assessment_auth_date) "
            f"from '{extract / 'ssd_cin_assessments.csv'}'",
            "ssd_involvements": "select * replace (case invo_professional_role_id when 'CW' then "
            "'ALLOCATED CASE WORKER' else invo_professional_role_id end as invo_professional_role_id) "
            f"from '{extract / 'ssd_involvements.csv'}'",
        }.items():
            database.execute(f"copy ({rows}) to '{folder / table}.csv' (header)")


@pytest.mark.parametrize("send", [as_mosaic_sends_it, as_systemc_sends_it])
def test_the_demonstration_council_has_the_same_figures_whoever_sends_it(
    demonstration: Home, tmp_path: Path, send: Any
) -> None:
    extract, folder, home = demonstration.path / "demonstration-extract", tmp_path / "sent", Home(tmp_path / "home")
    folder.mkdir()
    home.create()
    send(extract, folder)
    for file in extract.iterdir():
        if not (folder / file.name).exists():
            (folder / file.name).symlink_to(file)
    with opened(folder, scratch=home.path) as sent:
        Snapshots(home.snapshots).load(
            Incoming(
                sent.files,
                source=sent.name,
                extracted_on=ON,
                repair=lambda database, taken, _: [one.facts() | {"line": ""} for one in apply(database, taken)],
            ),
            now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
        )
    counted = [Council(one).count([Month(2022, 12), Month(2023, 3)]) for one in (home, demonstration)]
    for one in counted:
        lay_figures(one)
    assert figures(counted[0]) == figures(counted[1])
    assert len(figures(counted[0])) > 40


@pytest.mark.parametrize("repair", read_repairs(), ids=lambda repair: repair.file.stem)
def test_the_page_on_suppliers_tells_of_every_repair(repair: Any) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "suppliers.md").read_text(encoding="utf-8")
    assert repair.title in page
