#!/usr/bin/env python3
"""Writes registry.json, Dateline's ready list of countries and international organisations.

First step, in a folder of its own (none of it is kept in the repository):

    npm install --prefix sources --ignore-scripts cldr-localenames-full@48.2.0 i18n-iso-countries@7.14.0 \\
        i18n-nationality@1.4.0 @rapideditor/country-coder@5.6.1

Then:

    python3 make_registry.py sources/node_modules          # writes registry.json beside this file
    python3 make_registry.py sources/node_modules --check  # only says whether registry.json is up to date
    python3 make_registry.py --lint                        # only checks registry.json, without the sources

It needs Python 3.9 or later and PyYAML. The same sources and overlay.yaml give the same bytes. README.md describes the
file that it writes, NOTICE.md what it takes from whom.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
OVERLAY = HERE / "overlay.yaml"
REGISTRY = HERE / "registry.json"

LARGEST = 160_000

# Package, version that the overlay was written against, licence that it must still have.
SOURCES = [
    ("cldr-localenames-full", "48.2.0", "Unicode-3.0"),
    ("i18n-iso-countries", "7.14.0", "MIT"),
    ("i18n-nationality", "1.4.0", "MIT"),
    ("@rapideditor/country-coder", "5.6.1", "ISC"),
]

KINDS = ["name", "abbreviation", "demonym", "former", "weak"]
TYPES = ["state", "place", "organisation", "bloc"]
CAUTIONS = [
    "acronym", "caps-word", "common-word", "ethnonym", "generic", "given-name", "language", "other-place", "part",
    "shared", "surname", "us-state",
]
COUNTRY_KEYS = {
    "id", "name", "type", "part_of", "iso3", "assigned", "wikidata", "capital", "capital_note", "other_metonyms",
    "names", "abbr", "former", "weak", "demonyms", "evidence", "counter", "drop",
}
ORGANISATION_KEYS = {
    "id", "name", "type", "wikidata", "part_of", "names", "abbr", "former", "weak", "other_metonyms",
}


class Problems:
    """Everything that is wrong, said at once."""

    def __init__(self):
        self.found = []

    def add(self, text):
        self.found.append(text)

    def stop_if_any(self):
        if self.found:
            sys.exit("\n".join(f"error: {text}" for text in self.found))


# Text

# Letters with a stroke and ligatures do not decompose.
STROKES = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "æ": "ae",
                         "Æ": "AE", "œ": "oe", "ß": "ss", "ı": "i"})


def clean(text):
    """As the registry writes it: NFC, straight apostrophes, "and" for "&"."""
    text = text.replace("\u2019", "'").replace("\u2018", "'").replace(" & ", " and ")
    return unicodedata.normalize("NFC", text.strip())


def fold(text):
    """As the matcher compares it: without the marks of Latin letters; letter case stays."""
    text = text.replace("\u02bb", "'").translate(STROKES)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def plural(demonym):
    """The people of a one-word demonym, or nothing where the word serves for both or makes no plural."""
    if re.search(r"(ese|ish|ch|sh|ss|s|x|z)$", demonym):
        return None
    return demonym + "s"


def words(text):
    return re.findall(r"\w[\w.'’-]*", text)


# The free sources

def read_sources(root, problems):
    for package, version, licence in SOURCES:
        about = json.loads((root / package / "package.json").read_text(encoding="utf-8"))
        if about["version"] != version:
            problems.add(f"{package} is {about['version']}, not {version}: read its changes, then raise it here")
        if about["license"] != licence:
            problems.add(f"{package} has the licence {about['license']}, not {licence}")
    problems.stop_if_any()

    def load(path):
        return json.loads((root / path).read_text(encoding="utf-8"))

    names = load("cldr-localenames-full/main/en/territories.json")
    names = names["main"]["en"]["localeDisplayNames"]["territories"]
    features = load("@rapideditor/country-coder/src/data/borders.json")["features"]
    features = [feature["properties"] for feature in features]
    return {
        "codes": {row[0]: (row[1], row[2]) for row in load("i18n-iso-countries/codes.json")},
        "iso_names": load("i18n-iso-countries/langs/en.json")["countries"],
        "cldr": names,
        "demonyms": load("i18n-nationality/langs/en.json")["nationalities"],
        "wikidata": {f["iso1A2"]: f["wikidata"] for f in features if f.get("iso1A2")},
        "wikidata_parts": {(f["country"], f["wikidata"]) for f in features if f.get("country")},
    }


def source_names(code, sources):
    """Names of a country in CLDR, then in i18n-iso-countries, as prose would write them."""
    cldr = sources["cldr"]
    found = [cldr[code]] if code in cldr else []
    found += [cldr[key] for key in sorted(cldr) if key.startswith(code + "-")]
    listed = sources["iso_names"].get(code, [])
    found += [listed] if isinstance(listed, str) else listed
    # "Congo (DRC)", "Congo - Kinshasa", "Korea, Republic of" are for lists.
    return [clean(name) for name in found if not re.search(r"[(,]| - ", name)]


# Joining

def add_forms(forms, seen, texts, kind):
    for text in texts:
        text = clean(text)
        if fold(text) not in seen:
            seen.add(fold(text))
            forms.append({"text": text, "kind": kind})


def sorted_forms(forms, name):
    """The name first, then by kind, then by text."""
    return sorted(forms, key=lambda form: (form["text"] != name, KINDS.index(form["kind"]), form["text"]))


def metonyms_of(entry):
    texts = ([entry["capital"]] if "capital" in entry else []) + entry.get("other_metonyms", [])
    return [{"text": clean(text)} for text in texts]


def country(code, entry, sources, problems):
    for key in sorted(set(entry) - COUNTRY_KEYS):
        problems.add(f"{code}: unknown key {key}")
    iso3, numeric = sources["codes"][code]
    wikidata = sources["wikidata"].get(code)
    if "wikidata" in entry and entry["wikidata"] != wikidata:
        # The state proper where the source has the realm: it must know that one too.
        if (code, entry["wikidata"]) not in sources["wikidata_parts"]:
            problems.add(f"{code}: no source has {entry['wikidata']}")
        wikidata = entry["wikidata"]

    of_sources = source_names(code, sources)
    drop = {clean(text) for text in entry.get("drop", [])}
    drop_idle = drop - {clean(name) for name in [sources["cldr"].get(code, "")]} - set(of_sources)
    listed = sources["iso_names"].get(code, [])
    drop_idle -= {clean(name) for name in ([listed] if isinstance(listed, str) else listed)}
    for text in sorted(drop_idle):
        problems.add(f"{code}: `drop` names {text!r}, which no source has")
    of_sources = [name for name in of_sources if name not in drop]
    name = clean(entry.get("name") or of_sources[0])

    if "demonyms" in entry:
        demonyms = entry["demonyms"]
    else:
        word = sources["demonyms"].get(code)
        if word is None or not re.fullmatch(r"[\w -]+", word):
            problems.add(f"{code}: i18n-nationality has no demonym that can be used ({word!r})")
            word = name
        demonyms = [word] + ([plural(word)] if plural(word) else [])

    forms, seen = [], set()
    add_forms(forms, seen, [name], "name")
    add_forms(forms, seen, entry.get("weak", []), "weak")
    add_forms(forms, seen, entry.get("former", []), "former")
    add_forms(forms, seen, entry.get("abbr", []), "abbreviation")
    add_forms(forms, seen, demonyms, "demonym")
    add_forms(forms, seen, entry.get("names", []), "name")
    add_forms(forms, seen, of_sources, "name")

    made = {"id": entry["id"], "name": name, "type": entry.get("type", "state")}
    if "part_of" in entry:
        made["part_of"] = entry["part_of"]
    made.update(iso2=code, iso3=entry.get("iso3", iso3), numeric=numeric)
    if "assigned" in entry:
        made["assigned"] = entry["assigned"]
    if wikidata:
        made["wikidata"] = wikidata
    for key in ("capital", "capital_note"):
        if key in entry:
            made[key] = clean(entry[key])
    made["forms"] = sorted_forms(forms, name)
    made["metonyms"] = metonyms_of(entry)
    for key in ("evidence", "counter"):
        if key in entry:
            made[key] = [clean(text) for text in entry[key]]
    return made


def organisation(entry, problems):
    for key in sorted(set(entry) - ORGANISATION_KEYS):
        problems.add(f"{entry['id']}: unknown key {key}")
    name = clean(entry["name"])
    forms, seen = [], set()
    add_forms(forms, seen, [name], "abbreviation" if name.isupper() else "name")
    add_forms(forms, seen, entry.get("weak", []), "weak")
    add_forms(forms, seen, entry.get("former", []), "former")
    add_forms(forms, seen, entry.get("abbr", []), "abbreviation")
    add_forms(forms, seen, entry.get("names", []), "name")
    made = {"id": entry["id"], "name": name, "type": entry["type"]}
    for key in ("part_of", "wikidata"):
        if key in entry:
            made[key] = entry[key]
    made["forms"] = sorted_forms(forms, name)
    made["metonyms"] = metonyms_of(entry)
    return made


def add_cautions(entities, cautions, problems):
    by_text = {}
    for caution in sorted(cautions):
        if caution not in CAUTIONS:
            problems.add(f"unknown class of caution {caution}")
        twice = [text for text in set(cautions[caution]) if cautions[caution].count(text) > 1]
        for text in sorted(twice):
            problems.add(f"caution {caution} names {text!r} twice")
        for text in cautions[caution]:
            by_text.setdefault(clean(text), []).append(caution)
    used = set()
    for entity in entities:
        for form in entity["forms"] + entity["metonyms"]:
            if form["text"] in by_text:
                form["caution"] = by_text[form["text"]]
                used.add(form["text"])
    for text in sorted(set(by_text) - used):
        problems.add(f"caution {by_text[text]} for {text!r}, which is no form")


def check_guards(overlay, entities, problems):
    """Every guard has a form of ours in it, but those that the overlay keeps as idle."""
    forms = {fold(form["text"]) for entity in entities for form in entity["forms"] + entity["metonyms"]}
    longest_first = sorted(forms, key=lambda text: (-len(text), text))
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    for group, guards in overlay["guards"].items():
        for guard in guards:
            if (found.search(fold(guard)) is None) != (group == "idle"):
                problems.add(f"the guard {guard!r} guards {'something after all' if group == 'idle' else 'nothing'}")
    combining = tuple(f"{text}-" for text in overlay["combining"])
    for guard in overlay["combining_guards"]:
        if not guard.startswith(combining):
            problems.add(f"the guard {guard!r} begins with no combining form")


def build(sources, overlay, problems):
    codes, entries = set(sources["codes"]), overlay["countries"]
    for code in sorted(codes ^ set(entries)):
        problems.add(f"{code} is in {'the sources' if code in codes else 'overlay.yaml'} alone")
    problems.stop_if_any()

    countries = [country(code, entries[code], sources, problems) for code in sorted(codes)]
    by_code = {entity["iso2"]: entity for entity in countries}
    for code, wikidata in sorted(overlay["wikidata_certain"].items()):
        if by_code[code].get("wikidata") != wikidata:
            problems.add(f"{code} is {wikidata} for certain, the source says {by_code[code].get('wikidata')}")

    entities = countries + [organisation(entry, problems) for entry in overlay["organisations"]]
    entities.sort(key=lambda entity: entity["id"])
    add_cautions(entities, overlay["cautions"], problems)
    check_guards(overlay, entities, problems)
    guards = [clean(text) for group in overlay["guards"].values() for text in group]
    guards += overlay["combining_guards"]
    for text in sorted({text for text in guards if guards.count(text) > 1}):
        problems.add(f"the guard {text!r} stands twice")
    return {
        "format": 1,
        "entities": entities,
        "combining": overlay["combining"],
        "guards": sorted(set(guards)),
        "lists": {key: sorted(set(texts)) for key, texts in sorted(overlay["lists"].items())},
    }


# Checks of the finished file

def lint(registry, problems):
    entities = registry["entities"]
    ids = [entity["id"] for entity in entities]
    for key in ("id", "name", "iso2", "iso3", "numeric", "wikidata"):
        values = [entity[key] for entity in entities if key in entity]
        for value in sorted({value for value in values if values.count(value) > 1}):
            problems.add(f"{key} {value!r} stands twice")
    if ids != sorted(ids):
        problems.add("entities are not sorted by id")

    for entity in entities:
        where = entity["id"]
        shapes = [("id", r"[a-z0-9]+(-[a-z0-9]+)*"), ("iso2", "[A-Z]{2}"), ("iso3", "[A-Z]{3}"),
                  ("numeric", "[0-9]{3}"), ("wikidata", "Q[1-9][0-9]*")]
        for key, shape in shapes:
            if key in entity and not re.fullmatch(shape, entity[key]):
                problems.add(f"{where}: {key} {entity[key]!r} has not the shape {shape}")
        if entity["type"] not in TYPES:
            problems.add(f"{where}: type {entity['type']}")
        if entity.get("part_of", ids[0]) not in ids:
            problems.add(f"{where}: part_of {entity['part_of']}, which is no entry")
        if not entity["forms"] or entity["forms"][0]["text"] != entity["name"]:
            problems.add(f"{where}: its name is not its first form")
        if "capital" in entity and entity["metonyms"][0]["text"] != entity["capital"]:
            problems.add(f"{where}: its capital is not its first metonym")
        folded = [fold(form["text"]) for form in entity["forms"] + entity["metonyms"]]
        for text in sorted({text for text in folded if folded.count(text) > 1}):
            problems.add(f"{where}: {text!r} stands twice")
        for form in entity["forms"] + entity["metonyms"]:
            for caution in form.get("caution", []):
                if caution not in CAUTIONS:
                    problems.add(f"{where}: caution {caution}")
        for form in entity["forms"]:
            if form["kind"] not in KINDS:
                problems.add(f"{where}: kind {form['kind']}")

    # Texts of all sorts
    texts = [form["text"] for entity in entities for form in entity["forms"] + entity["metonyms"]]
    texts += [text for entity in entities for key in ("evidence", "counter") for text in entity.get(key, [])]
    texts += registry["guards"] + [text for listed in registry["lists"].values() for text in listed]
    for text in texts:
        if text != unicodedata.normalize("NFC", text) or text != text.strip() or not text or "\u2019" in text:
            problems.add(f"{text!r} is not in the form that the registry writes")
    for entity in entities:
        for form in entity["forms"] + entity["metonyms"]:
            if len(re.sub(r"[^\w]", "", form["text"])) < 2:
                problems.add(f"{entity['id']}: {form['text']!r} has only one letter")

    # Owners
    owners = {}
    for entity in entities:
        for form in entity["forms"] + entity["metonyms"]:
            owners.setdefault(fold(form["text"]), []).append((entity["id"], form))
    for text, owned in sorted(owners.items()):
        for who, form in owned:
            if (len(owned) > 1) != ("shared" in form.get("caution", [])):
                problems.add(f"{text!r} of {who} has {len(owned)} owners; caution: {form.get('caution')}")

    # No guard forbids a form of ours. A capital may be one: it is no form until a site asks for it.
    forms = {fold(form["text"]): entity["id"] for entity in entities for form in entity["forms"]}
    for guard in registry["guards"]:
        if fold(guard) in forms:
            problems.add(f"the guard {guard!r} is a form of {forms[fold(guard)]}")
    for text, owner in registry["combining"].items():
        if owner not in ids:
            problems.add(f"combining form {text}: no entry {owner}")
    country_names = {form["text"] for entity in entities for form in entity["forms"]}
    for text in sorted(country_names & set(registry["lists"]["given_names"])):
        problems.add(f"the given name {text!r} is a form")


# Writing

def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def short(form):
    """A form as an actor's file writes it under `aka`: a bare string for a name without doubts."""
    if form.get("kind") == "name":
        form = {key: value for key, value in form.items() if key != "kind"}
    return form["text"] if list(form) == ["text"] else form


