"""What the pages of audits share: refusals as sentences, a form on a page of its own, and a look that is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lineofsight.prepared.meeting import Person, people_seen
from lineofsight.web.accounts.models import Access
from lineofsight.web.accounts.recording import record_access
from lineofsight.web.accounts.scope import Scope
from lineofsight.web.actions.pages import refusals_said
from lineofsight.web.addressed import one_of
from lineofsight.web.audits import looks
from lineofsight.web.audits.models import Audit, Cycle
from lineofsight.web.audits.seeing import Sight, sight_of, why_sees
from lineofsight.web.forms import Form
from lineofsight.web.seen import Seen

said_why = refusals_said("Audits", "audits")


def audit_seen(request: HttpRequest, seen: Seen, pk: int) -> tuple[Audit, Sight]:
    """An audit that the person who asks may open, and what they see of it. 404 otherwise: the two look the same."""
    audit: Audit = one_of(Audit, pk)
    sight = sight_of(seen, audit)
    if not sight.may_open:
        record_access(request, (), what=f"Audit {pk}: not theirs", why=seen.scope.why, snapshot=seen.snapshot)
        raise Http404
    return audit, sight


def record_audit(request: HttpRequest, seen: Seen, audit: Audit, what: str) -> None:
    """Writes down that the child of an audit was shown."""
    now = seen.served.former_ids.get(audit.person_id, audit.person_id)
    record_access(
        request, [now], what=looks.of_audit(audit.pk, what), why=why_sees(seen, audit)[:300], snapshot=seen.snapshot
    )


def record_cases(
    request: HttpRequest,
    seen: Seen,
    cases: Iterable[tuple[str, bool]],
    what: str,
    how: Access.How = Access.How.VIEW,
) -> None:
    """Writes down which children's cases a list showed, those apart whose grades were kept from a blind reader.

    `cases`: (child's id, whether its grades were kept back).
    """
    cases = list(cases)
    for kept_back in (False, True):
        children = [child for child, without in cases if without == kept_back]
        if children or not kept_back:
            words = what + (looks.WITHOUT_GRADES if kept_back else "")
            record_access(request, children, what=words, why=seen.scope.why, how=how, snapshot=seen.snapshot)


def people_of(seen: Seen, audits: Iterable[Audit]) -> dict[str, Person]:
    """The children of audits that the person may open, by the id that the audit holds."""
    ids = {audit.person_id for audit in audits}
    former = seen.served.former_ids
    scope = Scope(chosen=frozenset(former.get(id_, id_) for id_ in ids), hidden=seen.scope.hidden)
    return people_seen(seen.counted, ids, scope, former)


def form_page(
    request: HttpRequest,
    heading: str,
    form: Form,
    button: str,
    *,
    crumbs: Iterable[tuple[str, str]] = (),
    caption: str = "",
    facts: Iterable[tuple[str, object]] = (),
    warning: bool = False,
    **more: Any,
) -> HttpResponse:
    """One form on a page: `crumbs` are (address, words) after “Audits”, `facts` what stands above it."""
    shown = {"section": "audits", "heading": heading, "form": form, "button": button, "crumbs": list(crumbs)}
    shown |= {"caption": caption, "facts": list(facts), "warning": warning, **more}
    return render(request, "audits/form.html", shown, status=422 if form.is_bound and form.errors else 200)


def cycle_crumbs(cycle: Cycle) -> list[tuple[str, str]]:
    from django.urls import reverse

    return [(reverse("audits:cycle", args=[cycle.pk]), cycle.title)]


def audit_crumbs(audit: Audit) -> list[tuple[str, str]]:
    from django.urls import reverse

    return [*cycle_crumbs(audit.cycle), (reverse("audits:audit", args=[audit.pk]), f"Audit {audit.pk}")]
