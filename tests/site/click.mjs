// Uses pages as a reader does: what scripts add to them, which are the switch of the scheme, the cards of names,
// the buttons that copy a citation, the contents that follow the reader; and the downloads of citations, without
// scripts too. Over HTTP and from the disk.
//
//   node click.mjs SITE PORTABLE_SITE

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { DESKTOP, PHONE, launch, report } from "./browser.mjs";
import { serve } from "./server.mjs";

/** Pages of the demonstration site that have what is to be tried. */
const ARTICLE = "analyses/orders-in-two-languages/";
const NAMES = [
  ["a name that was found", ARTICLE, ".prose p a.mention >> nth=0"],
  ["[[a wikilink]]", "analyses/what-pyongyang-is-paid/", 'a.mention:text-is("Kim")'],
  ["[a link](…)", "guide/actors-and-topics/", 'a.mention:text-is("The page that comes of it")'],
];
/** Longer than a card takes to come or to go. */
const LONG = 900;

const [site, portable] = process.argv.slice(2);
const browser = await launch();
const faults = [];
let passed = 0;

/** A page in a browser of its own, and how to say what must be so on it. */
async function open(home, path, options) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  const tab = await context.newPage();
  const way = home.startsWith("file:") ? "from the disk" : "over HTTP";
  const fault = (what) => faults.push(`${path} ${way}: ${what}`);
  tab.on("pageerror", (error) => fault(error.message));
  await tab.goto(`${home}${path}${home.startsWith("file:") ? "index.html" : ""}`);
  const check = (what, isSo) => (isSo ? (passed += 1) : fault(what));
  /** What has to become true soon. */
  const comes = async (what, condition, argument) =>
    check(what, await tab.waitForFunction(condition, argument, { timeout: 3_000 }).then(() => true, () => false));
  return { tab, check, comes, close: () => context.close() };
}

async function scheme(home) {
  for (const system of ["light", "dark"]) {
    const other = system === "light" ? "dark" : "light";
    const { tab, comes, close } = await open(home, ARTICLE, { colorScheme: system });
    const button = tab.locator(".scheme-switch");
    const is = (what, scheme) => comes(`${system}: ${what}`, (scheme) => {
      const { backgroundColor } = getComputedStyle(document.body);
      const isDark = Number(backgroundColor.match(/\d+/)[0]) < 128;
      const pressed = document.querySelector(".scheme-switch").getAttribute("aria-pressed");
      const bar = document.querySelector("meta[name=theme-color]").content;
      return isDark === (scheme === "dark") && pressed === String(isDark) && bar === backgroundColor;
    }, scheme);
    await is("as the system is", system);
    await button.click();
    await is("the switch turns it over", other);
    await tab.reload();
    await is("remembered over a reload", other);
    await button.click();
    await is("the switch turns it back", system);
    await tab.reload();
    await is("that is remembered too", system);
    await tab.emulateMedia({ colorScheme: other });
    await is("and then it follows the system", other);
    await close();
  }
}

async function cards(home) {
  for (const [what, path, selector] of NAMES) {
    const { tab, check, comes, close } = await open(home, path);
    const [link, card] = [tab.locator(selector), tab.locator(".info-card")];
    const shows = (how) => comes(`${what}: ${how}`, () => document.querySelector(".info-card").checkVisibility());
    const goes = (how) => comes(`${what}: ${how}`, () => !document.querySelector(".info-card").checkVisibility());
    const away = () => tab.mouse.move(2, 2);
    await link.scrollIntoViewIfNeeded();
    await link.hover();
    await shows("its card comes under the pointer");
    check(`${what}: the card describes the link`, (await link.getAttribute("aria-describedby")) === (await card.getAttribute("id")));
    const [over, box] = [await link.boundingBox(), await card.boundingBox()];
    const gap = Math.min(Math.abs(box.y - over.y - over.height), Math.abs(box.y + box.height - over.y));
    check(`${what}: the card stands at the link`, gap < 8 && box.x < over.x + over.width && over.x < box.x + box.width);
    await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 6 });
    await tab.waitForTimeout(LONG);
    check(`${what}: the pointer can move onto the card`, await card.isVisible());
    await away();
    await goes("the card goes with the pointer");
    await link.hover();
    await shows("it comes again");
    await tab.keyboard.press("Escape");
    await goes("Escape closes it under the pointer");
    await away();
    await link.evaluate((link) => link.focus());
    await shows("it comes with the focus of the keyboard");
    await tab.waitForTimeout(LONG);
    check(`${what}: it stays with the focus`, await card.isVisible());
    await tab.keyboard.press("Escape");
    await goes("Escape closes it");
    await link.evaluate((link) => (link.blur(), link.focus()));
    await shows("it comes with the focus again");
    await link.evaluate((link) => link.blur());
    await away();
    await goes("it goes with the focus");
    await close();
  }
}

