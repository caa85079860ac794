"""Restricted records: marked and lifted with a reason, and read by named people alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import RestrictedReader, RestrictedRecord, User
from lineofsight.web.accounts.recording import record_change
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role


@transaction.atomic
def restrict(*, by: User, person_id: str, reason: str) -> RestrictedRecord:
    """Marks a child's record as restricted: nobody reads it but who is named. Refused where it is already."""
    if not reason.strip():
        raise Refused("Say why the record is restricted")
    record = RestrictedRecord.objects.select_for_update().filter(person_id=person_id).first()
    if record is not None and record.lifted_at is None:
        raise Refused("This record is restricted already")
    if record is None:
        record = RestrictedRecord(person_id=person_id)
    record.reason, record.marked_by, record.lifted_at = reason.strip(), by, None
    record.marked_at = timezone.now()
    record.save()
    RestrictedReader.objects.filter(record=record).delete()
    record_change(by=by, did="record restricted", subject="a child", person_id=person_id, reason=reason.strip())
    return record


@transaction.atomic
def lift(*, by: User, record: RestrictedRecord, reason: str) -> None:
    """Ends the restriction: whoever has the child in their scope reads the record again."""
    if not reason.strip():
        raise Refused("Say why the restriction is lifted")
    record = RestrictedRecord.objects.select_for_update().get(pk=record.pk)
    if record.lifted_at is not None:
        raise Refused("This record is restricted no more")
    record.lifted_at = timezone.now()
    record.save(update_fields=["lifted_at"])
    RestrictedReader.objects.filter(record=record).delete()
    record_change(by=by, did="restriction lifted", subject="a child", person_id=record.person_id, reason=reason.strip())


@transaction.atomic
def name_reader(*, by: User, record: RestrictedRecord, user: User) -> None:
    """Lets somebody read a restricted record, as far as the child is in their scope. Nobody names themselves."""
    check_can_read_restricted(user, by=by)
    record = RestrictedRecord.objects.select_for_update().get(pk=record.pk)
    if record.lifted_at is not None:
        raise Refused("This record is restricted no more")
    _, made = RestrictedReader.objects.get_or_create(record=record, user=user, defaults={"added_by": by})
    if made:
        record_change(by=by, did="reader named", subject=user.username, person_id=record.person_id)


def check_can_read_restricted(user: User, *, by: User) -> None:
    """Refused where somebody can't be named as a reader."""
    if user.pk == by.pk:
        raise Refused("Nobody names themselves: ask another director or head of service")
    if user.role not in ALL_CHILDREN | CHILDREN_OF_TEAMS | CHOSEN_CHILDREN:
        raise Refused(f"{Role(user.role).label} sees no children, so can't be named")
    if not user.is_active:
        raise Refused("This person's access has ended")


@transaction.atomic
def unname_reader(*, by: User, record: RestrictedRecord, user: User) -> None:
    """Ends somebody's reading of a restricted record."""
    gone, _ = RestrictedReader.objects.filter(record=record, user=user).delete()
    if gone:
        record_change(by=by, did="reader taken off", subject=user.username, person_id=record.person_id)
