"""The page on audits says what the program does: its tables, diagrams and rules are compared with the code."""

from __future__ import annotations

from pathlib import Path

from lineofsight.web.audits import rules
from lineofsight.web.audits.models import Audit, Cycle, UnsafeNow
from lineofsight.web.audits.steps import AUDIT_STEPS, CYCLE_STEPS, UNSAFE_STEPS
from lineofsight.web.steps import diagram, table

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "audits.md"
TABLES = (
    (AUDIT_STEPS, Audit.State, "sampled"),
    (CYCLE_STEPS, Cycle.State, "planned"),
    (UNSAFE_STEPS, UnsafeNow.State, "raised"),
)


def test_states_and_steps_stand_in_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for steps, states, first in TABLES:
        assert diagram(steps, states, first) in text
        assert table(steps, states) in text


def test_every_rule_stands_in_the_page_with_its_value_and_source() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for one in rules.settings().values():
        value = ", ".join(one.value) if isinstance(one.value, list) else "yes" if one.value is True else one.value
        assert f"| {one.title} | {value} | {one.source} |" in lines
