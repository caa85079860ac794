"""How far a figure of agreement would move if other cases had been graded: formulas on many tables, and the bootstrap.

Only this file of the room imports numpy, and whoever needs an interval imports this file then: it takes as long as a
page. A table of two raters is counted grade by grade, so resampling its pairs is resampling its cells; so too units of
several raters, by which grades they got. All formulas take a stack of tables and give a figure for each, NaN where a
figure is not defined.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Figures = npt.NDArray[np.float64]

#: Draws that are held in memory at a time.
BLOCK = 1_000_000


def resampled(counts: Sequence[int], *, times: int, seed: int) -> Counts:
    """The counts as they are, and below them how often each kind comes when as many cases are drawn with replacement.

    `counts`: how many cases there are of each kind. A column for each kind; 1 + `times` rows.

    A draw is the integer part of cases x u, with u the upper 53 bits of the next number of the generator PCG64. That
    generator's stream is promised to stay the same with every version of numpy (those of its distributions are not),
    so a published interval can be had again.

    >>> resampled([3, 0, 1], times=2, seed=1).tolist()
    [[3, 0, 1], [2, 0, 2], [3, 0, 1]]
    """
    kinds = np.repeat(np.arange(len(counts)), counts)
    generator = np.random.PCG64(seed)
    rows = max(1, BLOCK // max(1, len(kinds)))
    blocks = [np.array([counts], dtype=np.int64)]
    for start in range(0, times, rows):
        block = min(rows, times - start)
        uniform = (generator.random_raw(block * len(kinds)) >> np.uint64(11)) * 2.0**-53
        drawn = kinds[(uniform * len(kinds)).astype(np.int64)].reshape(block, len(kinds))
        places = drawn + len(counts) * np.arange(block)[:, None]
        blocks.append(np.bincount(places.ravel(), minlength=block * len(counts)).reshape(block, len(counts)))
    return np.concatenate(blocks)


def interval(figures: Figures) -> tuple[float, float] | None:
    """The percentile interval of 95%: from the 2.5th to the 97.5th percentile of those that are defined.

    None where none is, and where all are the same: that is no sign that the figure is certain, only that cases which
    would move it were not among those that were graded.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.
    """
    known = figures[~np.isnan(figures)]
    if known.size == 0 or known.min() == known.max():
        return None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def left_out(figures: Figures) -> float:
    """The share of resamples in which a figure is not defined; 0 of none."""
    return float(np.isnan(figures).mean()) if figures.size else 0.0


def kappas(tables: Counts) -> Figures:
    """Quadratic-weighted kappa: 1 - n x sum of d^2 o / sum of d^2 r c, with d the difference of two grades.

    o: the counts of the table; r and c: its row and column totals; n: all pairs. Not defined where all pairs have one
    and the same grade: then nothing could have been disagreed about.

    Source: Cohen (1968), Psychological Bulletin 70, 213-220; squared differences: Fleiss and Cohen (1973), Educational
    and Psychological Measurement 33, 613-619.
    """
    squares = _squares(tables.shape[1])
    expected = (squares * tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :]).sum(axis=(1, 2))
    observed = tables.sum(axis=(1, 2)) * (squares * tables).sum(axis=(1, 2))
    return 1 - _divided(observed, expected)


def ac2s(tables: Counts) -> Figures:
    """Gwet's AC2 with quadratic weights: (a - e) / (1 - e).

    a: the sum of w p, with p the shares of the table and w = 1 - d^2 / (k - 1)^2 for k grades; e: the sum of all w,
    over k (k - 1), times the sum of s (1 - s), with s the mean of both raters' shares of a grade. By the formula it is
    1 where all pairs have one and the same grade. Here it is not defined then.

    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 3 and 4; the R package irrCAC.
    """
    grades = tables.shape[1]
    weights = 1 - _squares(grades) / (grades - 1) ** 2
    pairs = tables.sum(axis=(1, 2))
    shares = _divided(tables.sum(axis=1) + tables.sum(axis=2), 2 * pairs[:, None])
    spread = (shares * (1 - shares)).sum(axis=1)
    by_chance = weights.sum() / (grades * (grades - 1)) * spread
    agreed = _divided((weights * tables).sum(axis=(1, 2)), pairs)
    return np.where(spread > 0, (agreed - by_chance) / (1 - by_chance), np.nan)


def alphas(kinds: Sequence[Sequence[int]], times: Counts) -> Figures:
    """Krippendorff's alpha for ordered grades, one for each row of `times`: 1 - (n - 1) x sum of o d / sum of n n d.

    `kinds`: one row for each kind of unit, how many raters gave it each grade, two raters or more. `times`: how often
    each kind is there. o: how often two raters of one unit gave grades c and k, each such pair counted
    1 / (raters - 1); n: how often each grade was given, and in all. d: the square of how many of all ratings lie from c
    to k, of those at c and at k half: it differs from row to row. Not defined where only one grade was given.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania; ordinal metric.
    """
    units = np.array(kinds, dtype=np.int64)
    grades = units.shape[1]
    pairs = units[:, :, None] * units[:, None, :] - units[:, :, None] * np.eye(grades, dtype=np.int64)
    weighted = pairs / (units.sum(axis=1) - 1)[:, None, None]
    coincident = (times @ weighted.reshape(len(units), -1)).reshape(-1, grades, grades)
    given = times @ units
    # Ranks: the middle of the places that the ratings of a grade take when all are put in order
    middle = given.cumsum(axis=1) - given / 2
    distances = (middle[:, :, None] - middle[:, None, :]) ** 2
    expected = (given[:, :, None] * given[:, None, :] * distances).sum(axis=(1, 2))
    observed = (given.sum(axis=1) - 1) * (coincident * distances).sum(axis=(1, 2))
    return 1 - _divided(observed, expected)


def _squares(grades: int) -> Counts:
    places = np.arange(grades)
    return (places[:, None] - places[None, :]) ** 2


def _divided(above: Counts | Figures, below: Counts | Figures) -> Figures:
    """The quotient, NaN where it is divided by 0."""
    quotient: Figures = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
