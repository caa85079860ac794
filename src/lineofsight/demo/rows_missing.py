"""The rows about return home interviews: when each was offered after a child came back, and when it was held."""

from __future__ import annotations

import datetime as dt
from random import Random

from lineofsight.demo.days import EXTRACT, iso
from lineofsight.demo.rows import Records

DECLINED = (
    ("Child did not wish to talk", 58), ("Child has talked to somebody they trust", 22),
    ("Parent declined", 8), ("Child moved away", 12),
)  # fmt: skip
_LAST = dt.datetime.fromisoformat(iso(EXTRACT + 1))


def write_return_interviews(records: Records, rng: Random) -> None:
    """An interview for each time that one was offered: most in three days, three in four of the accepted held."""
    for key, _, _, _, ended, offered, accepted in records.tables.get("ssd_missing", []):
        if offered != "Y":
            continue
        back = dt.datetime.fromisoformat(ended)
        prompt = rng.random() < 0.9
        offer = _in_the_day(back + dt.timedelta(hours=rng.randint(3, 40) if prompt else rng.randint(73, 200)), rng)
        held, reason = None, ""
        if accepted == "Y" and rng.random() < 0.77:
            quick = prompt and rng.random() < 0.86
            wait = dt.timedelta(hours=rng.randint(2, 24) if quick else rng.randint(73, 300))
            held = _in_the_day(offer + wait, rng)
            if quick:
                held = min(held, back + dt.timedelta(hours=71))
        elif accepted != "Y":
            reason = rng.choices([text for text, _ in DECLINED], [weight for _, weight in DECLINED])[0]
        if offer >= _LAST:
            continue
        records.add(
            "los_return_interviews", records.new_id("RI"), key, _at(offer),
            _at(held) if held is not None and held < _LAST else "", reason,
        )  # fmt: skip


def _in_the_day(moment: dt.datetime, rng: Random) -> dt.datetime:
    """The same moment, or in the morning after it where it is night."""
    if moment.hour < 8:
        return moment.replace(hour=rng.randint(9, 11))
    if moment.hour >= 20:
        return (moment + dt.timedelta(days=1)).replace(hour=rng.randint(9, 11))
    return moment


def _at(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ")
