"""Looks at a case that tell its grade, or what was written of it: how the access log calls them, and who had one."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from lineofsight.web.accounts.models import Access, Change, User
from lineofsight.web.audits.models import Audit, Sheet
from lineofsight.web.audits.steps import AUDIT_STEPS

LOOKED_AT, BEFORE_A_PANEL, UNSAFE_NOW = "looked at", "before a panel", "unsafe now"
#: What the log adds where grades and words were kept from a blind reader.
WITHOUT_GRADES = ", without grades"
SIX_MONTHS = "Audits completed in the last 6 months"


def of_audit(number: int, what: str) -> str:
    """A look at one audit."""
    return f"Audit {number}: {what}"


def of_cycle(number: int) -> str:
    """A look at the cases of a cycle, each with its grades."""
    return f"Cycle of audits {number}"


def of_readers(number: int) -> str:
    """A look at what the readers of an external check wrote."""
    return f"External check {number}: what the readers wrote"


def has_seen(user: User, audit: Audit, former_ids: Mapping[str, str]) -> bool:
    """Whether somebody has seen an audit, its grade or what was written of it, by the access log.

    They can't grade it blind any more. `former_ids`: ids of the records that are of the same child as others.
    """
    shown = Access.objects.filter(user=user).exclude(how=Access.How.REFUSED)
    return shown.filter(_of_itself(audit) | _with_others(audit, former_ids)).exists()


def _of_itself(audit: Audit) -> Q:
    pages = (("audit", LOOKED_AT), ("decide", BEFORE_A_PANEL), ("unsafe_step", UNSAFE_NOW))
    found = Q()
    for page, what in pages:
        found |= Q(page=f"audits:{page}", what=of_audit(audit.pk, what))
    return found


def _with_others(audit: Audit, former_ids: Mapping[str, str]) -> Q:
    """Looks at pages that show its grade among others since it was given in: lists, and audits of the same case."""
    if audit.submitted_at is None:
        return Q(pk__in=())
    read = audit.sheets.exclude(of_check=None).exclude(state=Sheet.State.WITHDRAWN)
    checks = sorted(set(read.values_list("of_check", flat=True)))
    same_case = [*audit.re_audits.values_list("pk", flat=True), *filter(None, (audit.re_audit_of_id,))]
    lists = (
        Q(page="audits:cycle", what__in=[of_cycle(pk) for pk in (audit.cycle_id, *checks)])
        | Q(page="audits:export_six_months", what=SIX_MONTHS)
        | Q(page="audits:external_report", what__in=[of_readers(pk) for pk in checks])
    )
    ids = {audit.person_id, former_ids.get(audit.person_id, audit.person_id)}
    found = lists & Q(children__person_id__in=ids)
    found |= Q(page="audits:audit", what__in=[of_audit(pk, LOOKED_AT) for pk in same_case])
    # The day by which people work can be another than that of the log: the record of changes goes by the log's.
    given = Change.objects.filter(did=AUDIT_STEPS["give"].did, subject=str(audit.pk)).order_by("pk").first()
    return found & Q(at__gte=given.at) if given else found
