"""The page of one audit, and the small steps around it: who has the case, actions, moderation, panel, unsafe now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.prepared.meeting import teams_named
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.table import may
from lineofsight.web.actions.owners import Owners
from lineofsight.web.addressed import one_of, version_of
from lineofsight.web.audits import allocating, auditing, cycles, looks, moderating, rules, unsafe
from lineofsight.web.audits.facts import facts_of
from lineofsight.web.audits.forms import AgreeForm, BecauseForm, PanelForm, ToForm, UnsafeForm, WordsForm
from lineofsight.web.audits.grades import Grade
from lineofsight.web.audits.independence import ties_of, why_not
from lineofsight.web.audits.models import Audit, Sheet, UnsafeNow
from lineofsight.web.audits.pages import audit_crumbs, audit_seen, form_page, record_audit, said_why
from lineofsight.web.audits.running import runs_audits
from lineofsight.web.audits.seeing import Sight, child_in, graded_blind_by, records_open
from lineofsight.web.audits.sheets import content_of, fields_of, value_of
from lineofsight.web.audits.steps import AUDIT_STEPS, RAISED, UNSAFE_STEPS
from lineofsight.web.changing import holds
from lineofsight.web.clock import today
from lineofsight.web.forms import Form
from lineofsight.web.seen import Seen, seen_by

_DID = {
    *(step.did for step in AUDIT_STEPS.values()),
    *(step.did for step in UNSAFE_STEPS.values()),
    *(RAISED, auditing.FOUND, moderating.GAVE, moderating.CHANGED_READER),
}


@require_safe
@said_why
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """One audit: the child's facts, grades side by side, what was written, actions, and what happened to it."""
    with seen_by(request) as seen:
        one, sight = audit_seen(request, seen, pk)
        record_audit(request, seen, one, looks.LOOKED_AT)
        keeps_back = one.pk not in records_open(seen, [one])
        child = None if keeps_back else child_in(seen, one)
        facts = facts_of(seen.counted, child.person_key) if child else []
        names = teams_named(seen.counted)
        waits = list(one.unsafe.select_related("raised_by"))
        shown = {
            "section": "audits",
            "heading": f"Audit {one.pk}",
            "audit": one,
            "sight": sight,
            "child": child,
            "keeps_back": keeps_back,
            "opens_child": bool(child) and may(seen.user.role, "surgery:child") and _sees_child(seen, one),
            "team": names.get(one.team_id, one.team_id),
            "service": names.get(one.service_id, one.service_id),
            "facts": facts,
            "now": seen.counted.now,
            "readings": [] if sight.blind else _readings(one),
            "written": [] if sight.blind else _written(one),
            "actions": [] if sight.blind else list(auditing.actions_of(one)),
            "before": auditing.actions_before(one),
            "outcomes": [] if sight.blind else list(one.outcomes.select_related("action", "found_by")),
            "unsafe": [
                {
                    "one": each,
                    "due": unsafe.due_of(each),
                    "late": unsafe.is_late(each, today()),
                    "steps": unsafe.steps_for(seen.user, each, unsafe.scope_over(seen, one)),
                    "said": unsafe.happened(each),
                }
                for each in waits
            ],
            "themes": [] if sight.blind else _themes(one),
            "steps": _steps(seen, one, sight),
            "history": [] if sight.blind else _history(one, seen),
            "today": today(),
            "re_audits": [] if sight.blind else list(one.re_audits.exclude(state=Audit.State.WITHDRAWN)),
            "blind_of": graded_blind_by(seen.user),
        }
    return render(request, "audits/audit.html", shown)


def _sees_child(seen: Seen, one: Audit) -> bool:
    now = seen.served.former_ids.get(one.person_id, one.person_id)
    return now not in seen.scope.hidden and (
        seen.scope.everybody or bool({one.team_id, one.service_id} & seen.scope.teams)
    )


def _readings(one: Audit) -> list[Sheet]:
    """Every grade that was given, the first first."""
    given = one.sheets.filter(state=Sheet.State.GIVEN).select_related("writer", "of_check")
    return list(given.order_by("given_at", "pk"))


