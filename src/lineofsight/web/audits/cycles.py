"""The programme and its cycles: planning, drawing the sample, replacing a case, closing. Each change records itself."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from django.db import transaction
from django.db.models import Max, Q

from lineofsight.problems import Refused
from lineofsight.statistics.sampling import Drawn, Unit, digest_of, draw
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import rules
from lineofsight.web.audits.framing import Asked, Frame, Framed, frame_again, frame_for
from lineofsight.web.audits.grades import Cohort, Grade
from lineofsight.web.audits.models import Audit, Cycle, Programme, Sample, Sheet, Tool
from lineofsight.web.audits.running import check_runs_audits
from lineofsight.web.audits.steps import AUDIT_STEPS, CYCLE_STEPS, UNFINISHED
from lineofsight.web.changing import check_step, keep, locked, said
from lineofsight.web.clock import now
from lineofsight.web.seen import Seen

Kind, State = Cycle.Kind, Audit.State
PLANNED_PROGRAMME, CHANGED_PROGRAMME = "planned a programme of audits", "changed a programme of audits"
PLANNED, REPLANNED, NOTED = "planned a cycle of audits", "changed a cycle of audits", "wrote notes of a cycle"


@dataclass(frozen=True)
class Plan:
    """What a cycle is: as the form gives it."""

    title: str
    kind: str
    size: int
    tool: Tool
    lead: User
    starts_on: dt.date
    audits_due_on: dt.date
    moderation_due_on: dt.date
    theme: str = ""
    moderate_grades: Sequence[str] = ()
    moderate_share: int = 0
    blind: bool = True
    of: Sequence[Cycle] = ()


def check_can_plan(user: User) -> None:
    """Refused where this person plans no audits."""
    check_runs_audits(user)


def plan_programme(*, by: User, title: str, starts_on: dt.date, ends_on: dt.date, priorities: str = "") -> Programme:
    """Plans a year of audits."""
    check_runs_audits(by)
    _check_year(title, starts_on, ends_on)
    with transaction.atomic():
        one = Programme.objects.create(
            title=title.strip(), starts_on=starts_on, ends_on=ends_on, priorities=priorities.strip(), made_by=by
        )
        record_change(by=by, did=PLANNED_PROGRAMME, subject=str(one.pk), title=one.title)
    return one


def change_programme(
    *,
    by: User,
    programme: Programme,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    priorities: str = "",
    seen: int | None = None,
) -> Programme:
    """Changes a year's title, days or priorities."""
    check_runs_audits(by)
    _check_year(title, starts_on, ends_on)
    with transaction.atomic():
        one = locked(programme, seen)
        one.title, one.starts_on, one.ends_on, one.priorities = title.strip(), starts_on, ends_on, priorities.strip()
        keep(one)
        record_change(by=by, did=CHANGED_PROGRAMME, subject=str(one.pk), title=one.title)
    return one


def _check_year(title: str, starts_on: dt.date, ends_on: dt.date) -> None:
    said(title, "Give it a title.")
    if not dt.timedelta(days=27) <= ends_on - starts_on <= dt.timedelta(days=800):
        raise Refused("A programme lasts from four weeks to two years.")


def plan_cycle(*, by: User, programme: Programme, plan: Plan) -> Cycle:
    """Plans a cycle."""
    check_runs_audits(by)
    _check_plan(plan)
    with transaction.atomic():
        one = Cycle(programme=programme, made_by=by)
        _take(one, plan)
        one.save()
        one.of.set(plan.of)
        record_change(by=by, did=PLANNED, subject=str(one.pk), **_told(one))
    return one


