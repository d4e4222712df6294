//! What earlier builds left, in any state.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::cache::{Disk, LastBuild};
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

/// What the cache has folders for.
const KINDS: [&str; 4] = ["documents", "mentions", "together", "files"];

pub fn target(data: &[u8]) {
    ROOT.with(|root| {
        recall(root, data);
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

/// Lets the bytes through to what reads a file of the cache.
fn recall(root: &Path, data: &[u8]) {
    let program = Fingerprint(1);
    let rest = [&program.0.to_le_bytes()[..], &[0; 16], data].concat();
    let checksum = Fingerprint::of(&rest).0.to_le_bytes();
    for kind in KINDS {
        let folder = root.join(".dateline/cache").join(kind);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("00"), [&checksum[..], &rest].concat()).expect("written");
    }
    let recalled = Disk::recall(root, program);
    assert!(recalled.disk.is_some_and(|disk| disk.spoiled().is_none()));
    assert!(recalled.cache.recognition.kept().count() <= data.len());
}
