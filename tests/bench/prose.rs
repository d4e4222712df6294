//! Made-up desks for benchmarks: the same number gives the same text.

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

/// Actors of a desk.
pub const ACTORS: usize = 500;
/// Topics of a desk.
pub const TOPICS: usize = 40;

/// The front matter of an article.
pub fn front_matter(at: usize) -> String {
    let mut random = Sequence::new(at + 20_000);
    format!(
        "---\ntitle: The winter of {} ({at})\ndate: 20{:02}-{:02}-{:02}\ndescription: What is known of it, and \
         what is not.\nauthors: [desk]\nactors: [a{}, a{}]\ntopics: [t{}]\n---\n",
        name(at),
        at % 15 + 10,
        at % 11 + 1,
        at % 27 + 1,
        frequent(&mut random),
        random.below(ACTORS),
        random.below(TOPICS),
    )
}

/// An actor; those with low numbers are in far more articles than the others, as on a real desk.
fn frequent(random: &mut Sequence) -> usize {
    random.below(ACTORS) * random.below(ACTORS) / ACTORS
}

/// An article: sections of paragraphs with emphasis, quotation marks and names, lists, a table, a
/// footnote and a link to the article before; code in one of twenty.
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
            0 => text.push_str(&name(frequent(&mut random))),
            1 => text.push_str(&format!("*{}*", vocabulary[random.below(vocabulary.len())])),
            2 => text.push_str(&format!("\"{}\"", vocabulary[random.below(vocabulary.len())])),
            3 | 4 => text.push_str("it. They"),
            _ => text.push_str(vocabulary[random.below(vocabulary.len())]),
        }
        text.push(' ');
    }
    text.push_str("\n\n| Year | Strength |\n|---|---:|\n");
    for year in 2015..2020 {
        text.push_str(&format!("| {year} | {} |\n", random.below(90_000)));
    }
    if at > 0 {
        text.push_str(&format!("\nAs [we wrote](n{}.md#part-1).\n", at - 1));
    }
    if at.is_multiple_of(20) {
        text.push_str(&code_block(12));
    }
    text + "\n\n[^1]: A note.\n"
}

/// The file of an actor with other names.
pub fn actor(at: usize) -> String {
    let name = name(at);
    format!(
        "---\nname: {name} {at}\ntype: organisation\naka:\n  - {name}\n  - {{text: {name}ian, kind: demonym}}\n---\n\
         What is known.\n"
    )
}

/// The file of a topic.
pub fn topic(at: usize) -> String {
    format!("---\nname: Question {at}\n---\nWhat it is about.\n")
}

/// A block of code.
pub fn code_block(lines: usize) -> String {
    let line =
        "    let total: u32 = items.iter().filter(|item| item.is_some()).map(|n| n * 2).sum(); // each\n";
    format!("\n```rust\nfn main() {{\n{}}}\n```\n", line.repeat(lines))
}