def change_cycle(*, by: User, cycle: Cycle, plan: Plan, seen: int | None = None) -> Cycle:
    """Changes a plan: all of it until the sample is drawn, then the days, the lead, the title and who is moderated."""
    check_runs_audits(by)
    _check_plan(plan)
    with transaction.atomic():
        one = locked(cycle, seen)
        if one.state in (Cycle.State.CLOSED, Cycle.State.CANCELLED):
            raise Refused("This cycle is over: its plan can't be changed.")
        drawn = one.state != Cycle.State.PLANNED
        fixed = (one.kind, one.theme, one.size, one.tool_id, set(one.of.values_list("pk", flat=True)))
        if drawn and fixed != (plan.kind, plan.theme, plan.size, plan.tool.pk, {each.pk for each in plan.of}):
            raise Refused("The sample is drawn: its kind, theme, size and tool stay as they are.")
        before = _told(one)
        _take(one, plan)
        keep(one)
        one.of.set(plan.of)
        waiting = Audit.objects.filter(cycle=one, state__in=(State.SAMPLED, State.ALLOCATED, State.DRAFTING))
        Sheet.objects.filter(audit__in=waiting, purpose=Sheet.Purpose.AUDIT).update(due_on=one.audits_due_on)
        waiting.update(due_on=one.audits_due_on)
        record_change(by=by, did=REPLANNED, subject=str(one.pk), before=before, after=_told(one))
    return one


def _check_plan(plan: Plan) -> None:
    said(plan.title, "Give it a title.")
    if not 1 <= plan.size <= 1000:
        raise Refused("A cycle has from 1 to 1,000 cases.")
    if not plan.starts_on <= plan.audits_due_on <= plan.moderation_due_on:
        raise Refused("The days are in order: it starts, the audits are due, and then the moderation.")
    if plan.kind not in Kind.values or not set(plan.moderate_grades) <= set(Grade.values):
        raise Refused("That kind of cycle or grade is not known.")
    if not 0 <= plan.moderate_share <= 100:
        raise Refused("The share that is moderated is from 0 to 100 per cent.")
    if plan.theme and plan.theme not in rules.themes():
        raise Refused("That theme is not known.")
    if plan.kind in (Kind.RE_AUDIT, Kind.EXTERNAL) and not plan.of:
        raise Refused("Say which cycles it looks at.")
    if not plan.lead.is_active:
        raise Refused(f"{plan.lead.name} does not use this site any more: choose somebody else.")


def _take(cycle: Cycle, plan: Plan) -> None:
    for name, value in vars(plan).items():
        if name != "of":
            setattr(cycle, name, list(value) if name == "moderate_grades" else value)
    cycle.title = plan.title.strip()


def _told(cycle: Cycle) -> dict[str, str]:
    names = ("title", "kind", "theme", "size", "starts_on", "audits_due_on", "moderation_due_on", "moderate_share")
    return {name: str(getattr(cycle, name)) for name in names} | {"lead": cycle.lead.name, "tool": cycle.tool.key}


# The sample


@dataclass(frozen=True)
class Draft:
    """A sample before it is kept: the frame, how it was drawn, and for a re-audit the audit before of each child."""

    frame: Frame
    drawn: Drawn
    asked: Asked
    seed: str
    by: str
    before: dict[str, int]


def new_seed() -> str:
    """A seed that nobody has chosen."""
    return secrets.token_hex(8)


def drafted(seen: Seen, cycle: Cycle, asked: Asked, *, seed: str) -> Draft:
    """The sample that a seed gives for a cycle, without keeping anything. Refused where nobody can be drawn."""
    seed = said(seed, "Give a seed: any text; it makes that anybody can draw the same sample.")[:64]
    before: dict[str, int] = {}
    if cycle.kind == Kind.RE_AUDIT:
        grades, weeks = rules.setting("re_audit_grades"), rules.setting("re_audit_weeks")
        frame, before = frame_again(
            seen, [one.pk for one in cycle.of.all()], grades=grades, weeks=weeks, except_cycle=cycle.pk
        )
    elif cycle.kind == Kind.EXTERNAL:
        frame, before = _audited_cases(seen, cycle)
    else:
        frame = frame_for(seen, asked, except_cycle=cycle.pk)
    if not frame.size:
        raise Refused("Nobody can be drawn: everybody is left out for one of the reasons that you chose.")
    by = way_of(asked.stratify)
    drawn = draw(frame.units(asked.stratify), seed=seed, size=cycle.size, by=by)
    return Draft(frame, drawn, asked, seed, by, before)


