"""Places for a desk, and somebody who may not do everything."""
import contextlib
import os
import subprocess
import tempfile
from pathlib import Path

import sites as ready

# As whom a command runs that is to be bound by permissions, which root is not.
SOMEBODY = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


def give_away(root):
    """Makes a desk, and the way to it, be somebody's."""
    if SOMEBODY:
        for folder in root.parents:
            if folder.is_relative_to(ready.WORK):
                folder.chmod(0o755)
        for top, _, names in os.walk(root):
            for path in [top, *(os.path.join(top, name) for name in names)]:
                os.chown(path, SOMEBODY["user"], SOMEBODY["group"], follow_symlinks=False)


@contextlib.contextmanager
def mounted(folder, kibibytes):
    """A disk in memory at a folder; yields the folder, or None where nothing may be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    line = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k,mode=755", "tmpfs", str(folder)]
    if subprocess.run(line, capture_output=True).returncode != 0:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def small_disk(kibibytes):
    """A whole desk's own disk."""
    with mounted(Path(tempfile.mkdtemp(dir=ready.WORK)), kibibytes) as disk:
        yield disk and disk / "site"


@contextlib.contextmanager
def elsewhere():
    """A folder on another file system than the desks, or None."""
    shared = Path("/dev/shm")
    if shared.is_dir() and os.access(shared, os.W_OK) and shared.stat().st_dev != ready.WORK.stat().st_dev:
        with tempfile.TemporaryDirectory(prefix="dateline-faults-", dir=shared) as folder:
            yield Path(folder)
        return
    with mounted(Path(tempfile.mkdtemp(dir=ready.WORK)), 64 * 1024) as folder:
        yield folder
