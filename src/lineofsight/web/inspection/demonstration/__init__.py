"""The made-up readiness for inspection of the demonstration."""

from lineofsight.web.inspection.demonstration.making import make_demonstration_inspection

__all__ = ["make_demonstration_inspection"]
