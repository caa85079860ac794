"""The roles that people have, and which children each of them may see."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    TEAM_MANAGER = "team_manager", "Team manager"
    SERVICE_MANAGER = "service_manager", "Service manager"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    DIRECTOR = "director", "Director"
    ANALYST = "analyst", "Performance analyst"
    QUALITY = "quality", "Quality assurance"
    BOARD_MEMBER = "board_member", "Board member"
    INSPECTOR = "inspector", "Inspector"
    EXTERNAL_AUDITOR = "external_auditor", "External auditor"
    INFORMATION_GOVERNANCE = "information_governance", "Information governance officer"
    ADMINISTRATOR = "administrator", "Administrator"


#: Who sees all children, who those of their teams, who those that were chosen for them; the others see none.
ALL_CHILDREN = frozenset({Role.DIRECTOR, Role.ANALYST, Role.QUALITY})
CHILDREN_OF_TEAMS = frozenset({Role.PRACTITIONER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE})
CHOSEN_CHILDREN = frozenset({Role.INSPECTOR})
#: Who has access until a last day alone. An external auditor sees no child but those whom they audit, in the audit.
FOR_A_TIME = CHOSEN_CHILDREN | {Role.EXTERNAL_AUDITOR}
