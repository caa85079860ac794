"""What falls due: each kind of work with its clock, and what a figure becomes if it is done or not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import read_book
from lineofsight.indicators.engine import Counted
from lineofsight.indicators.forward import forecast, lay_forward, next_month_end, work_listed
from lineofsight.problems import Refused
from tests.extracts import Rows, council_of
from tests.indicators.files import COHORT, changed, written

NOW = dt.date(2023, 4, 14)  # a Friday, a week after Good Friday


def counted_of(home: Home, tables: dict[str, Rows]) -> Counted:
    council: Council = council_of(home, tables, NOW)
    listed = work_listed(council.book)
    counted = council.count([], now=True, beside=[each.cohort for each in listed if each.cohort])
    lay_forward(counted, listed)
    return counted


def due(counted: Counted, kind: str) -> list[tuple[object, ...]]:
    return counted.database.execute(
        "select people.person_id, event_id, cast(clock_start as varchar), cast(due_on as varchar) from forward "
        "join read_parquet($people) as people on people.person_key = forward.person_id "
        "where kind = $kind order by all",
        {"kind": kind, "people": str(counted.snapshot.people)},
    ).fetchall()


def referral(child: str, on: str, **more: str) -> dict[str, str]:
    return {"cine_referral_id": f"r{child}", "cine_person_id": child, "cine_referral_date": on, **more}


def assessment(child: str, key: str, started: str, authorised: str = "", **more: str) -> dict[str, str]:
    return {
        **{"cina_assessment_id": key, "cina_person_id": child, "cina_referral_id": f"r{child}"},
        **{"cina_assessment_start_date": started, "cina_assessment_auth_date": authorised},
        **{"cina_assessment_outcome_nfa": "N", **more},
    }


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets tests read the snapshot's people from the counted database."""
    from lineofsight.indicators import engine

    monkeypatch.setattr(engine, "lock", lambda database: None)


@pytest.mark.usefixtures("unlocked")
def test_an_open_assessment_is_due_45_working_days_after_its_referral(home: Home) -> None:
    """Ann's first assessment counts from her referral on Monday 6 February: 4 + 3 x 5 working days to the end of that
    week of March, 4 x 5 more to 31 March, 4 before Good Friday, and Tuesday 11 and Wednesday 12 April: 4 + 15 + 20 + 4
    + 2 = 45. Ben's second assessment counts from its own start on 3 April: 3 + 4 before and after Easter, 10 to 28
    April, 4 after May Day, 4 after 8 May, 10, 4 after 29 May, 5 and Monday 12 June:
    3 + 4 + 10 + 4 + 4 + 10 + 4 + 5 + 1 = 45.
    Cat's is authorised, Dan's case is closed.
    """
    counted = counted_of(
        home,
        {
            "ssd_cin_episodes": [
                referral("Ann", "2023-02-06"),
                referral("Ben", "2022-01-10"),
                referral("Cat", "2023-02-06"),
                referral("Dan", "2023-02-06", cine_close_date="2023-03-01"),
            ],
            "ssd_cin_assessments": [
                assessment("Ann", "a1", "2023-02-08"),
                assessment("Ben", "b1", "2022-01-12", "2022-02-10"),
                assessment("Ben", "b2", "2023-04-03"),
                assessment("Cat", "c1", "2023-02-08", "2023-03-08"),
                assessment("Dan", "d1", "2023-02-08"),
            ],
        },
    )
    assert due(counted, "assessments_open") == [
        ("Ann", "a1", "2023-02-06", "2023-04-12"),
        ("Ben", "b2", "2023-04-03", "2023-06-12"),
    ]


@pytest.mark.usefixtures("unlocked")
def test_a_contact_waits_until_it_is_decided(home: Home) -> None:
    """Received on Maundy Thursday: the next working day is the Tuesday after Easter. Received on a Thursday: in
    time until the end of the Sunday, which is no working day. K2 is decided, K3 too old.
    """
    contacts = [("K1", "2023-04-06"), ("K2", "2023-04-06"), ("K3", "2022-04-14"), ("K4", "2023-04-13")]
    counted = counted_of(
        home,
        {
            "ssd_contacts": [
                {"cont_contact_id": key, "cont_person_id": "Ann", "cont_contact_date": on} for key, on in contacts
            ],
            "los_contact_decisions": [{"cond_contact_id": "K2", "cond_decision_date": "2023-04-11"}],
        },
    )
    assert due(counted, "contacts_undecided") == [
        ("Ann", "K1", "2023-04-06", "2023-04-11"),
        ("Ann", "K4", "2023-04-13", "2023-04-16"),
    ]


