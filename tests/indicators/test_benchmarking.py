"""Published figures beside indicators: which, how comparable, with a council's own laid over them."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from lineofsight.indicators.benchmarking import (
    COLUMNS,
    FOLDER,
    KINDS,
    attribution,
    benchmarks_of,
    measures_of,
    read_benchmarks,
    read_neighbours,
)
from lineofsight.indicators.book import read_book
from lineofsight.problems import Refused

HEADER = ",".join(COLUMNS)
PLANS = '"CP plans at 31 March, rate per 10,000"'


def own(folder: Path, *rows: str, header: str = HEADER) -> Path:
    file = folder / "benchmarks.csv"
    file.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return file


def found(ref: str, year: int, **options: Path) -> dict[str, str]:
    """What stands beside an indicator in a year, of its first measure: area and figure."""
    rows = benchmarks_of(ref, **options)
    return {row.area: str(row.value) for row in rows if row.year == year and row.measure == rows[0].measure}


# What is shipped


def test_every_indicator_says_whether_it_can_be_compared_and_why(tmp_path: Path) -> None:
    refs = read_book(tmp_path).named("indicator")
    for ref in refs:
        measures = measures_of(ref)
        assert measures, ref
        for measure in measures:
            assert measure.comparable in ("yes", "partly", "no")
            assert measure.why.endswith(".")
            assert bool(measure.name) == bool(measure.unit)
            assert measure.name or measure.comparable == "no"
    assert "Open Government Licence v3.0" in attribution()


def test_every_shipped_measure_that_can_be_compared_has_figures_and_no_other() -> None:
    with (FOLDER / "benchmarks.csv").open(encoding="utf-8") as file:
        shipped = {row["measure"] for row in csv.DictReader(file)}
    comparable = {
        measure.name
        for ref in read_book().named("indicator")
        for measure in measures_of(ref)
        if measure.comparable != "no"
    }
    assert shipped == comparable


def test_sources_are_named_in_words() -> None:
    for name in ("benchmarks.csv", "neighbours.toml"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert not any(part in text for part in ("http", "www.", ".gov", ".uk", ".com", "github"))
    publishers = {row.source.partition(",")[0] for row in read_benchmarks(FOLDER / "benchmarks.csv")}
    assert publishers == {"Department for Education", "Cafcass"}


@pytest.mark.parametrize(
    ("ref", "year", "expected"),
    [
        # England, London, Inner London, mean of neighbours, the council: as the reference was worked out independently
        ("1.3r", 2025, ["40.6", "37.2", "35.2", "40.8", "34.9"]),
        ("1.4r", 2025, ["67", "48", "59", "65.8", "45"]),
        ("4.8", 2024, ["89.8", "93.3", "90.5", "89.8", "88.9"]),
        ("4.8", 2023, ["88.1", "91.6", "89.3", "92.3", "91.7"]),
        ("2.10a", 2024, ["84.5", "86.1", "86.0", "85.7", "88.8"]),
        ("1.2r", 2024, ["86.2", "100.5", "124.2", "113.4", "83.6"]),
        ("10.4", 2025, ["11.8", "13.8", "11.7", "11.7", "8.6"]),
        ("10.1", 2025, ["15.2", "13.8", "12.8", "13.6", "13.1"]),
    ],
)
def test_figures_beside_an_indicator(ref: str, year: int, expected: list[str]) -> None:
    areas = ["England", "London", "Inner London", "Mean of statistical neighbours", "Tower Hamlets"]
    there = found(ref, year)
    assert [there[area] for area in areas] == expected


def test_the_order_is_measure_year_kind_and_nearest_first() -> None:
    rows = benchmarks_of("6.2")
    assert list(dict.fromkeys(row.measure for row in rows)) == [
        "Care leavers 17 to 18 years EET",
        "Care leavers 19 to 21 years EET",
    ]
    latest = [row for row in rows if row.year == 2025 and row.measure == rows[0].measure]
    assert list(dict.fromkeys(row.kind for row in latest)) == list(KINDS)
    assert [row.area for row in latest if row.kind == "neighbour"][:3] == ["Hackney", "Islington", "Newham"]
    assert rows[0].comparable == "partly" and "birthday" in rows[0].why


def test_the_mean_says_of_how_many_and_warns() -> None:
    (row,) = [row for row in benchmarks_of("2.10a", ["neighbours' mean"]) if row.year == 2024]
    assert row.note.startswith("Mean of the 8 of 10 that have a figure, each counted once.")
    assert "statistical neighbours model 2025" in row.note and "not close" in row.note


def test_what_can_not_be_compared_has_no_rows() -> None:
    assert benchmarks_of("3.3") == ()
    assert not [row for row in benchmarks_of("1.2r") if row.measure.startswith("CIN at 31 March")]
    assert tuple(measures_of(ref)[0].comparable for ref in ("3.3", "1.3r", "1.2r")) == ("no", "yes", "partly")
    assert benchmarks_of("99.9") == () and measures_of("99.9") == ()


def test_only_the_kinds_that_are_asked_for() -> None:
    assert {row.kind for row in benchmarks_of("1.3r", ["England", "region"])} == {"England", "region"}
    with pytest.raises(ValueError, match="no kind of area"):
        benchmarks_of("1.3r", ["Wales"])


def test_a_mean_is_a_mean() -> None:
    (england,) = [row for row in benchmarks_of("10.1", ["England"]) if row.year == 2025]
    assert (england.unit, england.comparable) == ("mean", "partly") and "30 September" in england.why


# The council's own files


def test_a_councils_own_definition_says_what_it_can_be_compared_with(tmp_path: Path) -> None:
    """A council that counts 2.10a from the start of the assessment says so; one that says nothing keeps the answer."""
    (tmp_path / "own.sql").write_text(
        """/*
ref = "2.10a"
valid_from = "2023-04"

[[benchmarks]]
measure = "Assessments completed within 45 working days"
unit = "percent"
comparable = "no"
why = "Counted here from the start of each assessment."

[[benchmarks]]
measure = "Assessments of our region"
unit = "percent"
comparable = "yes"
why = "Shared among the councils of the region."
*/
""",
        encoding="utf-8",
    )
    (tmp_path / "titled.sql").write_text(
        '/*\nref = "4.8"\nvalid_from = "2023-04"\ntitle = "Reviews"\n*/\n', encoding="utf-8"
    )
    book = read_book(tmp_path)
    assert [(one.name, one.comparable) for one in measures_of("2.10a", book)] == [
        ("Assessments completed within 45 working days", "no"),
        ("Assessments of our region", "yes"),
    ]
    assert measures_of("4.8", book) == measures_of("4.8")
    assert benchmarks_of("2.10a") and benchmarks_of("2.10a", book=book) == ()
    file = own(tmp_path, "Assessments of our region,2025,London,,81.5,%,Shared among London councils")
    assert [(row.area, row.value) for row in benchmarks_of("2.10a", book=book, own=file)] == [
        ("London", Decimal("81.5"))
    ]
    with pytest.raises(Refused, match="'Assessments of our region' is not known"):
        benchmarks_of("2.10a", own=file)


def test_own_rows_stand_instead_of_shipped_ones_and_beside_them(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        f'{PLANS},2025,England,,41.0,"per 10,000",Revised release',
        f'{PLANS},2026,England,,39.9,"per 10,000",New release',
        f'{PLANS},2025,Hackney,204,c,"per 10,000",Suppressed since',
    )
    assert found("1.3r", 2025, own=file)["England"] == "41.0"
    assert found("1.3r", 2026, own=file) == {"England": "39.9"}
    assert "Hackney" in found("1.3r", 2025) and "Hackney" not in found("1.3r", 2025, own=file)
    assert found("1.3r", 2024, own=file) == found("1.3r", 2024)


def test_figures_that_councils_share_stand_under_the_reference(tmp_path: Path) -> None:
    file = own(
        tmp_path,
        "3.3,2025,London,,81.5,%,Shared among London councils",
        "3.3,2025,Hackney,204,79%,%,Shared among London councils",
        "99.1,2025,London,,50,%,Shared among London councils",
    )
    rows = benchmarks_of("3.3", own=file)
    assert [(row.kind, row.area, row.value, row.unit) for row in rows] == [
        ("region", "London", Decimal("81.5"), "percent"),
        ("neighbour", "Hackney", Decimal(79), "percent"),
    ]
    assert rows[0].comparable == "yes" and "own file" in rows[0].why
    assert [row.value for row in benchmarks_of("99.1", own=file)] == [50]
    assert benchmarks_of("3.2", own=file) == ()


def test_a_file_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "benchmarks.csv"
    assert benchmarks_of("1.3r", own=missing, neighbours=tmp_path / "neighbours.toml") == benchmarks_of("1.3r")


def test_other_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "neighbours.toml"
    file.write_text(
        'council = "204"\nregions = ["Outer London"]\nneighbours = ["211", "206", "999"]\nsource = "Chosen here."\n',
        encoding="utf-8",
    )
    there = found("1.3r", 2025, neighbours=file)
    assert list(there) == [
        "England",
        "Outer London",
        "Mean of statistical neighbours",
        "Tower Hamlets",
        "Islington",
        "Hackney",
    ]
    assert Decimal(there["Mean of statistical neighbours"]) == pytest.approx(
        (Decimal(there["Tower Hamlets"]) + Decimal(there["Islington"])) / 2, abs=Decimal("0.05")
    )
    (mean,) = [row for row in benchmarks_of("1.3r", ["neighbours' mean"], neighbours=file) if row.year == 2025]
    assert mean.note == "Mean of the 2 of 3 that have a figure, each counted once. Chosen here."


def test_no_mean_of_less_than_half_of_the_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "neighbours.toml"
    file.write_text('council = "204"\nneighbours = ["211", "998", "999"]\nsource = "Chosen here"\n', encoding="utf-8")
    assert "Mean of statistical neighbours" not in found("1.3r", 2025, neighbours=file)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f'{PLANS},25,England,,1,"per 10,000",s', "benchmarks.csv, row 2, column year: must be the year"),
        (f"{PLANS},2025,England,,1,%,s", "row 2, column unit: must be per 10,000"),
        ("3.3,2025,England,,1,children,s", "row 2, column unit: must be % or per 10,000"),
        (
            "CP plans,2025,England,,1,%,s",
            "row 2, column measure: 'CP plans' is not known: an indicator's reference, or",
        ),
        ("3.3,2025,Hackney,E09,1,%,s", "row 2, column old_la_code: must be DfE's code of three digits"),
        ("3.3,2025,England,,many,%,s", "row 2, column value: is not a number"),
        ("3.3,2025,England,,NaN,%,s", "row 2, column value: is not a number"),
        ("3.3,2025,England,,-1,%,s", "row 2, column value: is not a number"),
        ("3.3,2025,England,,101,%,s", "row 2, column value: is more than 100 per cent"),
        ("3.3,2025,England,,1,%,", "row 2, column source: is empty"),
        ("3.3,2025,,204,1,%,s", "row 2, column area: is empty"),
        ("3.3,2025,England,,1,%", "row 2: has 6 cells where the header has 7"),
        ("3.3,2025,England,,1,%,s\n\n3.3,2025,England,,2,%,s", "row 4: 3.3, 2025, England stands there twice"),
    ],
)
def test_a_row_that_can_not_be_read_is_refused_with_its_place(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        benchmarks_of("3.3", own=own(tmp_path, row))
    assert message in str(refused.value)


def test_a_file_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"benchmarks.csv, row 1: has no column source"):
        read_benchmarks(own(tmp_path, header="measure,year,area,old_la_code,value,unit"))
    (tmp_path / "benchmarks.csv").write_bytes(b"measure\xff\n")
    with pytest.raises(Refused, match="CSV UTF-8"):
        read_benchmarks(tmp_path / "benchmarks.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("council = 211", "211 is not DfE's code"),
        ('council = "211"\nneighbours = ["Hackney"]', "'Hackney' is not DfE's code"),
        ('council = "211"\nneighbours = "204"', "neighbours: must be a list"),
        ('council = "211"\nneighbours = ["204", "204"]', "each once"),
        ('council = "211"\nneighbours = ["211"]', "not the council itself"),
        ('council = "211"\nneighbours = ["204"]', "has no source"),
        ('council = "211"\nneighbors = ["204"]', "neighbors is not known"),
        ("council = ", "neighbours.toml: "),
    ],
)
def test_neighbours_that_can_not_be_read_are_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "neighbours.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_neighbours(file)
    assert message in str(refused.value)
    assert str(refused.value).startswith("neighbours.toml")
