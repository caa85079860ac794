"""Whether audits heard children and families: what stands beside the process figures in the monthly report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lineofsight.web.audits import rules, telling
from lineofsight.web.audits.findings_pages import comparable
from lineofsight.web.audits.findings_reading import cycles_there, told_audits


def voices(first: dt.date, last: dt.date) -> tuple[telling.Shares, ...]:
    """Of the audits given in between two days, whose feedback was asked for and given; empty where they are few.

    Re-audits are left out: their cases were chosen for their grade.
    """
    cycles = {cycle.pk: cycle for cycle in cycles_there()}
    pool, _ = comparable(told_audits(sections=False), {}, cycles)
    return voices_of(pool, first, last, few=int(rules.setting("small_cell")))


def voices_of(rows: Iterable[telling.Told], first: dt.date, last: dt.date, *, few: int) -> tuple[telling.Shares, ...]:
    """The feedback of those given in between two days, both included; empty where fewer than `few` were."""
    given = [row for row in rows if row.given_on is not None and first <= row.given_on <= last]
    return tuple(each for each in telling.feedback(given) if each.n) if len(given) >= few else ()
