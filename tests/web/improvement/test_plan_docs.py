"""The page on the plan says what the program does: its table, diagram and rules are compared with the code."""

from __future__ import annotations

from pathlib import Path

from lineofsight.web.improvement import rules
from lineofsight.web.improvement.models import PlanAction
from lineofsight.web.improvement.plan.rating import RATINGS
from lineofsight.web.improvement.plan.steps import PLAN_STEPS
from lineofsight.web.steps import diagram, table

DOCS = Path(__file__).parents[3] / "docs"
PAGE = DOCS / "explanation" / "improvement-plan.md"
RULES = ("update_weeks", "late_milestone_weeks", "moves_alone", "watch_months", "back_months", "new_action_weeks")


def test_states_and_steps_stand_in_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert diagram(PLAN_STEPS, PlanAction.State, "opened") in text
    assert table(PLAN_STEPS, PlanAction.State) in text


def test_every_rule_of_the_plan_stands_in_the_page_with_its_value_and_source() -> None:
    lines, settings = PAGE.read_text(encoding="utf-8").splitlines(), rules.settings()
    for name in RULES:
        one = settings[name]
        assert f"| {one.title} | {one.value} | {one.source} |" in lines


def test_every_rating_is_explained() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for rating in RATINGS:
        assert any(line.startswith(f"| **{rating}** |") for line in lines), rating


def test_the_morning_load_says_how_the_plan_follows() -> None:
    text = (DOCS / "how-to" / "load-every-morning.md").read_text(encoding="utf-8")
    assert "lineofsight manage follow_plan" in text
