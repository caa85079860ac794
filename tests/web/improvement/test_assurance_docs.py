"""The page on assurance, risks and the self-evaluation says what the program does: its tables are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from lineofsight.reports import wording
from lineofsight.web.improvement.assurance.frameworks import frameworks
from lineofsight.web.improvement.assurance.reading import Stage
from lineofsight.web.improvement.evaluation.steps import EVALUATION_STEPS
from lineofsight.web.improvement.evaluation.warnings import Rule
from lineofsight.web.improvement.models import Risk, SelfEvaluation
from lineofsight.web.improvement.risks.steps import RISK_STEPS
from lineofsight.web.improvement.rules import settings
from lineofsight.web.steps import diagram, table

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "explanation" / "assurance.md").read_text(encoding="utf-8")


def test_states_and_steps_stand_in_the_page() -> None:
    for steps, states, first in ((RISK_STEPS, Risk.State, "open"), (EVALUATION_STEPS, SelfEvaluation.State, "draft")):
        assert diagram(steps, states, first) in TEXT
        assert table(steps, states) in TEXT


def test_how_far_a_finding_can_be_stands_in_the_page() -> None:
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in TEXT.splitlines() if line.startswith("| ")}
    for stage in Stage:
        assert rows[stage.value].endswith("| yes |" if stage.is_open else "| no |")


def test_each_rule_of_the_warnings_stands_in_the_page() -> None:
    for rule in Rule:
        assert f"| {rule.value} | " in TEXT


def test_each_framework_stands_in_the_page() -> None:
    for each in frameworks().values():
        first = wording.day(each.valid_from)
        days = f"{first} to {wording.day(each.valid_to)}" if each.valid_to else f"from {first}"
        overall = "yes" if any(one.overall for one in each.judgements) else "no"
        assert f"| {each.title} | {days} | {len(each.judgements)} | {overall} |" in TEXT


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("decide_weeks", "four weeks"),
        ("old_evidence_months", "more than six months"),
        ("amber_score", "amber (8)"),
        ("red_score", "red (15)"),
    ],
)
def test_values_of_rules_in_words_are_those_of_the_settings(name: str, words: str) -> None:
    shown = {"decide_weeks": 4, "old_evidence_months": 6, "amber_score": 8, "red_score": 15}
    assert settings()[name].value == shown[name] and words in TEXT
