//! Actors, and the posts that they hold.

use crate::document::{ActorType, Aka, AkaKind, Matter};
use crate::site::{Actor, ActorIx, RoleView};

use super::{Entity, Writer, countries, dates, entity_id};

/// The schema of an actor.
fn schema(actor_type: ActorType) -> &'static str {
    match actor_type {
        ActorType::Person => "Person",
        ActorType::State | ActorType::GovernmentBody => "PublicBody",
        ActorType::Organisation | ActorType::ArmedGroup | ActorType::Bloc => "Organization",
        ActorType::Company => "Company",
        ActorType::Place => "Territory",
    }
}

/// What the property of a link takes: the ranges of `schema/*.yml`, as far as actors go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// Any `Thing`.
    Thing,
    /// All but a `Territory`.
    LegalEntity,
    /// Any `LegalEntity` but a `Person`.
    Organization,
    /// A `Person`.
    Person,
    /// A `Company`, the only actor that is an `Asset`, which is what can be owned.
    Asset,
}

impl Range {
    /// Whether an actor of this type is in the range.
    pub fn has(self, actor_type: ActorType) -> bool {
        match self {
            Self::Thing => true,
            Self::LegalEntity => actor_type != ActorType::Place,
            Self::Organization => !matches!(actor_type, ActorType::Place | ActorType::Person),
            Self::Person => actor_type == ActorType::Person,
            Self::Asset => actor_type == ActorType::Company,
        }
    }
}

impl Writer<'_> {
    /// Writes each actor, then its links.
    pub fn actors(&mut self) {
        for (at, actor) in self.site.actors.iter().enumerate().filter(|(_, actor)| actor.listed) {
            let entity = self.actor(actor);
            self.push(&entity);
            self.relations(ActorIx::new(at), actor);
            for role in &actor.roles {
                self.role(ActorIx::new(at), actor, role);
            }
        }
    }

    fn actor(&self, actor: &Actor) -> Entity {
        let page = self.site.page(actor.page);
        let mut entity = Entity::new(schema(actor.actor_type), self.page_id(actor.page));
        entity.add("name", &page.title);
        entity.maybe("summary", self.site.summary(actor.page));
        entity.maybe("sourceUrl", self.url(actor.page));
        entity.maybe("country", self.country(actor));
        match actor.actor_type {
            ActorType::State => {
                entity.add("topics", "gov");
                entity.add("classification", actor.actor_type.label());
            }
            ActorType::GovernmentBody => entity.add("topics", "gov"),
            ActorType::ArmedGroup | ActorType::Bloc => {
                entity.add("classification", actor.actor_type.label());
            }
            ActorType::Person => {
                actor.roles.iter().for_each(|role| entity.add("position", &role.post));
            }
            ActorType::Organisation | ActorType::Company | ActorType::Place => {}
        }
        if let (ActorType::Place, Some(whole)) = (actor.actor_type, actor.part_of)
            && self.site.actors[whole.get()].actor_type == ActorType::Place
        {
            entity.add("partOf", self.actor_id(whole));
        }
        if let Some(Matter::Actor(matter)) =
            self.site.document_of(actor.page).map(|document| &document.matter)
        {
            entity.maybe("wikidataId", matter.wikidata.as_deref());
            matter.aka.iter().for_each(|aka| add_name(&mut entity, actor.actor_type, aka));
            if let Some(surname) = matter.surname.as_deref() {
                // `weakAlias`: "should not be used for matching in screening systems".
                entity.add("weakAlias", surname);
                if actor.actor_type == ActorType::Person {
                    entity.add("lastName", surname);
                }
            }
        }
        entity
    }

    /// The country of an actor: its own, or that of the nearest whole that it is part of.
    fn country(&self, actor: &Actor) -> Option<&'static str> {
        let mut at = Some(actor);
        while let Some(actor) = at {
            if let Some(Matter::Actor(matter)) =
                self.site.document_of(actor.page).map(|document| &document.matter)
                && let Some(iso3) = &matter.iso3
            {
                return countries::code(iso3);
            }
            at = actor.part_of.map(|whole| &self.site.actors[whole.get()]);
        }
        None
    }

    /// A post: `Position` and `Occupancy`, as FollowTheMoney has them for persons; any other actor
    /// is a member with a role.
    fn role(&mut self, holder_ix: ActorIx, holder: &Actor, role: &RoleView) {
        let holder_id = self.actor_id(holder_ix);
        let of = role.of.map(|of| (self.actor_id(of), self.site.actors[of.get()].actor_type));
        let mut link = if holder.actor_type == ActorType::Person {
            let position = self.position(&holder_id, role, of);
            self.link("Occupancy", ("holder", &holder_id), ("post", &position), "")
        } else {
            // Nothing can be said of a post without an end to link to.
            let Some((of, of_type)) = of else { return };
            let fits = Range::LegalEntity.has(holder.actor_type) && Range::Organization.has(of_type);
            let (schema, from, to) = if fits {
                ("Membership", "member", "organization")
            } else {
                ("UnknownLink", "subject", "object")
            };
            let mut link = self.link(schema, (from, &holder_id), (to, &of), &role.post);
            link.add("role", &role.post);
            link
        };
        dates::period(&mut link, role.from.as_ref(), role.to.as_ref());
        self.rests_on(&mut link, role.source);
        self.push(&link);
    }

    /// Writes the position, unless another holder of the same post has it written, and gives its
    /// id. A post that is held nowhere is its holder's own: two Presidents are not one.
    fn position(&mut self, holder: &str, role: &RoleView, of: Option<(String, ActorType)>) -> String {
        let place = of.as_ref().map_or(holder, |(id, _)| id);
        let id = entity_id("position", &format!("{place}\n{}", role.post));
        if !self.positions.insert(id.clone()) {
            return id;
        }
        let mut position = Entity::new("Position", id.clone());
        position.add("name", &role.post);
        if let (Some((of_id, of_type)), Some(of)) = (of, role.of) {
            let of = &self.site.actors[of.get()];
            position.maybe("country", self.country(of));
            if Range::Organization.has(of_type) {
                position.add("organization", of_id);
            } else if of_type == ActorType::Place {
                position.add("subnationalArea", &self.site.page(of.page).title);
            } else {
                position.add("description", format!("Of: {}.", self.site.page(of.page).title));
            }
        }
        self.push(&position);
        id
    }
}

/// Adds another name under the property for its sort.
fn add_name(entity: &mut Entity, actor_type: ActorType, aka: &Aka) {
    // A guard is longer text that holds a name: "Richard Wagner" is no name of Wagner Group.
    if aka.never {
        return;
    }
    let property = match aka.kind {
        AkaKind::Name => "alias",
        // A property of `LegalEntity`.
        AkaKind::Abbreviation if Range::LegalEntity.has(actor_type) => "abbreviation",
        AkaKind::Abbreviation => "alias",
        AkaKind::Former => "previousName",
        // Neither names the actor itself: a search may use them, a match must not.
        AkaKind::Demonym | AkaKind::Metonym | AkaKind::Weak => "weakAlias",
        // `Sino` is no word.
        AkaKind::Combining => return,
    };
    entity.add(property, &aka.text);
}