async function cardsOnPhone(home) {
  const { tab, check, close } = await open(home, ARTICLE, { viewport: PHONE });
  const links = await tab.locator(".prose a.mention").all();
  for (const link of links) {
    // At the lower edge, where there is no room below the name.
    await link.evaluate((link) => link.scrollIntoView({ block: "end" }));
    await link.focus();
    await tab.keyboard.press("Shift");
    await tab.waitForFunction(() => document.querySelector(".info-card").checkVisibility());
    const box = await tab.locator(".info-card").boundingBox();
    const isInside = box.x >= 0 && box.y >= 0 && box.x + box.width <= PHONE.width && box.y + box.height <= PHONE.height;
    check(`the card of "${await link.textContent()}" stays within a phone`, isInside);
    await tab.keyboard.press("Escape");
  }
  await close();
  const touched = await open(home, ARTICLE, { viewport: PHONE, hasTouch: true });
  const link = touched.tab.locator(".prose p a.mention").first();
  const address = await link.evaluate((link) => link.href);
  await link.tap();
  await touched.comes("a finger follows the link at once", (address) => location.href === address, address);
  await touched.close();
}

async function copying(home) {
  const { tab, check, comes, close } = await open(home, ARTICLE, { permissions: ["clipboard-read", "clipboard-write"] });
  const clipboard = () => tab.evaluate(() => navigator.clipboard.readText());
  const button = tab.locator(".cite > .copy");
  await button.click();
  await comes("the button says so", () => document.querySelector(".cite > .copy").textContent === "Copied");
  check("the citation is copied", (await clipboard()) === (await tab.textContent(".cite > p")).trim());
  await comes("the button has its name again", () => document.querySelector(".cite > .copy").textContent === "Copy");
  await tab.click(".cite summary >> nth=0");
  await tab.click(".cite details[open] .copy");
  await tab.waitForFunction(() => document.querySelector(".cite details .copy").textContent !== "Copy");
  check("a format is copied as it is", (await clipboard()) === (await tab.textContent(".cite details[open] pre")).trim());
  await close();
}

/** Over HTTP under the policies of the site and of its server; from the disk no page has one. */
async function downloads(home) {
  const slug = ARTICLE.split("/").at(-2);
  for (const javaScriptEnabled of [true, false]) {
    const { tab, check, close } = await open(home, ARTICLE, { javaScriptEnabled });
    const policies = await tab.locator("meta[http-equiv=Content-Security-Policy]").count();
    check("the policy is on", home.startsWith("file:") || policies === 1);
    for (const [at, [extension, begins]] of Object.entries({ bib: "@misc{", ris: "TY  - ", json: "[{" }).entries()) {
      const format = tab.locator(".cite details").nth(at);
      await format.locator("summary").click();
      const coming = tab.waitForEvent("download", { timeout: 5_000 }).catch(() => undefined);
      await format.locator("a[download]").click();
      const file = await coming;
      const what = `${extension}, ${javaScriptEnabled ? "with" : "without"} scripts`;
      check(`${what}: a click downloads a file with the article's name`, file?.suggestedFilename() === `${slug}.${extension}`);
      const text = file ? await readFile(await file.path(), "utf8") : "";
      const shown = await format.locator("pre").textContent();
      check(`${what}: it holds what is shown`, text.startsWith(begins) && text.replaceAll("\r\n", "\n").trim() === shown.trim());
    }
    check("the reader is still on the page", tab.url().includes(ARTICLE));
    await close();
  }
}

async function contents(home) {
  const { tab, check, comes, close } = await open(home, ARTICLE);
  const headings = await tab.$$eval(".prose h2[id]", (headings) => headings.map(({ id }) => id));
  check("there is something to follow", headings.length > 2);
  for (const id of [...headings, ...headings.slice(0, -1).reverse()]) {
    await tab.evaluate((id) => document.getElementById(id).scrollIntoView(), id);
    await comes(`the contents follow to "${id}"`, (id) => {
      const current = [...document.querySelectorAll(".toc.wide-only [aria-current]")];
      return current.length === 1 && decodeURIComponent(current[0].hash) === `#${id}`;
    }, id);
  }
  await tab.evaluate(() => scrollTo(0, 0));
  await comes("at the top there is none", () => !document.querySelector(".toc [aria-current]"));
  await close();
}

const server = await serve(site);
for (const home of [server.url, `${pathToFileURL(resolve(portable))}/`]) {
  await scheme(home);
  await cards(home);
  await cardsOnPhone(home);
  await contents(home);
  await downloads(home);
}
await copying(server.url);
const below = await serve(site, "/desk/");
await downloads(below.url);
await browser.close();
await below.close();
await server.close();
report(faults, `${passed} things that readers do`);
