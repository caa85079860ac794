"""Makes the demonstration's audits: two years of a programme, as a council of this size would have had it.

rounds ──► drawing ──► giving ──► grading ──► acting          which cycles, which cases, whose, what grade, what then
                          │          │           │
                       auditors   qualities   unsafe findings
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from lineofsight.calendar import WorkingCalendar
from lineofsight.calendar.months import financial_year_start
from lineofsight.home import Home
from lineofsight.indicators.engine import Counted
from lineofsight.web.accounts.demonstration import make_demonstration_people
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.actions.models import Action
from lineofsight.web.audits import rules
from lineofsight.web.audits.demonstration import sayings
from lineofsight.web.audits.demonstration.acting import agree_actions, helped_by, outcomes_of, settle
from lineofsight.web.audits.demonstration.auditors import NEEDED, make_auditors
from lineofsight.web.audits.demonstration.drawing import Cases, Lists, draw_cases
from lineofsight.web.audits.demonstration.giving import give_cases, keep_for_named
from lineofsight.web.audits.demonstration.grading import moderate, read_outside, write_audit
from lineofsight.web.audits.demonstration.qualities import later, truth_of
from lineofsight.web.audits.demonstration.rounds import (
    PLANNED,
    PRIORITIES,
    ROUNDS,
    UNDER_WAY,
    Kind,
    Round,
    days_of,
    frame_day,
    title_of,
)
from lineofsight.web.audits.demonstration.scene import Asks, Case, Clock, Scene, chance
from lineofsight.web.audits.demonstration.unsafe_findings import find_unsafe
from lineofsight.web.audits.models import (
    ActionOutcome,
    Audit,
    Auditor,
    Cycle,
    Programme,
    Sample,
    Sheet,
    ThemeAction,
    Tool,
    ToolVersion,
    UnsafeNow,
)
from lineofsight.web.audits.shipped import WHY, install_shipped_tools
from lineofsight.web.serving import serving, shows_demonstration

MADE = "made the demonstration's audits"


def make_demonstration_audits(today: dt.date) -> str:
    """Makes them, once, and says so in a sentence; nothing where they can't or needn't be made, and why.

    `today`: from which the access of those who come for a time is counted; the audits end on the day of the records.
    Nothing is made where the made-up council doesn't serve or somebody real is there; refused where what is loaded
    can't be worked out.
    """
    if User.objects.filter(made_up=False).exists():
        return "No audits are made: people who are not made up use this site."
    if not shows_demonstration():
        return "No audits are made: what serves is not the demonstration."
    if Programme.objects.exists() or Auditor.objects.exists():
        return "The audits are there."
    served = serving()
    with transaction.atomic(), served.reading() as counted:
        if User.objects.filter(username__in=NEEDED).count() < len(NEEDED):
            make_demonstration_people(today)
        install_shipped_tools()
        scene = _scene(counted, served.council.calendar)
        _make(scene)
        record_change(by=scene.pool.lead, did=MADE, subject="audits", audits=len(scene.all_audits))
        Home(settings.LINEOFSIGHT_HOME).made_up_work.touch()  # so that no real records are loaded beside them
    return f"{len(scene.all_audits):,} audits of {len(scene.cycles)} cycles are made."


def _scene(counted: Counted, calendar: WorkingCalendar) -> Scene:
    now = counted.snapshot.extracted_on
    born = counted.database.execute("select id, born_on from everybody where born_on is not null").fetchall()
    return Scene(
        clock=Clock(now, calendar),
        pool=make_auditors(counted),
        lists=Lists(counted, (frame_day(one, now) for one in ROUNDS)),
        tools=_tools(days_of(ROUNDS[0], now, calendar).frame_on),
        born=dict(born),
        themes=tuple(rules.themes()),
    )


def _tools(since: dt.date) -> dict[str, Asks]:
    """The tools in use. Those that came with Line of Sight have been in use since the first list."""
    shipped = ToolVersion.objects.filter(number=1, why=WHY)
    at = dt.datetime.combine(since, dt.time(9), tzinfo=dt.UTC)
    shipped.update(made_at=at, published_at=at)
    found = {}
    for tool in Tool.objects.all():
        version = tool.versions.filter(state=ToolVersion.State.PUBLISHED).first()
        if version is not None:
            found[tool.key] = Asks.of(tool, version)
    return found


def _make(scene: Scene) -> None:
    programmes = _programmes(scene)
    for one in ROUNDS:
        cycle = _cycle(scene, programmes, one)
        looks_at = [audit for key in one.of for audit in scene.audits[key]]
        frame_on = frame_day(one, scene.clock.now)
        cases = draw_cases(scene.lists, one, cycle, frame_on, scene.pool.lead, scene.all_audits, looks_at)
        cases.sample.save()
        drawn_at = scene.clock.moment(chance("drawn", one.key), cycle.starts_on - dt.timedelta(days=2))
        Sample.objects.filter(pk=cases.sample.pk).update(drawn_at=drawn_at)
        if one.kind == Kind.EXTERNAL:
            sheets = read_outside(scene, cycle, scene.tools[one.tool], dict(cases.before))
            Sheet.objects.bulk_create(sheets)
            _close(scene, cycle, [sheet.given_at for sheet in sheets])
        else:
            _audit(scene, one, cycle, cases)
    _cycle(scene, programmes, PLANNED)
    _act_on_themes(scene)


def _programmes(scene: Scene) -> list[Programme]:
    """A programme for each year, the first one first."""
    year = financial_year_start(scene.clock.now)
    found = []
    for back, priorities in zip((1, 0), PRIORITIES, strict=True):
        starts_on = year.replace(year=year.year - back)
        ends_on = starts_on.replace(year=starts_on.year + 1) - dt.timedelta(days=1)
        title = f"Audit programme {starts_on.year}/{ends_on:%y}"
        found.append(
            Programme.objects.create(
                title=title, starts_on=starts_on, ends_on=ends_on, priorities=priorities, made_by=scene.pool.lead
            )
        )
        at = scene.clock.moment(chance(title), starts_on - dt.timedelta(days=20))
        Programme.objects.filter(pk=found[-1].pk).update(made_at=at)
    return found


def _cycle(scene: Scene, programmes: Sequence[Programme], one: Round) -> Cycle:
    days, asks, clock = days_of(one, scene.clock.now, scene.clock.calendar), scene.tools[one.tool], scene.clock
    moderated = one.kind in (Kind.CASE_FILE, Kind.THEMATIC, Kind.RE_AUDIT)
    cycle = Cycle.objects.create(
        programme=next(each for each in programmes if each.starts_on <= days.starts_on <= each.ends_on),
        title=title_of(one, days.starts_on),
        kind=one.kind,
        theme=one.theme,
        size=one.size,
        tool=asks.tool,
        tool_version=None if one is PLANNED else asks.version,
        lead=scene.pool.lead,
        starts_on=days.starts_on,
        audits_due_on=days.audits_due_on,
        moderation_due_on=days.moderation_due_on,
        moderate_grades=list(rules.setting("moderated_grades")) if moderated else [],
        moderate_share=one.share,
        state=Cycle.State.PLANNED if one is PLANNED else Cycle.State.RUNNING,
        notes=one.notes,
        made_by=scene.pool.lead,
    )
    cycle.of.set([scene.cycles[key] for key in one.of])
    at = clock.moment(chance("planned", one.key), days.starts_on - dt.timedelta(days=25))
    Cycle.objects.filter(pk=cycle.pk).update(made_at=at)
    scene.cycles[one.key] = cycle
    return cycle


def _audit(scene: Scene, one: Round, cycle: Cycle, drawn: Cases) -> None:
    """A round's audits, from given to an auditor to closed, kept with all that hangs on them."""
    asks = scene.tools[one.tool]
    before = _actions_before(drawn)
    cases = [_case(scene, one, cycle, audit, before) for audit in drawn.audits if audit.state != Audit.State.WITHDRAWN]
    if one.key == UNDER_WAY:
        keep_for_named(scene, cases)
    give_cases(scene, one.key, cases)
    for case in cases:
        write_audit(scene, one, asks, case)
    moderate(scene, one, asks, drawn.sample.seed, cases)
    for case in cases:
        agree_actions(scene, case)
        settle(case)
    unsafe = find_unsafe(scene, one.key, cases)
    for later_ones in (False, True):  # one that takes another's place is kept after it
        Audit.objects.bulk_create(each for each in drawn.audits if (each.replaces is not None) is later_ones)
    for case in cases:
        scene.truths[case.audit.pk] = case.truth
        for action in case.actions:
            action.source_id = case.audit.pk
    Sheet.objects.bulk_create(sheet for case in cases for sheet in case.sheets)
    _keep_dated(Action, [action for case in cases for action in case.actions], "made_at")
    outcomes = [found for case in cases for found in outcomes_of(case, before.get(case.audit.person_id, ()))]
    _keep_dated(ActionOutcome, outcomes, "found_at")
    UnsafeNow.objects.bulk_create(unsafe)
    scene.audits[one.key] = drawn.audits
    _close(scene, cycle, [audit.graded_at for audit in drawn.audits if audit.state != Audit.State.WITHDRAWN])


