"""States and the steps between them, as tables: from one come the checks, the tests and the diagram in the docs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices


@dataclass(frozen=True)
class Step:
    """Something that can happen: from which states, to which (one of them, where it depends), and who may, in words.

    `did`: how the record of changes calls it.
    """

    name: str
    title: str
    did: str
    comes_from: frozenset[str]
    leads_to: tuple[str, ...]
    who: str


def steps_of(*steps: tuple[str, str, str, Iterable[str], Iterable[str], str]) -> dict[str, Step]:
    """A table of steps by name: name, title, how the record calls it, from which states, to which, who may."""
    return {name: Step(name, title, did, frozenset(of), tuple(to), who) for name, title, did, of, to, who in steps}


def diagram(steps: dict[str, Step], states: type[TextChoices], first: str) -> str:
    """The states and steps in Mermaid's language."""
    lines = ["stateDiagram-v2", f"    [*] --> {first}"]
    lines += [f"    {state.value}: {state.label}" for state in states]
    for step in steps.values():
        for state in states:
            if state.value in step.comes_from:
                lines += [f"    {state.value} --> {to}: {step.title.lower()}" for to in step.leads_to]
    return "\n".join(lines)


def table(steps: dict[str, Step], states: type[TextChoices]) -> str:
    """The steps as a table in Markdown."""
    lines = ["| step | from | to | who may |", "|---|---|---|---|"]
    for step in steps.values():
        before = " or ".join(state.label for state in states if state.value in step.comes_from)
        after = " or ".join(states(to).label for to in step.leads_to)
        lines.append(f"| {step.title} | {before} | {after} | {step.who} |")
    return "\n".join(lines)
