"""Risks as a table of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lineofsight.reports import wording
from lineofsight.reports.document import Cell, Column, Table
from lineofsight.web.improvement.models import Risk, RiskScore
from lineofsight.web.improvement.risks.scoring import latest, rating_of_score


def risk_table(risks: Iterable[Risk], on: dt.date) -> Table:
    """Open risks with their scores, the highest first."""
    rows = []
    for risk in risks:
        now, aim = latest(risk.scores.all(), RiskScore.Of.CURRENT), latest(risk.scores.all(), RiskScore.Of.TARGET)
        controls = [control for control in risk.controls.all() if control.ended_on is None]
        word = rating_of_score(now.score if now else None)
        rows.append(
            (
                now.score if now else 0,
                (
                    Cell((risk.title,)),
                    Cell((f"{now.score}, {word}" if now else "not judged",), word),
                    Cell((str(aim.score) if aim else "",)),
                    Cell((f"{len(controls)}",)),
                    Cell((risk.whose,)),
                    Cell((f"{'overdue since ' if risk.review_on < on else ''}{wording.day(risk.review_on)}",)),
                ),
            )
        )
    columns = (
        Column("Risk", width=5), Column("Score now", width=2), Column("Target", numbers=True),
        Column("Controls", numbers=True), Column("Owner", width=3), Column("Next review", width=2),
    )  # fmt: skip
    ordered = sorted(rows, key=lambda pair: -pair[0])
    return Table("Risks: likelihood times impact, each from 1 to 5", columns, tuple(cells for _, cells in ordered))
