"""The rows about the court: letters before proceedings, care proceedings, and the orders that ended them.

Where a child was in care, proceedings agree with the legal statuses on record: they are issued just before the interim
care order begins, and end on the day of the care order or on the day on which the child leaves.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from lineofsight.demo.cases import Care, Case, ProtectionPlan
from lineofsight.demo.days import ENDS, EXTRACT, day, iso, working_on_or_after, working_on_or_before
from lineofsight.demo.rows import MARK, Records, date, happened, person_id

INTERIM, CARE_ORDER = "C1", "C2"
AT_HOME = 0.085  # of protection plans, the share with proceedings while the child stays at home
STEPPED_DOWN = 0.16  # of the others, the share with pre-proceedings that never became proceedings
LONGER_SINCE = day(2021, 9, 1)  # the courts are slow, and so are the letters before them
ORDERS_BY_REASON = {
    "E11": "Placement order", "E12": "Placement order", "E41": "Child arrangements order",
    "E45": "Special guardianship order", "E47": "Special guardianship order", "E4A": "Supervision order",
    "E4B": "Supervision order",
}  # fmt: skip
PLANS = {  # what the local authority planned in the end, by the order made
    "Care order": "A", "Placement order": "C", "Supervision order": "D", "Special guardianship order": "E",
    "Child arrangements order": "F", "No order": "G",
}  # fmt: skip


@dataclass(slots=True)
class Proceedings:
    """What a child's case was in court, or was on its way to it."""

    case: Case
    letter: int | None = None
    ended: int | None = None  # pre-proceedings
    issued: int | None = None
    final: int | None = None
    order: str = ""


def write_proceedings(records: Records) -> None:
    """Pre-proceedings and care proceedings of the four years, in our table and in that of the standard."""
    legal = _legal_statuses(records)
    for case in records.council.cases:
        found = [
            proceedings
            for care in case.care
            if not care.short and (proceedings := _of_care(records, care, legal.get(person_id(care.person), [])))
        ]
        for plan in case.protection_plans:
            proceedings = _of_plan(records, plan)
            if proceedings is not None and not case.care:
                found.append(proceedings)
                break
        for number, proceedings in enumerate(found):
            _write(records, proceedings, number)


def _legal_statuses(records: Records) -> dict[str, list[tuple[int, str]]]:
    """From when each child had which legal status."""
    found: dict[str, list[tuple[int, str]]] = {}
    for _, child, code, start, _ in records.tables["ssd_legal_status"]:
        found.setdefault(child, []).append((dt.date.fromisoformat(start).toordinal(), code))
    return found


def _of_care(records: Records, care: Care, statuses: list[tuple[int, str]]) -> Proceedings | None:
    case = care.case
    rng = Random(f"services {records.council.seed}, court of {case.person.family.number} from {care.start}")
    here = [(on, code) for on, code in statuses if care.start <= on < (care.end or EXTRACT + 1)]
    interim = next((on for on, code in here if code == INTERIM), None)
    if interim is None:
        return None
    first = max(case.opened, case.person.born + 1)
    ahead = rng.randint(0, 5) if interim == care.start else rng.randint(3, 14)
    found = Proceedings(case, issued=max(working_on_or_before(interim - ahead), min(first, interim)))
    assert found.issued is not None
    order = next((on for on, code in here if code == CARE_ORDER), None)
    if order is not None:
        found.final, found.order = order, "Care order"
    elif care.end is not None:
        found.final, found.order = care.end, ORDERS_BY_REASON.get(care.reason, "No order")
    if found.final is not None and found.final <= ENDS[0] - 365:
        return None
    length = rng.randint(70, 150) + (rng.randint(20, 90) if rng.random() < 0.45 else 0)
    gap = rng.randint(0, 14)
    if rng.random() < 0.72:
        ended = working_on_or_before(found.issued - gap)
        letter = working_on_or_after(max(ended - length, first + 20))
        if letter <= ended - 35:
            found.letter, found.ended = letter, ended
    return found


