// Brings a page that is previewed up to date when the site changes, and shows what is wrong with it.
(() => {
  "use strict";
  const script = document.currentScript;
  let shown = `"${script.dataset.page}"`;
  const here = location.pathname;
  const place = "dateline-scroll";

  // The text of this page as it was served, to see later whether more than its style sheets differ.
  const get = () => fetch(here, { cache: "no-store" });
  let before = get().then(async (reply) => (reply.headers.get("etag") === shown ? reply.text() : null));

  // Where the reader was before the page was loaded anew.
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  if (kept?.here === here) {
    const back = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true });
  }
  const reload = () => {
    sessionStorage.setItem(place, JSON.stringify({ here, x: scrollX, y: scrollY }));
    location.reload();
  };

  const sheets = (tree) => [...tree.querySelectorAll("link[rel~=stylesheet]")];
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");
  const address = (sheet) => new URL(sheet.getAttribute("href"), document.baseURI).href;
  const plain = (href) => href.split("?")[0];
  const without = (tree) => {
    const copy = tree.cloneNode(true);
    sheets(copy).forEach((sheet) => sheet.remove());
    copy.querySelector("script[data-page]")?.remove();
    return copy.documentElement.outerHTML;
  };
  // The old sheet goes when the new one is there, so that the page is never bare.
  const exchange = (old, href) => {
    const sheet = old.cloneNode();
    sheet.href = href;
    sheet.onload = sheet.onerror = () => old.remove();
    old.after(sheet);
  };

  let seen = null;
  async function show(state) {
    if (state.error !== null) return complain(state.error);
    const last = seen ?? state;
    seen = state;
    if (state.files > last.files) return reload();
    const reply = await get();
    const tag = reply.headers.get("etag");
    const fresh = new Set();
    if (tag !== shown) {
      const text = await reply.text();
      const [was, now] = [await before, parse(text)];
      const error = now.getElementById("dateline-error");
      if (error && !document.getElementById("dateline-error")) return complain(error.textContent);
      if (was === null || error) return reload();
      const old = parse(was);
      const [olds, news] = [sheets(old), sheets(now)].map((all) => all.map((sheet) => plain(address(sheet))));
      if (olds.length !== news.length || without(old) !== without(now)) return reload();
      for (const sheet of sheets(document)) {
        const href = news[olds.indexOf(plain(sheet.href))];
        if (href && href !== plain(sheet.href)) {
          exchange(sheet, href);
          fresh.add(sheet).add(sheet.nextSibling);
        }
      }
      shown = tag;
      before = text;
    }
    complain(null);
    if (state.styles > last.styles) {
      const stale = sheets(document).filter((sheet) => !fresh.has(sheet));
      stale.forEach((sheet) => exchange(sheet, `${plain(sheet.href)}?${state.site}`));
    }
  }

  // One after the other; what was overtaken is left out.
  let latest = 0;
  let turn = Promise.resolve();
  const events = new EventSource("/__dateline/events");
  events.addEventListener("state", (event) => {
    const mine = ++latest;
    // A server that ends while it is asked is asked again when it is back.
    turn = turn.then(() => (mine === latest ? show(JSON.parse(event.data)) : undefined)).catch(() => {});
  });
  addEventListener("pagehide", () => events.close());

  // Apart from the page, so that neither's styles reach the other. The text is set as text.
  let panel = null;
  const hide = (event) => event.key === "Escape" && complain(null);
  function complain(text) {
    panel?.remove();
    panel = null;
    removeEventListener("keydown", hide);
    if (text === null || document.getElementById("dateline-error")?.textContent === text) return;
    panel = document.createElement("div");
    const inside = panel.attachShadow({ mode: "open" });
    const add = (parent, name, values) => parent.appendChild(Object.assign(document.createElement(name), values));
    add(inside, "link", { rel: "stylesheet", href: "/__dateline/live.css" });
    const box = add(inside, "section", { className: "panel", role: "alert", ariaLabel: "What is wrong with the site" });
    const head = add(box, "header", {});
    add(head, "strong", { textContent: "The site has errors. This is how it was before." });
    add(head, "button", { type: "button", textContent: "Hide", onclick: () => complain(null) });
    add(box, "pre", { textContent: text, tabIndex: 0 });
    document.body.append(panel);
    addEventListener("keydown", hide);
  }
})();
