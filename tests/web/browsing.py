"""The site as people get it, and a browser to use it with: `lineofsight serve` on the demonstration council.

The server is a process of its own on a copy of the demonstration's home folder, with its made-up people. It is started
once for each test process; what a test writes there stays, so tests don't count on an empty register or log.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from lineofsight.home import Home

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WIDTHS = (1280, 390)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PASSWORD = "demonstration"

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs Chromium at {CHROMIUM}"),
]


def needs_axe(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that asks axe-core of pages: it takes long, so `make thorough` runs it, not `make test`."""
    return pytest.mark.thorough(pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm ci")(test))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def running_site(demonstration: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration's site."""
    home = tmp_path_factory.mktemp("running") / "home"
    shutil.copytree(demonstration.path, home, ignore=shutil.ignore_patterns("demonstration-extract"))
    with serving(home) as address:
        yield address


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Serves a home folder as `lineofsight serve` does, on a free port of this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(home)}
    for name in ("DJANGO_SETTINGS_MODULE", "LINEOFSIGHT_DATABASE"):
        environment.pop(name, None)
    server = subprocess.Popen(
        [sys.executable, "-m", "lineofsight", "serve", "--port", str(port)], env=environment, cwd=home
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 120
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the site did not start")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sign-in/", timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def signed_in_as(
    browser: Browser, address: str, user: str, width: int = 1280, *, scripts: bool = False, password: str = PASSWORD
) -> Iterator[Page]:
    """A page of somebody who has signed in, as they do it: by name and password."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    try:
        page.goto(f"{address}/sign-in/")
        page.fill('input[name="login"]', user)
        page.fill('input[name="password"]', password)
        page.click('main button[type="submit"]')
        yield page
    finally:
        context.close()


def accessibility_faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds on a page, rule by rule with the elements; the page needs scripts switched on."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run({ runOnly: tags })", TAGS)
    assert len(found["passes"]) > 10
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found["violations"]]


def overflows(page: Page) -> bool:
    """Whether the page itself scrolls sideways, which only regions within it may."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def keep_screenshot(page: Page, name: str) -> None:
    if os.environ.get("SCREENSHOTS"):
        folder = ROOT / "out"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
