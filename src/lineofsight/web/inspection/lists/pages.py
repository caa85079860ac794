"""Pages of the lists of Annex A in counts: the runs, one run, one list of it. None shows a child."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lineofsight.annex_a.kept_run import KeptList, Known, known
from lineofsight.annex_a.layouts import read_layouts
from lineofsight.annex_a.producing import folder_of, produce
from lineofsight.annex_a.runs import Run
from lineofsight.annex_a.sheet import percent
from lineofsight.annex_a.validation import Group
from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.reports import wording
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.changing import holds
from lineofsight.web.inspection.lists import reading, signing
from lineofsight.web.inspection.lists.forms import DownloadForm, ProduceForm
from lineofsight.web.inspection.pages import POSTED, asker, form_page, said_why
from lineofsight.web.inspection.running import check_prepares, prepares
from lineofsight.web.serving import serving

Crumbs = list[tuple[str, str]]
#: Runs that the page lists; older ones are reached by their address.
MOST_RUNS = 30


@dataclass(frozen=True)
class RunRow:
    """A run as the list of runs shows it. `without`: why there are no counts; empty where there are."""

    run: Run
    made_at: dt.datetime
    rows: int
    lists: tuple[reading.ListStanding, ...]
    of_now: bool
    without: str = ""

    @property
    def made(self) -> int:
        return sum(1 for each in self.lists if each.made)

    @property
    def to_mend(self) -> int:
        return sum(each.to_mend for each in self.lists)

    @property
    def valid(self) -> int:
        return sum(1 for each in self.lists if each.is_valid)

    @property
    def recognised(self) -> int:
        return sum(1 for each in self.lists if each.is_recognised)


@dataclass(frozen=True)
class Team:
    """The cells of a list that a team answers for, or a worker of it."""

    team: str
    worker: str
    rows: int
    to_mend: int
    share: str


def lists_crumb() -> Crumbs:
    return [(reverse("inspection:lists"), "Lists of Annex A")]


def run_crumbs(run: Run) -> Crumbs:
    return [*lists_crumb(), (reverse("inspection:run", args=[run.id]), called(run))]


def list_crumbs(run: Run, number: int) -> Crumbs:
    return [*run_crumbs(run), (reverse("inspection:run_list", args=[run.id, number]), f"List {number}")]


def called(run: Run) -> str:
    """A run in words: the day of its lists, and the how-manieth of that day."""
    return f"{wording.day(run.on)}, run {run.id.rpartition('.')[2]}"


def the_run(run_id: str) -> Run:
    """The run of an address; 404 where there is none."""
    found = reading.run_named(run_id)
    if found is None:
        raise Http404
    return found


def the_known(run: Run) -> Known:
    """What is known of a run. Refused where it was kept with its rows alone."""
    found = known(run)
    if found is None:
        raise Refused("This run was kept with its rows alone, by an earlier version: produce the lists again.")
    return found


def the_list(run_id: str, number: int) -> tuple[Run, Known, KeptList]:
    """A list of a run; 404 where there is none."""
    run = the_run(run_id)
    of_run = the_known(run)
    found = of_run.of(number)
    if found is None:
        raise Http404
    return run, of_run, found


@require_safe
@said_why
def lists(request: HttpRequest) -> HttpResponse:
    """The runs, the latest first."""
    found, now = reading.runs(), serving().council.snapshot.id
    rows = [_row(run, now) for run in found[:MOST_RUNS]]
    shown = {
        "section": "inspection",
        "heading": "Lists of Annex A",
        "crumbs": [],
        "rows": rows,
        "older": len(found) - len(rows),
        "may_produce": prepares(asker(request)),
    }
    return render(request, "inspection/lists.html", shown)


@POSTED
@said_why
def produce_lists(request: HttpRequest) -> HttpResponse:
    """Produces the lists as at a day from what serves, and keeps them as a run. It takes some seconds."""
    check_prepares(asker(request))
    home, council = Home(settings.LINEOFSIGHT_HOME), serving().council
    layouts = [(name, f"{name}: {of.title}") for name, of in read_layouts(folder_of(home) / "layouts").items()]
    form = ProduceForm(request.POST or None, layouts=layouts, initial={"on": council.snapshot.extracted_on})
    if form.is_valid():
        said = form.cleaned_data
        try:
            had = {run.id for run in reading.runs()}
            made = produce(council, said["on"], said["layout"] or None, now=timezone.now()).run
            if made.id in had:
                messages.success(request, "Nothing has changed since: the run that was there stands.")
            else:
                record_change(by=asker(request), did="produced the lists of Annex A", subject=made.id)
                messages.success(request, "The lists are produced. Look at the cells to mend before anybody signs.")
            return redirect("inspection:run", made.id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    snapshot = council.snapshot
    facts = [("Made from", f"The extract of {wording.day(snapshot.extracted_on)}, snapshot {snapshot.id}")]
    return form_page(request, "Produce the lists", form, "Produce them", crumbs=lists_crumb(), facts=facts)


@require_safe
@said_why
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    """One run: each list in counts, beside the scorecard, since the run before, and who signed it."""
    one = the_run(run_id)
    of_run = the_known(one)
    standing = reading.lists_of(of_run, signing.signed_of(one))
    pairs = list(zip(standing, of_run.lists, strict=True))
    shown = {
        "section": "inspection",
        "heading": f"Lists of {wording.day(one.on)}",
        "crumbs": lists_crumb(),
        "run": one,
        "made_at": reading.made_at(one),
        "known": of_run,
        "lists": [(each, of_list, share_in_words(each.share_complete)) for each, of_list in pairs],
        "of_now": one.snapshot == serving().council.snapshot.id,
        "is_latest": one.id == getattr(reading.latest_run(), "id", ""),
        "compared": [of_list for of_list in of_run.lists if of_list.change is not None],
        "download": DownloadForm(),
        "signs": signing.signs(asker(request)),
        "may_produce": prepares(asker(request)),
    }
    return render(request, "inspection/list_run.html", shown)


@require_safe
@said_why
def run_list(request: HttpRequest, run_id: str, number: int) -> HttpResponse:
    """One list of a run in counts: by column, by team, by worker; what differs; who signed it."""
    one, of_run, found = the_list(run_id, number)
    user = asker(request)
    standing = next(each for each in reading.lists_of(of_run, signing.signed_of(one)) if each.number == number)
    history = signing.history_of(one, number)
    taken_back = {row.takes_back_id for row in history if row.takes_back_id is not None}
    teams, workers = _by_team(found.groups), _by_worker(found.groups)
    shown = {
        "section": "inspection",
        "heading": f"List {number}: {found.title}",
        "crumbs": run_crumbs(one),
        "run": one,
        "known": of_run,
        "list": found,
        "standing": standing,
        "share": share_in_words(found.share_complete),
        "columns": [(each, share_in_words(each.share_complete)) for each in found.columns],
        "teams": teams,
        "workers": [each for each in workers if each.to_mend],
        "workers_without": sum(1 for each in workers if not each.to_mend),
        "history": [
            (row, row.of == one.of, row.pk in taken_back, holds(signing.check_can_take_back, user, one, row))
            for row in history
        ],
        "steps": [
            (step, signing.STEPS[step].title)
            for step in (signing.VALID, signing.RECOGNISED)
            if signing.can_sign(user, one, number, step)
        ],
    }
    return render(request, "inspection/list_of_run.html", shown)


def share_in_words(share: Fraction | None) -> str:
    """The share complete: 99.7%; empty where no cell counts."""
    return percent(share) if share is not None else ""


def _row(run: Run, now: str) -> RunRow:
    rows = sum(int(facts["rows"]) for facts in run.lists.values())
    of_now = run.snapshot == now
    try:
        lists = reading.lists_of(the_known(run), signing.signed_of(run))
    except Refused as refusal:  # one run that can't be read doesn't close the page of the others
        return RunRow(run, reading.made_at(run), rows, (), of_now, str(refusal))
    return RunRow(run, reading.made_at(run), rows, lists, of_now)


def _by_team(groups: Iterable[Group]) -> list[Team]:
    teams: dict[str, list[Group]] = {}
    for group in groups:
        teams.setdefault(group.team, []).append(group)
    return _sorted(_team(name, "", of) for name, of in teams.items())


def _by_worker(groups: Iterable[Group]) -> list[Team]:
    return _sorted(_team(group.team, group.worker, [group]) for group in groups)


def _team(team: str, worker: str, groups: list[Group]) -> Team:
    counts, to_mend = sum(group.counts for group in groups), sum(group.to_mend for group in groups)
    share = Fraction(counts - to_mend, counts) if counts else None
    return Team(team, worker, sum(group.rows for group in groups), to_mend, share_in_words(share))


def _sorted(teams: Iterable[Team]) -> list[Team]:
    return sorted(teams, key=lambda each: (-each.to_mend, each.team, each.worker))
