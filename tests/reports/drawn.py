"""Looks at a drawing as a reader's program would: parsed, with every place and every line of writing in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

from lineofsight.reports.drawing import SIZE, Box, width

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    """The drawing, which must be well formed, named, and free of styles, scripts and anything to fetch."""
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label")
    for element in root.iter():
        assert element.tag.removeprefix(SVG) not in {"style", "script", "image", "use", "a", "foreignObject"}
        for name in element.attrib:
            assert name != "style" and not name.startswith("on") and not name.endswith("href"), name
    assert "url(" not in svg
    return root


def texts(root: ElementTree.Element) -> dict[str, Box]:
    """Each line of writing and the room that it takes."""
    return {f"{text} #{number}": box for number, (text, box) in enumerate(_texts(root))}


def _texts(root: ElementTree.Element) -> Iterator[tuple[str, Box]]:
    for element in root.iter(f"{SVG}text"):
        text = element.text or ""
        x, y = float(element.get("x", "")), float(element.get("y", ""))
        wide = width(text)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        yield text, Box(left, y - SIZE * 0.75, left + wide, y + SIZE * 0.2)


def places(root: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Every point that a shape of the drawing reaches."""
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        number = {key: float(value) for key, value in element.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
        if name == "line":
            yield number["x1"], number["y1"]
            yield number["x2"], number["y2"]
        elif name in ("polyline", "polygon"):
            for corner in (element.get("points") or "").split():
                x, y = corner.split(",")
                yield float(x), float(y)
        elif name == "circle":
            yield number["cx"] - number["r"], number["cy"] - number["r"]
            yield number["cx"] + number["r"], number["cy"] + number["r"]
        elif name == "rect":
            assert number["width"] >= 0 and number["height"] >= 0
            yield number["x"], number["y"]
            yield number["x"] + number["width"], number["y"] + number["height"]


def sheet(root: ElementTree.Element) -> Box:
    """The whole drawing."""
    left, top, wide, high = (float(part) for part in (root.get("viewBox") or "").split())
    return Box(left, top, left + wide, top + high)


def assert_inside(root: ElementTree.Element) -> None:
    """Nothing is drawn or written outside the drawing."""
    whole = sheet(root)
    for x, y in places(root):
        assert whole.holds(x, y), (x, y)
    for text, box in texts(root).items():
        assert box.within(whole), (text, box)


def assert_apart(root: ElementTree.Element) -> None:
    """No two lines of writing overlap."""
    written = list(texts(root).items())
    for place, (text, box) in enumerate(written):
        for other, its_box in written[place + 1 :]:
            assert not box.overlaps(its_box), (text, other)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb, by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    return 1.05 / (luminance(colour) + 0.05)
