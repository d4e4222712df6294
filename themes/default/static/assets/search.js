// Search without a server. The index is cut into parts: scripts that hand over one value each, since a
// page opened from a folder may load scripts but fetch nothing. The guide has their format.
"use strict";
{
  const SHOWN = 10, MOST_PARTS = 4, KINDS = ["Analysis", "Actor", "Topic", "Page"];
  const at = (selector) => document.querySelector(selector);
  const form = at(".search-form"), input = at("#search-text"), list = at(".search-results");
  const status = at(".search-status"), filters = at(".search-filters"), more = at(".search-more");
  const root = form.dataset.root, parts = {}, waiting = {}, filter = { kind: "", year: "", about: "" };
  let head, turn = 0, limit = SHOWN, timer;

  window.datelineSearch = (name, value) => waiting[name](value);

  // One part of the index; each is loaded once.
  const part = (name) => parts[name] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    waiting[name] = done;
    script.src = `${root}data/search/${name}.js${head ? "?" + head.edition : ""}`;
    script.onerror = () => { delete parts[name]; failed(name); };
    document.head.append(script);
  });

  // Folding and words, as the index has them.
  const SPECIAL = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i" };
  const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[‘’ʼ＇]/g, "'").replace(/[øłđðþæœßı]/g, (c) => SPECIAL[c])
    .replace(/[À-ɏḀ-ỿͰ-Ͽἀ-῿]/g, (c) => c.normalize("NFD").replace(/\p{M}/gu, "")).replace(/[\u0300-\u036f]/g, "");
  const UNSPACED = /[⺀-⿟々-〇぀-ヿㇰ-ㇿ㐀-䶿一-鿿豈-﫿\u{20000}-\u{3ffff}\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]/u;
  const words = (text) => fold(text).replace(/(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L})|(?<=\.\p{L})\.(?=\p{L})/gu, "$1").split(/[^\p{L}\p{N}\p{M}']+/u).flatMap((piece) => {
    piece = piece.replace(/^'+|'+$/g, "").replace(/'s$/, "");
    const letters = [...piece];
    if (UNSPACED.test(piece) && letters[1]) return letters.slice(1).map((letter, i) => letters[i] + letter);
    return piece ? [piece.replace(/'/g, "")] : [];
  });

  // Names of the parts that may hold a word, or words that begin with it.
  const partsOf = (word) => {
    const next = head.words.findIndex(([first]) => first > word), low = Math.max(0, (next < 0 ? head.words.length : next) - 1);
    return head.words.slice(low, low + MOST_PARTS).filter(([first], i) => !i || first.startsWith(word)).map(([, name]) => name);
  };

  // Words of the index for one of a query, each with how well it fits: the same, or longer.
  const lookUp = async (word, isLast) => {
    const hits = [];
    for (const shard of await Promise.all(partsOf(word).map(part))) {
      for (const other in shard) {
        const fits = other === word || (word.length > 1 && other.startsWith(word));
        if (fits) hits.push([shard[other], other === word ? 1 : ((isLast ? 0.7 : 0.5) * word.length) / other.length]);
      }
    }
    return hits.length ? hits : respell(word);
  };

  // Edits that lead from one word to another: optimal string alignment, up to `most`.
  const edits = (a, b, most) => {
    let before, last, row = [...b, ""].map((_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [before, last, row] = [last, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (before && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
    }
    return row[b.length];
  };

  // What a misspelt word may have been: one edit away, two in long words.
  const respell = async (word) => {
    const most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0, near = [];
    if (!most || !/^\p{L}+$/u.test(word)) return [];
    const lengths = head.lengths.filter((length) => Math.abs(length - word.length) <= most);
    for (const spellings of await Promise.all(lengths.map((length) => part("s-" + length)))) {
      let last = "";
      for (const code of spellings.trim().split(" ")) {
        last = last.slice(0, parseInt(code[0], 36)) + code.slice(1);
        const distance = edits(word, last, most);
        if (distance <= most) near.push([distance + (last[0] !== word[0]) / 2, last]);
      }
    }
    near.sort((a, b) => a[0] - b[0]);
    return Promise.all(near.slice(0, 5).map(async ([distance, other]) => [(await part(partsOf(other)[0]))[other], 0.6 / (1 + distance)]));
  };

  // Entries of a word with their scores: weight times rarity (inverse document frequency).
  const scores = (hits) => {
    const total = head.counts.reduce((a, b) => a + b), best = new Map();
    for (const [posting, fit] of hits) {
      const numbers = posting.in || posting, rarity = fit * Math.log(1 + total / (posting.of || numbers.length / 2));
      for (let i = 0, entry = 0; i < numbers.length; i += 2) {
        entry += numbers[i];
        best.set(entry, Math.max(best.get(entry) || 0, numbers[i + 1] * rarity));
      }
    }
    // A word that very many entries have says little by its absence.
    best.needed = !hits.some(([posting]) => posting.of);
    return best;
  };

  // All entries of a query, best first.
  const run = async (asked) => {
    const lists = (await Promise.all(asked.map((word, i) => lookUp(word, i === asked.length - 1)))).map(scores), sums = new Map();
    for (const list of lists) {
      for (const [entry, score] of list) {
        const sum = sums.get(entry) || { entry, score: 0, needed: 0 };
        sum.score += score;
        sum.needed += list.needed;
        sums.set(entry, sum);
      }
    }
    const all = [...sums.values()], most = Math.max(0, ...all.map((sum) => sum.needed));
    return all.filter((sum) => sum.needed === most).sort((a, b) => b.score - a.score || b.entry - a.entry);
  };

  // The entries that are filed under an actor or topic.
  const filedUnder = async (key) => {
    let entry = 0;
    const shards = await Promise.all(partsOf("@" + key).map(part));
    return new Set(shards.flatMap((shard) => shard["@" + key] || []).map((step) => (entry += step)));
  };

  const kindOf = (entry) => KINDS[entry % 4];
  const yearOf = (entry) => entry % 4 ? "" : String(head.years.filter(([, first]) => first <= entry / 4).pop()[0] || "");
  const shown = async (entry) => {
    const place = Math.floor(entry / 4), entries = await part(`e-${entry % 4}-${Math.floor(place / head.together)}`);
    return { kind: kindOf(entry), ...entries[place % head.together] };
  };

  const element = (name, className, ...children) => {
    const made = Object.assign(document.createElement(name), { className });
    made.append(...children);
    return made;
  };

  // Text in which words of the query are marked.
  const marked = (text, asked) => text.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((piece) =>
    words(piece).some((own) => asked.some((word) => own.startsWith(word))) ? element("mark", "", piece) : piece);

  const result = ({ kind, t, p, d, s, n = [] }, asked) => {
    const link = element("a", "", ...marked(t, asked)), item = element("li", "", element("span", "kind", d ? `${kind} · ${d}` : kind), link);
    const names = n.map((name) => marked(name, asked)).filter((name) => name.some((piece) => piece.nodeType)).slice(0, 3);
    link.href = root + p;
    if (names.length) item.append(element("p", "also", "Also: ", ...names.flatMap((name, i) => (i ? [", ", ...name] : name))));
    if (s) item.append(element("p", "", ...marked(s, asked)));
    return item;
  };

  const button = (text, name, value) => {
    const made = Object.assign(element("button", "", text), { type: "button" });
    made.setAttribute("aria-pressed", filter[name] === value);
    made.onclick = async () => {
      filter[name] = filter[name] === value ? "" : value;
      await search();
      ([...filters.children].find((other) => other.textContent === text) || input).focus();
    };
    return made;
  };

  const counted = (values) => {
    const counts = new Map();
    for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };

  const remember = (query) => {
    const address = new URLSearchParams(Object.entries({ q: query, ...filter }).filter(([, value]) => value)).toString();
    try {
      history.replaceState(null, "", address ? "?" + address : location.pathname);
    } catch { /* Some browsers keep the addresses of files as they are. */ }
  };

  const search = async () => {
    const query = input.value.trim(), asked = words(query), mine = ++turn;
    remember(query);
    at(".search-found").hidden = !asked.length;
    if (!asked.length) return;
    try {
      const all = await run(asked), about = filter.about && await filedUnder(filter.about);
      const kept = all.filter(({ entry }) =>
        (!filter.kind || kindOf(entry) === filter.kind) && (!filter.year || yearOf(entry) === filter.year) && (!about || about.has(entry)));
      const entries = await Promise.all(kept.slice(0, limit).map(({ entry }) => shown(entry)));
      if (mine !== turn) return;
      list.replaceChildren(...entries.map((entry) => result(entry, asked)));
      status.textContent = kept.length ? `${kept.length} ${kept.length === 1 ? "result" : "results"}` : `Nothing found for “${query}”.`;
      more.hidden = kept.length <= limit;
      const subjects = new Map(entries.flatMap(({ a = [] }) => a)), keys = counted(entries.flatMap(({ a = [] }) => a.map(([key]) => key)));
      if (filter.about && !subjects.has(filter.about)) keys.unshift([filter.about]);
      filters.replaceChildren(
        ...counted(all.map(({ entry }) => kindOf(entry))).map(([kind, count]) => button(`${kind} (${count})`, "kind", kind)),
        ...counted(all.map(({ entry }) => yearOf(entry))).slice(0, 8).sort().reverse().map(([year, count]) => button(`${year} (${count})`, "year", year)),
        ...keys.slice(0, 5).map(([key]) => button(`About: ${subjects.get(key) || key.split(":")[1]}`, "about", key)));
    } catch {
      if (mine === turn) status.textContent = "The index could not be loaded.";
    }
  };

  document.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")], here = document.activeElement, place = links.indexOf(here);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && here !== input) input.focus();
    else if (event.key === "ArrowDown" && (here === input || place >= 0)) links[place + 1]?.focus();
    else if (event.key === "ArrowUp" && place >= 0) (links[place - 1] || input).focus();
    else if (event.key === "Escape") {
      input.value = "";
      Object.assign(filter, { kind: "", year: "", about: "" });
      search();
      input.focus();
    } else return;
    event.preventDefault();
  });
  input.addEventListener("input", () => {
    limit = SHOWN;
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await search();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => {
    const before = limit;
    limit += SHOWN;
    await search();
    list.querySelectorAll("a")[before]?.focus();
  });
  form.hidden = false;
  part("index").then((value) => {
    head = value;
    const asked = new URLSearchParams(location.search);
    for (const name in filter) filter[name] = asked.get(name) || "";
    input.value = asked.get("q") || input.value;
    search();
  });
}
