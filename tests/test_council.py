"""One council's records and book, ready to count: its own spellings, and where what doesn't fit into memory goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from lineofsight.calendar import Month
from lineofsight.home import Home
from tests.extracts import council_of


def test_each_count_spills_to_a_private_folder_of_its_own(home: Home) -> None:
    council = council_of(home, {}, dt.date(2023, 3, 31))
    counts = [council.count([Month(2023, 3)], refs=["1.1"]).database for _ in range(2)]
    found = [database.execute("select current_setting('temp_directory')").fetchone() for database in counts]
    folders = {Path(row[0]) for row in found if row}
    assert len(folders) == 2
    assert {folder.parent for folder in folders} == {home.cache / "spilled"}
    assert (home.cache / "spilled").stat().st_mode & 0o077 == 0
