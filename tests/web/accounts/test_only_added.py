"""The access log and the record of changes are only ever added to: the model refuses, and so does the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from lineofsight.web.accounts.models import Access, AccessedChild, Change, Unchangeable, User
from tests.web.conftest import add_person

pytestmark = pytest.mark.django_db
MODELS: list[type[Model]] = [Access, AccessedChild, Change]


@pytest.fixture
def user() -> User:
    user = add_person("analyst")
    access = Access.objects.create(user=user, username="a", role="analyst", how="view", page="p", what="w", why="y")
    AccessedChild.objects.create(access=access, person_id="C1")
    Change.objects.create(user=user, did="something", subject="a thing")
    return user


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("user")
def test_the_model_refuses(model: Any) -> None:
    row = model.objects.get()
    with pytest.raises(Unchangeable):
        row.save()
    with pytest.raises(Unchangeable):
        row.delete()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.usefixtures("user")
def test_the_database_refuses_what_goes_around_the_model(model: Any) -> None:
    table, pk = model._meta.db_table, model.objects.get().pk
    attempts = [
        lambda: model.objects.update(id=pk),
        lambda: model.objects.all()._raw_delete(model.objects.db),
        lambda: _run(f"update {table} set id = id"),
        lambda: _run(f"delete from {table}"),
    ]
    if connection.vendor == "postgresql":
        attempts.append(lambda: _run("set constraints all immediate", f"truncate {table} cascade"))
    else:
        columns = [field.column for field in model._meta.fields]
        attempts.append(
            lambda: _run(
                f"insert or replace into {table} ({', '.join(columns)}) select {', '.join(columns)} from {table}"
            )
        )
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            attempt()
    assert model.objects.count() == 1


def test_whoever_is_written_down_can_not_be_deleted(user: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        user.delete()
    assert User.objects.filter(pk=user.pk).exists()


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
