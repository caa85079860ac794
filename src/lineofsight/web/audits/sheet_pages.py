"""The form that an auditor, moderator or external reader writes on: kept by itself, or by its button."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods, require_POST

from lineofsight.prepared.meeting import teams_named
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.addressed import one_of
from lineofsight.web.audits import auditing, moderating, sheets
from lineofsight.web.audits.facts import facts_of
from lineofsight.web.audits.forms import OutcomeForm
from lineofsight.web.audits.models import Audit, Saved, Sheet
from lineofsight.web.audits.pages import audit_crumbs, audit_seen, record_audit, said_why
from lineofsight.web.audits.seeing import child_in
from lineofsight.web.audits.tools import Content
from lineofsight.web.headers import may_run_own_script
from lineofsight.web.seen import Seen, seen_by


@dataclass(frozen=True)
class Shown:
    """One answer as the form shows it. `beside`: what other windows wrote and is not chosen of yet."""

    key: str
    kind: str
    label: str
    guidance: str
    value: Any
    revision: int
    choices: tuple[tuple[str, str], ...]
    required: bool
    beside: tuple[tuple[Saved, str], ...] = ()
    first: str = ""
    refused: str = ""

    @property
    def id(self) -> str:
        return f"a-{self.key.replace('.', '-')}"


@dataclass
class Part:
    """A section of the form."""

    key: str
    title: str
    guidance: str
    fields: list[Shown] = field(default_factory=list)
    first_grade: str = ""


_TITLES = (
    ("practitioner", "The practitioner", "Audit with the practitioner: what do they say of the work?"),
    ("child", "The child's feedback", ""),
    ("family", "The family's feedback", ""),
    ("themes", "What it is about", "What this case shows, for what all audits together tell."),
    ("overall", "The case as a whole", "Grades are never averaged: say which one fits, and why."),
)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The form. Without scripts its button keeps all of it; with the site's own each answer is kept by itself."""
    with seen_by(request) as seen:
        sheet, one = _own_sheet(request, seen, pk)
        sheets.check_can_write(seen.user, sheet)
        record_audit(request, seen, one, "written on")
        content = sheets.content_of(sheet)
        refused: dict[str, tuple[Any, str]] = {}
        if request.method == "POST":
            put_aside, refused = _keep_all(seen.user, sheet, content, request.POST)
            sheet.refresh_from_db()
            if refused:
                pass  # the page comes again with what was typed, and why it can't be kept
            elif put_aside:
                messages.warning(request, "Another window has written here: below are both, choose which words stay.")
            elif "give" in request.POST:
                return redirect("audits:give", sheet.pk)
            else:
                messages.success(request, "All that you wrote is kept.")
            if not refused:
                return redirect("audits:write", sheet.pk)
        child = child_in(seen, one)
        first = _first_sheet(sheet)
        shown = {
            "section": "audits",
            "heading": "Write the audit" if sheet.purpose == Sheet.Purpose.AUDIT else "Grade this case",
            "sheet": sheet,
            "audit": one,
            "child": child,
            "team": teams_named(seen.counted).get(one.team_id, one.team_id),
            "facts": facts_of(seen.counted, child.person_key) if child else [],
            "now": seen.counted.now,
            "parts": _parts(sheet, content, first, refused),
            "first": first,
            "about": content.about,
            "refused": len(refused),
            "crumbs": audit_crumbs(one),
            "actions": list(auditing.actions_of(one)) if sheet.purpose == Sheet.Purpose.AUDIT else [],
            "before": auditing.actions_before(one) if sheet.purpose == Sheet.Purpose.AUDIT else [],
            "outcomes": {each.action_id: each for each in one.outcomes.all()},
            "unsafe": one.unsafe.exclude(state__in=("signed_off", "taken_back")).first(),
            "lacks": auditing.missing_from_audit(sheet),
            "words_key": _words_key(seen.user, sheet),
            "words_name": _words_key(seen.user, sheet, "name")[:22],
        }
        response = render(request, "audits/write.html", shown, status=422 if refused else 200)
    return may_run_own_script(response)


def _own_sheet(request: HttpRequest, seen: Seen, pk: int) -> tuple[Sheet, Audit]:
    """A sheet of the person who asks; 404 for anybody else's."""
    sheet: Sheet = one_of(Sheet, pk)
    one, _ = audit_seen(request, seen, sheet.audit_id)
    if sheet.writer_id != seen.user.pk:
        record_audit(request, seen, one, "not their sheet")
        raise Http404
    return sheet, one


