//! Values on disk, spread over many files by their keys, so that a small change writes little.
//!
//! A file says which program wrote it, since only the same program is sure to mean the same by it, and
//! carries a checksum, since a machine may stop while it is written. One that is not whole is as good as
//! none: what it held is made anew.
//!
//! A value may have an *attachment*: bytes that are not held in memory but read from the file when they are asked
//! for. The file stays open, and is never written again but replaced, so that they are there unless somebody else
//! writes into it.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::mem;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::model::{Fingerprint, append};

/// The files of a store. At 10,000 articles one of documents has some 1.5 MB.
const SHELVES: usize = 64;

/// Files that one thread takes at a time; more would leave others idle at the end, fewer make room anew for each.
const AT_A_TIME: usize = 4;

/// One kind of value, kept in a folder of its own.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    program: Fingerprint,
    /// What the files hold that were read and found whole.
    shelves: Vec<Option<Fingerprint>>,
    /// How many files were damaged.
    damaged: usize,
    /// Whether an attachment is no longer what it was.
    spoiled: Arc<AtomicBool>,
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
    /// Their attachments; empty where they have none.
    pub attachments: Vec<Attachment>,
}

/// Bytes that lie in a file of a store.
pub(super) struct Attachment {
    file: Arc<File>,
    start: u64,
    length: u32,
    checksum: u64,
    spoiled: Arc<AtomicBool>,
}

impl Attachment {
    /// Reads the bytes; none when they are no longer what they were, as the store then knows.
    pub fn read(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; self.length as usize];
        let read = self.file.read_exact_at(&mut bytes, self.start);
        let is_whole = read.is_ok() && checksum_of(&bytes) == self.checksum;
        if !is_whole {
            self.spoiled.store(true, Ordering::Relaxed);
        }
        is_whole.then_some(bytes)
    }
}

