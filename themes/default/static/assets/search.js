/* Search without a server. The index comes in parts: scripts that hand over a value each, since a page
   opened from a folder may load scripts but fetch nothing. The guide has their format. */
{
  const SHOWN = 10, MOST_PARTS = 4, NEEDED = 1e6, KINDS = ["Analysis", "Actor", "Topic", "Page"];
  const [form, input, found, status, filters, list, more] =
    ["form", "text", "found", "status", "filters", "results", "more"].map((name) => document.querySelector(".search-" + name));
  const loaded = {}, asked = { q: "", kind: "", year: "", about: "" };
  let head, last, timer, turn = 0, limit = SHOWN;

  const make = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  window.datelineSearch = (value) => (last = value);
  const part = (name) => loaded[name] ??= new Promise((done, onerror) => {
    const src = `${form.dataset.root}data/search/${name}.js${head ? "?" + head.edition : ""}`;
    document.head.append(make("script", { src, onload: () => done(last), onerror }));
  });

  // Words as the index has them; scripts without spaces give each two characters that stand together.
  const SPECIAL = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i" };
  const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
  const words = (text) => text.toLowerCase().replace(/[‘’ʼ＇]/g, "'").replace(/[øłđðþæœßı]/g, (letter) => SPECIAL[letter])
    .normalize("NFD").replace(/([\p{sc=Latn}\p{sc=Grek}])\p{M}+/gu, "$1").normalize("NFC")
    .replace(/(?<![\p{L}\p{N}])(\p{L})\.(?=\p{L})/gu, "$1").split(/[^\p{L}\p{N}\p{M}']+/u).flatMap((piece) => {
      const word = piece.replace(/^'+|'+$/g, "").replace(/'s$/, "").replaceAll("'", ""), letters = [...word];
      return letters[1] && UNSPACED.test(word) ? letters.slice(1).map((letter, i) => letters[i] + letter) : word || [];
    });

  // The parts that may hold a word, or words that begin with it.
  const shards = (word) => {
    const from = head.words.findLastIndex(([first]) => first <= word);
    const near = head.words.slice(Math.max(from, 0), from + MOST_PARTS);
    return Promise.all(near.filter(([first]) => first <= word || first.startsWith(word)).map(([, name]) => part(name)));
  };

  // Lists of entries for a word of a query, and how much of a longer word it is.
  const lookUp = async (word) => {
    const hits = (await shards(word)).flatMap((shard) => Object.keys(shard)
      .filter((other) => other === word || (word[1] && other.startsWith(word)))
      .map((other) => [shard[other], word.length / other.length]));
    return hits[0] ? hits : respell(word);
  };

  // Edits between two words: letters left out, put in, changed, or two that change places.
  const edits = (a, b, most) => {
    const after = (i, j, made = 1) => made + edits(a.slice(i), b.slice(j), most - made);
    if (!a || !b) return a.length + b.length;
    if (a[0] === b[0]) return after(1, 1, 0);
    if (!most) return Infinity;
    return Math.min(after(1, 0), after(0, 1), after(1, 1), a[0] === b[1] && a[1] === b[0] ? after(2, 2) : Infinity);
  };

  // What a misspelt word may have been: one edit away, two in long words.
  const respell = async (word) => {
    const most = word.length >= 8 ? 2 : 1, near = [];
    if (!/^\p{L}{4,}$/u.test(word)) return [];
    const lists = head.lengths.filter((first, i, all) => first <= word.length + most && !(all[i + 1] <= word.length - most));
    for (const spellings of await Promise.all(lists.map((first) => part("s-" + first)))) {
      let other = "";
      for (const code of spellings.trim().split(" ")) {
        other = other.slice(0, parseInt(code[0], 36)) + code.slice(1);
        const distance = edits(word, other, most);
        if (distance <= most) near.push([distance + (other[0] !== word[0]) / 2, other]);
      }
    }
    const nearest = near.sort((a, b) => a[0] - b[0]).slice(0, 5);
    return Promise.all(nearest.map(async ([distance, other]) => [(await shards(other))[0][other], 0.6 / (1 + distance)]));
  };

  // Entries of a query, best first: the weight of each word times its rarity (inverse document frequency).
  const run = async (query) => {
    const sums = new Map();
    for (const hits of await Promise.all(query.map(lookUp))) {
      const best = new Map();
      for (const [posting, fit] of hits) {
        const numbers = posting.in ?? posting, rarity = Math.log(1 + head.total / (posting.of ?? numbers.length / 2));
        for (let i = 0, entry = 0; i < numbers.length; i += 2) {
          entry += numbers[i];
          best.set(entry, Math.max(best.get(entry) ?? 0, numbers[i + 1] * rarity * fit));
        }
      }
      // All words are needed, but one that very many entries have says little by its absence.
      const needed = hits.some(([posting]) => posting.of) ? 0 : NEEDED;
      for (const [entry, score] of best) sums.set(entry, (sums.get(entry) ?? 0) + score + needed);
    }
    const all = [...sums].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
    return all.filter(([, sum]) => sum >= all[0][1] - all[0][1] % NEEDED).map(([entry]) => entry);
  };

  const kindOf = (entry) => KINDS[entry % 4];
  const yearOf = (entry) => entry % 4 ? "" : head.years.findLast(([, first]) => first <= entry / 4)[0];
  const shown = async (entry) => (await part("e-" + Math.floor(entry / head.together)))[entry];

  // Text in which words of the query are marked.
  const fits = (text, query) => words(text).some((own) => query.some((word) => own.startsWith(word)));
  const marked = (text, query) => text.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((piece) => fits(piece, query) ? make("mark", {}, piece) : piece);

  const result = ({ t: title, p: path, d: date, s: summary = "", n: names = [] }, entry, query) => {
    const also = names.filter((name) => fits(name, query)).slice(0, 3).join(", ");
    return make("li", {},
      make("span", { className: "kind" }, kindOf(entry) + (date ? ` · ${date}` : "")),
      make("a", { href: form.dataset.root + path }, ...marked(title, query)),
      also && make("p", { className: "also" }, "Also: ", ...marked(also, query)),
      summary && make("p", {}, ...marked(summary, query)));
  };

  // Buttons for the most frequent values, and for the one that is chosen.
  const buttons = (name, values, most, text) => {
    const counts = { [asked[name]]: 0 };
    for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
    const frequent = Object.keys(counts).filter(Boolean).sort((a, b) => counts[b] - counts[a]);
    return frequent.filter((value, i) => i < most || value === asked[name]).sort().map((value) =>
      make("button", { type: "button", name, value, ariaPressed: value === asked[name] }, text(value, counts[value])));
  };

  const search = async () => {
    asked.q = input.value.trim();
    const { q, kind, year, about } = asked, query = words(q), mine = ++turn;
    const address = new URLSearchParams(Object.entries(asked).filter(([, value]) => value)).toString();
    try {
      history.replaceState(null, "", address ? "?" + address : location.pathname);
    } catch { /* Some browsers keep the addresses of files as they are. */ }
    found.hidden = !query[0];
    if (found.hidden) return;
    try {
      head ??= await part("index");
      const all = await run(query), filed = new Set(about && await run([`@${about}@`]));
      const kept = all.filter((entry) => (!kind || kindOf(entry) === kind) && (!year || yearOf(entry) === year) && (!about || filed.has(entry)));
      const entries = await Promise.all(kept.slice(0, limit).map(shown));
      if (mine !== turn) return;
      const subjects = entries.flatMap(({ a = [] }) => a), names = new Map(subjects), counted = (value, count) => `${value} (${count})`;
      list.replaceChildren(...entries.map((entry, i) => result(entry, kept[i], query)));
      status.textContent = kept.length ? `${kept.length} ${kept.length > 1 ? "results" : "result"}` : `Nothing found for “${q}”.`;
      more.hidden = kept.length <= limit;
      filters.replaceChildren(
        ...buttons("kind", all.map(kindOf), 4, counted),
        ...buttons("year", all.map(yearOf), 8, counted),
        ...buttons("about", subjects.map(([key]) => key), 5, (key) => `About: ${names.get(key) ?? key}`));
    } catch {
      if (mine === turn) status.textContent = "The index could not be loaded.";
    }
  };

  document.onkeydown = (event) => {
    const links = [...list.querySelectorAll("a")], here = document.activeElement, place = links.indexOf(here);
    const isHere = here === input || place >= 0, to = {
      "/": here !== input && input,
      ArrowDown: isHere && links[place + 1],
      ArrowUp: isHere && (links[place - 1] ?? input),
      Escape: input,
    }[event.key];
    if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    to.focus();
    if (event.key !== "Escape") return;
    input.value = asked.kind = asked.year = asked.about = "";
    search();
  };
  input.oninput = () => {
    limit = SHOWN;
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    await search();
    list.querySelector("a")?.focus();
  };
  filters.onclick = async ({ target: { name, value } }) => {
    if (!name) return;
    asked[name] = asked[name] === value ? "" : value;
    await search();
    ([...filters.children].find((other) => other.value === value) ?? input).focus();
  };
  more.onclick = async () => {
    limit += SHOWN;
    await search();
    list.children[limit - SHOWN]?.querySelector("a").focus();
  };
  const address = new URLSearchParams(location.search);
  for (const name in asked) asked[name] = address.get(name) ?? "";
  input.value = asked.q;
  form.hidden = false;
  search();
}
