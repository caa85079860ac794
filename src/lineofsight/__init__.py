"""Line of Sight: from the figure that the board sees to the child behind it.

In a notebook:

    >>> from lineofsight import Council, Home, Month, figures, lay_figures
    >>> counted = Council(Home(path_of_the_home_folder)).count([Month(2023, 3)])      # doctest: +SKIP
    >>> lay_figures(counted)                                                          # doctest: +SKIP
    >>> [figure for figure in figures(counted) if figure.rating == "red"]             # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineofsight.calendar import Month
    from lineofsight.council import Council
    from lineofsight.home import Home
    from lineofsight.indicators.children import children_behind
    from lineofsight.indicators.figures import Figure, figures, lay_figures
    from lineofsight.problems import Refused
    from lineofsight.reports.build import highlight_report

_WHERE = {
    "Council": "council",
    "Figure": "indicators.figures",
    "Home": "home",
    "Month": "calendar",
    "Refused": "problems",
    "children_behind": "indicators.children",
    "figures": "indicators.figures",
    "highlight_report": "reports.build",
    "lay_figures": "indicators.figures",
}
__all__ = [
    "Council",
    "Figure",
    "Home",
    "Month",
    "Refused",
    "children_behind",
    "figures",
    "highlight_report",
    "lay_figures",
]


def __getattr__(name: str) -> Any:
    """Imports what is asked for when it is asked for: the command starts faster."""
    if name not in _WHERE:
        raise AttributeError(f"module 'lineofsight' has no attribute {name!r}")
    return getattr(import_module(f"lineofsight.{_WHERE[name]}"), name)