def _written(one: Audit) -> list[dict[str, Any]]:
    """What the auditor wrote, section by section, with the moderator's and panel's grades beside theirs."""
    sheet = one.sheets.filter(purpose=Sheet.Purpose.AUDIT, state=Sheet.State.GIVEN).first()
    if sheet is None:
        return []
    content = content_of(sheet)
    known = fields_of(sheet, content)
    words = {grade.value: grade.label for grade in Grade}
    found = []
    for section in content.for_cohort(one.cohort):
        rows = []
        for key, field in known.items():
            name, _, part = key.partition(".")
            value = value_of(sheet, key)
            if name == section.key and value and part != "grade":
                rows.append((field.label, dict(field.choices).get(value, value)))
        grade = value_of(sheet, f"{section.key}.grade")
        others = [
            (each, words.get(each.grades.get(section.key, ""), ""))
            for each in one.sheets.filter(state=Sheet.State.GIVEN).exclude(pk=sheet.pk).select_related("writer")
            if each.grades.get(section.key)
        ]
        offered = known.get(f"{section.key}.grade")
        grade_words = dict(offered.choices).get(grade, "") if offered else ""
        if rows or grade:
            found.append({"title": section.title, "grade": grade_words, "code": grade, "rows": rows, "others": others})
    own = [
        ("The practitioner", "practitioner"),
        ("The child", "child"),
        ("The family", "family"),
        ("The case as a whole", "overall"),
    ]
    for title, prefix in own:
        rows = [
            (field.label, dict(field.choices).get(value_of(sheet, key), value_of(sheet, key)))
            for key, field in known.items()
            if key.startswith(f"{prefix}.") and value_of(sheet, key)
        ]
        if rows:
            found.append({"title": title, "grade": "", "code": "", "rows": rows, "others": []})
    return found


def _themes(one: Audit) -> list[tuple[str, list[str]]]:
    return [
        (title, [rules.theme_title(code) for code in codes])
        for title, codes in (("Strong", one.strengths), ("To be developed", one.developments))
        if codes
    ]


def _history(one: Audit, seen: Seen) -> list[dict[str, Any]]:
    """What happened to an audit. Who said it stands there for those who run the audits and who wrote in it."""
    found = Change.objects.filter(did__in=_DID, subject=str(one.pk), person_id=one.person_id).select_related("user")
    return [
        {
            "at": change.at,
            "did": change.did[:1].upper() + change.did[1:],
            "who": change.user.name if change.user else "",
            "because": str(change.detail.get("because") or ""),
        }
        for change in found.order_by("pk")
    ]


def _steps(seen: Seen, one: Audit, sight: Sight) -> list[tuple[str, str, bool]]:
    """What the person may do now: (address, words, whether it is the thing to do)."""
    user, found = seen.user, []

    def offer(name: str, words: str, *arguments: int, first: bool = False) -> None:
        found.append((reverse(f"audits:{name}", args=arguments or (one.pk,)), words, first))

    sheet = sight.sheet
    if sheet is not None and sheet.state in (Sheet.State.WAITING, Sheet.State.OPEN):
        writes = {
            Sheet.Purpose.AUDIT: one.state in (Audit.State.ALLOCATED, Audit.State.DRAFTING),
            Sheet.Purpose.MODERATION: one.state == Audit.State.MODERATION,
            Sheet.Purpose.EXTERNAL: True,
        }
        if writes.get(Sheet.Purpose(sheet.purpose)):
            words = "Write the audit" if sheet.purpose == Sheet.Purpose.AUDIT else "Grade this case"
            offer("write", words, sheet.pk, first=True)
            if sheet.purpose == Sheet.Purpose.MODERATION and not sheet.blind:
                offer("hand_back", "Hand it back", sheet.pk)
    if holds(moderating.check_can_decide, user, one):
        offer("decide", "Write down what the panel decided", first=True)
    if not sight.blind and holds(auditing.check_can_agree, user, one):
        offer("agree", "Agree an action")
    if (
        holds(unsafe.check_can_raise, user, one)
        and not one.unsafe.exclude(state__in=("signed_off", "taken_back")).exists()
    ):
        offer("unsafe", "The child is unsafe now")
    if runs_audits(user):
        if holds(allocating.check_can_give, user, one):
            offer("give_to", "Give it to an auditor" if one.auditor_id is None else "Give it to somebody else")
            offer("replace", "Replace the case")
            offer("take_out", "Take the case out")
        waiting = one.sheets.filter(
            purpose__in=(Sheet.Purpose.MODERATION, Sheet.Purpose.EXTERNAL),
            state__in=(Sheet.State.WAITING, Sheet.State.OPEN),
        )
        for reading in waiting:
            words = (
                "Choose the moderator" if reading.purpose == Sheet.Purpose.MODERATION else "Choose the external reader"
            )
            offer("change_moderator", words, reading.pk)
        moderated = one.sheets.filter(purpose=Sheet.Purpose.MODERATION, state=Sheet.State.GIVEN).exists()
        if one.state in (Audit.State.ACTIONS, Audit.State.CLOSED) and not moderated:
            offer("ask_for_moderation", "Have it moderated")
    return found


