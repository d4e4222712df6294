#!/usr/bin/env python3
"""Builds a small desk while everything goes wrong: kills at every system call, full disks, broken ones, folders that
cannot be written, files that change, builds at once. And builds sites under all that may differ from machine to machine
and may not matter.

    run.py [NAME]...      all checks without arguments

DATELINE is the binary. It needs strace and faketime, which are installed where apt can do that; a tool that cannot be
had ends the run, for a fault that was not made proves nothing. A line is printed for each check, and the status is 1 if
any has failed.
"""
import shutil
import signal
import subprocess
import sys
import time

import checks
import company  # noqa: F401
import failures  # noqa: F401
import kills  # noqa: F401
import sameness  # noqa: F401
import sites as ready
from program import Fault


def install():
    """Brings the tools."""
    packages = [tool for tool in ["strace", "faketime"] if not shutil.which(tool)]
    if packages:
        for line in [["update", "--quiet"], ["install", "--yes", "--quiet", *packages]]:
            done = subprocess.run(["apt-get", *line], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"faults: cannot install {', '.join(packages)}: {done.stdout}{done.stderr}")


def main(names):
    unknown = [name for name in names if name not in checks.ALL]
    if unknown:
        sys.exit(f"faults: no check is called {', '.join(unknown)}; there are {', '.join(checks.ALL)}")
    install()
    # Who was started in the background by a script is deaf to SIGINT, and so is what it starts, unless it hears it itself.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = 0
    try:
        begin = time.monotonic()
        sites = ready.Sites()
        for name in names or checks.ALL:
            start = time.monotonic()
            try:
                told, word = checks.ALL[name](sites), "ok"
            except Fault as fault:
                told, word = fault, "FAIL"
                failed += 1
            print(f"{word:<5} {name:<36} {time.monotonic() - start:5.1f} s  ({told})", flush=True)
        total = len(names or checks.ALL)
        print(f"faults: {total - failed} passed, {failed} failed, in {time.monotonic() - begin:.0f} s")
    finally:
        ready.remove()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
