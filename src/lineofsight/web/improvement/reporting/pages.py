"""Pages of reports: what there is, one that is being written, a sentence of it, and one as it went out."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.calendar import Month
from lineofsight.prepared.figures import months_offered
from lineofsight.problems import Refused
from lineofsight.reports import document_html, wording
from lineofsight.reports.document import Paragraph, Report
from lineofsight.reports.document import words as plain
from lineofsight.reports.renderings import RENDERINGS, written
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.clock import day_of
from lineofsight.web.improvement.models import Meeting, Publication, Sentence, WrittenReport
from lineofsight.web.improvement.pages import asker, form_page, said_why
from lineofsight.web.improvement.reporting import editing, publishing
from lineofsight.web.improvement.reporting.forms import BeginForm, OwnForm, PublishForm, SentenceForm
from lineofsight.web.improvement.reporting.pack import build_pack
from lineofsight.web.improvement.reporting.publishing import Choice, default_choice, read_publication
from lineofsight.web.improvement.reporting.readers import packs_for
from lineofsight.web.improvement.reporting.scrutiny import PARTS, TITLE
from lineofsight.web.improvement.reporting.writing import Draft, drafted
from lineofsight.web.improvement.running import check_improves, improves
from lineofsight.web.seen import seen_by

POSTED = require_http_methods(["GET", "HEAD", "POST"])
Kind = WrittenReport.Kind


def _crumb() -> list[tuple[str, str]]:
    return [(reverse("improvement:reports"), "Reports")]


def _crumbs(report: WrittenReport) -> list[tuple[str, str]]:
    return [*_crumb(), (reverse("improvement:report", args=[report.pk]), report.title)]


@require_safe
@said_why
def reports(request: HttpRequest) -> HttpResponse:
    """Reports that are being written, for those who write them, and what went out, for everybody who reads figures."""
    writes = improves(asker(request))
    out = Publication.objects.filter(report__kind=Kind.SCRUTINY).select_related("report")
    public = out.order_by("-report__month", "-number")
    shown = {
        "section": "improvement",
        "heading": "Reports",
        "crumbs": [],
        "drafts": WrittenReport.objects.filter(kind=Kind.SCRUTINY).prefetch_related("publications") if writes else [],
        "publications": [(each, Month.read(each.report.month)) for each in public[:60]],
        "packs": packs_for(asker(request)).select_related("report").order_by("-made_at")[:20],
        "may_change": writes,
    }
    return render(request, "improvement/reports.html", shown)


@POSTED
@said_why
def begin(request: HttpRequest) -> HttpResponse:
    """Begins a scrutiny report of a month."""
    check_improves(asker(request))
    with seen_by(request) as seen:
        months = months_offered(seen.counted)
        if not months:
            raise Refused("No month has ended in the records that are loaded.")
        form = BeginForm(request.POST or None, months=months, initial={"title": TITLE, "month": str(months[0])})
        if form.is_valid():
            made = publishing.begin_report(
                by=asker(request),
                kind=Kind.SCRUTINY,
                title=form.cleaned_data["title"],
                month=Month.read(form.cleaned_data["month"]),
            )
            messages.success(request, "The report is written from the figures. Read it, and change what you would say.")
            return redirect("improvement:report", made.pk)
    return form_page(request, "Begin a scrutiny report", form, "Write it", crumbs=_crumb())


@require_safe
@said_why
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report that is being written: each part with its sentences, the rule behind each, and the whole as it reads."""
    one = _draft(pk)
    with seen_by(request) as seen:
        draft = drafted(seen, one)
    own = {each.key: each.pk for each in one.sentences.all()}
    parts = []
    for part in draft.parts:
        why = dict(part.why)
        rows = [
            (sentence, plain(sentence.text), why.get(sentence.key, ""), own.get(sentence.key))
            for sentence in editing.sentences_of(part.sections)
        ]
        parts.append((part.key, PARTS[part.key], rows))
    shown = {
        "section": "improvement",
        "heading": one.title,
        "crumbs": _crumb(),
        "report": one,
        "month": Month.read(one.month),
        "parts": parts,
        "left_out": [each for each in one.sentences.all() if not each.text],
        "stale": draft.stale,
        "body": mark_safe(document_html.body(draft.report)),  # its builder escapes every text
        "publications": one.publications.select_related("made_by"),
        "may_change": improves(asker(request)),
    }
    return render(request, "improvement/report.html", shown)


