"""How a definition is run: the versions that can be computed, and what is said where one fails on the data."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from lineofsight.indicators.availability import Stretch
from lineofsight.indicators.definitions import Definition
from lineofsight.problems import Refused


def computable(stretches: Sequence[Stretch]) -> list[tuple[Definition, list[Stretch]]]:
    """Each version that can be computed, with the stretches of dates on which it holds."""
    found: dict[Definition, list[Stretch]] = {}
    for stretch in stretches:
        if not stretch.lacks:
            found.setdefault(stretch.version, []).append(stretch)
    return list(found.items())


def run_definition(database: duckdb.DuckDBPyConnection, definition: Definition, sql: str) -> None:
    """Runs a definition's select; a failure on the data is the definition's, and names no data."""
    try:
        database.execute(sql)
    except duckdb.Error as error:
        what = type(error).__name__
        raise Refused(
            f"{definition.file.name}: the definition of {definition.name} failed on this snapshot ({what}): "
            f"check its divisions and casts, and use try_cast where a value may not fit"
        ) from None
