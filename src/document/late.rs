//! Values that are read from where they were kept only when someone looks: most texts of a large site are as they
//! were, and nobody does.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::ser::Serialize;

use crate::model::append;

/// Where a value was kept.
pub trait Keeper: Send + Sync {
    /// The value as it was serialised; none if it has got lost since, which the keeper then knows.
    fn read(&self) -> Option<Vec<u8>>;
}

/// A value, or where it was kept.
#[derive(Default)]
pub struct Late<T> {
    value: OnceLock<T>,
    keeper: Option<Box<dyn Keeper>>,
}

impl<T> Late<T> {
    /// A value that is to be read from where it was kept.
    #[must_use]
    pub fn kept(keeper: Box<dyn Keeper>) -> Self {
        Self { value: OnceLock::new(), keeper: Some(keeper) }
    }
}

impl<T: Serialize + DeserializeOwned + Default> Late<T> {
    /// Appends the value as it is to be kept; none if it has got lost.
    pub fn serialise(&self, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        match (self.value.get(), &self.keeper) {
            (None, Some(keeper)) => {
                bytes.extend(keeper.read()?);
                Some(bytes)
            }
            _ => append(&**self, bytes).ok(),
        }
    }
}

impl<T> From<T> for Late<T> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(value), keeper: None }
    }
}

impl<T: DeserializeOwned + Default + Clone> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self::from((**self).clone())
    }
}

/// What was kept can be read by who has written it; the cache, which alone keeps such values, sees to that. One
/// that has got lost is an empty one.
impl<T: DeserializeOwned + Default> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| {
            let kept = self.keeper.as_ref().and_then(|keeper| keeper.read());
            kept.and_then(|kept| postcard::from_bytes(&kept).ok()).unwrap_or_default()
        })
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
