//! Entries of which each may name one above it: topics by `broader`, actors by `part_of`.

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes};
use crate::document::Document;

/// So many entries may be above one: templates show a tree by components within components, and the engine
/// stops at some hundred of those.
const MAX_LEVELS: usize = 100;

/// What the entries are, and how they name the one above.
#[derive(Debug, Clone, Copy)]
pub struct Entries {
    /// The word for one: `topic`.
    pub name: &'static str,
    /// The key that names the one above: `broader`.
    pub key: &'static str,
}

impl Entries {
    /// Leaves of `above` what makes a tree: nothing leads back to itself, and nothing stands below more than
    /// 100 others. The rest is reported, at the document that says it.
    pub fn make_tree<'d>(
        self,
        above: &mut [Option<usize>],
        document: impl Fn(usize) -> Option<&'d Document>,
        found: &mut Diagnostics,
    ) {
        let Self { name, key } = self;
        let report = |at: usize, diagnostic: Diagnostic, label: &str, found: &mut Diagnostics| {
            if let Some(document) = document(at) {
                let place = Place::value(FieldPath::key(key));
                found.push(diagnostic.label(&document.path, place, label));
            }
        };
        for at in circles(above) {
            let message = format!("`{key}` leads from this {name} back to it");
            let help = format!("remove `{key}` from one {name} of the circle");
            report(at, Diagnostic::error(&codes::CONTENT_CYCLE, message).help(help), "leads back", found);
            above[at] = None;
        }
        for at in too_deep(above) {
            let message = format!("more than {MAX_LEVELS} {name}s are above this one");
            let help = format!("give it a `{key}` that is nearer to the top");
            report(at, Diagnostic::error(&codes::CONTENT_LEVELS, message).help(help), "too deep", found);
            above[at] = None;
        }
    }
}

/// One entry of each circle: the first.
fn circles(above: &[Option<usize>]) -> Vec<usize> {
    let mut seen_in = vec![None; above.len()];
    let mut found = Vec::new();
    for start in 0..above.len() {
        let mut at = start;
        loop {
            match seen_in[at] {
                Some(walk) if walk == start => {
                    found.push(at);
                    break;
                }
                Some(_) => break,
                None => seen_in[at] = Some(start),
            }
            match above[at] {
                Some(onward) => at = onward,
                None => break,
            }
        }
    }
    found
}

/// The entries that are the first below too many others, where none leads back to itself.
fn too_deep(above: &[Option<usize>]) -> Vec<usize> {
    let levels = |at: usize| std::iter::successors(above[at], |at| above[*at]).take(MAX_LEVELS + 2).count();
    (0..above.len()).filter(|at| levels(*at) == MAX_LEVELS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_each_circle_once() {
        assert_eq!(circles(&[Some(1), Some(2), None]), Vec::<usize>::new());
        assert_eq!(circles(&[Some(0)]), [0]);
        assert_eq!(circles(&[Some(1), Some(2), Some(1), Some(4), Some(3)]), [1, 3]);
    }

    #[test]
    fn what_is_left_is_a_tree() {
        let mut above: Vec<Option<usize>> = (0..250_usize).map(|at| at.checked_sub(1)).collect();
        above.extend([Some(251), Some(250)]);
        Entries { name: "topic", key: "broader" }.make_tree(&mut above, |_| None, &mut Diagnostics::new());
        let cut: Vec<usize> = (0..above.len()).filter(|at| above[*at].is_none()).collect();
        assert_eq!(cut, [0, 101, 250]);
    }
}
