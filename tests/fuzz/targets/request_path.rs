//! The path that a request asks for.

use dateline::serve::request_path;

pub fn target(data: &[u8]) {
    let Ok(raw) = str::from_utf8(data) else { return };
    let Ok(path) = request_path(raw) else { return };
    assert!(!path.starts_with('/') && !path.contains(|c: char| c == '\\' || c.is_control()), "{path}");
    assert!(path.split('/').all(|part| part != ".." && part != "."), "{path}");
    // Joined to a folder it stays in it.
    assert!(std::path::Path::new("/site").join(&path).starts_with("/site"), "{path}");
    // It is decoded once, and one way: encoded in full it comes back.
    let encoded: String =
        path.bytes().map(|byte| if byte == b'/' { "/".to_owned() } else { format!("%{byte:02X}") }).collect();
    assert_eq!(request_path(&format!("/{encoded}")).as_ref(), Ok(&path));
}
