// Pictures of every kind of page, to look at: phone and desktop, light and dark.
//
//   node shots.mjs SITE OUTDIR

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { DESKTOP, PHONE, SCHEMES, eachOf, launch } from "./browser.mjs";
import { addressOf, somePages } from "./pages.mjs";
import { serve } from "./server.mjs";

const [site, out] = process.argv.slice(2);
const server = await serve(site);
const browser = await launch();
const pages = await somePages(site);
await mkdir(out, { recursive: true });

await eachOf(SCHEMES, async (colorScheme) => {
  const tab = await browser.newPage({ colorScheme });
  for (const page of pages) {
    await tab.goto(server.url + addressOf(page));
    for (const [width, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
      await tab.setViewportSize(viewport);
      const name = page.path.replace(/(\/?index)?\.html$/, "").replaceAll("/", "_") || "home";
      await tab.screenshot({ path: join(out, `${name}.${width}.${colorScheme}.png`), fullPage: true });
    }
  }
});

await browser.close();
await server.close();
console.log(`${pages.length * 4} pictures in ${out}`);
