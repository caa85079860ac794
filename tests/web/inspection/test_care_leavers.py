"""Care leavers: who is counted and how, by hand-made lives, and against the demonstration's extract counted apart."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Access, RestrictedRecord
from lineofsight.web.inspection.leavers.counting import Count, Leavers, chosen, counted, leavers
from lineofsight.web.inspection.leavers.rule import SHIPPED, check_rule, leavers_rule
from lineofsight.web.serving import serving
from tests.extracts import NEVER_COUNTS, Rows, council_of
from tests.web.conftest import add_person

ON = dt.date(2023, 3, 31)
SignIn = Callable[..., Client]


def person(name: str, born: str = "2004-01-01") -> dict[str, object]:
    return {"pers_person_id": name, "pers_dob": born, "pers_gender": "02", "pers_ethnicity": "WBRI"}


def status(name: str, **facts: object) -> dict[str, object]:
    return {
        "cles_status_id": f"{name}-s",
        "cles_person_id": name,
        "cles_valid_from": "2022-06-01",
        "cles_eligibility": "Former relevant",
        **facts,
    }


def found(home: Home, settings: Any, *, nobody: bool = True, **tables: Rows) -> Leavers:
    """The care leavers of a council that has these rows: `statuses` and `people` must be among them.

    Without `nobody` it has no other tables.
    """
    names = {"statuses": "los_care_leaver_statuses", "people": "ssd_person", "present": "ssd_care_leavers"}
    settings.LINEOFSIGHT_HOME = home.path
    council = council_of(home, {names.get(name, name): rows for name, rows in tables.items()}, ON, nobody=nobody)
    return leavers(council, leavers_rule())


def answers(of: Leavers, measure: str) -> Count:
    return counted(of.people, next(each for each in leavers_rule().measures if each.code == measure))


@pytest.fixture
def rule_of_tests(settings: Any, tmp_path: Any) -> None:
    settings.LINEOFSIGHT_HOME = tmp_path


@pytest.mark.usefixtures("rule_of_tests")
def test_the_shipped_rule_can_be_used() -> None:
    rule = leavers_rule()
    assert rule.file == SHIPPED and not rule.own
    check_rule(rule)
    assert [each.code for each in rule.measures] == ["in_touch", "suitable", "busy", "plan", "adviser", "health"]
    assert rule.measures[0].title == "In touch in the past 8 weeks"


def test_the_birthday_counts_from_its_day_on(home: Home, settings: Any) -> None:
    groups = {
        "2007-03-31": "16",  # 16 on the day
        "2006-04-01": "16",  # 17 tomorrow
        "2006-03-31": "17",
        "2005-03-31": "18",
        "2004-03-31": "19-21",
        "2001-04-01": "19-21",  # 22 tomorrow
        "2001-03-31": "22-25",
        "1998-04-01": "22-25",  # 25 tomorrow
    }
    of = found(
        home,
        settings,
        people=[person(f"Wren-{born}", born) for born in groups],
        statuses=[status(f"Wren-{born}") for born in groups],
    )
    assert sorted(each.ages for each in of.people) == sorted(groups.values())


def test_who_is_too_young_or_25_or_died_is_left_out_and_said(home: Home, settings: Any) -> None:
    born = {"Wren": "2007-04-01", "Rook": "1998-03-31", "Jay": "2004-01-01", "Robin": "2004-01-01", "Swift": ""}
    of = found(
        home,
        settings,
        people=[person(name, day) for name, day in born.items()],
        statuses=[status(name, cles_in_touch="DIED" if name == "Jay" else "YES") for name in born],
    )
    assert (of.younger, of.older, of.died) == (1, 1, 1)
    assert sorted(each.ages for each in of.people) == ["19-21", "not-known"]


def test_the_latest_open_status_says_who_is_a_care_leaver(home: Home, settings: Any) -> None:
    names = ("Wren", "Rook", "Jay", "Robin", "Swift")
    of = found(
        home,
        settings,
        people=[person(name) for name in names],
        statuses=[
            status("Wren", cles_eligibility="Relevant"),
            {**status("Wren", cles_valid_from="2023-01-01"), "cles_status_id": "later"},
            status("Rook", cles_valid_to="2023-03-31"),  # ends on the day: not open on it
            status("Jay", cles_valid_from="2023-04-01"),
            status("Robin", cles_eligibility="No current eligibility"),
            status("Swift", cles_eligibility=""),
        ],
    )
    assert sorted(each.eligibility for each in of.people) == ["former-relevant", "not-recorded"]


def test_in_touch_to_the_day_and_what_is_not_recorded(home: Home, settings: Any) -> None:
    contacts = {
        "Wren": ("YES", "2023-02-03"),  # 8 weeks before 31 March: 56 days
        "Rook": ("YES", "2023-02-02"),
        "Jay": ("NO", "2023-03-30"),
        "Robin": ("REFU", ""),
        "Swift": ("YES", ""),
        "Finch": ("", "2023-03-30"),
        "Heron": ("YES", "2023-03-31"),
    }
    of = found(
        home,
        settings,
        people=[person(name) for name in contacts],
        statuses=[status(name, cles_in_touch=code, cles_latest_contact=day) for name, (code, day) in contacts.items()],
    )
    assert answers(of, "in_touch") == Count(yes=2, no=3, not_recorded=2)
    assert len(chosen(of.people, measure="in_touch", answer="not-recorded")) == 2
    assert len(chosen(of.people, measure="in_touch", answer="no")) == 3


def test_the_pathway_plan_to_the_day_and_the_adviser(home: Home, settings: Any) -> None:
    plans = {"Wren": "2022-09-30", "Rook": "2022-09-29", "Jay": "", "Robin": "2023-03-31"}
    of = found(
        home,
        settings,
        people=[person(name) for name in (*plans, "Swift")],
        statuses=[status(name) for name in (*plans, "Swift")],
        present=[
            {"clea_table_id": name, "clea_person_id": name, "clea_pathway_plan_review_date": day,
             "clea_care_leaver_personal_advisor": "W1" if name == "Wren" else ""}
            for name, day in plans.items()
        ],
    )  # fmt: skip
    assert answers(of, "plan") == Count(yes=2, no=1, not_recorded=2)
    assert answers(of, "adviser") == Count(yes=1, no=0, not_recorded=4)


def test_accommodation_and_activity(home: Home, settings: Any) -> None:
    said = {"Wren": ("1", "P2"), "Rook": ("2", "G6"), "Jay": ("", ""), "Robin": ("1", "F5"), "Swift": ("1", "G4")}
    of = found(
        home,
        settings,
        people=[person(name) for name in said],
        statuses=[
            status(name, cles_accom_suitable=suitable, cles_activity=activity)
            for name, (suitable, activity) in said.items()
        ],
    )
    assert answers(of, "suitable") == Count(yes=3, no=1, not_recorded=1)
    assert answers(of, "busy") == Count(yes=2, no=2, not_recorded=1)


def test_health_assessments_of_either_table(home: Home, settings: Any) -> None:
    names = ("Wren", "Rook", "Jay", "Robin")
    of = found(
        home,
        settings,
        people=[person(name) for name in names],
        statuses=[status(name) for name in names],
        los_health_assessments=[
            {"heas_assessment_id": "a", "heas_person_id": "Wren", "heas_assessment_date": "2022-03-31"},
            {"heas_assessment_id": "b", "heas_person_id": "Rook", "heas_assessment_date": "2022-03-30"},
            {"heas_assessment_id": "c", "heas_person_id": "Rook", "heas_assessment_date": "2023-04-01"},
        ],
        ssd_cla_health=[
            {"clah_health_check_id": "d", "clah_person_id": "Jay", "clah_health_check_type": "Health Assessment",
             "clah_health_check_date": "2023-01-01"},
            {"clah_health_check_id": "e", "clah_person_id": "Robin", "clah_health_check_type": "Dental Check",
             "clah_health_check_date": "2023-01-01"},
        ],
    )  # fmt: skip
    assert answers(of, "health") == Count(yes=2, no=1, not_recorded=1)


def test_what_was_not_loaded_is_said_and_never_counted(home: Home, settings: Any) -> None:
    statuses = [NEVER_COUNTS["los_care_leaver_statuses"], status("Wren")]
    of = found(home, settings, nobody=False, people=[person("Wren")], statuses=statuses)
    assert "ssd_care_leavers" in of.lacks["plan"] and set(of.lacks) == {"plan", "adviser", "health"}
    assert "plan" not in of.people[0].says


def test_without_statuses_nothing_is_counted(home: Home, settings: Any) -> None:
    settings.LINEOFSIGHT_HOME = home.path
    council = council_of(home, {"ssd_person": [person("Wren")]}, ON, nobody=False)
    with pytest.raises(Refused, match="Care leavers can't be counted: the snapshot holds no los_care_leaver_statuses"):
        leavers(council, leavers_rule())


def test_a_councils_own_rule_stands_in_its_place(home: Home, settings: Any) -> None:
    own = home.path / "inspection" / "care_leavers.sql"
    own.parent.mkdir(parents=True)
    own.write_text(SHIPPED.read_text().replace("in_touch_weeks = 8", "in_touch_weeks = 4"))
    people = [person("Wren"), person("Rook")]
    days = {"Wren": "2023-03-03", "Rook": "2023-03-02"}
    statuses = [status(name, cles_in_touch="YES", cles_latest_contact=day) for name, day in days.items()]
    of = found(home, settings, people=people, statuses=statuses)
    assert leavers_rule().own and answers(of, "in_touch") == Count(yes=1, no=1, not_recorded=0)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("from ssd_cla_health", "from read_csv('x')", "can't be read from"),
        ("as busy,", "as idle,", "doesn't return busy"),
        ("cast(people.age as integer) as age", "people.age as age", "age must be integer"),
        ('source = "', 'sourced = "', "no field 'sourced'"),
        ('title = "Care leavers"', "title = 3", "title must be a text"),
        ('code = "busy"', 'code = "in work"', "can't be a code"),
        ("health_months = 12", "health_years = 1", "health_years is not used"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Any, settings: Any, was: str, becomes: str, says: str
) -> None:
    settings.LINEOFSIGHT_HOME = tmp_path
    own = tmp_path / "inspection" / "care_leavers.sql"
    own.parent.mkdir()
    own.write_text(SHIPPED.read_text().replace(was, becomes, 1))
    with pytest.raises(Refused, match=rf"care_leavers.sql, line \d+: .*{says}"):
        leavers_rule()


# The demonstration, counted apart


def _by_hand(home: Home) -> pandas.DataFrame:
    folder = home.path / "demonstration-extract"
    read = {name: pandas.read_csv(folder / f"{name}.csv", dtype=str) for name in
            ("los_care_leaver_statuses", "ssd_person", "ssd_care_leavers")}  # fmt: skip
    day = "2023-03-31"
    every = read["los_care_leaver_statuses"]
    open_ones = every[(every.cles_valid_from <= day) & (every.cles_valid_to.isna() | (every.cles_valid_to > day))]
    latest = open_ones.sort_values(["cles_valid_from", "cles_status_id"]).groupby("cles_person_id").tail(1)
    people = latest.merge(read["ssd_person"], left_on="cles_person_id", right_on="pers_person_id")
    people = people[people.cles_eligibility != "No current eligibility"]
    born = people.pers_dob.str[:10]
    people = people[(born <= "2007-03-31") & (born > "1998-03-31") & (people.cles_in_touch != "DIED")]
    return people.merge(read["ssd_care_leavers"], left_on="cles_person_id", right_on="clea_person_id", how="left")


def _latest_health_assessments(home: Home) -> pandas.Series:
    """The day of each person's latest health assessment up to the extract date, from both tables that hold them."""
    folder = home.path / "demonstration-extract"
    ours = pandas.read_csv(folder / "los_health_assessments.csv", dtype=str)
    checks = pandas.read_csv(folder / "ssd_cla_health.csv", dtype=str)
    held = (checks.clah_health_check_type == "Health Assessment") & (checks.clah_health_check_status == "Completed")
    checks = checks[held].rename(
        columns={"clah_person_id": "heas_person_id", "clah_health_check_date": "heas_assessment_date"}
    )
    every = pandas.concat([ours, checks])[["heas_person_id", "heas_assessment_date"]].dropna()
    return every[every.heas_assessment_date <= "2023-03-31"].groupby("heas_person_id").heas_assessment_date.max()


