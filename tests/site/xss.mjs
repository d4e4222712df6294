// Whether content can run a script: a site made of hostile content (hostile.mjs), every page of it opened in
// Chromium with no policy to protect it, and some from the disk, every link and element focused and
// pointed at, and hostile queries typed into the search. A script that runs, a link that would run one, and
// a request that leaves the site for more than a picture are faults. That this would be seen is shown with `raw_html = "allow"`, and
// with a template that escapes nothing.
//
//   node xss.mjs DATELINE FOLDER

import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { eachOf, launch, report } from "./browser.mjs";
import { vectors, write } from "./hostile.mjs";
import { allPages, somePages } from "./pages.mjs";
import { serve } from "./server.mjs";

const [dateline, folder] = process.argv.slice(2);
const lists = vectors();

/** Builds a site; gives the findings. */
async function build(root, ...options) {
  const run = promisify(execFile)(dateline, ["--root", root, "--format", "json", "build", ...options], { maxBuffer: 2 ** 28 });
  const { stdout, stderr } = await run.catch((error) => error);
  const lines = (stdout + stderr).split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line)).filter((finding) => finding.code);
}

/** Builds a site without the files that are refused; says which these were. */
async function buildWhatIsLetThrough(root, refusable) {
  const refused = new Set();
  for (;;) {
    const errors = (await build(root, "--portable")).filter((finding) => finding.severity === "error");
    if (!errors.length) break;
    for (const error of errors) {
      const file = error.labels[0]?.file;
      if (!refusable.includes(file) || refused.has(file)) throw new Error(JSON.stringify(error));
    }
    for (const { labels } of errors) {
      refused.add(labels[0].file);
      rmSync(join(root, labels[0].file), { force: true });
    }
  }
  return refused;
}

/** Opens pages and does with them what a reader might; `found(page, what)` hears of everything that ran. */
async function visit(browser, home, paths, found) {
  // A card is seen once; one that does not come is asked for on other pages, since a busy machine is slow.
  const seen = new Set(), missed = new Map();
  await eachOf([0, 1], async (half) => {
    const context = await browser.newContext();
    // Whoever answers from outside of the site has a script for it.
    await context.route(
      (url) => !url.href.startsWith(home) && !/^(data|blob|about):/.test(url.protocol),
      (route) => {
        // Pictures from elsewhere are what authors may show.
        if (route.request().resourceType() === "image") return route.abort();
        found(path, `asks for ${route.request().url()}`);
        return route.fulfill({ contentType: "text/javascript", body: "alert('from outside')" });
      });
    const tab = await context.newPage();
    let path = "";
    tab.on("dialog", (dialog) => {
      found(path, "a script ran");
      return dialog.dismiss().catch(() => {});
    });
    for (const [at, address] of paths.entries()) {
      if (at % 2 !== half) continue;
      path = address;
      await tab.goto(home + path, { waitUntil: "load" }).catch((error) => found(path, `does not open: ${error.message}`));
      // A page that has gone elsewhere by itself is looked at no further.
      const links = await tab.evaluate(dangerousLinks).catch(() => ["where the page went by itself"]);
      for (const link of links) found(path, `a link to ${link}`);
      const cards = await tab.evaluate(pointAtEverything).catch(() => []);
      for (const card of cards.filter((card) => card.startsWith(home) && !seen.has(card))) {
        seen.add(card);
        await tab.locator(`a.mention[href]:visible`).evaluateAll(focusAnew, card);
        await tab.waitForFunction(() => !document.querySelector("div.info-card[role=tooltip]").hidden, undefined, { timeout: 5_000 })
          .then(() => missed.delete(card), () => {
            const times = (missed.get(card)?.times ?? 0) + 1;
            missed.set(card, { path, times });
            if (times < 3) seen.delete(card);
          });
      }
    }
    await context.close();
  });
  for (const [card, { path }] of missed) found(path, `the card of ${card} does not come`);
}

/** In the page: focuses the name that leads to an address, also if it has the focus already. */
function focusAnew(links, address) {
  const link = links.find((link) => link.href === address);
  link?.blur();
  link?.focus();
}

/** In the page: what links, forms and frames would run when they are followed, as the browser reads them. */
function dangerousLinks() {
  const safe = ["http:", "https:", "file:", "mailto:", ""];
  const citation = /^data:application\/(x-bibtex|x-research-info-systems|vnd\.citationstyles\.csl\+json);charset=utf-8,/;
  const found = [];
  for (const element of document.querySelectorAll("[href], [src], [action], [formaction], [data], [*|href]")) {
    for (const name of ["href", "src", "action", "formaction", "data", "xlink:href"]) {
      const written = element.getAttribute(name);
      if (written === null) continue;
      let url;
      try {
        url = new URL(written, document.baseURI);
      } catch {
        continue;
      }
      const isPicture = element.localName === "img" && url.href.startsWith("data:");
      // A citation is saved and never shown.
      const isDownload = element.matches("a[download]") && name === "href" && citation.test(url.href);
      if (!safe.includes(url.protocol) && !isPicture && !isDownload) found.push(`${url.protocol} in <${element.localName} ${name}>`);
    }
  }
  return found;
}

