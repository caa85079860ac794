"""Resampling: the same draws every time and however they are cut, and percentiles that can be counted off."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.statistics import resampling
from lineofsight.statistics.resampling import interval, left_out, resampled


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    """What PCG64 with seed 2023 gave once. If this changes, published intervals can't be had again."""
    drawn = resampled([3, 0, 2, 5], times=4, seed=2023)
    assert drawn.tolist() == [[3, 0, 2, 5], [4, 0, 1, 5], [2, 0, 2, 6], [2, 0, 2, 6], [1, 0, 3, 6]]
    assert not np.array_equal(resampled([3, 0, 2, 5], times=4, seed=2024), drawn)


def test_the_draws_do_not_depend_on_how_many_are_held_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = resampled([7, 2, 4], times=50, seed=1)
    monkeypatch.setattr(resampling, "BLOCK", 30)
    assert np.array_equal(resampled([7, 2, 4], times=50, seed=1), whole)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(0, 20))
def test_each_resample_has_as_many_cases_and_no_kind_that_was_not_there(counts: list[int], times: int) -> None:
    drawn = resampled(counts, times=times, seed=1)
    assert drawn.shape == (1 + times, len(counts))
    assert drawn[0].tolist() == counts
    assert (drawn.sum(axis=1) == sum(counts)).all()
    assert not drawn[:, [place for place, count in enumerate(counts) if not count]].any()


def test_kinds_are_drawn_as_often_as_they_are_there() -> None:
    """4,000 resamples of 10 + 30: the mean of the first is 10, give or take 4 x sqrt(40 x 1/4 x 3/4 / 4,000) = 0.17."""
    drawn = resampled([10, 30], times=4_000, seed=1)[1:, 0]
    assert drawn.mean() == pytest.approx(10, abs=0.17)
    assert drawn.var() == pytest.approx(40 * 1 / 4 * 3 / 4, rel=0.1)


def test_an_interval_is_counted_off_and_leaves_out_what_is_not_defined() -> None:
    figures = np.array([float(place) for place in range(1001)])
    assert interval(figures) == (25, 975)
    assert interval(np.append(figures, [np.nan] * 500)) == (25, 975)
    assert left_out(np.append(figures[:75], [np.nan] * 25)) == 0.25
    assert interval(np.array([np.nan])) is None
    assert interval(np.array([0.5, 0.5, np.nan])) is None
    assert interval(np.array([])) is None
    assert left_out(np.array([])) == 0


def test_who_asks_for_nothing_waits_for_no_library() -> None:
    files = ", ".join(f"lineofsight.statistics.{name}" for name in ("agreement", "allocation", "sampling"))
    code = f"import sys, {files}; assert not {{'numpy', 'networkx'}} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
