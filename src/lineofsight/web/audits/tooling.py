"""Audit tools in the site: each change to one is one function, which records itself. Published ones never change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.audits import rules
from lineofsight.web.audits.models import Cycle, Tool, ToolVersion
from lineofsight.web.audits.shipped import LEFT, TOOK, offered, shipped_tools
from lineofsight.web.audits.tool_differences import differences
from lineofsight.web.audits.tools import (
    RESERVED_QUESTIONS,
    RESERVED_SECTIONS,
    Content,
    Question,
    Section,
    key_from,
    read_content,
    read_draft,
    written,
)
from lineofsight.web.changing import holds

State = ToolVersion.State
Row = TypeVar("Row", Section, Question)

#: Who may look at tools, and who may change them.
EDITORS = frozenset({Role.QUALITY, Role.ANALYST})
LOOKERS = EDITORS | {Role.DIRECTOR, Role.HEAD_OF_SERVICE}

MADE, RENAMED = "made an audit tool", "renamed an audit tool"
BEGAN, CHANGED, DISCARDED = (
    "began a draft of an audit tool",
    "changed a draft of an audit tool",
    "discarded a draft of an audit tool",
)
RETIRED, BROUGHT_BACK = "retired an audit tool", "brought back an audit tool"
CHANGED_MEANWHILE = "Somebody else has changed this draft since you opened it: read it again before you change it."
GONE = "This draft is not there any more: it was published or discarded."


# Who may


def check_can_look(user: User) -> None:
    """Refused where this person's role doesn't look at audit tools."""
    if user.role not in LOOKERS:
        raise Refused("Audit tools are read by quality assurance, analysts, heads of service and directors.")


def check_can_edit(user: User) -> None:
    """Refused where this person's role changes no audit tools."""
    if user.role not in EDITORS:
        raise Refused("Audit tools are changed by quality assurance and analysts.")


def check_can_start_draft(user: User, tool: Tool) -> None:
    """Refused, with the reason, where this person can't begin a draft: one at a time, and of no retired tool."""
    check_can_edit(user)
    if tool.retired_at:
        raise Refused(f"{tool.title} is not in use any more: bring it back first.")
    if draft_of(tool) is not None:
        raise Refused("There is a draft already: change that, or discard it first.")


def check_can_publish(user: User, draft: ToolVersion) -> None:
    """Refused, with the reason, where a draft can't be published: something is wrong in it, or nothing changed."""
    check_can_edit(user)
    _check_is_draft(draft)
    if draft.tool.retired_at:
        raise Refused(f"{draft.tool.title} is not in use any more: bring it back first.")
    content = read_content(draft.content)
    used = version_in_use(draft.tool)
    if used is not None and content_of(used) == content:
        raise Refused(f"Nothing has changed since version {used.number}: there is nothing to publish.")


def check_can_retire(user: User, tool: Tool) -> None:
    """Refused, with the reason, where a tool can't be retired: it is, it has a draft, or a cycle is going to use it."""
    check_can_edit(user)
    if tool.retired_at:
        raise Refused(f"{tool.title} is not in use any more already.")
    if draft_of(tool) is not None:
        raise Refused("It has a draft: publish or discard that first.")
    waiting = Cycle.objects.filter(tool=tool, tool_version=None).exclude(
        state__in=(Cycle.State.CLOSED, Cycle.State.CANCELLED)
    )
    if waiting:
        titles = ", ".join(f"“{cycle.title}”" for cycle in waiting)
        raise Refused(f"Cycles that are planned are to use it ({titles}): give them another tool first.")


def check_can_bring_back(user: User, tool: Tool) -> None:
    """Refused where a tool is in use."""
    check_can_edit(user)
    if not tool.retired_at:
        raise Refused(f"{tool.title} is in use.")


def check_can_keep_own(user: User, tool: Tool) -> None:
    """Refused where no other shipped tool is offered."""
    check_can_edit(user)
    if offered(tool) is None:
        raise Refused("The shipped tool is the same as before: there is nothing to decide.")


def can_look(user: User) -> bool:
    return holds(check_can_look, user)


def can_edit(user: User) -> bool:
    return holds(check_can_edit, user)


def can_start_draft(user: User, tool: Tool) -> bool:
    return holds(check_can_start_draft, user, tool)


def can_publish(user: User, draft: ToolVersion) -> bool:
    return holds(check_can_publish, user, draft)


def can_retire(user: User, tool: Tool) -> bool:
    return holds(check_can_retire, user, tool)


def can_bring_back(user: User, tool: Tool) -> bool:
    return holds(check_can_bring_back, user, tool)


def can_keep_own(user: User, tool: Tool) -> bool:
    return holds(check_can_keep_own, user, tool)


