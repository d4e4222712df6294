//! What the last build left, in any state.

use std::fs;
use std::path::PathBuf;

use dateline::cache::LastBuild;
use dateline::model::Fingerprint;

thread_local! {
    /// A folder with a work folder in it, for each thread one.
    static ROOT: PathBuf = {
        let name = format!("dateline-fuzz-{}-{:?}", std::process::id(), std::thread::current().id());
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(root.join(".dateline")).expect("a temporary folder");
        root
    };
}

pub fn target(data: &[u8]) {
    ROOT.with(|root| {
        let path = root.join(".dateline/last-build");
        let checksum = Fingerprint::of(data).to_string();
        let whole = [checksum.as_bytes(), b"\n", data].concat();
        // As it is, and with the checksum that lets it through to what reads it.
        for bytes in [data, &whole] {
            fs::write(&path, bytes).expect("written");
            if let Some(kept) = LastBuild::load(root, None) {
                kept.last.save(root, None).expect("saved");
                assert_eq!(LastBuild::load(root, None).map(|again| again.last), Some(kept.last));
            }
        }
    });
}
