"""The page of the docs shows the states and steps as the program has them."""

from __future__ import annotations

from pathlib import Path

from lineofsight.web.inspection.models import Visit
from lineofsight.web.inspection.visits.steps import VISIT_STEPS
from lineofsight.web.steps import diagram, table

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "inspection.md"


def test_the_states_of_a_visit_are_those_of_the_program() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert diagram(VISIT_STEPS, Visit.State, "expected") in text
    assert table(VISIT_STEPS, Visit.State) in text
