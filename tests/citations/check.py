"""Reads every citation of a built site with the parsers that reference managers use, and holds the
three formats of each article against each other.

    check.py SITE
"""
import json
import sys
from pathlib import Path

import bibtexparser
import rispy

# The names that CSL 1.0.2 has, as far as they could be ours.
CSL = {"id", "type", "title", "author", "container-title", "issued", "URL", "abstract", "keyword", "language"}


def plain(text):
    """The text behind what LaTeX reads."""
    for command, sign in [
        ("\\textbraceleft{}", "\1"),
        ("\\textbraceright{}", "\2"),
        ("\\textasciitilde{}", "~"),
        ("\\textasciicircum{}", "^"),
        ("\\textless{}", "<"),
        ("\\textgreater{}", ">"),
        ("\\textquotedbl{}", '"'),
    ]:
        text = text.replace(command, sign)
    text = text.replace("\\textbackslash{}", "\3").replace("{", "").replace("}", "")
    for sign in "&%$#_":
        text = text.replace("\\" + sign, sign)
    return text.replace("\1", "{").replace("\2", "}").replace("\3", "\\")


def bibtex(path):
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    (entry,) = bibtexparser.loads(path.read_text("utf-8"), parser).entries
    authors = [plain(name) for name in entry["author"].split(" and ")] if "author" in entry else []
    return {
        "id": entry["ID"],
        "title": plain(entry["title"]),
        "authors": authors,
        "site": plain(entry["howpublished"]),
        "year": int(entry["year"]) if "year" in entry else None,
        "url": entry.get("url"),
    }


def ris(path):
    (entry,) = rispy.loads(path.read_text("utf-8"))
    assert entry["type_of_reference"] == "ELEC", entry
    assert not entry.get("unknown_tag"), entry
    return {
        "id": entry["id"],
        "title": entry["title"],
        "authors": entry.get("authors", []),
        "site": entry["secondary_title"],
        "year": int(entry["year"]) if "year" in entry else None,
        "url": (entry.get("urls") or [entry.get("url")])[0],
    }


def csl(path):
    (item,) = json.loads(path.read_text("utf-8"))
    assert set(item) <= CSL, set(item) - CSL
    return {
        "id": item["id"],
        "title": item["title"],
        "authors": [author["literal"] for author in item.get("author", [])],
        "site": item["container-title"],
        "year": item["issued"]["date-parts"][0][0] if "issued" in item else None,
        "url": item.get("URL"),
    }


def main():
    files = sorted(Path(sys.argv[1]).rglob("cite.json"))
    assert files, "the site has no citations"
    for file in files:
        told = [csl(file), bibtex(file.with_suffix(".bib")), ris(file.with_suffix(".ris"))]
        assert told[0] == told[1] == told[2], (file, told)
    print(f"{len(files)} articles, cited alike in three formats")


main()
