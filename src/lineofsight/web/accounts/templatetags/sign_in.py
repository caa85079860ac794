"""What the sign-in page shows beside its form: directories, and the demonstration's people while it serves."""

from __future__ import annotations

from django import template
from django.conf import settings

from lineofsight.home import Home
from lineofsight.problems import Refused
from lineofsight.records.snapshots import Snapshots
from lineofsight.web.accounts.demonstration import PASSWORD, demonstration_people
from lineofsight.web.accounts.models import User
from lineofsight.web.accounts.roles import ALL_CHILDREN, CHILDREN_OF_TEAMS, CHOSEN_CHILDREN, Role
from lineofsight.web.site_settings import Directory

register = template.Library()


@register.simple_tag
def directories() -> tuple[Directory, ...]:
    """The directories that people may sign in with."""
    found: tuple[Directory, ...] = settings.LINEOFSIGHT_SITE.directories
    return found


@register.simple_tag
def nobody_yet() -> bool:
    """Whether nobody was added yet, so that nobody can sign in."""
    return not User.objects.exists()


@register.simple_tag(takes_context=True)
def made_up_people(context: template.Context) -> list[dict[str, object]]:
    """Who may sign in to the demonstration, and what each sees; nobody where it isn't what is loaded.

    It is looked at what is loaded, not what serves: this page waits for nothing to be worked out.
    """
    context["made_up_password"] = PASSWORD
    if not _demonstration_is_loaded() or User.objects.filter(made_up=False).exists():
        return []
    return [{"user": user, "sees": _sees(user)} for user in demonstration_people()]


def _demonstration_is_loaded() -> bool:
    try:
        return bool(Snapshots(Home(settings.LINEOFSIGHT_HOME).snapshots).current().made_up)
    except Refused:
        return False


def _sees(user: User) -> str:
    if user.role in ALL_CHILDREN:
        return "all children"
    if user.role in CHILDREN_OF_TEAMS:
        teams = sorted(team.team_id for team in user.teams.all())
        return f"children of {', '.join(teams[:3])}{f' and {len(teams) - 3} more teams' if len(teams) > 3 else ''}"
    if user.role in CHOSEN_CHILDREN:
        return "children chosen for them"
    return {
        Role.BOARD_MEMBER: "figures, no children",
        Role.EXTERNAL_AUDITOR: "cases of external checks",
        Role.ADMINISTRATOR: "people and settings, no children",
        Role.INFORMATION_GOVERNANCE: "the access log",
    }.get(Role(user.role), "no children")
