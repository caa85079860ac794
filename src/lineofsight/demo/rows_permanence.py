"""The rows about permanence: adoption step by step, and orders that gave a child a family for good."""

from __future__ import annotations

import datetime as dt
from random import Random

from lineofsight.demo.cases import Care
from lineofsight.demo.days import ENDS, EXTRACT, iso, pick_day, working_on_or_before
from lineofsight.demo.rows import Records, Row, date, person_id, unit_or_last, yes

ADOPTED = ("E11", "E12")
GUARDIANS = ("E45", "E46", "E47", "E48")
ARRANGED = "E41"
PARENTS = (("MF", "L11", 62), ("MF", "L3", 10), ("FF", "L12", 7), ("MM", "L12", 8), ("F1", "L0", 12), ("M1", "L0", 1))


def write_permanence(records: Records) -> None:
    """A row for each period of care that ended with an order, and for children for whom adoption is the plan."""
    seed = records.council.seed
    adopters = _starts(records.tables["ssd_cla_placement"], 2, 3, 4, "A5")
    freed = _starts(records.tables["ssd_legal_status"], 1, 3, 2, "E1")
    waiting = 0
    for case in records.council.cases:
        for care in case.care:
            rng = Random(f"services {seed}, permanence of {care.person.number} from {care.start}")
            if care.short or (care.end is not None and care.end <= ENDS[0] - 365):
                continue
            if care.reason in ADOPTED:
                placed = _within(adopters.get(person_id(care.person), []), care)
                order = _within(freed.get(person_id(care.person), []), care)
                if placed is not None:
                    _write_adoption(records, care, placed, order, rng)
            elif care.reason in GUARDIANS or care.reason == ARRANGED:
                guardian = care.reason in GUARDIANS
                kind = "Special Guardianship Order" if guardian else "Child Arrangements/ Residence Order"
                _write(records, care, rng, order=care.end, order_type=kind)
            elif care.end is None and care.person.age(EXTRACT) < 6 and EXTRACT - care.start > 330 and waiting < 12:
                waiting += 1
                decided = pick_day(rng, care.start + 150, min(care.start + 420, EXTRACT - 5))
                turned = None
                if waiting % 4 == 0 and decided < EXTRACT - 120:
                    turned = pick_day(rng, decided + 90, EXTRACT)
                _write(records, care, rng, decided=decided, reversed_on=turned)


def _starts(rows: list[Row], person: int, start: int, kind: int, wanted: str) -> dict[str, list[int]]:
    """On which days each child has a row of a kind that starts then."""
    found: dict[str, list[int]] = {}
    for row in rows:
        if row[kind] == wanted:
            found.setdefault(row[person], []).append(dt.date.fromisoformat(row[start]).toordinal())
    return found


def _within(days: list[int], care: Care) -> int | None:
    return next((on for on in days if care.start <= on < (care.end or EXTRACT + 1)), None)


def _write_adoption(records: Records, care: Care, placed: int, freed: int | None, rng: Random) -> None:
    matched = working_on_or_before(placed - rng.randint(10, 40))
    decided = max(care.start + rng.randint(60, 120), placed - rng.randint(110, 400))
    if freed is not None and freed < matched:
        decided = min(decided, max(freed - rng.randint(15, 60), care.start + 30))
    decided = min(decided, matched - 20)
    sex, status, _ = rng.choices(PARENTS, [weight for _, _, weight in PARENTS])[0]
    _write(
        records, care, rng, decided=working_on_or_before(decided),
        placement_order=freed if freed is not None and freed <= matched else None, matched=matched, placed=placed,
        sex=sex, status=status, order=care.end, order_type="Adoption",
    )  # fmt: skip


def _brothers_and_sisters(care: Care) -> int:
    """How many others of the family were in care when this period ended."""
    on = (care.end if care.end is not None else EXTRACT) - 1
    return sum(
        any(
            not other.short and other.start <= on and (other.end is None or other.end > on)
            for case in child.cases
            for other in case.care
        )
        for child in care.person.family.children
        if child is not care.person
    )


def _write(
    records: Records,
    care: Care,
    rng: Random,
    *,
    decided: int | None = None,
    placement_order: int | None = None,
    matched: int | None = None,
    placed: int | None = None,
    sex: str = "",
    status: str = "",
    reversed_on: int | None = None,
    order: int | None = None,
    order_type: str = "",
) -> None:
    others = _brothers_and_sisters(care)
    together = others + 1 if rng.random() < 0.7 else 1
    _, worker = unit_or_last(care.case, (care.end if care.end is not None else EXTRACT) - 1)
    in_group = others > 0 and placed is not None
    records.add(
        "ssd_permanence", records.new_id("PM"), person_id(care.person), records.id_of(care, "L"), date(decided),
        yes(others > 0), str(together) if in_group else "", str(others + 1 - together) if in_group else "",
        "", date(placement_order), date(matched), sex, status, ("1" if sex in ("F1", "M1") else "2") if sex else "",
        date(placed), "N" if placed else "", "", "", "SC999999" if placed else "", date(reversed_on),
        rng.choice(("RD1", "RD3")) if reversed_on else "", iso(order) if order is not None else "", order_type, worker,
    )  # fmt: skip
