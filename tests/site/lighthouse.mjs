// Lighthouse, as it looks from a phone, over the largest page of four kinds. Accessibility, best
// practices and SEO must be perfect. Speed depends on what else the machine does, and has three tries.
//
//   node lighthouse.mjs SITE

import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

import { CHROMIUM, FLAGS, report } from "./browser.mjs";
import { addressOf, somePages } from "./pages.mjs";
import { serve } from "./server.mjs";

const KINDS = ["index.html", "analyses/*", "actors/*", "topics/*"];
const LEAST = { accessibility: 100, "best-practices": 100, seo: 100, performance: 98 };
const TRIES = 3;

const pages = await somePages(process.argv[2]);
const server = await serve(process.argv[2]);
const chrome = await launcher.launch({ chromePath: CHROMIUM, chromeFlags: [...FLAGS, "--headless=new"], logLevel: "silent" });
const faults = [];
const speeds = [];

for (const kind of KINDS) {
  const page = pages.find((page) => page.kind === kind);
  if (!page) throw new Error(`no page of the kind ${kind}`);
  const url = server.url + addressOf(page);
  let short = [];
  for (let left = TRIES; left; left--) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "silent", onlyCategories: Object.keys(LEAST) });
    const scores = Object.entries(LEAST).map(([id, least]) => ({ id, least, score: Math.round(lhr.categories[id].score * 100) }));
    short = scores.filter(({ score, least }) => score < least).map(({ id, score, least }) => `${page.path}: ${id} ${score}, not ${least}: ${failing(lhr, id)}`);
    const isSlowOnly = short.every((text) => text.includes(": performance "));
    if (!short.length) speeds.push(scores.find(({ id }) => id === "performance").score);
    if (!short.length || !isSlowOnly) break;
  }
  faults.push(...short);
}

chrome.kill();
await server.close();
report(faults, `${KINDS.length} pages with Lighthouse, speed ${speeds.join(", ")}`);

/** The audits of a category that cost points. */
function failing(lhr, category) {
  const audits = lhr.categories[category].auditRefs.filter(({ weight }) => weight).map(({ id }) => lhr.audits[id]);
  return audits.filter(({ score }) => score !== null && score < 0.9).map(({ title }) => title).join("; ");
}