def way_of(stratify: str) -> Literal["random", "proportional"]:
    """How a sample is shared out: each stratum by its size, where there are strata."""
    return "proportional" if stratify else "random"


def _audited_cases(seen: Seen, cycle: Cycle) -> tuple[Frame, dict[str, int]]:
    """The cases that an external check can draw: graded audits of the cycles that it looks at, not restricted."""
    from lineofsight.web.audits.framing import RESTRICTED, restricted_now

    on = seen.counted.now
    assert on is not None
    restricted = restricted_now(seen)
    names = dict(seen.counted.database.execute("select team_id, name from teams").fetchall())
    people: dict[str, Framed] = {}
    before: dict[str, int] = {}
    left = 0
    graded = Audit.objects.filter(cycle__in=cycle.of.all(), state__in=(Audit.State.ACTIONS, Audit.State.CLOSED))
    for audit in graded.order_by("graded_at", "pk"):
        id_ = seen.served.former_ids.get(audit.person_id, audit.person_id)
        if id_ in restricted:
            left += id_ not in before
            continue
        team, service = audit.team_id, audit.service_id
        people[id_] = Framed(id_, audit.cohort, team, names.get(team, team), service, names.get(service, service), "")
        before[id_] = audit.pk
    return Frame(on, dict(sorted(people.items())), [(RESTRICTED, left)] if left else []), before


def keep_sample(
    *, by: User, cycle: Cycle, seen_version: int | None, snapshot: str, draft: Draft, because: str = ""
) -> Sample:
    """Keeps a drawn sample: its frame, and an audit for each case. Where one was drawn before, it needs a reason."""
    check_runs_audits(by)
    with transaction.atomic():
        one = locked(cycle, seen_version)
        step = check_step(CYCLE_STEPS, "draw", one.state, one.get_state_display())
        version = one.tool.versions.filter(state="published").first()
        if version is None:
            raise Refused(f"{one.tool.title} has no version in use: publish one first.")
        for older in Sample.objects.filter(cycle=one, superseded_because=""):
            older.superseded_because = said(because, "A sample was drawn already: say why another is drawn.")
            older.save(update_fields=["superseded_because"])
        Audit.objects.filter(cycle=one, state=Audit.State.SAMPLED).update(
            state=Audit.State.WITHDRAWN, withdrawn_because="Another sample was drawn"
        )
        Sheet.objects.filter(of_check=one, state=Sheet.State.WAITING).update(state=Sheet.State.WITHDRAWN)
        units = draft.frame.units(draft.asked.stratify)
        sample = Sample.objects.create(
            cycle=one,
            seed=draft.seed,
            snapshot=snapshot,
            frame_on=draft.frame.on,
            frame=[[unit.id, unit.stratum] for unit in units],
            frame_digest=digest_of(units),
            by=draft.by,
            asked=asdict(draft.asked),
            strata=[asdict(stratum) for stratum in draft.drawn.strata],
            excluded=[list(row) for row in draft.frame.excluded],
            drawn_by=by,
        )
        _make_cases(one, sample, draft)
        one.state, one.tool_version = Cycle.State.SAMPLED, version
        keep(one)
        record_change(
            by=by, did=step.did, subject=str(one.pk), sample=sample.pk, seed=draft.seed, frame=draft.frame.size,
            drawn=len(draft.drawn.chosen), because=because.strip(),
        )  # fmt: skip
    return sample


