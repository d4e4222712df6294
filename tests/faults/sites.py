"""Desks that are ready to be built once more, made once and copied for each trial; and what is to come of them."""
import shutil
import tempfile
import threading
from pathlib import Path

import desk
from program import Fault, run, succeed

WORK = Path(tempfile.mkdtemp(prefix="dateline-faults-"))

# What makes folders impossible to exchange where they could be.
NO_EXCHANGE = "renameat2:error=EINVAL"

_own = threading.local()


def clean(version):
    """What a build into nothing makes of a version."""
    root = Path(tempfile.mkdtemp(dir=WORK))
    desk.write(root, version)
    succeed(root)
    return desk.held(root / "public")


class Sites:
    """Everything that checks have in common, made before the first of them."""

    def __init__(self):
        self.old, self.new = clean(desk.OLD), clean(desk.NEW)
        # Published, edited, published, edited: the output is old, staging holds what was before, or, where files are
        # replaced one by one, the same as the output.
        self.edited = self._edited("edited", [])
        self.one_by_one = self._edited("one-by-one", [NO_EXCHANGE])
        self.unbuilt = WORK / "unbuilt"
        desk.write(self.unbuilt, desk.NEW)

    def _edited(self, name, inject):
        root = WORK / name
        desk.write(root, desk.OLDER)
        succeed(root, inject=inject)
        desk.keep(root / "public")
        desk.write(root, desk.OLD)
        said = succeed(root, inject=inject)
        if inject and "output/no-exchange" not in said:
            raise Fault("the output is not exchanged by renameat2: it is replaced in one step no longer")
        if not inject and "output/no-exchange" in said:
            raise Fault(f"folders of {WORK} cannot be exchanged, which most checks are about: set TMPDIR")
        desk.write(root, desk.NEW)
        return root


def copy(template):
    """A copy of a desk for one trial; of each thread its own, that of its trial before."""
    if not hasattr(_own, "root"):
        _own.root = Path(tempfile.mkdtemp(dir=WORK)) / "site"
    desk.copy(template, _own.root)
    return _own.root


def whole(sites, output, before=True):
    """Says which site an output holds, `old` or `new`; it must be one of them to the last byte. `before` is false when
    there was none."""
    found = desk.held(output)
    if found == sites.new:
        return "new"
    old = sites.old if before else None
    if found == old:
        return "old"
    nearer = min([old, sites.new], key=lambda site: len(desk.difference(found, site)))
    raise Fault(f"the output is neither site; it differs in {desk.difference(found, nearer)}")


def heals(sites, root, inject=()):
    """The next build needs no help: it makes the new site, keeps what is kept, and leaves nothing behind; and the one
    after it has nothing to do."""
    output = root / "public"
    had = desk.kept(output) | desk.kept(root / ".dateline/staging")
    succeed(root, inject=inject)
    if whole(sites, output) != "new":
        raise Fault("the next build leaves the old site")
    if desk.kept(output) != had:
        raise Fault(f"the next build loses what is kept: {had - desk.kept(output)}")
    left = sorted(path.name for path in (root / ".dateline").iterdir())
    if not set(left) <= {".gitignore", "last-build", "last-build.next", "lock", "staging", "journal.part", "cache"}:
        raise Fault(f"the next build leaves {left} behind")
    again = run(root, inject=inject)
    if again.status != 0 or ", 0 changed" not in again.said:
        raise Fault(f"the build after that has something to do: {again.said}")


def remove():
    shutil.rmtree(WORK, ignore_errors=True)