def long(form, kind=None):
    form = {"text": form} if isinstance(form, str) else form
    return form if kind is None else {"kind": kind, **form}


def wrapped(texts):
    """A list of strings on lines of about a hundred letters: a change touches few of them."""
    lines, line = [], ""
    for text in map(compact, texts):
        if line and len(line) + len(text) > 100:
            lines.append(line)
            line = ""
        line += text + ","
    return "[\n" + "\n".join(lines + [line.rstrip(",")]) + "]"


def render(registry):
    entities = []
    for entity in registry["entities"]:
        head = {key: value for key, value in entity.items() if key not in ("forms", "metonyms", "evidence", "counter")}
        tail = {key: entity[key] for key in ("evidence", "counter") if key in entity}
        text = compact(head)[:-1] + ',"forms":[\n' + ",\n".join(compact(short(form)) for form in entity["forms"]) + "]"
        if entity["metonyms"]:
            text += ',\n"metonyms":' + compact([short(form) for form in entity["metonyms"]])
        if tail:
            text += ",\n" + compact(tail)[1:-1]
        entities.append(text + "}")
    lists = ",\n".join(f"{compact(key)}:{wrapped(texts)}" for key, texts in registry["lists"].items())
    return (
        f'{{"format":{registry["format"]},\n"entities":[\n' + ",\n".join(entities)
        + '],\n"combining":' + compact(registry["combining"])
        + ',\n"guards":' + wrapped(registry["guards"])
        + ',\n"lists":{\n' + lists + "}}\n"
    )