def _make_cases(cycle: Cycle, sample: Sample, draft: Draft) -> None:
    if cycle.kind == Kind.EXTERNAL:
        Sheet.objects.bulk_create(
            Sheet(
                audit_id=draft.before[unit.id],
                purpose=Sheet.Purpose.EXTERNAL,
                blind=True,
                of_check=cycle,
                due_on=cycle.audits_due_on,
            )
            for unit in draft.drawn.chosen
        )
        return
    first = (Audit.objects.filter(cycle=cycle).aggregate(Max("place"))["place__max"] or 0) + 1
    Audit.objects.bulk_create(
        _case(cycle, sample, draft.frame.people[unit.id], unit, place, draft.before.get(unit.id))
        for place, unit in enumerate(draft.drawn.chosen, start=first)
    )


def _case(cycle: Cycle, sample: Sample, one: Framed, unit: Unit, place: int, before: int | None) -> Audit:
    return Audit(
        cycle=cycle,
        place=place,
        person_id=one.person_id,
        stratum=unit.stratum,
        cohort=one.cohort,
        team_id=one.team_id,
        service_id=one.service_id,
        worker_id=one.worker_id,
        snapshot=sample.snapshot,
        due_on=cycle.audits_due_on,
        re_audit_of_id=before,
    )


def current_sample(cycle: Cycle) -> Sample | None:
    """The sample that holds, where one is drawn."""
    return Sample.objects.filter(cycle=cycle, superseded_because="").first()


def drawn_again(sample: Sample) -> Drawn:
    """The same sample once more, from its frame and seed alone: what shows that nobody has chosen the cases.

    Refused where the frame isn't the one that was drawn from.
    """
    units = [Unit(id_, stratum) for id_, stratum in sample.frame]
    if digest_of(units) != sample.frame_digest:
        raise Refused("The frame of this sample is not the one that it was drawn from.")
    wanted = sum(stratum["sampled"] for stratum in sample.strata)
    return draw(units, seed=sample.seed, size=wanted, by=way_of(sample.asked.get("stratify", "")))


# One case


def check_can_replace(user: User, audit: Audit) -> None:
    """Refused where this case can't be replaced: before it is given in, by who runs the audits."""
    check_runs_audits(user)
    check_step(AUDIT_STEPS, "replace", audit.state, audit.get_state_display())


def replace_case(*, by: User, audit: Audit, because: str, seen: Seen, seen_version: int | None = None) -> Audit:
    """Takes a case out and puts the next of its stratum in its place; nobody chooses which. What was written stays."""
    because = said(because, "Say why the case is replaced.")
    with transaction.atomic():
        locked(audit.cycle)  # two at once would take the same next case
        one = locked(audit, seen_version)
        check_can_replace(by, one)
        sample = current_sample(one.cycle)
        if sample is None:
            raise Refused("This case was not drawn from a sample.")
        new = _next_case(one, sample, seen)
        _withdraw(one, because)
        new.save()
        record_change(
            by=by, did=AUDIT_STEPS["replace"].did, subject=str(one.pk), person_id=one.person_id, because=because,
            by_audit=new.pk,
        )  # fmt: skip
    return new


def _next_case(audit: Audit, sample: Sample, seen: Seen) -> Audit:
    from lineofsight.web.audits.framing import everybody_open, restricted_now

    former = seen.served.former_ids
    taken = set(Audit.objects.filter(cycle=audit.cycle).values_list("person_id", flat=True))
    everybody, restricted = everybody_open(seen.counted), restricted_now(seen)
    for unit in drawn_again(sample).reserves.get(audit.stratum, ()):
        id_ = former.get(unit.id, unit.id)
        if unit.id in taken or id_ in taken or id_ in restricted or id_ not in everybody:
            continue
        place = (Audit.objects.filter(cycle=audit.cycle).aggregate(Max("place"))["place__max"] or 0) + 1
        before = None
        if audit.re_audit_of_id:
            ids = {unit.id, id_, *(old for old, new in former.items() if new == id_)}
            earlier = Audit.objects.filter(cycle__in=audit.cycle.of.all(), person_id__in=ids, graded_at__isnull=False)
            before = earlier.exclude(state=Audit.State.WITHDRAWN).order_by("-graded_at", "-pk").first()
        new = _case(audit.cycle, sample, everybody[id_], unit, place, before.pk if before else None)
        new.replaces = audit
        return new
    raise Refused("No other case of this stratum is left in the frame: take the case out instead.")