@pytest.mark.usefixtures("unlocked")
def test_child_protection_reviews_are_due_from_the_conference_and_then_from_each_other(home: Home) -> None:
    """Ann's plan is new: her first review is due three months after the conference. Ben had one: six months on."""
    plan = {"cppl_cp_plan_ola": "N", "cppl_cp_plan_end_date": ""}
    counted = counted_of(
        home,
        {
            "ssd_cp_plans": [
                {"cppl_cp_plan_id": "p1", "cppl_person_id": "Ann", "cppl_icpc_id": "i1", **plan}
                | {"cppl_cp_plan_start_date": "2023-03-31"},
                {"cppl_cp_plan_id": "p2", "cppl_person_id": "Ben", "cppl_icpc_id": "i2", **plan}
                | {"cppl_cp_plan_start_date": "2022-12-01"},
            ],
            "ssd_initial_cp_conference": [
                {"icpc_icpc_id": "i1", "icpc_person_id": "Ann", "icpc_icpc_date": "2023-03-30"},
                {"icpc_icpc_id": "i2", "icpc_person_id": "Ben", "icpc_icpc_date": "2022-12-01"},
            ],
            "ssd_cp_reviews": [
                {"cppr_cp_review_id": "v", "cppr_person_id": "Ben", "cppr_cp_plan_id": "p2"}
                | {"cppr_cp_review_date": "2023-02-20"}
            ],
        },
    )
    assert due(counted, "cp_reviews_due") == [
        ("Ann", "p1", "2023-03-30", "2023-06-30"),
        ("Ben", "p2", "2023-02-20", "2023-08-20"),
    ]


@pytest.mark.usefixtures("unlocked")
def test_reviews_in_care_are_due_after_20_working_days_three_and_six_months(home: Home) -> None:
    """Ann came in on 20 March: working day 20 is 19 April, two bank holidays on. Ben had one review, Cat two; a review
    that was cancelled was not held.
    """
    episodes, reviews = [], []
    for child, entered, held in (
        ("Ann", "2023-03-20", []),
        ("Ben", "2023-01-09", ["2023-02-01"]),
        ("Cat", "2022-09-01", ["2022-09-20", "2022-12-12"]),
    ):
        episodes.append(
            {"clae_cla_episode_id": f"e{child}", "clae_person_id": child, "clae_cla_id": f"c{child}"}
            | {"clae_cla_episode_start_date": entered, "clae_entered_care_date": entered}
        )
        reviews += [
            {"clar_cla_review_id": f"{child}{on}", "clar_cla_id": f"c{child}", "clar_cla_review_date": on}
            | {"clar_cla_review_cancelled": "N"}
            for on in held
        ]
    reviews.append(
        {"clar_cla_review_id": "x", "clar_cla_id": "cAnn", "clar_cla_review_date": "2023-04-03"}
        | {"clar_cla_review_cancelled": "Y"}
    )
    counted = counted_of(home, {"ssd_cla_episodes": episodes, "ssd_cla_reviews": reviews})
    assert due(counted, "cla_reviews_due") == [
        ("Ann", None, "2023-03-20", "2023-04-19"),
        ("Ben", None, "2023-02-01", "2023-05-01"),
        ("Cat", None, "2022-12-12", "2023-06-12"),
    ]


@pytest.mark.usefixtures("unlocked")
def test_a_child_in_need_without_a_plan_needs_one_ten_working_days_after_the_assessment(home: Home) -> None:
    counted = counted_of(
        home,
        {
            "ssd_cin_episodes": [referral("Ann", "2023-02-06"), referral("Ben", "2023-02-06")],
            "ssd_cin_assessments": [
                assessment("Ann", "a", "2023-02-08", "2023-04-03"),
                assessment("Ben", "b", "2023-02-08", "2023-04-03"),
            ],
            "ssd_cin_plans": [
                {"cinp_cin_plan_id": "p", "cinp_person_id": "Ben", "cinp_cin_plan_start_date": "2023-04-04"}
            ],
        },
    )
    assert due(counted, "plans_to_be_made") == [("Ann", None, "2023-04-03", "2023-04-19")]


def enquiry(child: str, key: str, on: str, *outcomes: str) -> dict[str, str]:
    told = json.dumps(dict.fromkeys(outcomes, "Y")) if outcomes else ""
    return {
        **{"s47e_s47_enquiry_id": key, "s47e_person_id": child, "s47e_s47_start_date": on},
        **{"s47e_s47_outcome_json": told},
    }


