#!/usr/bin/env python3
"""Edits articles of a site that is served, and measures how long it takes until the new page is had.

    tests/bench/serve.py DATELINE SITE [--edits 1000]

As an editor and a browser do it: an article is written, the server tells of it on its stream of events, the
page is asked for and has the new words. Every tenth edit names another actor, which changes pages elsewhere.
Every article is left as it was. Shown are median and 99th percentile in milliseconds, and the server's memory
after the first tenth of the edits and in the end.
"""

import argparse
import http.client
import re
import statistics
import subprocess
import time
from pathlib import Path


def memory(process):
    """What a process holds, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class Server:
    def __init__(self, dateline, site):
        command = [dateline, "serve", "--root", site, "--port", "0"]
        began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])
        self.pages = http.client.HTTPConnection("127.0.0.1", self.port)
        events = http.client.HTTPConnection("127.0.0.1", self.port)
        events.request("GET", "/__dateline/events", headers={"Origin": f"http://127.0.0.1:{self.port}"})
        self.events = events.getresponse()
        self.process.stdout.close()
        while '"site":0' in self.state():
            pass
        self.first = time.monotonic() - began

    def state(self):
        while True:
            line = self.events.readline().decode()
            if line.startswith("data: "):
                return line

    def get(self, path):
        self.pages.request("GET", path)
        return self.pages.getresponse().read().decode()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dateline", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("--edits", type=int, default=1000)
    arguments = parser.parse_args()
    articles = sorted(path for path in (arguments.site / "content/analyses").iterdir() if path.name != "_index.md")
    actors = sorted(path.stem for path in (arguments.site / "content/actors").glob("*.md") if path.stem != "_index")
    server = Server(arguments.dateline, arguments.site)
    took, early = [], 0.0
    try:
        for edit in range(arguments.edits):
            path = articles[edit * 7919 % len(articles)]
            before = path.read_text(encoding="utf-8")
            words = f"This was edit {edit}."
            link = f" [[actor:{actors[edit % len(actors)]}]] was named." if edit % 10 == 9 else ""
            began = time.monotonic()
            path.write_text(f"{before}\n{words}{link}\n", encoding="utf-8")
            while True:
                server.state()
                if words in server.get(f"/analyses/{path.stem}/"):
                    break
            took.append((time.monotonic() - began) * 1000)
            path.write_text(before, encoding="utf-8")
            server.state()
            if edit == arguments.edits // 10:
                early = memory(server.process)
        late = memory(server.process)
    finally:
        server.process.kill()
    took.sort()
    print(f"first page after {server.first:.2f} s; {len(articles):,} articles, {len(took):,} edits")
    print(f"from edit to page: median {statistics.median(took):.1f} ms, 99th percentile {took[int(len(took) * 0.99)]:.1f} ms, longest {took[-1]:.1f} ms")
    print(f"memory: {early:.0f} MB after a tenth of the edits, {late:.0f} MB in the end")


if __name__ == "__main__":
    main()
