"""Groups of audits by their four grades, as audited beside as moderated, as stacked bars; drawn as SVG on the server.

A bar is as long as the next whatever its number of audits, and each has its number beside it. The best grade stands at
the left. Grades differ by their place, the letters in them and a texture, as much as by colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lineofsight.reports.drawing import LINE, Box, at, line, picture, shortened, writing
from lineofsight.reports.drawing import width as text_width
from lineofsight.reports.markup import Markup, tag
from lineofsight.reports.wording import count, one_decimal

Counts = tuple[int, int, int, int]

WIDTH = 720
EDGE, LEFT, RIGHT = 8, 140, 650  # where the bars stand; writing on either side
TOP, HIGH, STEP = 56, 22, 25  # the first group, how high a bar is, and from one to the next
HEAD, APART = 20, 12  # a group's name, and the room below it
GAP = 2  # white between two grades
SCALE = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Shade:
    """How one grade is drawn. `ink` is the colour of the letters on it, `texture` what is drawn over its colour."""

    name: str
    letters: str
    fill: str
    ink: str
    texture: str = ""


#: The best first: dark, light, light and hatched, dark with stripes. Each stands out from white by 3 to 1 at least, and
#: the letters on it by 4.5 to 1.
GRADES = (
    Shade("Outstanding", "O", "#1d3557", "#ffffff"),
    Shade("Good", "G", "#5694ca", "#0b0c0c"),
    Shade("Requires improvement", "RI", "#d9792b", "#0b0c0c", "hatched"),
    Shade("Inadequate", "I", "#942514", "#ffffff", "striped"),
)


@dataclass(frozen=True)
class Bar:
    """How some audits are graded: what the bar is called, and how many have each grade, the best first."""

    name: str
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Group:
    """A group of audits with its bars. Without bars its grades are not shown, `because` of what is said there."""

    name: str
    bars: tuple[Bar, ...] = ()
    because: str = ""


def grade_chart(groups: Sequence[Group], title: str) -> Markup:
    """Each group's bars below each other, as a picture 720 wide and as high as the groups need.

    What may not be published (small numbers, say) must be left out before: the picture and its words tell every count.
    """
    words = grade_chart_words(groups)
    bottom = TOP + sum(_height(group) for group in groups)
    high = bottom + 2 * LINE
    return picture(
        "los-grade-chart",
        title,
        words,
        (WIDTH, high),
        *_scale(bottom),
        *_groups(groups),
        *_legend(bottom + 10),
    )


def grade_chart_words(groups: Sequence[Group]) -> str:
    """What the chart shows, in sentences: each bar with the number of each grade."""
    said = []
    for group in groups:
        if not group.bars:
            said.append(f"{group.name}: {group.because or 'not shown'}.")
        for bar in group.bars:
            graded = ", ".join(
                f"{count(many)} {shade.name}" for shade, many in zip(GRADES, bar.counts, strict=True) if many
            )
            said.append(f"{group.name}, {bar.name.lower()}: {graded or 'no audits'}.")
    return " ".join(said) or "No audits."


def _height(group: Group) -> int:
    return HEAD + STEP * len(group.bars) + APART


def _scale(bottom: float) -> Iterator[Markup]:
    yield writing(LEFT, 16, "Per cent")
    yield writing(WIDTH - EDGE, 16, "Audits", "end")
    for per_cent in SCALE:
        x = LEFT + (RIGHT - LEFT) * per_cent / 100
        yield tag("line", x1=at(x), y1=TOP - 12, x2=at(x), y2=at(bottom - APART), stroke="#b1b4b6", stroke_width="0.5")
        yield writing(x, TOP - 18, f"{per_cent}%", "middle")


def _groups(groups: Sequence[Group]) -> Iterator[Markup]:
    y = float(TOP)
    for group in groups:
        name = group.name if group.bars else f"{group.name}: {group.because or 'not shown'}"
        yield _rectangle(EDGE, y, RIGHT - EDGE + 4, HEAD - 2, "#ffffff")  # the lines of the scale don't cross the name
        yield writing(EDGE, y + HEAD - 6, shortened(name, RIGHT - EDGE), weight="bold" if group.bars else None)
        for place, bar in enumerate(group.bars):
            yield from _bar(group, bar, y + HEAD + STEP * place)
        y += _height(group)


def _bar(group: Group, bar: Bar, y: float) -> Iterator[Markup]:
    yield writing(EDGE, y + HIGH - 6, shortened(bar.name, LEFT - EDGE - 6))
    yield writing(WIDTH - EDGE, y + HIGH - 6, shortened(count(bar.total), WIDTH - RIGHT - 12), "end")
    if not bar.total:
        yield writing(LEFT + 6, y + HIGH - 6, "No audits")
        return
    before = 0
    for shade, many in zip(GRADES, bar.counts, strict=True):
        left, right = (LEFT + (RIGHT - LEFT) * part / bar.total for part in (before, before + many))
        before += many
        if not many:
            continue
        box = Box(left + (GAP / 2 if left > LEFT else 0), y, right - (GAP / 2 if right < RIGHT else 0), y + HIGH)
        share = one_decimal(Fraction(100 * many, bar.total))
        said = f"{group.name}, {bar.name.lower()}: {shade.name} {count(many)} of {count(bar.total)}, {share}%"
        kind = shade.name.split()[0].lower()
        yield tag("g", tag("title", said), *_shaded(box, shade, count(many)), class_=f"los-grade-chart__{kind}")


def _shaded(box: Box, shade: Shade, number: str) -> Iterator[Markup]:
    """One part of a bar, with its letters and number where there is room for both, or for the letters alone."""
    wide = max(box.right - box.left, 0.5)
    yield _rectangle(box.left, box.top, wide, HIGH, shade.fill)
    yield from _texture(box, shade)
    text = next(
        (each for each in (f"{shade.letters} {number}".strip(), shade.letters) if text_width(each) + 6 <= wide), ""
    )
    if text:
        room, middle = text_width(text) + 4, (box.left + box.right) / 2
        if shade.texture:
            yield _rectangle(middle - room / 2, box.top + 2, room, HIGH - 4, shade.fill)
        yield tag("text", text, x=at(middle), y=at(box.top + HIGH - 6), text_anchor="middle", fill=shade.ink)


def _texture(box: Box, shade: Shade) -> Iterator[Markup]:
    if shade.texture == "striped":
        for y in (box.top + 5, box.top + 11, box.top + 17):
            yield tag(
                "line", x1=at(box.left), y1=at(y), x2=at(box.right), y2=at(y), stroke="#ffffff", stroke_width="1.5"
            )
    if shade.texture == "hatched":
        start = box.left - HIGH
        while start < box.right:  # each line rises from the lower edge, cut at both sides of the part
            first, last = max(start, box.left), min(start + HIGH, box.right)
            if first < last:
                yield tag(
                    "line", x1=at(first), y1=at(box.bottom - (first - start)), x2=at(last),
                    y2=at(box.bottom - (last - start)), stroke="#7a3d00", stroke_width="1.5",
                )  # fmt: skip
            start += 8


def _rectangle(left: float, top: float, wide: float, high: float, fill: str) -> Markup:
    return tag("rect", x=at(left), y=at(top), width=at(wide), height=at(high), fill=fill)


def _legend(y: float) -> Iterator[Markup]:
    """What the shades mean; all four, whatever is there."""
    yield line(EDGE, y - 8, WIDTH - EDGE, y - 8, thick=0.5)
    x = float(EDGE)
    for shade in GRADES:
        box = Box(x, y, x + 30, y + HIGH)
        yield from _shaded(box, shade, "")
        yield writing(x + 36, y + HIGH - 6, shade.name)
        x += 36 + text_width(shade.name) + 14
