//! Decides what each surface form on a page is: a link, a mention, or neither.

use std::collections::BTreeSet;

use ahash::{AHashMap, AHashSet};

use crate::config::Policy;
use crate::document::{Body, Context, Inline};

use super::boundary::Fit;
use super::context::{Absorbed, Block, Words, absorbed};
use super::form::{Entity, Form, FormKind};
use super::matcher::{Gazetteer, Hit};
use super::text::{PageText, Place};

/// What a page has to say about the names on it.
#[derive(Debug, Clone, Default, Hash)]
pub struct Page {
    /// The entity whose own page it is.
    pub own: Option<Entity>,
    /// The entities that its front matter names, which settle what is ambiguous.
    pub named: BTreeSet<Entity>,
    /// Surface forms that are not to be linked.
    pub nolink: BTreeSet<Box<str>>,
    /// Entities that the author has linked by hand.
    pub linked: BTreeSet<Entity>,
    /// Which mentions are linked.
    pub policy: Policy,
}

/// What becomes of a surface form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It is a mention and becomes a link.
    Linked,
    /// It is a mention.
    Indexed,
    /// It is no mention.
    Refused,
}

impl Decision {
    /// The word in `dateline mentions`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::Indexed => "indexed",
            Self::Refused => "refused",
        }
    }
}

/// The rule that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Rule {
    FirstMention,
    LaterMention,
    LinkedByHand,
    NoLinkHere,
    Compound,
    Heading,
    InsideLink,
    Quotation,
    ImageText,
    CutsElement,
    PolicyNone,
    Ambiguous,
    OwnPage,
    OnlyAfterName,
    SeveralBearers,
    OtherName,
    PersonName,
    Language,
    Town,
    OtherPlace,
    Word,
    Redefined,
}

impl Rule {
    /// The rule's stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstMention => "first-mention",
            Self::LaterMention => "later-mention",
            Self::LinkedByHand => "linked-by-hand",
            Self::NoLinkHere => "nolink",
            Self::Compound => "compound",
            Self::Heading => "heading",
            Self::InsideLink => "inside-link",
            Self::Quotation => "quotation",
            Self::ImageText => "image-text",
            Self::CutsElement => "cuts-element",
            Self::PolicyNone => "policy-none",
            Self::Ambiguous => "ambiguous",
            Self::OwnPage => "own-page",
            Self::OnlyAfterName => "only-after-name",
            Self::SeveralBearers => "several-bearers",
            Self::OtherName => "other-name",
            Self::PersonName => "person-name",
            Self::Language => "language",
            Self::Town => "town",
            Self::OtherPlace => "other-place",
            Self::Word => "word",
            Self::Redefined => "redefined",
        }
    }

    /// Why, in words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::FirstMention => "the first mention on the page is linked",
            Self::LaterMention => "an earlier mention on the page is linked",
            Self::LinkedByHand => "the author has linked it on this page",
            Self::NoLinkHere => "the front matter's `nolink` names this form",
            Self::Compound => "a part of a hyphenated compound is no anchor",
            Self::Heading => "headings are not linked",
            Self::InsideLink => "it is inside a link",
            Self::Quotation => "block quotations are not linked",
            Self::ImageText => "the text of an image is not linked",
            Self::CutsElement => "it begins or ends inside an element that it does not cover",
            Self::PolicyNone => "`[linking] mentions` is `none`",
            Self::Ambiguous => {
                "several have this name, and the front matter does not name exactly one of them"
            }
            Self::OwnPage => "it is the page's own subject",
            Self::OnlyAfterName => "this form counts only after the full name on the same page",
            Self::SeveralBearers => "several that it could mean are named on the page",
            Self::OtherName => "it is part of another proper name",
            Self::PersonName => "it is part of a person's name",
            Self::Language => "it is the name of a language here",
            Self::Town => "after a word of place it is the town, not the government",
            Self::OtherPlace => "the words around it speak of another place of this name",
            Self::Word => "it is an ordinary word here",
            Self::Redefined => "the page explains this abbreviation as something else",
        }
    }

    /// What it makes of a surface form.
    #[must_use]
    pub fn decision(self) -> Decision {
        match self {
            Self::FirstMention => Decision::Linked,
            Self::LaterMention
            | Self::LinkedByHand
            | Self::NoLinkHere
            | Self::Compound
            | Self::Heading
            | Self::InsideLink
            | Self::Quotation
            | Self::ImageText
            | Self::CutsElement
            | Self::PolicyNone => Decision::Indexed,
            Self::Ambiguous
            | Self::OwnPage
            | Self::OnlyAfterName
            | Self::SeveralBearers
            | Self::OtherName
            | Self::PersonName
            | Self::Language
            | Self::Town
            | Self::OtherPlace
            | Self::Word
            | Self::Redefined => Decision::Refused,
        }
    }
}