@POSTED
@said_why
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes one sentence of a report: `?key=` names it."""
    check_improves(asker(request))
    one = _draft(pk)
    key = request.GET.get("key", "")
    with seen_by(request) as seen:
        draft = drafted(seen, one, with_edits=False)
    sentence = next((each for each in draft.sentences if each.key == key), None)
    if sentence is None:
        raise Http404
    mine = one.sentences.filter(key=key).first()
    text = mine.text if mine else editing.editable(sentence)
    form = SentenceForm(request.POST or None, initial={"text": text} | version_of(one))
    if form.is_valid():
        try:
            editing.edit_sentence(
                by=asker(request), report=one, key=key, paragraph=sentence, text=form.cleaned_data["text"],
                seen=form.cleaned_data["version"],
            )  # fmt: skip
            messages.success(request, "The sentence is kept.")
            return redirect("improvement:report", one.pk)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    facts = [("The rule's sentence", editing.editable(sentence))]
    why = dict(pair for part in draft.parts for pair in part.why).get(key)
    facts += [("Written because", why)] if why else []
    facts += [(number.text, _counted_from(number)) for number in _figures(sentence)]
    return form_page(request, "Change a sentence", form, "Keep it", crumbs=_crumbs(one), facts=facts)


@POSTED
@said_why
def add_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a sentence of one's own to the part that `?part=` names."""
    check_improves(asker(request))
    one = _draft(pk)
    part = request.GET.get("part", "")
    if part not in PARTS:
        raise Http404
    form = OwnForm(request.POST or None)
    if form.is_valid():
        try:
            editing.add_sentence(by=asker(request), report=one, part=part, text=form.cleaned_data["text"])
            messages.success(request, "The sentence is added.")
            return redirect("improvement:report", one.pk)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return form_page(request, "Add a sentence", form, "Add it", crumbs=_crumbs(one), caption=PARTS[part])


