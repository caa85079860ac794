"""What is measured of rows: medians, means, shares of weights, and what rows are split by. Worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lineofsight.calendar import Month
from lineofsight.home import Home
from lineofsight.indicators.children import children_behind
from lineofsight.indicators.definitions import DefinitionRefused
from lineofsight.indicators.figures import KIND, Figure, figures, lay_figures
from lineofsight.indicators.headers import read_definition
from lineofsight.problems import Refused
from tests.extracts import council_of
from tests.indicators.files import INDICATOR, changed, written

FEBRUARY, MARCH = Month(2023, 2), Month(2023, 3)

EVENTS = """\
select
    cast(cont_contact_date as date) as event_date,
    cont_person_id as person_id,
    cont_contact_id as event_id,
    cont_contact_source_code = '6' as met,
    case cont_contact_source_code when '6' then 'Police' when '2A' then 'Schools' end as kind,
    cast(extract(day from cont_contact_date) as bigint) as amount
from ssd_contacts
"""


def definition(unit: str, select: str, *, windows: str = '["month", "ytd"]', more: str = "") -> str:
    """A definition that counts contacts, or states, in a unit."""
    header = INDICATOR[: INDICATOR.index("[settings]")]
    for old, new in (
        ('unit = "percent"', f'unit = "{unit}"\n{more}'),
        ('windows = ["snapshot"]', f"windows = {windows}"),
        ('shown = "snapshot"', 'shown = "month"' if "month" in windows else 'shown = "snapshot"'),
        ('trend = "snapshot"', 'trend = "month"' if "month" in windows else 'trend = "snapshot"'),
        ('rating = "minimum_and_upper"\n', ""),
    ):
        header = changed(header, old, new)
    return f"{header}*/\n{select}"


def contacts(*rows: tuple[str, str, str]) -> dict[str, list[dict[str, str]]]:
    return {
        "ssd_contacts": [
            {
                "cont_contact_id": f"k{place}",
                "cont_person_id": child,
                "cont_contact_date": on,
                "cont_contact_source_code": source,
            }
            for place, (child, on, source) in enumerate(rows)
        ]
    }


FIVE = contacts(
    ("Ann", "2023-02-10", "6"),
    ("Ann", "2023-03-02", "6"),
    ("Ben", "2023-03-10", "2A"),
    ("Cat", "2023-03-20", "6"),
    ("Dan", "2023-03-30", "9"),
)


def counted(home: Home, text: str, *, by: tuple[str, ...] = ()) -> list[Figure]:
    written(home.book, text)
    council = council_of(home, FIVE, MARCH.end)
    found = council.count([FEBRUARY, MARCH], refs=["99.1"], breakdowns=by)
    lay_figures(found, by)
    return figures(found, "99.1")


def by_member(found: list[Figure], on: Month, window: str, dimension: str) -> dict[str, tuple[int | None, int | None]]:
    return {
        each.member: (each.numerator, each.denominator)
        for each in found
        if (each.as_at, each.window, each.dimension) == (on.end, window, dimension)
    }


def value(found: list[Figure], on: Month, window: str) -> Fraction | None:
    [one] = [each for each in found if (each.as_at, each.window, each.dimension) == (on.end, window, "")]
    return one.value


def test_a_median_is_the_middle_and_of_an_even_number_the_lower(home: Home) -> None:
    found = counted(home, definition("median", EVENTS, more='measured_in = "days"\nkinds = "Source"'))
    assert value(found, MARCH, "month") == 10  # of 2, 10, 20, 30 the middle two are 10 and 20
    assert value(found, MARCH, "ytd") == 10  # of 2, 10, 10, 20, 30
    assert value(found, FEBRUARY, "month") == 10
    kinds = {e.member: e.value for e in found if (e.as_at, e.window, e.dimension) == (MARCH.end, "month", KIND)}
    assert kinds == {"Police": 2, "Schools": 10, "not known": 30}
    [month] = [e for e in found if (e.as_at, e.window, e.dimension) == (MARCH.end, "month", "")]
    assert month.denominator == 4


def test_a_row_without_an_amount_is_not_in_the_median_or_the_mean(home: Home) -> None:
    without = changed(EVENTS, "cast(extract", "case when cont_contact_source_code = '9' then null else cast(extract")
    without = changed(without, "as bigint) as amount", "as bigint) end as amount")
    found = counted(home, definition("median", without, more='measured_in = "days"'))
    assert value(found, MARCH, "month") == 10  # of 2, 10, 20
    written(home.book, definition("mean", without, more='measured_in = "days"'))
    again = council_of(home, FIVE, MARCH.end).count([MARCH], refs=["99.1"])
    lay_figures(again)
    assert value(figures(again, "99.1"), MARCH, "month") == Fraction(2 + 10 + 20, 3)


def test_a_mean_divides_what_is_measured_by_what_it_is_out_of(home: Home) -> None:
    select = changed(EVENTS, "from ssd_contacts", ",\n    cast(4 as bigint) as out_of\nfrom ssd_contacts")
    select = changed(select, "as amount\n,", "as amount,")
    found = counted(home, definition("mean", select, more='measured_in = "days"\nscale = 10'))
    assert value(found, MARCH, "month") == Fraction(2 + 10 + 20 + 30, 16)
    assert by_member(found, MARCH, "month", "") == {"": (62, 16)}  # in tenths: 6.2 over 1.6


def test_counts_are_split_by_kind_in_each_window(home: Home) -> None:
    found = counted(
        home, definition("count", changed(EVENTS, "= '6' as met", "is not null as met"), more='kinds = "S"')
    )
    assert by_member(found, MARCH, "month", KIND) == {"Police": (2, None), "Schools": (1, None), "not known": (1, None)}
    assert by_member(found, MARCH, "ytd", KIND) == {"Police": (3, None), "Schools": (1, None), "not known": (1, None)}
    assert by_member(found, FEBRUARY, "month", KIND)["Schools"] == (0, None)  # none is zero, not missing


def test_a_percentage_by_kind_is_of_the_rows_of_the_kind_and_by_child_of_the_child(home: Home) -> None:
    select = EVENTS[: EVENTS.index(",\n    cast(extract")] + "\nfrom ssd_contacts\n"
    found = counted(home, definition("percent", select, more='kinds = "Source"'), by=("gender",))
    assert by_member(found, MARCH, "month", KIND) == {"Police": (2, 2), "Schools": (0, 1), "not known": (0, 1)}
    assert by_member(found, MARCH, "month", "gender") == {"not known": (2, 4)}


TEAMS = """\
select
    as_at.as_at,
    cast(null as integer) as person_id,
    true as met,
    work_team_id as kind,
    cast(round(work_agency_fte * 10) as bigint) as amount,
    cast(round((work_agency_fte + work_in_post_fte) * 10) as bigint) as out_of