/// A surface form on a page, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Index of its block in the body.
    pub block: u32,
    /// Bytes of the block's text.
    pub text: (u32, u32),
    /// Where it stands in the body and in the source.
    pub place: Place,
    /// Whose name it is; none when that is not settled.
    pub entity: Option<Entity>,
    /// Everyone whose name it could be.
    pub candidates: Vec<Entity>,
    /// The rule that decided.
    pub rule: Rule,
}

/// Finds the names in a body and decides about each, in reading order.
#[must_use]
pub fn recognise(body: &Body, gazetteer: &Gazetteer, page: &Page) -> Vec<Found> {
    let text = PageText::of(body);
    let words = Words::of(&text.text);
    let mut reader = Reader::new(gazetteer, page, body, &text.text);
    let mut hits = gazetteer.scan(&text.text).into_iter().peekable();
    let mut found = Vec::with_capacity(hits.len());
    for block in &text.blocks {
        if block.context == Context::Heading {
            reader.section += 1;
        }
        let start = block.range.start;
        let of_block = Block::new(text.block(block), start, &words);
        while let Some(mut hit) = hits.next_if(|hit| hit.start < block.range.end) {
            let Some(place) = text.place(hit.start, hit.end) else { continue };
            (hit.start, hit.end) = (hit.start - start, hit.end - start);
            let (entity, candidates, rule) = reader.decide(&of_block, start, &hit, block.context, place);
            found.push(Found {
                block: block.index,
                text: (
                    u32::try_from(hit.start).unwrap_or(u32::MAX),
                    u32::try_from(hit.end).unwrap_or(u32::MAX),
                ),
                place: cover(body, place).unwrap_or(place),
                entity,
                candidates,
                rule,
            });
        }
    }
    found
}

/// Finds the names in plain text, paragraph by paragraph, and decides about each.
#[must_use]
pub fn recognise_plain(text: &str, gazetteer: &Gazetteer, page: &Page) -> Vec<Found> {
    let nothing = Body::default();
    let words = Words::of(text);
    let mut reader = Reader::new(gazetteer, page, &nothing, text);
    let mut found = Vec::new();
    let mut start = 0;
    for (index, paragraph) in text.split("\n\n").enumerate() {
        // A line break is a space of the same length.
        let line = paragraph.replace('\n', " ");
        let block = Block::new(&line, start, &words);
        for hit in gazetteer.scan(&line) {
            let offset = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
            let range = (offset(hit.start), offset(hit.end));
            let place = Place { html: (0, 0), source: range, inline: Inline::Text };
            let (entity, candidates, rule) = reader.decide(&block, start, &hit, Context::Prose, place);
            let block = u32::try_from(index).unwrap_or(u32::MAX);
            found.push(Found { block, text: range, place, entity, candidates, rule });
        }
        start += paragraph.len() + 2;
    }
    found
}

/// What is known of a page as far as it has been read.
struct Reader<'r> {
    gazetteer: &'r Gazetteer,
    page: &'r Page,
    body: &'r Body,
    /// Where the page explains each abbreviation, in order.
    explained: AHashMap<&'r str, Vec<Explained>>,
    /// Entities named in full so far.
    named: AHashSet<Entity>,
    /// The section in which each entity was last linked.
    linked: AHashMap<Entity, usize>,
    section: usize,
}

impl<'r> Reader<'r> {
    fn new(gazetteer: &'r Gazetteer, page: &'r Page, body: &'r Body, whole: &'r str) -> Self {
        let explained = explained(gazetteer, whole);
        // Who is linked by hand is named in full.
        let (named, linked) = (page.linked.iter().copied().collect(), AHashMap::new());
        Self { gazetteer, page, body, explained, named, linked, section: 0 }
    }