def read_registry():
    registry = json.loads(REGISTRY.read_text(encoding="utf-8"))
    for entity in registry["entities"]:
        entity["forms"] = [long(form, "name") for form in entity["forms"]]
        entity["metonyms"] = [long(form) for form in entity.get("metonyms", [])]
    return registry


def report(registry):
    entities = registry["entities"]
    forms = [form for entity in entities for form in entity["forms"]]
    metonyms = [form for entity in entities for form in entity["metonyms"]]
    by_type = {kind: sum(entity["type"] == kind for entity in entities) for kind in TYPES}
    by_kind = {kind: sum(form["kind"] == kind for form in forms) for kind in KINDS}
    by_caution = {c: sum(c in form.get("caution", []) for form in forms + metonyms) for c in CAUTIONS}
    print(f"{len(entities)} entries {by_type}")
    print(f"{len(forms)} forms {by_kind}, {len(metonyms)} metonyms, {len(registry['guards'])} guards")
    print(f"cautions {by_caution}")
    print(f"without a Wikidata id: {', '.join(e['id'] for e in entities if 'wikidata' not in e) or 'none'}")
    print(f"{REGISTRY.stat().st_size:,} bytes")


def main():
    arguments = argparse.ArgumentParser(description="Writes the registry of countries and international organisations.")
    arguments.add_argument("sources", type=Path, nargs="?", help="the node_modules folder with the four packages")
    arguments.add_argument("--check", action="store_true", help="write nothing; fail if registry.json is out of date")
    arguments.add_argument("--lint", action="store_true", help="only check registry.json")
    options = arguments.parse_args()
    problems = Problems()

    if options.lint:
        lint(read_registry(), problems)
        problems.stop_if_any()
        return report(read_registry())
    if options.sources is None:
        arguments.error("where are the sources? (see the first lines of this file)")

    import yaml  # only where the overlay is read

    overlay = yaml.safe_load(OVERLAY.read_text(encoding="utf-8"))
    registry = build(read_sources(options.sources, problems), overlay, problems)
    lint(registry, problems)
    text = render(registry)
    if len(text.encode()) > LARGEST:
        problems.add(f"registry.json would have {len(text.encode()):,} bytes, more than {LARGEST:,}")
    problems.stop_if_any()
    if options.check:
        if not REGISTRY.exists() or REGISTRY.read_bytes() != text.encode():
            sys.exit("error: registry.json is out of date")
    else:
        REGISTRY.write_bytes(text.encode())
    report(read_registry())


if __name__ == "__main__":
    main()
