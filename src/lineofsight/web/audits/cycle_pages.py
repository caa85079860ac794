"""Pages of one cycle: its plan, its sample (drawn, explained, drawn again), who audits what, its cases, its end."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.prepared.meeting import teams_named
from lineofsight.problems import Refused
from lineofsight.reports.listing_xlsx import Column
from lineofsight.statistics.sampling import rank
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.records import teams as all_teams
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.audits import allocating, auditing, cycles, looks, rules
from lineofsight.web.audits.forms import CycleForm, DrawForm, NotesForm, PlainBecauseForm
from lineofsight.web.audits.framing import STRATA, Asked
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Audit, Cycle, Programme, Sample, Sheet, Tool
from lineofsight.web.audits.pages import cycle_crumbs, form_page, people_of, record_cases, said_why
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.audits.seeing import SEES_ALL, audits_seen, graded_blind_by, records_open
from lineofsight.web.audits.steps import GIVEN
from lineofsight.web.clock import today
from lineofsight.web.seen import PER_PAGE, Seen, here, page_asked, page_of, seen_by
from lineofsight.web.workbooks import workbook

_PLAN = (
    *("title", "kind", "size", "tool", "lead", "starts_on", "audits_due_on", "moderation_due_on", "theme"),
    *("moderate_grades", "moderate_share", "blind"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A new cycle of a programme."""
    programme: Programme = one_of(Programme, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        first = {
            "size": 200,
            "kind": Cycle.Kind.CASE_FILE,
            "tool": Tool.objects.filter(key="case_file").first(),
            "lead": seen.user,
            "moderate_grades": rules.setting("moderated_grades"),
            "moderate_share": rules.setting("moderated_share"),
            "blind": rules.setting("random_are_blind"),
        }
        form = CycleForm(request.POST or None, initial=first, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            try:
                one = cycles.plan_cycle(by=seen.user, programme=programme, plan=_plan_of(form))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The cycle is planned.")
                return redirect("audits:cycle", one.pk)
        return form_page(request, "Plan a cycle", form, "Plan it", caption=programme.title)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the plan of a cycle."""
    cycle: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        first = {name: getattr(cycle, name) for name in _PLAN} | {"of": list(cycle.of.all())} | version_of(cycle)
        form = CycleForm(request.POST or None, initial=first, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            try:
                cycles.change_cycle(by=seen.user, cycle=cycle, plan=_plan_of(form), seen=form.cleaned_data["version"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The cycle is changed.")
                return redirect("audits:cycle", cycle.pk)
        return form_page(request, "Change the cycle", form, "Change it", crumbs=cycle_crumbs(cycle))


def _plan_of(form: CycleForm) -> cycles.Plan:
    said = form.cleaned_data
    return cycles.Plan(**{name: said[name] for name in _PLAN}, of=list(said["of"]))


@require_safe
@said_why
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """A cycle: how far it is, and the cases that the person may open."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        sample = cycles.current_sample(one)
        states = Counter(Audit.objects.filter(cycle=one).values_list("state", flat=True))
        given, on_time = auditing.completed(one)
        found = _cases(seen, one)
        asked = request.GET.get("state", "")
        if asked in Audit.State.values:
            found = found.filter(state=asked).exclude(pk__in=graded_blind_by(seen.user))
        elif not asked:
            found = found.exclude(state=Audit.State.WITHDRAWN)
        number, total = page_asked(request), found.count()
        page = page_of((), number, total)
        audits = list(found[(page.number - 1) * PER_PAGE : page.number * PER_PAGE])
        open_ = records_open(seen, audits)
        people = people_of(seen, (audit for audit in audits if audit.pk in open_))
        names = teams_named(seen.counted)
        blind = graded_blind_by(seen.user)
        page.object_list = [
            {
                "audit": audit,
                "child": people.get(audit.person_id) if audit.pk in open_ else None,
                "keeps_back": audit.pk not in open_,
                "team": names.get(audit.team_id, audit.team_id),
                "blind": audit.pk in blind,
                "late": audit.state not in GIVEN and audit.due_on is not None and audit.due_on < today(),
            }
            for audit in audits
        ]
        readings = _readings(one, seen)
        former = seen.served.former_ids
        shown = [
            (former.get(audit.person_id, audit.person_id), audit.pk in blind)
            for audit in audits
            if audit.person_id in people or audit.pk not in open_
        ]
        record_cases(request, seen, shown, looks.of_cycle(one.pk))
    return render(
        request,
        "audits/cycle.html",
        {
            "section": "audits",
            "heading": one.title,
            "cycle": one,
            "of": list(one.of.all()),
            "theme": rules.theme_title(one.theme) if one.theme else "Practice as a whole",
            "sample": sample,
            "states": [(state, states[state.value]) for state in Audit.State if states[state.value]],
            "state": asked,
            "given": given,
            "on_time": on_time,
            "page": page,
            "total": total,
            "keeps_back": len(open_) < len(audits),
            "here": here(request),
            "readings": readings,
            "may_run": runs_audits(seen.user),
            "sees_all": seen.user.role in SEES_ALL,
        },
    )


def _cases(seen: Seen, one: Cycle) -> Any:
    found = audits_seen(seen).select_related("auditor", "cycle").order_by("place")
    return (
        found.filter(pk__in=one.readings.values("audit"))
        if one.kind == Cycle.Kind.EXTERNAL
        else found.filter(cycle=one)
    )


def _readings(one: Cycle, seen: Seen) -> dict[str, int] | None:
    """Of an external check: how many of its readings are given, and how many there are."""
    if one.kind != Cycle.Kind.EXTERNAL:
        return None
    states = Counter(one.readings.exclude(state=Sheet.State.WITHDRAWN).values_list("state", flat=True))
    return {"given": states[Sheet.State.GIVEN.value], "all": sum(states.values())}


# The sample


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draws the sample: first to look at, then to keep."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        again = cycles.current_sample(one) is not None
        first = {"stratify": "service", "months": rules.setting("months_without_repeat"), "seed": cycles.new_seed()}
        first |= version_of(one) | ({"risks": [one.theme]} if one.theme in rules.risks() else {})
        form = DrawForm(
            request.POST or None, initial=first, teams=_teams(), again=again, snapshot=seen.counted.snapshot
        )
        draft = None
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                draft = cycles.drafted(seen, one, _asked(said), seed=said["seed"])
                if "keep" in request.POST:
                    cycles.keep_sample(
                        by=seen.user,
                        cycle=one,
                        seen_version=said["version"],
                        snapshot=seen.snapshot,
                        draft=draft,
                        because=said.get("because", ""),
                    )
                    messages.success(request, "The sample is drawn. Give the cases to auditors next.")
                    return redirect("audits:cycle", one.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        names = _names_of_strata(seen)
        strata = (
            [(names.get(stratum.name, stratum.name or "All"), stratum) for stratum in draft.drawn.strata]
            if draft
            else []
        )
        shown = {"section": "audits", "heading": "Draw the sample", "cycle": one, "form": form, "draft": draft}
        shown |= {"strata": strata, "crumbs": cycle_crumbs(one)}
        return render(request, "audits/draw.html", shown, status=422 if form.is_bound and form.errors else 200)


def _asked(said: dict[str, Any]) -> Asked:
    lists = {name: tuple(said[name]) for name in ("cohorts", "teams", "risks")}
    return Asked(stratify=said["stratify"], months=said["months"], **lists)


def _teams() -> list[tuple[str, str]]:
    return [(team.team_id, f"{team.name} (service)" if team.within else team.name) for team in all_teams()]


def _names_of_strata(seen: Seen) -> dict[str, str]:
    return teams_named(seen.counted) | {cohort.value: cohort.label for cohort in Cohort} | {"": "All"}


@require_safe
@said_why
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """How the sample was drawn, and that it can be drawn again: it is, while the page is made."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        found = list(Sample.objects.filter(cycle=one).select_related("drawn_by"))
        current = found[0] if found else None
        names = _names_of_strata(seen)
        same = _drawn_the_same(one, current) if current else None
        risks = rules.risks()
        asked = current.asked if current else {}
        shown = {
            "section": "audits",
            "heading": "How the sample was drawn",
            "cycle": one,
            "sample": current,
            "size": len(current.frame) if current else 0,
            "stratify": STRATA.get(asked.get("stratify", ""), "Nothing"),
            "cohorts": [cycles.cohort_in_words(each) for each in asked.get("cohorts", [])],
            "teams": [names.get(each, each) for each in asked.get("teams", [])],
            "risks": [risks[each].title if each in risks else each for each in asked.get("risks", [])],
            "strata": [(names.get(row["name"], row["name"]), row) for row in current.strata] if current else [],
            "older": found[1:],
            "same": same,
            "replaced": list(
                Audit.objects.filter(cycle=one, state=Audit.State.WITHDRAWN)
                .select_related("replaced_by")
                .order_by("place")
            ),
            "may_export": runs_audits(seen.user),
            "crumbs": cycle_crumbs(one),
        }
    return render(request, "audits/sample.html", shown)


def _drawn_the_same(one: Cycle, current: Sample) -> bool:
    """Whether the frame and the seed give the cases of the cycle: all but those put in the place of others."""
    drawn = {unit.id for unit in cycles.drawn_again(current).chosen}
    if one.kind == Cycle.Kind.EXTERNAL:
        readings = one.readings.filter(audit__isnull=False).exclude(state=Sheet.State.WITHDRAWN)
        return drawn == set(readings.values_list("audit__person_id", flat=True))
    kept = Audit.objects.filter(cycle=one, replaces=None, snapshot=current.snapshot)
    kept = kept.exclude(withdrawn_because="Another sample was drawn")
    return drawn == set(kept.values_list("person_id", flat=True))


@require_POST
@said_why
def export_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """The frame as a workbook, with each child's rank: who has it draws the same sample with any program."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        current = cycles.current_sample(one)
        if current is None:
            raise Refused("No sample is drawn yet.")
        shown = [row for row in current.frame if row[0] not in seen.scope.hidden]
        drawn = {unit.id for unit in cycles.drawn_again(current).chosen}
        rows = sorted((rank(id_, current.seed), id_, stratum, id_ in drawn) for id_, stratum in shown)
        record_access(
            request,
            [row[0] for row in shown],
            what=f"Frame of the sample of cycle {one.pk}",
            why=seen.scope.why,
            how=Access.How.EXPORT,
            snapshot=seen.snapshot,
        )
        return workbook(
            seen,
            name=f"sample {one.title}",
            title=f"Frame of the sample: {one.title}",
            facts=[
                ("Seed", current.seed),
                ("How", "Ordered by SHA-256 of seed, a colon and the id; each stratum's first are drawn"),
                ("Fingerprint of the frame", current.frame_digest),
                ("Restricted since, left out", f"{len(current.frame) - len(shown):,}"),
            ],
            columns=(
                *(Column("Place", "number"), Column("Child", width=16), Column("Stratum", width=20)),
                *(Column("Drawn", "yes_no"), Column("Rank", width=68)),
            ),
            rows=[(place, id_, stratum, yes, rank_) for place, (rank_, id_, stratum, yes) in enumerate(rows, 1)],
        )


# Who audits what


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def give_cases(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would get which case, and why some nobody; then gives them."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        record_access(request, (), what=f"Cycle {one.pk}: who audits what", why=seen.scope.why, snapshot=seen.snapshot)
        if request.method == "POST":
            version = request.POST.get("version", "")
            done = allocating.allocate_cycle(
                by=seen.user,
                cycle=one,
                seen=seen,
                on=today(),
                seen_version=int(version) if version.isdecimal() else None,
            )
            given = len(done.pairs)
            messages.success(request, "One case is given." if given == 1 else f"{given} cases are given to auditors.")
            return redirect("audits:cycle", one.pk)
        proposal = allocating.proposed(seen, one, today())
        names = teams_named(seen.counted)
        reasons = Counter(reason for _, reason in proposal.not_given)
    return render(
        request,
        "audits/give_cases.html",
        {
            "section": "audits",
            "heading": "Give the cases to auditors",
            "cycle": one,
            "proposal": proposal,
            "loads": sorted(proposal.loads, key=lambda row: (-row[1], row[0].last_name)),
            "reasons": reasons.most_common(),
            "names": names,
            "crumbs": cycle_crumbs(one),
        },
    )


# Its end


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a cycle with what it taught."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        first = {"notes": one.notes, **version_of(one)}
        form = NotesForm(request.POST or None, initial=first, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                cycles.close_cycle(by=seen.user, cycle=one, notes=said["notes"], seen=said["version"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The cycle is closed.")
                return redirect("audits:cycle", one.pk)
        return form_page(request, "Close the cycle", form, "Close it", crumbs=cycle_crumbs(one))


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancels a cycle that has not begun."""
    one: Cycle = one_of(Cycle, pk)
    with seen_by(request) as seen:
        cycles.check_can_plan(seen.user)
        form = PlainBecauseForm(request.POST or None, initial=version_of(one), snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                cycles.cancel_cycle(by=seen.user, cycle=one, because=said["because"], seen=said["version"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The cycle is cancelled.")
                return redirect("audits:cycle", one.pk)
        return form_page(request, "Cancel the cycle", form, "Cancel it", crumbs=cycle_crumbs(one), warning=True)
