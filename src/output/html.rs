//! Pages: a view rendered through the theme.

use tera::{Context, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, FieldPath, Place, codes};
use crate::model::Permalink;
use crate::view::{View, record};

use super::{Content, Outputs, json_ld};

impl Outputs<'_> {
    /// Renders one page.
    pub(super) fn render_page(&self, view: &View, permalink: &Permalink) -> Result<Content, Box<Diagnostic>> {
        let page = self.views.view(view, permalink);
        let absolute = self.views.addresses.base_url().is_some();
        let json_ld = (self.config.outputs.json_ld && absolute)
            .then(|| json_ld::of(self.site, self.views, self.config, self.theme, view, &page.meta))
            .flatten();
        let mut context = page.context;
        let root = self.views.root(view, permalink);
        context.insert_value("root", Value::from(root.as_str()));
        if let View::Article(article) = view {
            context.insert_value("citation", self.citation_value(*article));
        }
        context.insert_value(
            "page",
            page.meta.to_value(json_ld.as_deref(), self.config.outputs.open_graph && absolute),
        );
        let html = self.theme.render(&page.template, context).map_err(|diagnostic| {
            Box::new(diagnostic.context(format!("while rendering the page `/{permalink}`")))
        })?;
        Ok(Content::Page { html, template: page.template })
    }

    /// Renders the page at an old address.
    pub(super) fn render_redirect(&self, redirect: usize) -> Result<Content, Box<Diagnostic>> {
        let redirect = &self.site.redirects[redirect];
        let target = &self.site.page(redirect.to).permalink;
        let root = self.views.addresses.root(&redirect.from);
        let mut context = Context::new();
        context.insert_value("root", Value::from(root.as_str()));
        context.insert_value(
            "target",
            record([
                ("title", Value::from(&*self.site.page(redirect.to).title)),
                ("path", Value::from(self.views.addresses.path(target))),
                ("url", self.views.addresses.url(target).map_or_else(Value::none, Value::from)),
            ]),
        );
        let template = "redirect.html".to_owned();
        let html = self.theme.render(&template, context).map_err(|diagnostic| {
            Box::new(diagnostic.context(format!("while rendering the redirect at `/{}`", redirect.from)))
        })?;
        Ok(Content::Page { html, template })
    }

    /// Front matter that asks for a template that does not exist.
    pub(super) fn check_templates(&self, found: &mut Diagnostics) {
        for document in &self.site.documents {
            let Some(template) = document.common.template.as_deref() else { continue };
            // Others are style sheets, in which nothing is escaped.
            if !template.ends_with(".html") || !self.theme.has_template(template) {
                found.push(
                    Diagnostic::error(
                        &codes::TEMPLATE_MISSING,
                        format!("the theme has no template `{template}`"),
                    )
                    .label(&document.path, Place::value(FieldPath::key("template")), "not found")
                    .help(self.theme.suggest_template(template)),
                );
            }
        }
    }
}
