//! Made-up desks for benchmarks: the same number gives the same text.

use dateline::gazetteer::{Form, FormKind};

/// Syllables that names of actors are put together from.
const SYLLABLES: [&str; 24] = [
    "bar", "den", "kor", "lim", "mar", "nov", "per", "qua", "rus", "sel", "tor", "ul", "van", "wes", "yan",
    "zir", "ost", "eni", "ami", "gol", "hes", "ika", "jor", "pal",
];

/// Words that sentences are put together from.
const WORDS: &str = "the troops of a border and sanctions under which economy said new after grain talks with in \
    ceasefire reported losses over winter between supply routes by parliament for drones that artillery from \
    agreement was not signed until its partners withdrew";

/// A sequence that looks random and is the same on every machine (Knuth, MMIX).
struct Sequence(u64);

impl Sequence {
    fn new(seed: usize) -> Self {
        Self((seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// The name of actor `at`: one to three words.
pub fn name(at: usize) -> String {
    let mut random = Sequence::new(at + 1);
    let word = |random: &mut Sequence| {
        let word: String = (0..3).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect();
        word[..1].to_uppercase() + &word[1..]
    };
    (0..=at % 3).map(|_| word(&mut random)).collect::<Vec<_>>().join(" ")
}

/// This many names for the matcher, one in five a demonym.
pub fn forms(count: usize) -> Vec<Form> {
    (0..count)
        .map(|at| Form {
            text: if at % 5 == 4 { format!("{}ian", name(at - 1)) } else { name(at) }.into(),
            entity: super::actor(at / 5),
            kind: if at % 5 == 4 { FormKind::Demonym } else { FormKind::Name },
            exact_case: true,
            of_person: false,
        })
        .collect()
}

/// The front matter of an article.
pub fn front_matter(at: usize) -> String {
    format!(
        "---\ntitle: The winter of {}\ndate: 2025-{:02}-{:02}\ndescription: What is known of it, and what is not.\n\
         authors: [desk]\nactors: [a{}, a{}]\ntags: [border, \"supply routes\"]\nupdates:\n  - {{date: 2025-12-30, \
         kind: correction, note: A date was wrong.}}\n---\n",
        name(at),
        at % 11 + 1,
        at % 27 + 1,
        at % 500,
        (at * 7) % 500,
    )
}

/// An article: sections of paragraphs with emphasis, quotation marks and names, lists and footnotes.
pub fn article(at: usize, words: usize) -> String {
    let mut random = Sequence::new(at + 10_000);
    let vocabulary: Vec<&str> = WORDS.split(' ').collect();
    let mut text = front_matter(at);
    for word in 0..words {
        if word % 300 == 0 {
            text.push_str(&format!("\n\n## Part {}\n\n", word / 300 + 1));
        } else if word % 75 == 0 {
            text.push_str(if word % 150 == 0 { ".\n\n- " } else { ".[^1]\n\n" });
        }
        match random.below(36) {
            0 | 1 => text.push_str(&name(random.below(500))),
            2 => text.push_str(&format!("*{}*", vocabulary[random.below(vocabulary.len())])),
            3 => text.push_str(&format!("\"{}\"", vocabulary[random.below(vocabulary.len())])),
            4 => text.push_str("it. They"),
            _ => text.push_str(vocabulary[random.below(vocabulary.len())]),
        }
        text.push(' ');
    }
    text + "\n\n[^1]: A note.\n"
}

/// The file of an actor with other names.
pub fn actor(at: usize) -> String {
    let name = name(at);
    format!(
        "---\nname: {name}\ntype: organisation\naka: [{{text: {name}ian, kind: demonym}}]\n---\nWhat is known.\n"
    )
}

/// A block of code.
pub fn code(lines: usize) -> String {
    let line =
        "    let total: u32 = items.iter().filter(|item| item.is_some()).map(|n| n * 2).sum(); // each\n";
    format!("{}\n```rust\nfn main() {{\n{}}}\n```\n", front_matter(1), line.repeat(lines))
}