# Asking


def version_in_use(tool: Tool) -> ToolVersion | None:
    """The published version of a tool; none where it was never published, or is retired."""
    return tool.versions.filter(state=State.PUBLISHED).first()


def draft_of(tool: Tool) -> ToolVersion | None:
    return tool.versions.filter(state=State.DRAFT).first()


def versions_of(tool: Tool) -> list[ToolVersion]:
    """The versions that were ever published, the latest first."""
    found = tool.versions.exclude(state=State.DRAFT).select_related("tool", "published_by")
    return list(found.order_by("-number"))


def content_of(version: ToolVersion) -> Content:
    """What a version asks, finished or not."""
    return read_draft(version.content)


def version_before(version: ToolVersion) -> ToolVersion | None:
    """The version that was in use before this one."""
    earlier = version.tool.versions.exclude(state=State.DRAFT).filter(number__lt=version.number)
    return earlier.order_by("-number").first()


def noticed(draft: ToolVersion) -> list[str]:
    """What whoever edits a draft should know before it is published; none of it is in the way."""
    used = version_in_use(draft.tool)
    if used is None:
        return []
    old, new = content_of(used), content_of(draft)
    found = []
    for section in old.sections:
        now = new.section(section.key)
        if section.graded and (now is None or not now.graded):
            found.append(f"“{section.title}” would be graded no more: its grades end with version {used.number}.")
            if section.key in rules.setting("limiting_sections"):
                found[-1] += (
                    " The rule that an overall grade can't be Good where it is Inadequate would not hold either."
                )
    return found


# Changes to a tool


def new_tool(*, by: User, title: str, about: str = "", copy_of: ToolVersion | None = None) -> ToolVersion:
    """Makes a tool, with a first draft: empty, or with what another version asks. Its key is made from its title."""
    check_can_edit(by)
    said = _said(title, "Say what the tool is called.")
    with transaction.atomic():
        _check_title(said)
        taken = {"new", *Tool.objects.values_list("key", flat=True)}  # "new" is the address of the form
        tool = Tool.objects.create(key=key_from(said, taken), title=said)
        content = content_of(copy_of) if copy_of else Content("", ())
        content = read_draft(written(replace(content, about=about.strip() or content.about)))
        draft = ToolVersion.objects.create(tool=tool, number=1, content=written(content), made_by=by)
        copied = copy_of.title if copy_of else ""
        record_change(by=by, did=MADE, subject=tool.key, title=said, **({"copied_from": copied} if copied else {}))
    return draft


def rename_tool(*, by: User, tool: Tool, title: str) -> Tool:
    """Gives a tool another title, in all its versions; its key stays."""
    check_can_edit(by)
    said = _said(title, "Say what the tool is called.")
    with transaction.atomic():
        now = Tool.objects.select_for_update().get(pk=tool.pk)
        if now.title != said:
            _check_title(said, but=now)
            was, now.title = now.title, said
            now.save()
            record_change(by=by, did=RENAMED, subject=now.key, title=[was, said])
    return now


def start_draft(*, by: User, tool: Tool, from_shipped: bool = False) -> ToolVersion:
    """Begins a draft: from the version in use, or from the shipped file. Refused where there is a draft already."""
    with transaction.atomic():
        now = Tool.objects.select_for_update().get(pk=tool.pk)
        check_can_start_draft(by, now)
        shipped = shipped_tools().get(now.key) if from_shipped else None
        if from_shipped and shipped is None:
            raise Refused(f"{now.title} is the council's own: no such tool comes with Line of Sight.")
        latest = now.versions.order_by("-number").first()
        begun = shipped.content if shipped else content_of(latest) if latest else Content("", ())
        draft = ToolVersion.objects.create(tool=now, number=_latest_number(now) + 1, content=written(begun), made_by=by)
        where = {"shipped": shipped.digest} if shipped else {}
        record_change(by=by, did=BEGAN, subject=now.key, version=draft.number, draft=draft.pk, **where)
    return draft


def publish(*, by: User, draft: ToolVersion, why: str, seen: int | None = None) -> ToolVersion:
    """Puts a draft into use and retires the version before it. Refused where something is wrong in it, or the same."""
    said = _said(why, "Say what is changed, and why.")
    with transaction.atomic():
        now = _locked(draft, by, seen)
        check_can_publish(by, now)
        used = version_in_use(now.tool)
        if used is not None:
            _set_state(used, State.RETIRED)
        now.state, now.why = State.PUBLISHED, said
        now.content = written(read_content(now.content))
        now.published_by, now.published_at = by, timezone.now()
        now.version += 1
        now.save()
        began = Change.objects.filter(did=BEGAN, subject=now.tool.key, detail__draft=now.pk).order_by("-pk").first()
        shipped = {"shipped": began.detail["shipped"]} if began and "shipped" in began.detail else {}
        record_change(by=by, did=TOOK, subject=now.tool.key, version=now.number, why=said, **shipped)
    return now


