"""Audit tools in a browser: on a wide screen and a phone, by keyboard, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browsing import (
    WIDTHS,
    accessibility_faults,
    keep_screenshot,
    needs_axe,
    needs_chromium,
    overflows,
    signed_in_as,
)

pytestmark = needs_chromium
TOOLS = "/audits/tools/"


def look(page: Page, name: str) -> None:
    assert accessibility_faults(page) == []
    assert not overflows(page)
    keep_screenshot(page, name)


def make_tool(page: Page, address: str, title: str, copy_of: str) -> None:
    page.goto(f"{address}{TOOLS}new/")
    page.get_by_label("What it is called").fill(title)
    page.get_by_label("Begin with what another tool asks").select_option(label=copy_of)
    page.get_by_role("button", name="Make it").click()


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_only_regions_scroll(browser: Browser, running_site: str, width: int) -> None:
    with signed_in_as(browser, running_site, "quality", width, scripts=True) as page:
        title = f"Looked at {width}"
        make_tool(page, running_site, title, "Case-file audit")
        own = f"{TOOLS}looked_at_{width}/"
        look(page, f"tool-draft-{width}")
        places = {
            "tools": TOOLS,
            "tool": f"{TOOLS}case_file/",
            "tool-read": f"{TOOLS}case_file/versions/1/?cohort=looked_after",
            "tool-everything": f"{TOOLS}case_file/versions/1/",
            "tool-first": f"{TOOLS}case_file/versions/1/changes/",
            "tool-shipped": f"{TOOLS}dip_sample/shipped/",
            "tool-title": f"{own}title/",
            "tool-about": f"{own}about/",
            "tool-add-section": f"{own}add-section/",
            "tool-section": f"{own}draft/safety/",
            "tool-add-question": f"{own}draft/safety/add-question/",
            "tool-question": f"{own}draft/better_together/questions/empower/",
            "tool-remove-question": f"{own}draft/better_together/questions/empower/remove/",
            "tool-publish": f"{own}publish/",
        }
        for name, place in places.items():
            page.goto(running_site + place)
            look(page, f"{name}-{width}")
        page.goto(f"{running_site}{own}draft/safety/add-question/")
        page.get_by_label("One of several answers").check()
        page.get_by_role("button", name="Keep").click()
        look(page, f"tool-question-wrong-{width}")
        page.goto(f"{running_site}{own}publish/")
        page.get_by_label("What is changed, and why").fill("The first")
        page.get_by_role("button", name="Publish version 1").click()
        page.get_by_role("button", name="Begin a draft").click()
        page.get_by_role("link", name="Take out the section Recording and chronology").click()
        page.get_by_role("button", name="Take it out").click()
        page.get_by_role("button", name="Move down Safety now").click()
        page.goto(f"{running_site}{own}publish/")
        assert "section taken out" in page.locator("main").inner_text().lower()
        look(page, f"tool-publish-changes-{width}")


def test_a_question_is_changed_and_published_without_scripts(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "quality") as page:
        make_tool(page, running_site, "Short look", "Dip sample")
        assert page.get_by_role("heading", level=1).inner_text().endswith("Short look")
        page.get_by_role("link", name="Change the question: Is it plain what we are worried about?").click()
        page.get_by_label("The question").fill("Is it plain what we worry about, and why?")
        page.get_by_role("button", name="Keep").click()
        assert "Is it plain what we worry about, and why?" in page.locator("main").inner_text()
        page.get_by_role("button", name="Move up Is it plain what we worry about, and why?").click()
        questions = page.locator("section ol > li > strong").all_inner_texts()
        assert questions[1] == "Is it plain what we worry about, and why?"
        page.get_by_role("link", name="Publish").click()
        page.get_by_label("What is changed, and why").fill("A question in plainer words")
        page.get_by_role("button", name="Publish version 1").click()
        assert "Short look, version 1 is in use" in page.locator("main").inner_text()
        page.get_by_role("link", name="Child protection plan").click()
        assert "1. Was the child seen" in page.locator("main").inner_text()


def test_by_keyboard_alone_a_section_is_moved(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "quality") as page:
        make_tool(page, running_site, "By keyboard", "Re-audit")
        page.get_by_role("button", name="Move up Safety now").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/draft/#section-safety")
        titles = page.locator("section > h2").all_inner_texts()
        assert titles[:3] == ["What it is for", "Safety now", "Progress since the first audit"]
