"""Builds in which system calls fail: the error is told, and the old site stays."""
import os
import resource
from concurrent.futures import ThreadPoolExecutor

import desk
import places
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


@check("disk-full-in-fact")
def full_disk(sites):
    """A small disk of its own, where that may be mounted, with less and less room on it."""
    refused = enough = 0
    for free in range(0, 72, 4):
        with places.small_disk(16 * 1024) as root:
            if root is None:
                return "no disk could be mounted here; see disk-full-at-every-call"
            desk.copy(sites.edited, root)
            room = os.statvfs(root)
            ballast = root.parent / "ballast"
            ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - free * 1024))
            done = run(root)
            refused += done.status != 0
            enough += done.status == 0
            if done.status != 0 and "No space left" not in done.said:
                raise Fault(f"does not say that the disk is full: {done.said}")
            ballast.unlink()
            judge(sites, root, done)
    if not refused or not enough:
        raise Fault(f"the disks were all too small or all too large: {refused} builds failed, {enough} went well")
    return f"{refused} failures, {enough} went well"


@check("read-only-folders")
def read_only(sites):
    """Folders that the one who builds may not write, one after the other."""
    folders = [".", ".dateline", ".dateline/staging", "public", "public/analyses", "content"]
    words = []
    for folder in folders:
        root = ready.copy(sites.edited)
        places.give_away(root)
        (root / folder).chmod(0o555)
        done = run(root, **places.SOMEBODY)
        (root / folder).chmod(0o755)
        if "panicked" in done.said:
            raise Fault(f"{folder}: panics: {done.said}")
        if ready.whole(sites, root / "public") != ("new" if done.status == 0 else "old"):
            raise Fault(f"{folder}: status {done.status}, and the wrong site is there: {done.said}")
        if done.status not in (0, 1) or done.status == 1 and "Permission denied" not in done.said:
            raise Fault(f"{folder}: status {done.status}: {done.said}")
        words.append(f"{folder} {'does no harm' if done.status == 0 else 'is told'}")
        ready.heals(sites, root)
    return ", ".join(words)


def limited(sites, kind, limits):
    """Builds under limits of the system, from too little to enough."""
    failed = enough = 0
    for limit in limits:
        root = ready.copy(sites.edited)
        set_limit = lambda limit=limit: resource.setrlimit(kind, (limit, limit))  # noqa: E731
        done = run(root, preexec_fn=set_limit)
        failed += done.status != 0
        enough += done.status == 0
        try:
            # Without memory the program ends where it stands, and cannot always say why.
            judge(sites, root, done, speaks=kind != resource.RLIMIT_AS)
        except Fault as fault:
            raise Fault(f"with {limit}: {fault}") from None
    if not failed or not enough:
        raise Fault(f"the limits are all too low or all too high: {failed} failed, {enough} went well")
    return f"{failed} failures, {enough} went well"


@check("too-many-open-files")
def descriptors(sites):
    return limited(sites, resource.RLIMIT_NOFILE, range(3, 20))


@check("out-of-memory")
def memory(sites):
    mebibyte = 1 << 20
    least = 1
    while run(ready.copy(sites.edited), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (least * mebibyte,) * 2)).status:
        least *= 2
        if least > 1 << 16:
            raise Fault("no memory is enough")
    return limited(sites, resource.RLIMIT_AS, range(least * mebibyte // 2, least * mebibyte + 1, least * mebibyte // 32))


@check("file-too-large-for-the-system")
def file_size(sites):
    return limited(sites, resource.RLIMIT_FSIZE, [1, 1000, 3000, 1_000_000, 2_000_000])


@check("no-thread-can-be-started")
def threads(sites):
    failures = fail_each(sites, sites.edited, [("clone3", "EAGAIN")])
    return told(failures)