def discard_draft(*, by: User, draft: ToolVersion, seen: int | None = None) -> None:
    """Throws a draft away. A tool that never had anything else, and that no cycle uses, goes with it."""
    with transaction.atomic():
        now = _locked(draft, by, seen)
        tool, number = now.tool, now.number
        now.delete()
        record_change(by=by, did=DISCARDED, subject=tool.key, version=number)
        if not tool.versions.exists() and not Cycle.objects.filter(tool=tool).exists():
            tool.delete()


def retire_tool(*, by: User, tool: Tool, because: str) -> Tool:
    """Takes a tool out of use: no cycle can choose it any more. Audits that used it keep it."""
    said = _said(because, "Say why it is not used any more.")
    return _set_retired(by, tool, check_can_retire, RETIRED, is_retired=True, because=said)


def bring_back_tool(*, by: User, tool: Tool) -> Tool:
    """Puts a retired tool back into use, with the version that was in use then."""
    return _set_retired(by, tool, check_can_bring_back, BROUGHT_BACK, is_retired=False)


def keep_own(*, by: User, tool: Tool) -> None:
    """Decides that what changed in the shipped tool isn't taken over: it isn't offered again before it changes anew."""
    with transaction.atomic():
        now = Tool.objects.select_for_update().get(pk=tool.pk)
        check_can_keep_own(by, now)
        record_change(by=by, did=LEFT, subject=now.key, shipped=shipped_tools()[now.key].digest)


# Changes to a draft


def edit_about(
    *, by: User, draft: ToolVersion, about: str, without_feedback: bool, seen: int | None = None
) -> ToolVersion:
    """Changes what the tool is for, and whether its audits ask child and family for feedback."""
    return _edit(by, draft, seen, lambda old: replace(old, about=about, without_feedback=without_feedback))


def add_section(
    *,
    by: User,
    draft: ToolVersion,
    title: str,
    graded: bool,
    guidance: str = "",
    cohorts: Sequence[str] = (),
    key: str = "",
    seen: int | None = None,
) -> ToolVersion:
    """Adds a section at the end. Its key is made from its title where none is given, and stays what it is then."""

    def added(old: Content) -> Content:
        taken = {*RESERVED_SECTIONS, *(each.key for each in old.sections)}
        new = Section(key or key_from(title, taken), title, guidance, graded, tuple(cohorts))
        return replace(old, sections=(*old.sections, new))

    return _edit(by, draft, seen, added)


def edit_section(
    *,
    by: User,
    draft: ToolVersion,
    section: str,
    title: str,
    graded: bool,
    guidance: str = "",
    cohorts: Sequence[str] = (),
    seen: int | None = None,
) -> ToolVersion:
    """Changes a section; its key and its questions stay."""

    def changed(was: Section) -> Section:
        return replace(was, title=title, guidance=guidance, graded=graded, cohorts=tuple(cohorts))

    return _edit(by, draft, seen, lambda old: _with_section(old, section, changed))


def remove_section(*, by: User, draft: ToolVersion, section: str, seen: int | None = None) -> ToolVersion:
    """Takes a section out, with its questions."""

    def without(old: Content) -> Content:
        gone = _section(old, section)
        return replace(old, sections=tuple(each for each in old.sections if each is not gone))

    return _edit(by, draft, seen, without)


def move_section(*, by: User, draft: ToolVersion, section: str, up: bool, seen: int | None = None) -> ToolVersion:
    """Moves a section one place up or down; at the end of the list it stays."""

    def moved(old: Content) -> Content:
        return replace(old, sections=_moved(old.sections, _section(old, section), up))

    return _edit(by, draft, seen, moved)


def add_question(
    *,
    by: User,
    draft: ToolVersion,
    section: str,
    kind: str,
    text: str,
    guidance: str = "",
    options: Sequence[str] = (),
    required: bool = False,
    cohorts: Sequence[str] = (),
    key: str = "",
    seen: int | None = None,
) -> ToolVersion:
    """Adds a question at the end of a section. Its key is made from its text where none is given, and stays then."""

    def added(old: Section) -> Section:
        taken = {*RESERVED_QUESTIONS, *(each.key for each in old.questions)}
        named = key or key_from(text, taken)
        new = Question(named, kind, text, guidance, tuple(options), required, tuple(cohorts))
        return replace(old, questions=(*old.questions, new))

    return _edit(by, draft, seen, lambda old: _with_section(old, section, added))


