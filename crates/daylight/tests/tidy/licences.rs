//! Licences of everything we build on, without a tool besides cargo.

use std::collections::BTreeSet;

use crate::{assert_none, packages, read, text};

/// Licences that dependencies may come under; the same list as in `deny.toml`.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression can be met with allowed licences: `OR` needs one side, `AND` both.
fn licence_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let fine = either(&tokens, &mut at);
    fine && at == tokens.len()
}

fn either(tokens: &[&str], at: &mut usize) -> bool {
    let mut fine = both(tokens, at);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        fine |= both(tokens, at);
    }
    fine
}

fn both(tokens: &[&str], at: &mut usize) -> bool {
    let mut fine = single(tokens, at);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        fine &= single(tokens, at);
    }
    fine
}

fn single(tokens: &[&str], at: &mut usize) -> bool {
    let Some(token) = tokens.get(*at) else { return false };
    *at += 1;
    if *token == "(" {
        let fine = either(tokens, at);
        let closed = tokens.get(*at) == Some(&")");
        *at += 1;
        return fine && closed;
    }
    // An exception (`WITH LLVM-exception`) only ever permits more.
    if tokens.get(*at) == Some(&"WITH") {
        *at += 2;
    }
    LICENCES.contains(token)
}

#[test]
fn licence_expressions_are_read() {
    for fine in ["MIT", "MIT/Apache-2.0", "Apache-2.0 WITH LLVM-exception OR GPL-3.0", "(MIT OR GPL-2.0) AND ISC"] {
        assert!(licence_allowed(fine), "{fine}");
    }
    for not in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND AGPL-3.0", "(MIT", "LGPL-2.1-or-later"] {
        assert!(!licence_allowed(not), "{not}");
    }
}

#[test]
fn licences_of_all_dependencies_are_permissive() {
    let mut broken = Vec::new();
    for package in packages() {
        let licence = text(package, "license");
        if !licence_allowed(licence) {
            broken.push(format!("{} {}: {licence:?}", text(package, "name"), text(package, "version")));
        }
    }
    assert!(packages().len() > 20, "the packages were not read");
    assert_none(&broken, "dependencies under licences that are not on the list");
}

#[test]
fn licence_lists_agree() {
    let deny = read("deny.toml").expect("deny.toml");
    let start = deny.find("allow = [").expect("an allow list in deny.toml");
    let block = deny[start..].split(']').next().unwrap_or_default();
    let listed: BTreeSet<&str> = block.split('"').skip(1).step_by(2).collect();
    assert_eq!(
        listed,
        LICENCES.iter().copied().collect(),
        "deny.toml and tests/tidy/licences.rs name different licences"
    );
}
