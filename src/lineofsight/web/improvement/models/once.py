"""What is written once. The database refuses updates and deletions too (migration 0002)."""

from __future__ import annotations

from typing import Any

from django.db import models

from lineofsight.web.accounts.models import Unchangeable


class WrittenOnce(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not kwargs.get("force_insert") and not self._state.adding:
            raise Unchangeable(f"{self._meta.verbose_name} can't be changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(f"{self._meta.verbose_name} can't be deleted")
