"""Runs Dateline, alone or under strace, which makes system calls fail or kills the program at them.

strace counts each call for itself and in each thread; with one job there is one thread that does the work, so that
the number of a call says which of them it is, on every run. A signal comes when a call begins: of SIGKILL the call is
not made any more, and other signals end the program after it.
"""
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass

DATELINE = os.environ.get("DATELINE", "target/debug/dateline")

# No build of the small desk takes a tenth of this, under strace neither.
LIMIT = 60


class Fault(Exception):
    """What a check found wrong."""


@dataclass
class Run:
    """How a run ended."""

    # The exit status; negative for the signal that ended it.
    status: int
    # What it printed.
    said: str
    # How many calls strace meddled with.
    injected: int = 0


def environment(**more):
    """Nothing of the caller's but where programs are."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C", **more}


def command(root, *arguments, jobs=1):
    return [os.path.abspath(DATELINE), "--root", str(root), "--jobs", str(jobs), *(arguments or ["build"])]


def under_strace(log, inject, command, path=None):
    """The command line that makes strace do `inject`, a list of CALL:WHAT. Its option `--seccomp-bpf`, which would be
    faster, loses count."""
    calls = ",".join(dict.fromkeys(what.split(":")[0] for what in inject))
    options = [option for what in inject for option in ("-e", f"inject={what}")]
    of = ["-P", str(path)] if path else []
    return ["strace", "-f", "-qq", *of, "-o", log, "-e", f"trace={calls}", *options, "--", *command]


def run(root, *arguments, inject=(), path=None, jobs=1, env=None, **more):
    """Runs a command of Dateline on a desk, `build` if none is named. With `path`, strace counts only calls that have to
    do with that file."""
    line = command(root, *arguments, jobs=jobs)
    with tempfile.NamedTemporaryFile("r", prefix="strace-") as log:
        if inject:
            line = under_strace(log.name, inject, line, path)
        try:
            done = subprocess.run(
                line, capture_output=True, text=True, timeout=LIMIT, env=env or environment(), **more
            )
        except subprocess.TimeoutExpired as error:
            raise Fault(f"hangs: {' '.join(map(str, error.cmd))}") from None
        text = log.read()
    # At a kill strace cannot write what it did to the call.
    injected = text.count("(INJECTED)") + text.count("+++ killed by")
    return Run(done.returncode, done.stdout + done.stderr, injected)


def succeed(root, *arguments, **more):
    """Runs a command that is to go well, and returns what it said."""
    done = run(root, *arguments, **more)
    if done.status != 0:
        raise Fault(f"status {done.status}: {done.said.strip()}")
    return done.said


def calls(root, *arguments, inject=()):
    """How often a command makes each system call, all threads together; with `inject` done as well."""
    with tempfile.NamedTemporaryFile("r", prefix="strace-") as log:
        options = [option for what in inject for option in ("-e", f"inject={what}")]
        line = ["strace", "-f", "-qq", "-o", log.name, "-e", "trace=all", *options, "--", *command(root, *arguments)]
        subprocess.run(line, check=True, capture_output=True, timeout=LIMIT, env=environment())
        names = re.findall(r"^\d+ +(\w+)\(", log.read(), re.MULTILINE)
    return {name: names.count(name) for name in dict.fromkeys(names)}
