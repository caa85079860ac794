"""What can't be counted from a return, from its `limits.toml`.

source = "the children in need census"
year = ["ssd_cp_plans"]       tables that hold what was open, or happened, in the return's own year
latest_only = [...]           tables that serve the extract date alone
enough = ["1.3"]              indicators that need no more of such a table than is there
[cannot]
"3.3" = "..."                 indicators that it can't compute, and why, in a sentence for a manager
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from lineofsight.sources.extracts import Limits, read_limits
from lineofsight.sources.returns.years import ReturnYear


def limits_of(file: Path, year: ReturnYear) -> Limits:
    """The limits of a return of a year: its tables hold what that year, from its 1 April on, had."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["year"]
    return replace(read_limits(file, year.last_day), since=dict.fromkeys(tables, year.first_day))
