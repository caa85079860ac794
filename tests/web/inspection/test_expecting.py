"""When the next inspection may come, and as what: a window by rule, and nothing guessed where there is no rule."""

from __future__ import annotations

import datetime as dt

import pytest

from lineofsight.web.accounts.models import User
from lineofsight.web.improvement.assurance.keeping import SourceFacts, add_judgements, add_source
from lineofsight.web.inspection.visits.expecting import expected_next, history, months_later
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return add_person("quality")


def inspected(lead: User, framework: str, on: dt.date, **grades: str) -> None:
    facts = SourceFacts("inspection", f"Inspection {on}", "Ofsted", on, published_on=on, framework=framework)
    add_judgements(by=lead, source=add_source(by=lead, facts=facts), grades=grades)


def test_nothing_is_expected_of_nothing(lead: User) -> None:
    assert expected_next() is None and history().rows == ()


def test_the_window_the_middle_and_the_kind_follow_the_last_one(lead: User) -> None:
    inspected(lead, "ilacs-2018", dt.date(2019, 6, 3), leaders="good", overall="good")
    inspected(
        lead, "ilacs-2023", dt.date(2024, 11, 11), leaders="outstanding", care_leavers="good", overall="outstanding"
    )
    found = expected_next()
    assert found is not None and found.overall == "Outstanding"
    assert (found.window_from, found.window_until) == (dt.date(2027, 5, 11), dt.date(2028, 5, 11))
    assert found.middle is not None and (found.middle.year, found.middle.month) == (2028, 3)
    assert found.kind is not None and found.kind.code == "ilacs_short"
    rows = dict(history().rows)
    assert rows["The experiences and progress of care leavers"] == ("Good", "")
    assert rows["Overall effectiveness"] == ("Outstanding", "Good")


def test_without_an_overall_grade_the_kind_is_not_known(lead: User) -> None:
    inspected(lead, "ilacs-2026", dt.date(2026, 4, 27), leaders="good", children_in_care="good")
    found = expected_next()
    assert found is not None and found.kind is None and found.middle is None
    assert "No rule is known" in found.kind_why
    assert found.window_from == dt.date(2028, 10, 27)


def test_requires_improvement_leads_to_a_standard_one(lead: User) -> None:
    inspected(lead, "ilacs-2023", dt.date(2024, 2, 29), overall="requires_improvement")
    found = expected_next()
    assert found is not None and found.kind is not None and found.kind.code == "ilacs_standard"
    assert found.window_until == dt.date(2027, 8, 29)


def test_months_end_where_the_month_ends() -> None:
    assert months_later(dt.date(2024, 8, 31), 30) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2024, 12, 1), 1) == dt.date(2025, 1, 1)
