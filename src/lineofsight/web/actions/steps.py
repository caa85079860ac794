"""The states of an action and the steps between them: one table, from which the checks, the pages and the docs come."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.web.accounts.roles import Role
from lineofsight.web.actions.models import Action

State = Action.State

#: Who may move what others have agreed to do: the roles that answer for a team, a service or its figures.
MANAGERS = frozenset(
    {Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST, Role.QUALITY}
)


@dataclass(frozen=True)
class Step:
    """Something that can happen to an action. `leads_to` is None where the state stays what it is.

    `owner_may`: its owner too, whatever their role. `owner_may_not`: never its owner, nor whoever said that it is done.
    `no_owner_may`: nor anybody who was its owner before.
    `needs`: what must be said with it. `past`: its title once it was taken. `did`: how the record of changes calls it.
    """

    name: str
    title: str
    past: str
    did: str
    comes_from: frozenset[State]
    leads_to: State | None
    needs: str
    owner_may: bool = False
    owner_may_not: bool = False
    no_owner_may: bool = False

    @property
    def page(self) -> str:
        """The name of the page with its form."""
        return f"actions:{self.name}"

    @property
    def who(self) -> str:
        """Who may take the step, in words."""
        if self.owner_may:
            return "its owner, or a manager"
        if self.no_owner_may:
            return "a manager who is not its owner, and never was"
        if self.owner_may_not:
            return "a manager who is not its owner" + (
                ", nor who marked it as done" if State.DONE in self.comes_from else ""
            )
        return "a manager"


ADDED = "added action"
STEPS = {
    step.name: step
    for step in (
        Step(
            "mark_done",
            "Mark as done",
            "Marked as done",
            "marked action done",
            frozenset({State.OPEN}),
            State.DONE,
            "what shows it",
            owner_may=True,
        ),
        Step(
            "verify",
            "Verify",
            "Verified",
            "verified action",
            frozenset({State.DONE}),
            State.VERIFIED,
            "",
            owner_may_not=True,
        ),
        Step(
            "change_due",
            "Change the day",
            "Given another day",
            "changed the day of an action",
            frozenset({State.OPEN}),
            None,
            "a new day and a reason",
        ),
        Step(
            "reassign",
            "Give it to somebody else",
            "Given to somebody else",
            "gave action to somebody else",
            frozenset({State.OPEN}),
            None,
            "who does it, and a reason",
        ),
        Step(
            "reopen",
            "Reopen",
            "Reopened",
            "reopened action",
            frozenset({State.DONE, State.VERIFIED, State.WITHDRAWN}),
            State.OPEN,
            "a reason",
        ),
        Step(
            "withdraw",
            "Withdraw",
            "Withdrawn",
            "withdrew action",
            frozenset({State.OPEN}),
            State.WITHDRAWN,
            "a reason",
            owner_may_not=True,
            no_owner_may=True,
        ),
    )
}

#: What the record of changes says of actions, with its words on the page of one.
DID = {ADDED: "Agreed", **{step.did: step.past for step in STEPS.values()}}


def diagram() -> str:
    """The states and steps as a diagram in Mermaid's language, as `docs/explanation/actions.md` shows it."""
    names = {state: state.name.lower() for state in State}
    lines = ["stateDiagram-v2", "    [*] --> open: agree"]
    lines += [f"    {names[state]}: {state.label}" for state in State]
    for step in STEPS.values():
        for state in State:
            if state in step.comes_from:
                lines.append(f"    {names[state]} --> {names[step.leads_to or state]}: {step.title.lower()}")
    return "\n".join(lines)


def table() -> str:
    """The steps as a table in Markdown, as `docs/explanation/actions.md` shows it."""
    lines = ["| step | from | to | what must be said | who may |", "|---|---|---|---|---|"]
    lines.append(f"| Agree | | {State.OPEN.label} | what is to be done, who does it, by which day | a manager |")
    for step in STEPS.values():
        before = " or ".join(state.label.lower() for state in State if state in step.comes_from)
        after = step.leads_to.label if step.leads_to else "stays"
        lines.append(f"| {step.title} | {before.capitalize()} | {after} | {step.needs or 'nothing'} | {step.who} |")
    return "\n".join(lines)