/** In the page: focuses and points at every element; gives where the names lead that have cards. */
function pointAtEverything() {
  for (const element of document.querySelectorAll("*")) {
    for (const type of ["pointerenter", "mouseover", "mouseenter", "click"]) {
      if (type !== "click" || !element.closest("a, button, summary, input")) {
        element.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerType: "mouse" }));
      }
    }
    element.focus?.();
  }
  return [...document.querySelectorAll("a.mention[href]")].map((link) => link.href);
}

/** Types queries into the search page. */
async function searches(browser, home, queries, found) {
  const tab = await browser.newPage();
  const page = `${home}search/index.html`;
  tab.on("dialog", (dialog) => {
    found("search", "a script ran");
    return dialog.dismiss();
  });
  tab.on("pageerror", (error) => found("search", error.message));
  let results = 0;
  for (const query of queries) {
    await tab.goto(`${page}?q=${encodeURIComponent(query)}`);
    await tab.waitForFunction(
      () => document.querySelector(".search-status").textContent || document.querySelector(".search-found").hidden, undefined, { timeout: 5_000 })
      .catch(() => found("search", `no answer to ${query}`));
    results += await tab.locator(".search-results li").count();
    for (const link of await tab.evaluate(dangerousLinks)) found("search", `a link to ${link}`);
    await tab.goto(`${page}?q=script&about=${encodeURIComponent(query)}`);
    await tab.waitForFunction(() => document.querySelector(".search-status").textContent, undefined, { timeout: 5_000 })
      .catch(() => found("search", `no answer about ${query}`));
  }
  if (!results) found("search", "no results were shown at all");
  await tab.close();
}

const browser = await launch();
const faults = new Set();
const hears = (way) => (path, what) => faults.add(`${path} (${way}): ${what}`);

// 1. By default nothing runs.
const root = join(folder, "hostile");
const refusable = write(root, lists);
const refused = await buildWhatIsLetThrough(root, refusable);
const output = join(root, "public");
const paths = (await allPages(output)).filter((page) => !page.redirects).map((page) => page.path);
const server = await serve(output, "/", {});
await visit(browser, server.url, paths, hears("over HTTP"));
const queries = ["script", "alert", "onerror img", "proto constructor", "__proto__"];
await searches(browser, server.url, [...queries, ...lists.text], hears("over HTTP"));
await server.close();
const disk = `${pathToFileURL(output)}/`;
const some = (await somePages(output)).map((page) => page.path).filter((path) => path !== "404.html");
await visit(browser, disk, some, hears("from the disk"));
await searches(browser, disk, queries, hears("from the disk"));

// 2. The same content runs where it is let, or these checks see nothing.
const control = join(folder, "control");
write(control, { ...lists, url: [] });
const pieces = lists.html.map((_, at) => `content/analyses/h${at}.md`);
appendFileSync(join(control, "site.toml"), 'raw_html = "allow"\n');
mkdirSync(join(control, "templates"));
writeFileSync(join(control, "templates", "actor.html"),
  "<!doctype html>\n<title>x</title>\n<script>const data = {{ page.title | json }};</script>\n<p title=\"{{ page.title | safe }}\">{{ page.title | safe }}</p>\n");
await buildWhatIsLetThrough(control, pieces);
const ran = new Map();
const controlled = (await allPages(join(control, "public"))).map((page) => page.path).filter((path) => /^(analyses\/h|actors\/t)/.test(path));
const second = await serve(join(control, "public"), "/", {});
await visit(browser, second.url, controlled, (path, what) => {
  if (!what.startsWith("does not open")) ran.set(path, what);
});
await second.close();
const saved = lists.html.findIndex((html) => html.startsWith("<a download="));
if (!ran.has(`analyses/h${saved}/index.html`)) faults.add("a download that is a page is let through: this check is blind");
const count = (start) => [...ran.keys()].filter((path) => path.startsWith(start)).length;
const [html, text] = [count("analyses/h"), count("actors/t")];
if (html < lists.html.length / 2) faults.add(`only ${html} of ${lists.html.length} pieces of HTML run where they are let: this check is blind`);
if (text < lists.text.length / 3) faults.add(`only ${text} of ${lists.text.length} texts run where nothing escapes them: this check is blind`);

await browser.close();
report([...faults].sort(),
  `${paths.length} hostile pages, ${refused.size} of ${refusable.length} addresses refused; where let, ${html} of ${lists.html.length} pieces of HTML and ${text} of ${lists.text.length} texts run`);
