"""Changes to the council's own book: drafted by one analyst, checked, tried, and approved by somebody else.

A proposal is a file: its text is what the folder will hold, and what is downloaded. Nothing is written into the book
before it is approved.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from lineofsight.calendar import Month
from lineofsight.council import Council
from lineofsight.home import Home
from lineofsight.indicators.book import Book, read_book
from lineofsight.indicators.checks import check_book
from lineofsight.indicators.definitions import Definition, Kind
from lineofsight.problems import Refused
from lineofsight.published.trying import Draft, Tried, facts_of, file_name_of, tried
from lineofsight.reports import wording
from lineofsight.web.accounts.models import Change, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.performance.models import Proposal
from lineofsight.web.performance.publishing import latest_published

AUTHORS = frozenset({Role.ANALYST})
APPROVERS = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.ANALYST})
State = Proposal.State

#: From which state each act leads where. The checks, the buttons and the tests all come from here.
TRANSITIONS: dict[tuple[str, str], str] = {
    ("change", State.DRAFT): State.DRAFT,
    ("change", State.PROPOSED): State.DRAFT,
    ("propose", State.DRAFT): State.PROPOSED,
    ("withdraw", State.DRAFT): State.WITHDRAWN,
    ("withdraw", State.PROPOSED): State.WITHDRAWN,
    ("approve", State.PROPOSED): State.APPROVED,
    ("refuse", State.PROPOSED): State.REFUSED,
}
_DECIDES = frozenset({"approve", "refuse"})
_DID = {
    "change": "changed draft of a definition",
    "propose": "proposed definition",
    "withdraw": "withdrew definition",
    "approve": "approved definition",
    "refuse": "did not approve definition",
}
DRAFTED = "drafted definition"

#: What somebody can begin a draft from.
STARTS = {
    "target": "Another target",
    "setting": "Another setting, such as an interval",
    "rule": "Another rule or other words",
    "new": "A new indicator",
}
_EXAMPLE = Path(__file__).with_name("new_indicator.sql")


# What a draft begins with


def first_month(latest: Month) -> Month:
    """From which month a change would ordinarily hold: the one after the latest, and after all that are published."""
    published = latest_published()
    last = max(latest, published) if published else latest
    return last.minus(-1)


def starting_text(start: str, definition: Definition | None, month: Month, by: str, today: dt.date) -> str:
    """The text of a file to begin with: what would change, filled in with what holds today.

    Refused where there is nothing of that kind to change.
    """
    if start == "new" or definition is None:
        text = _EXAMPLE.read_text(encoding="utf-8")
        later = today.replace(year=today.year + 1, day=min(today.day, 28))
        facts = {"{author}": _toml(by), "{month}": str(month), "{today}": str(today), "{later}": str(later)}
        for placeholder, value in facts.items():
            text = text.replace(placeholder, value)
        return text
    name = "ref" if definition.kind == "indicator" else definition.kind
    lines = [f"{name} = {_toml(definition.name)}", f'valid_from = "{month}"']
    sql = ""
    if start == "target":
        target = definition.targets[-1] if definition.targets else None
        if definition.kind != "indicator" or not definition.header.get("rating"):
            raise Refused(
                f"{definition.name} has no rating, so it can't have a target: change its rule and words instead."
            )
        minimum, upper = (target.minimum, target.upper) if target else ("80", "90")
        lines.append(f"targets = [{{ minimum = {minimum}, upper = {upper} }}]")
    elif start == "setting":
        if not definition.settings:
            raise Refused(f"{definition.name} has no setting: change its rule instead.")
        settings = ", ".join(f"{key} = {_toml(value)}" for key, value in definition.settings.items())
        lines.append(f"settings = {{ {settings} }}")
    else:
        words = ("title", "counted", "out_of", "who", "members", "rule", "caveats", "example")
        lines += [f"{key} = {_toml(definition.header[key])}" for key in words if definition.header.get(key)]
        if definition.settings:
            settings = ", ".join(f"{key} = {_toml(value)}" for key, value in definition.settings.items())
            lines.append(f"settings = {{ {settings} }}")
        sql = definition.sql.rstrip() + "\n"
    lines.append(f'change_log = ["{today}: "]')
    return "/*\n" + "\n".join(lines) + "\n*/\n" + sql


def _toml(value: Any) -> str:
    """A value as a header writes it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
    return str(value)