@pytest.mark.usefixtures("unlocked")
def test_a_conference_that_was_decided_on_is_due_until_it_is_held(home: Home) -> None:
    """Discussed on 27 March: working day 15 is 19 April, two bank holidays on. Ben's was held, Cat is on a plan, Dot's
    enquiry found nothing, Eve's is not ended and Fay's is of last year.
    """
    counted = counted_of(
        home,
        {
            "ssd_s47_enquiry": [
                enquiry("Ann", "a", "2023-03-27", "CP_CONFERENCE_FLAG"),
                enquiry("Ben", "b", "2023-03-27", "CP_CONFERENCE_FLAG"),
                enquiry("Cat", "c", "2023-03-27", "CP_CONFERENCE_FLAG"),
                enquiry("Dot", "d", "2023-03-27", "NFA_FLAG"),
                enquiry("Eve", "e", "2023-03-27"),
                enquiry("Fay", "f", "2022-10-14", "CP_CONFERENCE_FLAG"),
            ],
            "ssd_initial_cp_conference": [
                {"icpc_icpc_id": "i", "icpc_person_id": "Ben", "icpc_icpc_date": "2023-04-13"}
                | {"icpc_s47_enquiry_id": "b", "icpc_icpc_transfer_in": "N"}
            ],
            "ssd_cp_plans": [
                {"cppl_cp_plan_id": "p", "cppl_person_id": "Cat", "cppl_cp_plan_start_date": "2023-01-09"}
                | {"cppl_cp_plan_ola": "N"}
            ],
        },
    )
    assert due(counted, "conferences_to_be_held") == [("Ann", "a", "2023-03-27", "2023-04-19")]


@pytest.mark.usefixtures("unlocked")
def test_a_return_interview_is_due_on_the_third_day_until_it_is_held_or_declined(home: Home) -> None:
    back = {"Ann": "2023-04-12 22:30", "Ben": "2023-04-12 22:30", "Cat": "2023-04-12", "Dot": "2023-04-01 08:00"}
    back |= {"Old": "2023-03-17 10:00"}
    counted = counted_of(
        home,
        {
            "ssd_missing": [
                {"miss_table_id": f"m{child}", "miss_person_id": child, "miss_missing_episode_type": "M"}
                | {"miss_missing_episode_start_date": "2023-03-16 20:00", "miss_missing_episode_end_date": on}
                for child, on in back.items()
            ],
            "los_return_interviews": [
                {"rhin_interview_id": "b", "rhin_missing_id": "mBen", "rhin_completed_at": "2023-04-14 09:00"},
                {"rhin_interview_id": "d", "rhin_missing_id": "mDot", "rhin_declined_reason": "Child declined"},
            ],
        },
    )
    assert due(counted, "return_interviews_due") == [
        ("Ann", "mAnn", "2023-04-12", "2023-04-15"),
        ("Cat", "mCat", "2023-04-12", "2023-04-15"),
    ]
    assert Council(home).count([], now=True).lacks("indicator", "7.5", NOW) == ""


@pytest.mark.usefixtures("unlocked")
def test_an_initial_health_assessment_is_due_on_working_day_20_in_care(home: Home) -> None:
    """Into care on 20 March: 19 April. Ben was assessed, Cat in an earlier period of care; Dot came in in 2021."""
    counted = counted_of(
        home,
        {
            "ssd_cla_episodes": [
                {"clae_cla_episode_id": f"e{child}", "clae_person_id": child, "clae_cla_id": f"c{child}"}
                | {"clae_cla_episode_start_date": entered, "clae_entered_care_date": entered}
                for child, entered in (
                    ("Ann", "2023-03-20"),
                    ("Ben", "2023-03-20"),
                    ("Cat", "2023-03-20"),
                    ("Dot", "2021-03-20"),
                )
            ],
            "los_health_assessments": [
                {"heas_assessment_id": child, "heas_person_id": child, "heas_kind": "IHA", "heas_assessment_date": on}
                for child, on in (("Ben", "2023-03-20"), ("Cat", "2023-03-19"))
            ],
        },
    )
    assert due(counted, "initial_health_due") == [
        ("Ann", None, "2023-03-20", "2023-04-19"),
        ("Cat", None, "2023-03-20", "2023-04-19"),
    ]


def test_what_lacks_its_table_is_named_not_listed_as_nothing(home: Home) -> None:
    council = council_of(home, {"ssd_cp_plans": [{"cppl_cp_plan_id": "p", "cppl_person_id": "Ann"}]}, NOW, nobody=False)
    listed = work_listed(council.book)
    counted = council.count([], now=True, beside=[each.cohort for each in listed if each.cohort])
    lay_forward(counted, listed)
    lacks = dict(counted.database.execute("select kind, lacks from forward_lacks").fetchall())
    assert lacks["assessments_open"].startswith("no data: needs ssd_cin_")
    assert counted.database.execute("select count(*) from forward").fetchone() == (0,)


