"""How long do pages take with 20 people clicking, and while a new snapshot is loaded? `make bench` prints tables.

The site as users get it (`lineofsight serve`: two processes), on a free port of this machine, with the demonstration
council and its made-up people. 20 of them sign in and click every one to two seconds: the report, indicators with
breakdowns, lists with filters, the children in those lists, what falls due, teams. Each follows the links that the
pages hold. Then the same while the extract is loaded again and worked out.

Whoever asks runs on the same machine, in a process of its own. Times by the clock are noisy where anything else runs:
so each kind of page is also asked for by one person alone, and the processor time that the site spends on it is
given; and each as a multiple of the sign-in page, which reads no records.

    python -m bench.serving [--people 20] [--seconds 60] [--alone 20]
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import psutil

PASSWORD = "demonstration"
#: Who clicks, in this order until there are enough: mostly managers, some who see everything, one of the board.
WHO = (
    *("team.manager", "team.manager.2", "service.manager", "analyst", "practitioner", "head.of.service", "quality"),
    *("team.manager", "team.manager.2", "director", "service.manager", "analyst", "practitioner", "board.member"),
    *("team.manager", "team.manager.2", "service.manager", "analyst", "head.of.service", "quality"),
)
REFS = ("1.1", "2.1", "3.1", "3.3", "4.7.2", "5.10", "5.18", "6.1")
BREAKDOWNS = ("team", "gender", "ethnicity_group", "age_group", "disability", "primary_need")
MONTHS = ("2023-03", "2023-02", "2023-01", "2022-12", "2022-09", "2022-03")
#: The aims: 95 of 100 within so many milliseconds, with nothing else running.
AIMS = {
    "child": 50,
    "list": 100,
    "work list": 100,
    "report": 100,
    "report, earlier month": 100,
    "indicator": 250,
}
MEMORY_AIM = 300
WAIT_FOR_PREPARED = 120


# What a person clicks ------------------------------------------------------------------------------------------------


class Person:
    """Somebody who clicks: holds the links of the pages that they saw. `get(kind, path)` gives a page's text."""

    def __init__(self, role, random, get):
        self.role, self.random, self.get = role, random, get
        self.children, self.teams, self.workers, self.refs = [], [], [], list(REFS)

    def click(self):
        board = self.role == "board.member"
        kinds = {"report": 2, "earlier": 1, "indicator": 4} | (
            {} if board else {"list": 4, "child": 5, "forward": 1, "work": 2, "teams": 1, "team": 1, "worker": 1}
        )
        getattr(self, f"_{self.random.choices(list(kinds), list(kinds.values()))[0]}")()

    def _report(self):
        text = self.get("report", "/")
        refs = set(re.findall(r'href="/figures/([^/"?]+)/', text))
        self.refs = sorted(refs) or self.refs

    def _earlier(self):
        self.get("report, earlier month", f"/?month={self.random.choice(MONTHS[1:])}")

    def _indicator(self):
        asked = {"by": self.random.choice(BREAKDOWNS)}
        if self.random.random() < 0.3:
            asked["month"] = self.random.choice(MONTHS)
        self.get("indicator", f"/figures/{self.random.choice(self.refs)}/?{urlencode(asked)}")

    def _list(self):
        asked = {"month": self.random.choice(MONTHS[:3]), "met": self.random.choice(["no", "yes", ""])}
        asked |= self.random.choice([{}, {"overdue": "yes"}, {"sort": "team"}, {"group": "worker"}, {"page": "2"}])
        text = self.get("list", f"/figures/{self.random.choice(REFS)}/children/?{urlencode(asked)}")
        self._see(text)

    def _child(self):
        if not self.children:
            self._list()
        if self.children:
            self._see(self.get("child", self.random.choice(self.children)))

    def _forward(self):
        self.get("forward look", "/due/")

    def _work(self):
        self._see(self.get("work list", f"/due/list/?due={self.random.choice(['', 'overdue', '7', '14'])}"))

    def _teams(self):
        self._see(self.get("teams", "/teams/"))

    def _team(self):
        if not self.teams:
            self._teams()
        if self.teams:
            self._see(self.get("team", self.random.choice(self.teams)))

    def _worker(self):
        if not self.workers:
            self._team()
        if self.workers:
            self._see(self.get("worker", self.random.choice(self.workers)))

    def _see(self, text):
        """Remembers the links of a page, the newest of them."""
        for name, start in (("children", "/child/"), ("teams", "/teams/"), ("workers", "/workers/")):
            found = [unescape(link) for link in re.findall(rf'href="({start}[^"?#]+)"', text)]
            setattr(self, name, (getattr(self, name) + found)[-200:])


