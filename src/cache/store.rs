//! Values on disk, spread over many files by their keys, so that a small change writes little.
//!
//! A file says which program wrote it, since only the same program is sure to mean the same by it, and
//! carries a checksum, since a machine may stop while it is written. One that is not whole is as good as
//! none: what it held is made anew.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::Fingerprint;

/// The files of a store. At 10,000 articles one of documents has some 1.5 MB.
const SHELVES: usize = 64;

/// One kind of value, kept in a folder of its own.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    program: Fingerprint,
    /// What the files hold that were read and found whole.
    shelves: Vec<Option<Fingerprint>>,
}

/// A value to be kept.
pub(super) struct Item<T> {
    /// What it is found by; it decides the file that it is in.
    pub key: Fingerprint,
    /// All that it follows from: with the same key and this the same, it is the same.
    pub inputs: Fingerprint,
    /// The value.
    pub value: T,
}

/// What a store held.
pub(super) struct Held<T> {
    /// The values, in a fixed order.
    pub values: Vec<T>,
    /// How many files were damaged.
    pub damaged: usize,
}

/// What became of one file.
enum Shelf<T> {
    Whole(Fingerprint, Vec<T>),
    /// There is none, or another program wrote it.
    Nothing,
    Damaged,
}

impl Store {
    /// Reads all that a folder holds; it need not exist.
    pub fn load<T: DeserializeOwned + Send>(folder: PathBuf, program: Fingerprint) -> (Self, Held<T>) {
        let read: Vec<Shelf<T>> = (0..SHELVES)
            .into_par_iter()
            .map_init(Vec::new, |buffer, number| read(&path(&folder, number), program, buffer))
            .collect();
        let mut store = Self { folder, program, shelves: Vec::with_capacity(SHELVES) };
        let mut held = Held { values: Vec::new(), damaged: 0 };
        for shelf in read {
            store.shelves.push(match shelf {
                Shelf::Whole(identity, values) => {
                    held.values.extend(values);
                    Some(identity)
                }
                Shelf::Nothing => None,
                Shelf::Damaged => {
                    held.damaged += 1;
                    None
                }
            });
        }
        (store, held)
    }

    /// Keeps these values and no others. Files that hold what they should are not written again.
    ///
    /// # Errors
    /// When one cannot be written; each is still whole, as it was or as it should be.
    pub fn save<T: Serialize + Sync>(&self, mut items: Vec<Item<T>>) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        items.sort_unstable_by_key(|item| (shelf_of(item.key), item.key));
        (0..SHELVES).into_par_iter().try_for_each_init(Vec::new, |buffer, number| {
            let start = items.partition_point(|item| shelf_of(item.key) < number);
            let end = items.partition_point(|item| shelf_of(item.key) <= number);
            let items = items.get(start..end).unwrap_or_default();
            let keys: Vec<_> = items.iter().map(|item| (item.key, item.inputs)).collect();
            let identity = Fingerprint::of_value(&keys);
            if self.shelves.get(number) == Some(&Some(identity)) {
                return Ok(());
            }
            let path = path(&self.folder, number);
            if items.is_empty() {
                return match fs::remove_file(path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                    _ => Ok(()),
                };
            }
            let values: Vec<&T> = items.iter().map(|item| &item.value).collect();
            write(&path, self.program, identity, &values, buffer)
        })
    }
}

fn shelf_of(key: Fingerprint) -> usize {
    (key.0 % SHELVES as u128) as usize
}

fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{number:02}"))
}

/// The length of a fingerprint in bytes; a file begins with three: its checksum, the program, the identity.
const LENGTH: usize = 16;

/// Reads a file. `buffer` is room for it in memory, kept from file to file.
fn read<T: DeserializeOwned>(path: &Path, program: Fingerprint, buffer: &mut Vec<u8>) -> Shelf<T> {
    buffer.clear();
    match File::open(path).and_then(|mut file| file.read_to_end(buffer)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Shelf::Nothing,
        Err(_) => return Shelf::Damaged,
    }
    let Some((checksum, rest)) = take(buffer) else { return Shelf::Damaged };
    if Fingerprint::of(rest) != checksum {
        return Shelf::Damaged;
    }
    let Some((of_program, rest)) = take(rest) else { return Shelf::Damaged };
    if of_program != program {
        return Shelf::Nothing;
    }
    let Some((identity, rest)) = take(rest) else { return Shelf::Damaged };
    postcard::from_bytes(rest).map_or(Shelf::Damaged, |values| Shelf::Whole(identity, values))
}

fn take(bytes: &[u8]) -> Option<(Fingerprint, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<LENGTH>()?;
    Some((Fingerprint(u128::from_le_bytes(*first)), rest))
}

/// Writes a file in one step: at no time is there half of it. `buffer` is room to write it in memory, kept
/// from file to file.
fn write<T: Serialize>(
    path: &Path,
    program: Fingerprint,
    identity: Fingerprint,
    values: &[T],
    buffer: &mut Vec<u8>,
) -> io::Result<()> {
    let mut bytes = std::mem::take(buffer);
    bytes.clear();
    bytes.resize(LENGTH, 0);
    bytes.extend(program.0.to_le_bytes());
    bytes.extend(identity.0.to_le_bytes());
    let mut bytes = postcard::to_extend(values, bytes).map_err(io::Error::other)?;
    if let Some((checksum, rest)) = bytes.split_first_chunk_mut::<LENGTH>() {
        *checksum = Fingerprint::of(rest).0.to_le_bytes();
    }
    let next = path.with_extension("next");
    let written = fs::write(&next, &bytes).and_then(|()| fs::rename(&next, path));
    if written.is_err() {
        let _ = fs::remove_file(&next);
    }
    *buffer = bytes;
    written
}