def test_every_kind_of_work_can_be_counted_from_the_demonstration(demonstration: Home) -> None:
    council = Council(demonstration)
    listed = work_listed(council.book)
    counted = council.count([], now=True, beside=[each.cohort for each in listed if each.cohort])
    lay_forward(counted, listed)
    assert counted.database.execute("select count(*) from forward_lacks").fetchone() == (0,)
    found = dict(counted.database.execute("select kind, count(*) from forward group by kind").fetchall())
    assert set(found) == {each.name for each in listed}
    overdue = "select count(*) from forward where kind = $kind and due_on < $now"
    for ref, not_met in (("3.3", 738 - 620), ("4.7.2", 214 - 204)):
        assert counted.database.execute(overdue, {"kind": ref, "now": counted.now}).fetchone() == (not_met,)


def test_a_forecast_says_what_happens_if_nobody_is_seen_and_if_everybody_is(home: Home) -> None:
    """Four weeks from the last visit: Ann (10 April, due 7 May) lasts until 30 April, Ben (20 March, due 16 April)
    does not, Cat (1 March) is late already. Now 2 of 3; if none is done 1 of 3, if all are 3 of 3.
    """
    children = ("Ann", "Ben", "Cat")
    council = council_of(
        home,
        {
            "ssd_cin_episodes": [referral(child, "2023-01-09") for child in children],
            "ssd_cin_assessments": [assessment(child, f"a{child}", "2023-01-09", "2023-02-01") for child in children],
            "ssd_cin_visits": [
                {"cinv_cin_visit_id": f"v{child}", "cinv_person_id": child, "cinv_cin_visit_date": on}
                | {"cinv_cin_visit_seen": "Y"}
                for child, on in zip(children, ("2023-04-10", "2023-03-20", "2023-03-01"), strict=True)
            ],
        },
        NOW,
    )
    counted = council.count([], now=True)
    found = forecast(counted, "3.3", next_month_end(NOW))
    assert found is not None
    assert (found.numerator, found.denominator, found.if_none, found.if_all) == (2, 3, 1, 3)
    assert (found.due, found.overdue) == (1, 1)
    assert found.month == Month(2023, 4)
    assert forecast(counted, "1.2", Month(2023, 4)) is None  # a count has no clock
    assert forecast(counted, "2.1", Month(2023, 4)) is None  # events


def test_the_next_month_end() -> None:
    assert next_month_end(dt.date(2023, 3, 31)) == Month(2023, 4)
    assert next_month_end(dt.date(2023, 3, 30)) == Month(2023, 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[falls_due]]\nwhat = "x"\ngroup = "y"\n', "name either an indicator or a cohort"),
        ('[[falls_due]]\nwhat = "x"\ngroup = "y"\ncohort = "nobody"\n', "no cohort 'nobody'"),
        ('[[falls_due]]\nwhat = "x"\ngroup = "y"\nindicator = "9.9"\n', "no indicator '9.9'"),
        ('[[falls_due]]\nwhat = "x"\ngroup = "y"\nindicator = "3.3"\ncolour = "red"\n', "each a text in quotes"),
        ("falls_due = 3\n", "nothing else"),
        ("not toml", "is no TOML"),
    ],
)
def test_a_councils_own_list_is_checked(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "forward.toml").write_text(text)
    with pytest.raises(Refused, match=r"forward\.toml") as refused:
        work_listed(read_book(), tmp_path)
    assert says in str(refused.value)


def test_a_cohort_of_events_says_what_is_done(home: Home) -> None:
    sql = changed(COHORT, 'valid_from = "2019-04"', 'valid_from = "2019-04"\ngrain = "event"')
    sql += "select cont_contact_date as event_date, cont_person_id as person_id, cont_contact_date as clock_start, "
    written(home.book, sql + "cont_contact_date as due_on from ssd_contacts\n", "mine.sql")
    (home.book / "forward.toml").write_text('[[falls_due]]\ncohort = "mine"\nwhat = "x"\ngroup = "y"\n')
    council = council_of(home, {}, NOW)
    listed = [each for each in work_listed(council.book, home.book) if each.cohort == "mine"]
    counted = council.count([], now=True, beside=["mine"])
    with pytest.raises(Refused, match="mine gives no done_on: what falls due needs it"):
        lay_forward(counted, listed)


def test_a_councils_own_list_adds_and_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "forward.toml").write_text(
        'leave_out = ["1.1"]\n[[falls_due]]\nindicator = "3.3"\nwhat = "See the child"\ngroup = "Visits"\n'
    )
    listed = {each.name: each.what for each in work_listed(read_book(), tmp_path)}
    assert "1.1" not in listed and listed["3.3"] == "See the child"
    assert "assessments_open" in listed
