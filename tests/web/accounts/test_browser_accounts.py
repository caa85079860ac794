"""Signing in and the pages of people in a browser: on a wide screen and a phone, by keyboard, without scripts."""

from __future__ import annotations

import re

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

#: Who looks at what.
PAGES = {
    "administrator": [
        *("/people/", "/people/?which=all&name=wren", "/people/add/", "/people/you/", "/people/changes/"),
        *("/sign-in/password/", "/second-factor/", "/second-factor/set-up/", "/sign-in/out/"),
    ],
    "director": [
        *("/people/you/", "/people/you/tokens/", "/people/inspectors/", "/people/restricted/"),
        *("/people/restricted/add/", "/people/changes/", "/people/"),
    ],
    "information.governance": ["/", "/people/accesses/?user=director", "/people/restricted/", "/people/changes/"],
    "inspector": ["/people/you/"],
}


def named(address: str) -> str:
    return re.sub(r"\W+", "-", address).strip("-") or "start"


def look(page: Page, name: str) -> None:
    assert accessibility_faults(page) == []
    assert not overflows(page)
    keep_screenshot(page, name)


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("user", PAGES)
def test_axe_finds_nothing_and_only_regions_scroll(browser: Browser, running_site: str, user: str, width: int) -> None:
    with signed_in_as(browser, running_site, user, width, scripts=True) as page:
        for address in PAGES[user]:
            page.goto(running_site + address)
            look(page, f"people-{user}-{named(address)}-{width}")


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_one_person_and_what_is_done_about_them(browser: Browser, running_site: str, width: int) -> None:
    with signed_in_as(browser, running_site, "administrator", width, scripts=True) as page:
        page.goto(f"{running_site}/people/?name=dunnock")
        page.click("text=Hazel Dunnock")
        look(page, f"people-person-{width}")
        here = page.url
        for address in ("end", "again", "password", "second-factor", "directory", "unlock"):
            page.goto(f"{here}{address}/")
            look(page, f"people-{address}-{width}")
        page.goto(f"{here}end/")
        page.click("text=End access")
        assert page.title().startswith("End the access of") and "There is a problem" in page.inner_text("main")
        look(page, f"people-wrong-{width}")


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_and_its_refusal(browser: Browser, running_site: str, width: int) -> None:
    with signed_in_as(browser, running_site, "nobody.here", width, scripts=True) as page:
        assert page.title() == "Error: Sign in - Line of Sight"
        look(page, f"sign-in-refused-{width}")
        page.goto(f"{running_site}/sign-in/")
        look(page, f"sign-in-{width}")
        page.goto(f"{running_site}/directory/error/")
        look(page, f"directory-error-{width}")


def test_the_keyboard_signs_in_and_out(browser: Browser, running_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{running_site}/people/you/")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("quality")
    page.keyboard.press("Tab")
    page.keyboard.type("demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{running_site}/people/you/")
    assert page.get_by_role("heading", level=1).inner_text() == "Your account"
    page.get_by_role("button", name="Sign out").press("Enter")
    page.wait_for_url(f"{running_site}/sign-in/")
    page.goto(f"{running_site}/people/you/")
    assert "/sign-in/" in page.url
    context.close()


def test_from_a_new_inspector_to_the_children_that_they_see(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "administrator") as page:
        page.click("text=Add somebody")
        page.fill("#id_username", "new.inspector")
        page.fill("#id_first_name", "Sorrel")
        page.fill("#id_last_name", "Pipit")
        page.select_option("#id_role", "inspector")
        page.click('main button[type="submit"]')
        assert "An inspector's access needs a last day" in page.inner_text("main")
        page.fill("#id_access_ends_on", "2099-12-31")
        page.click('main button[type="submit"]')
        given = page.inner_text("dd .los-key")
    with signed_in_as(browser, running_site, "quality") as page:
        page.goto(f"{running_site}/people/inspectors/")
        page.click("text=Sorrel Pipit")
        page.fill("#id_ids", "C000189\nC000234")
        page.click("text=Add these children")
        assert "2 added." in page.inner_text("main")
    with signed_in_as(browser, running_site, "new.inspector", password=given) as page:
        assert page.get_by_role("heading", level=1).inner_text() == "Choose a password"
        page.fill("#id_oldpassword", given)
        for field in ("#id_password1", "#id_password2"):
            page.fill(field, "three words apart")
        page.click('main button[type="submit"]')
        page.goto(f"{running_site}/people/you/")
        assert "The 2 that were chosen for you." in page.inner_text("main")
    with signed_in_as(browser, running_site, "information.governance") as page:
        page.goto(f"{running_site}/people/accesses/")
        page.fill("#id_child", "C000234")
        page.get_by_role("button", name="Search", exact=True).click()
        assert "Children chosen for new.inspector" in page.inner_text("main")


def test_a_restricted_record_is_named_to_a_reader(browser: Browser, running_site: str) -> None:
    with signed_in_as(browser, running_site, "head.of.service") as page:
        page.goto(f"{running_site}/people/restricted/")
        page.click("text=Restrict a record")
        page.fill("#id_person_id", "C003954")
        page.fill("#id_reason", "A relative works here")
        page.click('main button[type="submit"]')
        assert "Nobody reads it yet" in page.inner_text("main")
        page.select_option("#id_user", label="Linden Wren, Team manager")
        page.click("text=Name them")
        assert "Linden Wren" in page.inner_text(".los-list")
    with signed_in_as(browser, running_site, "administrator") as page:
        page.goto(f"{running_site}/people/restricted/")
        assert page.get_by_role("heading", level=1).inner_text() == "You can't open this page"
