"""What pages show of rehearsals: points by area, and what became better or worse since the one before."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.web.inspection.models import Rehearsal, RehearsalPoint
from lineofsight.web.inspection.rehearsal.looking import AREAS

BETTER, WORSE, NEW = "better", "worse", "new"


@dataclass(frozen=True)
class Line:
    """A point, and what became of it since the rehearsal before: better, worse, new, or "" where it is as it was."""

    point: RehearsalPoint
    since: str


@dataclass(frozen=True)
class Area:
    """The points of one area; `lacking` are those that are not earned."""

    code: str
    title: str
    lines: tuple[Line, ...]

    @property
    def earned(self) -> int:
        return sum(line.point.earned for line in self.lines)

    @property
    def points(self) -> int:
        return sum(line.point.points for line in self.lines)

    @property
    def lacking(self) -> list[Line]:
        return [line for line in self.lines if line.point.earned < line.point.points]

    @property
    def met(self) -> list[Line]:
        return [line for line in self.lines if line.point.earned == line.point.points]


def before(rehearsal: Rehearsal) -> Rehearsal | None:
    """The rehearsal of the same kind of visit before this one."""
    return Rehearsal.objects.filter(kind=rehearsal.kind, pk__lt=rehearsal.pk).order_by("-pk").first()


def areas_of(rehearsal: Rehearsal) -> list[Area]:
    """The areas of a rehearsal with their points."""
    was_before = before(rehearsal)
    was = {(p.area, p.code): p.earned for p in was_before.looked_at.all()} if was_before is not None else None
    points = list(rehearsal.looked_at.all())
    return [
        Area(code, title, lines)
        for code, title in AREAS.items()
        if (lines := tuple(Line(point, _since(point, was)) for point in points if point.area == code))
    ]


def _since(point: RehearsalPoint, was: dict[tuple[str, str], int] | None) -> str:
    if was is None:
        return ""
    earned = was.get((point.area, point.code))
    if earned is None:
        return NEW
    return BETTER if point.earned > earned else WORSE if point.earned < earned else ""


def per_cent(rehearsal: Rehearsal) -> int:
    """The readiness score in whole per cent, rounded down: 100 means all of it."""
    return rehearsal.earned * 100 // rehearsal.points if rehearsal.points else 0