# What may be done, and by whom


def check_can(act: str, user: User, proposal: Proposal) -> None:
    """Refused, with the sentence that the person reads, where they can't do this with a proposal as it is."""
    if (act, proposal.state) not in TRANSITIONS:
        raise Refused(f"This can't be done with a proposal that is “{proposal.get_state_display()}”.")
    if act in _DECIDES:
        if user.role not in APPROVERS:
            raise Refused("A definition is approved by heads of service, directors and analysts.")
        if user.pk == proposal.author_id:
            raise Refused("You wrote it: somebody else must decide on it.")
    elif user.pk != proposal.author_id:
        raise Refused(f"{proposal.author.name} wrote it: only its author can change, propose or withdraw it.")
    elif user.role not in AUTHORS:
        raise Refused("Definitions are written by analysts.")


def can(act: str, user: User, proposal: Proposal) -> bool:
    try:
        check_can(act, user, proposal)
    except Refused:
        return False
    return True


def draft_of(proposal: Proposal) -> Draft:
    """The proposal as the folder will hold it."""
    return Draft(file_name_of(proposal.kind, proposal.name, proposal.valid_from), proposal.text)


def version_of(proposal: Proposal) -> str:
    """Tells two versions of a proposal apart."""
    return proposal.changed_at.isoformat()


def tidy(text: str) -> str:
    """The text with lines that end as in a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"


def start_draft(*, by: User, text: str, why: str = "") -> Proposal:
    """Keeps a new draft. Refused where its header doesn't say what it defines and from when."""
    if by.role not in AUTHORS:
        raise Refused("Definitions are written by analysts.")
    text = tidy(text)
    kind, name, valid_from = facts_of(text)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind, name=name, valid_from=valid_from, text=text, why=why.strip(), author=by
        )
        record_change(by=by, did=DRAFTED, subject=subject_of(proposal), kind=kind, name=name, text=text)
    return proposal


def change_draft(proposal_id: int, *, by: User, seen: str, text: str, why: str) -> Proposal:
    """Keeps another text for a draft; one that was proposed is a draft again."""
    text = tidy(text)
    with transaction.atomic():
        proposal = _locked(proposal_id, "change", by, seen)
        kind, name, valid_from = facts_of(text)
        before = proposal.text
        proposal.kind, proposal.name, proposal.valid_from = kind, name, valid_from
        proposal.text, proposal.why = text, why.strip()
        _move(proposal, "change", by, before=before, after=text)
    return proposal


def propose(proposal_id: int, *, by: User, seen: str, home: Home) -> Proposal:
    """Puts a draft before somebody else. Refused unless it was tried with the records and the book as they are."""
    with transaction.atomic():
        proposal = _locked(proposal_id, "propose", by, seen)
        if not proposal.why.strip():
            raise Refused("Say why the book should change, for whoever decides.")
        check_fits(proposal, Council(home))
        _move(proposal, "propose", by)
    return proposal


def withdraw(proposal_id: int, *, by: User, seen: str) -> Proposal:
    """Takes a draft back. It stays to be read."""
    with transaction.atomic():
        proposal = _locked(proposal_id, "withdraw", by, seen)
        _move(proposal, "withdraw", by)
    return proposal


def refuse(proposal_id: int, *, by: User, seen: str, because: str) -> Proposal:
    """Decides against a proposal, with a reason."""
    if not because.strip():
        raise Refused("Say why it is not approved.")
    with transaction.atomic():
        proposal = _locked(proposal_id, "refuse", by, seen)
        _decide(proposal, by, because)
        _move(proposal, "refuse", by, because=proposal.decision)
    return proposal


