"""A whole cycle as people walk it: plan, sample, allocate, audit, moderate, act, verify, audit again, report.

And the form that keeps itself: without a connection, in two windows, after a closed window, signed out meanwhile.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lineofsight.home import Home
from tests.web.browsing import (
    WIDTHS,
    accessibility_faults,
    keep_screenshot,
    needs_axe,
    needs_chromium,
    overflows,
    serving,
    signed_in_as,
)

pytestmark = needs_chromium
#: Who may sign in and can have a case, by the name that lists show, and who can moderate.
AUDITORS = {
    "Linden Wren": "team.manager",
    "Briony Siskin": "team.manager.2",
    "Aspen Curlew": "service.manager",
    "Juniper Teal": "head.of.service",
    "Hazel Dunnock": "practitioner",
}
MODERATORS = {"Olive Lapwing": "quality", "Juniper Teal": "head.of.service"}


@pytest.fixture(scope="module")
def audit_site(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demonstration's site, where a case can be audited again at once."""
    home = tmp_path_factory.mktemp("audits") / "home"
    shutil.copytree(demonstration.path, home, ignore=shutil.ignore_patterns("demonstration-extract"))
    (home / "audits").mkdir()
    (home / "audits" / "settings.toml").write_text("re_audit_weeks = 0\nmonths_without_repeat = 0\n")
    all_may_sign_in(home)
    with serving(home) as address:
        yield address


def all_may_sign_in(home: Path) -> None:
    """Gives every made-up person the password of the others: auditors whom the program made have none."""
    with closing(sqlite3.connect(home / "people.sqlite3")) as database, database:
        database.execute(
            "update accounts_user set password = (select password from accounts_user where username = 'quality') "
            "where made_up"
        )


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()


def planned(page: Page, address: str, title: str, kind: str, tool: str, of: str = "") -> str:
    """Plans a cycle of two cases, draws it and gives it out; the address of its page."""
    page.goto(f"{address}/audits/")
    follow(page, "Plan a cycle")
    page.fill('input[name="title"]', title)
    page.select_option('select[name="kind"]', label=kind)
    page.select_option('select[name="tool"]', label=tool)
    page.fill('input[name="size"]', "2")
    for name, day in (
        ("starts_on", "2023-03-31"),
        ("audits_due_on", "2023-05-12"),
        ("moderation_due_on", "2023-05-26"),
    ):
        page.fill(f'input[name="{name}"]', day)
    page.fill('input[name="moderate_share"]', "0")
    if of:
        page.get_by_label(of, exact=True).check()
    press(page, "Plan it")
    cycle = page.url
    follow(page, "Draw the sample")
    press(page, "See what is drawn")
    press(page, "Keep this sample")
    follow(page, "Give the cases to auditors")
    press(page, "Give them")
    expect(page.get_by_text(re.compile("One case is given|2 cases are given"))).to_be_visible()
    return cycle


def given_to(page: Page, among: dict[str, str]) -> str:
    """Gives a case by hand to somebody who is independent of it, of `among` where there is one; their user name.

    Where nobody else is independent, the case stays with whom it was given to.
    """
    found = page.locator("dt", has_text="Auditor").locator("xpath=following-sibling::dd[1]").first.inner_text().strip()
    if found in among:
        return among[found]
    case = page.url
    follow(page, "Give it to somebody else")
    offered = [name for name in page.locator('select[name="to"] option').all_inner_texts() if name.strip("- ")]
    if not offered:
        page.goto(case)
        return user_name(found)
    name = next((each for each in offered if each in among), offered[-1])
    page.select_option('select[name="to"]', label=name)
    page.fill('textarea[name="because"]', "A made-up reason")
    press(page, "Give it")
    return among.get(name, user_name(name))


def user_name(name: str) -> str:
    """The user name of somebody whom the program made up."""
    return AUDITORS.get(name, name.lower().replace(" ", "."))


def answer_all(page: Page, grade: str) -> None:
    """Answers the form: one grade for everything, and words wherever words can be."""
    for group in page.locator(".govuk-radios").all():
        key = group.get_attribute("data-answer") or ""
        if key.endswith(".grade"):
            group.get_by_label(grade, exact=True).check()
        elif key in ("child.status", "family.status"):
            group.get_by_label("Attempted", exact=True).check()
        else:
            group.locator("input").nth(1).check()
    for box in page.locator("form#sheet textarea").all():
        box.fill("Made-up words")


