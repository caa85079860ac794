"""Reads actions of the plan with all that their rating asks for: one question for each kind of row, none an action.

`rated_actions` is what lists, packs and reports take: each action with its rating, its reasons and its last update.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from lineofsight.web.accounts.models import Change
from lineofsight.web.actions.models import Action
from lineofsight.web.clock import day_of, today
from lineofsight.web.improvement.models import LinkedIndicator, Plan, PlanAction, PlanEvidence, PlanUpdate
from lineofsight.web.improvement.plan import changes, evidence, links, updates
from lineofsight.web.improvement.plan.measures import Measure, measures_seen
from lineofsight.web.improvement.plan.rating import RATINGS, WORDS, Facts, Rating, rate
from lineofsight.web.improvement.plan.steps import PLAN_STEPS
from lineofsight.web.improvement.rules import setting
from lineofsight.web.seen import Seen


@dataclass(frozen=True)
class Rated:
    """An action as lists show it: its rating, reasons as sentences, the last update, open milestones, its measures."""

    action: PlanAction
    found: Rating
    update: PlanUpdate | None
    milestones: tuple[Action, ...]
    measures: tuple[Measure, ...]

    @property
    def rating(self) -> str:
        """Red, amber, green, grey or blue; empty of what was withdrawn."""
        return self.found.rating

    @property
    def words(self) -> str:
        return self.found.words

    @property
    def reasons(self) -> tuple[str, ...]:
        """Those that make the rating first."""
        return tuple(reason.text for reason in self.found.reasons)

    @property
    def delivery(self) -> str:
        """How far it is: its state, and what its owner said last."""
        state, update = self.action.get_state_display(), self.update
        in_review = self.action.state == PlanAction.State.REVIEW
        since = self.action.reopened_on if in_review else None
        says = update is not None and (since is None or update.made_on >= since)
        goes_on = in_review or self.action.state == PlanAction.State.AGREED
        return f"{state}, {update.get_said_display().lower()}" if update and says and goes_on else state


def actions_there() -> QuerySet[PlanAction]:
    """All actions, with what each line shows of where it stands."""
    return PlanAction.objects.select_related("owner", "outcome__theme__plan__board")


def rated_actions(seen: Seen | None, actions: Iterable[PlanAction], on: dt.date | None = None) -> list[Rated]:
    """The actions with their ratings on a day (today), in the order given. Without `seen`, no measure is known."""
    actions = list(actions)
    day, weeks = on or today(), int(setting("late_milestone_weeks"))
    pks = [action.pk for action in actions]
    last: dict[int, PlanUpdate] = {}
    for update in PlanUpdate.objects.filter(action__in=pks, made_on__lte=day).order_by("made_on", "pk"):
        last[update.action_id] = update
    shown: defaultdict[int, list[PlanEvidence]] = defaultdict(list)
    for one in PlanEvidence.objects.filter(action__in=pks):
        shown[one.action_id].append(one)
    milestones: defaultdict[int | None, list[Action]] = defaultdict(list)
    rows = Action.objects.filter(source=Action.Source.PLAN, source_id__in=pks, state=Action.State.OPEN)
    for row in rows.select_related("owner").order_by("due_on", "pk"):
        milestones[row.source_id].append(row)
    refs: defaultdict[int, list[str]] = defaultdict(list)
    for pk, ref in LinkedIndicator.objects.filter(action__in=pks).values_list("action_id", "ref"):
        refs[pk].append(ref)
    measures = measures_seen(seen, (ref for of in refs.values() for ref in of))
    found = []
    for action in actions:
        of = tuple(measures[ref] for ref in refs[action.pk] if ref in measures)
        facts = _facts(action, last.get(action.pk), shown[action.pk], milestones[action.pk], of)
        rating = rate(facts, day, late_milestone_weeks=weeks)
        found.append(Rated(action, rating, last.get(action.pk), tuple(milestones[action.pk]), of))
    return found


def _facts(
    action: PlanAction,
    update: PlanUpdate | None,
    shown: list[PlanEvidence],
    milestones: list[Action],
    measures: tuple[Measure, ...],
) -> Facts:
    return Facts(
        state=action.state,
        due_on=action.due_on,
        original_due_on=action.original_due_on,
        next_update_on=action.next_update_on,
        starts_on=action.starts_on,
        times_moved=action.times_moved,
        said=update.said if update else "",
        said_on=update.made_on if update else None,
        recovery=update.recovery if update else "",
        milestones=tuple(milestone.due_on for milestone in milestones),
        worsening=tuple(measure.worse_words for measure in measures if measure.worse),
        lacking=evidence.lacking(shown),
        proposed_on=day_of(action.proposed_at) if action.proposed_at else None,
        accepted_on=action.accepted_on,
        reopened_on=action.reopened_on,
        reopened_because=action.reopened_because,
    )


@dataclass(frozen=True)
class Total:
    rating: str
    words: str
    many: int


def totals(rated: Iterable[Rated]) -> list[Total]:
    """How many actions have each rating, the worst first; those that were withdrawn are not counted."""
    many = Counter(one.rating for one in rated if one.rating)
    return [Total(rating, WORDS[rating], many[rating]) for rating in RATINGS]


def open_plans() -> QuerySet[Plan]:
    """The plans that are not closed."""
    return Plan.objects.filter(closed_at=None).select_related("board")


# History

#: What the record of changes says of an action of the plan, with its words on the page of one.
DID: Mapping[str, str] = {
    changes.OPENED: "Opened",
    changes.CHANGED: "Changed",
    changes.MOVED: "Given another day",
    **{step.did: step.title for step in PLAN_STEPS.values()},
    updates.UPDATED: "Update",
    evidence.ADDED: "Evidence added",
    evidence.TAKEN_BACK: "Evidence taken back",
    links.TIED: "Tied to",
    links.UNTIED: "Untied from",
    links.MILESTONE: "Milestone agreed",
}


def history_of(action: PlanAction) -> list[Change]:
    """What happened to an action, the latest first."""
    found = Change.objects.filter(did__in=tuple(DID), subject=str(action.pk)).select_related("user")
    return list(found.order_by("-pk"))
