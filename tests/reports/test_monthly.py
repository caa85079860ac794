"""The monthly report from a few made-up children: sections, splits, exceptions, comparisons and groups, by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from lineofsight.calendar import Month, months_to
from lineofsight.home import Home
from lineofsight.indicators.benchmarking import Benchmark
from lineofsight.indicators.figures import lay_figures
from lineofsight.reports.build import SECTIONS
from lineofsight.reports.document import Bullets, Paragraph, Table, numbers_in, words
from lineofsight.reports.equality import BREAKDOWNS, hidden_of
from lineofsight.reports.equality_document import equality_blocks
from lineofsight.reports.monthly import MonthlyReport, monthly_report_of
from lineofsight.reports.monthly_document import monthly_document, sentences_of
from lineofsight.reports.sentences import phrases_of
from lineofsight.statistics.intervals import wilson
from tests.extracts import council_of

MARCH = Month(2023, 3)
MADE_ON = dt.date(2023, 4, 5)
BEHIND = [*BREAKDOWNS, "team", "worker"]


def referrals(
    month: str, of: Sequence[tuple[str, str]], *, first: int = 0
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """A referral in a month for each (ethnicity, gender), and the children."""
    children = [
        {"pers_person_id": f"{month}-{first + n}", "pers_ethnicity": e, "pers_gender": g, "pers_dob": "2015-05-05"}
        for n, (e, g) in enumerate(of)
    ]
    rows = [
        {
            "cine_referral_id": f"r{month}-{first + n}",
            "cine_person_id": f"{month}-{first + n}",
            "cine_referral_date": f"{month}-15",
            "cine_referral_source_code": "6" if n % 2 else "2A",
        }
        for n in range(len(of))
    ]
    return children, rows


def report(home: Home, tables: Mapping[str, list[dict[str, str]]], **asked: object) -> MonthlyReport:
    council = council_of(home, tables, MARCH.end)
    counted = council.count(months_to(MARCH, 16), breakdowns=BEHIND, beside=["population_groups"])
    lay_figures(counted, BEHIND)
    return monthly_report_of(counted, MARCH, MARCH.end, **asked)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def twelve(tmp_path_factory: pytest.TempPathFactory) -> MonthlyReport:
    """Twelve referrals in March 2023 (8 of white girls, 4 of asian boys), three in March 2022."""
    children, rows = referrals("2023-03", [("WBRI", "02")] * 8 + [("AIND", "01")] * 4)
    before, earlier = referrals("2022-03", [("WBRI", "02")] * 3)
    home = Home(tmp_path_factory.mktemp("twelve") / "home")
    return report(home, {"ssd_person": [*children, *before], "ssd_cin_episodes": [*rows, *earlier]})


def test_its_sections_stand_in_their_order_and_hold_every_indicator_once(twelve: MonthlyReport) -> None:
    assert [section.title for section in twelve.sections] == list(SECTIONS)
    refs = [row.ref for section in twelve.sections for row in section.rows]
    assert len(refs) == len(set(refs)) > 100
    assert {"1.2", "allocated", "2.7", "10.5"} <= set(refs)


def test_a_split_has_the_month_its_share_and_the_year_before(twelve: MonthlyReport) -> None:
    front = twelve.section("front-door")
    assert front is not None
    [split] = [each for each in front.splits if each.ref == "2.6"]
    assert [(part.name, part.current.numerator, part.year_before.numerator) for part in split.parts] == [
        ("Police", 6, 1),
        ("Schools", 6, 2),
    ]
    [table] = [
        block
        for section in monthly_document(twelve, MADE_ON).sections
        for block in section.blocks
        if isinstance(block, Table) and block.caption.startswith("2.6 ")
    ]
    assert [[words(cell.text) for cell in row] for row in table.rows] == [
        ["Police", "6", "50.0%", "1"],
        ["Schools", "6", "50.0%", "2"],
    ]


def test_exceptions_are_those_who_are_not_as_they_should_be(twelve: MonthlyReport) -> None:
    found = {each.ref: each for section in twelve.sections for each in section.exceptions}
    oversight = found["1.1"]  # the three of 2022 have been open for eight weeks, without oversight
    assert (oversight.met, oversight.how_many, oversight.overdue) == (False, 3, 3)
    assert "2.7" not in found  # no child was referred twice


def test_groups_are_hidden_with_what_would_tell_of_them(twelve: MonthlyReport) -> None:
    table = twelve.equality.table("ethnicity_group")
    assert table is not None and not table.has_population
    [row] = [row for row in table.rows if row.ref == "2.6"]
    assert {group.member: group.hidden for group in row.groups} == {"asian": True, "white": True}  # 12 - 4 tells 8
    assert all(group.shown.value is None for group in row.groups if group.hidden)


def test_numbers_are_compared_with_the_children_of_the_group(home: Home) -> None:
    children, rows = referrals("2023-03", [("WBRI", "02")] * 40 + [("AIND", "01")] * 20)
    groups = [
        {"popg_row_id": member, "popg_mid_year": "2022", "popg_area_code": "E1", "popg_breakdown": "ethnicity_group"}
        | {"popg_member": member, "popg_children_0_17": many}
        for member, many in (("white", "1000"), ("asian", "4000"))
    ]
    monthly = report(
        home, {"ssd_person": children, "ssd_cin_episodes": rows, "los_population_groups": groups}, groups=BREAKDOWNS
    )
    table = monthly.equality.table("ethnicity_group")
    assert table is not None and table.has_population
    [row] = [row for row in table.rows if row.ref == "2.6"]
    assert row.whole_rate == Fraction(10_000 * 60, 5000)
    by_member = {group.member: group for group in row.groups}
    white, asian = by_member["white"], by_member["asian"]
    assert (white.rate, asian.rate) == (400, 50)
    assert (white.differs, asian.differs) == ("higher", "lower")
    assert white.interval is not None and 290 < white.interval.lower < 400 < white.interval.upper < 550
    blocks = list(equality_blocks(table))
    said = [words(item.text) for block in blocks if isinstance(block, Bullets) for item in block.items]
    all_ = "120.0 per 10,000 in all"
    groups_ = "50.0 per 10,000 for “Asian” (lower), 400.0 per 10,000 for “White” (higher)"
    assert f"Referrals, by source (2.6): {all_}; {groups_}." in said
    cells = [
        [words(cell.text) for cell in line]
        for block in blocks
        if isinstance(block, Table)
        for line in block.rows
        if words(line[0].text) == "2.6 Referrals, by source"
    ]
    first, whole, of_asian, of_white = (text.replace("\N{NO-BREAK SPACE}", " ") for text in cells[0])
    assert (first, whole) == ("2.6 Referrals, by source", "120.0")
    assert of_asian.startswith("50.0, lower (3") and of_white.startswith("400.0, higher (2")


def test_numbers_of_which_many_are_of_no_known_group_are_not_compared(home: Home) -> None:
    """Of 60 referrals 7 are of no known group: more than a tenth, so that both groups would seem to be few."""
    children, rows = referrals("2023-03", [("WBRI", "02")] * 33 + [("AIND", "01")] * 20 + [("", "01")] * 7)
    groups = [
        {"popg_row_id": member, "popg_mid_year": "2022", "popg_area_code": "E1", "popg_breakdown": "ethnicity_group"}
        | {"popg_member": member, "popg_children_0_17": many}
        for member, many in (("white", "1000"), ("asian", "4000"))
    ]
    tables = {"ssd_person": children, "ssd_cin_episodes": rows, "los_population_groups": groups}
    table = report(home, tables, groups=BREAKDOWNS).equality.table("ethnicity_group")
    assert table is not None and table.has_population
    [row] = [row for row in table.rows if row.ref == "2.6"]
    assert not row.is_rate and not row.different
    assert {group.member: group.shown.numerator for group in row.groups} == {"white": 33, "asian": 20, "not known": 7}
    said = [words(block.text) for block in equality_blocks(table) if isinstance(block, Paragraph)]
    assert any(text.startswith("Numbers of which more than a tenth is of no known group") for text in said)


def test_contacts_of_one_child_are_not_taken_for_as_many_children(home: Home) -> None:
    """2.2: 60 white contacts of 60 children, 60 asian ones of 6: as many per 10,000, and much less sure."""
    owners = [(f"w{n}", "WBRI") for n in range(60)] + [(f"a{n}", "AIND") for n in range(6) for _ in range(10)]
    people = [
        {"pers_person_id": child, "pers_ethnicity": ethnicity, "pers_dob": "2015-01-01"}
        for child, ethnicity in dict(owners).items()
    ]
    contacts = [
        {"cont_contact_id": f"c{n}", "cont_person_id": child, "cont_contact_date": "2023-03-06"}
        | {"cont_contact_source_code": "6"}
        for n, (child, _) in enumerate(owners)
    ]
    groups = [
        {"popg_row_id": member, "popg_mid_year": "2022", "popg_area_code": "E1", "popg_breakdown": "ethnicity_group"}
        | {"popg_member": member, "popg_children_0_17": "2000"}
        for member in ("white", "asian")
    ]
    tables = {"ssd_person": people, "ssd_contacts": contacts, "los_population_groups": groups}
    table = report(home, tables, groups=BREAKDOWNS).equality.table("ethnicity_group")
    assert table is not None
    [row] = [row for row in table.rows if row.ref == "2.2"]
    by_member = {group.member: group for group in row.groups}
    white, asian = by_member["white"], by_member["asian"]
    assert white.rate == asian.rate == 300
    assert white.interval is not None and asian.interval is not None
    expected = wilson(60, 2000)
    assert expected is not None and white.interval.lower == pytest.approx(100 * expected.lower)
    width = asian.interval.upper - asian.interval.lower
    assert width == pytest.approx(10 * (byar(6)[1] - byar(6)[0]) / 2000 * 10_000)  # ten contacts a child: ten times


def test_many_rows_of_one_child_are_of_few_children(home: Home) -> None:
    """2.2: 60 contacts of 60 white children, 20 of 20 black ones, six of one asian child: six rows, and one child."""
    owners = [*((f"w{n}", "WBRI") for n in range(60)), *((f"b{n}", "BAFR") for n in range(20)), *[("a", "AIND")] * 6]
    people = [
        {"pers_person_id": child, "pers_ethnicity": ethnicity, "pers_dob": "2015-01-01"}
        for child, ethnicity in dict(owners).items()
    ]
    contacts = [
        {"cont_contact_id": f"c{n}", "cont_person_id": child, "cont_contact_date": "2023-03-06"}
        for n, (child, _) in enumerate(owners)
    ]
    tables = {"ssd_person": people, "ssd_contacts": contacts}
    table = report(home, tables, groups=BREAKDOWNS).equality.table("ethnicity_group")
    assert table is not None
    [row] = [row for row in table.rows if row.ref == "2.2"]
    hidden = {group.member for group in row.groups if group.hidden}
    assert "asian" in hidden
    assert len(hidden) > 1, "the total would tell of it"


def test_the_rate_of_all_tells_of_nobody_who_is_hidden() -> None:
    """All are 305, and those of whom the population is known 302: then three are of no known group, and two other."""
    counts = {"white": 180, "black": 60, "asian": 60, "other": 2, "not known": 3}
    assert hidden_of(305, counts, 5) == {"other", "not known"}
    hidden = hidden_of(305, counts, 5, also=("white", "black", "asian", "other"))
    assert {"other", "not known"} < hidden


def byar(count: int) -> tuple[float, float]:
    return (
        count * (1 - 1 / (9 * count) - 1.959964 / (3 * count**0.5)) ** 3,
        (count + 1) * (1 - 1 / (9 * (count + 1)) + 1.959964 / (3 * (count + 1) ** 0.5)) ** 3,
    )


def test_a_breakdown_that_tells_nobody_apart_says_not_known(twelve: MonthlyReport) -> None:
    tables = [table for table in twelve.equality.tables if table.name == "disability"]
    assert [table.lacks for table in tables] == [""]  # somebody's disability is recorded, so that it can be told
    assert tables[0].members == ("not known",)


def published(value: str, comparable: str = "yes") -> Benchmark:
    return Benchmark(
        ref="1.1",
        measure="A published share",
        year=2022,
        kind="England",
        area="England",
        value=Decimal(value),
        unit="percent",
        source="A test",
        comparable=comparable,
        why="The same rule.",
    )


@pytest.mark.parametrize(
    ("value", "differs"),
    [("80", "lower"), ("10", ""), ("0", "")],  # of 0 of 3 the interval reaches to 56%
)
def test_a_comparison_says_more_than_chance_and_no_less(home: Home, value: str, differs: str) -> None:
    before, earlier = referrals("2022-03", [("WBRI", "02")] * 3)
    tables = {"ssd_person": before, "ssd_cin_episodes": earlier}
    monthly = report(home, tables, published=lambda ref: ((published(value),), "") if ref == "1.1" else ((), "None."))
    [one] = [each for section in monthly.sections for each in section.comparisons]
    assert (one.row.ref, one.row.current.numerator, one.row.current.denominator) == ("1.1", 0, 3)
    assert one.differs == differs
    said = [words(item.text) for section in monthly_document(monthly, MADE_ON).sections for item in bullets(section)]
    assert any("lower than in England (80%, 2022) by more than chance" in text for text in said) == (value == "80")


def bullets(section: object) -> list[object]:
    blocks = section.blocks  # type: ignore[attr-defined]
    return [item for block in blocks if isinstance(block, Bullets) for item in block.items]


def test_what_can_only_partly_be_compared_stands_in_the_table_and_in_no_sentence(home: Home) -> None:
    before, earlier = referrals("2022-03", [("WBRI", "02")] * 3)
    tables = {"ssd_person": before, "ssd_cin_episodes": earlier}
    beside = published("80", comparable="partly")
    monthly = report(home, tables, published=lambda ref: ((beside,), "") if ref == "1.1" else ((), ""))
    sections = monthly_document(monthly, MADE_ON).sections
    said = [words(item.text) for section in sections for item in bullets(section)]  # type: ignore[attr-defined]
    assert not any("than in England" in text for text in said)
    tables_said = [
        words(cell.text) for s in sections for b in s.blocks if isinstance(b, Table) for r in b.rows for cell in r
    ]
    assert "partly" in tables_said and "lower by more than chance" in tables_said


def test_one_number_that_two_measures_tell_apart_is_said_once(home: Home) -> None:
    months = months_to(MARCH, 16)
    children: list[dict[str, str]] = []
    contacts: list[dict[str, str]] = []
    for place, month in enumerate(months):
        for n in range(20 + place % 2 if place < 15 else 80):
            child = f"{month}-{n}"
            children.append({"pers_person_id": child})
            contacts.append(
                {"cont_contact_id": child, "cont_person_id": child, "cont_contact_date": f"{month}-{n % 20 + 1:02d}"}
                | {"cont_contact_source_code": "6", "cont_contact_outcome_json": '{"NFA_FLAG": "Y"}'}
            )
    monthly = report(home, {"ssd_person": children, "ssd_contacts": contacts})
    front = monthly.section("front-door")
    assert front is not None
    told = sentences_of(monthly, front, {}, phrases_of())
    assert [each.refs for each in told if each.name == "changed"] == [("2.2",)]
    [said] = [words(each.paragraph.text) for each in told if each.name == "changed"]
    assert said.startswith("The number of contacts to our front door has risen by more than it usually varies")


def test_nothing_is_said_of_a_measure_that_does_what_it_always_does(twelve: MonthlyReport) -> None:
    told = [each for section in twelve.sections for each in sentences_of(twelve, section, {}, phrases_of())]
    assert {each.name for each in told} <= {"level", "red", "good", "within"}


def test_the_document_has_every_section_and_keeps_its_figures(twelve: MonthlyReport) -> None:
    document = monthly_document(twelve, MADE_ON, attribution="Published elsewhere.")
    titles = [section.title for section in document.sections if section.level == 2]
    assert titles == ["In short", *SECTIONS, "Groups of children"]
    assert document.provenance[-1] == "Published elsewhere."
    texts = {number.text for number in numbers_in(document) if number.ref == "2.6" and number.window == "Month"}
    assert texts == {"12", "3", "6"}  # the month, a year before, and each source
    assert replace(document, made_on=dt.date(2024, 1, 1)).sections == document.sections  # nothing in it knows of today


@pytest.mark.parametrize(
    ("whole", "counts", "hidden"),
    [
        (60, {"north": 38, "south": 2, "west": 20}, {"south", "west"}),  # 60 - 38 - 20 would tell the 2
        (300, {"north": 100, "south": 200, "west": 0}, set()),
        (2, {"north": 2, "south": 0}, {"north", "south"}),  # of a whole of few nothing is told
        (301, {"a": 3, "b": 110, "c": 2, "d": 60, "e": 125, "f": 1}, {"a", "c", "f"}),
        (99, {"a": 3, "b": 20}, {"a"}),  # they don't add up: nothing tells the 3
    ],
)
def test_what_is_hidden_of_a_table(whole: int, counts: dict[str, int], hidden: set[str]) -> None:
    assert hidden_of(whole, counts, 5) == hidden