def test_the_demonstration_is_what_its_extract_says(demo_site: Home) -> None:
    of, by_hand = leavers(serving().council, leavers_rule()), _by_hand(demo_site)
    assert len(of.people) == len(by_hand) > 300
    in_touch = by_hand.cles_in_touch == "YES"
    lately = by_hand.cles_latest_contact >= "2023-02-03"
    assert answers(of, "in_touch").yes == (in_touch & lately).sum() > 0
    assert (
        answers(of, "in_touch").not_recorded
        == (by_hand.cles_in_touch.isna() | (in_touch & by_hand.cles_latest_contact.isna())).sum()
    )
    assert answers(of, "plan").yes == (by_hand.clea_pathway_plan_review_date >= "2022-09-30").sum() > 0
    for measure in leavers_rule().measures:
        if measure.code not in of.lacks:
            count = counted(of.people, measure)
            assert count.yes + count.no + count.not_recorded == len(by_hand)
    latest = by_hand.cles_person_id.map(_latest_health_assessments(demo_site))
    health = answers(of, "health")
    assert (health.yes, health.no) == ((latest >= "2022-03-31").sum(), (latest < "2022-03-31").sum())
    assert health.yes > 10 and health.no > 10 and health.not_recorded == latest.isna().sum()
    assert not of.lacks


