"""Who runs the improvement of the service: keeps assurance, the plan, boards, risks and reports."""

from __future__ import annotations

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role

#: Who keeps all of it. The group `improvers` of `access.toml` is the same.
IMPROVERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST, Role.QUALITY})


def improves(user: User) -> bool:
    return user.role in IMPROVERS


def check_improves(user: User) -> None:
    """Refused where this person doesn't keep the plan and what belongs to it."""
    if not improves(user):
        raise Refused(
            "That is for those who keep the plan: heads of service, the director, analysts, quality assurance."
        )
