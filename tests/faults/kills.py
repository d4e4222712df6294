"""A build that is killed at every system call."""
from concurrent.futures import ThreadPoolExecutor

import desk
import program
import sites as ready
from checks import check
from program import Fault, run, succeed

# Calls that change what is on the disk: all of them are tried, of the others every ninth.
CHANGING = {
    "openat", "open", "creat", "write", "writev", "pwrite64", "ftruncate", "fallocate", "copy_file_range", "sendfile",
    "splice", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
    "unlinkat", "rmdir", "chmod", "fchmod", "fchmodat", "fsync", "fdatasync", "flock",
}  # fmt: skip
SPARSE = 9
# Calls that may publish a part of a site: none of them is left out.
MOVING = {"rename", "renameat", "renameat2"}


def sweep(template, arguments, inject, signal, visit, stride=1):
    """Kills a command at its calls, one run each, until none is left to kill it at. `visit` looks at each desk that is
    left behind. Returns how many there were."""
    counts = program.calls(ready.copy(template), *arguments, inject=inject)
    meddled = {what.split(":")[0] for what in inject}

    def of_call(call):
        kills, number = 0, 1
        step = 1 if call in MOVING else stride if call in CHANGING else stride * SPARSE
        while True:
            root = ready.copy(template)
            done = run(root, *arguments, inject=[*inject, f"{call}:signal={signal}:when={number}"])
            if done.status == 0:
                return kills
            try:
                if done.status > 0:
                    raise Fault(f"ends with status {done.status} instead: {done.said}")
                visit(root)
            except Fault as fault:
                raise Fault(f"at {call} {number}: {fault}") from None
            kills += 1
            number += step

    # `execve` is of the program that strace becomes, `exit_group` comes when all is over.
    chosen = [call for call in counts if call not in meddled | {"execve", "exit", "exit_group"}]
    chosen.sort(key=lambda call: -counts[call])
    with ThreadPoolExecutor(2) as pool:
        kills = dict(zip(chosen, pool.map(of_call, chosen)))
    # At least one of two threads has half of the calls.
    missed = {call: kills[call] for call in chosen if call in CHANGING and kills[call] * stride * 2 < counts[call]}
    if missed:
        raise Fault(f"too few were killed: {missed} of {counts}")
    return sum(kills.values())


def exchanging(sites, signal, stride=1):
    """A build of an edited desk: what it leaves is one of the two sites at any instant."""
    seen = set()

    def visit(root):
        seen.add(ready.whole(sites, root / "public"))
        # A folder that is kept is elsewhere for an instant; a file never is.
        if "CNAME" not in desk.kept(root / "public"):
            raise Fault("CNAME, which is kept, is gone")
        ready.heals(sites, root)
        if desk.kept(root / "public") != set(desk.KEPT):
            raise Fault("what is kept is gone")

    kills = sweep(sites.edited, ["build"], [], signal, visit, stride)
    if seen != {"old", "new"}:
        raise Fault(f"all kills came on one side of the exchange: {seen}")
    return f"{kills} kills"


@check("killed-at-every-call")
def killed(sites):
    return exchanging(sites, "KILL")


@check("interrupted-at-every-call")
def interrupted(sites):
    return exchanging(sites, "INT", stride=3)


@check("terminated-at-every-call")
def terminated(sites):
    return exchanging(sites, "TERM", stride=3)


@check("killed-in-the-first-build")
def first(sites):
    seen = set()

    def visit(root):
        seen.add(ready.whole(sites, root / "public", before=False))
        ready.heals(sites, root)

    kills = sweep(sites.unbuilt, ["build"], [], "KILL", visit, stride=2)
    if seen != {"old", "new"}:
        raise Fault(f"all kills came on one side of the publication: {seen}")
    return f"{kills} kills"


@check("killed-while-files-are-replaced")
def replaced(sites):
    """Where folders cannot be exchanged, a kill may leave both sites mixed, and the next command ends that."""
    seen = []

    def visit(root):
        try:
            seen.append(ready.whole(sites, root / "public"))
        except Fault:
            seen.append("mixed")
        succeed(root, "check")
        ready.whole(sites, root / "public")
        ready.heals(sites, root, [ready.NO_EXCHANGE])
        if desk.kept(root / "public") != set(desk.KEPT):
            raise Fault("what is kept is gone")

    kills = sweep(sites.one_by_one, ["build"], [ready.NO_EXCHANGE], "KILL", visit)
    if set(seen) != {"old", "mixed", "new"}:
        raise Fault(f"the kills do not meet all states: {set(seen)}")
    return f"{kills} kills, {seen.count('mixed')} of them between two sites"


@check("killed-while-it-recovers")
def recovering(sites):
    """The command that finishes what a killed build has begun is killed as well."""
    root = ready.WORK / "half-replaced"
    desk.copy(sites.one_by_one, root)
    # The first rename puts a file in its place.
    run(root, inject=[ready.NO_EXCHANGE, "rename:signal=KILL:when=2"])
    try:
        ready.whole(sites, root / "public")
    except Fault:
        pass
    else:
        raise Fault("the build was not killed between two sites")

    def visit(root):
        succeed(root, "check")
        if ready.whole(sites, root / "public") != "new":
            raise Fault("the update is not finished")
        ready.heals(sites, root, [ready.NO_EXCHANGE])

    return f"{sweep(root, ['check'], [], 'KILL', visit)} kills"
