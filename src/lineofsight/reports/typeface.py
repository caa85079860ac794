"""The font that we ship: which letters it has, what stands for one that it lacks, and how much room words take in it.

Liberation Sans is as wide as Arial, letter by letter, so that a text that is measured here has the same room in a
presentation or a document in Arial.

A PDF that conforms to PDF/UA may hold no letter that its fonts can't draw. The font has Latin, Greek, Cyrillic and
Hebrew letters. A sign that it lacks is written as its name in brackets, a letter without its accent where that helps,
and anything else as a square that says that something stood there.
"""

from __future__ import annotations

import dataclasses
import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TypeVar

T = TypeVar("T")
FOLDER = files("lineofsight.reports") / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
UNKNOWN = "\u25a1"  # a white square
#: Whoever opens a file may have another font: a text is given that much more room than it needs in this one.
MARGIN = 1.03
_WIDEST = 1.0
#: They have no shape of their own, and no font needs them.
_WITHOUT_SHAPE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")


def in_its_letters(part: T) -> T:
    """A report, or a part of it, in letters that the font has."""
    if isinstance(part, str):
        return written(part)  # type: ignore[return-value]
    if isinstance(part, tuple):
        return tuple(in_its_letters(each) for each in part)  # type: ignore[return-value]
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = dataclasses.fields(part)
        return dataclasses.replace(part, **{each.name: in_its_letters(getattr(part, each.name)) for each in fields})
    return part


def written(text: str) -> str:
    """A text in letters that the font has.

    >>> written("Zoë 🙂 ｆine")
    'Zoë [slightly smiling face] fine'
    """
    return text if text.isascii() else "".join(_letter(letter) for letter in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is, in the unit of its size, with a margin.

    >>> round(width("84.0%", 12))
    35
    """
    advances = _advances("Bold" if bold else "Regular")
    return MARGIN * size * sum(advances.get(ord(letter), _WIDEST) for letter in text)


def lines(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """A text as the lines that it takes in that room: broken between words, and within one that is wider.

    >>> lines("Children in need visited in time", 80, 12)
    ['Children in', 'need visited in', 'time']
    """
    found = [""]
    for word in re.split(r"[ \t\r\n]+", text.strip(" \t\r\n")):
        for piece in _pieces(word, room, size, bold):
            longer = f"{found[-1]} {piece}" if found[-1] else piece
            if width(longer, size, bold=bold) <= room:
                found[-1] = longer
            else:
                found.append(piece)
    return found if found[0] or len(found) == 1 else found[1:]


def _pieces(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    while len(word) > 1 and width(word, size, bold=bold) > room:
        end = len(word) - 1
        while end > 1 and width(word[:end], size, bold=bold) > room:
            end -= 1
        yield word[:end]
        word = word[end:]
    yield word


def _letter(letter: str) -> str:
    if letter.isspace():
        return letter if letter in "\n\t\u00a0" else " "
    if letter in _WITHOUT_SHAPE:
        return letter if letter == "\u200b" else ""
    if ord(letter) in letters():
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    if plain != letter and all(ord(each) in letters() for each in plain):
        return plain
    if letter != "\ufffd" and unicodedata.category(letter) in ("So", "Sk", "Sm", "Sc"):
        name = unicodedata.name(letter, "")
        return f"[{name.lower()}]" if name else UNKNOWN
    return "" if unicodedata.category(letter) in ("Mn", "Cf") else UNKNOWN


@cache
def letters() -> frozenset[int]:
    """What all faces of the font can draw, as code points."""
    return frozenset.intersection(*(frozenset(_advances(face)) for face in FACES))


@cache
def _advances(face: str) -> dict[int, float]:
    """How wide each letter of a face is, as a share of its size: from its tables, as OpenType has them."""
    font = (FOLDER / f"LiberationSans-{face}.ttf").read_bytes()
    tables = dict(_tables(font))
    units = struct.unpack_from(">H", font, tables[b"head"] + 18)[0]
    many = struct.unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    advances = [struct.unpack_from(">H", font, tables[b"hmtx"] + 4 * each)[0] / units for each in range(many)]
    return {code: advances[min(glyph, many - 1)] for code, glyph in _glyphs(font, tables[b"cmap"])}


def _tables(font: bytes) -> Iterator[tuple[bytes, int]]:
    for each in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * each)
        yield tag, offset


def _glyphs(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Code points and the glyphs that draw them, from the table of characters in its format 4."""
    many = struct.unpack_from(">H", font, start + 2)[0]
    maps = (struct.unpack_from(">HHL", font, start + 4 + 8 * each) for each in range(many))
    at = start + next(offset for platform, encoding, offset in maps if (platform, encoding) == (3, 1))
    form, _, _, twice = struct.unpack_from(">4H", font, at)
    if form != 4:
        raise ValueError(f"a table of characters in format {form} can't be read")
    segments = twice // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    begins = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", font, at + 16 + 4 * segments)
    ranges_at = at + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", font, ranges_at)
    for place, (begin, end, delta, range_) in enumerate(zip(begins, ends, deltas, ranges, strict=True)):
        for code in range(begin, min(end, 0xFFFE) + 1):
            if range_ == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                glyph = struct.unpack_from(">H", font, ranges_at + 2 * place + range_ + 2 * (code - begin))[0]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph:
                yield code, glyph