def test_a_whole_cycle(browser: Browser, audit_site: str) -> None:
    with signed_in_as(browser, audit_site, "quality") as lead:
        cycle = planned(lead, audit_site, "A cycle of two", "Dip sample", "Dip sample")
        cases = lead.locator("tbody th a").all_inner_texts()
        assert len(cases) == 2
        follow(lead, "How the sample was drawn")
        expect(lead.get_by_text("just now: the same cases")).to_be_visible()
        lead.goto(cycle)
        follow(lead, cases[0])
        case = lead.url
        auditor = given_to(lead, AUDITORS)

    with signed_in_as(browser, audit_site, auditor) as page:
        page.goto(f"{audit_site}/audits/")
        page.goto(case)
        expect(page.get_by_text("What the records say")).to_be_visible()
        follow(page, "Agree an action")
        page.fill('textarea[name="text"]', "Hold the review that is overdue")
        page.fill('input[name="owner"]', "Ash Kestrel (director)")
        page.fill('input[name="due_on"]', "2023-04-14")
        page.fill('input[name="closes_with"]', "The review is recorded")
        press(page, "Put it into the register")
        follow(page, "Write the audit")
        answer_all(page, "Inadequate")
        press(page, "Keep it, and give it in")
        press(page, "Give it in")
        expect(page.get_by_text("waits for a moderator")).to_be_visible()

    with signed_in_as(browser, audit_site, "quality") as lead:
        lead.goto(case)
        moderator = "quality"
        if lead.get_by_role("link", name="Grade this case", exact=True).count() == 0:
            follow(lead, "Choose the moderator")
            offered = lead.locator('select[name="to"] option').all_inner_texts()
            name = next(each for each in offered if each in MODERATORS)
            moderator = MODERATORS[name]
            lead.select_option('select[name="to"]', label=name)
            press(lead, "Give it to them")
    with signed_in_as(browser, audit_site, moderator) as page:
        page.goto(case)
        follow(page, "Grade this case")
        answer_all(page, "Inadequate")
        press(page, "Keep it, and give it in")
        press(page, "Give it in")
        expect(page.get_by_text("Your grade is given.")).to_be_visible()
        expect(page.get_by_text("Graded, actions open")).to_be_visible()

    with signed_in_as(browser, audit_site, "director") as page:
        page.goto(case)
        follow(page, "Hold the review that is overdue")
        follow(page, "Mark as done")
        page.fill('textarea[name="evidence"]', "The review of 4 April is recorded")
        press(page, "Mark as done")
    with signed_in_as(browser, audit_site, "quality") as lead:
        lead.goto(case)
        follow(lead, "Hold the review that is overdue")
        follow(lead, "Verify")
        press(lead, "Verify")
        lead.goto(case)
        expect(lead.locator("dd", has_text=re.compile("^Closed$"))).to_be_visible()

        again = planned(lead, audit_site, "The same again", "Re-audit", "Re-audit", of="A cycle of two")
        rows = lead.locator("tbody th a")
        assert rows.count() == 1  # the other case was not graded
        rows.first.click()
        second = lead.url
        auditor = given_to(lead, {name: user for name, user in AUDITORS.items() if user != auditor})
    with signed_in_as(browser, audit_site, auditor) as page:
        page.goto(second)
        follow(page, "Write the audit")
        follow(page, "Say what became of each")
        page.get_by_label("Done, no difference", exact=True).check()
        press(page, "Keep this")
        answer_all(page, "Good")
        press(page, "Keep it, and give it in")
        press(page, "Give it in")
        expect(page.get_by_text("The audit is given in, and closed.")).to_be_visible()
    with signed_in_as(browser, audit_site, "quality") as lead:
        lead.goto(second)
        expect(lead.get_by_text("done, no difference").first).to_be_visible()
        lead.goto(again)
        follow(lead, "What this cycle tells us")
        expect(lead.get_by_role("heading", level=1)).to_contain_text("What audits tell us")
        with lead.expect_download() as download:
            lead.get_by_role("button", name=re.compile("last 6 months")).first.click()
        assert download.value.suggested_filename.endswith(".xlsx")


# The form that keeps itself


@pytest.fixture(scope="module")
def own_case(browser: Browser, audit_site: str) -> tuple[str, str]:
    """A case that somebody who may sign in has: (user, address of its form)."""
    for user in ("quality", "team.manager", "service.manager", "practitioner"):
        with signed_in_as(browser, audit_site, user) as page:
            page.goto(f"{audit_site}/audits/")
            for row in page.locator("#mine-caption").locator("xpath=..").locator("tbody tr").all():
                if row.locator("td").first.inner_text() == "Audit":
                    row.locator("a").click()
                    follow(page, "Write the audit")
                    return user, page.url
    pytest.fail("nobody who may sign in has a case to audit")


BOX = 'textarea[data-answer="overall.reasons"]'


def write(page: Page, words: str) -> None:
    page.fill(BOX, words)


def kept(page: Page) -> None:
    expect(page.locator("#kept")).to_contain_text("All that you wrote is kept", timeout=15_000)


