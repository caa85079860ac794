"""Spoilt workbooks: each loads with every row accounted for, or is refused in one line that shows no cell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lineofsight.home import Home
from lineofsight.problems import Refused
from tests.sources.annex_a.loads import load_workbook
from tests.sources.annex_a.mutations import CELLS, mutated
from tests.sources.annex_a.sample import ON, sample
from tests.sources.annex_a.workbooks import as_bytes

WHOLE = as_bytes(sample(8))
SEEDS = 500 if os.environ.get("FUZZ") else 50
#: What no message may show: the children, and what the spoilt cells hold.
CONTENT = ("child-", "adopter-", "Worker 1", "Team 1", *(cell for cell in CELLS if len(cell.strip()) > 8))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_spoilt_workbook_is_read_to_the_last_row_or_refused_in_one_line(
    seed: int, home: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(mutated(WHOLE, seed))
    try:
        snapshot, extract = load_workbook(home, path, ON)
    except Refused as refused:
        said = str(refused)
        assert said.startswith("a.xlsx") and "\n" not in said
    else:
        for facts in snapshot.files.values():
            assert facts["accepted"] + facts["quarantined"] == facts["read"]
        said = " ".join(extract.notes)
    assert not [content for content in CONTENT if content in said]
    assert not list(home.path.glob(".unpacked-*"))
    assert capfd.readouterr() == ("", "")


def test_a_seed_spoils_a_workbook_in_one_way() -> None:
    assert [mutated(WHOLE, seed) == mutated(WHOLE, seed) for seed in range(20)] == [True] * 20
    assert len({mutated(WHOLE, seed) for seed in range(20)}) > 15
