"""The book: all definitions, the council's own beside the shipped ones, and which holds in which month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lineofsight.calendar import Month
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.indicators.headers import peek, read_definition
from lineofsight.problems import Refused

SHIPPED = Path(__file__).parent / "book"


@dataclass(frozen=True)
class Book:
    """Every definition by kind and name, each as its versions in the order of their first month."""

    versions: dict[tuple[Kind, str], tuple[Definition, ...]] = field(default_factory=dict)

    def named(self, kind: Kind) -> tuple[str, ...]:
        """The names of one kind, in the book's order."""
        names = [name for k, name in self.versions if k == kind]
        return tuple(sorted(names, key=lambda name: (self.latest(kind, name).order, name)))

    def latest(self, kind: Kind, name: str) -> Definition:
        return self.versions[kind, name][-1]

    def at(self, kind: Kind, name: str, month: Month) -> Definition:
        """The version that holds in a month: the first one before its own first month."""
        versions = self.versions[kind, name]
        reached = [version for version in versions if version.valid_from <= month]
        return reached[-1] if reached else versions[0]

    def indicator(self, ref: str) -> tuple[Definition, ...]:
        """The versions of one indicator; refused where there is none of that reference."""
        try:
            return self.versions["indicator", ref]
        except KeyError:
            refs = ", ".join(self.named("indicator"))
            raise Refused(f"There is no indicator {ref!r} in the book: it has {refs}") from None

    def all(self) -> Iterator[Definition]:
        for versions in self.versions.values():
            yield from versions

    @property
    def fingerprint(self) -> str:
        """A hash of all definitions: figures of two equal books on one snapshot are equal."""
        digest = hashlib.sha256()
        for definition in sorted(self.all(), key=lambda d: (d.kind, d.name, d.valid_from)):
            digest.update(repr((definition.kind, definition.name, str(definition.valid_from))).encode())
            digest.update(repr(sorted(definition.header.items(), key=str)).encode())
            digest.update(definition.sql.encode())
        return digest.hexdigest()


def read_book(*council_folders: Path) -> Book:
    """The shipped book with the definitions of a council's own folders laid over it, one after another.

    A council's file for a name that the book has holds from its `valid_from` on; earlier months keep the rule
    before it. It needs to say only what differs. Raises DefinitionRefused.
    """
    versions: dict[tuple[Kind, str], tuple[Definition, ...]] = {}
    for file in _files(SHIPPED):
        definition = read_definition(file)
        versions[definition.kind, definition.name] = (definition,)
    for folder in council_folders:
        if not folder.is_dir():
            continue
        _lay_over(versions, _files(folder))
    return Book(versions)


def _lay_over(versions: dict[tuple[Kind, str], tuple[Definition, ...]], files: Iterable[Path]) -> None:
    peeked = [(*peek(file), file) for file in files]
    taken: dict[tuple[Kind, str, str], Path] = {}
    for kind, name, since, file in sorted(peeked, key=lambda row: (row[2], str(row[3]))):
        if other := taken.get((kind, name, since)):
            both = f"{file.name} and {other.name} both define the {kind} {name} from {since}"
            raise Refused(f"{both}: keep one, with all that differs in it")
        taken[kind, name, since] = file
        before = versions.get((kind, name), ())
        base = _base(before, since)
        definition = read_definition(file, base, own=True)
        kept = [version for version in before if version.valid_from != definition.valid_from]
        versions[kind, name] = tuple(sorted([*kept, definition], key=lambda d: d.valid_from))


def _base(versions: tuple[Definition, ...], since: str) -> Definition | None:
    reached = [version for version in versions if str(version.valid_from) <= since]
    return reached[-1] if reached else versions[0] if versions else None


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.sql") if file.is_file() and not file.name.startswith("."))
