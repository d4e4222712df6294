//! Memory that is far from the processor.

use std::hint;
use std::ops::BitXor;

/// Has the processor fetch what is needed next of many things, all at a time.
///
/// The pages of a large site do not fit into its caches, and whoever works on one after the other waits for
/// memory again and again, which is most of the time that a list of mentions takes. Where nothing is done but
/// to `look`, a processor does not wait: it fetches what the next ones ask for meanwhile. What `look` returns is
/// of no use but to make sure that it does look.
pub fn bring_near<T>(things: &[T], look: impl Fn(&T) -> usize) {
    hint::black_box(things.iter().map(look).fold(0, BitXor::bitxor));
}
