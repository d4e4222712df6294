// Which pages a site has, and a few of each kind for the checks that take long.

import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Every HTML file of a site, by path: list of `{ path, size, redirects }`. */
export async function allPages(site) {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".html"));
  const pages = [];
  for (const file of files) {
    const full = join(file.parentPath, file.name);
    const html = await readFile(full, "utf8");
    const path = relative(site, full).split(sep).join("/");
    pages.push({ path, size: html.length, redirects: html.includes('http-equiv="refresh"') });
  }
  if (!pages.length) throw new Error(`no pages in ${site}`);
  return pages.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The longest and the shortest page of each kind, redirects left out: both ends are where layouts
 * break. The kind is the pattern of the path: `analyses/x/index.html` is of the kind `analyses/*`.
 */
export async function somePages(site) {
  const kinds = new Map();
  for (const page of (await allPages(site)).filter((page) => !page.redirects)) {
    const kind = kindOf(page.path);
    kinds.set(kind, [...(kinds.get(kind) ?? []), { ...page, kind }]);
  }
  return [...kinds.values()].flatMap((pages) => {
    pages.sort((a, b) => b.size - a.size);
    return [...new Set([pages[0], pages.at(-1)])];
  });
}

/** Parts of a path that say what a page is, rather than which. */
const NAMED = new Set(["mentions", "page"]);

function kindOf(path) {
  const [top, ...rest] = path.split("/");
  const parts = rest.slice(0, -1).map((part) => (NAMED.has(part) ? part : "*"));
  return [top, ...parts].join("/");
}

/** The address of a page as links name it: a folder rather than its `index.html`. */
export const addressOf = (page) => page.path.replace(/(^|\/)index\.html$/, "$1");
