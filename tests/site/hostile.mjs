// A site whose content tries to run scripts: every line of vectors.txt in every field that it fits.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The lines of vectors.txt by heading: `{ text, html, url, id }`. */
export function vectors() {
  const lists = {};
  let list;
  for (const line of readFileSync(new URL("vectors.txt", import.meta.url), "utf8").split("\n")) {
    const heading = /^\[(\w+)\]$/.exec(line);
    if (heading) list = lists[heading[1]] = [];
    else if (line && !line.startsWith("#")) list.push(unescape(line));
  }
  return lists;
}

const unescape = (line) =>
  line.replace(/\\(?:u([0-9a-f]{4})|([tn]))/g, (_, code, letter) =>
    code ? String.fromCharCode(parseInt(code, 16)) : { t: "\t", n: "\n" }[letter]);

/** A text in YAML's double quotes, with nothing but ASCII. */
const yaml = (text) =>
  JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A text on one line of Markdown, in which it is what it is. */
const line = (text) => text.replace(/[\n\r]/g, " ");

/** Forms in which Markdown and front matter take an address. */
const LINKS = {
  inline: (url) => `[x](<${url}>) [y](${url} "title")`,
  autolink: (url) => `<${url}>`,
  reference: (url) => `[x][a]\n\n[a]: ${url} "title"`,
  image: (url) => `![x](<${url}>)\n\n![y](${url} "A figure")`,
  footnote: (url) => `x[^1]\n\n[^1]: [y](${url})`,
  html: (url) => `<a href="${url.replaceAll('"', "&quot;")}">x</a>`,
};

/** Writes the content; gives the files that may be refused, which are those with an address. */
export function write(root, lists = vectors()) {
  const put = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const front = (fields, body = "") =>
    `---\n${Object.entries(fields).map(([key, value]) => `${key}: ${value}\n`).join("")}---\n\n${body}\n`;
  const sources = [], events = [], refusable = [];

  lists.text.forEach((text, at) => {
    const named = (what) => yaml(`${what} ${at} ${text}`), date = `2025-01-${String((at % 28) + 1).padStart(2, "0")}`;
    const own = yaml(text), id = `t${at}`, next = `t${(at + 1) % lists.text.length}`;
    put(`content/actors/${id}.md`, front({
      name: named("Actor"), type: ["person", "state", "organisation", "place"][at % 4], description: own,
      aka: `[${named("Alias")}, { text: ${named("Title")}, kind: abbreviation }]`, surname: own, image_alt: own,
      relations: `[{ type: ${own}, actor: a-${next}, since: 2024, status: ${own}, source: s${at} }]`.replace("a-", ""),
      roles: `[{ post: ${own}, of: ${next}, from: 2011-12, source: s${at} }]`, lang: "en",
    }, markdown(text, at)));
    put(`content/topics/q${at}.md`, front({ name: named("Topic"), description: own, aka: `[${named("Theme")}]` }, markdown(text, at)));
    put(`content/authors/w${at}.md`, front({ name: named("Author"), description: own }, markdown(text, at)));
    put(`content/analyses/x${at}.md`, front({
      title: named("Analysis"), date, description: own, authors: `[w${at}, ${named("Nobody")}]`, actors: `[${id}, ${next}]`,
      topics: `[q${at}]`, sources: `[s${at}]`, tags: `[${named("Tag")}]`, series: `[${named("Series")}]`, image_alt: own,
      updates: `[{ date: ${date}, kind: correction, note: ${own} }]`, extra: `{ note: ${own} }`, nolink: `[${own}]`,
    }, markdown(text, at)));
    put(`content/guide/p${at}.md`, front({ title: named("Page"), description: own }, markdown(text, at)));
    const address = `https://example.org/${text.replace(/[\s\u0000- \u007f\u0085\u2028\u2029]/g, "")}`;
    sources.push(
      `- id: s${at}\n  type: ${own}\n  title: ${own}\n  author: [${own}, { family: ${own}, given: ${own} }, { literal: ${own} }]\n` +
      `  issued: 2024\n  container-title: ${own}\n  publisher: ${own}\n  number: ${own}\n  page: ${own}\n  DOI: ${own}\n` +
      `  note: ${own}\n  URL: ${yaml(address)}\n`);
    events.push(
      `- id: e${at}\n  date: ${date}\n  title: ${own}\n  summary: ${own}\n  status: ${own}\n` +
      `  actors: [${id}]\n  topics: [q${at}]\n  source: s${at}\n`);
  });
  lists.html.forEach((html, at) =>
    put(`content/analyses/h${at}.md`, front({ title: `HTML ${at}`, date: "2025-02-01" },
      `${html}\n\nIn a line: ${line(html)} and after.\n\n- In a list ${line(html)}\n\n| Cell |\n|---|\n| ${line(html).replaceAll("|", "\\|")} |\n\n> Quoted ${line(html)}`)));
  lists.url.forEach((url, at) => {
    for (const [form, of] of Object.entries(LINKS)) {
      const path = `content/analyses/u${at}-${form}.md`;
      put(path, front({ title: `Address ${at} ${form}`, date: "2025-03-01" }, of(url)));
      refusable.push(path);
    }
    const path = `content/analyses/u${at}-picture.md`;
    put(path, front({ title: `Address ${at} picture`, date: "2025-03-01", image: yaml(url) }));
    refusable.push(path);
  });
  put("content/analyses/ids.md", front({ title: "Ids", date: "2025-04-01", actors: "[t0]" },
    `Names: [[t0]] and [[t1]].\n\n${lists.id.map((id) => `## Heading {#${id} .info-card lang="${id}"}\n\nText.\n`).join("\n")}`));
  put("content/sources.yaml", sources.join(""));
  put("content/events.yaml", events.join(""));
  const title = yaml(lists.text.join(" ").replace(/[^ -~]/g, ""));
  put("site.toml",
    `title = ${title}\ndescription = ${title}\ncopyright = ${title}\nbase_url = "https://desk.example/"\n` +
    `navigation = [{ title = ${title}, url = "/analyses/" }, { title = "Elsewhere", url = "https://example.org/" }]\n` +
    `[taxonomies.series]\ntitle = ${title}\nfeed = true\n[feeds]\ncontent = "full"\n[markdown]\nembeds = ["video.example"]\n`);
  return refusable;
}

/** A text in every place of Markdown. */
function markdown(text, at) {
  const own = line(text), quoted = own.replaceAll('"', '\\"').replaceAll("'", "\\'"), cell = own.replaceAll("|", "\\|");
  return [
    `Actor ${at} ${own} in a sentence, and ${own}[^1].`,
    `## ${own} {.${own.replace(/[\s{}]/g, "")} lang="${own.replace(/["{}]/g, "")}"}`,
    `[${own}](https://example.org/ "${quoted}") ![${own}](https://desk.example/x "${quoted}") [[t0|${own.replace(/[[\]|]/g, "")}]]`
      .replace("![", "\\!["),
    `![${own}](data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA= "${quoted}")`,
    "```" + own.replaceAll("`", "") + "\n" + text + "\n```",
    "    " + own,
    `\`\` ${own.replaceAll("`", "")} \`\``,
    `> [!NOTE]\n> ${own}`,
    `- ${own}\n- [ ] ${own}`,
    `| ${cell} |\n|---|\n| ${cell} |`,
    `${own}\n: ${own}`,
    `H~2~O **${own}** ~~${own}~~`,
    `[^1]: ${own}`,
  ].join("\n\n");
}