def stands(page: Page, address: str) -> str:
    page.goto(address)
    return page.input_value(BOX)


def test_what_is_typed_is_kept_by_itself(browser: Browser, audit_site: str, own_case: tuple[str, str]) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user, scripts=True) as page:
        page.goto(form)
        write(page, "Kept by itself")
        kept(page)
    with signed_in_as(browser, audit_site, user) as page:
        assert stands(page, form) == "Kept by itself"


def test_words_outlive_a_lost_connection_and_a_closed_window(
    browser: Browser, audit_site: str, own_case: tuple[str, str]
) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user, scripts=True) as page:
        context: BrowserContext = page.context
        page.goto(form)
        context.set_offline(True)
        write(page, "Typed without a connection")
        expect(page.locator("#kept")).to_contain_text("no connection")
        names = page.evaluate("Object.keys(localStorage)")
        stored = page.evaluate("localStorage.getItem(Object.keys(localStorage)[0])")
        assert len(names) == 1 and "Typed" not in stored
        page.close(run_before_unload=False)
        context.set_offline(False)
        again = context.new_page()
        again.goto(form)
        kept(again)
        assert again.input_value(BOX) == "Typed without a connection"
        again.wait_for_function("localStorage.length === 0")
    with signed_in_as(browser, audit_site, user) as page:
        assert stands(page, form) == "Typed without a connection"


def test_two_windows_lose_nothing(browser: Browser, audit_site: str, own_case: tuple[str, str]) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user, scripts=True) as first:
        first.goto(form)
        second = first.context.new_page()
        second.goto(form)
        write(first, "In the first window")
        kept(first)
        write(second, "In the second window")
        expect(second.locator("#kept")).to_contain_text("Another window has written here too")
        second.goto(form)
        assert second.input_value(BOX) == "In the first window"
        expect(second.get_by_text("In the second window")).to_be_visible()
        press(second, "Keep both")
        assert second.input_value(BOX) == "In the first window\n\nIn the second window"


def test_who_is_signed_out_meanwhile_signs_in_elsewhere_and_loses_nothing(
    browser: Browser, audit_site: str, own_case: tuple[str, str]
) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user, scripts=True) as page:
        page.goto(form)
        page.context.clear_cookies()
        write(page, "While signed out")
        expect(page.locator("#kept")).to_contain_text("You are signed out")
        other = page.context.new_page()
        other.goto(f"{audit_site}/sign-in/")
        other.fill('input[name="login"]', user)
        other.fill('input[name="password"]', "demonstration")
        other.click('main button[type="submit"]')
        expect(page.locator("#kept")).to_contain_text("All that you wrote is kept", timeout=40_000)
        assert stands(other, form) == "While signed out"


def test_without_scripts_the_button_keeps_it(browser: Browser, audit_site: str, own_case: tuple[str, str]) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user) as page:
        page.goto(form)
        write(page, "By the button")
        press(page, "Keep what I wrote")
        assert page.input_value(BOX) == "By the button"


@needs_axe
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_only_regions_scroll(
    browser: Browser, audit_site: str, own_case: tuple[str, str], width: int
) -> None:
    user, form = own_case
    with signed_in_as(browser, audit_site, user, width, scripts=True) as page:
        page.goto(form)
        assert not overflows(page)
        if width == max(WIDTHS):  # the same page, of ninety questions: once is enough
            assert accessibility_faults(page) == []
        page.goto(f"{form}give/")
        assert accessibility_faults(page) == [] and not overflows(page)
    with signed_in_as(browser, audit_site, "quality", width, scripts=True) as page:
        page.goto(f"{audit_site}/audits/")
        cycle = page.locator("#cycles-caption").locator("xpath=..").locator("tbody a").first.get_attribute("href") or ""
        page.goto(f"{audit_site}{cycle}")
        case = page.locator("#cases-caption").locator("xpath=..").locator("tbody a").first.get_attribute("href") or ""
        for name, address in (
            *(("home", "/audits/"), ("cycle", cycle), ("audit", case), ("sample", f"{cycle}sample/")),
            *(("auditors", "/audits/auditors/"), ("how", "/audits/how/"), ("plan", "/audits/programmes/plan/")),
            *(("findings", "/audits/findings/"), ("reliability", "/audits/reliability/")),
        ):
            page.goto(f"{audit_site}{address}")
            assert accessibility_faults(page) == [], name
            assert not overflows(page), name
            keep_screenshot(page, f"audits-{name}-{width}")


def test_the_script_is_ours_and_short() -> None:
    script = Path(__file__).parents[3] / "src" / "lineofsight" / "web" / "static" / "audit.js"
    text = script.read_text(encoding="utf-8")
    assert not re.search(r"https?://|eval\(|innerHTML|document\.write|import\(", text)
    assert len(text.splitlines()) < 300
