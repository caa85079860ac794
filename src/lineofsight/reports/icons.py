"""Small pictures for what a month is and how a target fares, always with their words; and the marks of the charts.

The pictures are our own. Shape says as much as colour: a square for improving, a diamond for concerning, a triangle
for a change that is neither, a circle for usual variation; a ring, as of a target, for assurance.
"""

from __future__ import annotations

from lineofsight.reports.drawing import at
from lineofsight.reports.markup import Markup, tag
from lineofsight.statistics.process_control import Assurance, Kind

#: Each at least 3 to 1 against white.
COLOURS = {
    Kind.IMPROVEMENT: "#1d70b8",
    Kind.CONCERN: "#bf4d00",
    Kind.NEUTRAL_UP: "#4c2c92",
    Kind.NEUTRAL_DOWN: "#4c2c92",
    Kind.COMMON: "#505a5f",
}
ASSURANCE_COLOURS = {
    Assurance.PASS: COLOURS[Kind.IMPROVEMENT],
    Assurance.FAIL: COLOURS[Kind.CONCERN],
    Assurance.HIT_AND_MISS: COLOURS[Kind.COMMON],
}
NOTHING_SAID = "#505a5f"

#: What stands beside the picture, and what a legend says.
SHORT_WORDS = {
    Kind.IMPROVEMENT: "Improving",
    Kind.CONCERN: "Concerning",
    Kind.NEUTRAL_UP: "Unusual, upwards",
    Kind.NEUTRAL_DOWN: "Unusual, downwards",
    Kind.COMMON: "Usual variation",
}
WORDS = {
    Kind.IMPROVEMENT: "Special cause: improving",
    Kind.CONCERN: "Special cause: concerning",
    Kind.NEUTRAL_UP: "Special cause: upwards, neither good nor bad",
    Kind.NEUTRAL_DOWN: "Special cause: downwards, neither good nor bad",
    Kind.COMMON: "Common cause: usual variation",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "Consistently meets the target",
    Assurance.FAIL: "Consistently misses the target",
    Assurance.HIT_AND_MISS: "Hit and miss: meets the target in some months, by chance",
}
NO_VARIATION = "Variation is not known: no figure in this month, or fewer than seven"
NO_ASSURANCE = "Assurance is not known: no target, no direction that is good, or too few figures"


def marker(kind: Kind, x: float, y: float, reach: float, *, hollow: bool = False) -> Markup:
    """The mark of a month or member in a chart, centred on x and y; it stays within `reach` of them."""
    return _shape(kind, x, y, reach, COLOURS[kind], hollow)


def variation_icon(kind: Kind | None) -> Markup:
    """What the last month is, as a picture of 32 by 32; `WORDS[kind]` is its label."""
    if kind is None:
        return _icon("los-icon--none", NO_VARIATION, _stroke("M9 16 H23", NOTHING_SAID))
    glyph = {
        Kind.IMPROVEMENT: "M16 10 V22 M10 16 H22",
        Kind.CONCERN: "M16 8 V18 M16 22.5 V24.5",
        Kind.NEUTRAL_UP: "M16 25 V15 M12.5 18.5 L16 15 L19.5 18.5",
        Kind.NEUTRAL_DOWN: "M16 7 V17 M12.5 13.5 L16 17 L19.5 13.5",
        Kind.COMMON: "M9 17 C11 11 14 11 16 16 C18 21 21 21 23 15",
    }[kind]
    reach = 12 if kind is Kind.IMPROVEMENT else 14
    return _icon(
        f"los-icon--{kind.name.lower().replace('_', '-')}",
        WORDS[kind],
        _shape(kind, 16, 16, reach, COLOURS[kind], hollow=False),
        _stroke(glyph, "#ffffff"),
    )


def assurance_icon(assurance: Assurance | None) -> Markup:
    """Whether the target can be relied on, as a picture of 32 by 32; `ASSURANCE_WORDS[assurance]` is its label."""
    if assurance is None:
        return _icon("los-icon--none", NO_ASSURANCE, _stroke("M9 16 H23", NOTHING_SAID))
    colour = ASSURANCE_COLOURS[assurance]
    inner = {
        Assurance.PASS: _stroke("M9.5 16.5 L14 21 L22.5 11.5", colour),
        Assurance.FAIL: _stroke("M11 11 L21 21 M21 11 L11 21", colour),
        Assurance.HIT_AND_MISS: tag("path", d="M16 8 A8 8 0 0 0 16 24 Z", fill=colour),
    }[assurance]
    ring = tag("circle", cx=16, cy=16, r=13, fill="none", stroke=colour, stroke_width="2.5")
    return _icon(f"los-icon--{assurance.name.lower().replace('_', '-')}", ASSURANCE_WORDS[assurance], ring, inner)


def _icon(class_: str, words: str, *drawn: Markup) -> Markup:
    return tag(
        "svg",
        tag("title", words),
        *drawn,
        class_=f"los-icon {class_}",
        role="img",
        aria_label=words,
        viewBox="0 0 32 32",
        width=32,
        height=32,
        focusable="false",
        xmlns="http://www.w3.org/2000/svg",
    )


def _stroke(path: str, colour: str) -> Markup:
    return tag(
        "path",
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=3,
        stroke_linecap="round",
        stroke_linejoin="round",
    )


def _shape(kind: Kind, x: float, y: float, reach: float, colour: str, hollow: bool) -> Markup:
    paint: dict[str, str | int] = {"fill": "#ffffff" if hollow else colour}
    if hollow:
        paint |= {"stroke": colour, "stroke_width": 2}
        reach -= 1
    if kind is Kind.COMMON:
        return tag("circle", cx=at(x), cy=at(y), r=at(reach), **paint)
    corners = {
        Kind.IMPROVEMENT: ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)),
        Kind.CONCERN: ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)),
        Kind.NEUTRAL_UP: ((0.0, -1.0), (1.0, 0.9), (-1.0, 0.9)),
        Kind.NEUTRAL_DOWN: ((0.0, 1.0), (1.0, -0.9), (-1.0, -0.9)),
    }[kind]
    points = " ".join(f"{at(x + reach * right)},{at(y + reach * down)}" for right, down in corners)
    return tag("polygon", points=points, **paint)
