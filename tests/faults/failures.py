"""Builds in which system calls fail: the error is told, and the old site stays."""
import os
import resource
import subprocess
from concurrent.futures import ThreadPoolExecutor

import desk
import sites as ready
from checks import check
from program import Fault, run, succeed

# Which calls fail with which errors.
FULL = [("write", "ENOSPC"), ("openat", "ENOSPC"), ("mkdir", "ENOSPC"), ("copy_file_range", "ENOSPC"), ("linkat", "ENOSPC")]
BROKEN = [
    ("read", "EIO"), ("write", "EIO"), ("openat", "EIO"), ("statx", "EIO"), ("getdents64", "EIO"), ("unlink", "EIO"),
    ("rename", "EIO"), ("renameat2", "EIO"), ("fdatasync", "EIO"), ("ftruncate", "EIO"), ("copy_file_range", "EIO"),
]  # fmt: skip
DENIED = [
    ("openat", "EACCES"), ("mkdir", "EACCES"), ("unlink", "EACCES"), ("rename", "EACCES"), ("renameat2", "EACCES"),
    ("linkat", "EPERM"), ("flock", "ENOLCK"), ("statx", "EACCES"),
]  # fmt: skip


def judge(sites, root, done, inject=(), speaks=True):
    """A build that something happened to: it says so, if it can still speak, and leaves the old site; or it makes the
    new one all the same."""
    if "panicked" in done.said:
        raise Fault(f"panics: {done.said}")
    site = ready.whole(sites, root / "public")
    if done.status == 0:
        if site != "new":
            raise Fault(f"says that all is well, and leaves the old site: {done.said}")
    elif site != "old":
        raise Fault(f"fails with status {done.status}, and leaves the new site: {done.said}")
    elif speaks and done.status > 0 and "error" not in done.said and "cannot" not in done.said:
        raise Fault(f"fails with status {done.status} without a word: {done.said}")
    if not desk.kept(root / "public") >= {"CNAME"}:
        raise Fault("CNAME, which is kept, is gone")
    ready.heals(sites, root, inject)


def fail_each(sites, template, errors, inject=(), lasting=False, stride=1):
    """Makes the first call fail, the second, and so on, each in a run of its own; `lasting`: all from then on."""

    def of_call(pair):
        call, error = pair
        failures, number = 0, 1
        while True:
            root = ready.copy(template)
            at = f"{call}:error={error}:when={number}{'+' if lasting else ''}"
            done = run(root, inject=[*inject, at])
            if done.injected <= len(inject):
                return failures
            try:
                judge(sites, root, done, inject, speaks=not (lasting and call == "write"))
            except Fault as fault:
                raise Fault(f"{at}: {fault}") from None
            failures += 1
            number += stride

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(errors, pool.map(of_call, errors)))


def told(failures, never=()):
    """How many failures there were, for the line; each call must have failed, but for those that a build does not
    make."""
    missed = [pair for pair, count in failures.items() if not count and pair[0] not in never]
    if missed:
        raise Fault(f"nothing failed at {missed}")
    return f"{sum(failures.values())} failures"


@check("disk-full-at-every-call")
def disk_full(sites):
    return told(fail_each(sites, sites.edited, FULL, lasting=True), never=["copy_file_range"])


@check("disk-broken-at-every-call")
def disk_broken(sites):
    errors = [pair for pair in BROKEN if pair[0] != "statx"]
    failures = fail_each(sites, sites.edited, errors)
    failures |= fail_each(sites, sites.edited, [("statx", "EIO")], stride=5)
    return told(failures, never=["copy_file_range"])


@check("access-denied-at-every-call")
def denied(sites):
    errors = [pair for pair in DENIED if pair[0] != "statx"]
    failures = fail_each(sites, sites.edited, errors)
    failures |= fail_each(sites, sites.edited, [("statx", "EACCES")], stride=5)
    return told(failures)


@check("disk-full-while-files-are-replaced")
def output_full(sites):
    """The output has its own disk, and its files are replaced one by one: those that are to come must fit beside those
    that are there, or none is touched."""
    errors = [("copy_file_range", "ENOSPC"), ("write", "ENOSPC"), ("openat", "ENOSPC")]
    return told(fail_each(sites, sites.one_by_one, errors, [ready.NO_EXCHANGE], lasting=True))