fn checksum_of(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// What a file holds before its attachments.
#[derive(Serialize, Deserialize)]
struct Head<T> {
    values: Vec<T>,
    /// Length and checksum of the attachment of each value; empty where they have none.
    attachments: Vec<(u32, u64)>,
}

/// What became of one file.
enum Shelf<T> {
    Whole(Fingerprint, Vec<T>, Vec<Attachment>),
    /// There is none, or another program wrote it.
    Nothing,
    Damaged,
}

impl Store {
    /// Reads all that a folder holds; it need not exist.
    pub fn load<T: DeserializeOwned + Send>(folder: PathBuf, program: Fingerprint) -> (Self, Held<T>) {
        let (shelves, spoiled) = (Vec::with_capacity(SHELVES), Arc::default());
        let mut store = Self { folder, program, shelves, damaged: 0, spoiled };
        let read: Vec<Shelf<T>> = (0..SHELVES)
            .into_par_iter()
            .with_max_len(AT_A_TIME)
            .map_init(Vec::new, |buffer, number| store.read(number, buffer))
            .collect();
        let mut held = Held { values: Vec::new(), attachments: Vec::new() };
        for shelf in read {
            store.shelves.push(match shelf {
                Shelf::Whole(identity, values, attachments) => {
                    held.values.extend(values);
                    held.attachments.extend(attachments);
                    Some(identity)
                }
                Shelf::Nothing => None,
                Shelf::Damaged => {
                    store.damaged += 1;
                    None
                }
            });
        }
        (store, held)
    }

    /// How many files were damaged when they were read.
    pub fn damaged(&self) -> usize {
        self.damaged
    }

    /// Whether an attachment that was asked for was no longer what it was.
    pub fn is_spoiled(&self) -> bool {
        self.spoiled.load(Ordering::Relaxed)
    }

    /// Keeps these values and no others. Files that hold what they should are not written again.
    ///
    /// # Errors
    /// When one cannot be written; each is still whole, as it was or as it should be.
    pub fn save<T: Serialize + Sync>(&self, items: Vec<Item<T>>) -> io::Result<()> {
        self.save_all(items, None::<NoAttachment<T>>)
    }

    /// As [`Self::save`]; `attach` appends the attachment of each value.
    ///
    /// # Errors
    /// Also when there is none for a value of a file that has to be written.
    pub fn save_with<T: Serialize + Sync>(
        &self,
        items: Vec<Item<T>>,
        attach: impl Fn(&T, Vec<u8>) -> Option<Vec<u8>> + Sync,
    ) -> io::Result<()> {
        self.save_all(items, Some(attach))
    }

    fn save_all<T: Serialize + Sync>(
        &self,
        mut items: Vec<Item<T>>,
        attach: Option<impl Fn(&T, Vec<u8>) -> Option<Vec<u8>> + Sync>,
    ) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        items.sort_unstable_by_key(|item| (shelf_of(item.key), item.key));
        (0..SHELVES).into_par_iter().with_max_len(AT_A_TIME).try_for_each_init(
            Rooms::default,
            |rooms, number| {
                let start = items.partition_point(|item| shelf_of(item.key) < number);
                let end = items.partition_point(|item| shelf_of(item.key) <= number);
                let items = items.get(start..end).unwrap_or_default();
                let keys: Vec<_> = items.iter().map(|item| (item.key, item.inputs)).collect();
                let identity = Fingerprint::of_value(&keys);
                if self.shelves.get(number) == Some(&Some(identity)) {
                    return Ok(());
                }
                if items.is_empty() {
                    return match fs::remove_file(self.path(number)) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                        _ => Ok(()),
                    };
                }
                let values = items.iter().map(|item| &item.value).collect();
                self.write(number, identity, values, attach.as_ref(), rooms)
            },
        )
    }

    fn path(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number:02}"))
    }

    /// Reads a file. `buffer` is room for it in memory, kept from file to file.
    fn read<T: DeserializeOwned>(&self, number: usize, buffer: &mut Vec<u8>) -> Shelf<T> {
        buffer.clear();
        let opened = File::open(self.path(number));
        let read = opened.and_then(|mut file| file.read_to_end(buffer).map(|_| file));
        let file = match read {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Shelf::Nothing,
            Err(_) => return Shelf::Damaged,
        };
        let Some((checksum, rest)) = take(buffer) else { return Shelf::Damaged };
        if Fingerprint::of(rest) != checksum {
            return Shelf::Damaged;
        }
        let Some((program, rest)) = take(rest) else { return Shelf::Damaged };
        if program != self.program {
            return Shelf::Nothing;
        }
        let Some((identity, rest)) = take(rest) else { return Shelf::Damaged };
        let Ok((head, rest)) = postcard::take_from_bytes::<Head<T>>(rest) else { return Shelf::Damaged };
        let lengths: u64 = head.attachments.iter().map(|(length, _)| u64::from(*length)).sum();
        if lengths != rest.len() as u64 {
            return Shelf::Damaged;
        }
        let mut start = (buffer.len() - rest.len()) as u64;
        let file = Arc::new(file);
        let attachments = head.attachments.into_iter().map(|(length, checksum)| {
            let spoiled = Arc::clone(&self.spoiled);
            let attachment = Attachment { file: Arc::clone(&file), start, length, checksum, spoiled };
            start += u64::from(length);
            attachment
        });
        Shelf::Whole(identity, head.values, attachments.collect())
    }

    /// Writes a file in one step: at no time is there half of it.
    fn write<T: Serialize>(
        &self,
        number: usize,
        identity: Fingerprint,
        values: Vec<&T>,
        attach: Option<impl Fn(&T, Vec<u8>) -> Option<Vec<u8>>>,
        rooms: &mut Rooms,
    ) -> io::Result<()> {
        let mut attached = mem::take(&mut rooms.attached);
        attached.clear();
        let mut attachments = Vec::new();
        if let Some(attach) = attach {
            attachments.reserve(values.len());
            for value in &values {
                let start = attached.len();
                let lost = || io::Error::other("an attachment has got lost");
                attached = attach(value, attached).ok_or_else(lost)?;
                let bytes = attached.get(start..).unwrap_or_default();
                attachments.push((u32::try_from(bytes.len()).map_err(io::Error::other)?, checksum_of(bytes)));
            }
        }
        let mut head = mem::take(&mut rooms.head);
        head.clear();
        head.extend(self.program.0.to_le_bytes());
        head.extend(identity.0.to_le_bytes());
        let head = append(&Head { values, attachments }, head).map_err(io::Error::other)?;
        let checksum = Fingerprint::of_parts([&head, &attached]);
        let path = self.path(number);
        let next = path.with_extension("next");
        let written = File::create(&next).and_then(|mut file| {
            file.write_all(&checksum.0.to_le_bytes())?;
            file.write_all(&head)?;
            file.write_all(&attached)?;
            fs::rename(&next, path)
        });
        if written.is_err() {
            let _ = fs::remove_file(&next);
        }
        *rooms = Rooms { head, attached };
        written
    }
}

/// Room in memory to write a file in, kept from file to file.
#[derive(Default)]
struct Rooms {
    head: Vec<u8>,
    attached: Vec<u8>,
}

/// What values without attachments are saved with.
type NoAttachment<T> = fn(&T, Vec<u8>) -> Option<Vec<u8>>;

fn shelf_of(key: Fingerprint) -> usize {
    (key.0 % SHELVES as u128) as usize
}

/// The length of a fingerprint in bytes; a file begins with three: its checksum, the program, the identity.
const LENGTH: usize = 16;

fn take(bytes: &[u8]) -> Option<(Fingerprint, &[u8])> {
    let (first, rest) = bytes.split_first_chunk::<LENGTH>()?;
    Some((Fingerprint(u128::from_le_bytes(*first)), rest))
}
