// Serves a built site as a strict host would: gzip, the right types, and a policy that lets pages
// load nothing but what the site itself holds.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const POLICY = { "Content-Security-Policy": "default-src 'self'" };

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".xml": "application/xml; charset=utf-8",
};
const COMPRESSED = /^(text|application)\/|\+xml/;

/**
 * Serves `folder` below `prefix` (`/` or `/desk/`) on a free port of this machine alone, under a policy that
 * may be another one or none.
 * Gives `{ url, close }`; `url` ends with the prefix.
 */
export async function serve(folder, prefix = "/", policy = POLICY) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const found = path.startsWith(prefix) ? await read(folder, path.slice(prefix.length)) : undefined;
    const file = found ?? (await read(folder, "404.html"));
    const type = TYPES[extname(file.path)] ?? "application/octet-stream";
    const headers = {
      "Content-Type": type,
      ...policy,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    };
    let body = file.bytes;
    if (COMPRESSED.test(type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      headers["Content-Encoding"] = "gzip";
      body = gzipSync(body);
    }
    response.writeHead(found ? 200 : 404, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/**
 * The file at an address below the site's top, or the `index.html` of a folder with its slash;
 * undefined when there is none. A link to a folder without the slash is a fault in a page.
 */
async function read(folder, address) {
  const path = join(folder, normalize(`/${address}`), /(^|\/)$/.test(address) ? "index.html" : "");
  try {
    return { path, bytes: await readFile(path) };
  } catch {
    return undefined;
  }
}