# Who has the case


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def give_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a case to one auditor by hand; who is not independent of it can't be chosen, and the page says why."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        allocating.check_can_give(seen.user, one)
        record_audit(request, seen, one, "who audits it")
        pool = allocating.able(today()).filter(user__role__in=allocating.MAY_AUDIT)
        users = [each.user for each in pool if each.user_id != one.auditor_id]
        ties = ties_of(seen.counted, users, [one.person_id], [one.pk], seen.served.former_ids)
        before = one.re_audit_of.auditor_id if one.re_audit_of else None
        against = {user.pk: why_not(ties, user.pk, one, before=before) for user in users}
        people = [(str(user.pk), user.name) for user in users if not against[user.pk]]
        form = ToForm(request.POST or None, people=people, initial=version_of(one))

        def give(said: dict[str, Any]) -> None:
            allocating.give_case(
                by=seen.user,
                audit=one,
                to=User.objects.get(pk=said["to"]),
                seen=seen,
                because=said["because"],
                seen_version=said["version"],
            )

        cannot = sorted((user.name, against[user.pk]) for user in users if against[user.pk])
        return _stepped(request, one, form, give, "Give it to an auditor", "Give it", cannot=cannot)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a case out; the next of its stratum comes in."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        cycles.check_can_replace(seen.user, one)
        record_audit(request, seen, one, "to be replaced")
        form = BecauseForm(request.POST or None, initial=version_of(one))

        def replaced(said: dict[str, Any]) -> Audit:
            return cycles.replace_case(
                by=seen.user, audit=one, because=said["because"], seen=seen, seen_version=said["version"]
            )

        return _stepped(request, one, form, replaced, "Replace the case", "Replace it", warning=True)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a case out without another in its place."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        record_audit(request, seen, one, "to be taken out")
        form = BecauseForm(request.POST or None, initial=version_of(one))

        def taken(said: dict[str, Any]) -> None:
            cycles.take_out(by=seen.user, audit=one, because=said["because"], seen_version=said["version"])

        return _stepped(request, one, form, taken, "Take the case out", "Take it out", warning=True)


