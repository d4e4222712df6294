"""Holds the files of an export against followthemoney, networkx and lxml; see check.sh.

    check.py FOLDER VALIDATED COUNTRIES

FOLDER has the export in every form, VALIDATED is what `ftm validate` made of its entities, and
COUNTRIES is the table of country codes in the source.
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

import networkx
from followthemoney import model
from followthemoney.entity import ValueEntity
from followthemoney.exc import InvalidData
from followthemoney.types import registry
from lxml import etree

folder, validated, countries = map(Path, sys.argv[1:])
wrong = []


def check(condition, *what):
    if not condition:
        wrong.append(" ".join(str(part) for part in what))


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_sets(entity):
    return {name: set(values) for name, values in entity["properties"].items()}


# FollowTheMoney. The package drops what it does not take, mostly without a word, so that every
# value is cleaned one by one here, and has to come back.
entities = lines(folder / "entities.ftm.json")
schemata = {entity["id"]: model.get(entity["schema"]) for entity in entities}
check(len(schemata) == len(entities), "an id is there twice")
for entity in entities:
    schema, properties = schemata[entity["id"]], entity["properties"]
    if schema is None:
        check(False, "no schema", entity["schema"])
        continue
    check(not schema.abstract and not schema.deprecated, "abstract or deprecated", schema.name)
    check(registry.entity.validate(entity["id"]) and len(entity["id"]) <= registry.entity.max_length, "id", entity["id"])
    for name in schema.required:
        check(properties.get(name), "missing", name, entity)
    for name, values in properties.items():
        prop = schema.get(name)
        if prop is None:
            check(False, schema.name, "has no", name)
            continue
        check(not prop.stub and not prop.deprecated, "no property to set", prop)
        check(values, "no value of", name, entity)
        for value in values:
            cleaned = prop.type.clean(value, format=prop.format)
            check(cleaned is not None, prop, "does not take", repr(value))
            # Only addresses and names are tidied: a slash after a host, double spaces.
            if prop.type not in (registry.url, registry.name):
                check(cleaned == value, prop, repr(value), "becomes", repr(cleaned))
            check(len(value) <= prop.max_length, prop, "too long", repr(value))
            if prop.type == registry.entity:
                target = schemata.get(value)
                check(target is not None, prop, "leads nowhere:", value)
                check(target is None or target.is_a(prop.range), prop, "does not take", target)
    try:
        schema.validate(entity)
    except InvalidData as error:
        check(False, entity["id"], error, error.errors)
    proxy = ValueEntity.from_dict(dict(entity), cleaned=False)
    check(set(proxy.properties) == set(properties), "properties lost:", entity)
    check(schema.edge or proxy.caption not in (None, schema.label, proxy.id), "no caption:", entity)

# What the package's own command leaves of them is all of them.
after = {entity["id"]: entity for entity in lines(validated)}
check(set(after) == set(schemata), "ftm validate lost entities")
for entity in entities:
    kept, given = as_sets(after.get(entity["id"], {"properties": {}})), as_sets(entity)
    same = {name: len(values) for name, values in kept.items()} == {name: len(values) for name, values in given.items()}
    check(same, "ftm validate changed", given, "to", kept)

# The table of countries.
table = re.findall(r'\("([A-Z]{3})", "([a-z]+)"\)', countries.read_text(encoding="utf-8"))
check(len(table) > 240, "the table of countries was not found")
for iso3, code in table:
    check(registry.country.clean(code) == code, "no country code:", code)
    # The package does not know the second of the two codes that are in use for Kosovo.
    check(registry.country.clean(iso3) == code or iso3 == "XKK", iso3, "is", registry.country.clean(iso3), "not", code)

# JSON: edges have nodes, and what they name is there.
site = json.loads((folder / "site.json").read_text(encoding="utf-8"))
nodes = {node["id"]: node for node in site["nodes"]}
sources = {source["id"] for source in site["sources"]}
check(len(nodes) == len(site["nodes"]), "a node is there twice")
for edge in site["edges"]:
    check(edge["from"] in nodes and edge["to"] in nodes, "an edge leads nowhere:", edge)
    check(edge.get("source") is None or edge["source"] in sources, "no source:", edge)
for event in site["events"]:
    check(all(node in nodes for node in event.get("actors", []) + event.get("topics", [])), "event:", event)

# CSV: the same graph; no cell is a formula.
rows = {}
for name in ("nodes", "edges"):
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8")
    check(text.endswith("\r\n"), f"{name}.csv has other ends of lines")
    rows[name] = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    for row in rows[name]:
        check(None not in row and None not in row.values(), "a row of another length:", row)
        check(not any(re.match(r"[=+\-@\t\r]", str(cell)) for cell in row.values()), "a formula:", row)
check([row["id"] for row in rows["nodes"]] == list(nodes), "nodes.csv has other nodes")
ends = Counter((edge["from"], edge["to"], edge["type"]) for edge in site["edges"])
check(Counter((row["from"], row["to"], row["type"]) for row in rows["edges"]) == ends, "edges.csv has other edges")

# GraphML: well-formed, and the same graph to networkx.
etree.parse(folder / "graph.graphml")
graph = networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)
check(graph.is_directed(), "the graph has no direction")
check(list(graph.nodes) == list(nodes), "graph.graphml has other nodes")
read = Counter((start, end, data["type"]) for start, end, data in graph.edges(data=True))
check(read == ends, "graph.graphml has other edges")
for node, data in graph.nodes(data=True):
    given = nodes[node]
    check(data["name"] == given["title"] and data["kind"] == given["kind"], "another node:", node)
    check(data.get("articles") == given.get("articles"), "another number of articles:", node)

for line in wrong:
    print(line, file=sys.stderr)
used = Counter(schema.name for schema in schemata.values() if schema)
print(f"{len(entities)} entities:", ", ".join(f"{name} {count}" for name, count in sorted(used.items())))
print(f"{len(nodes)} nodes, {len(site['edges'])} edges, {len(site['events'])} events, {len(sources)} sources")
sys.exit(1 if wrong else 0)
