//! English words that say what a line is.

/// Words that title case leaves small.
pub(super) const MINOR_WORDS: &[&str] = &[
    "a", "about", "after", "against", "amid", "among", "an", "and", "as", "at", "before", "between", "but",
    "by", "during", "for", "from", "if", "in", "into", "nor", "of", "off", "on", "or", "over", "per", "so",
    "than", "that", "the", "through", "to", "toward", "towards", "under", "until", "up", "upon", "versus",
    "via", "vs", "vs.", "with", "within", "without", "yet", "de", "la", "von", "van", "al", "bin",
];

/// Abbreviations after which a sentence goes on.
pub(super) const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Sgt", "Maj", "Adm", "Rep", "Sen", "Gov", "Prof", "St",
    "No", "vs", "Inc", "Ltd", "Co", "Corp", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
];

pub(super) const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names that sections of a report have on the top level, wherever they come.
pub(super) const STANDING_SECTIONS: &[&str] = &[
    "abstract",
    "acknowledgements",
    "acknowledgments",
    "background",
    "bibliography",
    "conclusion",
    "conclusions",
    "executive summary",
    "further reading",
    "introduction",
    "key findings",
    "key judgements",
    "key judgments",
    "key takeaways",
    "methodology",
    "notes",
    "outlook",
    "recommendations",
    "references",
    "sources",
    "summary",
];

/// Labels of lines that say something about a picture or the text, and head nothing.
pub(super) const CREDIT_LABELS: &[&str] = &[
    "author",
    "caption",
    "contact",
    "credit",
    "date",
    "email",
    "figure",
    "image",
    "map",
    "phone",
    "photo",
    "picture",
    "published",
    "source",
    "table",
    "tel",
    "updated",
];

/// Lines that only announce what follows: never a heading.
pub(super) const ANNOUNCEMENTS: &[&str] = &[
    "notably",
    "namely",
    "specifically",
    "including",
    "such as",
    "for example",
    "for instance",
    "among them",
    "as follows",
    "in particular",
    "these include",
    "to summarise",
    "to summarize",
    "in short",
    "that is",
];

/// Beginnings that look back on a list and so are not an item of it.
pub(super) const LOOKING_BACK: &[&str] = &[
    "this",
    "these",
    "that",
    "those",
    "such",
    "all of this",
    "all of these",
    "taken together",
    "together",
    "overall",
    "altogether",
    "in short",
    "in sum",
    "thus",
    "therefore",
    "hence",
    "as a result",
    "in other words",
];
