//! `evidence`: the rows behind every edge, edge after edge.

use std::ops::Range;

use daylight_core::{CoactionEdge, EvidenceRow, Package, Standing};

use super::{Column, Table, int, owned, reals, text, times};
use crate::meetings::RowMeetings;
use crate::view;

/// All rows.
pub(super) struct Evidence(RowMeetings);

impl Evidence {
    pub fn of(package: &Package) -> Self {
        let edges: Vec<&CoactionEdge> = package.analysis.edges.iter().collect();
        Self(RowMeetings::of(package, &edges))
    }
}

/// Columns that stand in Parquet only: texts repeat in every row of a post and would swell the CSV; the others serve
/// reading back.
pub(super) const PARQUET_ONLY: &[&str] = &["input_a", "input_b", "dt_us", "text_a", "text_b"];

/// The rows of the pairs that a reader is pointed to, where all rows would be too many to open.
pub(super) struct ShownEvidence(Vec<EvidenceRow>, RowMeetings);

impl ShownEvidence {
    pub fn of(package: &Package) -> Self {
        let shown =
            |e: &&CoactionEdge| e.standing.leads() || matches!(e.standing, Standing::Explained | Standing::OneSided);
        let edges: Vec<&CoactionEdge> = package.analysis.edges.iter().filter(shown).collect();
        let rows = edges.iter().flat_map(|e| package.rows(e)).copied().collect();
        Self(rows, RowMeetings::of(package, &edges))
    }
}

impl Table for ShownEvidence {
    fn file(&self) -> &'static str {
        "evidence"
    }

    fn n_rows(&self, _package: &Package) -> usize {
        self.0.len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        columns(package, &self.0[rows.clone()], &self.1, rows.start)
    }

    fn parquet_only(&self) -> &'static [&'static str] {
        PARQUET_ONLY
    }
}

impl Table for Evidence {
    fn file(&self) -> &'static str {
        "evidence"
    }

    fn n_rows(&self, package: &Package) -> usize {
        package.analysis.evidence.len()
    }

    fn columns<'a>(&self, package: &'a Package, rows: Range<usize>) -> Vec<Column<'a>> {
        columns(package, &package.analysis.evidence[rows.clone()], &self.0, rows.start)
    }

    fn parquet_only(&self) -> &'static [&'static str] {
        PARQUET_ONLY
    }
}

/// The columns of `rows`, the first of which is number `first` of those that `meetings` tells of.
fn columns<'a>(package: &'a Package, rows: &[EvidenceRow], meetings: &RowMeetings, first: usize) -> Vec<Column<'a>> {
    let data = &package.dataset;
    let posts = &data.posts;
    let a = |r: &EvidenceRow| r.post_a as usize;
    let b = |r: &EvidenceRow| r.post_b as usize;
    let account = |post: usize| Some(data.accounts.get(posts.account[post]));
    let content = |post: usize| Some(data.contents.get(posts.content[post])).filter(|c| !c.is_empty());
    let time = |post: usize| Some(posts.time_us[post]);
    let file = |post: usize| data.sources.get(posts.source[post] as usize).map(|s| s.name.as_str());
    let line = |post: usize| posts.line.get(post).map(|&l| i64::from(l));
    let body = |post: usize| posts.text.as_ref().map(|t| t.get(post as u32));
    let source = |post: usize| Some(i64::from(posts.source[post]));
    vec![
        ("account_a", text(rows.iter().map(|r| account(a(r))))),
        ("account_b", text(rows.iter().map(|r| account(b(r))))),
        ("layer", text(rows.iter().map(|r| Some(view::layer_name(package, r.layer))))),
        ("object", text(rows.iter().map(|r| Some(view::object(package, r.layer, r.object))))),
        ("content_a", text(rows.iter().map(|r| content(a(r))))),
        ("content_b", text(rows.iter().map(|r| content(b(r))))),
        ("time_a", times(rows.iter().map(|r| time(a(r))))),
        ("time_b", times(rows.iter().map(|r| time(b(r))))),
        ("dt_secs", reals(rows.iter().map(|r| Some(r.dt_us as f64 / 1e6)))),
        ("file_a", text(rows.iter().map(|r| file(a(r))))),
        ("line_a", int(rows.iter().map(|r| line(a(r))))),
        ("file_b", text(rows.iter().map(|r| file(b(r))))),
        ("line_b", int(rows.iter().map(|r| line(b(r))))),
        ("meeting", int((first..first + rows.len()).map(|r| meetings.number.get(r).map(|&n| i64::from(n))))),
        ("meeting_layers", owned((first..first + rows.len()).map(|r| meetings.layers(package, r)))),
        ("input_a", int(rows.iter().map(|r| source(a(r))))),
        ("input_b", int(rows.iter().map(|r| source(b(r))))),
        ("dt_us", int(rows.iter().map(|r| Some(r.dt_us)))),
        ("text_a", text(rows.iter().map(|r| body(a(r))))),
        ("text_b", text(rows.iter().map(|r| body(b(r))))),
    ]
}
