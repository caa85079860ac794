"""From when to when things of the demonstration lasted, for tests that hold others against them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence

Rows = list[dict[str, str]]
Read = Callable[[str], Rows]
Spans = dict[str, list[tuple[str, str]]]

NEVER = "9999-12-31"
SHORT_BREAKS = ("V3", "V4")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def spans(rows: Rows, of: str, start: str, end: str) -> Spans:
    """By person or record: from when to when each row lasted."""
    found: Spans = defaultdict(list)
    for row in rows:
        found[row[of]].append((row[start], row[end] or NEVER))
    return found


def in_care(read: Read) -> Spans:
    """By child: from when to when they were looked after; no short breaks."""
    short = {r["lega_person_id"] for r in read("ssd_legal_status") if r["lega_legal_status"] in SHORT_BREAKS}
    periods: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in read("ssd_cla_episodes"):
        if row["clae_person_id"] not in short:
            key = row["clae_person_id"], row["clae_cla_id"]
            periods[key].append((row["clae_cla_episode_start_date"], row["clae_cla_episode_ceased_date"] or NEVER))
    found: Spans = defaultdict(list)
    for (child, _), episodes in periods.items():
        found[child].append((min(start for start, _ in episodes), max(end for _, end in episodes)))
    return found


def open_cases(read: Read) -> Spans:
    """By child: from when to when a case was open; referrals that ended at once with nothing are none."""
    rows = [row for row in read("ssd_cin_episodes") if row["cine_referral_nfa"] != "Y"]
    return spans(rows, "cine_person_id", "cine_referral_date", "cine_close_date")


def holds(on: str, lasted: Sequence[tuple[str, str]]) -> bool:
    """Whether a day lies in one of the spans; the last day of a span does."""
    return any(start <= on[:10] <= end for start, end in lasted)


def share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags)
