"""The four years, month by month, from 31 March 2019 to 31 March 2023: who is referred, helped, protected, in care."""

from __future__ import annotations

from lineofsight.demo import flow_care, flow_elsewhere, flow_need, flow_protection, referrals
from lineofsight.demo.council import Council, new_council
from lineofsight.demo.days import LAST
from lineofsight.demo.stock import found_council

ATTEMPTS = 25


def live(seed: int, attempt: int = 0) -> Council:
    """A council whose people's lives give the month-end counts of the plan; no visit or review is placed yet.

    Chance sometimes leaves too few people for what a month needs (too few cases ready to close, say): then
    ImpossiblePlanError is raised, and the four years can be lived again as another attempt. The same seed and attempt
    always give the same lives.
    """
    council = new_council(seed, attempt)
    found_council(council)
    for month in range(1, LAST + 1):
        referrals.refer_month(council, month)
        flow_need.close_at_eighteen(council, month)
        flow_care.leave_at_eighteen(council, month)
        flow_protection.start_plans(council, month)
        flow_care.enter_care(council, month)
        flow_care.leave_care(council, month)
        flow_protection.end_plans(council, month)
        flow_need.finish_assessments(council, month)
        flow_need.balance_need(council, month)
        flow_elsewhere.balance_support(council, month)
        flow_elsewhere.balance_leavers(council, month)
        flow_elsewhere.balance_recent(council, month)
        flow_elsewhere.balance_elsewhere(council, month)
        council.end_month(month)
    return council
