"""The page of one theme: how often audits find it a strength or an area for development, and what answers to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lineofsight.problems import Refused
from lineofsight.web.actions.models import Action
from lineofsight.web.actions.owners import Owners
from lineofsight.web.actions.register import can_add, check_can_add
from lineofsight.web.audits import rules, telling
from lineofsight.web.audits.findings_forms import ThemeActionForm
from lineofsight.web.audits.findings_pages import comparable, title_of
from lineofsight.web.audits.findings_reading import actions_of, names_of, told_audits
from lineofsight.web.audits.pages import said_why
from lineofsight.web.audits.rules import Theme
from lineofsight.web.audits.theme_actions import actions_of_theme, agree_theme_action
from lineofsight.web.clock import today
from lineofsight.web.seen import Seen, seen_by


@require_safe
@said_why
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """One theme, of all audits that are given in but re-audits. It names no child and no worker."""
    one = _the_theme(theme)
    with seen_by(request) as seen:
        pool, left_out = comparable(told_audits(sections=False), {}, {})
        small, few = int(rules.setting("small_cell")), int(rules.setting("few"))
        cells = telling.cells_of(pool, small)
        names = names_of(seen.counted)
        tables = []
        for by in () if cells.hides({}) else ("quarter", "service"):
            order = sorted(names, key=lambda code: names[code].casefold()) if by == "service" else ()
            hidden = cells.hidden_rows(by, {})
            lines = telling.theme_lines(pool, one.code, telling.by_value(by), hidden=hidden, few=few, order=order)
            tables.append((by, [(title_of(by, line.code, names), line) for line in lines]))
        found_in = [row.pk for row in pool if one.code in row.developments]
        answers = actions_of_theme(one.code)
        shown = {
            "section": "audits",
            "heading": one.title,
            "theme": one,
            "told": telling.theme_told(pool, one.code),
            "hidden": cells.hides({}),
            "tables": tables,
            "left_out": left_out,
            "small": small,
            "few": few,
            "measures": _measures(seen, one),
            "of_audits": telling.actions(actions_of(found_in), today()),
            "answers": [(action, action.is_overdue(today())) for action in answers],
            "may_agree": can_add(seen.user),
        }
    return render(request, "audits/theme.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@said_why
def theme_action(request: HttpRequest, theme: str) -> HttpResponse:
    """Agrees an action that answers to a theme."""
    one = _the_theme(theme)
    with seen_by(request) as seen:
        check_can_add(seen.user)
        refs = [(ref, f"{ref} {title}") for ref, title in _measures(seen, one)]
        form = ThemeActionForm(request.POST or None, refs=refs, snapshot=seen.counted.snapshot)
        if request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            owner, owner_name = said.pop("owner")
            try:
                made = agree_theme_action(by=seen.user, theme=one.code, owner=owner, owner_name=owner_name, **said)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Action {made.action_id} is in the register.")
                return redirect("audits:theme", one.code)
        shown = {"section": "audits", "heading": f"Agree an action: {one.title}", "theme": one, "form": form}
        shown |= {"owners": Owners(), "source": Action.Source.AUDIT_THEME.label}
        return render(request, "audits/theme_action.html", shown, status=422 if form.is_bound else 200)


def _the_theme(code: str) -> Theme:
    found = rules.themes().get(code)
    if found is None:
        raise Http404
    return found


def _measures(seen: Seen, one: Theme) -> list[tuple[str, str]]:
    """The measures of the book that speak of the same, with their titles; one that the book has no more is left out."""
    book = seen.counted.book
    there = set(book.named("indicator"))
    return [(ref, book.latest("indicator", ref).title) for ref in one.refs if ref in there]
