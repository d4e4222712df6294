// Looks for things on the search page as a reader does: some thirty queries, a third of them misspelt, over
// HTTP and from the disk, the keyboard, the filters; and how many bytes a query costs on a large site.
//
//   node search.mjs SITE PORTABLE_SITE            the demonstration site
//   node search.mjs --bytes SITE                  a site of 10,000 articles, see corpus.mjs

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { DESKTOP, launch } from "./browser.mjs";
import { serve } from "./server.mjs";

/** A query and the title of what must come first. */
const QUERIES = [
  ["dprk", "North Korea"],
  ["북한", "North Korea"],
  ["pyongyang", "North Korea"],
  ["kremlin", "Russia"],
  ["Российская Федерация", "Russia"],
  ["kim jong un", "Kim Jong Un"],
  ["金正恩", "Kim Jong Un"],
  ["U.S.", "United States"],
  ["hur", "Defence Intelligence of Ukraine"],
  ["wagner", "Wagner Group"],
  ["sanctions", "Sanctions"],
  ["mercenar", "Mercenaries"],
  ["iaea", "International Atomic Energy Agency"],
  ["panel of experts", "Panel of Experts"],
  ["tripling the contingent", "Tripling the contingent: what the arithmetic supports"],
  ["orders two languages", "Orders in two languages"],
  ["lent soldier", "From Wagner to the lent soldier"],
  ["manpower pokrovsk", "The arithmetic of manpower, from Moscow to Pokrovsk"],
  // Two results, of which the second is the first entry of the index.
  ["north korean troops", "What Pyongyang is paid"],
  ["witnesses", "Sanctions without witnesses: after the Panel of Experts"],
  ["axis singular", "An axis in the singular: Iran, China and the limits of an idea"],
  // Misspelt: a letter wrong, missing, doubled, two that changed places, the first one wrong.
  ["pyonyang", "North Korea"],
  ["zelenksy", "Volodymyr Zelensky"],
  ["mercenareis", "Mercenaries"],
  ["prigozin", "Yevgeny Prigozhin"],
  ["gerassimov", "Valery Gerasimov"],
  ["ukriane", "Ukraine"],
  ["santions", "Sanctions"],
  ["deterence", "Deterrence"],
  ["pelarus", "Belarus"],
  ["vietnamm", "Vietnam"],
];

/** Index parts that a query may load, in bytes. */
const MOST_BYTES = 300_000;
// Frequent words of corpus.mjs, beginnings of words, names, and words that are in no article.
const BYTE_QUERIES = ["ba", "wes per tor", "kor rus mar qua", "de", "bakor", "question 12", "unknwon", "misspeled wordz", "bakormar 17 nov"];

const browser = await launch();
let passed = 0;
const faults = [];
const check = (what, isRight, seen) => (isRight ? (passed += 1) : faults.push(`${what}: ${seen}`));

async function open(home, index = "") {
  const tab = await browser.newPage({ viewport: DESKTOP });
  tab.on("pageerror", (error) => faults.push(`${home}: ${error.message}`));
  await tab.goto(`${home}search/${index}`);
  await tab.waitForSelector(".search-form:not([hidden])");
  return tab;
}

/** Types a query and gives the titles that come. */
async function ask(tab, query) {
  await tab.fill("#search-text", "");
  await tab.waitForSelector(".search-found", { state: "hidden" });
  await tab.evaluate(() => (document.querySelector(".search-status").textContent = ""));
  await tab.fill("#search-text", query);
  await tab.waitForFunction(() => document.querySelector(".search-status").textContent);
  return tab.$$eval(".search-results a", (links) => links.map((link) => link.textContent));
}

async function demonstration(home, index) {
  const tab = await open(home, index);
  for (const [query, wanted] of QUERIES) {
    const titles = await ask(tab, query);
    const [first] = titles;
    check(`${home}: "${query}"`, first === wanted, `${first} in place of ${wanted}`);
    const said = await tab.textContent(".search-status");
    const count = Number(said.match(/^(\d+) results?$/)?.[1]);
    const isSaid = said === `${count} result${count === 1 ? "" : "s"}` && Math.min(count, 10) === titles.length;
    check(`${home}: how many for "${query}"`, isSaid, said);
  }
  check("nonsense", (await ask(tab, "qqxxzzv")).length === 0, "something was found");
  await ask(tab, "north korea");
  const before = await tab.$$eval(".search-results li", (items) => items.length);
  await tab.click(".search-filters button:has-text('Actor')");
  await tab.waitForFunction(() => document.querySelector(".search-filters [aria-pressed=true]"));
  const kinds = await tab.$$eval(".search-results .kind", (kinds) => kinds.map((kind) => kind.textContent));
  check("filter by kind", kinds.length && kinds.every((kind) => kind === "Actor") && before > 1, kinds);
  check("filter in the address", /[?&]kind=Actor/.test(tab.url()), tab.url());
  await tab.keyboard.press("Escape");
  await ask(tab, "troops");
  await tab.click(".search-filters button:has-text('About: Russia')");
  await tab.waitForFunction(() => document.querySelector(".search-filters [aria-pressed=true]"));
  const about = await tab.$$eval(".search-results .kind", (kinds) => kinds.map((kind) => kind.textContent));
  check("filter by actor", about.length && about.every((kind) => kind.startsWith("Analysis")), about);
  await tab.keyboard.press("Escape");
  await ask(tab, "wagner");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("ArrowDown");
  const focused = await tab.evaluate(() => [...document.querySelectorAll(".search-results a")].indexOf(document.activeElement));
  check("arrow keys", focused === 1, focused);
  await tab.keyboard.press("ArrowUp");
  const address = await tab.evaluate(() => document.activeElement.href);
  await tab.keyboard.press("Enter");
  await tab.waitForURL(address);
  check("a result opens", /Wagner Group/.test(await tab.textContent("h1")), await tab.textContent("h1"));
  await tab.goto(`${home}search/${index}?q=wagner`);
  await tab.waitForSelector(".search-results a");
  check("a query in the address", (await tab.textContent(".search-results a")) === "Wagner Group", "other");
  await tab.close();
}

async function bytes(home) {
  for (const query of BYTE_QUERIES) {
    const tab = await open(home);
    const loads = [];
    tab.on("response", (response) => {
      if (response.url().includes("/data/search/")) loads.push(response.body().then((body) => body.length));
    });
    await tab.reload();
    await tab.waitForSelector(".search-form:not([hidden])");
    await ask(tab, query);
    const sum = (await Promise.all(loads)).reduce((a, b) => a + b, 0);
    check(`bytes of "${query}"`, sum > 0 && sum < MOST_BYTES, `${sum} in ${loads.length} parts`);
    console.log(`"${query}": ${sum} bytes in ${loads.length} parts`);
    await tab.close();
  }
}

const [first, second] = process.argv.slice(2);
const server = await serve(first === "--bytes" ? second : first);
if (first === "--bytes") {
  await bytes(server.url);
} else {
  await demonstration(server.url, "");
  await demonstration(`${pathToFileURL(resolve(second))}/`, "index.html");
}
await browser.close();
await server.close();
if (faults.length) console.log(faults.join("\n"));
console.log(`search: ${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
