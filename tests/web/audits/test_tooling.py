"""Audit tools in the site: installed once, changed in drafts, published as versions that never change again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.roles import Role
from lineofsight.web.audits import shipped as shipping
from lineofsight.web.audits import tooling
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Cycle, Programme, Tool, ToolVersion
from lineofsight.web.audits.shipped import Shipped, install_shipped_tools, offered, shipped_tools
from lineofsight.web.audits.tools import Content, Section, read_content, written
from tests.web.conftest import add_person

State = ToolVersion.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def quality() -> User:
    return add_person(Role.QUALITY, name="quality")


@pytest.fixture
def tool() -> Tool:
    return Tool.objects.get(key="case_file")


@pytest.fixture
def draft(quality: User, tool: Tool) -> ToolVersion:
    return tooling.start_draft(by=quality, tool=tool)


@pytest.fixture
def later_release(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Shipped]:
    """Makes the shipped case-file tool another one, as a later release might."""

    def released(about: str = "Read differently") -> Shipped:
        now = shipped_tools()
        changed = replace(now["case_file"], content=replace(now["case_file"].content, about=about))
        for module in (shipping, tooling):
            monkeypatch.setattr(module, "shipped_tools", lambda: {**now, "case_file": changed})
        return changed

    return released


def sections(draft: ToolVersion) -> list[str]:
    draft.refresh_from_db()
    return [section.key for section in tooling.content_of(draft).sections]


# Installed


def test_the_shipped_tools_are_there_and_in_use() -> None:
    for key, shipped in shipped_tools().items():
        version = tooling.version_in_use(Tool.objects.get(key=key))
        assert version is not None and version.number == 1 and version.published_at
        assert read_content(version.content) == shipped.content


def test_installing_again_changes_nothing() -> None:
    before = list(ToolVersion.objects.order_by("pk").values())
    assert install_shipped_tools() == []
    emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS)
    assert list(ToolVersion.objects.order_by("pk").values()) == before


def test_before_the_tables_are_there_nothing_is_installed() -> None:
    from django.db.migrations.state import ProjectState

    shipping.install_after_migrating(None, apps=ProjectState().apps)


def test_a_tool_that_a_release_adds_is_installed() -> None:
    new = replace(shipped_tools()["neglect"], key="poverty", title="Poverty")
    assert install_shipped_tools(tools=lambda: {**shipped_tools(), "poverty": new}) == ["poverty"]
    assert tooling.version_in_use(Tool.objects.get(key="poverty")) is not None


def test_a_shipped_tool_that_changed_is_offered_and_never_written_over(
    tool: Tool, later_release: Callable[..., Shipped]
) -> None:
    was = tooling.version_in_use(tool)
    assert was is not None and offered(tool) is None
    changed = later_release()
    assert install_shipped_tools(tools=lambda: {"case_file": changed}) == []
    now = tooling.version_in_use(tool)
    assert now is not None and (now.pk, now.content) == (was.pk, was.content)
    assert offered(tool) == changed


def test_what_was_taken_from_the_shipped_tool_is_not_offered_again(
    tool: Tool, quality: User, later_release: Callable[..., Shipped]
) -> None:
    later_release()
    draft = tooling.start_draft(by=quality, tool=tool, from_shipped=True)
    assert tooling.content_of(draft).about == "Read differently"
    tooling.remove_section(by=quality, draft=draft, section="recording")
    assert offered(tool) is not None  # it is not published yet
    tooling.publish(by=quality, draft=draft, why="The new shipped tool, without recording")
    assert offered(tool) is None
    later_release("Read once more")
    assert offered(tool) is not None


def test_a_draft_from_the_shipped_tool_that_is_discarded_leaves_the_offer(
    tool: Tool, quality: User, later_release: Callable[..., Shipped]
) -> None:
    later_release()
    tooling.discard_draft(by=quality, draft=tooling.start_draft(by=quality, tool=tool, from_shipped=True))
    own = tooling.start_draft(by=quality, tool=tool)
    tooling.remove_section(by=quality, draft=own, section="recording")
    tooling.publish(by=quality, draft=own, why="Shorter")
    assert offered(tool) is not None


def test_a_council_can_keep_its_own(tool: Tool, quality: User, later_release: Callable[..., Shipped]) -> None:
    with pytest.raises(Refused, match="the same as before"):
        tooling.keep_own(by=quality, tool=tool)
    later_release()
    tooling.keep_own(by=quality, tool=tool)
    assert offered(tool) is None
    later_release("Read once more")
    assert offered(tool) is not None


# Who


@pytest.mark.parametrize("role", Role.values)
def test_who_may_look_and_who_may_edit(role: str, tool: Tool) -> None:
    somebody = add_person(role)
    assert tooling.can_edit(somebody) == (role in (Role.QUALITY, Role.ANALYST))
    looks = role in (Role.QUALITY, Role.ANALYST, Role.DIRECTOR, Role.HEAD_OF_SERVICE)
    assert tooling.can_look(somebody) == looks
    assert tooling.can_start_draft(somebody, tool) == tooling.can_edit(somebody)
    assert tooling.can_retire(somebody, tool) == tooling.can_edit(somebody)


CHANGES: dict[str, dict[str, Any]] = {
    "edit_about": {"about": "Something else", "without_feedback": True},
    "add_section": {"title": "Money", "graded": True},
    "edit_section": {"section": "safety", "title": "Safe today", "graded": True},
    "remove_section": {"section": "recording"},
    "move_section": {"section": "voice", "up": True},
    "add_question": {"section": "safety", "kind": "yes_no", "text": "Is somebody there at night?"},
    "edit_question": {"section": "safety", "question": "acted", "kind": "text", "text": "What was done?"},
    "remove_question": {"section": "safety", "question": "acted"},
    "move_question": {"section": "safety", "question": "acted", "up": True},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_a_draft_is_kept_recorded_and_only_for_editors(
    name: str, draft: ToolVersion, quality: User
) -> None:
    change = getattr(tooling, name)
    with pytest.raises(Refused, match="changed by quality assurance"):
        change(by=add_person(Role.DIRECTOR), draft=draft, **CHANGES[name])
    before = tooling.content_of(draft)
    now = change(by=quality, draft=draft, seen=draft.version, **CHANGES[name])
    assert tooling.content_of(now) != before
    assert now.version == draft.version + 1
    recorded = Change.objects.get(did=tooling.CHANGED)
    assert (recorded.subject, recorded.user) == ("case_file", quality) and recorded.detail["what"]


@pytest.mark.parametrize("name", CHANGES)
def test_of_two_who_change_a_draft_the_second_is_told(name: str, draft: ToolVersion, quality: User) -> None:
    opened = draft.version
    tooling.add_section(by=quality, draft=draft, title="Another", graded=True, seen=opened)
    with pytest.raises(Refused, match="Somebody else has changed"):
        getattr(tooling, name)(by=quality, draft=draft, seen=opened, **CHANGES[name])


@pytest.mark.parametrize("name", CHANGES)
def test_a_published_version_never_changes(name: str, tool: Tool, quality: User) -> None:
    used = tooling.version_in_use(tool)
    assert used is not None
    with pytest.raises(Refused, match="never changes"):
        getattr(tooling, name)(by=quality, draft=used, **CHANGES[name])
    with pytest.raises(Refused, match="never changes"):
        tooling.discard_draft(by=quality, draft=used)
    with pytest.raises(Refused, match="never changes"):
        tooling.publish(by=quality, draft=used, why="Again")
    before = used.content
    used.refresh_from_db()
    assert used.content == before


@pytest.mark.parametrize(
    ("name", "part"),
    [(name, part) for name, said in CHANGES.items() for part in ("section", "question") if part in said],
)
def test_what_is_not_there_can_not_be_changed(name: str, part: str, draft: ToolVersion, quality: User) -> None:
    with pytest.raises(Refused, match=f"This {part} is not in the draft"):
        getattr(tooling, name)(by=quality, draft=draft, **(CHANGES[name] | {part: "nothing"}))


# Drafts


def test_sections_and_questions_are_moved_one_place_and_stay_at_the_ends(draft: ToolVersion, quality: User) -> None:
    first = sections(draft)
    tooling.move_section(by=quality, draft=draft, section="safety", up=True)
    assert sections(draft) == first
    tooling.move_section(by=quality, draft=draft, section="safety", up=False)
    assert sections(draft)[:2] == ["assessment", "safety"]
    tooling.move_section(by=quality, draft=draft, section="impact", up=False)
    assert sections(draft)[-1] == "impact"
    section = tooling.content_of(draft).section("recording")
    assert section is not None and [each.key for each in section.questions] == ["usable", "chronology", "respect"]
    tooling.move_question(by=quality, draft=draft, section="recording", question="respect", up=True)
    draft.refresh_from_db()
    section = tooling.content_of(draft).section("recording")
    assert section is not None and [each.key for each in section.questions] == ["usable", "respect", "chronology"]


def test_keys_are_made_and_stay(draft: ToolVersion, quality: User) -> None:
    now = tooling.add_section(by=quality, draft=draft, title="Safety", graded=True)
    assert sections(draft)[-1] == "safety_2"
    now = tooling.edit_section(by=quality, draft=now, section="safety_2", title="Money", graded=True)
    now = tooling.add_question(by=quality, draft=now, section="safety_2", kind="text", text="Grade")
    now = tooling.add_question(by=quality, draft=now, section="safety_2", kind="text", text="Debts", key="debts")
    section = tooling.content_of(now).section("safety_2")
    assert section is not None and [each.key for each in section.questions] == ["grade_2", "debts"]
    with pytest.raises(Refused, match="“safety” is there already"):
        tooling.add_section(by=quality, draft=draft, title="Safety", graded=True, key="safety")
    with pytest.raises(Refused, match="used by the audit form"):
        tooling.add_section(by=quality, draft=draft, title="Overall", graded=True, key="overall")


def test_an_edited_section_keeps_its_questions(draft: ToolVersion, quality: User) -> None:
    before = tooling.content_of(draft).section("safety")
    now = tooling.edit_section(by=quality, draft=draft, section="safety", title="Safe", graded=True, guidance="Look")
    after = tooling.content_of(now).section("safety")
    assert before is not None and after is not None
    assert (after.title, after.guidance, after.questions) == ("Safe", "Look", before.questions)


def test_what_is_wrong_leaves_a_draft_as_it_was(draft: ToolVersion, quality: User) -> None:
    with pytest.raises(Refused, match="question 9: a choice has from 2"):
        tooling.add_question(
            by=quality, draft=draft, section="safety", kind="choice", text="Which?", options=["Only this"]
        )
    draft.refresh_from_db()
    assert draft.version == 1 and not Change.objects.filter(did=tooling.CHANGED).exists()


def test_a_change_that_changes_nothing_is_none(draft: ToolVersion, quality: User) -> None:
    section = tooling.content_of(draft).section("safety")
    assert section is not None
    now = tooling.edit_section(
        by=quality, draft=draft, section="safety", title=section.title, graded=True, guidance=section.guidance
    )
    assert now.version == draft.version and not Change.objects.filter(did=tooling.CHANGED).exists()


def test_a_tool_has_one_draft(tool: Tool, draft: ToolVersion, quality: User) -> None:
    assert draft.number == 2 and draft.made_by == quality
    with pytest.raises(Refused, match="There is a draft already"):
        tooling.start_draft(by=quality, tool=tool)


def test_a_draft_that_was_discarded_can_not_be_changed(tool: Tool, draft: ToolVersion, quality: User) -> None:
    tooling.discard_draft(by=quality, draft=ToolVersion.objects.get(pk=draft.pk), seen=1)
    assert tooling.draft_of(tool) is None
    with pytest.raises(Refused, match="not there any more"):
        tooling.add_section(by=quality, draft=draft, title="Late", graded=True)
    assert tooling.start_draft(by=quality, tool=tool).number == 2


# Publishing


def test_publishing_retires_the_version_before(tool: Tool, draft: ToolVersion, quality: User) -> None:
    was = tooling.version_in_use(tool)
    assert was is not None
    content = was.content
    now = tooling.remove_section(by=quality, draft=draft, section="recording")
    tooling.publish(by=quality, draft=now, why="Recording has an audit of its own", seen=now.version)
    used = tooling.version_in_use(tool)
    assert used is not None and used.number == 2 and used.published_by == quality and used.published_at
    assert used.why == "Recording has an audit of its own"
    was.refresh_from_db()
    assert (was.state, was.content) == (State.RETIRED, content)
    assert [each.number for each in tooling.versions_of(tool)] == [2, 1]
    assert tooling.version_before(used) == was
    assert Change.objects.get(did=shipping.TOOK).detail["version"] == 2


def test_what_is_the_same_is_not_published(draft: ToolVersion, quality: User) -> None:
    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        tooling.publish(by=quality, draft=draft, why="For the sake of it")


def test_what_asks_nothing_is_not_published(draft: ToolVersion, quality: User) -> None:
    now = tooling.add_section(by=quality, draft=draft, title="Empty", graded=False)
    with pytest.raises(Refused, match="section 13: “Empty” asks nothing"):
        tooling.publish(by=quality, draft=now, why="Half done")
    assert not tooling.can_publish(quality, now)


def test_publishing_needs_a_reason(draft: ToolVersion, quality: User) -> None:
    now = tooling.remove_section(by=quality, draft=draft, section="recording")
    with pytest.raises(Refused, match="what is changed, and why"):
        tooling.publish(by=quality, draft=now, why=" ")
    now.refresh_from_db()
    assert now.state == State.DRAFT


def test_who_publishes_is_told_what_ends(draft: ToolVersion, quality: User) -> None:
    assert tooling.noticed(draft) == []
    now = tooling.remove_section(by=quality, draft=draft, section="safety")
    now = tooling.remove_section(by=quality, draft=now, section="recording")
    safety, recording = tooling.noticed(now)
    assert "can't be Good" in safety and "can't be Good" not in recording


# Tools


def test_a_tool_of_the_councils_own(quality: User) -> None:
    draft = tooling.new_tool(by=quality, title="Private fostering", about="Children with others")
    assert (draft.tool.key, draft.number, draft.state) == ("private_fostering", 1, State.DRAFT)
    assert tooling.version_in_use(draft.tool) is None and offered(draft.tool) is None
    with pytest.raises(Refused, match="no section yet"):
        tooling.publish(by=quality, draft=draft, why="The first")
    draft = tooling.add_section(by=quality, draft=draft, title="Safety", graded=True)
    tooling.publish(by=quality, draft=draft, why="The first")
    used = tooling.version_in_use(draft.tool)
    assert used is not None and tooling.version_before(used) is None
    with pytest.raises(Refused, match="the council's own"):
        tooling.start_draft(by=quality, tool=draft.tool, from_shipped=True)


def test_a_tool_can_begin_with_what_another_asks(tool: Tool, quality: User) -> None:
    used = tooling.version_in_use(tool)
    assert used is not None
    draft = tooling.new_tool(by=quality, title="New", copy_of=used)
    assert draft.tool.key == "new_2"  # tools/new/ is the page that makes one
    assert tooling.content_of(draft) == tooling.content_of(used)


def test_two_tools_have_two_titles(tool: Tool, quality: User) -> None:
    with pytest.raises(Refused, match="already"):
        tooling.new_tool(by=quality, title=tool.title.upper())
    other = tooling.new_tool(by=quality, title="Another").tool
    with pytest.raises(Refused, match="already"):
        tooling.rename_tool(by=quality, tool=other, title=tool.title)
    assert tooling.rename_tool(by=quality, tool=other, title="ANOTHER").title == "ANOTHER"


def test_a_tool_that_was_never_published_goes_with_its_draft(quality: User) -> None:
    draft = tooling.new_tool(by=quality, title="A mistake")
    tooling.discard_draft(by=quality, draft=draft)
    assert not Tool.objects.filter(key="a_mistake").exists()


def test_a_tool_is_retired_and_brought_back(tool: Tool, quality: User) -> None:
    used = tooling.version_in_use(tool)
    with pytest.raises(Refused, match="Say why"):
        tooling.retire_tool(by=quality, tool=tool, because=" ")
    now = tooling.retire_tool(by=quality, tool=tool, because="Replaced")
    assert now.retired_at and tooling.version_in_use(now) is None
    assert not Tool.objects.filter(key=tool.key, versions__state="published").exists()
    for check in (tooling.check_can_start_draft, tooling.check_can_retire):
        with pytest.raises(Refused, match="not in use any more"):
            check(quality, now)
    now = tooling.bring_back_tool(by=quality, tool=now)
    assert now.retired_at is None and tooling.version_in_use(now) == used
    with pytest.raises(Refused, match="is in use"):
        tooling.bring_back_tool(by=quality, tool=now)


def test_a_tool_that_a_cycle_is_to_use_is_not_retired(tool: Tool, quality: User) -> None:
    day = dt.date(2023, 4, 1)
    programme = Programme.objects.create(title="2023", starts_on=day, ends_on=dt.date(2024, 3, 31), made_by=quality)
    cycle = Cycle.objects.create(
        programme=programme,
        title="April and May",
        kind=Cycle.Kind.CASE_FILE,
        size=10,
        tool=tool,
        lead=quality,
        starts_on=day,
        audits_due_on=day,
        moderation_due_on=day,
        made_by=quality,
    )
    with pytest.raises(Refused, match="April and May"):
        tooling.retire_tool(by=quality, tool=tool, because="Replaced")
    cycle.tool_version, cycle.state = tooling.version_in_use(tool), Cycle.State.RUNNING
    cycle.save()
    assert tooling.retire_tool(by=quality, tool=tool, because="Replaced").retired_at


def test_a_tool_with_a_draft_is_not_retired(tool: Tool, draft: ToolVersion, quality: User) -> None:
    with pytest.raises(Refused, match="publish or discard"):
        tooling.retire_tool(by=quality, tool=tool, because="Replaced")


def test_every_cohort_of_a_new_version_is_asked_something(draft: ToolVersion, quality: User) -> None:
    only = Content("", (Section("safety", "Safety", "", True, (Cohort.IN_NEED.value,)),))
    ToolVersion.objects.filter(pk=draft.pk).update(content=written(only))
    draft.refresh_from_db()
    with pytest.raises(Refused, match="nothing is asked"):
        tooling.publish(by=quality, draft=draft, why="Fewer")