    /// What becomes of a hit in a block that begins at `offset` of the page.
    fn decide(
        &mut self,
        block: &Block<'_>,
        offset: usize,
        hit: &Hit,
        context: Context,
        place: Place,
    ) -> (Option<Entity>, Vec<Entity>, Rule) {
        let forms: Vec<&Form> = hit.forms.iter().map(|form| self.gazetteer.form(*form)).collect();
        let all = entities(forms.iter());
        let entity = match self.whose(&forms, &all) {
            Ok(entity) => entity,
            Err(rule) => return (None, all, rule),
        };
        let of_entity = forms.iter().filter(|form| form.entity == entity);
        let kind = of_entity.map(|form| form.kind).min().unwrap_or(FormKind::Name);
        let text = block.text();
        if self.is_redefined(&text[hit.start..hit.end], offset + hit.start) {
            return (None, all, Rule::Redefined);
        }
        let of_person = forms.iter().any(|form| form.entity == entity && form.of_person);
        let settled = self.page.named.contains(&entity);
        match absorbed(block, hit.start, hit.end, kind) {
            Some(Absorbed::OtherName) => return (None, all, Rule::OtherName),
            Some(Absorbed::PersonName) if !of_person || kind == FormKind::Surname => {
                return (None, all, Rule::PersonName);
            }
            Some(Absorbed::Language) => return (None, all, Rule::Language),
            Some(Absorbed::Town) => return (None, all, Rule::Town),
            // The front matter outweighs what the words around a name suggest.
            Some(Absorbed::OtherPlace) if !settled => return (None, all, Rule::OtherPlace),
            Some(Absorbed::Word) if !settled => return (None, all, Rule::Word),
            Some(Absorbed::PersonName | Absorbed::OtherPlace | Absorbed::Word) | None => {}
        }
        if matches!(kind, FormKind::Name | FormKind::Abbreviation | FormKind::Former) {
            self.named.insert(entity);
        }
        if self.page.own == Some(entity) {
            return (Some(entity), all, Rule::OwnPage);
        }
        (Some(entity), all, self.link_or_index(&text[hit.start..hit.end], entity, hit.fit, context, place))
    }

    /// Whether an abbreviation stands for something else at this place: as the last explanation before
    /// it says, or else the first of the page.
    fn is_redefined(&self, short: &str, at: usize) -> bool {
        let Some(explained) = self.explained.get(short) else { return false };
        let before = explained.partition_point(|explained| explained.at <= at);
        explained.get(before.saturating_sub(1)).is_some_and(|explained| !explained.is_ours)
    }

    /// The one entity that a form stands for, or the rule that says why there is none.
    fn whose(&self, forms: &[&Form], candidates: &[Entity]) -> Result<Entity, Rule> {
        let needs_name = |form: &&&Form| matches!(form.kind, FormKind::Weak | FormKind::Surname);
        if let ([one], false) = (candidates, forms.iter().all(|form| needs_name(&form))) {
            return Ok(*one);
        }
        // What stands by itself comes before what needs a full name.
        let strong = entities(forms.iter().filter(|form| !needs_name(form)));
        match strong.as_slice() {
            [] => one_of(
                candidates,
                |entity| self.named.contains(entity),
                [Rule::OnlyAfterName, Rule::SeveralBearers],
            ),
            [one] => Ok(*one),
            several => one_of(several, |entity| self.page.named.contains(entity), [Rule::Ambiguous; 2]),
        }
    }

    fn link_or_index(
        &mut self,
        surface: &str,
        entity: Entity,
        fit: Fit,
        context: Context,
        place: Place,
    ) -> Rule {
        let first = match (self.page.policy, self.linked.get(&entity)) {
            (Policy::None, _) => return Rule::PolicyNone,
            (Policy::All, _) | (_, None) => true,
            (Policy::First, Some(_)) => false,
            (Policy::Section, Some(section)) => *section != self.section,
        };
        let rule = match (context, place.inline, fit) {
            (Context::Heading, ..) => Rule::Heading,
            (Context::Quotation, ..) => Rule::Quotation,
            (_, Inline::Link, _) => Rule::InsideLink,
            (_, Inline::Image, _) => Rule::ImageText,
            (.., Fit::Compound) => Rule::Compound,
            _ if self.page.nolink.contains(surface) => Rule::NoLinkHere,
            _ if self.page.policy == Policy::First && self.page.linked.contains(&entity) => {
                Rule::LinkedByHand
            }
            _ if cover(self.body, place).is_none() => Rule::CutsElement,
            _ if !first => Rule::LaterMention,
            _ => Rule::FirstMention,
        };
        if rule == Rule::FirstMention {
            self.linked.insert(entity, self.section);
        }
        rule
    }
}

/// The entities of forms, each once, in order.
fn entities<'f>(forms: impl Iterator<Item = &'f &'f Form>) -> Vec<Entity> {
    let mut entities: Vec<Entity> = forms.map(|form| form.entity).collect();
    entities.sort_unstable();
    entities.dedup();
    entities
}

