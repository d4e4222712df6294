//! Benchmarks of the parts of a build that take its time: `cargo bench`.
//!
//! They measure functions, one thread, warm; `tests/bench/README.md` says how whole builds are
//! measured. Times are only worth comparing within one run.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a failed step ends the benchmark")]

mod prose;

use std::hint::black_box;
use std::sync::Arc;

use dateline::config::SiteConfig;
use dateline::document::{Document, parse};
use dateline::gazetteer::{Entity, Form, FormKind, Gazetteer, Page, fold, recognise};
use dateline::model::{Kind, Moment, SourcePath};
use dateline::site::{Input, Recognition, Site, Visibility, assemble};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

fn main() {
    divan::main();
}

fn read(kind: Kind, path: &str, text: &str) -> Document {
    let (document, _) = parse(kind, &SourcePath::new(path), text, &SiteConfig::default());
    document.expect("a document")
}

mod document {
    use super::*;

    fn measure(bencher: Bencher<'_, '_>, text: &str) {
        let (path, config) = (SourcePath::new("content/analyses/x.md"), SiteConfig::default());
        bencher
            .counter(BytesCount::of_str(text))
            .bench(|| parse(Kind::Article, &path, black_box(text), &config));
    }

    #[divan::bench]
    fn front_matter(bencher: Bencher<'_, '_>) {
        measure(bencher, &prose::front_matter(7));
    }

    #[divan::bench]
    fn article_of_900_words(bencher: Bencher<'_, '_>) {
        measure(bencher, &prose::article(7, 900));
    }

    #[divan::bench]
    fn code_of_40_lines(bencher: Bencher<'_, '_>) {
        measure(bencher, &(prose::front_matter(1) + &prose::code_block(40)));
    }
}

mod names {
    use super::*;

    /// The bound is 200 ms for 50,000.
    #[divan::bench(args = [3_000, 50_000], sample_count = 10)]
    fn matcher(bencher: Bencher<'_, '_>, forms: usize) {
        let forms = super::forms(forms);
        let count = ItemsCount::new(forms.len());
        bencher
            .counter(count)
            .with_inputs(|| forms.clone())
            .bench_values(|forms| Gazetteer::new(forms, false));
    }

    #[divan::bench]
    fn folding(bencher: Bencher<'_, '_>) {
        let text = prose::article(7, 900);
        bencher.counter(BytesCount::of_str(&text)).bench(|| fold(black_box(&text)));
    }

    #[divan::bench(args = [3_000, 50_000])]
    fn recognition_in_900_words(bencher: Bencher<'_, '_>, forms: usize) {
        let gazetteer = Gazetteer::new(super::forms(forms), false);
        let text = prose::article(7, 900);
        let document = read(Kind::Article, "content/analyses/x.md", &text);
        let page = Page::default();
        bencher.counter(BytesCount::of_str(&text)).bench(|| recognise(&document.body, &gazetteer, &page));
    }
}

/// What a new alias costs: names are looked for again, and nothing is parsed again.
mod after_a_new_alias {
    use super::*;

    const ARTICLES: usize = 1_000;

    fn texts() -> Vec<(Kind, String, String)> {
        let articles = (0..ARTICLES)
            .map(|at| (Kind::Article, format!("content/analyses/n{at}.md"), prose::article(at, 900)));
        let actors =
            (0..prose::ACTORS).map(|at| (Kind::Actor, format!("content/actors/a{at}.md"), prose::actor(at)));
        let topics =
            (0..prose::TOPICS).map(|at| (Kind::Topic, format!("content/topics/t{at}.md"), prose::topic(at)));
        articles.chain(actors).chain(topics).collect()
    }

    fn read_all(texts: &[(Kind, String, String)]) -> Vec<Arc<Document>> {
        texts.iter().map(|(kind, path, text)| Arc::new(read(*kind, path, text))).collect()
    }

    fn site() -> Site {
        let input = Input { documents: read_all(&texts()), ..Input::default() };
        let visibility = Visibility { now: Moment::from_unix(0), drafts: true, future: true };
        assemble(input, &SiteConfig::default(), &visibility, &mut Recognition::default()).site
    }

    /// For comparison: what is not done again.
    #[divan::bench(sample_count = 5)]
    fn parsing(bencher: Bencher<'_, '_>) {
        let texts = texts();
        bencher.counter(ItemsCount::new(texts.len())).bench(|| read_all(&texts));
    }

    #[divan::bench(sample_count = 5)]
    fn recognition(bencher: Bencher<'_, '_>) {
        let (site, config) = (site(), SiteConfig::default());
        let pages = site.page_contexts(&config.linking);
        bencher.counter(ItemsCount::new(pages.len())).bench(|| {
            let gazetteer = site.entities().gazetteer(&config);
            let found = pages.iter().map(|(page, context)| {
                let body = &site.document_of(*page).expect("pages with contexts have documents").body;
                recognise(body, &gazetteer, context).len()
            });
            found.sum::<usize>()
        });
    }
}

/// This many names, one in five a demonym.
fn forms(count: usize) -> Vec<Form> {
    (0..count)
        .map(|at| {
            let is_demonym = at % 5 == 4;
            Form {
                text: if is_demonym { prose::name(at - 1) + "ian" } else { prose::name(at) }.into(),
                entity: Entity { kind: Kind::Actor, index: u32::try_from(at / 5).expect("few") },
                kind: if is_demonym { FormKind::Demonym } else { FormKind::Name },
                exact_case: true,
                of_person: false,
            }
        })
        .collect()
}
