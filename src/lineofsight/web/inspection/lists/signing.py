"""Service leads sign a list of a run in two steps: it is valid, then somebody else recognises it as right.

A signature holds for the rows that were signed: for that run and list, while the run is made of the same (`of`). What
is taken back stays in the record and counts no more; with "valid" falls what was recognised on top of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices

from lineofsight.annex_a.kept_run import known
from lineofsight.annex_a.runs import Run
from lineofsight.problems import Refused
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import Role
from lineofsight.web.changing import said
from lineofsight.web.inspection.models import ListSignature
from lineofsight.web.steps import steps_of

#: Who signs. The group `list_signers` of `access.toml` is the same.
SIGNERS = frozenset({Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR, Role.QUALITY})
VALID, RECOGNISED = ListSignature.Step.VALID, ListSignature.Step.RECOGNISED


class State(TextChoices):
    """How a list of a run stands."""

    UNSIGNED = "unsigned", "Not signed"
    VALID = "valid", "Valid"
    RECOGNISED = "recognised", "Recognised as right"


STEPS = steps_of(
    ("valid", "Sign as valid", "signed a list of Annex A as valid", [State.UNSIGNED], [State.VALID], "A service lead"),
    ("recognised", "Recognise as right", "recognised a list of Annex A as right", [State.VALID],
     [State.RECOGNISED], "A service lead who did not sign it as valid"),
    ("take_back", "Take a signature back", "took back a signature under a list of Annex A",
     [State.VALID, State.RECOGNISED], [State.UNSIGNED, State.VALID], "Who signed, or the director"),
)  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """The signatures under one list of a run, as far as they count: None where there is none."""

    valid: ListSignature | None = None
    recognised: ListSignature | None = None

    @property
    def state(self) -> State:
        return State.RECOGNISED if self.recognised else State.VALID if self.valid else State.UNSIGNED


def signed_of(run: Run) -> dict[int, Signed]:
    """What counts of the signatures under each list of a run, by its number; lists without any are not among them."""
    found: dict[int, list[ListSignature]] = {}
    rows = ListSignature.objects.filter(run=run.id, of=run.of, takes_back=None, taken_back_by=None)
    for signature in rows.select_related("made_by").order_by("pk"):
        found.setdefault(signature.number, []).append(signature)
    return {number: _counting(signatures) for number, signatures in found.items()}


def history_of(run: Run, number: int) -> list[ListSignature]:
    """Everything that was signed and taken back under a list of a run, the latest first; also what counts no more."""
    rows = ListSignature.objects.filter(run=run.id, number=number).select_related(
        "made_by", "takes_back", "takes_back__made_by"
    )
    return list(rows.order_by("-pk"))


def signs(user: User) -> bool:
    """Whether this person signs lists."""
    return user.role in SIGNERS


def check_signs(user: User) -> None:
    """Refused where this person doesn't sign lists."""
    if not signs(user):
        raise Refused("Lists are signed by service leads: service managers, heads of service, the director, quality.")


def check_can_sign(user: User, run: Run, number: int, step: str) -> None:
    """Refused where this person can't take this step under this list now, with the reason."""
    check_signs(user)
    if number not in run.lists:
        raise Refused("The run has no such list.")
    if not run.has(number):
        raise Refused(f"List {number} could not be made: there is nothing to sign.")
    signed = signed_of(run).get(number, Signed())
    if step == VALID:
        if signed.valid is not None:
            raise Refused(f"List {number} is signed as valid already, by {signed.valid.made_by.name}.")
        return
    if signed.valid is None:
        raise Refused(f"List {number} is not signed as valid yet: that comes first.")
    if signed.recognised is not None:
        raise Refused(f"List {number} is recognised as right already, by {signed.recognised.made_by.name}.")
    if signed.valid.made_by_id == user.pk:
        raise Refused("You signed it as valid: somebody else recognises it as right.")


def can_sign(user: User, run: Run, number: int, step: str) -> bool:
    """Whether this person can take this step under this list now."""
    try:
        check_can_sign(user, run, number, step)
    except Refused:
        return False
    return True


def check_can_take_back(user: User, run: Run, signature: ListSignature) -> None:
    """Refused where this person can't take this signature back."""
    check_signs(user)
    if signature.takes_back_id is not None or signature.run != run.id:
        raise Refused("That is no signature under a list of this run.")
    if ListSignature.objects.filter(takes_back=signature).exists():
        raise Refused("It was taken back already.")
    if signature.made_by_id != user.pk and user.role != Role.DIRECTOR:
        raise Refused("A signature is taken back by who gave it, or by the director.")


@transaction.atomic
def sign(*, by: User, run: Run, number: int, step: str, note: str = "") -> ListSignature:
    """Signs a list: `step` is "valid" or "recognised".

    Refused where `check_can_sign` refuses, and without a note where cells are to mend and it is signed as valid.
    """
    check_can_sign(by, run, number, step)
    if step == VALID and _to_mend(run, number):
        note = said(note, "Cells of the list are to mend: say why it is valid all the same.")
    made = ListSignature.objects.create(run=run.id, of=run.of, number=number, step=step, note=note.strip(), made_by=by)
    record_change(by=by, did=STEPS[step].did, subject=f"List {number} of run {run.id}")
    return made


@transaction.atomic
def take_back(*, by: User, run: Run, signature: ListSignature, because: str) -> ListSignature:
    """Takes a signature back. Refused without a reason, and where `check_can_take_back` refuses."""
    signature = ListSignature.objects.select_for_update().get(pk=signature.pk)
    check_can_take_back(by, run, signature)
    because = said(because, "Say why it is taken back.")
    made = ListSignature.objects.create(
        run=run.id,
        of=run.of,
        number=signature.number,
        step=signature.step,
        note=because,
        takes_back=signature,
        made_by=by,
    )
    record_change(
        by=by, did=STEPS["take_back"].did, subject=f"List {signature.number} of run {run.id}", because=because
    )
    return made


def _counting(signatures: Iterable[ListSignature]) -> Signed:
    """What is recognised counts on top of a "valid" that was there before it, of somebody else."""
    rows = list(signatures)
    valid = next((row for row in rows if row.step == VALID), None)
    if valid is None:
        return Signed()
    right = (row for row in rows if row.step == RECOGNISED and row.pk > valid.pk and row.made_by_id != valid.made_by_id)
    return Signed(valid, next(right, None))


def _to_mend(run: Run, number: int) -> int:
    of_run = known(run)
    if of_run is None:
        raise Refused(
            "The run was kept with its rows alone, so nobody can see what is to mend: produce the lists again."
        )
    found = of_run.of(number)
    return found.to_mend if found else 0
