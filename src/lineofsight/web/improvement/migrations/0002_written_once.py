"""Findings, judgements, updates, scores, decisions and publications can't be changed: the database refuses."""

import importlib

from django.db import migrations

_accounts = importlib.import_module("lineofsight.web.accounts.migrations.0002_only_added")
TABLES = (
    "improvement_judgement",
    "improvement_finding",
    "improvement_findingmistake",
    "improvement_laterverdict",
    "improvement_planupdate",
    "improvement_decision",
    "improvement_riskscore",
    "improvement_publication",
)


def refuse_changes(apps, schema_editor):
    _accounts.refuse_changes_to(TABLES, schema_editor)


def allow_changes(apps, schema_editor):
    _accounts.allow_changes_to(TABLES, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("accounts", "0002_only_added")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
