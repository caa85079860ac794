"""The rows about care: episodes, placements, legal statuses, reviews, and going missing."""

from __future__ import annotations

import datetime as dt
from random import Random

from lineofsight.demo.cases import Care
from lineofsight.demo.days import ENDS, EXTRACT, iso, later, pick_day, working_after, working_on_or_before
from lineofsight.demo.placements import Order, Placement, orders, place
from lineofsight.demo.rows import Records, date, person_id, yes

SHORT_REASON = "E4A"
IN_BOROUGH_MILES = 6


def write_care(records: Records, rng: Random) -> None:
    cancelled = 2
    for case in records.council.cases:
        for care in case.care:
            placements = place(care, rng)
            legal = orders(care, rng)
            for order in legal:
                records.add(
                    "ssd_legal_status", records.new_id("LS"), person_id(case.person), order.code, iso(order.start),
                    date(order.end),
                )  # fmt: skip
            _write_placements(records, care, placements)
            _write_episodes(records, care, placements, legal, rng)
            if not care.short:
                wanted = cancelled > 0 and len(care.reviews) > 3 and case.closed is None
                cancelled -= _write_reviews(records, care, cancel=wanted)
                _write_missing(records, care, rng)


def _postcode(placement: Placement) -> str:
    """A made-up postcode: of a home in the borough where it is near, of one outside it where it is far."""
    return "ZZ11ZZ" if placement.miles < IN_BOROUGH_MILES else "ZZ99ZZ"


def _write_placements(records: Records, care: Care, placements: list[Placement]) -> None:
    key = records.id_of(care, "L")
    for placement in placements:
        setting = f"SC{900000 + (care.person.number * 7 + placement.start) % 400}" if placement.kind[0] in "KUR" else ""
        records.add(
            "ssd_cla_placement", records.id_of(placement, "LP"), key, person_id(care.person), iso(placement.start),
            placement.kind, setting,
            str(placement.miles), placement.provider, _postcode(placement), date(placement.end), placement.change,
        )  # fmt: skip


def _write_episodes(records: Records, care: Care, placements: list[Placement], legal: list[Order], rng: Random) -> None:
    """An episode for each combination of placement and legal status, as in SSDA903."""
    moves = {placement.start for placement in placements}
    changes = {order.start for order in legal}
    starts = sorted(moves | changes)
    key = records.id_of(care, "L")
    for n, start in enumerate(starts):
        if n == 0:
            reason = "S"
        elif start in moves and start in changes:
            reason = "B"
        else:
            reason = "P" if start in moves else "L"
        end = starts[n + 1] if n + 1 < len(starts) else care.end
        placement = next(p for p in reversed(placements) if p.start <= start)
        why = "X1" if n + 1 < len(starts) else (care.reason or "E8") if care.end is not None else ""
        if care.short and care.end is not None:
            why = SHORT_REASON
        seen = min(end if end is not None else EXTRACT, EXTRACT)
        records.add(
            "ssd_cla_episodes", records.new_id("LE"), person_id(care.person), records.id_of(placement, "LP"),
            iso(start), reason, care.case.need if care.case.need != "N9" else "N5", date(end), why, key,
            records.id_of(care.case, "R"), iso(max(start, seen - rng.randint(3, 80))), iso(care.start),
        )  # fmt: skip


def _participation(care: Care, on: int, number: int) -> str:
    if care.person.age(on) < 4:
        return "PN0"
    return ("PN1", "PN1", "PN6", "PN5", "PN1", "PN2", "PN7")[(care.person.number + number) % 7]


def _write_reviews(records: Records, care: Care, *, cancel: bool) -> int:
    key, child = records.id_of(care, "L"), person_id(care.person)
    last = care.start
    for number, on in enumerate(care.reviews):
        due = _due(last, number)
        if cancel and number == len(care.reviews) - 1 and on - 6 > last:
            planned = working_on_or_before(on - 6)
            records.add("ssd_cla_reviews", records.new_id("LR"), key, child, iso(due), iso(planned), "Y", "")
        records.add(
            "ssd_cla_reviews",
            records.new_id("LR"),
            key,
            child,
            iso(due),
            iso(on),
            "N",
            _participation(care, on, number),
        )
        last = on
    if care.end is None:
        records.add(
            "ssd_cla_reviews", records.new_id("LR"), key, child, iso(_due(last, len(care.reviews))), "", "N", ""
        )
    return int(cancel)


def _due(last: int, number: int) -> int:
    return working_after(last, 20) if number == 0 else later(last, 3 if number == 1 else 6)


def _write_missing(records: Records, care: Care, rng: Random) -> None:
    """Some young people in care go missing, a few of them often."""
    twelve = later(care.person.born, 144)
    first = max(care.start + 5, ENDS[0] + 1, twelve)
    last = min((care.end or EXTRACT) - 6, EXTRACT - 6)
    if last < first or rng.random() > 0.34:
        return
    often = rng.random() < 0.15
    on = first + int(rng.expovariate(1 / 60))
    while on < last:
        start = dt.datetime.combine(dt.date.fromordinal(pick_day(rng, on, on)), dt.time(rng.randint(15, 23), 30))
        hours = rng.choice((5, 9, 14, 20, 34, 60, 90))
        offered = rng.random() < 0.93
        accepted = offered and rng.random() < 0.66
        records.add(
            "ssd_missing", records.new_id("MI"), person_id(care.person), start.isoformat(sep=" "),
            rng.choices(("M", "A"), (86, 14))[0], (start + dt.timedelta(hours=hours)).isoformat(sep=" "), yes(offered),
            yes(accepted) if offered else "NA",
        )  # fmt: skip
        on += 6 + int(rng.expovariate(1 / (30 if often else 170)))
