// Writes a large made-up site, for what depends on size: 10,000 short articles about 500 actors and 40
// topics, in words that are as unevenly frequent as those of a language (Zipf).
//
//   node corpus.mjs FOLDER

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ARTICLES = 10_000, ACTORS = 500, TOPICS = 40, WORDS = 20_000;
const SYLLABLES = "ba den kor lim mar nov per qua rus sel tor ul van wes yan zir os ti en al ra gi mo ne".split(" ");

// The same numbers on every machine (Lehmer, Park and Miller 1988).
let state = 42;
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
const below = (bound) => Math.floor(random() * bound);
const made = (syllables) => Array.from({ length: syllables }, () => SYLLABLES[below(SYLLABLES.length)]).join("");
const vocabulary = Array.from({ length: WORDS }, (_, rank) => made(rank < 60 ? 1 : rank < 2_000 ? 2 : 2 + below(3)));
/** Word of rank r with a frequency of nearly 1/r. */
const word = () => vocabulary[Math.floor(WORDS ** random()) - 1];
const words = (count) => Array.from({ length: count }, word).join(" ");
const titled = (text) => text[0].toUpperCase() + text.slice(1);
const frequent = (bound) => Math.floor(bound * random() * random());

const root = process.argv[2];
const write = (folder, name, text) => writeFileSync(join(root, "content", folder, `${name}.md`), text);
for (const folder of ["analyses", "actors", "topics"]) mkdirSync(join(root, "content", folder), { recursive: true });
writeFileSync(join(root, "site.toml"), 'title = "Desk"\nbase_url = "https://desk.example/"\n[linking]\nrecognise = false\n');
for (let at = 0; at < ACTORS; at++) {
  write("actors", `a${at}`, `---\nname: ${titled(made(3))} ${at}\ntype: organisation\naka: [${titled(made(4))} ${at}]\n---\n`);
}
for (let at = 0; at < TOPICS; at++) write("topics", `t${at}`, `---\nname: Question ${at}\n---\n`);
for (let at = 0; at < ARTICLES; at++) {
  const date = `${2010 + (at % 15)}-${String((at % 12) + 1).padStart(2, "0")}-${String((at % 28) + 1).padStart(2, "0")}`;
  write("analyses", `n${at}`, `---\ntitle: ${titled(words(8))}\ndate: ${date}\ndescription: ${titled(words(25))}.\n` +
    `actors: [a${frequent(ACTORS)}, a${frequent(ACTORS)}]\ntopics: [t${below(TOPICS)}]\n---\n` +
    `${words(30)}.\n\n## ${titled(words(5))}\n\n${words(30)}.\n\n## ${titled(words(5))}\n\n${words(30)}.\n`);
}
