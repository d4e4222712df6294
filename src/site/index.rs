//! Indexes into the tables of a [`Site`](super::Site), one type each, so that an actor's index
//! cannot be taken for a topic's.

use serde::{Deserialize, Serialize};

macro_rules! indexes {
    ($($name:ident: $doc:literal;)*) => {$(
        #[doc = $doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(u32);

        impl $name {
            /// The index of entry `at`; tables have fewer than 2³² entries.
            #[must_use]
            pub fn new(at: usize) -> Self {
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }

            /// The index as a number.
            #[must_use]
            pub fn get(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

indexes! {
    DocIx: "Index of a document.";
    PageIx: "Index of a page.";
    ArticleIx: "Index of an article.";
    ActorIx: "Index of an actor.";
    TopicIx: "Index of a topic.";
    AuthorIx: "Index of an author.";
    SectionIx: "Index of a section.";
    SourceIx: "Index of an entry in the register of sources.";
    EventIx: "Index of an entry in the register of events.";
    FileIx: "Index of a content file.";
}
