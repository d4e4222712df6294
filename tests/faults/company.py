"""What others do while a build runs, and outputs that lie elsewhere."""
import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import desk
import places
import program
import sites as ready
from checks import check
from program import Fault, run, succeed


@contextlib.contextmanager
def stopped(root, call, number, path=None):
    """A build that stands still at a system call; yields its process id and a function that lets it end. It is killed if
    that is not called."""
    with tempfile.NamedTemporaryFile("r", prefix="strace-") as log:
        line = program.under_strace(log.name, [f"{call}:signal=STOP:when={number}"], program.command(root), path)
        strace = subprocess.Popen(
            line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=program.environment()
        )
        end = time.monotonic() + program.LIMIT
        text = ""
        while "stopped by SIGSTOP" not in text:
            if strace.poll() is not None or time.monotonic() > end:
                strace.kill()
                raise Fault(f"the build does not stop at {call} {number}: {strace.communicate()[0]}")
            time.sleep(0.01)
            log.seek(0)
            text = log.read()
        children = Path(f"/proc/{strace.pid}/task/{strace.pid}/children").read_text().split()
        (process,) = map(int, children)

        def go_on():
            os.kill(process, signal.SIGCONT)
            said, _ = strace.communicate(timeout=program.LIMIT)
            return program.Run(strace.returncode, said)

        try:
            yield process, go_on
        finally:
            if strace.poll() is None:
                os.kill(process, signal.SIGKILL)
                strace.communicate(timeout=program.LIMIT)


@check("two-builds-at-once")
def two_builds(sites):
    """The second is refused and names the first; a check is not; and the first goes on unharmed."""
    root = ready.copy(sites.edited)
    # The call that the signal comes at is made yet: the last one before the exchange.
    with stopped(root, "linkat", 1) as (process, go_on):
        second = run(root)
        if second.status != 1 or "output/locked" not in second.said or f"process {process} " not in second.said:
            raise Fault(f"the second build does not name process {process}: {second.said}")
        if ready.whole(sites, root / "public") != "old":
            raise Fault("the second build publishes")
        succeed(root, "check")
        first = go_on()
    if first.status != 0 or ready.whole(sites, root / "public") != "new":
        raise Fault(f"the first build fails: {first.said}")
    ready.heals(sites, root)
    return f"refused while process {process} builds"


@check("lock-of-a-dead-build")
def stale_lock(sites):
    """A lock whose owner was killed, or has a number that is someone else's now, stops nobody."""
    root = ready.copy(sites.edited)
    with stopped(root, "renameat2", 1) as (process, _):
        pass
    if (root / ".dateline/lock").read_text() != f"{process}\n":
        raise Fault("the killed build left no lock")
    ready.heals(sites, root)
    root = ready.copy(sites.edited)
    (root / ".dateline/lock").write_text(f"{os.getpid()}\n")
    ready.heals(sites, root)
    return "2 locks"


@check("file-vanishes-while-it-is-read")
def vanishes(sites):
    """A file of the site is there when its folder is listed, and gone when it is opened."""
    tried = 0
    for name in ["content/analyses/changes.md", "static/large.bin", "static/folder", "site.toml"]:
        for number in range(1, 20):
            root = ready.copy(sites.edited)
            done = run(root, inject=[f"openat:error=ENOENT:when={number}"], path=root / name)
            if not done.injected:
                break
            tried += 1
            site = ready.whole(sites, root / "public")
            if site != ("new" if done.status == 0 else "old"):
                raise Fault(f"{name}, opening {number}: status {done.status}, and the {site} site: {done.said}")
            if "panicked" in done.said or done.status != 0 and name.split("/")[-1] not in done.said:
                raise Fault(f"{name}, opening {number}: the file is not named: {done.said}")
            ready.heals(sites, root)
        if number < 3:
            raise Fault(f"{name} was not opened twice")
    return f"{tried} files"


@check("file-changes-while-it-is-read")
def changes(sites):
    """A text, or a file that is copied piece by piece, is saved again at any of the moments at which a build reads it:
    what is published is one of the two versions, and the next build publishes what the file says now, even if that is
    what it had said first."""
    text = saved_while_read(sites, "content/analyses/changes.md", desk.article("Changes", "saved during the build"))
    large = saved_while_read(sites, "static/large.bin", b"saved during the build " * 60_000)
    return f"{text} changes of a text, {large} of a file that is copied"