def _of_plan(records: Records, plan: ProtectionPlan) -> Proceedings | None:
    """Proceedings of a child who stays at home, or a letter that was enough."""
    case = plan.case
    family = case.person.family.number
    rng = Random(f"services {records.council.seed}, letter to {family} from {plan.start}")
    chance = rng.random()
    if chance > AT_HOME + STEPPED_DOWN:
        return None
    letter = working_on_or_after(plan.start + rng.randint(15, 90))
    slow = rng.random() < (0.55 if letter > LONGER_SINCE else 0.35)
    length = rng.randint(118, 280) if slow else rng.randint(60, 112)
    ended = working_on_or_before(letter + length)
    found = Proceedings(case, letter=letter)
    last = (case.closed if case.closed is not None else EXTRACT + 1) - 1
    if letter > last or letter < ENDS[0] - 700:
        return None
    if chance > AT_HOME:
        if ended <= EXTRACT:
            found.ended = ended
        return found if ended <= last or case.closed is None else None
    found.ended = ended if ended <= EXTRACT else None
    issued = working_on_or_after(ended + rng.randint(1, 12))
    quick = rng.random() < (0.42 if issued > LONGER_SINCE else 0.66)
    weeks = rng.uniform(17, 25.9) if quick else rng.uniform(26.2, 60)
    final = working_on_or_before(issued + int(weeks * 7))
    order = rng.choices(("Supervision order", "Child arrangements order", "Special guardianship order", "No order"),
                        (58, 16, 8, 18))[0]  # fmt: skip
    if issued <= EXTRACT:
        found.issued = issued
        if final <= EXTRACT:
            found.final, found.order = final, order
    return found if min(final, EXTRACT) <= last or case.closed is None else None


def _write(records: Records, found: Proceedings, number: int) -> None:
    outcome = ""
    if found.ended is not None:
        outcome = "Proceedings issued" if found.issued is not None else "Stepped down"
    records.add(
        "los_legal_proceedings", records.new_id("LG"), person_id(found.case.person), date(found.letter),
        date(found.ended), outcome, date(found.issued), date(found.final), found.order,
    )  # fmt: skip
    _write_standard(records, found, number)


def _write_standard(records: Records, found: Proceedings, number: int) -> None:
    """The same in the standard's own table, which says more of the letter and of the court."""
    case = found.case
    family = case.person.family.number
    began = found.letter if found.letter is not None else found.issued
    assert began is not None
    rng = Random(f"services {records.council.seed}, before the court {family} from {began}")
    ended = found.ended
    meeting = found.letter + rng.randint(8, 21) if found.letter is not None else None
    if meeting is not None and ended is not None and meeting > ended:
        meeting = None
    in_court = found.issued is not None
    outcome = ""
    if ended is not None:
        outcome = "Decision to Issue Care Proceedings" if in_court else "Decision to step down"
    stop = ended if ended is not None else EXTRACT
    meetings = max(0, (stop - (found.letter or stop)) // 45 - 1)
    plans = sum(plan.start <= began for plan in case.protection_plans)
    year = int(iso(found.issued)[2:4]) if found.issued is not None else 0
    hearings = 1 + ((found.final or EXTRACT) - found.issued) // 60 if found.issued is not None else 0
    short = in_court and found.letter is None
    not_there = "Not in care proceedings"
    decided = None
    if found.letter is not None:
        decided = max(found.letter - rng.randint(3, 14), case.opened, case.person.born)
    records.add(
        "ssd_pre_proceedings", records.new_id("PP"), person_id(case.person), f"PLO{family}.{began}{MARK}",
        date(decided), happened(meeting), outcome, date(ended), str(plans), "C" if short else "B", "0", str(number),
        date(found.letter), date(found.issued), str(meetings) if found.letter is not None else "",
        rng.choices(("Yes", "No", "Unknown"), (72, 20, 8))[0] if found.letter is not None else "",
        rng.choices(("Yes", "No"), (88, 12))[0] if in_court else not_there,
        f"ZZ{year:02d}C{50000 + family}{MARK}" if in_court else "", str(hearings) if in_court else "",
        yes_or_no(short) if in_court else not_there,
        (rng.choice("AB") if short else "No short notice applications") if in_court else "",
        "Yes" if in_court else "", rng.choices("ABD", (70, 12, 18))[0] if in_court else not_there,
        "Yes" if found.final is not None else "",
        (PLANS[found.order] if found.final is not None else "H") if in_court else "",
    )  # fmt: skip


def yes_or_no(flag: bool) -> str:
    return "Yes" if flag else "No"