# Actions


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agrees an action of an audit."""
    with seen_by(request) as seen:
        one, sight = audit_seen(request, seen, pk)
        if sight.blind:
            raise Refused("You grade this case blind: actions are agreed once your grade is given.")
        auditing.check_can_agree(seen.user, one)
        record_audit(request, seen, one, "an action")
        form = AgreeForm(request.POST or None)

        def agreed(said: dict[str, Any]) -> None:
            owner, name = said["owner"]
            auditing.agree_action(
                by=seen.user,
                audit=one,
                text=said["text"],
                due_on=said["due_on"],
                closes_with=said["closes_with"],
                owner=owner,
                owner_name=name,
            )

        back = reverse("audits:write", args=[sight.sheet.pk]) if "write" in request.GET and sight.sheet else ""
        return _stepped(
            request, one, form, agreed, "Agree an action", "Put it into the register", owners=Owners(), back=back
        )


# Moderation


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A moderator hands an audit back to its auditor."""
    with seen_by(request) as seen:
        sheet: Sheet = one_of(Sheet, pk)
        one, _ = audit_seen(request, seen, sheet.audit_id)
        record_audit(request, seen, one, "to be handed back")
        form = BecauseForm(request.POST or None)

        def back(said: dict[str, Any]) -> None:
            moderating.hand_back(by=seen.user, sheet=sheet, because=said["because"])

        return _stepped(request, one, form, back, "Hand the audit back", "Hand it back")


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def change_moderator(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a moderation to somebody else."""
    with seen_by(request) as seen:
        sheet: Sheet = one_of(Sheet, pk)
        one, _ = audit_seen(request, seen, sheet.audit_id)
        moderating.check_can_change_reader(seen.user, sheet)
        record_audit(request, seen, one, "who moderates it")
        found = [(user, why) for user, why in moderating.readers_for(seen, sheet) if user.pk != sheet.writer_id]
        people = [(str(user.pk), user.name) for user, why in found if not why]
        form = ToForm(request.POST or None, people=people)

        def changed(said: dict[str, Any]) -> None:
            moderating.change_moderator(by=seen.user, sheet=sheet, to=User.objects.get(pk=said["to"]), seen=seen)

        cannot = [(user.name, why) for user, why in found if why]
        return _stepped(request, one, form, changed, "Choose the moderator", "Give it to them", cannot=cannot)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def ask_for_moderation(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a graded audit moderated."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        record_audit(request, seen, one, "to be moderated")
        form = BecauseForm(request.POST or None, initial=version_of(one))

        def asked(said: dict[str, Any]) -> None:
            moderating.ask_for_moderation(
                by=seen.user, audit=one, seen=seen, because=said["because"], seen_version=said["version"]
            )

        return _stepped(request, one, form, asked, "Have it moderated", "Have it moderated")


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes down what a panel decided."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        moderating.check_can_decide(seen.user, one)
        record_audit(request, seen, one, looks.BEFORE_A_PANEL)
        form = PanelForm(request.POST or None, initial=version_of(one))

        def decided(said: dict[str, Any]) -> None:
            moderating.decide(
                by=seen.user,
                audit=one,
                members=said["members"],
                grade=said["grade"],
                reasons=said["reasons"],
                seen_version=said["version"],
            )

        facts = [
            (f"{each.get_purpose_display()}: {each.get_overall_display()}", each.reasons) for each in _readings(one)
        ]
        return _stepped(request, one, form, decided, "What the panel decided", "Write it down", facts=facts)


# Unsafe now


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def raise_unsafe(request: HttpRequest, pk: int) -> HttpResponse:
    """Says that a child may be unsafe today."""
    with seen_by(request) as seen:
        one, _ = audit_seen(request, seen, pk)
        unsafe.check_can_raise(seen.user, one)
        record_audit(request, seen, one, "unsafe now")
        form = UnsafeForm(request.POST or None)

        def raised(said: dict[str, Any]) -> None:
            unsafe.raise_unsafe(by=seen.user, audit=one, why=said["why"], calendar=seen.served.council.calendar)

        return _stepped(request, one, form, raised, "The child is unsafe now", "Raise it now", warning=True)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def unsafe_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step after a child was found unsafe."""
    if name not in UNSAFE_STEPS:
        raise Http404
    with seen_by(request) as seen:
        found: UnsafeNow = one_of(UnsafeNow, pk)
        one, sight = audit_seen(request, seen, found.audit_id)
        scope = unsafe.scope_over(seen, one)
        unsafe.CHECKS[name](seen.user, found, scope)
        record_audit(request, seen, one, looks.UNSAFE_NOW + (looks.WITHOUT_GRADES if sight.blind else ""))
        form = WordsForm(request.POST or None, initial=version_of(found))

        def taken(said: dict[str, Any]) -> None:
            unsafe.take_step(
                by=seen.user, unsafe=found, name=name, words=said["words"], scope=scope, seen=said["version"]
            )

        facts = [("Found unsafe now", found.why), *((each["title"], each["words"]) for each in unsafe.happened(found))]
        if sight.blind:
            facts = [("Found unsafe now", "What was seen is shown once your grade is given.")]
        return _stepped(request, one, form, taken, UNSAFE_STEPS[name].title, "Write it down", facts=facts)


def _stepped(
    request: HttpRequest,
    one: Audit,
    form: Form,
    take: Callable[[dict[str, Any]], object],
    heading: str,
    button: str,
    *,
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """A form of one step: taken where it is sent and right; a refusal stands in the form, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            take(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Audit {one.pk}: done.")
            return redirect(back) if back else redirect("audits:audit", one.pk)
    return form_page(
        request, heading, form, button, crumbs=audit_crumbs(one), caption=f"Audit {one.pk}, {one.cycle.title}", **more
    )
