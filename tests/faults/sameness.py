"""The same input gives the same bytes, whatever the machine, the time and the way to the site."""
import datetime
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import desk
import program
import sites as ready
from checks import check
from program import Fault, succeed

PROJECT = Path(__file__).resolve().parents[2]
PARTS = ["site.toml", "content", "templates", "static", "themes"]

# 2027, by when all of the demonstration site has appeared.
EPOCH = {"SOURCE_DATE_EPOCH": "1798761600"}


def demonstration(root, backwards=False):
    """Copies the demonstration site; its files made in one order or in the other."""

    def place(source, target):
        if source.is_dir():
            target.mkdir(parents=True)
            for path in sorted(source.iterdir(), reverse=backwards):
                place(path, target / path.name)
        else:
            shutil.copyfile(source, target)

    root.mkdir()
    for part in sorted(PARTS, reverse=backwards):
        if (PROJECT / part).exists():
            place(PROJECT / part, root / part)
    return root


class Demonstration:
    """The demonstration site, built once as it is and compared with."""

    _made = None

    @classmethod
    def get(cls):
        if cls._made is None:
            cls._made = cls()
        return cls._made

    def __init__(self):
        self.root = demonstration(Path(tempfile.mkdtemp(dir=ready.WORK)) / "site")
        self.reference = self.build(jobs=2)

    def build(self, root=None, jobs=2, before=(), cwd=None, **env):
        """Builds into a new folder."""
        output = Path(tempfile.mkdtemp(dir=ready.WORK)) / "public"
        line = [*before, *program.command(root or self.root, "build", "--output", str(output), jobs=jobs)]
        # A build that finds that nothing has changed would prove nothing.
        shutil.rmtree((Path(cwd or ".") / (root or self.root)) / ".dateline", ignore_errors=True)
        done = subprocess.run(
            line, capture_output=True, text=True, cwd=cwd, env=program.environment(**{**EPOCH, **env}), timeout=300
        )
        if done.returncode != 0:
            raise Fault(done.stderr)
        return output

    def compare(self, output, what):
        """`diff -r`, the manifest included."""
        done = subprocess.run(["diff", "-r", "-q", self.reference, output], capture_output=True, text=True)
        if done.returncode != 0:
            raise Fault(f"{what} makes another site:\n{done.stdout[:2000]}")
        shutil.rmtree(output)


@check("same-bytes-in-every-time-zone")
def time_zones(_):
    site = Demonstration.get()
    for zone in ["UTC", "XXX-14", "YYY+12", "Asia/Kathmandu"]:
        site.compare(site.build(TZ=zone), f"TZ={zone}")
    return "4 time zones"


@check("same-bytes-in-every-locale")
def locales(_):
    site = Demonstration.get()
    for name in ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1"]:
        site.compare(site.build(LC_ALL=name, LANG=name, LANGUAGE=name[:2]), f"LC_ALL={name}")
    return "4 locales"


@check("same-bytes-in-every-order-of-files")
def order(_):
    site = Demonstration.get()
    folder = Path(tempfile.mkdtemp(dir=ready.WORK))
    site.compare(site.build(demonstration(folder / "backwards", backwards=True)), "another order of files")
    shared = Path("/dev/shm")
    if not shared.is_dir():
        return "1 order"
    # There folders are listed in the order in which files were made, the last first.
    with tempfile.TemporaryDirectory(prefix="dateline-faults-", dir=shared) as folder:
        for backwards in [False, True]:
            root = demonstration(Path(folder) / str(backwards), backwards)
            listed = os.listdir(root / "content/guide")
            site.compare(site.build(root), f"the order {listed}")
    return "3 orders"


@check("same-bytes-from-every-folder")
def folders(_):
    site = Demonstration.get()
    site.compare(site.build(".", cwd=site.root), "a build in the site's folder")
    site.compare(site.build(f"{site.root.name}/../{site.root.name}", cwd=site.root.parent), "a path with ..")
    site.compare(site.build(cwd="/"), "a build from /")
    (site.root.parent / "link").symlink_to(site.root)
    site.compare(site.build(site.root.parent / "link"), "a link to the site")
    return "4 ways"


@check("same-bytes-on-every-number-of-threads")
def threads(_):
    site = Demonstration.get()
    for jobs in [1, 2, 8]:
        site.compare(site.build(jobs=jobs), f"--jobs {jobs}")
    return "1, 2 and 8 threads"


@check("same-bytes-with-the-clock-two-years-off")
def clock(sites):
    """Without SOURCE_DATE_EPOCH on a desk on which nothing is scheduled, with it on the demonstration site."""
    now = datetime.datetime.now()
    times = [(now + datetime.timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S") for days in [-730, 730]]
    for time in times:
        shown = subprocess.run(["faketime", time, "date", "+%Y"], capture_output=True, text=True, check=True).stdout
        if shown.strip() != time[:4]:
            raise Fault(f"faketime does not move the clock: {shown}")
        root = ready.copy(sites.unbuilt)
        done = subprocess.run(
            ["faketime", time, *program.command(root)], capture_output=True, text=True, env=program.environment()
        )
        if done.returncode != 0 or desk.held(root / "public") != sites.new:
            raise Fault(f"in {time} another site is made: {done.stderr}")
        site = Demonstration.get()
        site.compare(site.build(before=["faketime", time]), f"the clock at {time}")
    return " and ".join(time[:10] for time in times)


@check("source-date-epoch-decides-what-is-scheduled")
def epoch(sites):
    """The variable takes the place of the clock, and is nothing that gets into pages."""
    root = ready.copy(sites.unbuilt)
    succeed(root, env=program.environment(SOURCE_DATE_EPOCH="1600000000"))
    if desk.held(root / "public") != sites.new:
        raise Fault("SOURCE_DATE_EPOCH gets into the output")
    root = ready.copy(sites.unbuilt)
    # A day before the articles' date.
    succeed(root, env=program.environment(SOURCE_DATE_EPOCH="1577750400"))
    if (root / "public/analyses/comes/index.html").exists():
        raise Fault("an article is published before its date")
    succeed(root)
    if desk.held(root / "public") != sites.new:
        raise Fault("an article that has become due is not published")
    return "before, at and after a date"
