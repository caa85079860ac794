"""A council's own rules, themes and risks: they stand in for ours, and what is wrong in them is said with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.web.audits import rules
from lineofsight.web.audits.framing import at_risk
from tests.web.audits.conftest import seen_for
from tests.web.conftest import add_person


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.LINEOFSIGHT_HOME = tmp_path
    (tmp_path / "audits").mkdir()
    return tmp_path / "audits"


def test_a_council_names_what_differs_and_where_it_comes_from(folder: Path) -> None:
    (folder / "settings.toml").write_text('unsafe_plan = 3\npanel_apart = { value = 1, source = "Our board" }\n')
    found = rules.settings()
    assert (found["unsafe_plan"].value, found["unsafe_plan"].council) == (3, True)
    assert (found["panel_apart"].value, found["panel_apart"].source) == (1, "Our board")
    assert (found["unsafe_answer"].value, found["unsafe_answer"].council) == (1, False)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("shoe_size = 4", "no such setting"),
        ('unsafe_plan = "3"', "must be a whole number"),
        ("unsafe_plan = -1", "from 0 to 1000"),
        ('moderated_grades = ["excellent"]', "grades are"),
        ("moderated_grades = [1]", "list of texts"),
        ("unsafe_plan = ", "is no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(folder: Path, written: str, sentence: str) -> None:
    (folder / "settings.toml").write_text(written)
    with pytest.raises(Refused, match=sentence) as refused:
        rules.settings()
    assert str(refused.value).startswith("audits/settings.toml")


def test_own_themes_and_risks_stand_in_the_place_of_ours(folder: Path) -> None:
    (folder / "themes.toml").write_text('[[theme]]\ncode = "play"\ntitle = "Play"\nrefs = ["3.3"]\n')
    (folder / "risks.toml").write_text('[[risk]]\nname = "all"\ntitle = "All"\nselect = "select 1 as person_id"\n')
    assert {code: theme.title for code, theme in rules.themes().items()} == {"play": "Play"}
    assert list(rules.risks()) == ["all"]
    assert rules.theme_title("voice") == "voice"
    (folder / "themes.toml").write_text('[[theme]]\ncode = "play"\n')
    with pytest.raises(Refused, match="a code and a title"):
        rules.themes()


def test_a_select_that_can_t_be_asked_is_refused_and_reaches_no_file(
    demo_site: Home, db: None, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "audits").mkdir()
    with seen_for(add_person("quality")) as seen:
        settings.LINEOFSIGHT_HOME = tmp_path
        for select in ("select person_id from no_table", "select * from read_csv('/etc/passwd')", "drop table people"):
            file = tmp_path / "audits" / "risks.toml"
            file.write_text(f'[[risk]]\nname = "bad"\ntitle = "Bad"\nselect = "{select}"\n')
            with pytest.raises(Refused, match="can't be asked"):
                at_risk(seen.counted, "bad")
