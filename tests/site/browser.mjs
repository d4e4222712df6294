// Debian's Chromium, kept from calling out by itself, and the ways in which readers look at a page.

import { chromium } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const FLAGS = [
  // The checks run in containers too, where there is no user but root.
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
/** Where there is little room beside the text for side notes. */
export const SIDE_NOTES = { width: 1344, height: 900 };
/** The narrowest that WCAG 1.4.10 asks for. */
export const NARROWEST = { width: 320, height: 568 };

export const SCHEMES = ["light", "dark"];

/** Runs `work` over `items`, two at once: CI has two cores. */
export async function eachOf(items, work) {
  const queue = [...items];
  const worker = async () => {
    while (queue.length) await work(queue.shift());
  };
  await Promise.all([worker(), worker()]);
}

/** Ends the process: the faults and status 1, or the one line that says what was looked at. */
export function report(faults, looked) {
  if (faults.length) {
    console.log(faults.join("\n"));
    console.log(`${faults.length} faults in ${looked}`);
    process.exit(1);
  }
  console.log(looked);
}