def take_out(*, by: User, audit: Audit, because: str, seen_version: int | None = None) -> Audit:
    """Takes a case out of its cycle without another in its place. What was written stays."""
    because = said(because, "Say why the case is taken out.")
    with transaction.atomic():
        one = locked(audit, seen_version)
        check_runs_audits(by)
        step = check_step(AUDIT_STEPS, "take_out", one.state, one.get_state_display())
        _withdraw(one, because)
        record_change(by=by, did=step.did, subject=str(one.pk), person_id=one.person_id, because=because)
    return one


def _withdraw(audit: Audit, because: str) -> None:
    if audit.unsafe.exclude(state__in=("signed_off", "taken_back")).exists():
        raise Refused("The child was found unsafe now: that is settled before the case is taken out.")
    audit.state, audit.withdrawn_because = Audit.State.WITHDRAWN, because
    keep(audit)
    audit.sheets.filter(state__in=(Sheet.State.WAITING, Sheet.State.OPEN)).update(state=Sheet.State.WITHDRAWN)


# Its end


def close_cycle(*, by: User, cycle: Cycle, notes: str = "", seen: int | None = None) -> Cycle:
    """Closes a cycle once every case is graded or taken out. Actions that are open stay open, each with its audit."""
    check_runs_audits(by)
    with transaction.atomic():
        one = locked(cycle, seen)
        step = check_step(CYCLE_STEPS, "close", one.state, one.get_state_display())
        left = Audit.objects.filter(cycle=one, state__in=UNFINISHED).count()
        left += Sheet.objects.filter(of_check=one, state__in=(Sheet.State.WAITING, Sheet.State.OPEN)).count()
        if left:
            raise Refused(f"{left} of its cases {'is' if left == 1 else 'are'} not finished: finish or take out each.")
        one.state, one.notes, one.closed_at = Cycle.State.CLOSED, notes.strip(), now()
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), notes=one.notes)
    return one


def cancel_cycle(*, by: User, cycle: Cycle, because: str, seen: int | None = None) -> Cycle:
    """Cancels a cycle that has not begun."""
    check_runs_audits(by)
    because = said(because, "Say why it is cancelled.")
    with transaction.atomic():
        one = locked(cycle, seen)
        step = check_step(CYCLE_STEPS, "cancel", one.state, one.get_state_display())
        if Audit.objects.filter(cycle=one).exclude(state__in=(Audit.State.SAMPLED, Audit.State.WITHDRAWN)).exists():
            raise Refused("Audits of this cycle have begun: finish them, or take them out.")
        for audit in Audit.objects.select_for_update().filter(cycle=one, state=Audit.State.SAMPLED):
            _withdraw(audit, "The cycle was cancelled")
        Sheet.objects.filter(of_check=one).exclude(state=Sheet.State.GIVEN).update(state=Sheet.State.WITHDRAWN)
        one.state = Cycle.State.CANCELLED
        keep(one)
        record_change(by=by, did=step.did, subject=str(one.pk), because=because)
    return one


def open_actions_of(audit: Audit) -> int:
    """How many actions that an audit agreed are neither verified nor withdrawn."""
    of = Action.objects.filter(Q(source=Action.Source.AUDIT), source_id=audit.pk)
    return of.filter(state__in=(Action.State.OPEN, Action.State.DONE)).count()


def cohort_in_words(code: str) -> str:
    return Cohort(code).label if code in Cohort.values else code
