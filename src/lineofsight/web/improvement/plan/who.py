"""Who works on an action of the plan: its owner, and those who keep the plan. Who can own one."""

from __future__ import annotations

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.table import may
from lineofsight.web.changing import holds
from lineofsight.web.improvement.models import PlanAction
from lineofsight.web.improvement.plan.steps import BOARD_DECIDES, OWNER_MAY, PLAN_STEPS
from lineofsight.web.improvement.running import check_improves
from lineofsight.web.steps import Step


def check_works_on(user: User, action: PlanAction) -> None:
    """Refused where this person neither owns the action nor keeps the plan."""
    if action.owner_id != user.pk and not holds(check_improves, user):
        raise Refused("That is for its owner, and for those who keep the plan.")


def works_on(user: User, action: PlanAction) -> bool:
    return holds(check_works_on, user, action)


def check_takes(name: str, user: User, action: PlanAction) -> None:
    """Refused where this person may not take a step of the table: its owner some of them, who keeps the plan all."""
    if name in OWNER_MAY:
        check_works_on(user, action)
    else:
        check_improves(user)


def steps_for(user: User, action: PlanAction) -> list[Step]:
    """The steps that a person may take with an action as it is; a board's are taken in its meeting alone."""
    return [
        step
        for name, step in PLAN_STEPS.items()
        if action.state in step.comes_from and name not in BOARD_DECIDES and holds(check_takes, name, user, action)
    ]


def check_can_own(owner: User | None, owner_name: str) -> None:
    """Refused where nobody is named, or somebody who could not open the action."""
    if owner is None and not owner_name.strip():
        raise Refused("Say who answers for it: one name.")
    if owner is not None and not owner.is_active:
        raise Refused(f"{owner.name} does not use this site any more: choose somebody else.")
    if owner is not None and not may(owner.role, "improvement:plan_action"):
        raise Refused(f"{owner.name} can't open the improvement plan: choose somebody who can, or write a name.")