@pytest.mark.django_db
def test_the_page_says_what_was_not_loaded(home: Home, settings: Any, signed_in: SignIn) -> None:
    without = {"los_health_assessments", "ssd_cla_health"}
    kept = {name: [row] for name, row in NEVER_COUNTS.items() if name not in without}
    tables = {"los_care_leaver_statuses": [status("Ann")], "ssd_person": [person("Ann")]}
    council_of(home, {name: [*rows, *tables.get(name, [])] for name, rows in kept.items()}, ON, nobody=False)
    settings.LINEOFSIGHT_SITE = replace(settings.LINEOFSIGHT_SITE, second_factor=False)
    settings.LINEOFSIGHT_HOME = home.path
    client = signed_in("analyst", made_up=False)
    page = client.get(reverse("inspection:care_leavers")).content.decode()
    assert "Care leavers: 1</h1>" in page
    assert "Not loaded: the snapshot holds no los_health_assessments and no ssd_cla_health. Nobody can say" in page
    assert client.get(f"{reverse('inspection:care_leavers_behind')}?measure=health").status_code == 404


@pytest.mark.django_db
def test_the_page_says_counts_and_opens_the_young_people(demo_site: Home, signed_in: SignIn) -> None:
    client = signed_in("analyst")
    page = client.get(reverse("inspection:care_leavers")).content.decode()
    of = leavers(serving().council, leavers_rule())
    assert f"Care leavers: {len(of.people):,}</h1>" in page and "Not loaded" not in page
    assert not Access.objects.exists() and "C00" not in page
    links = {
        each.replace("&amp;", "&")
        for each in re.findall(r'href="(/inspection/care-leavers/young-people/\?[^"]+)"', page)
    }
    assert len(links) > 30
    for link in sorted(links)[:4]:
        answer = client.get(link).content.decode()
        number = re.search(r"</span>[^<]*: ([\d,]+)</h1>", answer)
        shown = re.search(rf'href="{re.escape(link.replace("&", "&amp;"))}">([\d,]+)<', page)
        assert number is not None and shown is not None and number[1] == shown[1]
    assert Access.objects.count() == 4 and Access.objects.latest("pk").children.exists()


