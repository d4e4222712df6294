//! Content hashes.

use std::cell::Cell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// XXH3-128 of some bytes: tells whether content changed, never whether it can be trusted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The fingerprint of bytes that come in two parts.
    #[must_use]
    pub fn of_parts(parts: [&[u8]; 2]) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        parts.into_iter().for_each(|part| hasher.update(part));
        Self(hasher.digest128())
    }

    /// The fingerprint of all that a stream still holds, read piece by piece.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of_stream(stream: &mut impl io::Read) -> io::Result<Self> {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        let mut buffer = vec![0; 256 * 1024];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => return Ok(Self(hasher.digest128())),
                Ok(length) => hasher.update(buffer.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The fingerprint of a value: of all that tells it from another of its type.
    #[must_use]
    pub fn of_value(value: &(impl Hash + ?Sized)) -> Self {
        let mut gathered = Gathered(GATHERED.take());
        gathered.0.clear();
        value.hash(&mut gathered);
        let fingerprint = Self::of(&gathered.0);
        if gathered.0.capacity() <= LARGEST_KEPT {
            GATHERED.set(gathered.0);
        }
        fingerprint
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

thread_local! {
    /// Room to gather a value in, kept from one to the next.
    static GATHERED: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Bytes of the room that is kept.
const LARGEST_KEPT: usize = 1 << 20;

/// All that a value feeds a hasher with, one after the other. Most values are small and fed in many pieces, and to
/// take up each as it comes costs several times what it does to hash them at once.
struct Gathered(Vec<u8>);

impl Hasher for Gathered {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&self.0)
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

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return u128::deserialize(deserializer).map(Self);
        }
        let hex = String::deserialize(deserializer)?;
        Self::parse(&hex).ok_or_else(|| D::Error::custom("this is no fingerprint"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that is fingerprinted in the middle of another.
    struct Nested;

    impl Hash for Nested {
        fn hash<H: Hasher>(&self, state: &mut H) {
            Fingerprint::of_value("inner").hash(state);
        }
    }

    #[test]
    fn values_are_hashed_as_one_stream() {
        let mut stream = xxhash_rust::xxh3::Xxh3::new();
        let value = (7_u8, "text", vec![1_u32; 500], Some('c'));
        value.hash(&mut stream);
        assert_eq!(Fingerprint::of_value(&value), Fingerprint(stream.digest128()));
        let inner = Fingerprint::of_value("inner");
        assert_eq!(Fingerprint::of_value(&(1, Nested, 2)), Fingerprint::of_value(&(1, inner, 2)));
        assert_eq!(Fingerprint::of_value("inner"), inner);
    }
}
