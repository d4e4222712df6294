//! The program that libFuzzer drives: one target, by the name that it is built under.

#![no_main]

mod targets;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| targets::run(env!("CARGO_BIN_NAME"), data));
