"""The rows about core groups: the people who keep a child protection plan going meet every six weeks at least."""

from __future__ import annotations

from random import Random

from lineofsight.demo.cases import ProtectionPlan
from lineofsight.demo.days import EXTRACT, iso, working_after, working_on_or_after, working_on_or_before
from lineofsight.demo.rows import Records, person_id
from lineofsight.demo.teams import lateness

WEEKS = 42  # days from one core group to the due date of the next
FIRST = 10  # working days from the start of the plan


def write_core_groups(records: Records) -> None:
    """The core groups of every plan: brothers and sisters whose plans began together have theirs together."""
    seed = records.council.seed
    for case in records.council.cases:
        for plan in case.protection_plans:
            rng = Random(f"services {seed}, core groups of {case.person.family.number} from {plan.start}")
            _write(records, plan, rng)


def _write(records: Records, plan: ProtectionPlan, rng: Random) -> None:
    stop = plan.end if plan.end is not None else EXTRACT + 1
    key, child = records.id_of(plan, "CP"), person_id(plan.case.person)
    due = working_after(plan.start, FIRST)
    first = True
    while True:
        late = rng.random() < 0.055 * lateness(plan.case, min(due, EXTRACT))
        early = rng.randint(0, 5 if first else 12)
        held = working_on_or_after(due + rng.randint(1, 24)) if late else working_on_or_before(due - early)
        if held >= stop:
            if plan.end is None or due < stop:
                records.add("los_core_groups", records.new_id("CG"), child, key, iso(due), "")
            return
        records.add("los_core_groups", records.new_id("CG"), child, key, iso(due), iso(held))
        due = working_on_or_before(held + WEEKS)
        first = False
