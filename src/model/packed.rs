//! Values as bytes, for the cache.

use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Appends a value to some bytes. `postcard::to_extend` does the same, but takes texts byte by byte.
///
/// # Errors
/// When the value is one that cannot be serialised.
pub fn append(value: &(impl Serialize + ?Sized), bytes: Vec<u8>) -> postcard::Result<Vec<u8>> {
    postcard::serialize_with_flavor(value, Appended(bytes))
}

struct Appended(Vec<u8>);

impl Flavor for Appended {
    type Output = Vec<u8>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_those_of_postcard() {
        let value = ("a text", 300_u64, vec![Some(1_u8), None], [2.5_f32]);
        let appended = append(&value, b"before".to_vec());
        assert_eq!(appended, postcard::to_extend(&value, b"before".to_vec()));
    }
}