def _case(scene: Scene, one: Round, cycle: Cycle, audit: Audit, before: dict[str, list[Action]]) -> Case:
    rng = chance(one.key, audit.person_id)
    if audit.re_audit_of is None:
        truth = truth_of(rng, audit.service_id, scene.clock.years(cycle.starts_on))
    else:
        helped = helped_by(before.get(audit.person_id, ()), cycle.starts_on)
        truth = later(rng, scene.truths[audit.re_audit_of.pk], helped)
    return Case(audit, truth, rng, scene.age_of(audit.person_id, cycle.starts_on))


def _actions_before(drawn: Cases) -> dict[str, list[Action]]:
    """Of a re-audit the actions of the audit before, by the child."""
    audits = {audit.re_audit_of.pk: audit.person_id for audit in drawn.audits if audit.re_audit_of}
    found: dict[str, list[Action]] = {}
    for action in Action.objects.filter(source=Action.Source.AUDIT, source_id__in=audits).order_by("pk"):
        found.setdefault(audits[action.source_id or 0], []).append(action)
    return found


def _keep_dated(model: type[Model], rows: list[Any], name: str) -> None:
    """Keeps rows with a moment of their own, which a new row would have as now."""
    moments = [getattr(row, name) for row in rows]
    model._default_manager.bulk_create(rows)
    for row, at in zip(rows, moments, strict=True):
        setattr(row, name, at)
    model._default_manager.bulk_update(rows, [name], batch_size=200)


