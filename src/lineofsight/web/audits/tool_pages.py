"""Pages of audit tools: which there are, each as an auditor reads it, its versions and what changed, and its draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.audits import tooling
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Tool, ToolVersion
from lineofsight.web.audits.shipped import Shipped, offered, shipped_tools
from lineofsight.web.audits.tool_differences import Difference, cohorts_in_words, differences
from lineofsight.web.audits.tool_forms import (
    AboutForm,
    DraftForm,
    NewQuestionForm,
    NewSectionForm,
    NewToolForm,
    PublishForm,
    QuestionForm,
    RetireForm,
    SectionForm,
    TitleForm,
)
from lineofsight.web.audits.tools import GRADED, KINDS, YES_NO, Content, Question, Section
from lineofsight.web.forms import Form

refusals_are_pages = refusals_said("Audit tools", "audits")
Crumb = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A tool as the list shows it."""

    tool: Tool
    used: ToolVersion | None
    draft: ToolVersion | None
    content: Content | None
    offered: Shipped | None

    @property
    def graded(self) -> int:
        return sum(section.graded for section in self.content.sections) if self.content else 0

    @property
    def questions(self) -> int:
        return sum(len(section.questions) for section in self.content.sections) if self.content else 0


@dataclass(frozen=True)
class Read:
    """A question as it is read: its number within the tool, what may be answered, and of whom it is asked."""

    question: Question
    number: int
    answers: str
    asked_of: str


@dataclass(frozen=True)
class Part:
    """A section as it is read."""

    section: Section
    asked_of: str
    questions: list[Read]


@dataclass(frozen=True)
class Past:
    """A version as the history shows it, with what changed since the one before; none for the first."""

    version: ToolVersion
    changed: int | None


# Reading


@require_safe
@refusals_are_pages
def tools(request: HttpRequest) -> HttpResponse:
    """All tools: those in use or being drafted first, then those that are not used any more."""
    lines = [_line(tool) for tool in Tool.objects.all()]
    shown = {
        "lines": [line for line in lines if not line.tool.retired_at],
        "retired": [line for line in lines if line.tool.retired_at],
        "may_edit": tooling.can_edit(_user(request)),
    }
    return _shown(request, "tools", "Audit tools", (), shown)


@require_safe
@refusals_are_pages
def tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    """One tool: what it is for, links to read it, its draft, and its versions."""
    one, user = _tool(tool_key), _user(request)
    versions = tooling.versions_of(one)
    latest = versions[0] if versions else None
    shown = {
        "tool": one,
        "line": _line(one),
        "latest": latest,
        "about": tooling.content_of(latest) if latest else None,
        "cohorts": Cohort.choices,
        "history": _history(versions),
        "shipped": shipped_tools().get(one.key),
        "may_edit": tooling.can_edit(user),
        "may_start": tooling.can_start_draft(user, one),
        "may_bring_back": tooling.can_bring_back(user, one),
    }
    return _shown(request, "tool", one.title, _crumbs(), shown)


@require_safe
@refusals_are_pages
def tool_version(request: HttpRequest, tool_key: str, number: int) -> HttpResponse:
    """A version as an auditor reads it: `?cohort=looked_after` for a child of that cohort, all of it otherwise."""
    version = _version(tool_key, number)
    content = tooling.content_of(version)
    asked = request.GET.get("cohort", "")
    cohort = asked if asked in Cohort.values else ""
    sections = content.for_cohort(cohort) if cohort else content.sections
    shown = {
        "tool": version.tool,
        "version": version,
        "content": content,
        "cohort": cohort,
        "cohorts": [("", "Everything"), *Cohort.choices],
        "parts": _parts(sections),
        "graded": [label for _, _, label in GRADED],
    }
    return _shown(request, "tool_version", version.title, _crumbs(version.tool), shown)


