"""Windows, ratings, rates, breakdowns and dated rules, each on a few made-up children."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.children import LISTED_WITH, children_behind
from lineofsight.indicators.figures import Figure, figure_rows, figures, lay_figures
from lineofsight.problems import Refused
from tests.extracts import council_of, with_nobody

MARCH = Month(2023, 3)


def figures_of(council: Council, months: list[Month], by: tuple[str, ...] = (), **asked: object) -> list[Figure]:
    counted = council.count(months, breakdowns=by, **asked)  # type: ignore[arg-type]
    lay_figures(counted, by)
    return figures(counted)


def one(found: list[Figure], ref: str, on: str, window: str, member: str = "") -> Figure:
    [figure] = [f for f in found if (f.ref, str(f.as_at), f.window, f.member) == (ref, on, window, member)]
    return figure


def contact(number: int, received: str, decided: str = "") -> tuple[dict[str, str], dict[str, str]]:
    return (
        {"cont_contact_id": f"k{number}", "cont_person_id": "Ann", "cont_contact_date": received},
        {"cond_contact_id": f"k{number}", "cond_decision_date": decided},
    )


def with_contacts(*contacts: tuple[dict[str, str], dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    return {
        "ssd_contacts": [row for row, _ in contacts],
        "los_contact_decisions": [decision for _, decision in contacts if decision["cond_decision_date"]],
    }


def test_windows_month_year_to_date_and_rolling_year(home: Home) -> None:
    tables = with_contacts(
        contact(1, "2023-03-01", "2023-03-01"),
        contact(2, "2023-02-28", "2023-02-28"),
        contact(3, "2022-04-01", "2022-05-01"),
        contact(4, "2022-03-31", "2022-03-31"),
    )
    found = figures_of(council_of(home, tables, MARCH.end, refs=["2.1"]), [Month(2023, 2), MARCH], refs=["2.1"])
    counts = {(f.window, str(f.as_at)): (f.numerator, f.denominator) for f in found}
    assert counts == {
        ("month", "2023-02-28"): (1, 1),
        ("month", "2023-03-31"): (1, 1),
        ("ytd", "2023-02-28"): (1, 1 + 1),
        ("ytd", "2023-03-31"): (1 + 1, 1 + 1 + 1),
        ("rolling_year", "2023-02-28"): (1 + 1, 1 + 1 + 1),
        ("rolling_year", "2023-03-31"): (1 + 1, 1 + 1 + 1),
    }


def test_the_year_to_date_is_not_the_sum_of_its_months(home: Home) -> None:
    """Received on Friday 28 April, undecided at its end; decided late in May: in no month's figure of April's date."""
    council = council_of(
        home, with_contacts(contact(1, "2023-04-28", "2023-05-10")), dt.date(2023, 5, 31), refs=["2.1"]
    )
    found = figures_of(council, [Month(2023, 4), Month(2023, 5)], refs=["2.1"])
    assert one(found, "2.1", "2023-04-30", "month").note == "no cases"
    assert one(found, "2.1", "2023-05-31", "month").denominator == 0
    year = one(found, "2.1", "2023-05-31", "ytd")
    assert (year.numerator, year.denominator) == (0, 1)


@pytest.mark.parametrize(
    ("met", "of", "rating"), [(57, 60, "green"), (949, 1000, "amber"), (54, 60, "amber"), (899, 1000, "red")]
)
def test_ratings_are_exact_at_the_target(home: Home, met: int, of: int, rating: str) -> None:
    """Targets 90 and 95: 57 of 60 is 95%, which floating point may miss."""
    contacts = [contact(n, "2023-03-01", "2023-03-01" if n < met else "2023-03-20") for n in range(of)]
    found = figures_of(council_of(home, with_contacts(*contacts), MARCH.end, refs=["2.1"]), [MARCH], refs=["2.1"])
    assert one(found, "2.1", "2023-03-31", "month").rating == rating


def test_low_is_good_is_rated_the_other_way_round(home: Home) -> None:
    def in_care(child: str) -> dict[str, str]:
        return {
            "clae_cla_episode_id": child,
            "clae_person_id": child,
            "clae_cla_episode_start_date": "2022-01-01",
            "clae_entered_care_date": "2022-01-01",
        }

    children = [f"C{n}" for n in range(20)]
    assessed = [
        {"cina_assessment_id": c, "cina_person_id": c, "cina_assessment_auth_date": "2023-01-01"} for c in children[1:]
    ]
    tables = {"ssd_cla_episodes": [in_care(c) for c in children], "ssd_cin_assessments": assessed}
    council = council_of(home, tables, MARCH.end, refs=["5.10"])
    figure = one(figures_of(council, [MARCH], refs=["5.10"]), "5.10", "2023-03-31", "snapshot")
    assert (figure.numerator, figure.denominator, figure.value, figure.rating) == (1, 20, Fraction(5), "green")


def test_rates_divide_by_the_mid_year_before_the_financial_year_ends(home: Home) -> None:
    """March and the months before it in the financial year 2022/23 divide by mid-2022; April by mid-2023."""
    plan = {"cppl_cp_plan_id": "p", "cppl_person_id": "Ann", "cppl_cp_plan_start_date": "2020-01-01"}
    populations = [
        {"popu_row_id": str(year), "popu_mid_year": year, "popu_area_code": "E09999999", "popu_children_0_17": children}
        for year, children in ((2021, 20_000), (2022, 25_000), (2023, 50_000))
    ]
    council = council_of(
        home, {"ssd_cp_plans": [plan], "los_populations": populations}, dt.date(2024, 5, 31), refs=["1.3r"]
    )
    months = [Month(2022, 4), MARCH, Month(2023, 4), Month(2024, 4)]
    found = figures_of(council, months, refs=["1.3r"])
    rates = {str(f.as_at): (f.numerator, f.denominator, f.note) for f in found if f.ref == "1.3r"}
    assert rates == {
        "2022-04-30": (1, 25_000, ""),
        "2023-03-31": (1, 25_000, ""),
        "2023-04-30": (1, 50_000, ""),
        "2024-04-30": (1, 50_000, "divided by mid-2023, the latest before mid-2024"),
    }
    assert one(found, "1.3r", "2023-03-31", "snapshot").value == Fraction(10_000, 25_000)


def test_a_population_of_several_areas_is_not_guessed(home: Home) -> None:
    plan = {"cppl_cp_plan_id": "p", "cppl_person_id": "Ann", "cppl_cp_plan_start_date": "2020-01-01"}
    populations = [
        {"popu_row_id": area, "popu_mid_year": 2022, "popu_area_code": area, "popu_children_0_17": 9_000}
        for area in ("E09999998", "E09999999")
    ]
    tables = {"ssd_cp_plans": [plan], "los_populations": populations}
    council = council_of(home, with_nobody(tables) | {"los_populations": populations}, MARCH.end, nobody=False)
    figure = one(figures_of(council, [MARCH], refs=["1.3r"]), "1.3r", "2023-03-31", "snapshot")
    assert (figure.numerator, figure.denominator, figure.value) == (None, None, None)
    assert figure.note.startswith("no data: needs los_populations.popu_children_0_17 of one area")
    area = '/*\ncohort = "child_population"\nvalid_from = "2019-04"\nsettings = { area_code = "E09999999" }\n*/\n'
    own_definition(home, "area.sql", area)
    figure = one(figures_of(Council(home), [MARCH], refs=["1.3r"]), "1.3r", "2023-03-31", "snapshot")
    assert (figure.numerator, figure.denominator) == (1, 9_000)


def test_members_are_taken_on_the_day(home: Home) -> None:
    """Ann turned five between the two month ends, and her team changed."""
    case = {"cine_referral_id": "r", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    involvements = [
        {
            **{"invo_involvements_id": "1", "invo_person_id": "Ann", "invo_professional_role_id": "CW"},
            **{"invo_professional_team": "First", "invo_involvement_start_date": "2022-01-01"},
            **{"invo_involvement_end_date": "2023-03-15"},
        },
        {
            **{"invo_involvements_id": "2", "invo_person_id": "Ann", "invo_professional_role_id": "CW"},
            **{"invo_professional_team": "Second", "invo_involvement_start_date": "2023-03-15"},
        },
    ]
    tables = {
        "ssd_cin_episodes": [case],
        "ssd_person": [{"pers_person_id": "Ann", "pers_dob": "2018-03-15"}],
        "ssd_involvements": involvements,
    }
    council = council_of(home, tables, MARCH.end)
    found = figures_of(council, [Month(2023, 2), MARCH], ("team", "age_group", "gender"), refs=["1.1"])
    members = {(str(f.as_at), f.dimension, f.member): f.denominator for f in found if f.dimension and f.denominator}
    assert members == {
        ("2023-02-28", "team", "First"): 1,
        ("2023-02-28", "age_group", "1-4"): 1,
        ("2023-02-28", "gender", "not known"): 1,
        ("2023-03-31", "team", "Second"): 1,
        ("2023-03-31", "age_group", "5-9"): 1,
        ("2023-03-31", "gender", "not known"): 1,
    }


def test_breakdowns_are_not_rated_and_the_council_is(home: Home) -> None:
    council = council_of(home, with_contacts(contact(1, "2023-03-01", "2023-03-01")), MARCH.end, refs=["2.1"])
    found = figures_of(council, [MARCH], ("team",), refs=["2.1"])
    assert {f.rating for f in found if f.dimension} == {""}
    assert {f.rating for f in found if not f.dimension} == {"green"}


def test_a_breakdown_of_the_councils_own_counts_each_child_once(home: Home) -> None:
    """Its select gives two members for Ann: one of them counts."""
    home.book.mkdir(parents=True)
    (home.book / "visited_by.sql").write_text(
        """/*
breakdown = "year_of_visit"
title = "Year of visit"
per = "child"
members = "Year in which the child was visited"
source = "Local"
valid_from = "2019-04"
*/
select cinv_person_id as person_id, cast(extract(year from cinv_cin_visit_date) as varchar) as member
from ssd_cin_visits
""",
        encoding="utf-8",
    )
    case = {"cine_referral_id": "r", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    visits = [
        {"cinv_cin_visit_id": str(year), "cinv_person_id": "Ann", "cinv_cin_visit_date": f"{year}-02-01"}
        for year in (2022, 2023)
    ]
    council = council_of(home, {"ssd_cin_episodes": [case], "ssd_cin_visits": visits}, MARCH.end)
    found = figures_of(council, [MARCH], ("year_of_visit",), refs=["1.1"])
    assert [(f.member, f.denominator) for f in found] == [("", 1), ("2023", 1)]


def own_definition(home: Home, name: str, text: str) -> None:
    home.book.mkdir(parents=True, exist_ok=True)
    (home.book / name).write_text(text, encoding="utf-8")


def test_a_setting_changes_from_a_month_on_and_earlier_months_keep_the_old_rule(home: Home) -> None:
    """Visited on day 22 of each month's end: in by 28 days, out by 20."""
    own_definition(home, "3.3.sql", '/*\nref = "3.3"\nvalid_from = "2023-03"\nsettings = { within_days = 20 }\n*/\n')
    case = {"cine_referral_id": "r", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    assessment = {"cina_assessment_id": "a", "cina_person_id": "Ann", "cina_assessment_auth_date": "2022-02-01"}
    visits = [
        {"cinv_cin_visit_id": day, "cinv_person_id": "Ann", "cinv_cin_visit_date": day, "cinv_cin_visit_seen": "Y"}
        for day in ("2023-02-07", "2023-03-10")
    ]
    tables = {"ssd_cin_episodes": [case], "ssd_cin_assessments": [assessment], "ssd_cin_visits": visits}
    found = figures_of(council_of(home, tables, MARCH.end, refs=["3.3"]), [Month(2023, 2), MARCH], refs=["3.3"])
    assert [(str(f.as_at), f.numerator, f.denominator) for f in found] == [("2023-02-28", 1, 1), ("2023-03-31", 0, 1)]


def test_events_are_judged_by_the_rule_of_their_month(home: Home) -> None:
    """From March on two working days are allowed. The year to date spans both rules."""
    own_definition(
        home, "2.1.sql", '/*\nref = "2.1"\nvalid_from = "2023-03"\nsettings = { within_working_days = 2 }\n*/\n'
    )
    tables = with_contacts(contact(1, "2023-02-06", "2023-02-08"), contact(2, "2023-03-06", "2023-03-08"))
    found = figures_of(council_of(home, tables, MARCH.end, refs=["2.1"]), [Month(2023, 2), MARCH], refs=["2.1"])
    assert one(found, "2.1", "2023-02-28", "month").numerator == 0
    assert one(found, "2.1", "2023-03-31", "month").numerator == 1
    year = one(found, "2.1", "2023-03-31", "ytd")
    assert (year.numerator, year.denominator) == (0 + 1, 1 + 1)


def test_a_target_changes_from_a_month_on(home: Home) -> None:
    own_definition(
        home, "2.1.sql", '/*\nref = "2.1"\nvalid_from = "2023-03"\ntargets = [{ minimum = 40, upper = 50 }]\n*/\n'
    )
    tables = with_contacts(
        *(contact(n, f"2023-0{2 + n // 2}-06", "2023-02-06" if n == 0 else "2023-03-06") for n in range(4))
    )
    found = figures_of(council_of(home, tables, MARCH.end, refs=["2.1"]), [Month(2023, 2), MARCH], refs=["2.1"])
    february, march = (one(found, "2.1", day, "month") for day in ("2023-02-28", "2023-03-31"))
    assert (february.numerator, february.denominator, february.rating) == (1, 2, "red")
    assert (march.numerator, march.denominator, march.rating) == (2, 2, "green")


def test_a_cohort_changes_from_a_month_on_and_what_builds_on_it_follows(home: Home) -> None:
    own_definition(
        home,
        "protection.sql",
        """/*
cohort = "on_child_protection_plan"
valid_from = "2023-03"
*/
select as_at.as_at, plans.cppl_person_id as person_id, max(plans.cppl_cp_plan_id) as cp_plan_id,
    min(plans.cppl_cp_plan_start_date) as entered_on
from ssd_cp_plans as plans
join as_at on plans.cppl_cp_plan_start_date <= as_at.as_at
where plans.cppl_person_id <> 0 and plans.cppl_cp_plan_id <> 'x'
group by as_at.as_at, plans.cppl_person_id
""",
    )
    ended = {
        **{"cppl_cp_plan_id": "p", "cppl_person_id": "Ann", "cppl_cp_plan_start_date": "2022-01-01"},
        **{"cppl_cp_plan_end_date": "2022-06-01"},
    }
    found = figures_of(
        council_of(home, {"ssd_cp_plans": [ended]}, MARCH.end, refs=["1.3"]), [Month(2023, 2), MARCH], refs=["1.3"]
    )
    assert [(str(f.as_at), f.numerator) for f in found] == [("2023-02-28", 0), ("2023-03-31", 1)]


def test_a_retired_indicator_says_so_and_earlier_months_stay(home: Home) -> None:
    own_definition(home, "1.3.sql", '/*\nref = "1.3"\nvalid_from = "2022-04"\nvalid_to = "2023-02"\n*/\n')
    plan = {"cppl_cp_plan_id": "p", "cppl_person_id": "Ann", "cppl_cp_plan_start_date": "2020-01-01"}
    council = council_of(home, {"ssd_cp_plans": [plan]}, MARCH.end, refs=["1.3"])
    found = figures_of(council, [Month(2023, 2), MARCH], refs=["1.3"])
    assert [(f.numerator, f.note) for f in found] == [(1, ""), (None, "no longer in force: ended with 2023-02")]


def test_the_extract_date_is_counted_and_rated_under_its_own_date(home: Home) -> None:
    tables = with_contacts(contact(1, "2023-04-03", "2023-04-03"))
    council = council_of(home, tables, dt.date(2023, 4, 5), refs=["2.1"])
    counted = council.count([council.latest_month], now=True, refs=["2.1"], breakdowns=LISTED_WITH)
    lay_figures(counted)
    now = one(figures(counted), "2.1", "2023-04-05", "month")
    assert (now.numerator, now.denominator, now.rating) == (1, 1, "green")
    assert {row[2] for row in figure_rows(counted.database)} == {"2023-03", "2023-04-05"}
    assert len(children_behind(counted, "2.1", dt.date(2023, 4, 5), "month")) == 1


def test_a_month_that_had_not_ended_is_refused(home: Home) -> None:
    council = council_of(home, {}, dt.date(2023, 3, 30))
    assert council.latest_month == Month(2023, 2)
    with pytest.raises(Refused, match="2023-03 had not ended when the extract was taken"):
        council.count([MARCH])


def test_care_leavers_of_now_serve_the_latest_month_alone(home: Home) -> None:
    """Without a history: the month that ended before the extract, and the extract date; earlier months say no data."""
    leaver = {
        **{"clea_table_id": "1", "clea_person_id": "Ann", "clea_care_leaver_eligibility": "b) Former relevant child"},
        **{"clea_care_leaver_in_touch": "YES", "clea_care_leaver_latest_contact": "2023-03-01"},
        **{"clea_care_leaver_activity": "F5", "clea_care_leaver_accom_suitable": "1"},
    }
    tables = {"ssd_person": [{"pers_person_id": "Ann", "pers_dob": "2004-01-01"}], "ssd_care_leavers": [leaver]}
    council = council_of(home, tables, dt.date(2023, 4, 20), refs=["6.1"])
    council.home.path.parent.joinpath("extract", "los_care_leaver_statuses.csv").unlink()
    from tests.extracts import load

    load(home, home.path.parent / "extract", dt.date(2023, 4, 20))
    council = Council(home)
    counted = council.count([Month(2023, 2), MARCH], now=True, refs=["6.1"])
    lay_figures(counted)
    found = {str(f.as_at): (f.numerator, f.denominator, f.note) for f in figures(counted)}
    assert found["2023-03-31"] == (1, 1, "")
    assert found["2023-04-20"] == (1, 1, "")
    assert found["2023-02-28"][:2] == (None, None)
    assert found["2023-02-28"][2].startswith("no data: needs los_care_leaver_statuses.")


def test_a_history_wins_over_the_present_for_its_person_and_the_present_adds_others(home: Home) -> None:
    def now(person: str) -> dict[str, str]:
        return {
            **{"clea_table_id": person, "clea_person_id": person, "clea_care_leaver_eligibility": "Relevant"},
            **{"clea_care_leaver_in_touch": "YES", "clea_care_leaver_latest_contact": "2023-03-01"},
        }

    history = {
        **{"cles_status_id": "h", "cles_person_id": "Ann", "cles_valid_from": "2022-01-01"},
        **{"cles_eligibility": "Relevant", "cles_in_touch": "NO", "cles_latest_contact": "2023-03-01"},
    }
    people = [{"pers_person_id": person, "pers_dob": "2004-01-01"} for person in ("Ann", "Ben")]
    tables = {
        "ssd_person": people,
        "ssd_care_leavers": [now("Ann"), now("Ben")],
        "los_care_leaver_statuses": [history],
    }
    council = council_of(home, tables, MARCH.end, refs=["6.1"])
    counted = council.count([MARCH], refs=["6.1"], breakdowns=LISTED_WITH)
    rows = {row[3]: row[5] for row in children_behind(counted, "6.1", MARCH.end, "snapshot")}
    assert rows == {"Ann": False, "Ben": True}


def test_a_definition_that_counts_a_child_twice_is_refused(home: Home) -> None:
    """A join on visits without grouping gives Ann a row for each visit."""
    own_definition(
        home,
        "3.3.sql",
        """/*
ref = "3.3"
valid_from = "2023-03"
*/
select children_in_need.as_at, children_in_need.person_id, visits.cinv_cin_visit_seen as met
from children_in_need
join ssd_cin_visits as visits on visits.cinv_person_id = children_in_need.person_id
""",
    )
    case = {"cine_referral_id": "r", "cine_person_id": "Ann", "cine_referral_date": "2022-01-01"}
    assessment = {"cina_assessment_id": "a", "cina_person_id": "Ann", "cina_assessment_auth_date": "2022-02-01"}
    visits = [
        {"cinv_cin_visit_id": day, "cinv_person_id": "Ann", "cinv_cin_visit_date": day, "cinv_cin_visit_seen": "Y"}
        for day in ("2023-02-07", "2023-03-10")
    ]
    tables = {"ssd_cin_episodes": [case], "ssd_cin_assessments": [assessment], "ssd_cin_visits": visits}
    council = council_of(home, tables, MARCH.end, refs=["3.3"])
    with pytest.raises(Refused, match=r"3\.3\.sql: 3\.3 gives a child at a date more than once"):
        council.count([MARCH], refs=["3.3"])


def test_a_rating_of_the_councils_own_speaks_of_green_amber_and_red(home: Home) -> None:
    header = '/*\nrating = "minimum_and_upper"\nvalid_from = "2019-04"\n*/\n'
    rating = header + "select figure_id, {} as rating from figures_to_rate\n"
    own_definition(home, "rating.sql", rating.format("'green'"))
    council = council_of(home, with_contacts(contact(1, "2023-03-01", "2023-03-20")), MARCH.end, refs=["2.1"])
    assert one(figures_of(council, [MARCH], refs=["2.1"]), "2.1", "2023-03-31", "month").rating == "green"
    own_definition(home, "rating.sql", rating.format("'purple'"))
    with pytest.raises(Refused, match="a word other than green, amber or red"):
        figures_of(Council(home), [MARCH], refs=["2.1"])
