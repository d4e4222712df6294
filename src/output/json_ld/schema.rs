//! The types of schema.org that pages speak of, with those properties that are known here.

use std::borrow::Cow;

use serde::Serialize;

/// Where the names of types and properties are explained.
pub(super) const CONTEXT: &str = "https://schema.org";

/// Something with a name: what a page is about, who wrote it, what it cites.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct Thing<'t> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    pub id: Option<Cow<'t, str>>,
    pub name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Cow<'t, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term_code: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_defined_term_set: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_language: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Image<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'t, str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternate_name: Vec<&'t str>,
    /// For what a whole page states; see [`CONTEXT`].
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    pub context: Option<&'static str>,
}

/// An analysis.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Article<'a> {
    #[serde(rename = "@type")]
    pub kinds: [&'static str; 2],
    #[serde(rename = "@id")]
    pub id: Option<&'a str>,
    pub url: Option<&'a str>,
    pub main_entity_of_page: WebPage<'a>,
    pub headline: &'a str,
    pub in_language: &'a str,
    pub word_count: u32,
    pub is_accessible_for_free: bool,
    pub publisher: Thing<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<[Image<'a>; 1]>,
    pub author: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citation: Vec<Thing<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<Correction<'a>>,
    #[serde(rename = "@context")]
    pub context: &'static str,
}

/// The page of an analysis.
#[derive(Serialize)]
pub(super) struct WebPage<'p> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    #[serde(rename = "@id")]
    pub id: Option<&'p str>,
    pub breadcrumb: BreadcrumbList<'p>,
}

/// The way from the home page.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BreadcrumbList<'b> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub item_list_element: Vec<ListItem<'b>>,
}

/// A step of that.
#[derive(Serialize)]
pub(super) struct ListItem<'l> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// From 1.
    pub position: usize,
    pub name: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
}

/// A picture.
#[derive(Serialize)]
pub(super) struct Image<'i> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub url: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<&'i str>,
}

/// What was put right after an analysis was published.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Correction<'c> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'c str>,
}
