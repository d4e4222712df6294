//! Relations of actors: a link of the schema that their type and both actors fit, or `UnknownLink`.

use crate::document::ActorType;
use crate::model::Edtf;
use crate::site::{Actor, ActorIx, SourceIx, relation_label};

use super::actors::Range;
use super::{Writer, dates};

/// How relations of some types are linked.
struct Rule {
    /// Types of relations.
    types: &'static [&'static str],
    /// The schema of the link.
    schema: &'static str,
    /// The property of the actor whose file states the relation, and what it takes.
    from: (&'static str, Range),
    /// The property of the other actor, and what it takes.
    to: (&'static str, Range),
}

/// `followthemoney/schema/{Membership,Employment,Ownership,Control,Succession,Family}.yml`.
const RULES: [Rule; 7] = [
    Rule {
        types: &["member-of", PART_OF],
        schema: "Membership",
        from: ("member", Range::LegalEntity),
        to: ("organization", Range::Organization),
    },
    Rule {
        types: &["works-for"],
        schema: "Employment",
        from: ("employee", Range::Person),
        to: ("employer", Range::Organization),
    },
    Rule {
        types: &["owns"],
        schema: "Ownership",
        from: ("owner", Range::LegalEntity),
        to: ("asset", Range::Asset),
    },
    Rule {
        types: &["controls"],
        schema: "Control",
        from: ("controller", Range::LegalEntity),
        to: ("controlled", Range::LegalEntity),
    },
    // "Two entities that legally succeed each other": so it is not for persons, who follow each
    // other in a post.
    Rule {
        types: &["succeeded", "successor-of"],
        schema: "Succession",
        from: ("successor", Range::Organization),
        to: ("predecessor", Range::Organization),
    },
    Rule {
        types: &["predecessor-of"],
        schema: "Succession",
        from: ("predecessor", Range::Organization),
        to: ("successor", Range::Organization),
    },
    Rule {
        types: &["family-of"],
        schema: "Family",
        from: ("person", Range::Person),
        to: ("relative", Range::Person),
    },
];

/// "Two entities are connected but the nature of the connection is tbd": here its role tells.
const OTHER: Rule =
    Rule { types: &[], schema: "UnknownLink", from: ("subject", Range::Thing), to: ("object", Range::Thing) };

/// The relation that `part_of` states.
const PART_OF: &str = "part-of";

/// The rule for a relation of this type between two such actors.
fn rule(relation_type: &str, from: ActorType, to: ActorType) -> &'static Rule {
    let fits =
        |rule: &&Rule| rule.types.contains(&relation_type) && rule.from.1.has(from) && rule.to.1.has(to);
    RULES.iter().find(fits).unwrap_or(&OTHER)
}

/// What is stated of a relation.
#[derive(Default)]
struct Stated<'s> {
    since: Option<&'s Edtf>,
    until: Option<&'s Edtf>,
    status: Option<&'s str>,
    source: Option<SourceIx>,
}

impl Writer<'_> {
    /// Writes what an actor is part of, and the relations that its own file states.
    pub fn relations(&mut self, ix: ActorIx, actor: &Actor) {
        if let Some(whole) = actor.part_of {
            let types = (actor.actor_type, self.site.actors[whole.get()].actor_type);
            // Between territories it is a property.
            if types != (ActorType::Place, ActorType::Place) {
                self.relation(ix, whole, PART_OF, &Stated::default());
            }
        }
        for relation in actor.relations.iter().filter(|relation| !relation.inverse) {
            let stated = Stated {
                since: relation.since.as_ref(),
                until: relation.until.as_ref(),
                status: relation.status.as_deref(),
                source: relation.source,
            };
            self.relation(ix, relation.actor, &relation.relation_type, &stated);
        }
    }

    fn relation(&mut self, from: ActorIx, to: ActorIx, relation_type: &str, stated: &Stated<'_>) {
        let actors = &self.site.actors;
        let rule = rule(relation_type, actors[from.get()].actor_type, actors[to.get()].actor_type);
        let (from, to) = (self.actor_id(from), self.actor_id(to));
        let mut link = self.link(rule.schema, (rule.from.0, &from), (rule.to.0, &to), relation_type);
        // Where the schema says what the relation is, a role would say it twice.
        if rule.schema == OTHER.schema || relation_type == PART_OF {
            link.add("role", relation_label(relation_type, false));
        }
        // `Family` is the one that is no `Interest`, whose property `status` is.
        let status = if rule.schema == "Family" { "summary" } else { "status" };
        link.maybe(status, stated.status);
        dates::period(&mut link, stated.since, stated.until);
        self.rests_on(&mut link, stated.source);
        self.push(&link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_needs_both_actors_to_fit() {
        let schema = |relation_type, from, to| rule(relation_type, from, to).schema;
        use ActorType::{Bloc, Company, Person, Place, State};
        assert_eq!(schema("member-of", State, Bloc), "Membership");
        assert_eq!(schema("member-of", Place, Bloc), "UnknownLink");
        assert_eq!(schema("member-of", Person, Person), "UnknownLink");
        assert_eq!(schema("owns", Person, Company), "Ownership");
        assert_eq!(schema("owns", Person, Place), "UnknownLink");
        assert_eq!(schema("succeeded", State, State), "Succession");
        assert_eq!(schema("succeeded", Person, Person), "UnknownLink");
        assert_eq!(schema("works-for", Person, State), "Employment");
        assert_eq!(schema("family-of", Person, Person), "Family");
        assert_eq!(schema("supports-militarily", State, State), "UnknownLink");
    }
}
