// Holds pages of every kind against WCAG 2.2 AA with axe-core: on a phone and a desktop, light and
// dark. Any violation is a fault.
//
//   node axe.mjs SITE

import axe from "axe-core";

import { DESKTOP, PHONE, SCHEMES, eachOf, launch, report } from "./browser.mjs";
import { addressOf, somePages } from "./pages.mjs";
import { serve } from "./server.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const server = await serve(process.argv[2]);
const browser = await launch();
const pages = await somePages(process.argv[2]);
const faults = [];

await eachOf(SCHEMES, async (colorScheme) => {
  const tab = await browser.newPage({ colorScheme, viewport: DESKTOP });
  for (const page of pages) {
    await tab.goto(server.url + addressOf(page));
    await tab.evaluate(axe.source);
    for (const viewport of [DESKTOP, PHONE]) {
      await tab.setViewportSize(viewport);
      const { violations } = await tab.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
      for (const { id, help, nodes } of violations) {
        const where = `${page.path} (${colorScheme}, ${viewport.width} px)`;
        const first = `${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.replaceAll("\n", " ")}`;
        faults.push(`${where}: ${id}: ${help}, ${nodes.length} times:\n    ${first}`);
      }
    }
  }
});

await browser.close();
await server.close();
report(faults.sort(), `${pages.length} pages in ${SCHEMES.length} schemes and 2 widths with axe-core ${axe.version}`);
