"""The commands around the site: its users, Django's own, its first start, and what it asks of site.toml."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.urls import reverse

from lineofsight.problems import Refused
from lineofsight.web.accounts.demonstration import PASSWORD, PEOPLE, make_demonstration_people
from lineofsight.web.accounts.middleware import may_still_sign_in
from lineofsight.web.accounts.models import ChosenChild, User, UserTeam
from lineofsight.web.accounts.roles import Role
from lineofsight.web.accounts.scope import scope_of
from lineofsight.web.serve import check_is_protected
from lineofsight.web.serving import serving
from lineofsight.web.site_settings import SiteSettings, read_site_settings
from tests.web.conftest import add_person


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "-m", "lineofsight", *arguments],
        env={**inherited, "LINEOFSIGHT_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


def a_file(home: Path) -> dict[str, str]:
    """People's work in a file, whatever database the tests use."""
    return {"LINEOFSIGHT_DATABASE": f"sqlite:///{home / 'people.sqlite3'}"}


def test_the_first_administrator_and_the_list(tmp_path: Path) -> None:
    where = a_file(tmp_path)
    added = run(tmp_path, "users", "add", "Ada", "--role", "administrator", "--name", "Ada Lovely", **where)
    assert added.returncode == 0, added.stderr
    assert "ada can sign in once with this password" in added.stderr and added.stdout == ""
    again = run(tmp_path, "users", "add", "ada", "--role", "administrator", **where)
    assert again.returncode == 2 and "already somebody" in again.stderr
    wrong = run(tmp_path, "users", "add", "bea", "--role", "queen", **where)
    assert wrong.returncode == 2 and "Choose a role" in wrong.stderr
    listed = run(tmp_path, "users", **where)
    assert "ada" in listed.stdout and "administrator" in listed.stdout and "bea" not in listed.stdout
    for name in ("people.sqlite3", "secret_key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600, name


def test_the_check_before_deployment_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(
        'address = "https://sight.council.example"\nproxies = 1\n'
        '[[directory]]\nid = "council"\nname = "Council"\nclient_id = "c"\nsecret = "s"\n'
        'server = "https://login.council.example/v2.0"\n'
    )
    checked = run(tmp_path, "manage", "check", "--deploy", "--fail-level", "DEBUG", **a_file(tmp_path))
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout + checked.stderr


def test_models_and_migrations_agree(tmp_path: Path) -> None:
    made = run(tmp_path, "manage", "makemigrations", "--check", "--dry-run", **a_file(tmp_path))
    assert made.returncode == 0, made.stdout


def test_two_that_start_at_once_make_the_tables_once(tmp_path: Path) -> None:
    command = "from lineofsight.web.accounts.command import set_up; set_up(); "
    command += "from lineofsight.web.accounts.keeping import bring_up_to_date; bring_up_to_date()"
    environment = {**os.environ, "LINEOFSIGHT_HOME": str(tmp_path), **a_file(tmp_path)}
    started = [subprocess.Popen([sys.executable, "-c", command], env=environment) for _ in range(3)]
    assert [each.wait(timeout=120) for each in started] == [0, 0, 0]


def test_a_database_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    refused = run(tmp_path, "users", LINEOFSIGHT_DATABASE=f"postgresql://nobody@/none?host={tmp_path}")
    assert refused.returncode == 2
    assert "The database of people's work can't be used" in refused.stderr and "Traceback" not in refused.stderr


def test_it_serves_with_two_workers_of_modest_size_and_strict_cookies(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('address = "https://sight.council.example"\nproxies = 1\n')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    served = subprocess.Popen(
        [sys.executable, "-m", "lineofsight", "serve", "--port", str(port)],
        env={**os.environ, "LINEOFSIGHT_HOME": str(tmp_path), **a_file(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stderr and served.stderr.readline().startswith("http://127.0.0.1:")
        behind = {"Host": "sight.council.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"}
        with urllib.request.urlopen(
            urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", headers=behind), timeout=60
        ) as answer:
            cookie = answer.headers["Set-Cookie"]
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        assert cookie.startswith("__Host-csrf=") and "Secure" in cookie and "HttpOnly" in cookie
        workers = psutil.Process(served.pid).children()
        assert len(workers) == 2
        assert all(worker.memory_info().rss < 300_000_000 for worker in workers)

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                return None

        plain = urllib.request.Request(f"http://127.0.0.1:{port}/sign-in/", headers={"Host": "sight.council.example"})
        with pytest.raises(urllib.error.HTTPError) as turned:
            urllib.request.build_opener(Stay).open(plain, timeout=60)
        assert turned.value.headers["Location"] == "https://sight.council.example/sign-in/"
    finally:
        served.send_signal(signal.SIGINT)
        served.communicate(timeout=60)


@pytest.mark.parametrize(
    ("written", "host", "served"),
    [
        (SiteSettings(), "127.0.0.1", True),
        (SiteSettings(), "0.0.0.0", False),
        (SiteSettings(address="https://a.example"), "0.0.0.0", False),
        (SiteSettings(proxies=1), "0.0.0.0", False),
        (SiteSettings(address="https://a.example", proxies=1), "0.0.0.0", True),
    ],
)
def test_beyond_this_machine_only_behind_encryption(
    settings: object, written: SiteSettings, host: str, served: bool
) -> None:
    settings.LINEOFSIGHT_SITE = written  # type: ignore[attr-defined]
    if served:
        check_is_protected(host)
    else:
        with pytest.raises(Refused, match="behind a proxy"):
            check_is_protected(host)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('address = "http://a.example"', "must be an https address"),
        ("idle_minutes = 2", "idle_minutes is at least 5"),
        ("idle_minutes = 700", "no longer than session_hours"),
        ("session_hours = 25", "from 1 to 24"),
        ("colour = 1", "has no setting 'colour'"),
        ("proxies = true", "proxies must be a whole number"),
        ("[[directory]]\nid = 1", "each \\[\\[directory\\]\\] has"),
        (
            '[[directory]]\nid="error"\nname="n"\nclient_id="c"\nsecret="s"\nserver="https://a.example"',
            "id is lower-case",
        ),
        ('[[directory]]\nid="a"\nname="n"\nclient_id="c"\nsecret="s"\nserver="http://a.example"', "must be an https"),
        ("proxies = ", "is no TOML"),
    ],
)
def test_what_site_toml_may_say(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "site.toml").write_text(written)
    with pytest.raises(Refused, match=said):
        read_site_settings(tmp_path)


@pytest.mark.django_db
@pytest.mark.usefixtures("made_up_serves")
def test_the_demonstration_has_somebody_of_each_role_and_two_team_managers() -> None:
    today = dt.date.today()  # noqa: DTZ011 - as the site asks
    make_demonstration_people(today)
    made = list(User.objects.order_by("username").values_list("username", "password", "role", "made_up"))
    make_demonstration_people(today)
    assert list(User.objects.order_by("username").values_list("username", "password", "role", "made_up")) == made
    assert sorted({role for _, _, role, _ in made}) == sorted(Role.values)
    assert [role for _, _, role, _ in made].count(Role.TEAM_MANAGER) == 2
    assert all(made_up for *_, made_up in made)
    assert all(may_still_sign_in(user) and user.check_password(PASSWORD) for user in User.objects.all())


@pytest.mark.django_db
def test_somebody_real_is_not_made_into_somebody_made_up() -> None:
    real = add_person("analyst", name="director", made_up=False)
    make_demonstration_people(dt.date(2026, 11, 25))
    real.refresh_from_db()
    assert (real.role, real.made_up) == ("analyst", False) and not real.check_password(PASSWORD)
    assert not any(may_still_sign_in(user) for user in User.objects.filter(made_up=True))


@pytest.mark.django_db
def test_the_demonstrations_people_fit_its_records(demo_site: object, client: object) -> None:
    make_demonstration_people(dt.date.today())  # noqa: DTZ011 - as the site asks
    with serving().reading() as counted:
        teams = {row[0] for row in counted.database.execute("select distinct team_id from allocation").fetchall()}
        children = {row[0] for row in counted.database.execute("select id from children").fetchall()}
        workers = counted.database.execute("select distinct team_id, worker_id from allocation").fetchall()
    assert set(UserTeam.objects.values_list("team_id", flat=True)) <= teams
    assert set(ChosenChild.objects.values_list("person_id", flat=True)) <= children
    practitioner = User.objects.get(username="practitioner")
    assert ("T22", practitioner.worker_id) in workers
    assert len(scope_of(User.objects.get(username="inspector")).chosen) == 8
    page = client.get("/sign-in/").content.decode()  # type: ignore[attr-defined]
    assert all(f"<strong>{person.username}</strong>" in page for person in PEOPLE)
    answer = client.post("/sign-in/", {"login": "director", "password": PASSWORD})  # type: ignore[attr-defined]
    assert answer.status_code == 302
    assert client.get(reverse("accounts:own")).status_code == 200  # type: ignore[attr-defined]
