"""The parts of a report as it is written: each has a key, under which people add sentences of their own."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.reports.document import Block, Section


@dataclass(frozen=True)
class Part:
    """A part of a report: its key, and the sections that the rules wrote. The first carries people's own sentences.

    `why`: what can be traced of its sentences: (key, rule in words).
    """

    key: str
    sections: tuple[Section, ...]
    why: tuple[tuple[str, str], ...] = ()


def part(key: str, title: str, *blocks: Block, why: tuple[tuple[str, str], ...] = ()) -> Part:
    """A part of one section."""
    return Part(key, (Section(title, blocks),), why)
