"""The states of a document and the steps between them."""

from __future__ import annotations

from lineofsight.web.accounts.roles import Role
from lineofsight.web.inspection.models import Document
from lineofsight.web.steps import steps_of

State = Document.State

#: Who signs a document off.
SIGNERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QUALITY})

DOCUMENT_STEPS = steps_of(
    ("add_version", "Add a version", "added version of a document", State.values, [State.DRAFT],
     "who prepares, its owner or deputy"),
    ("say_ready", "It is ready", "said that a document is ready", [State.DRAFT], [State.READY],
     "who prepares, its owner or deputy"),
    ("back_to_draft", "Back to draft", "took a document back to draft", [State.READY, State.SIGNED_OFF], [State.DRAFT],
     "who prepares, with a reason"),
    ("sign_off", "Sign it off", "signed off a document", [State.READY], [State.SIGNED_OFF],
     "a head of service, the director or quality assurance, who did not add the version"),
    ("share", "Inspectors have it", "shared a document", [State.SIGNED_OFF, State.SHARED], [State.SHARED],
     "who prepares"),
    ("take_back", "Take it back", "took a document back from inspectors", [State.SHARED], [State.SIGNED_OFF],
     "who prepares"),
    ("end", "It is wanted no more", "said that a document is wanted no more", State.values, State.values,
     "who prepares, with a reason"),
    ("want_again", "It is wanted again", "said that a document is wanted again", State.values, State.values,
     "who prepares"),
)  # fmt: skip