@require_safe
@refusals_are_pages
def tool_changes(request: HttpRequest, tool_key: str, number: int) -> HttpResponse:
    """What changed from the version before to this one."""
    version = _version(tool_key, number)
    before = tooling.version_before(version)
    shown = {"tool": version.tool, "version": version, "before": before, "differences": _since(before, version)}
    return _shown(request, "tool_changes", f"What changed in version {number}", _crumbs(version.tool), shown)


@require_safe
@refusals_are_pages
def tool_shipped(request: HttpRequest, tool_key: str) -> HttpResponse:
    """The shipped tool beside the version in use: what a draft from it would change."""
    one, user = _tool(tool_key), _user(request)
    shipped = shipped_tools().get(one.key)
    if shipped is None:
        raise Http404
    latest = next(iter(tooling.versions_of(one)), None)
    shown = {
        "tool": one,
        "shipped": shipped,
        "latest": latest,
        "differences": differences(tooling.content_of(latest) if latest else Content("", ()), shipped.content),
        "may_start": tooling.can_start_draft(user, one),
        "may_keep": tooling.can_keep_own(user, one),
        "draft": tooling.draft_of(one),
    }
    return _shown(request, "tool_shipped", "The tool that comes with Line of Sight", _crumbs(one), shown)


@require_safe
@refusals_are_pages
def tool_draft(request: HttpRequest, tool_key: str) -> HttpResponse:
    """A draft, with a link or a button to change each part of it."""
    draft = _draft(tool_key)
    content = tooling.content_of(draft)
    shown = {
        "tool": draft.tool,
        "draft": draft,
        "content": content,
        "parts": _parts(content.sections),
        "problem": _problem(_user(request), draft),
        "used": tooling.version_in_use(draft.tool),
        "may_edit": tooling.can_edit(_user(request)),
    }
    return _shown(request, "tool_draft", "Draft", _crumbs(draft.tool), shown)


# A tool


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def new_tool(request: HttpRequest) -> HttpResponse:
    """Makes a tool of the council's own."""
    user = _user(request)
    tooling.check_can_edit(user)
    used = ToolVersion.objects.filter(state=ToolVersion.State.PUBLISHED).select_related("tool")
    others = [(str(version.pk), version.tool.title) for version in used.order_by("tool__title")]
    form = NewToolForm(request.POST or None, others=others)

    def make(said: dict[str, Any]) -> str:
        copied = used.filter(pk=said["copy_of"]).first() if said["copy_of"] else None
        draft = tooling.new_tool(by=user, title=said["title"], about=said["about"], copy_of=copied)
        return _draft_page(draft.tool)

    return _form(request, "New audit tool", form, "Make it", _crumbs(), make, "The tool is made: it is a draft.")


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def rename_tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    one, user = _tool(tool_key), _user(request)
    tooling.check_can_edit(user)

    def rename(said: dict[str, Any]) -> str:
        tooling.rename_tool(by=user, tool=one, title=said["title"])
        return _tool_page(one)

    form = TitleForm(request.POST or None, initial={"title": one.title})
    return _form(request, "Change the title", form, "Change the title", _crumbs(one), rename, "The title is changed.")


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def retire_tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    one, user = _tool(tool_key), _user(request)
    tooling.check_can_retire(user, one)

    def retire(said: dict[str, Any]) -> str:
        tooling.retire_tool(by=user, tool=one, because=said["because"])
        return _tool_page(one)

    note = "No cycle can choose it any more. Audits that were written with it keep it, and it can be brought back."
    done = f"{one.title} is not in use any more."
    form = RetireForm(request.POST or None)
    return _form(
        request, f"Take out of use: {one.title}", form, "Take it out of use", _crumbs(one), retire, done, note, True
    )


@require_POST
@refusals_are_pages
def bring_back_tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    one = tooling.bring_back_tool(by=_user(request), tool=_tool(tool_key))
    messages.success(request, f"{one.title} is in use again.")
    return redirect(_tool_page(one))