def edit_question(
    *,
    by: User,
    draft: ToolVersion,
    section: str,
    question: str,
    kind: str,
    text: str,
    guidance: str = "",
    options: Sequence[str] = (),
    required: bool = False,
    cohorts: Sequence[str] = (),
    seen: int | None = None,
) -> ToolVersion:
    """Changes a question; its key stays."""

    def changed(old: Section) -> Section:
        was = _question(old, question)
        new = Question(was.key, kind, text, guidance, tuple(options), required, tuple(cohorts))
        return replace(old, questions=tuple(new if each is was else each for each in old.questions))

    return _edit(by, draft, seen, lambda old: _with_section(old, section, changed))


def remove_question(
    *, by: User, draft: ToolVersion, section: str, question: str, seen: int | None = None
) -> ToolVersion:
    """Takes a question out."""

    def without(old: Section) -> Section:
        gone = _question(old, question)
        return replace(old, questions=tuple(each for each in old.questions if each is not gone))

    return _edit(by, draft, seen, lambda old: _with_section(old, section, without))


def move_question(
    *, by: User, draft: ToolVersion, section: str, question: str, up: bool, seen: int | None = None
) -> ToolVersion:
    """Moves a question one place up or down in its section; at the end of the list it stays."""

    def moved(old: Section) -> Section:
        return replace(old, questions=_moved(old.questions, _question(old, question), up))

    return _edit(by, draft, seen, lambda old: _with_section(old, section, moved))


def _edit(by: User, draft: ToolVersion, seen: int | None, change: Callable[[Content], Content]) -> ToolVersion:
    """Changes a draft: checked, kept and recorded at once, or not at all. What changes nothing leaves it as it is."""
    with transaction.atomic():
        now = _locked(draft, by, seen)
        before = content_of(now)
        after = read_draft(written(change(before)))
        if after != before:
            now.content = written(after)
            now.version += 1
            now.save()
            what = "; ".join(f"{each.place}: {each.what}" for each in differences(before, after))
            record_change(by=by, did=CHANGED, subject=now.tool.key, version=now.number, what=what)
    return now


def _locked(draft: ToolVersion, by: User, seen: int | None) -> ToolVersion:
    """The draft as it is now, held until the change is made. Refused where it can't be changed by this person."""
    check_can_edit(by)
    Tool.objects.select_for_update().get(pk=draft.tool_id)
    now = ToolVersion.objects.select_for_update().filter(pk=draft.pk).first()
    if now is None:
        raise Refused(GONE)
    _check_is_draft(now)
    if seen is not None and now.version != seen:
        raise Refused(CHANGED_MEANWHILE)
    return now


def _check_is_draft(version: ToolVersion) -> None:
    if version.state != State.DRAFT:
        raise Refused(f"Version {version.number} was published, and so it never changes: begin a draft.")


def _check_title(title: str, but: Tool | None = None) -> None:
    if len(title) > 150:
        raise Refused("The title has more than 150 characters: shorten it.")
    others = Tool.objects.filter(title__iexact=title)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise Refused(f"There is a tool “{title}” already: give it another title.")


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()[:300]


def _latest_number(tool: Tool) -> int:
    return tool.versions.aggregate(latest=Max("number"))["latest"] or 0


def _set_retired(
    by: User, tool: Tool, check: Callable[[User, Tool], None], did: str, *, is_retired: bool, **detail: str
) -> Tool:
    with transaction.atomic():
        now = Tool.objects.select_for_update().get(pk=tool.pk)
        check(by, now)
        now.retired_at = timezone.now() if is_retired else None
        now.save()
        latest = next(iter(versions_of(now)), None)
        if latest is not None:
            _set_state(latest, State.RETIRED if is_retired else State.PUBLISHED)
        record_change(by=by, did=did, subject=now.key, **detail)
    return now


def _set_state(version: ToolVersion, state: str) -> None:
    version.state = state
    version.version += 1
    version.save(update_fields=["state", "version"])


def _section(content: Content, key: str) -> Section:
    found = content.section(key)
    if found is None:
        raise Refused("This section is not in the draft any more.")
    return found


def _question(section: Section, key: str) -> Question:
    found = section.question(key)
    if found is None:
        raise Refused("This question is not in the draft any more.")
    return found


def _with_section(content: Content, key: str, change: Callable[[Section], Section]) -> Content:
    was = _section(content, key)
    return replace(content, sections=tuple(change(each) if each is was else each for each in content.sections))


def _moved(rows: tuple[Row, ...], row: Row, up: bool) -> tuple[Row, ...]:
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return rows
    found = list(rows)
    found[at], found[to] = found[to], found[at]
    return tuple(found)
