"""Documentation is a tested surface: generated pages are current, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts import reference_pages

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def test_generated_pages_are_current() -> None:
    stale = [path.name for path, text in reference_pages.pages().items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_every_decision_says_what_would_change_our_mind() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert decisions
    for decision in decisions:
        text = decision.read_text(encoding="utf-8")
        for heading in ("Status", "Context", "Decision", "Consequences", "What would change our mind"):
            assert f"## {heading}" in text, (decision.name, heading)
