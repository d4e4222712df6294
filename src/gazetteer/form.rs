//! Surface forms: the names by which an actor or topic is found.

use serde::{Deserialize, Serialize};

use crate::document::{Aka, AkaKind};
use crate::model::Kind;

/// An actor or topic, by its place in the table of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entity {
    /// Actor or topic.
    pub kind: Kind,
    /// Index in the site's table.
    pub index: u32,
}

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Form {
    /// The name as written.
    pub text: Box<str>,
    /// Whose name it is.
    pub entity: Entity,
    /// What sort of name.
    pub kind: FormKind,
    /// Whether its case counts.
    pub exact_case: bool,
    /// Whether it is the name of a person, which may well stand beside another.
    pub of_person: bool,
}

/// What is known of an actor who is a person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Person<'p> {
    /// The surname, where it may stand for the person.
    pub surname: Option<&'p str>,
}

/// What sort of name a form is; decides what must be around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormKind {
    /// The entity's own name, or another full name.
    Name,
    /// Capitals, with or without stops.
    Abbreviation,
    /// The adjective and the people: `Iranian`, `Iranians`.
    Demonym,
    /// A capital for its government, and the like.
    Metonym,
    /// A name that it no longer has.
    Former,
    /// Too common to match by itself: only after a full name on the same page.
    Weak,
    /// A surname: only after the full name on the same page.
    Surname,
    /// What stands for the name before a hyphen: `Sino`-Russian.
    Combining,
    /// A guard: what it covers is not a name of anything.
    Guard,
}

impl Form {
    /// A guard that belongs to nobody.
    #[must_use]
    pub fn guard(nobody: Entity, text: &str) -> Self {
        Self { text: text.into(), entity: nobody, kind: FormKind::Guard, exact_case: false, of_person: false }
    }

    /// The forms that a name and its other names give: themselves, the plural of a demonym, an
    /// abbreviation with stops, a surname, and guards.
    ///
    /// Case counts for actors unless an entry says otherwise; topics fold it, but not in
    /// abbreviations, which are words in small letters (`who`, `us`).
    #[must_use]
    pub fn of(entity: Entity, name: &str, aka: &[Aka], person: Option<Person<'_>>) -> Vec<Self> {
        let exact = |kind: FormKind| entity.kind == Kind::Actor || kind == FormKind::Abbreviation;
        let of_person = person.is_some();
        let form = |text: &str, kind: FormKind, exact_case: bool| Self {
            text: text.into(),
            entity,
            kind,
            exact_case,
            of_person,
        };
        let own = if is_acronym(name) { FormKind::Abbreviation } else { FormKind::Name };
        let mut forms = vec![form(name, own, exact(own))];
        for aka in aka {
            let kind = if aka.never { FormKind::Guard } else { kind_of(aka) };
            let exact_case = aka.exact_case.unwrap_or(exact(kind));
            forms.push(form(&aka.text, kind, exact_case));
            if kind == FormKind::Demonym
                && let Some(plural) = plural(&aka.text)
            {
                forms.push(form(&plural, kind, exact_case));
            }
        }
        for at in 0..forms.len() {
            if forms[at].text.contains(" and ") {
                let ampersand =
                    form(&forms[at].text.replace(" and ", " & "), forms[at].kind, forms[at].exact_case);
                forms.push(ampersand);
            }
            if forms[at].kind == FormKind::Abbreviation
                && let Some(dotted) = dotted(&forms[at].text)
            {
                let dotted = form(&dotted, FormKind::Abbreviation, true);
                forms.push(dotted);
            }
        }
        let surname = person.and_then(|person| person.surname);
        forms.extend(surname.map(|surname| form(surname, FormKind::Surname, true)));
        forms
    }
}

fn kind_of(aka: &Aka) -> FormKind {
    match aka.kind {
        AkaKind::Name if is_acronym(&aka.text) => FormKind::Abbreviation,
        AkaKind::Name => FormKind::Name,
        AkaKind::Abbreviation => FormKind::Abbreviation,
        AkaKind::Demonym => FormKind::Demonym,
        AkaKind::Metonym => FormKind::Metonym,
        AkaKind::Former => FormKind::Former,
        AkaKind::Weak => FormKind::Weak,
        AkaKind::Combining => FormKind::Combining,
    }
}

/// Whether a name is written in capitals throughout: `CNN`, `G7`, `U.S.`.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters > 0
        && name.len() <= 8
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.')
}

/// The people: `Iranian` to `Iranians`. Those in -ese, -ish, -ch, -ss and the like are their own
/// plural.
fn plural(demonym: &str) -> Option<String> {
    let invariant = ["s", "x", "z", "sh", "ch", "ese", "man", "men"];
    let is_latin = demonym.chars().next_back().is_some_and(|c| c.is_ascii_lowercase());
    (is_latin && !invariant.iter().any(|end| demonym.ends_with(end))).then(|| format!("{demonym}s"))
}

/// `UN` to `U.N.`: two to four capitals, the last of which keeps its stop.
fn dotted(abbreviation: &str) -> Option<String> {
    let fits = (2..=4).contains(&abbreviation.len()) && abbreviation.bytes().all(|b| b.is_ascii_uppercase());
    fits.then(|| abbreviation.chars().flat_map(|c| [c, '.']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_and_stops() {
        assert_eq!(plural("Iranian").as_deref(), Some("Iranians"));
        assert_eq!(plural("Iraqi").as_deref(), Some("Iraqis"));
        for same in ["Chinese", "French", "Swiss", "British", "Русский"] {
            assert_eq!(plural(same), None, "{same}");
        }
        assert_eq!(dotted("UN").as_deref(), Some("U.N."));
        assert_eq!(dotted("NATO").as_deref(), Some("N.A.T.O."));
        assert_eq!(dotted("G7"), None);
    }
}
