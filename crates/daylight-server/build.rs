//! Builds the crate again when the pages have changed. Runs nothing and writes nothing: `make ui` makes the pages.

// Cargo reads what is printed.
#![allow(clippy::print_stdout)]

fn main() {
    // A path that is not there would build the crate each time; `make ui` touches this file instead.
    println!("cargo::rerun-if-changed=build.rs");
    if std::path::Path::new("../../ui/dist").is_dir() {
        println!("cargo::rerun-if-changed=../../ui/dist");
    }
}
