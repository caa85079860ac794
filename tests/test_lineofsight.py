"""What a notebook imports is there."""

import lineofsight


def test_every_name_that_is_offered_is_there() -> None:
    assert {name for name in lineofsight.__all__ if getattr(lineofsight, name) is not None} == set(lineofsight.__all__)
    assert set(lineofsight._WHERE) == set(lineofsight.__all__)
