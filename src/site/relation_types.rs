//! The words for relations between actors, seen from either end.
//!
//! Types are free words. The common ones below have a label for each direction; any other reads
//! as its own words, and from the other end as the object of those words.

/// Type, label from the actor whose file states it, label from the other actor.
const KNOWN: [(&str, &str, &str); 38] = [
    ("ally-of", "Ally of", "Ally of"),
    ("adversary-of", "Adversary of", "Adversary of"),
    ("neighbour-of", "Neighbour of", "Neighbour of"),
    ("at-war-with", "At war with", "At war with"),
    ("partner-of", "Partner of", "Partner of"),
    ("rival-of", "Rival of", "Rival of"),
    ("signed-treaty-with", "Signed a treaty with", "Signed a treaty with"),
    ("trades-with", "Trades with", "Trades with"),
    ("family-of", "Family of", "Family of"),
    ("member-of", "Member of", "Has as member"),
    ("part-of", "Part of", "Includes"),
    ("supports", "Supports", "Supported by"),
    ("supports-militarily", "Supports militarily", "Supported militarily by"),
    ("supplies", "Supplies", "Supplied by"),
    ("sanctions", "Sanctions", "Sanctioned by"),
    ("invaded", "Invaded", "Invaded by"),
    ("occupies", "Occupies", "Occupied by"),
    ("founded", "Founded", "Founded by"),
    ("leads", "Leads", "Led by"),
    ("owns", "Owns", "Owned by"),
    ("controls", "Controls", "Controlled by"),
    ("finances", "Finances", "Financed by"),
    ("succeeded", "Succeeded", "Succeeded by"),
    ("fights", "Fights", "Fought by"),
    ("monitors", "Monitors", "Monitored by"),
    ("reports-on", "Reports on", "Reported on by"),
    ("reported-on", "Reported on", "Reported on by"),
    ("fights-beside", "Fights beside", "Fights beside"),
    ("cooperates-with", "Cooperates with", "Cooperates with"),
    ("broke-relations-with", "Broke relations with", "Relations broken off by"),
    ("successor-of", "Successor of", "Succeeded by"),
    ("predecessor-of", "Predecessor of", "Preceded by"),
    ("candidate-for", "Candidate for", "Has as candidate"),
    ("active-in", "Active in", "Place of activity of"),
    ("based-in", "Based in", "Base of"),
    ("works-for", "Works for", "Employs"),
    ("attacked", "Attacked", "Attacked by"),
    ("recognises", "Recognises", "Recognised by"),
];

/// The label of a relation type, from the stating actor's side or, `inverse`, from the other's.
#[must_use]
pub fn label(relation_type: &str, inverse: bool) -> String {
    if let Some((_, forth, back)) = KNOWN.iter().find(|(name, ..)| *name == relation_type) {
        return (*if inverse { back } else { forth }).to_owned();
    }
    let mut words = relation_type.replace(['-', '_'], " ");
    if inverse {
        return format!("Object of “{words}”");
    }
    if let Some(first) = words.get(..1) {
        let first = first.to_uppercase();
        words.replace_range(..1, &first);
    }
    words
}

/// Whether a relation reads the same from both ends, so that to state it once is enough.
#[must_use]
pub fn is_symmetric(relation_type: &str) -> bool {
    KNOWN.iter().any(|(name, forth, back)| *name == relation_type && forth == back)
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_both_ways() {
        assert_eq!(label("supports-militarily", false), "Supports militarily");
        assert_eq!(label("supports-militarily", true), "Supported militarily by");
        assert_eq!(label("trains-with", false), "Trains with");
        assert_eq!(label("trains-with", true), "Object of “trains with”");
        assert_eq!(label("établit", false), "établit");
    }
}
