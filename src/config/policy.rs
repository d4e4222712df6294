//! The Content-Security-Policy of a site.

use super::SiteConfig;

impl SiteConfig {
    /// What pages may load and run, as the value of the header
    /// (<https://www.w3.org/TR/CSP3/>): scripts and styles from files of the site alone, pictures and
    /// sound from any encrypted address, frames from the hosts that `[markdown] embeds` names. `None`
    /// unless `[outputs] content_security_policy` asks for it.
    #[must_use]
    pub fn content_security_policy(&self) -> Option<String> {
        if !self.outputs.content_security_policy {
            return None;
        }
        let mut frames = String::new();
        for host in &self.markdown.embeds {
            frames.push_str(" https://");
            frames.push_str(host);
        }
        let frames = if frames.is_empty() { " 'none'" } else { &frames };
        Some(format!(
            "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; \
             frame-src{frames}; img-src 'self' data: https:; manifest-src 'self'; media-src 'self' https:; \
             script-src 'self'; style-src 'self'"
        ))
    }
}
