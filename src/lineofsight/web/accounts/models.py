"""People who use the site, what they may see, and the two records that nobody can change: who saw whom, who did what.

Children are named by the person id of the records alone; nothing of the case record is copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from lineofsight.web.accounts.roles import Role


class User(AbstractUser):
    """Somebody who may sign in.

    `worker_id`: who they are in the records, where they hold cases. `access_ends_on`: the last day on which they may
    sign in. `made_up`: belongs to the demonstration, and may sign in only while it is what serves. `sign_outs`: how
    often all their sessions were ended at once; a session of before holds no more. User names are kept in lower case.
    """

    role = models.CharField(max_length=30, choices=Role.choices)
    job_title = models.CharField(max_length=100, blank=True)
    worker_id = models.CharField("id as a worker in the records", max_length=100, blank=True)
    access_ends_on = models.DateField(null=True, blank=True)
    made_up = models.BooleanField(default=False, editable=False)
    must_change_password = models.BooleanField(default=False)
    sign_outs = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="a_user_name_in_any_case_is_one")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.username.lower()
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return self.get_full_name() or self.username

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to hold: it changes with the password, and whenever all sessions are ended."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        held = f"{self.password}|{self.sign_outs}"
        return salted_hmac("lineofsight.session", held, secret=secret, algorithm="sha256").hexdigest()


class UserTeam(models.Model):
    """A team whose children a person may see, by its id in the records."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="teams")
    team_id = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "team_id"], name="one_row_for_user_and_team")]


class ChosenChild(models.Model):
    """A child that was chosen for an inspector to see."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="chosen_children")
    person_id = models.CharField(max_length=100)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "person_id"], name="a_child_is_chosen_once")]


class RestrictedRecord(models.Model):
    """A child whose record only named people may see. For others the child is counted and not listed."""

    person_id = models.CharField(max_length=100, unique=True)
    reason = models.TextField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True, blank=True)


class RestrictedReader(models.Model):
    """Somebody who may see a restricted record, in so far as the child is in their scope."""

    record = models.ForeignKey(RestrictedRecord, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="restricted_records")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "user"], name="a_reader_is_named_once")]


class Unchangeable(Exception):  # noqa: N818 - a sentence, as `Refused` is
    """Somebody tried to change what is only ever added to."""


class _OnlyAdded(models.Model):
    """A row that is written once. The database refuses updates and deletions too (see the migrations)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert") and not self._state.adding:
            raise Unchangeable(f"{self._meta.verbose_name} can't be changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"{self._meta.verbose_name} can't be deleted")


class Access(_OnlyAdded):
    """One view or export of children's data: who, when, from where, of what, and why they could."""

    class How(models.TextChoices):
        VIEW = "view", "Viewed"
        EXPORT = "export", "Exported"
        INTERFACE = "api", "Read by a program"
        REFUSED = "refused", "Refused"

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    username = models.CharField(max_length=150)
    role = models.CharField(max_length=30)
    how = models.CharField(max_length=10, choices=How.choices)
    page = models.CharField(max_length=100)
    what = models.CharField(max_length=300)
    why = models.CharField(max_length=300)
    address = models.CharField(max_length=45)
    snapshot = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name_plural = "accesses"


class AccessedChild(_OnlyAdded):
    """A child whose data an access showed."""

    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="children")
    person_id = models.CharField(max_length=100, db_index=True)


class Change(_OnlyAdded):
    """One change to what people keep here: who did what to what, and when."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    did = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=200)
    person_id = models.CharField(max_length=100, blank=True, db_index=True)
    detail = models.JSONField(default=dict)


class Token(models.Model):
    """Lets a program read as its owner, until a day. Only a hash of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ends_on = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
