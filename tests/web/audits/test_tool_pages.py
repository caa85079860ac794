"""The pages of audit tools: read by who may, changed by forms alone, and each step told in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lineofsight.web import serving
from lineofsight.web.accounts.roles import FOR_A_TIME, Role
from lineofsight.web.accounts.table import may, pages
from lineofsight.web.audits import shipped as shipping
from lineofsight.web.audits import tool_pages, tooling
from lineofsight.web.audits.grades import Cohort
from lineofsight.web.audits.models import Tool, ToolVersion
from lineofsight.web.audits.shipped import shipped_tools
from lineofsight.web.audits.tool_urls import tool_paths
from lineofsight.web.audits.tools import Content, Section, fields

pytestmark = pytest.mark.django_db
SAMPLES = {"tool_key": "case_file", "number": 1, "section_key": "safety", "question_key": "acted"}


@pytest.fixture(autouse=True)
def made_up_people_may_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "shows_demonstration", lambda: True)


@pytest.fixture
def quality(signed_in: Callable[..., Client]) -> Client:
    return signed_in(Role.QUALITY)


@pytest.fixture
def tool() -> Tool:
    return Tool.objects.get(key="case_file")


@pytest.fixture
def draft(quality: Client, tool: Tool) -> ToolVersion:
    return tooling.start_draft(by=quality.user, tool=tool)  # type: ignore[attr-defined]


def address(name: str, *parts: object) -> str:
    return reverse(f"audits:{name}", args=parts)


def words(answer: HttpResponse) -> str:
    """A page as it is read."""
    text = re.sub(r"<(head|script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(text))


def content(draft: ToolVersion) -> Content:
    draft.refresh_from_db()
    return tooling.content_of(draft)


def section_of(draft: ToolVersion, key: str) -> Section:
    found = content(draft).section(key)
    assert found is not None
    return found


def sent(client: Client, there: str, said: dict[str, Any]) -> str:
    """Sends a form that is accepted, and follows it; the page that comes then."""
    answer = client.post(there, said)
    assert answer.status_code == 302, words(answer)
    return words(client.get(answer.headers["Location"]))


# Who


@pytest.mark.parametrize("role", Role.values)
def test_every_page_as_every_role(role: str, signed_in: Callable[..., Client], draft: ToolVersion) -> None:
    last = timezone.localdate() + dt.timedelta(days=9) if role in FOR_A_TIME else None
    client = signed_in(role, access_ends_on=last)
    for one in tool_paths:
        page = f"audits:{one.name}"
        assert not pages()[page].children
        there = reverse(page, kwargs={part: SAMPLES[part] for part in one.pattern.converters})
        answer = client.get(there)
        if may(role, page):
            assert answer.status_code in (200, 409), page
        else:
            assert answer.status_code == 403, page


def test_the_table_lets_in_whom_the_functions_let_in() -> None:
    for one in tool_paths:
        page = pages()[f"audits:{one.name}"]
        assert page.act in (frozenset(), tooling.EDITORS)
        assert page.look in (frozenset(), tooling.EDITORS, tooling.LOOKERS)


def test_who_only_looks_is_shown_no_way_to_change(signed_in: Callable[..., Client], draft: ToolVersion) -> None:
    client = signed_in(Role.DIRECTOR)
    names = ("tools", "tool", "tool_draft", "tool_version", "tool_changes", "tool_shipped")
    for one in (one for one in tool_paths if one.name in names):
        there = reverse(f"audits:{one.name}", kwargs={part: SAMPLES[part] for part in one.pattern.converters})
        main = client.get(there).content.decode().split("<main")[1].split("</main>")[0]
        assert "<form" not in main and "/remove/" not in main and "/title/" not in main, one.name


# Reading


def test_the_list_shows_every_tool(quality: Client, draft: ToolVersion) -> None:
    said = words(quality.get(address("tools")))
    for shipped in shipped_tools().values():
        assert shipped.title in said
    assert "Draft of version 2 of Case-file audit" in said and "Version 1, since" in said


@pytest.mark.parametrize("cohort", Cohort.values)
def test_a_tool_is_read_as_an_auditor_of_each_cohort_does(quality: Client, tool: Tool, cohort: str) -> None:
    said = words(quality.get(address("tool_version", "case_file", 1), {"cohort": cohort}))
    asked = fields(shipped_tools()["case_file"].content, cohort)
    everything = {
        key: field.label for each in Cohort for key, field in fields(shipped_tools()["case_file"].content, each).items()
    }
    for key, label in everything.items():
        assert (label in said) == (key in asked or label in {asked[each].label for each in asked}), key
    assert "What good looks like" in said and "Outstanding" not in said


def test_all_of_a_tool_says_of_whom_each_part_is_asked(quality: Client) -> None:
    said = words(quality.get(address("tool_version", "case_file", 1), {"cohort": "nobody"}))
    assert "Asked of: Child in our care, Care leaver" in said
    assert all(section.title in said for section in shipped_tools()["case_file"].content.sections)


@pytest.mark.parametrize(
    "there",
    [
        *("/audits/tools/nothing/", "/audits/tools/nothing/draft/", "/audits/tools/case_file/draft/"),
        *("/audits/tools/case_file/versions/2/", "/audits/tools/case_file/versions/99999999999999999999/changes/"),
        *("/audits/tools/case_file/draft/safety/", "/audits/tools/case_file/publish/"),
    ],
)
def test_what_is_not_there_is_not_found(quality: Client, there: str) -> None:
    assert quality.get(there).status_code == 404


def test_the_history_shows_what_changed(quality: Client, tool: Tool, draft: ToolVersion) -> None:
    by = quality.user  # type: ignore[attr-defined]
    safety = section_of(draft, "safety")
    now = tooling.edit_section(
        by=by, draft=draft, section="safety", title="Safe today", graded=True, guidance=safety.guidance
    )
    now = tooling.remove_section(by=by, draft=now, section="recording")
    tooling.publish(by=by, draft=now, why="Shorter & plainer")
    page = words(quality.get(address("tool", "case_file")))
    assert "Shorter & plainer" in page and "2 changes in version 2" in page and "In use Version 2" in page
    changes = quality.get(address("tool_changes", "case_file", 2))
    assert "Section “Safe today” Title changed" in words(changes)
    assert "Section taken out" in words(changes)
    assert b"<ins>" in changes.content and b"<del>" in changes.content
    assert "It is the first version" in words(quality.get(address("tool_changes", "case_file", 1)))


# Changing


def test_from_a_draft_to_the_next_version(quality: Client, tool: Tool) -> None:
    """As a person does it: begin, change by forms, read what changed, publish."""
    said = sent(quality, address("begin_tool_draft", "case_file"), {})
    assert "Draft of version 2" in said and "It can't be published as it is. Nothing has changed" in said
    draft = tooling.draft_of(tool)
    assert draft is not None
    sent(quality, address("edit_tool_about", "case_file"), {"about": "Read it twice", "version": 1})
    sent(
        quality,
        address("add_tool_section", "case_file"),
        {"title": "Money", "graded": "on", "guidance": "Debts", "cohorts": ["care_leaver"], "version": 2},
    )
    said = sent(
        quality,
        address("add_tool_question", "case_file", "money"),
        {"text": "Is it enough?", "kind": "choice", "options": "Yes\r\nNo\r\n", "key": "enough", "version": 3},
    )
    assert "Is it enough? Yes · No" in said and "Publish" in said
    assert content(draft).about == "Read it twice"
    money = section_of(draft, "money")
    assert (money.graded, money.cohorts, money.guidance) == (True, ("care_leaver",), "Debts")
    assert money.questions[0].options == ("Yes", "No")
    publish = address("publish_tool", "case_file")
    assert "Section “Money” Section added" in words(quality.get(publish))
    assert quality.post(publish, {"why": "", "version": 4}).status_code == 422
    said = sent(quality, publish, {"why": "Money matters", "version": 4})
    assert "Case-file audit, version 2 is in use" in said
    used = tooling.version_in_use(tool)
    assert used is not None and used.number == 2 and tooling.draft_of(tool) is None


def test_a_question_is_changed_moved_and_taken_out(quality: Client, draft: ToolVersion) -> None:
    where = ("case_file", "better_together", "empower")
    form = quality.get(address("edit_tool_question", *where)).content.decode()
    assert "Seen throughout\nSeen sometimes\nNot seen</textarea>" in form
    said = {"text": "Empower", "kind": "yes_no", "options": "", "required": "on", "cohorts": ["in_need"]}
    sent(quality, address("edit_tool_question", *where), said | {"version": 1})
    question = section_of(draft, "better_together").question("empower")
    assert question is not None
    assert (question.text, question.kind, question.options, question.cohorts, question.required) == (
        *("Empower", "yes_no", (), ("in_need",), True),
    )
    sent(quality, address("move_tool_question", *where), {"to": "up", "version": 2})
    assert [each.key for each in section_of(draft, "better_together").questions][-2:] == [
        "empower",
        "prevent_and_repair",
    ]
    assert "“Empower”" in words(quality.get(address("remove_tool_question", *where)))
    sent(quality, address("remove_tool_question", *where), {"version": 3})
    assert section_of(draft, "better_together").question("empower") is None


def test_a_section_is_changed_moved_and_taken_out(quality: Client, draft: ToolVersion) -> None:
    where = ("case_file", "permanence")
    form = quality.get(address("edit_tool_section", *where)).content.decode()
    assert re.search(r'value="care_leaver"[^>]*checked', form) and not re.search(r'value="in_need"[^>]*checked', form)
    sent(quality, address("edit_tool_section", *where), {"title": "People who last", "version": 1})
    section = section_of(draft, "permanence")
    assert (section.title, section.graded, section.cohorts) == ("People who last", False, ())
    sent(quality, address("move_tool_section", *where), {"to": "down", "version": 2})
    assert [each.key for each in content(draft).sections][8:10] == ["recording", "permanence"]
    assert "Its questions go with it" in words(quality.get(address("remove_tool_section", *where)))
    sent(quality, address("remove_tool_section", *where), {"version": 3})
    assert content(draft).section("permanence") is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"text": "", "kind": "yes_no"}, "The question: This field is required"),
        ({"text": "Which?", "kind": "choice", "options": "One"}, "Write from 2 to 12 answers"),
        ({"text": "Which?", "kind": "choice", "options": "One\nOne"}, "each once"),
        ({"text": "Which?", "kind": "choice", "options": "One\n" + "x" * 101}, "100 characters at most"),
        ({"text": "Which?", "kind": "text", "options": "One\nTwo"}, "Empty this, or choose"),
        ({"text": "Which?", "kind": "number"}, "Select a valid choice"),
        ({"text": "Which?", "kind": "text", "key": "Big Name"}, "small letters, digits and _ alone"),
        ({"text": "Which?", "kind": "text", "key": "grade"}, "used by the audit form itself"),
        ({"text": "Which?", "kind": "text", "key": "acted"}, "“acted” is there already"),
        ({"text": "Which?", "kind": "text", "cohorts": ["nobody"]}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_in_a_question_is_said_beside_it(
    quality: Client, draft: ToolVersion, said: dict[str, Any], sentence: str
) -> None:
    answer = quality.post(address("add_tool_question", "case_file", "safety"), {"version": 1, **said})
    assert answer.status_code == 422 and sentence in words(answer)
    assert "There is a problem" in words(answer)
    draft.refresh_from_db()
    assert draft.version == 1


@pytest.mark.parametrize("key", ["overall", "Big", "safety"])
def test_what_is_wrong_in_a_section_is_said_beside_it(quality: Client, draft: ToolVersion, key: str) -> None:
    answer = quality.post(address("add_tool_section", "case_file"), {"title": "Again", "key": key, "version": 1})
    assert answer.status_code == 422 and "There is a problem" in words(answer)


def test_of_two_windows_the_second_is_told(quality: Client, draft: ToolVersion) -> None:
    there = address("edit_tool_about", "case_file")
    sent(quality, there, {"about": "One", "version": 1})
    answer = quality.post(there, {"about": "Two", "version": 1})
    assert answer.status_code == 422 and "Somebody else has changed this draft" in words(answer)
    assert "Two" in answer.content.decode() and content(draft).about == "One"
    moved = quality.post(address("move_tool_section", "case_file", "voice"), {"to": "up", "version": 1})
    assert moved.status_code == 409 and "Somebody else has changed this draft" in words(moved)


@pytest.mark.parametrize("said", [{}, {"to": "up"}, {"to": "sideways", "version": "1"}, {"to": "up", "version": "²"}])
def test_a_move_that_says_nothing_moves_nothing(quality: Client, draft: ToolVersion, said: dict[str, str]) -> None:
    answer = quality.post(address("move_tool_section", "case_file", "voice"), said)
    assert answer.status_code == 409 and "Nothing was changed" in words(answer)


def test_what_people_write_is_shown_as_they_wrote_it(quality: Client, draft: ToolVersion) -> None:
    text = "<b>Is it & was it?</b>"
    sent(
        quality,
        address("add_tool_question", "case_file", "safety"),
        {"text": text, "kind": "text", "guidance": text, "version": 1},
    )
    for there in (address("tool_draft", "case_file"), address("tool_version", "case_file", 2)):
        page = quality.get(there).content.decode()
        assert "&lt;b&gt;Is it &amp; was it?" in page and text not in page


def test_a_draft_is_discarded(quality: Client, tool: Tool, draft: ToolVersion) -> None:
    there = address("discard_tool_draft", "case_file")
    assert "What was changed in it is lost" in words(quality.get(there))
    assert "The draft is discarded" in sent(quality, there, {"version": 1})
    assert tooling.draft_of(tool) is None


# Tools


def test_a_tool_is_made_from_nothing_or_from_another(quality: Client, tool: Tool) -> None:
    said = sent(quality, address("new_tool"), {"title": "Private fostering", "about": "With others"})
    assert "It has no section yet" in said and "It can't be published as it is. The tool has no section yet" in said
    used = tooling.version_in_use(tool)
    assert used is not None
    said = sent(quality, address("new_tool"), {"title": "Short breaks", "copy_of": str(used.pk)})
    assert "Better Together" in said
    answer = quality.post(address("new_tool"), {"title": "Short breaks"})
    assert answer.status_code == 422 and "There is a tool “Short breaks” already" in words(answer)
    assert quality.post(address("new_tool"), {"title": "Other", "copy_of": "99999"}).status_code == 422
    said = sent(quality, address("discard_tool_draft", "private_fostering"), {"version": 1})
    assert "Private fostering" not in said


def test_a_tool_is_renamed_retired_and_brought_back(quality: Client, tool: Tool) -> None:
    assert "Full audit" in sent(quality, address("rename_tool", "case_file"), {"title": "Full audit"})
    said = sent(quality, address("retire_tool", "case_file"), {"because": "Replaced"})
    assert "Full audit is not in use any more" in said
    assert "Not in use any more" in words(quality.get(address("tools")))
    assert quality.post(address("begin_tool_draft", "case_file")).status_code == 409
    assert quality.get(address("retire_tool", "case_file")).status_code == 409
    assert "Full audit is in use again" in sent(quality, address("bring_back_tool", "case_file"), {})


def test_a_changed_shipped_tool_is_offered(quality: Client, tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    now = shipped_tools()
    changed = replace(now["case_file"], content=replace(now["case_file"].content, about="Read differently"))
    for module in (shipping, tooling, tool_pages):
        monkeypatch.setattr(module, "shipped_tools", lambda: {**now, "case_file": changed})
    assert "The shipped tool has changed" in words(quality.get(address("tools")))
    assert "The shipped tool has changed" in words(quality.get(address("tool", "case_file")))
    page = words(quality.get(address("tool_shipped", "case_file")))
    assert "Make a draft from it" in page and "What it is for changed" in page
    assert "Read differently" in sent(quality, address("begin_tool_draft", "case_file"), {"shipped": "yes"})
    page = words(quality.get(address("tool_shipped", "case_file")))
    assert "There is a draft already" in page and "Make a draft from it" not in page
    sent(quality, address("discard_tool_draft", "case_file"), {"version": 1})
    said = sent(quality, address("keep_own_tool", "case_file"), {})
    assert "stays as it is" in said and "The shipped tool has changed." not in said
    assert quality.post(address("keep_own_tool", "case_file")).status_code == 409


def test_a_tool_of_the_councils_own_has_no_shipped_one(quality: Client) -> None:
    sent(quality, address("new_tool"), {"title": "Private fostering"})
    assert quality.get(address("tool_shipped", "private_fostering")).status_code == 404
    assert "The council's own" in words(quality.get(address("tool", "private_fostering")))
