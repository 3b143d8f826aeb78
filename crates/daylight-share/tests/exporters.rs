//! What every exporter keeps, and what hostile text cannot do.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::io::Write;

use daylight_core::{Analysis, Dataset, ExportError, Fill, Output, Package};
use daylight_share::{EXPORTERS, Names, package};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Files in memory.
#[derive(Default)]
struct Memory(BTreeMap<String, Vec<u8>>);

impl Output for Memory {
    fn file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        let mut bytes = Vec::new();
        fill(&mut bytes).map_err(|source| ExportError::Write { file: name.to_owned(), source })?;
        self.0.insert(name.to_owned(), bytes);
        Ok(())
    }
}

/// A disk that is full after some bytes.
struct Full;

impl Output for Full {
    fn file(&mut self, name: &str, fill: &mut Fill<'_>) -> Result<(), ExportError> {
        struct Disk;
        impl Write for Disk {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
        }
        fill(&mut Disk).map_err(|source| ExportError::Write { file: name.to_owned(), source })
    }
}

fn packages(names: Names<'_>) -> Vec<Package> {
    [common::three_groups(), common::nothing(), common::not_applicable(), common::many_groups()]
        .iter()
        .map(|recipe| {
            let (dataset, analysis) = common::make(recipe);
            let layout = common::layout(&dataset, &analysis);
            package(&dataset, &analysis, names, &layout, &common::run_info()).unwrap().package
        })
        .collect()
}

fn export(package: &Package) -> BTreeMap<String, Vec<u8>> {
    let mut out = Memory::default();
    for exporter in EXPORTERS {
        exporter.export(package, &mut out).unwrap();
    }
    out.0
}

#[test]
fn every_exporter_writes_the_files_it_names_and_has_a_card() {
    for package in packages(Names::Plain) {
        for exporter in EXPORTERS {
            let mut out = Memory::default();
            exporter.export(&package, &mut out).unwrap();
            let mut named: Vec<&str> = exporter.files().to_vec();
            named.sort_unstable();
            assert_eq!(out.0.keys().map(String::as_str).collect::<Vec<_>>(), named);
            assert!(exporter.card().starts_with(&format!("# {}\n", exporter.name())));
        }
    }
}

#[test]
fn a_full_disk_is_an_error_with_the_name_of_the_file() {
    let package = &packages(Names::Plain)[0];
    for exporter in EXPORTERS {
        let error = exporter.export(package, &mut Full).unwrap_err().to_string();
        assert!(exporter.files().iter().any(|f| error.contains(f)), "{}: {error}", exporter.name());
    }
}

#[test]
fn the_same_package_gives_the_same_bytes() {
    for package in packages(Names::Pseudonym(b"key")) {
        assert_eq!(export(&package), export(&package));
    }
}

#[test]
fn network_files_are_well_formed_and_hold_the_validated_edges() {
    for package in packages(Names::Plain) {
        let files = export(&package);
        let validated = package
            .analysis
            .edges
            .iter()
            .filter(|e| {
                matches!(e.standing.name(), "lead" | "lead_no_crowd" | "explained" | "like_its_crowd" | "no_crowd")
            })
            .count();
        for name in ["network.graphml", "network.gexf"] {
            let mut reader = Reader::from_reader(files[name].as_slice());
            let (mut depth, mut n_edges) = (0i64, 0);
            let mut buffer = Vec::new();
            loop {
                match reader.read_event_into(&mut buffer).unwrap() {
                    Event::Start(e) => {
                        depth += 1;
                        n_edges += usize::from(e.name().as_ref() == b"edge");
                        assert!(e.attributes().all(|a| a.is_ok()));
                    }
                    Event::End(_) => depth -= 1,
                    Event::Eof => break,
                    _ => {}
                }
                buffer.clear();
            }
            assert_eq!((depth, n_edges), (0, validated), "{name}");
        }
    }
}

#[test]
fn no_cell_of_a_csv_file_starts_a_formula_or_hides_a_character() {
    let files = export(&packages(Names::Plain)[0]);
    let mut n_cells = 0;
    for (name, bytes) in files.iter().filter(|(name, _)| name.split('.').next_back() == Some("csv")) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        for record in reader.records() {
            for cell in &record.unwrap() {
                n_cells += 1;
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{name}: {cell}");
                assert!(!cell.contains(['\u{202e}', '\n']), "{name}: {cell:?}");
            }
        }
    }
    assert!(n_cells > 1000);
}