from los_workforce_months
join as_at on as_at.as_at = work_month
"""


def test_a_share_of_weights_has_no_children_and_no_breakdowns(home: Home) -> None:
    more = 'kinds = "Team"\nscale = 10\nof_children = false'
    written(home.book, definition("percent", TEAMS, windows='["snapshot"]', more=more))
    months = [
        {
            "work_row_id": f"{team}{month}",
            "work_team_id": team,
            "work_month": str(month.end),
            "work_agency_fte": agency,
            "work_in_post_fte": in_post,
        }
        for team, month, agency, in_post in (
            ("A", FEBRUARY, "1", "9"),
            ("A", MARCH, "2.5", "7.5"),
            ("B", MARCH, "0", "10"),
        )
    ]
    council = council_of(home, {"los_workforce_months": months}, MARCH.end)
    found = council.count([FEBRUARY, MARCH], refs=["99.1"], breakdowns=["gender"])
    lay_figures(found, ["gender"])
    listed = figures(found, "99.1")
    assert value(listed, FEBRUARY, "snapshot") == 10
    assert value(listed, MARCH, "snapshot") == Fraction(25, 2)  # 2.5 of 20
    assert by_member(listed, MARCH, "snapshot", KIND) == {"A": (25, 100), "B": (0, 100)}
    assert {each.dimension for each in listed} == {"", KIND}
    with pytest.raises(Refused, match="counts no children"):
        children_behind(found, "99.1", MARCH.end, "snapshot")


def test_the_rows_behind_a_figure_say_their_kind_and_amount(home: Home) -> None:
    written(
        home.book, definition("count", changed(EVENTS, "= '6' as met", "is not null as met"), more='kinds = "Source"')
    )
    council = council_of(home, FIVE, MARCH.end)
    found = council.count([MARCH], refs=["99.1"], breakdowns=["team", "worker"])
    rows = children_behind(found, "99.1", MARCH.end, "month")
    assert [(row[3], row[-2], row[-1]) for row in rows] == [
        ("Ann", "Police", 2),
        ("Ben", "Schools", 10),
        ("Cat", "Police", 20),
        ("Dan", None, 30),
    ]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('report = "weekly"', "report must be one of highlight, monthly"),
        ("scale = 7", "scale must be one of 1, 10, 100"),
        ("of_children = 1", "of_children must be true or false"),
        ('kinds_in_order = ["a"]', 'add kinds = "Source"'),
        ('kinds = "Source"\nkinds_in_order = "a"', "kinds_in_order must be a list of texts"),
        ("[[benchmarks]]\ncomparable = 'perhaps'\nwhy = 'x'", "comparable must be one of yes, partly, no"),
        ("[[benchmarks]]\ncomparable = 'yes'\nwhy = 'x'", "names its measure"),
        ("[[benchmarks]]\ncomparable = 'no'\nwhy = ''", "a text in quotes, and not empty"),
        ("[[benchmarks]]\ncomparable = 'no'\nwhy = 'x'\nyear = 'y'", "each benchmark has comparable and why"),
        ("[[benchmarks]]\ncomparable = 'no'\nwhy = 'x'\nmeasure = 'm'", "a benchmark with a measure has a unit"),
    ],
)
def test_a_bad_header_is_refused_with_what_mends_it(home: Home, more: str, says: str) -> None:
    text = changed(INDICATOR, "[settings]", f"{more}\n\n[settings]" if more[0] != "[" else "[settings]")
    if more[0] == "[":
        text = changed(text, "[[targets]]", f"{more}\n\n[[targets]]")
    with pytest.raises(DefinitionRefused, match=says):
        read_definition(written(home.book, text))


def test_a_median_says_what_it_is_measured_in(home: Home) -> None:
    with pytest.raises(DefinitionRefused, match='add measured_in = "working days"'):
        read_definition(written(home.book, definition("median", EVENTS)))


def test_from_a_month_on_another_set_of_categories_and_last_year_does_not_move(home: Home) -> None:
    """Family Help in mid-year: what was child in need becomes family help from January, under a name of its own.

    The old measure is retired with its dates and stays readable; the new one begins; neither moves the other's months.
    """
    helped = changed(
        definition("count", EVENTS), "from ssd_contacts", "from ssd_contacts where cont_person_id is not null"
    )
    old = changed(helped, 'valid_from = "2019-04"', 'valid_from = "2019-04"\nvalid_to = "2022-12"')
    new = changed(changed(helped, 'ref = "99.1"', 'ref = "99.2"'), 'valid_from = "2019-04"', 'valid_from = "2023-01"')
    tables = contacts(("Ann", "2022-11-10", "6"), ("Ann", "2022-12-10", "6"), ("Ben", "2023-01-10", "6"))
    months = [Month(2022, 11), Month(2022, 12), Month(2023, 1)]
    written(home.book, helped)
    before = council_of(home, tables, Month(2023, 1).end)
    whole = before.count(months, refs=["99.1"])
    lay_figures(whole)
    reported = {each.as_at: each.value for each in figures(whole, "99.1") if each.window == "month"}
    written(home.book, old)
    written(home.book, new, "family_help.sql")
    after = council_of(home, tables, Month(2023, 1).end)
    again = after.count(months, refs=["99.1", "99.2"])
    lay_figures(again)
    month = {(each.ref, each.as_at): (each.value, each.note) for each in figures(again) if each.window == "month"}
    for on in (months[0].end, months[1].end):
        assert month["99.1", on] == (reported[on], "")
    ended, note = month["99.1", months[2].end]
    assert ended is None and "2022-12" in note
    assert month["99.2", months[2].end] == (1, "")
    assert after.book.latest("indicator", "99.1").valid_to == Month(2022, 12)


def test_a_version_that_weighs_what_another_counts_is_refused(home: Home) -> None:
    plain = EVENTS[: EVENTS.index(",\n    cast(extract")] + "\nfrom ssd_contacts\n"
    written(
        home.book, changed(definition("percent", plain), 'valid_from = "2019-04"', 'valid_from = "2023-01"'), "a.sql"
    )
    later = changed(definition("percent", EVENTS), 'valid_from = "2019-04"', 'valid_from = "2023-03"')
    written(home.book, later, "b.sql")
    with pytest.raises(DefinitionRefused, match=r"amount must be returned by every version of 99\.1 or by none"):
        council_of(home, FIVE, MARCH.end).count([MARCH], refs=["99.1"])
