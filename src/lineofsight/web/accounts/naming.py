"""Texts that others read name no child. What is refused is recorded: who tries names learns who is in the records."""

from __future__ import annotations

from collections.abc import Iterable

from lineofsight.published.naming import children_named
from lineofsight.records.snapshots import Snapshot
from lineofsight.web.accounts.models import Access, User
from lineofsight.web.accounts.recording import record_access, request_now
from lineofsight.web.accounts.records import former_ids
from lineofsight.web.accounts.scope import scope_of

#: What is said where the child, or that there is one, is not for who asks.
MAY_NAME = (
    "This may name a child, and it is read by people who may not see the child: "
    "leave out ids, and forenames with surnames."
)


def why_refused(texts: Iterable[str], snapshot: Snapshot, sentence: str) -> str:
    """Why texts are refused that name somebody of the records; empty where they name nobody.

    `sentence`: what is said, with `{}` for what names a child as it is written. Who sees no child, or not this one,
    is told `MAY_NAME` in its place. Called outside a transaction, which would take the record back with what it undoes.
    """
    found = children_named(texts, snapshot)
    if not found:
        return ""
    if not _may_be_told({each for people in found.values() for each in people}, snapshot):
        return MAY_NAME
    return sentence.format(", ".join(f"“{each}”" for each in list(found)[:3]))


def _may_be_told(people: set[str], snapshot: Snapshot) -> bool:
    """Whether who asks may be told that these are in the records; that they asked is recorded."""
    request = request_now()
    if request is None or not isinstance(request.user, User):  # nobody asks through a page
        return True
    scope = scope_of(request.user, former_ids())
    record_access(
        request,
        sorted(people),
        what="A text that names a child",
        why=scope.why,
        how=Access.How.REFUSED,
        snapshot=snapshot.id,
    )
    return not scope.nobody and not people & scope.hidden