@POSTED
@said_why
def change_own(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes or takes away a sentence of one's own."""
    check_improves(asker(request))
    sentence: Sentence = one_of(Sentence, pk)
    if not sentence.key.startswith("own:"):
        raise Http404
    form = OwnForm(request.POST or None, initial={"text": sentence.text} | version_of(sentence.report))
    if form.is_valid():
        try:
            editing.change_own(
                by=asker(request), sentence=sentence, text=form.cleaned_data["text"], seen=form.cleaned_data["version"]
            )
            messages.success(request, "The sentence is kept.")
            return redirect("improvement:report", sentence.report_id)
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return form_page(request, "Change a sentence", form, "Keep it", crumbs=_crumbs(sentence.report))


@POSTED
@said_why
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Chooses how small figures are hidden, shows what that hides, and lets the report go out."""
    check_improves(asker(request))
    one = _draft(pk)
    usual = default_choice()
    before = publishing.hiding_before(one)
    rounding = before.rounding if before else usual.rounding
    initial = {"threshold": usual.threshold, "rounding": rounding, "secondary": True} | version_of(one)
    form = PublishForm(request.POST or None, usual=rounding, initial=initial)
    with seen_by(request) as seen:
        draft = drafted(seen, one)
        if form.is_valid():
            facts = dict(form.cleaned_data)
            version = facts.pop("version")
            try:
                made = publishing.publish(
                    by=asker(request),
                    report=one,
                    content=draft.report,
                    choice=Choice(**facts),
                    book=seen.counted.book.fingerprint,
                    snapshot=seen.snapshot,
                    stale=len(draft.stale),
                    seen=version,
                )
                messages.success(request, "The report is frozen as it goes out.")
                return redirect("improvement:publication", made.pk)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return form_page(
        request,
        "Publish this report",
        form,
        "Publish it",
        crumbs=_crumbs(one),
        facts=_what_is_hidden(one, draft, usual),
        caption=wording.month_name(Month.read(one.month)),
    )


def _what_is_hidden(report: WrittenReport, draft: Draft, choice: Choice) -> list[tuple[str, object]]:
    found = publishing.controlled(draft.report, choice)
    hidden = ", ".join(found.hidden) or "nothing"
    facts: list[tuple[str, object]] = [(f"Hidden where counts below {choice.threshold} are", hidden)]
    before = publishing.out_already(report)
    if before:
        facts.append(
            ("Out already of this month: what was hidden stays hidden", "\n".join(_told(each) for each in before))
        )
    if found.leaks:
        facts.append(("Would still tell of it", "\n".join(str(leak) for leak in found.leaks)))
    if found.warnings:
        facts.append(("To be read by somebody, because no rule can check it", "\n".join(found.warnings)))
    if draft.stale:
        facts.append(("To be read again", f"{len(draft.stale)} sentences whose figures have changed"))
    return facts


@require_POST
@said_why
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Builds the pack of a meeting in one press, frozen with what it was counted from."""
    check_improves(asker(request))
    meeting: Meeting = one_of(Meeting, pk)
    with seen_by(request) as seen:
        made = build_pack(by=asker(request), seen=seen, meeting=meeting)
    messages.success(request, "The pack is built, and frozen as it is.")
    return redirect("improvement:publication", made.pk)


@require_safe
@said_why
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it went out, with its renderings. It leads to no child."""
    one = _publication(request, pk)
    shown = {
        "section": "improvement",
        "heading": one.report.title,
        "crumbs": _crumb(),
        "publication": one,
        "month": Month.read(one.report.month),
        "latest": one.report.publications.first() == one,
        "meeting": one.report.meeting,
        "choice": publishing.in_words(_of(one)),
        "renderings": [(suffix, rendering.title) for suffix, rendering in RENDERINGS.items()],
        "body": mark_safe(document_html.body(read_publication(one))),  # its builder escapes every text
    }
    return render(request, "improvement/publication.html", shown)


@require_safe
@said_why
def rendering(request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
    """A report as it went out, as a file."""
    one = _publication(request, pk)
    if suffix not in RENDERINGS:
        raise Http404
    name = f"{one.report.title} {one.report.month} {one.number}"
    return as_file(read_publication(one), suffix, name)


def as_file(content: Report, suffix: str, name: str) -> HttpResponse:
    """A rendering of a report as a file to save."""
    response = HttpResponse(written(content, suffix), content_type=RENDERINGS[suffix].content_type)
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-.") or "report"
    response["Content-Disposition"] = f'attachment; filename="{safe}.{suffix}"'
    return response


def _told(publication: Publication) -> str:
    day = wording.day(day_of(publication.made_at))
    return f"{publication.report.title}, number {publication.number}, {day}: {publishing.in_words(_of(publication))}"


def _of(publication: Publication) -> Choice:
    return Choice(publication.threshold, publication.rounding, publication.secondary, publication.because)


def _draft(pk: int) -> WrittenReport:
    found: WrittenReport = one_of(WrittenReport, pk)
    if found.kind != Kind.SCRUTINY:
        raise Http404
    return found


def _publication(request: HttpRequest, pk: int) -> Publication:
    found: Publication = one_of(Publication, pk)
    if found.report.kind != Kind.SCRUTINY and not packs_for(asker(request)).filter(pk=pk).exists():
        raise Http404
    return found


def _figures(sentence: Paragraph) -> list:  # type: ignore[type-arg]
    return [run for run in sentence.text if not isinstance(run, str) and hasattr(run, "snapshot")]


def _counted_from(number: object) -> str:
    return (
        f"{getattr(number, 'what', '')}, as at {wording.day(getattr(number, 'as_at'))}, "  # noqa: B009
        f"snapshot {getattr(number, 'snapshot', '')}, rule {getattr(number, 'definition', '')}"
    )
