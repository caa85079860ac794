"""The access log and the record of changes can't be changed or emptied, by whatever program: the database refuses."""

from django.db import migrations

TABLES = ("accounts_access", "accounts_accessedchild", "accounts_change")
ON_SQLITE = """
create trigger {table}_no_{what} before {what} on {table}
begin
    select raise(abort, '{table} is only ever added to');
end
"""
# "insert or replace" would take a row away without the trigger on deletion being asked.
ON_SQLITE_REPLACING = """
create trigger {table}_no_replacing before insert on {table} when exists (select 1 from {table} where id = new.id)
begin
    select raise(abort, '{table} is only ever added to');
end
"""
ON_POSTGRESQL = """
create or replace function los_only_added() returns trigger language plpgsql as $$
begin
    raise exception using message = tg_table_name || ' is only ever added to';
end
$$;
"""
TRIGGER = (
    "create trigger {table}_only_added before update or delete on {table} "
    "for each row execute function los_only_added()"
)
EMPTYING = (
    "create trigger {table}_not_emptied before truncate on {table} for each statement execute function los_only_added()"
)


def refuse_changes(apps, schema_editor):
    refuse_changes_to(TABLES, schema_editor)


def allow_changes(apps, schema_editor):
    allow_changes_to(TABLES, schema_editor)


def refuse_changes_to(tables, schema_editor):
    """The database refuses changes to these tables; later migrations of other rooms call it for theirs."""
    if schema_editor.connection.vendor == "sqlite":
        for table in tables:
            for what in ("update", "delete"):
                schema_editor.execute(ON_SQLITE.format(table=table, what=what))
            schema_editor.execute(ON_SQLITE_REPLACING.format(table=table))
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)
        for table in tables:
            schema_editor.execute(TRIGGER.format(table=table))
            schema_editor.execute(EMPTYING.format(table=table))


def allow_changes_to(tables, schema_editor):
    for table in tables:
        if schema_editor.connection.vendor == "sqlite":
            for what in ("update", "delete"):
                schema_editor.execute(f"drop trigger {table}_no_{what}")
            schema_editor.execute(f"drop trigger {table}_no_replacing")
        elif schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"drop trigger {table}_only_added on {table}")
            schema_editor.execute(f"drop trigger {table}_not_emptied on {table}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