def drive(address, people, seconds, stop_file):
    """Runs in a process of its own: signs everybody in, says so, lets them click. Prints JSON of what it measured."""
    import gevent.monkey

    gevent.monkey.patch_all()
    import random

    import gevent
    import locust
    from locust.env import Environment

    measured, wrong, clicking = defaultdict(list), [], []

    class Clicker(locust.HttpUser):
        host = address
        wait_time = locust.between(1, 2)
        number = 0

        def on_start(self):
            Clicker.number += 1
            role = WHO[(Clicker.number - 1) % len(WHO)]
            self.client.get("/sign-in/", name="sign in")
            token = self.client.cookies["csrftoken"]
            answer = self.client.post(
                "/sign-in/",
                {"login": role, "password": PASSWORD, "csrfmiddlewaretoken": token},
                headers={"Referer": f"{address}/sign-in/"},
                name="sign in",
            )
            if "Sign out" not in answer.text:
                raise SystemExit(f"{role} could not sign in: {answer.status_code}")
            self.person = Person(role, random.Random(Clicker.number), self._get)
            clicking.append(role)
            while len(clicking) < people:  # nobody clicks before all have signed in, which costs the site a lot
                gevent.sleep(0.1)

        def _get(self, kind, path, again=False):
            began = time.time()
            with self.client.get(path, name=kind, catch_response=True) as answer:
                took = answer.elapsed.total_seconds() * 1000
                if answer.status_code == 0 and not again and "Connection aborted" in str(answer.error):
                    # The site closes a connection that nobody used for two seconds; a browser opens another, once.
                    answer.success()
                    return self._get(kind, path, again=True)
                if answer.status_code != 200:
                    answer.failure(str(answer.status_code))
                    wrong.append((began, kind, str(answer.status_code or repr(answer.error))[:200]))
                else:
                    answer.success()
                    measured[kind].append((began, took))
                return answer.text or ""

        @locust.task
        def click(self):
            self.person.click()

    environment = Environment(user_classes=[Clicker])
    runner = environment.create_local_runner()
    runner.start(people, spawn_rate=5)
    deadline = time.time() + 120
    while len(clicking) < people and time.time() < deadline:
        gevent.sleep(0.1)
    if len(clicking) < people:
        raise SystemExit("not everybody could sign in")
    Path(stop_file).write_text("clicking")
    ends = time.time() + seconds
    while time.time() < ends or Path(f"{stop_file}.more").exists():
        gevent.sleep(0.2)
        if time.time() > ends + WAIT_FOR_PREPARED:
            break
    runner.stop()
    json.dump({"measured": measured, "wrong": wrong}, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # threads of the library may linger


# The site ------------------------------------------------------------------------------------------------------------


class Site:
    """`lineofsight serve` on a free port, with a scratch home that holds the demonstration and its people."""

    def __init__(self, home):
        self.home = home
        self.environment = os.environ | {"LINEOFSIGHT_HOME": str(home)}
        self.command = [sys.executable, "-m", "lineofsight"]
        self.run("demo")
        self.run("manage", "migrate", "--verbosity", "0")
        self.run("manage", "demonstration_people")
        shutil.rmtree(home / "cache" / "prepared")  # the demonstration has worked it out already
        began = time.perf_counter()
        before = os.times()
        self.run("prepare")
        after = os.times()
        self.prepared_in = time.perf_counter() - began
        self.prepared_cpu = (after[2] + after[3]) - (before[2] + before[3])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def run(self, *arguments):
        done = subprocess.run([*self.command, *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"lineofsight {' '.join(arguments)} failed: {done.stderr[-600:]}")

    def __enter__(self):
        self.process = subprocess.Popen(
            [*self.command, "serve", "--port", str(self.port)], env=self.environment, stderr=subprocess.PIPE
        )
        self.process.stderr.readline()  # where it can be reached
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.address}/sign-in/", timeout=30).read()
                return self
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the site does not answer")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def workers(self):
        return [each for each in psutil.Process(self.process.pid).children() if "prepare" not in each.cmdline()]

    def cpu(self):
        """Seconds of processor that the site has used, in all its processes but the one that works figures out."""
        times = [process.cpu_times() for process in (psutil.Process(self.process.pid), *self.workers())]
        return sum(each.user + each.system for each in times)

    def memory(self):
        """Megabytes of each process that answers."""
        return [each.memory_info().rss / 2**20 for each in self.workers()]

    def files(self):
        return {file.name for file in (self.home / "cache" / "prepared").glob("*.duckdb")}


# Alone: processor time for each kind of page -------------------------------------------------------------------------


class Alone:
    """One person, one connection, one page after another."""

    def __init__(self, site, user):
        self.site, self.cookies, self.user = site, {}, user
        self.connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.get("/sign-in/")
        form = {"login": user, "password": PASSWORD, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        self._ask("POST", "/sign-in/", urlencode(form))

    def get(self, path):
        return self._ask("GET", path)

    def _ask(self, method, path, body=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{self.site.address}/sign-in/"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status}")
        return text


def alone(site, times):
    """For each kind of page: milliseconds of processor, and by the clock, of one page with nobody else there."""
    person, nobody = Alone(site, "analyst"), Alone(site, "board.member")
    nobody.cookies.clear()
    children = sorted(set(re.findall(r'href="(/child/[^"?#]+)"', person.get("/figures/3.3/children/?month=2023-03"))))
    work = person.get("/teams/")
    teams = sorted(set(re.findall(r'href="(/teams/[^"?#]+)"', work)))
    workers = sorted(set(re.findall(r'href="(/workers/[^"?#]+)"', person.get(teams[0]))))
    turns = {
        "sign-in page": (nobody, ["/sign-in/"]),
        "stylesheet": (nobody, ["/static/lineofsight.css"]),
        "report": (person, ["/"]),
        "report, earlier month": (person, [f"/?month={month}" for month in MONTHS[1:]]),
        "indicator": (person, [f"/figures/{ref}/?by={by}" for ref in REFS for by in BREAKDOWNS]),
        "list": (person, [f"/figures/{ref}/children/?month=2023-03&met={met}" for ref in REFS for met in ("no", "")]),
        "child": (person, children),
        "forward look": (person, ["/due/"]),
        "work list": (person, ["/due/list/", "/due/list/?due=7"]),
        "teams": (person, ["/teams/"]),
        "team": (person, teams),
        "worker": (person, workers),
    }
    found = {}
    for kind, (who, paths) in turns.items():
        for path in (paths * 4)[: max(len(paths), 4)]:  # so that both processes have seen each
            who.get(path)
        chosen = (paths * times)[: max(times, 1)]
        clock, before = [], site.cpu()
        for path in chosen:
            began = time.perf_counter()
            who.get(path)
            clock.append((time.perf_counter() - began) * 1000)
        found[kind] = ((site.cpu() - before) * 1000 / len(chosen), statistics.median(clock))
    return found


# With everybody ------------------------------------------------------------------------------------------------------


def together(site, people, seconds, scratch, *, load=False):
    """Everybody clicks; with `load`, while the extract is loaded again. What was measured, and what the site used."""
    mark = scratch / f"clicking-{load}"
    more = Path(f"{mark}.more")
    if load:
        more.touch()
    call = [sys.executable, "-m", "bench.serving", "--drive", site.address, str(people), str(seconds), str(mark)]
    driver = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not mark.exists():
        if driver.poll() is not None:
            raise SystemExit(f"the people failed: {driver.stderr.read()[-600:]}")
        time.sleep(0.1)
    peaks, loading, window, began = [], None, [0.0, 0.0], time.time()
    before, cpu = site.files(), site.cpu()
    reader = _Reader(driver)
    while driver.poll() is None:
        now = time.time()
        peaks = [max(pair) for pair in _zip(peaks, site.memory())]
        if load and loading is None and now - began > 5:
            window[0] = now
            extract = str(site.home / "demonstration-extract")
            loading = subprocess.Popen(
                [*site.command, "load", extract],
                env=site.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        served = loading is not None and loading.poll() is not None and site.files() != before
        if served and not window[1] and now - window[0] > 2:
            window[1] = now + 2  # a process looks once a second
            more.unlink(missing_ok=True)
        time.sleep(0.5)
    if loading is not None and loading.wait() != 0:
        raise SystemExit("the load failed")
    said = reader.said()
    return json.loads(said) | {"peaks": peaks, "cpu": site.cpu() - cpu, "window": window if load else None}


class _Reader:
    """Reads what a process says while it runs, so that it never waits for its reader."""

    def __init__(self, process):
        import threading

        self._text = ""
        self._thread = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._thread.start()

    def _read(self, process):
        self._text = process.stdout.read()

    def said(self):
        self._thread.join(30)
        return self._text


def _zip(before, now):
    size = max(len(before), len(now))
    return zip((before + [0.0] * size)[:size], (now + [0.0] * size)[:size], strict=True)


def print_alone(found):
    unit = found["sign-in page"][0]
    print("\none person alone, each page after the one before (medians)\n")
    print("| page | processor ms | times the sign-in page | by the clock ms |")
    print("|---|---|---|---|")
    for kind, (cpu, clock) in found.items():
        print(f"| {kind} | {cpu:.0f} | {cpu / unit:.1f} | {clock:.0f} |")
    sys.stdout.flush()


def print_together(title, result, people, *, within=None):
    """The table of a run, or of the part `within` (from, to) of it."""
    rows = {
        kind: [took for began, took in pages if within is None or within[0] <= began <= within[1]]
        for kind, pages in result["measured"].items()
    }
    wrong = [one for one in result["wrong"] if within is None or within[0] <= one[0] <= within[1]]
    count = sum(map(len, rows.values()))
    print(f"\n{title}: {people} people, {count:,} pages, {len(wrong)} errors\n")
    print("| page | pages | p50 ms | p95 ms | p99 ms | aim p95 |")
    print("|---|---|---|---|---|---|")
    for kind in sorted(rows, key=lambda kind: list(AIMS).index(kind) if kind in AIMS else len(AIMS)):
        times = sorted(rows[kind])
        if not times:
            continue
        aim = AIMS.get(kind)
        met = "" if aim is None else f"{aim} {'met' if _part(times, 95) <= aim else 'missed'}"
        shown = " | ".join(f"{_part(times, part):.0f}" for part in (50, 95, 99))
        print(f"| {kind} | {len(times)} | {shown} | {met} |")
    if within is None:
        for _, kind, what in wrong[:5]:
            print(f"error: {kind}, {what}")
    sys.stdout.flush()


def _part(ordered, part):
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


def print_serving(people=20, seconds=60, times=20):
    """Measures everything and prints the tables."""
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        site = Site(scratch / "home")
        print(f"\nworked out for the site: {site.prepared_in:.1f} s, {site.prepared_cpu:.1f} s of processor")
        with site:
            cold = site.memory()
            print_alone(alone(site, times))
            calm = together(site, people, seconds, scratch)
            print_together("everybody", calm, people)
            pages = sum(map(len, calm["measured"].values()))
            print(f"\nprocessor: {calm['cpu'] * 1000 / max(pages, 1):.0f} ms a page, {calm['cpu'] / seconds:.2f} cores")
            busy = together(site, people, seconds, scratch, load=True)
            began, ended = busy["window"]
            worked = f"{ended - began:.0f} s until the new snapshot served" if ended else "it never came to serve"
            print_together(f"while the extract is loaded again ({worked})", busy, people, within=(began, ended or 9e9))
            for moment, kind, what in busy["wrong"]:
                print(f"error {moment - began:+.1f} s from the start of the load: {kind}, {what}")
            up = not busy["wrong"] and bool(ended)
            print(f"\npages stayed up while a snapshot was loaded: {'yes' if up else 'NO'}")
            shown = ", ".join(f"{size:.0f}" for size in [*calm["peaks"], *busy["peaks"]])
            most = max([*calm["peaks"], *busy["peaks"]], default=0)
            print(
                f"memory of each process that answers, MB: {', '.join(f'{size:.0f}' for size in cold)} at the start; "
                f"at most {shown} (aim: under {MEMORY_AIM}: {'met' if most < MEMORY_AIM else 'missed'})\n",
                flush=True,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--alone", type=int, default=20, help="pages of each kind that one person alone asks for")
    parser.add_argument("--drive", nargs=4, metavar=("ADDRESS", "PEOPLE", "SECONDS", "MARK"), help=argparse.SUPPRESS)
    call = parser.parse_args()
    if call.drive:
        address, people, seconds, mark = call.drive
        drive(address, int(people), int(seconds), mark)
    else:
        print_serving(min(call.people, 100), min(call.seconds, 600), min(call.alone, 500))


if __name__ == "__main__":
    main()
