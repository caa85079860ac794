"""The demonstration's audits: two years of made-up audits of its made-up children.

Nothing that is counted is written here: grades, agreement, drift come out of cases, and are only ever counted.
"""

from lineofsight.web.audits.demonstration.making import make_demonstration_audits

__all__ = ["make_demonstration_audits"]