def _close(scene: Scene, cycle: Cycle, moments: Iterable[dt.datetime | None]) -> None:
    """Closes a cycle once all its cases are graded and its last day has passed."""
    graded = list(moments)
    last = max((at for at in graded if at is not None), default=None)
    if last is None or None in graded or cycle.moderation_due_on >= scene.clock.now:
        return
    at = scene.clock.after(chance("closed", cycle.title), last, 2, 6)
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.CLOSED, closed_at=at)


def _act_on_themes(scene: Scene) -> None:
    """What the division does about what audits found."""
    for place, (theme, text, closes_with) in enumerate(sayings.ABOUT_THEMES):
        due_on = scene.clock.calendar.working_day_after(scene.clock.now, (-8, 40, 60, 85)[place])
        action = Action.objects.create(
            text=text,
            closes_with=closes_with,
            owner=scene.pool.named["service.manager" if place < 2 else "quality"],
            due_on=due_on,
            original_due_on=due_on,
            source=Action.Source.AUDIT_THEME,
            made_by=scene.pool.named["director"],
        )
        at = scene.clock.moment(chance(theme), scene.clock.now - dt.timedelta(days=60 - 10 * place))
        Action.objects.filter(pk=action.pk).update(made_at=at)
        ThemeAction.objects.create(theme=theme, action=action)
