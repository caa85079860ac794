"""The demonstration's improvement work: what came from outside as the report to scrutiny has it, the rest made up."""

from lineofsight.web.improvement.demonstration.making import make_demonstration_improvement

__all__ = ["make_demonstration_improvement"]
