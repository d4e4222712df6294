"""The small desk that all faults are tried on: what its files say before and after an edit, and what a
folder holds.

The edit changes a text, adds an article and removes one, makes a folder of a file and a file of a folder,
and changes a file that is too large to be read whole (1 MiB), so that a build of it does all that a build can do.
"""
import os
import shutil
from pathlib import Path

MANIFEST = ".dateline-manifest"

# What lies in the output, is not Dateline's, and stays.
KEPT = {".git/HEAD": b"ref: refs/heads/main\n", "CNAME": b"example.org\n"}

# All that a site does not need is off: what is tried here is how files are written, not what is in them.
SETTINGS = """title = "Desk"

[output]
keep = [".git", "CNAME"]

[outputs]
""" + "".join(
    f"{name} = false\n"
    for name in "atom json_feed sitemap robots json_ld open_graph graph citations cards redirects archive "
    "timeline network search".split()
)


def article(title, text):
    return f"---\ntitle: {title}\ndate: 2020-01-01\n---\n\n{text}\n".encode()


def files(text, more):
    """A version of the desk."""
    return {
        "site.toml": SETTINGS.encode(),
        "content/analyses/same.md": article("Same", "It cites [[changes]]."),
        "content/analyses/changes.md": article("Changes", text),
        "static/large.bin": text.encode() * (1_200_000 // len(text)),
        **more,
    }


OLDER = files("older", {"static/relic": b"relic"})
OLD = files(
    "old text",
    {
        "content/analyses/goes.md": article("Goes", "It goes."),
        "static/file": b"a file",
        "static/folder/inner": b"in a folder",
    },
)
NEW = files(
    "new text",
    {
        "content/analyses/comes.md": article("Comes", "It comes."),
        "static/file/inner": b"in a folder",
        "static/folder": b"a file",
    },
)


def write(root, version):
    """Makes the desk in `root` be this version; nothing else in it is touched."""
    for part in ["content", "static"]:
        shutil.rmtree(root / part, ignore_errors=True)
    for path, data in version.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def keep(output):
    """Puts into an output folder what is to stay there."""
    for path, data in KEPT.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(data)


def is_kept(path):
    return path.split("/")[0] in {kept.split("/")[0] for kept in KEPT}


def held(folder):
    """Every file below a folder with its bytes; empty folders and links have a value that no file has.
    Without the folder: nothing. What is kept is left out, and looked at by `kept`."""
    if not folder.is_dir():
        return None
    found = {}
    for top, folders, names in os.walk(folder):
        for name in folders + names:
            path = Path(top) / name
            key = path.relative_to(folder).as_posix()
            if is_kept(key):
                continue
            if path.is_symlink():
                found[key] = ("link", os.readlink(path))
            elif path.is_file():
                found[key] = path.read_bytes()
            elif not any(path.iterdir()):
                found[key] = "an empty folder"
    return found


def kept(output):
    """What of the kept entries is there and as it was."""
    return {path for path, data in KEPT.items() if (output / path).is_file() and (output / path).read_bytes() == data}


def copy(template, root):
    """Makes `root` a copy of a whole desk. The manifests come last, as a build writes them, so that the files
    are believed to be what they say."""
    if root.exists():
        # An output that is a mount point stays.
        shutil.rmtree(root, onerror=lambda *_: None)
    shutil.copytree(template, root, symlinks=True, dirs_exist_ok=True)
    for manifest in [root / "public" / MANIFEST, root / ".dateline/staging" / MANIFEST]:
        if manifest.exists():
            os.utime(manifest)


def difference(found, wanted):
    """The first few paths in which two folders differ, for a message."""
    if found is None or wanted is None:
        return "no folder" if found is None else "a folder"
    paths = [path for path in sorted(found.keys() | wanted.keys()) if found.get(path) != wanted.get(path)]
    return ", ".join(paths[:6]) + (f" and {len(paths) - 6} more" if len(paths) > 6 else "")
