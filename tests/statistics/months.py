"""Series of months for the tests, written short, and what process control says of them as letters."""

from __future__ import annotations

from fractions import Fraction

from lineofsight.statistics.process_control import Kind, ProcessControl, process_control


def series(text: str) -> list[Fraction | None]:
    return [None if part == "-" else Fraction(part) for part in text.split()]


#: Mean 50, every moving range 2: limits 50 +/- 2.66 x 2 = 44.68 and 55.32, near limits 50 +/- 3.546...
STEADY = "49 51 49 51 49 51 49 51 49 51 49 51"
NEAR_UPPER = str(50 + Fraction("2.66") * 2 / 3 * 2)


def after(text: str, better: str = "higher", **options: object) -> ProcessControl:
    """Process control of the steady baseline and then these months."""
    return process_control(series(f"{STEADY} {text}"), better=better, **options)  # type: ignore[arg-type]


def kinds(found: ProcessControl, last: int) -> str:
    """The last months as letters: i(mprovement), c(oncern), u(p), d(own), . (common cause), - (nothing said)."""
    letters = {
        None: "-",
        Kind.COMMON: ".",
        Kind.IMPROVEMENT: "i",
        Kind.CONCERN: "c",
        Kind.NEUTRAL_UP: "u",
        Kind.NEUTRAL_DOWN: "d",
    }
    return "".join(letters[point.kind] for point in found.points[-last:])
