#!/usr/bin/env bash
# Holds exports against the programs that are to read them: PyPI's followthemoney and its `ftm
# validate`, networkx, and libxml2 (lxml, and xmllint where there is one).
#
#   tests/export/check.sh [SITE]...
#
# Without arguments the demonstration site and the small site of the tests. DATELINE is the binary
# (built when it is not given), PYTHON a Python that has the packages already.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${DATELINE:-}" ]; then
    cargo build --locked --quiet
    DATELINE=${CARGO_TARGET_DIR:-target}/debug/dateline
fi
if [ -z "${PYTHON:-}" ]; then
    python3 -m venv "$work/python"
    PYTHON=$work/python/bin/python
    "$PYTHON" -m pip install --quiet --disable-pip-version-check 'followthemoney==4.11.*' 'networkx==3.*' 'lxml==6.*'
fi
if [ $# -eq 0 ]; then set -- . tests/export/desk; fi

number=0
for site in "$@"; do
    number=$((number + 1))
    for again in first second; do
        out=$work/$number/$again
        mkdir -p "$out"
        for format in ftm json csv graphml; do
            "$DATELINE" --root "$site" --quiet export --format "$format" --output "$out/"
        done
    done
    diff -r "$work/$number/first" "$out"
    "$(dirname "$PYTHON")/ftm" validate --infile "$out/entities.ftm.json" --outfile "$work/$number/validated.json"
    if command -v xmllint >/dev/null; then xmllint --noout "$out/graph.graphml"; fi
    "$PYTHON" tests/export/check.py "$out" "$work/$number/validated.json" src/export/ftm/countries.rs
    echo "exports of $site: accepted"
done