@pytest.mark.django_db
def test_indicators_beside_say_their_own_figure(demo_site: Home, signed_in: SignIn) -> None:
    page = signed_in("analyst").get(reverse("inspection:care_leavers")).content.decode()
    with serving().reading() as counted_now:
        table, now = counted_now.evidence["6.3"], counted_now.now
        row = counted_now.database.execute(
            f"select count(*) filter (met), count(*) from {table} where as_at = date '{now}'"
        ).fetchone()
    assert row is not None and f"says {row[0]:,} of {row[1]:,} on this day" in page
    assert "counts not recorded as no" in page and reverse("performance:indicator", args=["6.3"]) in page


@pytest.mark.django_db
def test_young_people_outside_the_scope_and_restricted_ones_are_counted(demo_site: Home, signed_in: SignIn) -> None:
    of, there = leavers(serving().council, leavers_rule()), reverse("inspection:care_leavers_behind")
    with serving().reading() as counted_now:
        team_of = dict(counted_now.database.execute("select person_key, team_id from everybody").fetchall())
        id_of = dict(counted_now.database.execute("select person_key, id from everybody").fetchall())
    team = next(team_of[each.key] for each in of.people if team_of[each.key])
    mine = [each for each in of.people if team_of[each.key] == team]
    hidden = id_of[mine[0].key]
    RestrictedRecord.objects.create(person_id=hidden, reason="Made up", marked_by=add_person("director"))
    page = signed_in("team_manager", teams=(team,)).get(there).content.decode()
    assert hidden not in page and "1 restricted record not listed" in page
    assert f"{len(mine) - 1:,} young people that you may see, {len(of.people) - len(mine):,} outside your teams" in page
    shown = {each.person_id for each in Access.objects.get().children.all()}
    assert shown and shown <= {id_of[each.key] for each in mine}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["ages=15", "eligibility=none", "measure=hearts", "measure=no", "answer=yes"])
def test_a_group_that_is_not_there(demo_site: Home, signed_in: SignIn, query: str) -> None:
    client = signed_in("director")
    assert client.get(f"{reverse('inspection:care_leavers_behind')}?{query}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["board_member", "practitioner", "inspector", "administrator"])
def test_the_page_is_for_who_prepares_and_who_leads(demo_site: Home, signed_in: SignIn, role: str) -> None:
    facts = {"access_ends_on": timezone.localdate() + dt.timedelta(days=3)} if role == "inspector" else {}
    client = signed_in(role, **facts)
    assert client.get(reverse("inspection:care_leavers")).status_code == 403
    assert client.get(reverse("inspection:care_leavers_behind")).status_code == 403
