"""The grades of an audit, and the other words of one answer: Ofsted's four, in order. They are never averaged."""

from __future__ import annotations

from django.db.models import TextChoices


class Grade(TextChoices):
    """The four grades that Ofsted uses, the best first."""

    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement to be good"
    INADEQUATE = "inadequate", "Inadequate"


class NoGrade(TextChoices):
    """What a section may have in place of a grade."""

    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_ENOUGH = "not_enough_evidence", "Not enough evidence"


class Feedback(TextChoices):
    """Whether a child or family said what they think. Anything but obtained needs the reason."""

    OBTAINED = "obtained", "Obtained"
    ATTEMPTED = "attempted", "Attempted"
    DECLINED = "declined", "Declined"
    NOT_APPROPRIATE = "not_appropriate", "Not appropriate"


class Outcome(TextChoices):
    """What a re-audit finds of an action that an audit agreed."""

    MADE_A_DIFFERENCE = "made_a_difference", "Done and made a difference"
    NO_DIFFERENCE = "no_difference", "Done, no difference"
    NOT_DONE = "not_done", "Not done"


class Cohort(TextChoices):
    """Where the child is in the system: which part of the tool is asked. The first that holds, in this order."""

    LOOKED_AFTER = "looked_after", "Child in our care"
    CHILD_PROTECTION = "child_protection", "Child protection plan"
    CARE_LEAVER = "care_leaver", "Care leaver"
    IN_NEED = "in_need", "Child in need"
    FRONT_DOOR = "front_door", "Front door or other open case"


#: Grades as numbers, the worst 1: what agreement is computed from.
RANK = {Grade.INADEQUATE: 1, Grade.REQUIRES_IMPROVEMENT: 2, Grade.GOOD: 3, Grade.OUTSTANDING: 4}
GOOD_OR_BETTER = frozenset({Grade.GOOD, Grade.OUTSTANDING})


def apart(one: str, other: str) -> int:
    """How many grades apart two grades are.

    >>> apart(Grade.GOOD, Grade.INADEQUATE)
    2
    """
    return abs(RANK[Grade(one)] - RANK[Grade(other)])