def saved_while_read(sites, name, data):
    versions = {**desk.NEW, name: data}
    later = ready.clean(versions)
    tried = 0
    for call in ["openat", "read"]:
        for number in range(1, 40):
            for back in [False, True]:
                root = ready.copy(sites.edited)
                try:
                    with stopped(root, call, number, path=root / name) as (_, go_on):
                        (root / name).write_bytes(versions[name])
                        done = go_on()
                except Fault:
                    if number > 2:
                        break
                    raise
                found = desk.held(root / "public")
                if done.status != 0 or found not in (sites.new, later):
                    raise Fault(f"at {call} {number}: {done.said} {desk.difference(found, later)}")
                if back:
                    (root / name).write_bytes(desk.NEW[name])
                succeed(root)
                found = desk.held(root / "public")
                if found != (sites.new if back else later):
                    said = "as it was before" if back else "as it was saved"
                    raise Fault(f"at {call} {number}: the file is {said}, and the next build does not publish that")
                tried += 1
            else:
                continue
            break
    return tried


@check("output-is-a-link")
def link(sites):
    """Where `public` is a symbolic link, the folder that it leads to is exchanged."""
    root = ready.copy(sites.edited)
    (root / "public").rename(root / "elsewhere")
    (root / "public").symlink_to("elsewhere")
    succeed(root)
    if not (root / "public").is_symlink():
        raise Fault("the link is gone")
    ready.heals(sites, root)
    (root / "public").unlink()
    (root / "public").symlink_to("nowhere")
    done = run(root)
    if done.status != 1 or "output/place" not in done.said or (root / "nowhere").exists():
        raise Fault(f"a link that leads nowhere is followed: {done.said}")
    return "1 exchanged, 1 refused"


@check("killed-with-the-output-on-another-disk")
def other_disk(sites):
    """The new site is made beside the output, and exchanged with it there."""
    with places.elsewhere() as folder:
        if folder is None:
            raise Fault("there is no other file system than that of the desks, and none can be mounted")
        seen, kills = set(), 0
        for call in ["openat", "write", "unlink", "mkdir", "fdatasync", "rename", "linkat", "renameat2"]:
            for number in range(1, 100, 4):
                root = ready.copy(sites.edited)
                output = folder / "public"
                for name in ["public", ".public.dateline-staging"]:
                    subprocess.run(["rm", "-rf", folder / name], check=True)
                subprocess.run(["cp", "-a", root / "public", output], check=True)
                arguments = ["build", "--output", str(output)]
                done = run(root, *arguments, inject=[f"{call}:signal=KILL:when={number}"])
                if "output/no-exchange" in done.said:
                    raise Fault(f"the output is not exchanged: {done.said}")
                if done.status == 0:
                    break
                kills += 1
                seen.add(ready.whole(sites, output))
                succeed(root, *arguments)
                if ready.whole(sites, output) != "new" or desk.kept(output) != set(desk.KEPT):
                    raise Fault(f"after a kill at {call} {number} the next build does not mend the output")
        if seen != {"old", "new"}:
            raise Fault(f"all kills came on one side of the exchange: {seen}")
        return f"{kills} kills"


@check("killed-with-the-output-on-a-mount-point")
def mount_point(sites):
    """A mount point cannot be exchanged: as in killed-while-files-are-replaced, but not by injection."""
    root = Path(tempfile.mkdtemp(dir=ready.WORK))
    with places.mounted(root / "public", 64 * 1024) as output:
        if output is None:
            return "no disk could be mounted here; see killed-while-files-are-replaced"
        seen, kills = [], 0
        for call in ["unlink", "rename", "copy_file_range", "fdatasync"]:
            for number in range(1, 100, 2):
                desk.copy(sites.one_by_one, root)
                done = run(root, inject=[f"{call}:signal=KILL:when={number}"])
                if done.status == 0:
                    if "output/no-exchange" not in done.said:
                        raise Fault("nobody is told that the output is not exchanged")
                    break
                kills += 1
                try:
                    seen.append(ready.whole(sites, output))
                except Fault:
                    seen.append("mixed")
                succeed(root, "check")
                ready.whole(sites, output)
                ready.heals(sites, root)
        if "mixed" not in seen:
            raise Fault(f"no kill came between two sites: {set(seen)}")
        return f"{kills} kills, {seen.count('mixed')} of them between two sites"
