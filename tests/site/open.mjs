// Opens pages of a site in Chromium, light and dark, with and without JavaScript, as wide as a
// desktop and as narrow as a small phone. An error in the console, a script that throws, a request
// that fails or leaves the site, and a page that scrolls sideways are faults.
//
//   node open.mjs SITE                   every page, served from the top of a host
//   node open.mjs SITE PREFIX            some of each kind, served below PREFIX
//   node open.mjs PORTABLE_SITE file:    some of each kind, opened from the disk

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { DESKTOP, NARROWEST, PHONE, SCHEMES, SIDE_NOTES, eachOf, launch, report } from "./browser.mjs";
import { addressOf, allPages, somePages } from "./pages.mjs";
import { serve } from "./server.mjs";

/** An address where nothing is, some folders down. */
const MISSING = "no/such/page/";

const [folder, place = "/"] = process.argv.slice(2);
const isDisk = place === "file:";
const server = isDisk ? undefined : await serve(folder, place);
const home = server?.url ?? `${pathToFileURL(resolve(folder))}/`;

const browser = await launch();
const faults = new Set();
// The page for what is not there is for servers, which show it at any depth.
const isHere = (page) => !(isDisk && page.path === "404.html");
const some = (await somePages(folder)).filter(isHere);
const all = place === "/" ? await allPages(folder) : some;
const ways = SCHEMES.flatMap((colorScheme) => [true, false].map((javaScriptEnabled) => ({ colorScheme, javaScriptEnabled })));
// Every page in one way, and some in the others, which differ little in what can go wrong.
const tours = ways.map((way, index) => ({ way, pages: index ? some : all }));

await eachOf(tours, async ({ way, pages }) => {
  const context = await browser.newContext({ ...way, viewport: DESKTOP });
  const tab = await context.newPage();
  const name = `${way.colorScheme}, ${way.javaScriptEnabled ? "with" : "without"} JavaScript`;
  let path = "";
  const fault = (what) => faults.add(`${path} (${name}): ${what}`);
  const isMissing = () => path === MISSING;
  tab.on("console", (message) => {
    const of = message.location().url;
    const isExpected = of.endsWith("/favicon.ico") || (isMissing() && of.endsWith(MISSING));
    if (["error", "warning"].includes(message.type()) && !isExpected) fault(`console: ${message.text()} ${of}`);
  });
  tab.on("pageerror", (error) => fault(`script: ${error.message}`));
  tab.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(home)) fault(`asks for ${request.url()}`);
  });
  tab.on("requestfailed", (request) => {
    // Going on to the next page aborts what the last one still asks for.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") fault(`fails: ${request.url()} ${why}`);
  });
  tab.on("response", (response) => {
    // Browsers ask for this by themselves on a page that names no icon, as redirects do not.
    if (response.url().endsWith("/favicon.ico")) return;
    const expected = isMissing() && response.request().isNavigationRequest() ? 404 : 200;
    if (!isDisk && response.status() !== expected) fault(`status ${response.status()} of ${response.url()}`);
  });

  for (const page of pages) {
    path = page.path;
    const address = home + (isDisk ? page.path : addressOf(page));
    await tab.goto(address);
    if (page.redirects) {
      await tab.waitForURL((url) => url.href !== address);
      continue;
    }
    for (const viewport of [DESKTOP, SIDE_NOTES, PHONE, NARROWEST]) {
      await tab.setViewportSize(viewport);
      const wide = await tab.evaluate(sideways);
      if (wide) fault(`at ${viewport.width} px: ${wide}`);
    }
    await tab.setViewportSize(DESKTOP);
  }
  if (!isDisk) {
    path = MISSING;
    await tab.goto(home + path);
  }
  await context.close();
});

await browser.close();
await server?.close();
const looked = `${all.length} pages in Chromium` + (all === some ? "" : `, ${some.length} of them`);
report([...faults].sort(), `${looked} in ${ways.length} ways and 4 widths`);

/** In the page: why it scrolls sideways; empty when it does not. */
function sideways() {
  const root = document.documentElement;
  const hides = [root, document.body].some((element) => /hidden|clip/.test(getComputedStyle(element).overflowX));
  if (hides) return "what is too wide is cut off";
  if (root.scrollWidth <= root.clientWidth) return "";
  const widest = [...document.body.querySelectorAll("*")]
    .map((element) => ({ element, right: element.getBoundingClientRect().right }))
    .sort((a, b) => b.right - a.right)[0];
  const { element } = widest;
  return `${root.scrollWidth - root.clientWidth} px too wide: <${element.localName} class="${element.className}"> ${element.textContent.slice(0, 40)}`;
}