/// The one of several entities that is meant; the first rule where none is, the second where more are.
fn one_of(
    several: &[Entity],
    is_meant: impl Fn(&Entity) -> bool,
    [none, more]: [Rule; 2],
) -> Result<Entity, Rule> {
    let mut meant = several.iter().filter(|entity| is_meant(entity));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(*one),
        (None, _) => Err(none),
        _ => Err(more),
    }
}

/// An abbreviation in brackets after the words that it stands for: "International Cricket Council
/// (ICC)".
struct Explained {
    /// Where it stands on the page.
    at: usize,
    /// Whether the words are a name that the gazetteer has.
    is_ours: bool,
}

/// The abbreviations that a page explains.
fn explained<'t>(gazetteer: &Gazetteer, whole: &'t str) -> AHashMap<&'t str, Vec<Explained>> {
    let mut all: AHashMap<&str, Vec<Explained>> = AHashMap::new();
    for at in memchr::memmem::find_iter(whole.as_bytes(), " (") {
        let rest = &whole.as_bytes()[at + 2..];
        let Some(length) = rest.iter().take(7).position(|byte| *byte == b')').filter(|length| *length >= 2)
        else {
            continue;
        };
        let short = &whole[at + 2..at + 2 + length];
        if !short.bytes().all(|b| b.is_ascii_uppercase()) {
            continue;
        }
        let before = &whole[whole[..at]
            .rfind(['.', '\n', ',', ';', '(', '"', '“'])
            .map_or(0, |start| whole.ceil_char_boundary(start + 1))..at];
        let Some(words) = words_with_initials(before, short) else { continue };
        let is_ours = gazetteer.scan(words).iter().any(|hit| hit.end == words.len() && hit.start == 0);
        all.entry(short).or_default().push(Explained { at: at + 2, is_ours });
    }
    all
}

/// The last words of a text whose initials spell an abbreviation, joining words left out.
fn words_with_initials<'t>(text: &'t str, short: &str) -> Option<&'t str> {
    const JOINING: [&str; 8] = ["and", "de", "for", "in", "of", "on", "the", "to"];
    let mut wanted = short.chars().rev().map(|letter| letter.to_ascii_lowercase());
    let mut next = wanted.next()?;
    let mut start = text.len();
    for word in text.rsplit(' ') {
        let at = start.checked_sub(word.len())?;
        if JOINING.contains(&word) {
            // The `of` of "Organization of American States" is no letter of `OAS`.
        } else if word.chars().next().is_some_and(|first| first.to_ascii_lowercase() == next) {
            match wanted.next() {
                Some(letter) => next = letter,
                None => return text.get(at..),
            }
        } else {
            return None;
        }
        start = at.checked_sub(1)?;
    }
    None
}

/// A place widened to the whole of the inline elements that it touches; `None` when it cuts one, or
/// holds a link.
fn cover(body: &Body, place: Place) -> Option<Place> {
    let (mut start, mut end) = (place.html.0 as usize, place.html.1 as usize);
    let inside = body.prose.html.get(start..end)?;
    // Few names have a tag inside.
    if !inside.contains('<') {
        return Some(place);
    }
    if inside.contains("<a") {
        return None;
    }
    // Tags that open or close inside without their partner.
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for tag in inside.split('<').skip(1) {
        let is_void = tag.starts_with("br") || tag.starts_with("img");
        match tag.starts_with('/') {
            true if opened > 0 => opened -= 1,
            true => closed += 1,
            false if is_void => {}
            false => opened += 1,
        }
    }
    while closed > 0 {
        let before = body.prose.html.get(..start)?;
        let tag = before.ends_with('>').then(|| before.rfind('<')).flatten()?;
        let text = before.get(tag..)?;
        if text.starts_with("</") || text.starts_with("<a") || !is_inline(text) {
            return None;
        }
        start = tag;
        closed -= 1;
    }
    while opened > 0 {
        let after = body.prose.html.get(end..)?;
        let length = after.starts_with("</").then(|| after.find('>')).flatten()? + 1;
        end += length;
        opened -= 1;
    }
    Some(Place { html: (u32::try_from(start).ok()?, u32::try_from(end).ok()?), ..place })
}

/// Whether a tag is of an element that may stand inside a link.
fn is_inline(tag: &str) -> bool {
    ["<em>", "<strong>", "<del>", "<sup>", "<sub>"].contains(&tag)
}
