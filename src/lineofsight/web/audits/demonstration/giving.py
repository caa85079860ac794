"""Who got which case in the demonstration: nobody one of their own, and whoever had least first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lineofsight.web.accounts.models import User
from lineofsight.web.audits.demonstration.auditors import NAMED
from lineofsight.web.audits.demonstration.scene import Case, Scene, chance
from lineofsight.web.audits.independence import why_not
from lineofsight.web.audits.models import Audit

#: Whose case is found unsafe now, and who finds it: one who may sign in, and so may the managers who must answer.
UNSAFE_TEAM, FINDS_UNSAFE = "T22", "team.manager.2"
#: What each of those who may sign in has to do in the round that is under way; how many cases nobody has yet.
_TO_DO = ("drafting", "allocated")
_NOBODY_YET = 4
#: How many readings wait at most for each of those who moderate and may sign in.
_WAIT = 3


class Loads:
    """How many cases each person has in one round."""

    def __init__(self, scene: Scene, key: str) -> None:
        self.scene = scene
        self.key = key
        self.many: Counter[int] = Counter()
        self.waiting: Counter[int] = Counter()

    def auditor_for(self, audit: Audit, before: int | None = None) -> User | None:
        """Who audits a case: independent of it, and with least to do of what they can take."""
        return self._first(self.scene.pool.auditors, audit, False, before)

    def moderator_for(self, audit: Audit, *, waits: bool = False) -> User | None:
        """Who moderates a case: as an auditor is found, and never its auditor.

        Of those that wait, those who may sign in get some, so that they find work.
        """
        pool = self.scene.pool
        named = [user for user in pool.moderators if user in pool.named.values()] if waits else []
        free = [user for user in named if self.waiting[user.pk] < _WAIT]
        found = self._first(free, audit, True, None) or self._first(pool.moderators, audit, True, None)
        if waits and found is not None:
            self.waiting[found.pk] += 1
        return found

    def take(self, user: User, audit: Audit) -> None:
        self.many[user.pk] += 1
        served = (user.pk, audit.service_id)
        self.scene.served[served] = self.scene.served.get(served, 0) + 1

    def _first(self, people: Iterable[User], audit: Audit, second: bool, before: int | None) -> User | None:
        rng = chance("who", self.key, second, audit.person_id)
        served, pool = self.scene.served, self.scene.pool
        order = sorted(
            people,
            key=lambda user: (
                self.many[user.pk] / pool.most[user.pk],
                served.get((user.pk, audit.service_id), 0),
                rng.random(),
            ),
        )
        found = next((u for u in order if not why_not(pool.ties, u.pk, audit, as_second=second, before=before)), None)
        if found is not None:
            self.take(found, audit)
        return found


def give_cases(scene: Scene, key: str, cases: list[Case]) -> None:
    """Gives a round's cases to auditors; a case that nobody can have stays with nobody."""
    loads = Loads(scene, key)
    for case in cases:
        if case.audit.auditor is not None:
            loads.take(case.audit.auditor, case.audit)
    for case in cases:
        if case.audit.auditor is None and case.held != "sampled":
            again = case.audit.re_audit_of
            case.audit.auditor = loads.auditor_for(case.audit, again.auditor_id if again else None)


def keep_for_named(scene: Scene, cases: list[Case]) -> None:
    """Keeps cases of the round that is under way for those who may sign in; of the last ones nobody has any yet."""
    free = list(cases)

    def give(user: User, held: str, team: str = "") -> None:
        for case in free:
            fits = case.audit.team_id == team and case.age >= 6 if team else case.audit.team_id != UNSAFE_TEAM
            if fits and not why_not(scene.pool.ties, user.pk, case.audit):
                case.audit.auditor, case.held = user, held
                free.remove(case)
                return

    give(scene.pool.named[FINDS_UNSAFE], "unsafe", UNSAFE_TEAM)
    for name in NAMED:
        for held in _TO_DO:
            give(scene.pool.named[name], held)
    for case in free[-_NOBODY_YET:]:
        case.held = "sampled"
