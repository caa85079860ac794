"""The table in which limits on attempts are kept, so that they hold in all processes of the site."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_only_added")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
