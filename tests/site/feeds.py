"""Reads every feed of a built site with feedparser, and its sitemap against the schema.

Usage: feeds.py SITE SITEMAP_XSD
"""

import json
import pathlib
import sys

import feedparser
from lxml import etree


def main(site: pathlib.Path, schema: pathlib.Path) -> None:
    wrong = []
    atoms = sorted(site.rglob("atom.xml"))
    for path in atoms:
        feed = feedparser.parse(path.read_bytes())
        if feed.bozo:
            wrong.append(f"{path}: {feed.bozo_exception}")
        if not feed.entries or not all(entry.get("link") and entry.get("title") for entry in feed.entries):
            wrong.append(f"{path}: entries without link or title, or none at all")

    jsons = sorted(site.rglob("feed.json"))
    for path in jsons:
        feed = json.loads(path.read_text(encoding="utf-8"))
        if feed["version"] != "https://jsonfeed.org/version/1.1" or not all(item["id"] for item in feed["items"]):
            wrong.append(f"{path}: no JSON Feed 1.1")

    sitemap = etree.parse(site / "sitemap.xml")
    rules = etree.XMLSchema(etree.parse(schema))
    if not rules.validate(sitemap):
        wrong.append(f"sitemap.xml: {rules.error_log}")
    urls = len(sitemap.getroot())

    if not atoms or len(atoms) != len(jsons) or not urls:
        wrong.append(f"{len(atoms)} Atom feeds, {len(jsons)} JSON feeds, {urls} addresses")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(atoms)} Atom feeds, {len(jsons)} JSON feeds, {urls} addresses")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
