//! Content hashes.

use std::fmt;
use std::hash::Hash;

/// XXH3-128 of some bytes: tells whether content changed, never whether it can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The fingerprint of a value: of all that tells it from another of its type.
    #[must_use]
    pub fn of_value(value: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        value.hash(&mut hasher);
        Self(hasher.digest128())
    }

    /// The first ten hexadecimal digits: enough for the names of static files.
    #[must_use]
    pub fn short(self) -> String {
        let mut hex = self.to_string();
        hex.truncate(10);
        hex
    }

    /// Reads the 32 hexadecimal digits that [`fmt::Display`] writes.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        (hex.len() == 32).then(|| u128::from_str_radix(hex, 16).ok().map(Self))?
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