def _first_sheet(sheet: Sheet) -> Sheet | None:
    """What the auditor gave in, for a moderator who reads with sight of it."""
    if sheet.purpose == Sheet.Purpose.AUDIT or sheet.blind:
        return None
    return sheet.audit.sheets.filter(purpose=Sheet.Purpose.AUDIT, state=Sheet.State.GIVEN).first()


def _parts(sheet: Sheet, content: Content, first: Sheet | None, refused: Mapping[str, tuple[Any, str]]) -> list[Part]:
    known = sheets.fields_of(sheet, content)
    beside = sheets.beside_of(sheet)
    parts: list[Part] = []
    for section in content.for_cohort(sheet.audit.cohort):
        guidance = {f"{section.key}.{each.key}": each.guidance for each in section.questions}
        keys = [key for key in known if key.partition(".")[0] == section.key]
        keys.sort(key=lambda key: key in guidance, reverse=True)  # questions first, then the grade and its words
        if keys:
            part = Part(section.key, section.title, section.guidance)
            part.fields = [_shown(sheet, key, known[key], guidance.get(key, ""), beside, first) for key in keys]
            parts.append(part)
    for prefix, title, guidance_of in _TITLES:
        keys = [key for key in known if key.partition(".")[0] == prefix]
        if keys:
            part = Part(prefix, title, guidance_of)
            part.fields = [_shown(sheet, key, known[key], "", beside, first) for key in keys]
            parts.append(part)
    for part in parts:
        part.fields = [
            replace(one, value=refused[one.key][0], refused=refused[one.key][1]) if one.key in refused else one
            for one in part.fields
        ]
    return parts


def _shown(
    sheet: Sheet,
    key: str,
    known: sheets.Field,
    guidance: str,
    beside: dict[str, list[Saved]],
    first: Sheet | None,
) -> Shown:
    words = dict(known.choices)

    def in_words(value: Any) -> str:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(words.get(each) or str(each) for each in chosen)

    return Shown(
        key=key,
        kind=known.kind,
        label=known.label,
        guidance=guidance,
        value=sheets.value_of(sheet, key),
        revision=sheets.revision_of(sheet, key),
        choices=known.choices,
        required=known.required,
        beside=tuple((one, in_words(one.value)) for one in beside.get(key, [])),
        first=in_words(sheets.value_of(first, key)) if first else "",
    )


def _keep_all(by: User, sheet: Sheet, content: Content, sent: QueryDict) -> tuple[bool, dict[str, tuple[Any, str]]]:
    """Keeps each answer of the form that was sent, each for itself.

    Whether some met a newer one and was put aside; and those that can't be kept, by key, with the sentence why.
    """
    put_aside = False
    refused: dict[str, tuple[Any, str]] = {}
    for key, known in sheets.fields_of(sheet, content).items():
        if f"r.{key}" not in sent:
            continue  # not on the page that was sent
        value: Any = sent.getlist(key) if known.kind == "list" else sent.get(key, "")
        text = sent.get(f"r.{key}", "0")
        began_from = int(text) if text.isdecimal() and len(text) < 9 else 0
        if _was_shown(sheet, key, began_from) == _plain(value):
            continue
        try:
            kept = sheets.save_answer(by=by, sheet=sheet, key=key, value=value, began_from=began_from)
        except Refused as refusal:
            refused[key] = (value, str(refusal))
        else:
            put_aside = put_aside or kept.beside
    return put_aside, refused


def _was_shown(sheet: Sheet, key: str, revision: int) -> Any:
    """The value of a revision: an answer that was not touched since is not sent as a change."""
    if revision == 0:
        return ""
    one = Saved.objects.filter(sheet=sheet, key=key, revision=revision, beside=False).order_by("pk").first()
    return one.value if one else sheets.value_of(sheet, key)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return value or ""
    return str(value).replace("\r\n", "\n")


