//! Values that are read out of what was kept of them only when someone looks: most texts of a large site are
//! as they were, and nobody does.

use std::fmt;
use std::mem;
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

/// A value, or what was kept of it.
#[derive(Default)]
pub struct Late<T> {
    value: OnceLock<T>,
    /// The value as it was serialised, until it is read.
    kept: Mutex<Box<[u8]>>,
}

impl<T> Late<T> {
    fn kept(&self) -> MutexGuard<'_, Box<[u8]>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> From<T> for Late<T> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(value), kept: Mutex::default() }
    }
}

impl<T: DeserializeOwned + Default + Clone> Clone for Late<T> {
    fn clone(&self) -> Self {
        Self::from((**self).clone())
    }
}

/// What was kept can be read by who has written it; the cache, which alone keeps such values, sees to that.
impl<T: DeserializeOwned + Default> Deref for Late<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| postcard::from_bytes(&mem::take(&mut *self.kept())).unwrap_or_default())
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Serialize> Serialize for Late<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value.get() {
            Some(value) => {
                serializer.serialize_bytes(&postcard::to_allocvec(value).map_err(S::Error::custom)?)
            }
            None => serializer.serialize_bytes(&self.kept()),
        }
    }
}

impl<'de, T> Deserialize<'de> for Late<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kept = <&[u8]>::deserialize(deserializer)?;
        Ok(Self { value: OnceLock::new(), kept: Mutex::new(kept.into()) })
    }
}
