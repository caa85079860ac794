"""Who reads the packs of a board: those who run the service, and of board members those who are on that board."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.table import may
from lineofsight.web.clock import today
from lineofsight.web.improvement.models import Board, Publication, WrittenReport


def packs_for(user: User) -> QuerySet[Publication]:
    """The packs that a person reads. A pack hides no small figure, so it is not for members of other boards."""
    packs = Publication.objects.filter(report__kind=WrittenReport.Kind.PACK)
    if not may(user.role, "improvement:boards"):
        return packs.none()
    if user.role != Role.BOARD_MEMBER:
        return packs
    return packs.filter(report__meeting__board__in=boards_of(user))


def boards_of(user: User) -> QuerySet[Board]:
    """The boards that a person is on today. Who has left a board reads its packs no more."""
    now = today()
    runs = Q(members__until_on=None) | Q(members__until_on__gte=now)
    return Board.objects.filter(runs, members__user=user, members__from_on__lte=now).distinct()
