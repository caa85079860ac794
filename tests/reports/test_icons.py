"""Icons: each with its words, told apart by shape, and seen on white."""

from __future__ import annotations

import re

import pytest

from lineofsight.reports.icons import (
    ASSURANCE_COLOURS,
    ASSURANCE_WORDS,
    COLOURS,
    NO_ASSURANCE,
    NO_VARIATION,
    NOTHING_SAID,
    SHORT_WORDS,
    WORDS,
    assurance_icon,
    marker,
    variation_icon,
)
from lineofsight.statistics.process_control import Assurance, Kind
from tests.reports.drawn import SVG, assert_inside, contrast_with_white, parsed

VARIATION = [(variation_icon(kind), WORDS[kind]) for kind in Kind] + [(variation_icon(None), NO_VARIATION)]
ASSURANCE = [(assurance_icon(kind), ASSURANCE_WORDS[kind]) for kind in Assurance] + [
    (assurance_icon(None), NO_ASSURANCE)
]


@pytest.mark.parametrize(("icon", "words"), VARIATION + ASSURANCE, ids=lambda value: value[:24])
def test_an_icon_is_a_small_picture_named_in_words(icon: str, words: str) -> None:
    root = parsed(icon)
    assert root.get("aria-label") == words
    assert root.findtext(f"{SVG}title") == words
    assert (root.get("viewBox"), root.get("width")) == ("0 0 32 32", "32")
    assert_inside(root)


def without_colours(icon: str) -> str:
    return re.sub(r'#[0-9a-f]{6}|aria-label="[^"]*"|class="[^"]*"|<title>[^<]*</title>', "", icon)


def test_icons_are_told_apart_without_colour() -> None:
    drawn = [without_colours(icon) for icon, words in VARIATION + ASSURANCE if words != NO_ASSURANCE]
    assert len(set(drawn)) == len(drawn) == 9


def test_marks_are_told_apart_without_colour() -> None:
    drawn = {without_colours(marker(kind, 10, 10, 5)) for kind in Kind}
    assert len(drawn) == len(Kind)


@pytest.mark.parametrize("colour", sorted({*COLOURS.values(), *ASSURANCE_COLOURS.values(), NOTHING_SAID}))
def test_colours_are_seen_on_white(colour: str) -> None:
    assert contrast_with_white(colour) >= 3


def test_every_kind_has_its_own_words() -> None:
    assert set(WORDS) == set(SHORT_WORDS) == set(COLOURS) == set(Kind)
    assert len(set(WORDS.values())) == len(Kind)
    assert set(ASSURANCE_WORDS) == set(ASSURANCE_COLOURS) == set(Assurance)


def test_a_hollow_mark_has_the_colour_as_its_edge() -> None:
    mark = marker(Kind.COMMON, 10, 10, 5, hollow=True)
    assert f'stroke="{COLOURS[Kind.COMMON]}"' in mark
    assert 'fill="#ffffff"' in mark
