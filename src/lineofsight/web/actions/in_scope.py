"""Which actions a person may see: those about no child, or about a child whom they may see. Others are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from lineofsight.prepared.meeting import Person, people_seen
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.models import Action
from lineofsight.web.seen import Seen


@dataclass(frozen=True)
class InScope:
    """`actions` that the person may see, the children that they are about by the id that the action holds, and how
    many more there are about children whom the person may not see.
    """

    actions: QuerySet[Action]
    children: dict[str, Person] = field(default_factory=dict)
    left_out: int = 0


#: Rooms that keep some actions from some people for a time: each says which, for a person. They put themselves here.
WITHHELD: list[Callable[[User], Q]] = []


def withhold(user: User, actions: QuerySet[Action]) -> QuerySet[Action]:
    """The actions without those that a room keeps from this person now."""
    for of in WITHHELD:
        actions = actions.exclude(of(user))
    return actions


def in_scope(seen: Seen, actions: QuerySet[Action], *, of_teams: Iterable[str] | None = None) -> InScope:
    """Those of some actions that a person may see. `of_teams`: of these teams alone, by the child's team now."""
    everything = actions.count()
    actions = withhold(seen.user, actions)
    withheld = everything - actions.count()
    about = actions.exclude(person_id="").order_by().values_list("person_id", flat=True).distinct()
    children = people_seen(seen.counted, about, seen.scope, seen.served.former_ids)
    left_out = withheld + actions.exclude(Q(person_id="") | Q(person_id__in=list(children))).count()
    if of_teams is None:
        return InScope(actions.filter(Q(person_id="") | Q(person_id__in=list(children))), children, left_out)
    teams = set(of_teams)
    children = {id_: child for id_, child in children.items() if child.team_id in teams}
    theirs = Q(person_id__in=list(children)) | Q(person_id="", team_id__in=sorted(teams))
    return InScope(actions.filter(theirs), children, left_out)


def child_of_action(seen: Seen, action: Action) -> Person | None:
    """The child that an action is about, where the person may see the child."""
    return people_seen(seen.counted, [action.person_id], seen.scope, seen.served.former_ids).get(action.person_id)
