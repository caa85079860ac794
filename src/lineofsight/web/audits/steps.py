"""The states of an audit, a cycle and an unsafe finding, and the steps between them: for checks, tests and docs."""

from __future__ import annotations

from lineofsight.web.audits.models import Audit, Cycle, UnsafeNow
from lineofsight.web.steps import steps_of

State = Audit.State

AUDIT_STEPS = steps_of(
    ("allocate", "Give to an auditor", "gave a case to an auditor", [State.SAMPLED, State.ALLOCATED, State.DRAFTING],
     [State.ALLOCATED], "who runs the audits"),
    ("begin", "Begin", "began an audit", [State.ALLOCATED], [State.DRAFTING], "its auditor"),
    ("give", "Give it in", "gave in an audit", [State.DRAFTING], [State.MODERATION, State.ACTIONS, State.CLOSED],
     "its auditor"),
    ("ask_for_moderation", "Ask for moderation", "asked for moderation", [State.ACTIONS, State.CLOSED],
     [State.MODERATION], "who runs the audits"),
    ("hand_back", "Hand back", "handed back an audit", [State.MODERATION], [State.DRAFTING],
     "its moderator, where they read with sight of it"),
    ("moderate", "Moderate", "moderated an audit", [State.MODERATION], [State.PANEL, State.ACTIONS, State.CLOSED],
     "its moderator, never its auditor"),
    ("decide", "Decide as a panel", "decided an audit as a panel", [State.PANEL], [State.ACTIONS, State.CLOSED],
     "who runs the audits or a head of service, neither its auditor nor its moderator"),
    ("settle", "Close", "closed an audit", [State.ACTIONS], [State.CLOSED],
     "nobody: it closes by itself, once none of its actions is open and no unsafe finding waits"),
    ("open_again", "Open again", "opened an audit again", [State.CLOSED], [State.ACTIONS],
     "nobody: it opens by itself, when one of its actions is opened or agreed, or the child is found unsafe"),
    ("replace", "Replace the case", "replaced a case", [State.SAMPLED, State.ALLOCATED, State.DRAFTING],
     [State.WITHDRAWN], "who runs the audits"),
    ("take_out", "Take the case out", "took a case out", [State.SAMPLED, State.ALLOCATED, State.DRAFTING],
     [State.WITHDRAWN], "who runs the audits"),
)  # fmt: skip

CYCLE_STEPS = steps_of(
    ("draw", "Draw the sample", "drew a sample", [Cycle.State.PLANNED, Cycle.State.SAMPLED], [Cycle.State.SAMPLED],
     "who runs the audits"),
    ("allocate", "Give the cases to auditors", "gave cases to auditors", [Cycle.State.SAMPLED, Cycle.State.RUNNING],
     [Cycle.State.RUNNING], "who runs the audits"),
    ("close", "Close the cycle", "closed a cycle", [Cycle.State.RUNNING], [Cycle.State.CLOSED], "who runs the audits"),
    ("cancel", "Cancel the cycle", "cancelled a cycle", [Cycle.State.PLANNED, Cycle.State.SAMPLED],
     [Cycle.State.CANCELLED], "who runs the audits"),
)  # fmt: skip

UNSAFE_STEPS = steps_of(
    ("tell", "The managers are told", "told managers of an unsafe finding", [UnsafeNow.State.RAISED],
     [UnsafeNow.State.TOLD], "whoever raised it, or who runs the audits"),
    ("answer", "Answer", "answered an unsafe finding", [UnsafeNow.State.RAISED, UnsafeNow.State.TOLD],
     [UnsafeNow.State.ANSWERED], "a manager of the child's team or service"),
    ("plan", "Say what is done", "planned after an unsafe finding", [UnsafeNow.State.ANSWERED],
     [UnsafeNow.State.PLANNED], "a manager of the child's team or service"),
    ("sign_off", "Sign off", "signed off an unsafe finding", [UnsafeNow.State.PLANNED], [UnsafeNow.State.SIGNED_OFF],
     "a head of service or director who did not write the plan"),
    ("take_back", "Take it back", "took back an unsafe finding",
     [UnsafeNow.State.RAISED, UnsafeNow.State.TOLD, UnsafeNow.State.ANSWERED, UnsafeNow.State.PLANNED],
     [UnsafeNow.State.TAKEN_BACK], "a head of service or director, with a reason, who did not raise it"),
)  # fmt: skip
RAISED = "found a child unsafe now"
UNSAFE_OPEN = frozenset(
    {UnsafeNow.State.RAISED, UnsafeNow.State.TOLD, UnsafeNow.State.ANSWERED, UnsafeNow.State.PLANNED}
)

#: An audit that somebody is still to write or to grade.
UNFINISHED = frozenset({State.SAMPLED, State.ALLOCATED, State.DRAFTING, State.MODERATION, State.PANEL})
#: An audit on which nobody works any more.
OVER = frozenset({State.CLOSED, State.WITHDRAWN})
#: An audit that its auditor has given in.
GIVEN = frozenset({State.MODERATION, State.PANEL, State.ACTIONS, State.CLOSED})