@require_POST
@refusals_are_pages
def begin_tool_draft(request: HttpRequest, tool_key: str) -> HttpResponse:
    """Begins a draft: from the version in use, or, with `shipped`, from the shipped file."""
    one = _tool(tool_key)
    tooling.start_draft(by=_user(request), tool=one, from_shipped=bool(request.POST.get("shipped")))
    messages.success(request, "The draft is begun. Nobody audits with it before it is published.")
    return redirect(_draft_page(one))


@require_POST
@refusals_are_pages
def keep_own_tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    """Leaves a changed shipped tool where it is."""
    one = _tool(tool_key)
    tooling.keep_own(by=_user(request), tool=one)
    messages.success(request, "The tool stays as it is. You are told when the shipped tool changes again.")
    return redirect(_tool_page(one))


# A draft


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def publish_tool(request: HttpRequest, tool_key: str) -> HttpResponse:
    """Shows what would change, and puts the draft into use."""
    draft, user = _draft(tool_key), _user(request)
    tooling.check_can_publish(user, draft)
    used = tooling.version_in_use(draft.tool)
    form = PublishForm(request.POST or None, initial={"version": draft.version})
    if request.method == "POST" and form.is_valid():
        try:
            now = tooling.publish(by=user, draft=draft, why=form.cleaned_data["why"], seen=form.cleaned_data["version"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{now.title} is in use: samples that are drawn from now on take it.")
            return redirect(_tool_page(now.tool))
    shown = {
        "tool": draft.tool,
        "draft": draft,
        "used": used,
        "differences": _since(used, draft),
        "noticed": tooling.noticed(draft),
        "form": form,
    }
    crumbs = _crumbs(draft.tool, draft)
    return _shown(request, "tool_publish", "Publish", crumbs, shown, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def discard_tool_draft(request: HttpRequest, tool_key: str) -> HttpResponse:
    draft, user = _draft(tool_key), _user(request)
    tooling.check_can_edit(user)
    one = draft.tool

    def discard(said: dict[str, Any]) -> str:
        tooling.discard_draft(by=user, draft=draft, seen=said["version"])
        return _tool_page(one) if Tool.objects.filter(key=tool_key).exists() else reverse("audits:tools")

    form = DraftForm(request.POST or None, initial={"version": draft.version})
    note = "What was changed in it is lost. The version in use stays as it is."
    if not tooling.versions_of(one):
        note = "It was never published: the tool goes with it, unless a cycle is to use it."
    crumbs = _crumbs(one, draft)
    return _form(
        request, "Discard the draft", form, "Discard it", crumbs, discard, "The draft is discarded.", note, True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def edit_tool_about(request: HttpRequest, tool_key: str) -> HttpResponse:
    draft = _draft(tool_key)
    content = tooling.content_of(draft)
    begun = {"about": content.about, "without_feedback": content.without_feedback}
    return _edit(request, draft, "What it is for", AboutForm, begun, tooling.edit_about, "#about")


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def add_tool_section(request: HttpRequest, tool_key: str) -> HttpResponse:
    draft = _draft(tool_key)
    return _edit(request, draft, "Add a section", NewSectionForm, {"graded": True}, tooling.add_section, "#end")


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def edit_tool_section(request: HttpRequest, tool_key: str, section_key: str) -> HttpResponse:
    draft, section = _section(tool_key, section_key)
    title = f"Section: {section.title}"
    where = {"section": section.key}
    return _edit(request, draft, title, SectionForm, _begun(section), tooling.edit_section, _at(section), where)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def remove_tool_section(request: HttpRequest, tool_key: str, section_key: str) -> HttpResponse:
    draft, section = _section(tool_key, section_key)
    where = {"section": section.key}
    note = "Its questions go with it. Audits that were written with earlier versions keep their answers."
    title = f"Take out the section: {section.title}"
    return _edit(request, draft, title, DraftForm, {}, tooling.remove_section, "", where, "Take it out", note)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def add_tool_question(request: HttpRequest, tool_key: str, section_key: str) -> HttpResponse:
    draft, section = _section(tool_key, section_key)
    title = f"Add a question to: {section.title}"
    where, begun = {"section": section.key}, {"kind": "yes_no"}
    return _edit(request, draft, title, NewQuestionForm, begun, tooling.add_question, _at(section), where)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def edit_tool_question(request: HttpRequest, tool_key: str, section_key: str, question_key: str) -> HttpResponse:
    draft, section, question = _question(tool_key, section_key, question_key)
    begun = _begun(question) | {"options": "\n".join(question.options)}
    where = {"section": section.key, "question": question.key}
    title = f"Question of: {section.title}"
    return _edit(request, draft, title, QuestionForm, begun, tooling.edit_question, _at(section), where)


@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_pages
def remove_tool_question(request: HttpRequest, tool_key: str, section_key: str, question_key: str) -> HttpResponse:
    draft, section, question = _question(tool_key, section_key, question_key)
    where = {"section": section.key, "question": question.key}
    note = f"“{question.text}” Audits that were written with earlier versions keep their answers."
    title = f"Take out a question of: {section.title}"
    return _edit(
        request, draft, title, DraftForm, {}, tooling.remove_question, _at(section), where, "Take it out", note
    )


@require_POST
@refusals_are_pages
def move_tool_section(request: HttpRequest, tool_key: str, section_key: str) -> HttpResponse:
    draft, section = _section(tool_key, section_key)
    up, seen = _asked_to_move(request)
    tooling.move_section(by=_user(request), draft=draft, section=section.key, up=up, seen=seen)
    return redirect(_draft_page(draft.tool) + _at(section))


@require_POST
@refusals_are_pages
def move_tool_question(request: HttpRequest, tool_key: str, section_key: str, question_key: str) -> HttpResponse:
    draft, section, question = _question(tool_key, section_key, question_key)
    up, seen = _asked_to_move(request)
    tooling.move_question(by=_user(request), draft=draft, section=section.key, question=question.key, up=up, seen=seen)
    return redirect(f"{_draft_page(draft.tool)}#question-{section.key}-{question.key}")


# What the pages are made of


def _user(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user


def _tool(key: str) -> Tool:
    found = Tool.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _version(key: str, number: int) -> ToolVersion:
    of_tool = ToolVersion.objects.filter(tool__key=key).select_related("tool", "made_by", "published_by")
    found = of_tool.filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise Http404
    return found


def _draft(key: str) -> ToolVersion:
    found = ToolVersion.objects.filter(tool__key=key, state=ToolVersion.State.DRAFT)
    draft = found.select_related("tool", "made_by").first()
    if draft is None:
        raise Http404
    return draft


def _section(tool_key: str, key: str) -> tuple[ToolVersion, Section]:
    draft = _draft(tool_key)
    section = tooling.content_of(draft).section(key)
    if section is None:
        raise Http404
    return draft, section


def _question(tool_key: str, section_key: str, key: str) -> tuple[ToolVersion, Section, Question]:
    draft, section = _section(tool_key, section_key)
    question = section.question(key)
    if question is None:
        raise Http404
    return draft, section, question


def _line(one: Tool) -> Line:
    used = tooling.version_in_use(one)
    content = tooling.content_of(used) if used else None
    return Line(one, used, tooling.draft_of(one), content, None if one.retired_at else offered(one))


def _history(versions: list[ToolVersion]) -> list[Past]:
    """Each version with how much changed since the one before: versions are the latest first."""
    found = []
    for at, version in enumerate(versions, 1):
        before = versions[at] if at < len(versions) else None
        found.append(Past(version, len(_since(before, version)) if before else None))
    return found


def _since(before: ToolVersion | None, version: ToolVersion) -> list[Difference]:
    return differences(tooling.content_of(before), tooling.content_of(version)) if before else []


def _parts(sections: tuple[Section, ...]) -> list[Part]:
    """Sections as they are read, their questions numbered through."""
    found, number = [], 0
    for section in sections:
        questions = []
        for question in section.questions:
            number += 1
            questions.append(Read(question, number, _answers(question), _only(question.cohorts)))
        found.append(Part(section, _only(section.cohorts), questions))
    return found


def _answers(question: Question) -> str:
    offered_ = question.options or (tuple(YES_NO.values()) if question.kind == "yes_no" else ())
    return " · ".join(offered_) or KINDS[question.kind]


def _only(cohorts: tuple[str, ...]) -> str:
    """Of whom something is asked; empty where that is everybody."""
    return cohorts_in_words(cohorts) if cohorts else ""


def _problem(user: User, draft: ToolVersion) -> str:
    """Why a draft can't be published as it is, where something is wrong in it."""
    try:
        tooling.check_can_publish(user, draft)
    except Refused as refusal:
        return str(refusal)
    return ""


def _begun(part: Section | Question) -> dict[str, Any]:
    return {name: value for name, value in asdict(part).items() if name not in ("key", "questions")}


def _at(section: Section) -> str:
    return f"#section-{section.key}"


def _asked_to_move(request: HttpRequest) -> tuple[bool, int]:
    """Whether up (or down), and the version of the draft that was looked at."""
    seen = request.POST.get("version", "")
    if not (seen.isdecimal() and len(seen) < 10) or request.POST.get("to") not in ("up", "down"):
        raise Refused("Nothing was asked for: go back and press “Move up” or “Move down”.")
    return request.POST["to"] == "up", int(seen)


def _tool_page(one: Tool) -> str:
    return reverse("audits:tool", args=[one.key])


def _draft_page(one: Tool) -> str:
    return reverse("audits:tool_draft", args=[one.key])


def _crumbs(one: Tool | None = None, draft: ToolVersion | None = None) -> tuple[Crumb, ...]:
    """Where a page stands: address and words of each page above it."""
    found = [(reverse("audits:tools"), "Audit tools")]
    found += [(_tool_page(one), one.title)] if one else []
    found += [(_draft_page(draft.tool), "Draft")] if draft else []
    return tuple(found)


def _shown(
    request: HttpRequest, name: str, heading: str, crumbs: tuple[Crumb, ...], more: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = {"section": "audits", "heading": heading, "crumbs": crumbs, **more}
    return render(request, f"audits/{name}.html", shown, status=status)


def _form(
    request: HttpRequest,
    heading: str,
    form: Form,
    button: str,
    crumbs: tuple[Crumb, ...],
    act: Callable[[dict[str, Any]], str],
    done: str,
    note: str = "",
    is_warning: bool = False,
) -> HttpResponse:
    """One form on its page. `act` makes the change with what the form says, and gives the address to go to."""
    if request.method == "POST" and form.is_valid():
        try:
            there = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(there)
    shown = {"form": form, "button": button, "note": note, "is_warning": is_warning, "back": crumbs[-1][0]}
    return _shown(request, "tool_form", heading, crumbs, shown, status=422 if form.is_bound else 200)


def _edit(
    request: HttpRequest,
    draft: ToolVersion,
    heading: str,
    form: type[DraftForm],
    begun: dict[str, Any],
    change: Callable[..., ToolVersion],
    anchor: str,
    where: dict[str, str] | None = None,
    button: str = "Keep",
    note: str = "",
) -> HttpResponse:
    """One change of a draft, by a form on its page."""
    user = _user(request)
    tooling.check_can_edit(user)

    def act(said: dict[str, Any]) -> str:
        facts = {name: value for name, value in said.items() if name != "version"}
        change(by=user, draft=draft, seen=said["version"], **(where or {}), **facts)
        return _draft_page(draft.tool) + anchor

    made = form(request.POST or None, initial={**begun, "version": draft.version})
    crumbs = _crumbs(draft.tool, draft)
    is_warning = button != "Keep"
    return _form(request, heading, made, button, crumbs, act, "The draft is changed.", note, is_warning)
