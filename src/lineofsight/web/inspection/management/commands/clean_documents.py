"""Removes uploaded files that a crash left without a row; adding a version does so too."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from lineofsight.web.inspection.documents.storing import remove_orphans


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Removes files of documents that no version names and that are older than a day."

    def handle(self, *args: object, **options: object) -> None:
        removed = remove_orphans()
        self.stderr.write(f"{removed} {'file' if removed == 1 else 'files'} removed.")
