//! What holds for all findings about a text.

use dateline::diagnostic::{Diagnostic, Diagnostics, Format, Place, Renderer};
use dateline::excerpt::FieldPlaces;
use dateline::model::SourcePath;

/// Looks up the places of findings as a build does, and shows them in every format.
pub fn check(path: &SourcePath, text: &str, found: Vec<Diagnostic>) {
    let places = FieldPlaces::of(path, text);
    let mut all = Diagnostics::new();
    for mut diagnostic in found {
        assert!(!diagnostic.message.is_empty());
        for label in &mut diagnostic.labels {
            if let Place::Field(field, part) = &label.place {
                let span = places.as_ref().and_then(|places| places.find(field, *part));
                label.place = span.map_or(Place::File, Place::Span);
            }
            if let Place::Span(span) = &label.place {
                assert!(text.get(span.range()).is_some(), "{span:?} of {}", label.text);
            }
        }
        all.push(diagnostic);
    }
    all.sort();
    for format in [Format::Human, Format::Json, Format::Github] {
        let shown = Renderer::new(format, false, &|_| Some(text.to_owned())).render(&all);
        assert_eq!(shown.is_empty(), all.is_empty());
        // A finding is one line of what programs read, whatever text it quotes.
        assert!(format == Format::Human || shown.lines().count() == all.iter().count(), "{shown}");
    }
}
