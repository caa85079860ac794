"""Who runs the audits."""

from __future__ import annotations

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role

#: Who plans cycles, draws samples, gives cases to auditors and closes cycles.
RUNS_AUDITS = frozenset({Role.QUALITY, Role.DIRECTOR})
#: Who signs off what was unsafe and decides as a panel, beside those.
HEADS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR})


def runs_audits(user: User) -> bool:
    return user.role in RUNS_AUDITS


def check_runs_audits(user: User) -> None:
    """Refused where this person doesn't run the audits."""
    if not runs_audits(user):
        raise Refused("That is for those who run the audits: quality assurance and the director.")
