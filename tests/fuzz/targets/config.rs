//! `site.toml`.

use dateline::config::SiteConfig;
use dateline::model::SourcePath;

use super::found;

pub fn target(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let path = SourcePath::new("site.toml");
    let (config, diagnostics) = SiteConfig::read(&path, text);
    found::check(&path, text, diagnostics);
    if let Some(base_url) = &config.base_url {
        assert!(base_url.path().starts_with('/') && base_url.path().ends_with('/'), "{base_url:?}");
        assert!(base_url.as_str().starts_with("http"), "{base_url:?}");
    }
    assert!(config.page_size > 0);
    if let Some(policy) = config.content_security_policy() {
        // It goes into `_headers`, where a line end would begin another header.
        assert!(!policy.contains(|c: char| c.is_control()) && !policy.contains("unsafe"), "{policy}");
    }
}
