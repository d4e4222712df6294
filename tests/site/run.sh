#!/usr/bin/env bash
# Builds the demonstration site in each theme and holds it against the tools that readers, search
# engines and editors of feeds use.
#
#   tests/site/run.sh [THEME]...                     all embedded themes without arguments
#   tests/site/run.sh --shots OUTDIR [THEME]...      makes pictures of every kind of page instead
#
# DATELINE is the binary (built when it is not given). TOOLS is a folder that keeps the tools from
# npm and PyPI between runs; without it they go into a temporary one. Chromium is Debian's package,
# or what CHROMIUM names. A tool that cannot be had ends the run: an unchecked site is no checked site.
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")/../.."
here=$PWD/tests/site

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Node finds packages in the folder of the script that asks for them, so the scripts go to the tools.
tools=${TOOLS:-$work/tools}
mkdir -p "$tools"
cp "$here"/* "$tools/"
npm install --silent --no-audit --no-fund --prefix "$tools"
if [ ! -x "$tools/python/bin/python" ]; then python3 -m venv "$tools/python"; fi
python=$tools/python/bin/python
"$python" -m pip install --quiet --disable-pip-version-check --requirement "$tools/requirements.txt"
chromium=${CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$chromium" ]; then
    { apt-get update --quiet && apt-get install --yes --quiet chromium; } >"$work/apt" 2>&1 || { cat "$work/apt"; exit 1; }
fi
export CHROMIUM=$chromium

if [ -z "${DATELINE:-}" ]; then
    cargo build --locked --quiet
    DATELINE=${CARGO_TARGET_DIR:-target}/debug/dateline
fi
dateline=$(realpath "$DATELINE")
shots=
if [ "${1:-}" = --shots ]; then
    shots=$(cd "$caller" && realpath -m "$2")
    shift 2
fi
if [ $# -eq 0 ]; then
    cd themes
    set -- *
    cd ..
fi

# A copy of the site, so that its own output and cache stay as they are.
build() { # THEME NAME OPTION...
    local root=$work/desk/$1 out=$work/$1/$2
    if [ ! -d "$root" ]; then
        mkdir -p "$root"
        for part in site.toml content templates static; do
            if [ -e "$part" ]; then cp -R "$part" "$root/"; fi
        done
        # Under the policy, so that whatever it stops shows in the browser's console.
        printf '\n[outputs]\ncontent_security_policy = true\n[theme]\nname = "%s"\n' "$1" >>"$root/site.toml"
    fi
    "$dateline" --root "$root" --quiet build --strict --output "$out" "${@:3}"
}

passed=0 failed=0
check() { # NAME COMMAND...
    local start=$SECONDS
    if "${@:2}" >"$work/said" 2>&1; then
        passed=$((passed + 1))
        printf 'ok    %-30s %4d s  %s\n' "$1" $((SECONDS - start)) "$(tail -n 1 "$work/said")"
    else
        failed=$((failed + 1))
        printf 'FAIL  %-30s %4d s\n' "$1" $((SECONDS - start))
        head -n 60 "$work/said" | sed 's/^/      /'
    fi
}

nu() {
    # What it does not know yet: anchor positioning, which side notes use where a browser has it. And it takes
    # a folder for a foreign host, and data (JSON-LD) for a script; whether the policy stops anything that it
    # should not is for Chromium to say, in the checks below.
    java -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --skip-non-html --format gnu --Werror --also-check-css \
        --filterpattern 'CSS: (“top”: Parse Error|.*(anchor\(|anchor-name|position-(anchor|area|try))).*|(Resource|Inline script) violates Content Security Policy.*' "$1"
}
html_validate() { (cd "$tools" && node_modules/.bin/html-validate --config html-validate.mjs --max-warnings 0 "$1/**/*.html"); }
style() { (cd "$tools" && node_modules/.bin/stylelint --config stylelint.config.mjs "$1/assets/*.css"); }
links() { "$tools/python/bin/lychee" --offline --no-progress --include-fragments --index-files index.html --root-dir "$1" "$1"; }

for theme in "$@"; do
    build "$theme" site
    if [ -n "$shots" ]; then
        node "$tools/shots.mjs" "$work/$theme/site" "$shots/$theme"
        continue
    fi
    build "$theme" portable --portable
    build "$theme" below --base-url https://example.org/desk/
    site=$work/$theme/site portable=$work/$theme/portable

    check "$theme: HTML and CSS" nu "$site"
    check "$theme: html-validate" html_validate "$site"
    check "$theme: stylelint" style "$site"
    check "$theme: links" links "$site"
    check "$theme: links, portable" links "$portable"
    check "$theme: feeds and sitemap" "$python" "$tools/feeds.py" "$site" "$tools/node_modules/sitemap/schema/sitemap.xsd"
    check "$theme: JSON-LD" "$python" "$tools/json_ld.py" "$site"
    check "$theme: browser" node "$tools/open.mjs" "$site"
    check "$theme: browser, below a path" node "$tools/open.mjs" "$work/$theme/below" /desk/
    check "$theme: browser, from disk" node "$tools/open.mjs" "$portable" file:
    check "$theme: clicks" node "$tools/click.mjs" "$site" "$portable"
    check "$theme: search" node "$tools/search.mjs" "$site" "$portable"
    check "$theme: accessibility" node "$tools/axe.mjs" "$site"
    check "$theme: Lighthouse" node "$tools/lighthouse.mjs" "$site"
done

if [ -n "$shots" ]; then exit; fi
mkdir "$work/edited"
for part in site.toml content templates static; do
    if [ -e "$part" ]; then cp -R "$part" "$work/edited/"; fi
done
check "edits in a browser" node "$tools/serve.mjs" "$dateline" "$work/edited"
check "hostile content" node "$tools/xss.mjs" "$dateline" "$work/hostile"
node "$tools/corpus.mjs" "$work/large"
"$dateline" --root "$work/large" --quiet build
check "search in 10,000 articles" node "$tools/search.mjs" --bytes "$work/large/public"
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