def _words_key(user: User, sheet: Sheet, what: str = "key") -> str:
    """A key that only this person's pages of this sheet get: what is not sent yet is kept on their machine under it."""
    made = salted_hmac(f"lineofsight.audits.{what}", f"{user.pk}.{sheet.pk}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode()


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps one answer, for the site's own script. Says which revision stands; it shows nothing of a child."""
    user = request.user
    assert isinstance(user, User)
    sheet = Sheet.objects.filter(pk=pk, writer=user).select_related("audit").first() if pk < 2**62 else None
    if sheet is None:
        return JsonResponse({"refused": "That is not your sheet."}, status=404)
    key = request.POST.get("key", "")
    began = request.POST.get("began_from", "")
    value: Any = request.POST.getlist("value") if key in sheets.THEMES else request.POST.get("value", "")
    try:
        kept = sheets.save_answer(
            by=user,
            sheet=sheet,
            key=key,
            value=[each for each in value if each] if isinstance(value, list) else value,
            began_from=int(began) if began.isdecimal() and len(began) < 9 else 0,
            window=request.POST.get("window", ""),
        )
    except Refused as refusal:
        return JsonResponse({"refused": str(refusal)}, status=409)
    return JsonResponse({"revision": kept.revision, "beside": kept.beside})


@require_POST
@said_why
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of two windows' words stay."""
    with seen_by(request) as seen:
        sheet, one = _own_sheet(request, seen, pk)
        record_audit(request, seen, one, "words chosen")
        number, choice, began = [*request.POST.get("choice", "").split("."), "", ""][:3]
        saved = Saved.objects.filter(sheet=sheet, pk=int(number)).first() if number.isdecimal() else None
        if saved is None:
            raise Refused("These words are not there any more.")
        revision = int(began) if began.isdecimal() and len(began) < 9 else None
        sheets.settle_beside(by=seen.user, sheet=sheet, saved=saved, choice=choice, began_from=revision)
        return redirect(f"{reverse('audits:write', args=[sheet.pk])}#a-{saved.key.replace('.', '-')}")


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still to be said, or the grade once more before it is given in."""
    with seen_by(request) as seen:
        sheet, one = _own_sheet(request, seen, pk)
        sheets.check_can_write(seen.user, sheet)
        record_audit(request, seen, one, "to be given in")
        lacks = auditing.missing_from_audit(sheet)
        code = sheets.value_of(sheet, "overall.grade")
        if request.method == "POST" and request.POST.get("grade", code) != code:
            messages.warning(request, "Another window has changed the grade since: look at it once more.")
        elif request.method == "POST" and not lacks:
            if sheet.purpose == Sheet.Purpose.AUDIT:
                done = auditing.give_audit(by=seen.user, sheet=sheet, seen=seen)
                words = {
                    Audit.State.MODERATION: "The audit is given in, and waits for a moderator.",
                    Audit.State.ACTIONS: "The audit is given in. It closes once its actions are verified.",
                }.get(Audit.State(done.state), "The audit is given in, and closed.")
            else:
                given = moderating.give_reading(by=seen.user, sheet=sheet)
                given.audit.refresh_from_db()
                panel = given.audit.state == Audit.State.PANEL
                words = "Your grade is given; a panel decides between the two." if panel else "Your grade is given."
            messages.success(request, words)
            return redirect("audits:audit", one.pk)
        known = sheets.fields_of(sheet)
        grade = dict(known["overall.grade"].choices).get(sheets.value_of(sheet, "overall.grade"), "")
        shown = {
            "section": "audits",
            "heading": "Give it in",
            "sheet": sheet,
            "audit": one,
            "lacks": [(key, f"a-{key.replace('.', '-')}", words) for key, words in lacks],
            "grade": grade,
            "grade_code": code,
            "reasons": sheets.value_of(sheet, "overall.reasons"),
            "crumbs": audit_crumbs(one),
        }
    return render(request, "audits/give.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Of each action of the audit before: what became of it."""
    with seen_by(request) as seen:
        sheet, one = _own_sheet(request, seen, pk)
        sheets.check_can_write(seen.user, sheet)
        record_audit(request, seen, one, "actions of the audit before")
        if sheet.purpose != Sheet.Purpose.AUDIT:
            raise Http404
        there = {each.action_id: each for each in one.outcomes.all()}
        rows = []
        for action in auditing.actions_before(one):
            found = there.get(action.pk)
            first = {"outcome": found.outcome, "note": found.note} if found else {}
            rows.append((action, OutcomeForm(request.POST or None, prefix=f"a{action.pk}", initial=first)))
        if request.method == "POST" and all(form.is_valid() for _, form in rows):
            for action, form in rows:
                said = form.cleaned_data
                if said["outcome"]:
                    auditing.find_outcome(
                        by=seen.user, audit=one, action=action, outcome=said["outcome"], note=said["note"]
                    )
            messages.success(request, "What became of the actions is kept.")
            return redirect("audits:write", sheet.pk)
        shown = {"section": "audits", "heading": "What became of the actions", "rows": rows, "audit": one}
        shown |= {"sheet": sheet, "crumbs": audit_crumbs(one)}
    return render(request, "audits/outcomes.html", shown)
