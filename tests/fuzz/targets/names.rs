//! Names in texts: the lines before the first empty one are names, the rest is the text.

use dateline::config::Policy;
use dateline::document::markdown::{Options, parse};
use dateline::gazetteer::{
    Decision, Entity, Form, FormKind, Found, Gazetteer, Page, fold, recognise, recognise_plain,
};
use dateline::model::{Kind, SourcePath};

const KINDS: [FormKind; 9] = [
    FormKind::Name,
    FormKind::Abbreviation,
    FormKind::Demonym,
    FormKind::Metonym,
    FormKind::Former,
    FormKind::Weak,
    FormKind::Surname,
    FormKind::Combining,
    FormKind::Guard,
];

pub fn target(data: &[u8]) {
    let Ok(input) = str::from_utf8(data) else { return };
    let (names, text) = input.split_once("\n\n").unwrap_or(("Iran\nNorth Korea", input));
    let forms: Vec<Form> = names
        .lines()
        .enumerate()
        .map(|(at, name)| Form {
            text: name.into(),
            entity: Entity { kind: Kind::Actor, index: u32::try_from(at / 2).unwrap_or(0) },
            kind: KINDS[at * 4 % KINDS.len()],
            exact_case: at % 2 == 0,
            of_person: at % 3 == 0,
        })
        .collect();
    let gazetteer = Gazetteer::new(forms, true);
    let mut end = 0;
    for hit in gazetteer.scan(text) {
        assert!(end <= hit.start && hit.start < hit.end, "in order, and none over another");
        end = hit.end;
        let surface = text.get(hit.start..hit.end).expect("whole characters");
        assert!(!hit.forms.is_empty());
        for form in &hit.forms {
            assert_eq!(fold(surface), fold(&gazetteer.form(*form).text));
        }
    }
    let page = Page { policy: Policy::All, ..Page::default() };
    for found in recognise_plain(text, &gazetteer, &page) {
        let place = found.place.source;
        assert!(text.get(place.0 as usize..place.1 as usize).is_some());
    }
    let (body, _) = parse(&SourcePath::new("x.md"), text, 0..text.len(), &Options::default());
    let mut linked = 0;
    for Found { place, rule, .. } in recognise(&body, &gazetteer, &page) {
        assert!(body.prose.html.get(place.html.0 as usize..place.html.1 as usize).is_some());
        assert!(text.get(place.source.0 as usize..place.source.1 as usize).is_some());
        if rule.decision() == Decision::Linked {
            assert!(linked <= place.html.0 && place.html.0 < place.html.1, "links do not overlap");
            linked = place.html.1;
            let anchor = &body.prose.html[place.html.0 as usize..place.html.1 as usize];
            let tags = anchor.matches('<').count() - anchor.matches("<br>").count();
            assert_eq!(anchor.matches("</").count() * 2, tags, "{anchor}");
        }
    }
}
