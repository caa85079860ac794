"""What a council says of its site, in `site.toml` in the home folder: its address, database, directory and limits."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lineofsight.problems import Refused

FILE = "site.toml"
DATABASE = "LINEOFSIGHT_DATABASE"
_TAKEN = ("error", "login")


@dataclass(frozen=True)
class Directory:
    """A directory that people may sign in with, by OpenID Connect. `server`: its issuer, where its configuration is."""

    id: str
    name: str
    client_id: str
    secret: str
    server: str


@dataclass(frozen=True)
class SiteSettings:
    """How one council's site runs.

    `address`: its https address; without one the site answers on this machine alone, without encryption. `proxies`: how
    many trusted proxies stand in front. `database`: where people's work lives (default: a file in the home
    folder). `second_factor`: whether who signs in with a password must have one. `stale_after_days`: data older than
    this carries a warning. `idle_minutes`: how long somebody who does nothing stays signed in; `session_hours`: how
    long anybody does. `marking`: on every export.
    """

    address: str = ""
    database: str = ""
    proxies: int = 0
    second_factor: bool = True
    stale_after_days: int = 7
    idle_minutes: int = 60
    session_hours: int = 10
    marking: str = "OFFICIAL-SENSITIVE"
    directories: tuple[Directory, ...] = ()

    @property
    def https(self) -> bool:
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.address).hostname or ""


def read_site_settings(home: Path) -> SiteSettings:
    """The settings of `site.toml`, or the defaults. Refused, with what would mend it, where it can't be used."""
    file = home / FILE
    written: dict[str, Any] = {}
    if file.is_file():
        try:
            written = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refused(f"{FILE}: is no TOML ({error}): mend it there") from None
        except OSError as error:
            raise Refused(f"{FILE}: can't be read ({error.strerror})") from None
    directories = tuple(_directory(row) for row in written.pop("directory", []))
    types = {field.name: type(field.default) for field in fields(SiteSettings) if field.name != "directories"}
    for name, value in written.items():
        if name not in types:
            raise Refused(f"{FILE}: has no setting {name!r}: it has {', '.join(types)} and [[directory]]")
        if type(value) is not types[name]:
            raise Refused(f"{FILE}: {name} must be {_kind(types[name])}")
    found = SiteSettings(**written, directories=directories)
    if found.address and not (found.https and found.host):
        raise Refused(f'{FILE}: address must be an https address, for example "https://sight.council.example"')
    if found.proxies < 0 or found.stale_after_days < 1 or not 1 <= found.session_hours <= 24:
        raise Refused(f"{FILE}: proxies is 0 or more, stale_after_days at least 1, session_hours from 1 to 24")
    if not 5 <= found.idle_minutes <= 60 * found.session_hours:
        raise Refused(f"{FILE}: idle_minutes is at least 5, and no longer than session_hours")
    ids = [directory.id for directory in directories]
    if len(set(ids)) < len(ids):
        raise Refused(f"{FILE}: two [[directory]] have the same id")
    return found


def database_url(site: SiteSettings, home: Path) -> str:
    """Where people's work lives: LINEOFSIGHT_DATABASE, else what site.toml says, else a file in the home folder."""
    return os.environ.get(DATABASE) or site.database or f"sqlite:///{home / 'people.sqlite3'}"


def _directory(row: Mapping[str, Any]) -> Directory:
    names = [field.name for field in fields(Directory)]
    if not isinstance(row, dict) or set(row) != set(names) or not all(isinstance(row[name], str) for name in names):
        raise Refused(f"{FILE}: each [[directory]] has {', '.join(names)}, each a text in quotes")
    found = Directory(**row)
    if not re.fullmatch(r"[a-z0-9-]{1,40}", found.id) or found.id in _TAKEN:
        raise Refused(f"{FILE}: a directory's id is lower-case letters, digits and hyphens, and none of {_TAKEN}")
    server = urlsplit(found.server)
    if not (server.scheme == "https" or (server.scheme == "http" and server.hostname in ("127.0.0.1", "localhost"))):
        raise Refused(f"{FILE}: a directory's server must be an https address")
    return found


def _kind(type_: type) -> str:
    return {bool: "true or false", int: "a whole number", str: "a text in quotes"}[type_]
