"""Who prepares inspections: keeps visits, documents, questions and who may see what inspectors said."""

from __future__ import annotations

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role

#: Who prepares. The group `preparers` of `access.toml` is the same.
PREPARERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST, Role.QUALITY})


def prepares(user: User) -> bool:
    return user.role in PREPARERS


def check_prepares(user: User) -> None:
    """Refused where this person doesn't prepare inspections."""
    if not prepares(user):
        raise Refused(
            "That is for those who prepare inspections: heads of service, the director, analysts, quality assurance."
        )
