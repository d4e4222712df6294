"""The same desk for Hugo and Zola: the same pages, lists of 25, feeds of 20 entries, a sitemap.

Their templates show what the bare templates of `plain/` show of an article, an actor and a topic, so
that three programs do the same work.
"""

import re
from pathlib import Path

HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    '<link rel="stylesheet" href="/desk.css"></head><body><nav><a href="/">Home</a> '
    '<a href="/actors/">Actors</a> <a href="/topics/">Topics</a></nav><main>'
)
FOOT = "</main></body></html>"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def split(text):
    _, front, body = text.split("---\n", 2)
    return front, body


def terms(front, key):
    found = re.search(rf"^{key}: \[(.*)\]$", front, re.M)
    return [name.strip() for name in found[1].split(",")] if found else []


def hugo(site, out):
    """Writes the desk as a site of Hugo."""
    for file in sorted((site / "content/analyses").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        write(out / "content/analyses" / file.name, re.sub(r"\]\((n\d+)\.md", r"](/analyses/\1/", text))
    write(out / "hugo.toml", """baseURL = "https://desk.example/"
title = "Desk"
[taxonomies]
actor = "actors"
topic = "topics"
[pagination]
pagerSize = 25
[services.rss]
limit = 20
[markup.highlight]
noClasses = false
""")
    rows = (
        '<ul>{{ range %s }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> '
        '<time>{{ .Date.Format "2006-01-02" }}</time> {{ .Description }}</li>{{ end }}</ul>'
    )
    layouts = out / "layouts"
    write(
        layouts / "_default/baseof.html",
        HEAD.format(title='{{ block "title" . }}{{ .Site.Title }}{{ end }}') + '{{ block "main" . }}{{ end }}' + FOOT,
    )
    write(layouts / "index.html", '{{ define "main" }}<h1>Desk</h1>' + rows % "first 25 .Site.RegularPages" + "{{ end }}")
    write(layouts / "_default/single.html", """{{ define "title" }}{{ .Title }}{{ end }}{{ define "main" }}<h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2 January 2006" }}, {{ .ReadingTime }} minutes</p>
<p>{{ range .GetTerms "actors" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}{{ range .GetTerms "topics" }}<a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ end }}</p>
{{ .TableOfContents }}{{ .Content }}{{ end }}""")
    write(
        layouts / "_default/list.html",
        '{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pager := .Paginate .RegularPages }}'
        + rows % "$pager.Pages"
        + '{{ if $pager.HasPrev }}<a href="{{ $pager.Prev.URL }}">Newer</a>{{ end }}'
        '{{ if $pager.HasNext }}<a href="{{ $pager.Next.URL }}">Older</a>{{ end }}{{ end }}',
    )
    write(
        layouts / "_default/terms.html",
        '{{ define "main" }}<ul>{{ range .Data.Terms.Alphabetical }}<li><a href="{{ .Page.RelPermalink }}">'
        "{{ .Page.LinkTitle }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}",
    )
    write(out / "static/desk.css", "main { max-width: 70ch }")


def zola(site, out):
    """Writes the desk as a site of Zola."""
    for file in sorted((site / "content/analyses").glob("*.md")):
        front, body = split(file.read_text(encoding="utf-8"))
        kept = "\n".join(line for line in front.splitlines() if not line.startswith(("actors:", "topics:")))
        lists = "\n".join(f"  {key}: {terms(front, key)}" for key in ("actors", "topics"))
        body = re.sub(r"\]\((n\d+\.md)", r"](@/analyses/\1", body)
        write(out / "content/analyses" / file.name, f"---\n{kept}\ntaxonomies:\n{lists}\n---\n{body}")
    write(
        out / "content/analyses/_index.md",
        "---\ntitle: Analyses\nsort_by: date\npaginate_by: 25\ntemplate: list.html\npage_template: article.html\n---\n",
    )
    write(out / "content/_index.md", "---\ntitle: Desk\n---\n")
    write(out / "config.toml", """base_url = "https://desk.example"
title = "Desk"
generate_feeds = true
feed_limit = 20
feed_filenames = ["atom.xml"]
compile_sass = false
build_search_index = false
taxonomies = [{ name = "actors", feed = true, paginate_by = 25 }, { name = "topics", feed = true, paginate_by = 25 }]
[markdown]
highlighting = { theme = "github-light", style = "class" }
""")
    base = '{% extends "base.html" %}{% block main %}'
    rows = (
        '<ul>{% for page in PAGES %}<li><a href="{{ page.permalink | safe }}">{{ page.title }}</a> '
        "<time>{{ page.date }}</time> {{ page.description }}</li>{% endfor %}</ul>"
    )
    pager = rows.replace("PAGES", "paginator.pages") + (
        '{% if paginator.previous %}<a href="{{ paginator.previous | safe }}">Newer</a>{% endif %}'
        '{% if paginator.next %}<a href="{{ paginator.next | safe }}">Older</a>{% endif %}'
    )
    templates = out / "templates"
    write(
        templates / "base.html",
        HEAD.format(title="{% block title %}{{ config.title }}{% endblock %}") + "{% block main %}{% endblock %}" + FOOT,
    )
    write(
        templates / "index.html",
        base + '{% set desk = get_section(path="analyses/_index.md") %}<h1>Desk</h1>'
        + rows.replace("PAGES", "desk.pages | slice(end=25)") + "{% endblock %}",
    )
    names = "".join(
        f'{{% for term in page.taxonomies.{key} %}}<a href="/{key}/{{{{ term }}}}/">{{{{ term }}}}</a> {{% endfor %}}'
        for key in ("actors", "topics")
    )
    write(templates / "article.html", base + """<h1>{{ page.title }}</h1>
<p>{{ page.date | date(format="%-d %B %Y") }}, {{ page.reading_time }} minutes</p><p>""" + names + """</p>
<ol>{% for heading in page.toc %}<li><a href="{{ heading.permalink | safe }}">{{ heading.title }}</a></li>{% endfor %}</ol>
{{ page.content | safe }}{% endblock %}""")
    write(templates / "list.html", base + "<h1>{{ section.title }}</h1>" + pager + "{% endblock %}")
    write(templates / "section.html", base + "{% endblock %}")
    write(templates / "taxonomy_single.html", base + "<h1>{{ term.name }}</h1>" + pager + "{% endblock %}")
    write(
        templates / "taxonomy_list.html",
        base + '<ul>{% for term in terms %}<li><a href="{{ term.permalink | safe }}">{{ term.name }}</a> '
        "{{ term.pages | length }}</li>{% endfor %}</ul>{% endblock %}",
    )
    write(out / "static/desk.css", "main { max-width: 70ch }")
