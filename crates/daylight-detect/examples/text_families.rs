//! Speed of text families: `make N FILE` writes N short texts, three in ten near an earlier one;
//! `run FILE` looks for families among the lines of FILE and prints what it took.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measuring tool for developers")]

use daylight_core::{CoactionSettings, Context, Dataset, IdTable};
use daylight_detect::text::add_families;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", n, file] => make(n.parse().unwrap(), file),
        ["run", file] => run(file),
        _ => {
            println!("usage: text_families make N FILE | text_families run FILE");
            Ok(())
        }
    }
}

/// A word of two to four syllables; small numbers, which are drawn more often, are short.
fn word(mut number: usize) -> String {
    let mut out = String::new();
    loop {
        out.push(char::from(b"bdfghjklmnprstvz"[number % 16]));
        out.push(char::from(b"aeiou"[number / 16 % 5]));
        number /= 80;
        if number == 0 {
            return out;
        }
    }
}

fn make(n: usize, file: &str) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut draw = ChaCha8Rng::seed_from_u64(1);
    let mut earlier: Vec<Vec<u32>> = Vec::new();
    for _ in 0..n {
        // Zipf-like: the square of a uniform number prefers small ones.
        let any = |draw: &mut ChaCha8Rng| (draw.random::<f64>().powi(3) * 60_000.0) as u32;
        let mut words: Vec<u32>;
        if !earlier.is_empty() && draw.random_bool(0.3) {
            words = earlier[draw.random_range(0..earlier.len())].clone();
            for _ in 0..draw.random_range(0..3) {
                let at = draw.random_range(0..words.len());
                words[at] = any(&mut draw);
            }
        } else {
            words = (0..draw.random_range(10..26)).map(|_| any(&mut draw)).collect();
            // A pool of a limited size keeps the memory of the maker small.
            if earlier.len() < 1_000_000 {
                earlier.push(words.clone());
            } else {
                let at = draw.random_range(0..earlier.len());
                earlier[at].clone_from(&words);
            }
        }
        let text: Vec<String> = words.iter().map(|w| word(*w as usize)).collect();
        writeln!(out, "{}", text.join(" "))?;
    }
    out.flush()
}

fn run(file: &str) -> std::io::Result<()> {
    let mut texts = IdTable::new();
    for line in BufReader::new(File::open(file)?).lines() {
        texts.push(&line?);
    }
    let n = texts.len();
    let accounts = (0..n).map(|i| format!("a{i:09}")).collect();
    let mut dataset = Dataset { accounts, ..Dataset::default() };
    dataset.posts.account = (0..n as u32).collect();
    dataset.posts.content = (0..n as u32).collect();
    dataset.posts.time_us = (0..n as i64).map(|i| i * 1_000_000).collect();
    dataset.posts.text = Some(texts);
    let start = Instant::now();
    let context = Context { memory_limit: 1 << 30, ..Context::silent() };
    add_families(&mut dataset, &CoactionSettings::default(), &context);
    let found = dataset.text_families.unwrap();
    println!("{{\"texts\": {n}, \"families\": {}, \"secs\": {:.3}}}", found.n_families, start.elapsed().as_secs_f64());
    Ok(())
}
