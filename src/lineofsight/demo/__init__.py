"""The demonstration council: a made-up borough whose case records can be counted like any council's.

Its lives are built from a plan of whole-number counts (`plan`), month by month (`life`); then visits, reviews,
assessments and the rest are placed in them, and written as a Standard Safeguarding Dataset extract (`extract`).
No figure is written anywhere: figures are only ever counted from the records.
"""

from lineofsight.demo.extract import write_extract

__all__ = ["write_extract"]
