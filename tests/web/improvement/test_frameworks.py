"""Frameworks of inspections: which holds on a day, what it judges, and what a council may put in its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from lineofsight.problems import Refused
from lineofsight.web.improvement.assurance.frameworks import framework, framework_on, frameworks, grade_title

OWN = """
title = "A made-up framework"
valid_from = 2025-06-01
source = "Made up"
judgements = [{ code = "all", title = "Everything" }]
grades = [{ code = "fine", title = "Fine" }, { code = "poor", title = "Poor" }]
"""


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """The folder of a council's own frameworks."""
    settings.LINEOFSIGHT_HOME = tmp_path
    folder = tmp_path / "improvement" / "frameworks"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("day", "code", "many", "overall"),
    [
        (dt.date(2018, 1, 1), "ilacs-2018", 4, True),
        (dt.date(2019, 6, 1), "ilacs-2018", 4, True),  # the council's own inspection
        (dt.date(2022, 12, 31), "ilacs-2018", 4, True),
        (dt.date(2023, 1, 1), "ilacs-2023", 5, True),  # care leavers get a judgement of their own
        (dt.date(2026, 3, 31), "ilacs-2023", 5, True),
        (dt.date(2026, 4, 1), "ilacs-2026", 4, False),  # no overall grade any more
        (dt.date(2030, 1, 1), "ilacs-2026", 4, False),
    ],
)
def test_which_framework_holds_on_a_day(day: dt.date, code: str, many: int, overall: bool) -> None:
    found = framework_on(day)
    assert (found.code, len(found.judgements)) == (code, many)
    assert any(each.overall for each in found.judgements) is overall
    assert len(found.sections) == many - overall  # a self-evaluation has no section for the overall grade


def test_judgements_and_grades_have_their_exact_titles() -> None:
    titles = {code: [each.title for each in found.judgements] for code, found in frameworks().items()}
    leaders = "The impact of leaders on social work practice with children and families"
    help_ = "The experiences and progress of children who need help and protection"
    care, leavers = "The experiences and progress of children in care", "The experiences and progress of care leavers"
    assert titles["ilacs-2018"] == [leaders, help_, f"{care} and care leavers", "Overall effectiveness"]
    assert titles["ilacs-2023"] == [leaders, help_, care, leavers, "Overall effectiveness"]
    assert titles["ilacs-2026"] == [leaders, help_, care, leavers]
    for found in frameworks().values():
        assert [title for _, title in found.grades] == [
            "Outstanding", "Good", "Requires improvement to be good", "Inadequate",
        ]  # fmt: skip
        assert found.source and found.caveat


def test_before_the_first_framework_none_is_known() -> None:
    with pytest.raises(Refused, match="31 December 2017"):
        framework_on(dt.date(2017, 12, 31))
    with pytest.raises(Refused, match="ilacs-1066"):
        framework("ilacs-1066")


def test_a_council_adds_a_framework_or_puts_another_in_the_place_of_one(own: Path) -> None:
    (own / "ours.toml").write_text(OWN, encoding="utf-8")
    assert framework_on(dt.date(2025, 7, 1)).code == "ours"  # the one that began last
    assert framework_on(dt.date(2025, 5, 31)).code == "ilacs-2023"
    assert grade_title("fine") == "Fine" and grade_title("good") == "Good" and grade_title("unheard") == "unheard"
    (own / "ilacs-2026.toml").write_text(OWN.replace("2025-06-01", "2026-04-01"), encoding="utf-8")
    assert framework("ilacs-2026").title == "A made-up framework" and framework("ilacs-2026").council
    assert not framework("ilacs-2023").council


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('title = "A made-up framework"\n', "", "ours.toml: title is missing"),
        ("2025-06-01", '"June"', "ours.toml: valid_from"),
        ("2025-06-01", "2025-06-01\nvalid_to = 2024-01-01", "end before it begins"),
        ('{ code = "poor", title = "Poor" }', '{ code = "fine", title = "Poor" }', "'fine' stands there twice"),
        ('{ code = "poor", title = "Poor" }', '{ title = "Poor" }', "each has a code and a title"),
        ('[{ code = "all", title = "Everything" }]', "[]", "judgements is a list"),
        ("title = ", "title", "is no TOML"),
    ],
)
def test_a_bad_file_says_what_is_wrong(own: Path, was: str, becomes: str, said: str) -> None:
    text = OWN.replace(was, becomes, 1)
    assert text != OWN
    (own / "ours.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        frameworks()
