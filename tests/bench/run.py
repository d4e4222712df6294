#!/usr/bin/env python3
"""Builds a made-up desk cold, warm and after edits, beside the floor and other generators.

    tests/bench/run.py [--articles 1000,10000] [--rounds 5] [--folder /dev/shm] [--write-to TABLE.md]

Each round runs every command once, in turn, so that a slow moment of the machine meets all of them.
Shown are medians of wall time, CPU time and peak memory, ratios to the floor, how many files the site has
and how many of them the last round had to write: the floor reads every file, parses its Markdown and
writes one file an article, with no templates, lists, feeds or links. Hugo and Zola are run where they are
installed. The folder should be on a RAM disk: the writeback of a real disk makes its times swing by a factor
of five.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peers

REPOSITORY = Path(__file__).resolve().parents[2]

# What the peers' sites lack; the templates are as bare as theirs.
LIKE_PEERS = """
[linking]
recognise = false
[outputs]
json_feed = false
json_ld = false
open_graph = false
graph = false
citations = false
cards = false
redirects = false
archive = false
timeline = false
network = false
search = false
"""


def run(command, log):
    """Wall time, CPU time in seconds and peak memory in MB of a command that must succeed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=log, stderr=log)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}\n{Path(log.name).read_text()[-4000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def build_programs():
    subprocess.run(
        ["cargo", "build", "--release", "--locked", "--bins", "--examples", "--quiet"], cwd=REPOSITORY, check=True
    )
    target = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")) / "release"
    return target / "dateline", target / "examples/corpus", target / "examples/floor"


def append(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def replace(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


class Bench:
    """One size of desk, and all that is measured on it."""

    def __init__(self, work, programs, articles):
        self.work, self.articles = work, articles
        self.dateline, corpus, self.floor = programs
        self.site, self.bare = work / "site", work / "bare"
        subprocess.run([corpus, self.site, str(articles)], check=True)
        shutil.copytree(self.site, self.bare)
        append(self.bare / "site.toml", LIKE_PEERS)
        shutil.copytree(Path(__file__).parent / "plain", self.bare / "templates")
        self.edits = 0

    def clean(self, name):
        """Removes an output, and what Dateline keeps from build to build."""
        for path in (self.work / name, self.site / ".dateline", self.bare / ".dateline"):
            shutil.rmtree(path, ignore_errors=True)

    def dateline_build(self, site, output):
        return [self.dateline, "build", "--format", "json", "--root", site, "--output", output]

    def edit(self, what):
        """Changes one thing of the site, another way each time."""
        self.edits += 1
        site, number = self.site, self.edits
        if what == "an article":
            append(site / "content/analyses/n7.md", f"\nOne more sentence, number {number}.\n")
        elif what == "one article more":
            text = (site / "content/analyses/n8.md").read_text(encoding="utf-8")
            (site / f"content/analyses/more-{number}.md").write_text(text, encoding="utf-8")
        elif what == "an actor's alias":
            replace(site / "content/actors/a3.md", "aka:\n", f"aka:\n  - Alias number {number}\n")
        elif what == "a template":
            path = site / "templates/partials/footer.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"<footer>Edition {number}</footer>\n", encoding="utf-8")
        elif what == "the configuration":
            replace(site / "site.toml", "title = \"Desk", f"title = \"Desk {number}")

    def steps(self):
        """What is measured: a name, what comes before the clock starts, and the command."""
        nothing = lambda: None
        yield "floor", lambda: self.clean("floor"), [self.floor, self.site, self.work / "floor"]
        bare = self.work / "bare-output"
        yield "Dateline, as the peers", lambda: self.clean("bare-output"), self.dateline_build(self.bare, bare)
        output = self.work / "output"
        build = self.dateline_build(self.site, output)
        yield "Dateline, every feature", lambda: self.clean("output"), build
        yield "… again, nothing changed", nothing, build
        edits = ("an article", "one article more", "an actor's alias", "a template", "the configuration")
        for what in edits:
            name = what if what.endswith("more") else f"{what} changed"
            yield f"… again, {name}", lambda what=what: self.edit(what), build
        for name, write, command in (
            ("Hugo", peers.hugo, lambda site, out: ["hugo", "--quiet", "--source", site, "--destination", out]),
            ("Zola", peers.zola, lambda site, out: ["zola", "--root", site, "build", "--output-dir", out]),
        ):
            if shutil.which(name.lower()):
                site, out = self.work / name, self.work / f"{name}-output"
                if not site.exists():
                    write(self.site, site)
                yield name, lambda out=out: self.clean(out.name), command(site, out)

    def measure(self, rounds):
        steps = list(self.steps())
        results = {name: [] for name, *_ in steps}
        files = {}
        for _ in range(rounds):
            for name, prepare, command in steps:
                prepare()
                with (self.work / "log").open("w") as log:
                    results[name].append(run(command, log))
                # What is written is the last argument, or follows the option of that name.
                count = sum(len(names) for *_, names in os.walk(command[-1]))
                files[name] = count, written(self.work / "log", count)
        return results, files


def written(log, count):
    """How many files a build of Dateline wrote; all where it was another program."""
    for line in log.read_text().splitlines():
        if line.startswith('{"summary"'):
            return json.loads(line)["summary"]["changed"]
    return count


def table(articles, results, files):
    median = lambda runs, at: statistics.median(run[at] for run in runs)
    floor = median(results["floor"], 0)
    lines = [
        f"| {articles:,} articles | wall (s) | of the floor | CPU (s) | memory (MB) | files | written |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, runs in results.items():
        wall = median(runs, 0)
        lines.append(
            f"| {name} | {wall:.2f} | {wall / floor:.2f} | {median(runs, 1):.2f} "
            f"| {median(runs, 2):.0f} | {files[name][0]:,} | {files[name][1]:,} |"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", default="1000,10000", help="sizes of desks, commas between")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", default="/dev/shm", help="where sites are written; a RAM disk")
    parser.add_argument("--write-to", type=Path, help="a file for the tables")
    arguments = parser.parse_args()
    programs = build_programs()
    print(f"{os.cpu_count()} cores, {platform.system()}; medians of {arguments.rounds} rounds", flush=True)
    tables = []
    for articles in map(int, arguments.articles.split(",")):
        with tempfile.TemporaryDirectory(dir=arguments.folder, prefix="dateline-bench-") as work:
            tables.append(table(articles, *Bench(Path(work), programs, articles).measure(arguments.rounds)))
        print("\n" + tables[-1], flush=True)
    if arguments.write_to:
        arguments.write_to.write_text("\n\n".join(tables) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
