"""Expands the JSON-LD of every page with pyld, and asks for what Google's Article and
BreadcrumbList want.

Usage: json_ld.py SITE
"""

import datetime
import json
import pathlib
import sys

from lxml import html
from pyld import jsonld

SCHEMA = "http://schema.org/"

# What schema.org serves maps all of its terms into its own namespace. No request leaves the machine.
CONTEXT = {"@context": {"@vocab": SCHEMA, "@base": None, "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}}}
DATES = ["datePublished", "dateModified"]


def load(url: str, _options: dict) -> dict:
    if url.rstrip("/") != "https://schema.org":
        raise ValueError(f"a context of another host: {url}")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def as_list(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def faults_of_article(article: dict) -> list[str]:
    faults = [f"no {key}" for key in ["headline", *DATES, "author"] if not article.get(key)]
    for key in DATES:
        if article.get(key) and datetime.datetime.fromisoformat(article[key]).tzinfo is None:
            faults.append(f"{key} without an offset: {article[key]}")
    for author in as_list(article.get("author")):
        faults += [f"an author without {key}" for key in ["name", "url", "@type"] if not author.get(key)]
    for image in as_list(article.get("image")):
        address = image if isinstance(image, str) else image.get("url", "")
        if not address.startswith("http"):
            faults.append(f"an image without an absolute address: {image}")
    return faults


def faults_of_breadcrumbs(crumbs: dict) -> list[str]:
    items = as_list(crumbs.get("itemListElement"))
    faults = [] if len(items) >= 2 else ["a trail of fewer than two"]
    for position, item in enumerate(items, 1):
        if item.get("position") != position or not item.get("name"):
            faults.append(f"position {position} of the trail: {item}")
        if not item.get("item") and position < len(items):
            faults.append(f"position {position} of the trail leads nowhere")
    return faults


def nodes(value: object) -> list[dict]:
    """Every object in it, itself included."""
    if isinstance(value, list):
        return [node for part in value for node in nodes(part)]
    if isinstance(value, dict):
        return [value, *(node for part in value.values() for node in nodes(part))]
    return []


def faults_of_expanded(expanded: list) -> list[str]:
    faults = [] if expanded else ["it expands to nothing"]
    for node in nodes(expanded):
        names = [*as_list(node.get("@type")), *(key for key in node if not key.startswith("@"))]
        faults += [f"not a term of schema.org: {name}" for name in names if not name.startswith(SCHEMA)]
        if ":" not in node.get("@id", "_:"):
            faults.append(f"a relative address: {node['@id']}")
    return faults


def main(site: pathlib.Path) -> None:
    wrong, pages, articles = [], 0, 0
    for path in sorted(site.rglob("*.html")):
        scripts = html.parse(path).xpath("//script[@type='application/ld+json']/text()")
        pages += bool(scripts)
        found = []
        for script in scripts:
            data = json.loads(script)
            found += faults_of_expanded(jsonld.expand(data, {"documentLoader": load}))
            for node in nodes(data):
                types = as_list(node.get("@type"))
                # An article that another cites is named, and its own page tells the rest.
                if any(kind.endswith("Article") for kind in types) and "headline" in node and node.get("@context"):
                    articles += 1
                    found += faults_of_article(node)
                if "BreadcrumbList" in types:
                    found += faults_of_breadcrumbs(node)
        wrong += [f"{path.relative_to(site)}: {fault}" for fault in found]
    if not articles:
        wrong.append("no page says that it is an article")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{pages} pages with JSON-LD, {articles} of them articles")


main(pathlib.Path(sys.argv[1]))
