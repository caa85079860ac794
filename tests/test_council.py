"""One council's records and book, ready to count: its own spellings, and where what doesn't fit into memory goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from lineofsight.calendar import Month
from lineofsight.council import council_spellings
from lineofsight.home import Home
from lineofsight.problems import Refused
from tests.extracts import council_of


def test_each_count_spills_to_a_private_folder_of_its_own(home: Home) -> None:
    council = council_of(home, {}, dt.date(2023, 3, 31))
    counts = [council.count([Month(2023, 3)], refs=["1.1"]).database for _ in range(2)]
    found = [database.execute("select current_setting('temp_directory')").fetchone() for database in counts]
    folders = {Path(row[0]) for row in found if row}
    assert len(folders) == 2
    assert {folder.parent for folder in folders} == {home.cache / "spilled"}
    assert (home.cache / "spilled").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("column", ["invo_professional_role_id", "cles_in_touch"])
def test_a_spelling_can_only_mean_a_code_that_the_column_has(home: Home, column: str) -> None:
    """Also where local codes are expected: what a spelling is mapped to must mean something to the figures."""
    home.create()
    home.mappings.write_text(f'[codes.{column}]\n"Lead social worker" = "XX"\n', encoding="utf-8")
    with pytest.raises(Refused, match=f"'Lead social worker' of {column} is mapped to 'XX', which is no code of it"):
        council_spellings(home)
