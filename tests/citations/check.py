"""Reads every citation that the pages of a built site offer with the parsers that reference managers use,
and holds the three formats of each article against each other, and against the text that the page shows.

    check.py SITE
"""
import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import urlopen

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


class Page(HTMLParser):
    """The downloads of a page by their names, each with the text that stands before it."""

    def __init__(self, html):
        super().__init__()
        self.downloads, self.shown, self.is_shown = {}, "", False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.is_shown = tag == "pre"
        if self.is_shown:
            self.shown = ""
        if tag == "a" and "download" in attributes:
            with urlopen(attributes["href"]) as file:
                text = file.read().decode("utf-8")
                media_type = file.headers.get_content_type()
            assert media_type == attributes["type"], (media_type, attributes["type"])
            assert text.replace("\r\n", "\n").strip() == self.shown.strip(), (text, self.shown)
            self.downloads[attributes["download"]] = text

    def handle_endtag(self, tag):
        self.is_shown = self.is_shown and tag != "pre"

    def handle_data(self, data):
        if self.is_shown:
            self.shown += data


def bibtex(text):
    parser = bibtexparser.bparser.BibTexParser(common_strings=True)
    (entry,) = bibtexparser.loads(text, parser).entries
    authors = [plain(name) for name in entry["author"].split(" and ")] if "author" in entry else []
    return {
        "id": entry["ID"],
        "title": plain(entry["title"]),
        "authors": authors,
        "site": plain(entry["howpublished"]),
        "year": int(entry["year"]) if "year" in entry else None,
        "url": entry.get("url"),
    }


def ris(text):
    (entry,) = rispy.loads(text)
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


def csl(text):
    (item,) = json.loads(text)
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
    pages = {file: Page(file.read_text("utf-8")).downloads for file in sorted(Path(sys.argv[1]).rglob("*.html"))}
    articles = {file: downloads for file, downloads in pages.items() if downloads}
    assert articles, "the site has no citations"
    for file, downloads in articles.items():
        slug = file.parent.name
        told = [csl(downloads[f"{slug}.json"]), bibtex(downloads[f"{slug}.bib"]), ris(downloads[f"{slug}.ris"])]
        assert len(downloads) == 3, (file, list(downloads))
        assert told[0] == told[1] == told[2], (file, told)
    print(f"{len(articles)} articles, cited alike in three formats")


main()
