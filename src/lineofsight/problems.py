"""What the system says when a call or its input is refused: one sentence, its place and what would mend it."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  (it is not a fault of the program)
    """The call or its input was refused and nothing was changed. The text is what the user reads."""