def approve(proposal_id: int, *, by: User, seen: str, home: Home, because: str = "") -> Proposal:
    """Writes a proposal into the council's book, from where it takes effect by itself.

    It is checked against the book as it is then: refused where there is a file for the same name and month, where the
    book or the records have changed since it was tried, or where it holds from a month that is published. Either the
    file is there and the proposal approved, or neither.
    """
    written: Path | None = None
    try:
        with transaction.atomic():
            proposal = _locked(proposal_id, "approve", by, seen)
            council = Council(home)
            check_fits(proposal, council)
            draft = draft_of(proposal)
            _decide(proposal, by, because)
            proposal.file_name = draft.file_name
            _move(proposal, "approve", by, file=draft.file_name, because=proposal.decision)
            written = _write(home, draft)
            check_book(read_book(home.book), home.cache)
    except BaseException:
        if written is not None:
            written.unlink(missing_ok=True)
        raise
    return proposal


def check_fits(proposal: Proposal, council: Council) -> Tried:
    """What a proposal comes to in the book as it is. Refused, with what would mend it, where it can't be taken in."""
    check_month(proposal, council.book)
    check_alone(proposal, council.book)
    found = tried(council.home, draft_of(proposal), council.snapshot.id, council.book.fingerprint)
    if found is None:
        raise Refused(
            "It has not been tried with the records and the book as they are now: try it, and look at what changes."
        )
    return found


def check_month(proposal: Proposal, book: Book) -> None:
    """Refused where a definition that the book has would change in a month that is published."""
    published = latest_published()
    there = (proposal.kind, proposal.name) in book.versions
    if there and published and Month.read(proposal.valid_from) <= published:
        raise Refused(
            f"{wording.month_name(published)} is published, and a published month keeps its rule: let it "
            f"hold from {wording.month_name(published.minus(-1))} or later, or have the months since "
            f"{wording.month_name(Month.read(proposal.valid_from))} reopened first."
        )


def check_alone(proposal: Proposal, book: Book) -> None:
    """Refused where the council's book has a file for the same name and month."""
    for version in book.versions.get((cast(Kind, proposal.kind), proposal.name), ()):
        if version.own and str(version.valid_from) == proposal.valid_from:
            raise Refused(
                f"The book has a file for {proposal.name} from {proposal.valid_from} already ({version.file.name}): "
                "let it hold from another month, or have that file changed by whoever looks after the folder."
            )


def _write(home: Home, draft: Draft) -> Path:
    """Writes the file whole or not at all, and never over another."""
    home.book.mkdir(mode=0o700, parents=True, exist_ok=True)
    to = home.book / draft.file_name
    written = home.book / f".{uuid4().hex}"
    try:
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(draft.text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(written, to)
    except FileExistsError:
        raise Refused(f"The book holds a file {draft.file_name} already: let it hold from another month.") from None
    except OSError as error:
        raise Refused(f"The file can't be written into the book ({error.strerror}).") from None
    finally:
        written.unlink(missing_ok=True)
    return to


def _locked(proposal_id: int, act: str, by: User, seen: str) -> Proposal:
    # The author is read apart: PostgreSQL locks no row through a join that may find none.
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    check_can(act, by, proposal)
    if version_of(proposal) != seen:
        raise Refused("It has been changed since you read it: read it again first.")
    return proposal


def _decide(proposal: Proposal, by: User, because: str) -> None:
    proposal.decided_by, proposal.decided_at, proposal.decision = by, timezone.now(), because.strip()


def _move(proposal: Proposal, act: str, by: User, **detail: Any) -> None:
    before = proposal.state
    proposal.state = TRANSITIONS[act, before]
    proposal.save()
    record_change(
        by=by,
        did=_DID[act],
        subject=subject_of(proposal),
        kind=proposal.kind,
        name=proposal.name,
        valid_from=proposal.valid_from,
        state_before=before,
        **detail,
    )


def subject_of(proposal: Proposal) -> str:
    """What the record of changes calls it."""
    return f"proposal {proposal.pk}"


def history_of(proposal: Proposal) -> list[Change]:
    """Who did what with it, the last first."""
    changes = Change.objects.filter(subject=subject_of(proposal), did__in=(DRAFTED, *_DID.values()))
    return list(changes.select_related("user").order_by("-at", "-pk"))


def proposals_about(kind: str, name: str) -> Iterable[Proposal]:
    return Proposal.objects.filter(kind=kind, name=name).select_related("author", "decided_by")