#[test]
fn the_report_cannot_reach_out_and_escapes_hostile_text() {
    for package in packages(Names::Plain) {
        let page = String::from_utf8(export(&package)["report.html"].clone()).unwrap();
        for bad in ["<script", "<img", "<link", "<iframe", "url(", "@import", "=\"http", "javascript:", "\u{202e}"] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(page.contains("default-src 'none'"));
        for href in page.split("href=\"").skip(1) {
            assert!(href.starts_with('#'), "{}", &href[..20]);
        }
    }
    let hostile = String::from_utf8(export(&packages(Names::Plain)[0])["report.html"].clone()).unwrap();
    assert!(hostile.contains("&lt;script&gt;") && hostile.contains("U+202E") && hostile.contains("<bdi>"));
}

#[test]
fn every_link_of_the_report_has_its_target_and_ids_are_unique() {
    for package in packages(Names::Plain) {
        let page = String::from_utf8(export(&package)["report.html"].clone()).unwrap();
        let attribute = |key: &str| -> Vec<String> {
            page.split(&format!(" {key}=\"")).skip(1).filter_map(|s| s.split('"').next()).map(str::to_owned).collect()
        };
        let mut ids = attribute("id");
        ids.sort();
        let n = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), n, "an id stands twice");
        for href in attribute("href") {
            assert!(ids.binary_search(&href[1..].to_owned()).is_ok(), "{href} leads nowhere");
        }
    }
}

#[test]
fn the_report_accuses_nobody() {
    for package in packages(Names::Pseudonym(b"key")) {
        let page = String::from_utf8(export(&package)["report.html"].clone()).unwrap().to_lowercase();
        let words: Vec<&str> = page.split(|c: char| !c.is_alphabetic()).collect();
        for word in ["bot", "bots", "troll", "trolls", "fake", "inauthentic", "guilty", "culprit", "network of"] {
            assert!(!words.contains(&word), "{word}");
        }
    }
}

#[test]
fn headlines_say_what_was_found_and_nothing_more() {
    let titles: Vec<String> = packages(Names::Plain)
        .iter()
        .map(|p| {
            let page = String::from_utf8(export(p)["report.html"].clone()).unwrap();
            page.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        titles[0],
        "One group of accounts acted together faster than chance, their own rhythm and the crowd explain"
    );
    assert_eq!(titles[1], "Nothing found");
    assert_eq!(titles[2], "Not tested");
    assert!(titles[3].ends_with("where there was one, the crowd explain"), "{}", titles[3]);
}

#[test]
fn pages_stay_bounded() {
    let package = &packages(Names::Plain)[3];
    let page = &export(package)["report.html"];
    assert!(page.len() < 3 << 20, "{} bytes", page.len());
}

/// The same posts in reverse order, everything else as before.
fn reversed(mut dataset: Dataset, mut analysis: Analysis) -> (Dataset, Analysis) {
    let last = dataset.posts.len() as u32 - 1;
    let posts = &mut dataset.posts;
    posts.account.reverse();
    posts.content.reverse();
    posts.time_us.reverse();
    posts.source.reverse();
    posts.line.reverse();
    posts.platform.as_mut().unwrap().reverse();
    let texts = posts.text.take().unwrap();
    posts.text = Some((0..=last).rev().map(|i| texts.get(i)).collect());
    for layer in &mut dataset.layers {
        layer.post.iter_mut().for_each(|p| *p = last - *p);
    }
    for row in &mut analysis.evidence {
        (row.post_a, row.post_b) = (last - row.post_a, last - row.post_b);
    }
    for edge in &analysis.edges {
        analysis.evidence[edge.evidence_start as usize..][..edge.n_coactions as usize].reverse();
    }
    (dataset, analysis)
}

#[test]
fn the_order_of_the_posts_does_not_show() {
    let (dataset, analysis) = common::make(&common::three_groups());
    let layout = common::layout(&dataset, &analysis);
    let files = |(dataset, analysis): (Dataset, Analysis)| {
        let packaged = package(&dataset, &analysis, Names::Pseudonym(b"key"), &layout, &common::run_info()).unwrap();
        export(&packaged.package)
    };
    let (was, is) = (files((dataset.clone(), analysis.clone())), files(reversed(dataset, analysis)));
    for (name, bytes) in &was {
        assert!(is[name] == *bytes, "{name} depends on the order of the posts");
    }
}
