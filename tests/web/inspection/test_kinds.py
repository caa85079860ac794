"""Kinds of visit are files: a council adds one or changes one, and a mistake is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lineofsight.problems import Refused
from lineofsight.web.inspection.visits.kinds import kind, kinds, parts

WHOLE = """
title = "A visit"
source_kind = "focused_visit"
body = "Ofsted"
valid_from = 2023-01-01
days_on_site = 1
source = "Made up"
"""


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    folder = tmp_path / "inspection" / "kinds"
    folder.mkdir(parents=True)
    return folder


def test_a_council_says_only_what_differs(own: Path) -> None:
    (own / "ilacs_short.toml").write_text(
        'like = "ilacs_standard"\ntitle = "Short, as we do it"\nweeks_on_site = 1\nleave_out = ["tell"]\n'
        '[[step]]\ncode = "lists"\nday = 1\n[[step]]\ncode = "cake"\nphase = "on_site"\ntitle = "Cake"\n'
        'part = "link"\nfrom = "on_site"\nbasis = "Made up"\n'
    )
    one = kind("ilacs_short")
    lists, standard = one.step("lists"), kind("ilacs_standard").step("lists")
    assert one.council and one.title == "Short, as we do it" and one.body == "Ofsted"
    assert lists is not None and standard is not None and (lists.day, standard.day) == (1, 2)
    assert lists.title == standard.title
    assert one.step("tell") is None and one.step("cake") is not None
    assert not kinds()["ilacs_standard"].council


def test_what_is_short_is_one_week_and_what_says_days_has_no_weeks() -> None:
    assert (kind("ilacs_short").weeks_on_site, kind("ilacs_standard").weeks_on_site) == (1, 2)
    assert (kind("focused_visit").weeks_on_site, kind("focused_visit").days_on_site) == (0, 2)
    assert kind("focused_visit").forecast is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = ", "no TOML"),
        ('title = "A"', "source is missing"),
        (WHOLE.replace("focused_visit", "party"), "source_kind is one of"),
        (WHOLE + "weeks_on_site = 1\n", "one of the two"),
        (WHOLE.replace("days_on_site = 1", "days_on_site = true"), "whole number"),
        (WHOLE.replace("2023-01-01", '"soon"'), "is a day"),
        (WHOLE + "forecast = 3\n", "forecast is a table"),
        (WHOLE + "[forecast]\ncalendar_days = 9\nat_least = 10\nat_most = 11\n", "lies from at_least"),
        ('like = "nothing"', "no such kind"),
        ('like = ["a"]', "no such kind"),
        ('like = "ilacs_standard"\nleave_out = "call"', "leave_out is a list"),
        (WHOLE + 'themes = "abc"\n', "themes is a list"),
        (WHOLE + 'graded = "no"\n', "graded is true or false"),
        (WHOLE + f'[[step]]\ncode = "{"a" * 90}"\ntitle = "A"\n', "29 at most"),
        ('like = "a_visit"', "like each other"),
        (WHOLE + '[[step]]\ntitle = "A"\n', "needs a code"),
        (WHOLE + '[[step]]\ncode = "a"\n', "title is missing"),
        (
            WHOLE + '[[step]]\ncode = "a"\ntitle = "A"\nphase = "call"\npart = "queen"\nfrom = "call"\n',
            "part is one of",
        ),
        (
            WHOLE + '[[step]]\ncode = "a"\ntitle = "A"\nphase = "call"\npart = "link"\nfrom = "birth"\n',
            "from is one of",
        ),
        (
            WHOLE + '[[step]]\ncode = "a"\ntitle = "A"\nphase = "call"\npart = "link"\nfrom = "call"\ndue = 1\n',
            "due is none",
        ),
    ],
)
def test_a_mistake_is_said_with_its_file(own: Path, text: str, words: str) -> None:
    (own / "a_visit.toml").write_text(text)
    with pytest.raises(Refused, match=words) as refusal:
        kinds()
    assert "a_visit.toml" in str(refusal.value)


def test_parts_are_the_councils_own_where_it_has_a_file(own: Path) -> None:
    text = "\n".join(f'[{code}]\ntitle = "Our {code}"' for code in parts())
    (own.parent / "parts.toml").write_text(text)
    assert parts()["link"].title == "Our link"
    (own.parent / "parts.toml").write_text('[link]\ntitle = "Alone"')
    with pytest.raises(Refused, match="part is one of link"):
        kinds()
