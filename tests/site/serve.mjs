// Edits the demonstration site while a browser looks at it: pages follow, style sheets are exchanged, errors
// come and go, and the reader stays where they were.
//
//   node serve.mjs DATELINE SITE_FOLDER [SHOTS_FOLDER]       SITE_FOLDER is a copy, and is edited

import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { DESKTOP, PHONE, launch, report } from "./browser.mjs";

const [dateline, root, shots] = process.argv.slice(2);
const ARTICLE = "analyses/orders-in-two-languages";
const faults = [];
let passed = 0;
const check = (what, isSo) => (isSo ? (passed += 1) : faults.push(what));

// A style sheet of the site's own that is no asset, so that its address stays when it changes.
mkdirSync(join(root, "static/assets"), { recursive: true });
mkdirSync(join(root, "templates", "partials"), { recursive: true });
writeFileSync(join(root, "static/own.css"), "h1 { letter-spacing: 1px }\n");

const server = spawn(dateline, ["--root", root, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const home = await new Promise((resolve) => {
  createInterface({ input: server.stdout }).on("line", (line) => {
    const address = line.match(/http:\/\/[^ ,]+/);
    if (address) resolve(address[0]);
  });
});

const browser = await launch();
const context = await browser.newContext({ viewport: DESKTOP });
const tab = await context.newPage();
tab.on("pageerror", (error) => faults.push(error.message));
tab.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
tab.on("request", (request) => request.url().startsWith(home) || faults.push(`asks ${request.url()}`));
await tab.goto(`${home}${ARTICLE}/`);

/** What has to become true soon. */
const comes = async (what, condition, argument) =>
  check(what, await tab.waitForFunction(condition, argument, { timeout: 20_000 }).then(() => true, () => false));
const file = join(root, "content/analyses/2025-07-11-orders-in-two-languages.md");
const text = readFileSync(file, "utf8");
const panel = () => document.querySelector("body > div:last-child")?.shadowRoot?.querySelector("pre")?.textContent;
const mark = () => tab.evaluate(() => (globalThis.unloaded = true));
const isMarked = () => tab.evaluate(() => globalThis.unloaded === true);

// An edit reloads the page, and the reader stays in place.
await tab.evaluate(() => scrollTo({ top: 600, behavior: "instant" }));
await mark();
writeFileSync(file, `${text}\nA sentence that was added.\n`);
await comes("the new text comes", () => document.body.textContent.includes("A sentence that was added."));
await tab.waitForLoadState("load");
await comes("the reader stays in place", () => Math.abs(scrollY - 600) < 3);

// An edit elsewhere that this page does not show does not reload it.
await mark();
appendFileSync(join(root, "content/about.md"), "\nAnother sentence.\n");
await tab.waitForTimeout(1_500);
check("a page that stays as it is is not loaded anew", await isMarked());

// A style sheet is exchanged without a reload: one of the theme, whose address tells what it holds …
await mark();
await comes("the theme's sheet is there", () => document.querySelector("link[rel=stylesheet]") !== null);
const sheet = await tab.evaluate(() => document.querySelector("link[rel=stylesheet]").getAttribute("href"));
const name = sheet.match(/assets\/([a-z-]+)/)[1];
const styles = await (await fetch(new URL(sheet, `${home}${ARTICLE}/`), { headers: {} })).text();
writeFileSync(join(root, `static/assets/${name}.css`), `${styles}\nh1 { color: rgb(1, 2, 3) !important }\n`);
await comes("a sheet of the theme is exchanged", () => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
writeFileSync(join(root, `static/assets/${name}.css`), `${styles}\nh1 { color: rgb(4, 5, 6) !important }\n`);
await comes("and again", () => getComputedStyle(document.querySelector("h1")).color === "rgb(4, 5, 6)");
check("without a reload", await isMarked());

// … and one whose address stays.
await tab.evaluate(() => {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href: "/own.css" });
  document.head.append(link);
});
await comes("the site's own sheet is there", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "1px");
writeFileSync(join(root, "static/own.css"), "h1 { letter-spacing: 2px }\n");
await comes("the site's own sheet is exchanged", () => getComputedStyle(document.querySelector("h1")).letterSpacing === "2px");
writeFileSync(join(root, `static/assets/${name}.css`), `${styles}\nh1 { color: rgb(7, 8, 9) !important }\n`);
await comes("a sheet of the theme is exchanged after it", () => getComputedStyle(document.querySelector("h1")).color === "rgb(7, 8, 9)");
check("without a reload too", await isMarked());

// An error is shown over the page, which stays; it goes when it is mended.
writeFileSync(file, `${text}\nSee [[nobody-at-all]] and <b id="bold">bold</b>.\n`);
await comes("an error is shown with its place", (panel) => {
  const told = new Function(`return (${panel})()`)();
  return told?.includes("error[link/unknown-page]") && told.includes("[[nobody-at-all]]") && told.includes(".md:");
}, panel.toString());
check("the last good page stays", await isMarked());
check("the error is text", await tab.evaluate(() => document.querySelector("#bold") === null));
if (shots) {
  mkdirSync(shots, { recursive: true });
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      await tab.emulateMedia({ colorScheme });
      await tab.setViewportSize(viewport);
      await tab.screenshot({ path: join(shots, `serve-error.${width}.${colorScheme}.png`) });
    }
  }
  await tab.setViewportSize(DESKTOP);
}
await tab.keyboard.press("Escape");
check("Escape hides it", (await tab.evaluate(panel)) === undefined);
writeFileSync(file, `${text}\nSee [[still-nobody]].\n`);
await comes("the next error is shown again", (panel) => new Function(`return (${panel})()`)()?.includes("still-nobody"), panel.toString());
writeFileSync(file, `${text}\nAll is mended.\n`);
await comes("what is mended comes", () => document.body.textContent.includes("All is mended."));
check("and the error is gone", (await tab.evaluate(panel)) === undefined);

// A template that fails shows over the page as well, and a page that is loaded then says why.
await mark();
const footer = join(root, "templates/partials/footer.html");
writeFileSync(footer, "<footer>{{ nothing.of.that }}</footer>\n");
await comes("a template that fails is shown", (panel) => new Function(`return (${panel})()`)()?.includes("footer.html"), panel.toString());
check("over the last good page", await isMarked());
await tab.setViewportSize(PHONE);
if (shots) await tab.screenshot({ path: join(shots, "serve-template.phone.png") });
await tab.setViewportSize(DESKTOP);
faults.push(...faults.splice(0).filter((fault) => !fault.includes("500")));
writeFileSync(footer, "<footer>A footer of its own.</footer>\n");
await comes("a template that is mended comes", () => document.querySelector("footer")?.textContent === "A footer of its own.");

await browser.close();
server.kill();
report(faults, `${passed} things that pages do while they are edited`);
