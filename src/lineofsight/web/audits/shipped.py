"""The audit tools that come with Line of Sight: files in `tools/`, installed once, never over a council's own.

What a later release changes in a file is offered to whoever edits the tool (`offered`), and not taken by itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from lineofsight.problems import Refused
from lineofsight.web.accounts.models import Change
from lineofsight.web.audits.models import Tool, ToolVersion
from lineofsight.web.audits.tools import Content, is_key, read_content, read_draft, written

HERE = Path(__file__).parent / "tools"
#: The tool that a case-file audit uses where nobody chose another.
DEFAULT = "case_file"
WHY = "As it comes with Line of Sight"
#: How the record of changes calls that a shipped file was taken over, or looked at and left. Each holds its digest.
TOOK, LEFT = "published a version of an audit tool", "kept an audit tool as it is"
_HEADER = ("title", "author", "reviewed_on", "source")


@dataclass(frozen=True)
class Shipped:
    """A shipped tool: its header and what it asks. `digest` tells two contents apart."""

    key: str
    title: str
    author: str
    reviewed_on: dt.date
    source: str
    change_log: tuple[str, ...]
    content: Content

    @property
    def digest(self) -> str:
        return digest_of(self.content)


def digest_of(content: Content) -> str:
    """A fingerprint of what a tool says."""
    return hashlib.sha256(json.dumps(written(content), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@cache
def shipped_tools() -> dict[str, Shipped]:
    """The shipped tools by key, the default one first. Refused, with file and place, where a file can't be used."""
    found = {file.stem: read_shipped(file) for file in sorted(HERE.glob("*.toml"))}
    return {DEFAULT: found[DEFAULT], **found}


def read_shipped(file: Path) -> Shipped:
    """One shipped file. Its header is title, author, reviewed_on, source and change_log; the rest is its content."""
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"tools/{file.name}: is no TOML ({error}): mend it there") from None
    for name in _HEADER:
        if not rows.get(name):
            raise Refused(f"tools/{file.name}: has no {name}")
    if not is_key(file.stem):
        raise Refused(f"tools/{file.name}: its name must be of small letters, digits and _ alone")
    header = {name: rows.pop(name) for name in _HEADER}
    change_log = tuple(rows.pop("change_log", ()))
    try:
        return Shipped(key=file.stem, change_log=change_log, content=read_content(rows), **header)
    except Refused as refusal:
        raise Refused(f"tools/{file.name}: {refusal}") from None


def install_shipped_tools(
    *, apps: Apps | None = None, using: str = DEFAULT_DB_ALIAS, tools: Callable[[], dict[str, Shipped]] = shipped_tools
) -> list[str]:
    """Puts each shipped tool whose key isn't there into the database, with version 1 in use; the keys of those it put.

    It is nobody's doing, so the record of changes has no row of it: the version says itself where it comes from.
    """
    models = apps or current_apps
    tool_model, version_model = models.get_model("audits", "Tool"), models.get_model("audits", "ToolVersion")
    put = []
    for shipped in tools().values():
        with transaction.atomic(using=using):
            tool, is_new = tool_model._default_manager.using(using).get_or_create(
                key=shipped.key, defaults={"title": shipped.title}
            )
            if is_new:
                version_model._default_manager.using(using).create(
                    tool=tool,
                    number=1,
                    state="published",
                    content=written(shipped.content),
                    why=WHY,
                    published_at=timezone.now(),
                )
                put.append(shipped.key)
    return put


def install_after_migrating(
    sender: object, using: str = DEFAULT_DB_ALIAS, apps: Apps | None = None, **_: object
) -> None:
    """Installs the shipped tools once the tables are there: after each migration, and after tables were emptied."""
    try:
        (apps or current_apps).get_model("audits", "ToolVersion")
    except LookupError:  # migrated back to before there were any
        return
    install_shipped_tools(apps=apps, using=using)


def offered(tool: Tool) -> Shipped | None:
    """The shipped file of a tool, where a later release changed it and nobody has taken that over or left it yet."""
    shipped = shipped_tools().get(tool.key)
    if shipped is None:
        return None
    kept = (
        ToolVersion.objects.filter(tool=tool).exclude(state=ToolVersion.State.DRAFT).values_list("content", flat=True)
    )
    if any(read_draft(content) == shipped.content for content in kept):
        return None
    answered = Change.objects.filter(did__in=(TOOK, LEFT), subject=tool.key, detail__shipped=shipped.digest)
    return None if answered.exists() else shipped
