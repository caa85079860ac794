"""Versions of documents, answers, signatures and rehearsals can't be changed: the database refuses."""

import importlib

from django.db import migrations

_accounts = importlib.import_module("lineofsight.web.accounts.migrations.0002_only_added")
TABLES = (
    "inspection_documentfile",
    "inspection_documentchange",
    "inspection_fileseen",
    "inspection_answer",
    "inspection_answerseen",
    "inspection_listsignature",
    "inspection_rehearsal",
    "inspection_rehearsalpoint",
)


def refuse_changes(apps, schema_editor):
    _accounts.refuse_changes_to(TABLES, schema_editor)


def allow_changes(apps, schema_editor):
    _accounts.allow_changes_to(TABLES, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_initial"), ("accounts", "0002_only_added")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
