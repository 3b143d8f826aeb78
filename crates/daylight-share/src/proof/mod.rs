//! The proof of one pair or one group: everything that it rests on, small enough to hand to somebody.
//!
//! It is built once, under the names that the result shows, and then only rendered: as a page, as a table, as text
//! for a terminal, as JSON. None of the renderings sees more than this.

mod page;
mod table;
mod terminal;

use std::path::Path;

use daylight_core::wire::proof::{Meeting, MetOn, Proof, ProofGroup, ProofInput, ProofPair, ProofPost, ProofRun};
use daylight_core::wire::{SCHEMA_VERSION, v1};
use daylight_core::{CoactionEdge, EvidenceRow, Package};

pub use page::page;
pub use table::write_table;
pub use terminal::text;

use crate::error::ShareError;
use crate::format::rfc3339;
use crate::load::{Part, load_part};
use crate::meetings::meetings;
use crate::output::{MANIFEST, hash_file};
use crate::{findings, view};

/// Meetings of a pair that are listed; a pair of a live event can have hundreds of thousands.
const MAX_MEETINGS: usize = 2000;
/// Meetings listed of all pairs of a group together.
const MAX_ALL: usize = 20_000;

/// What to prove.
#[derive(Debug, Clone, Copy)]
pub enum Ask<'a> {
    /// Two accounts, under the names that the result shows.
    Pair(&'a str, &'a str),
    /// A group by its number.
    Group(u32),
}

/// What there was to prove.
#[derive(Debug)]
pub enum Answered {
    /// The proof.
    Proof(Box<Proof>),
    /// These two never met on an object within the window.
    NeverMet,
    /// An account, and those of the result that are named most alike.
    NoAccount(String, Vec<String>),
    /// The groups there are: number, label, accounts.
    NoGroup(Vec<(u32, &'static str, usize)>),
}

/// Reads what is needed of the result in `dir` and makes the proof.
///
/// # Errors
/// When the folder holds no whole result, or a damaged one.
pub fn proof(dir: &Path, ask: Ask<'_>) -> Result<Answered, ShareError> {
    let part = match ask {
        Ask::Pair(a, b) => Part::Pair(a, b),
        Ask::Group(id) => Part::Group(id),
    };
    let package = load_part(dir, part)?;
    match ask {
        Ask::Pair(a, b) => {
            for name in [a, b] {
                if !package.dataset.accounts.iter().any(|known| known == name) {
                    return Ok(Answered::NoAccount(name.to_owned(), alike(&package, name)));
                }
            }
        }
        Ask::Group(id) => {
            if !package.analysis.groups.iter().any(|g| g.id == id) {
                let groups = view::groups(&package);
                let listed = groups.into_iter().map(|g| (g.id, g.label.name(), g.members.len())).collect();
                return Ok(Answered::NoGroup(listed));
            }
        }
    }
    let edges = view::by_strength(&package, |_| true);
    if edges.is_empty() {
        return Ok(Answered::NeverMet);
    }
    let (manifest_sha256, _) =
        hash_file(&dir.join(MANIFEST)).map_err(|e| ShareError::io("cannot read", dir.join(MANIFEST), e))?;
    Ok(Answered::Proof(Box::new(build(&package, &edges, ask, manifest_sha256))))
}

/// Accounts whose names share the longest beginning with `name`, case aside.
fn alike(package: &Package, name: &str) -> Vec<String> {
    let wanted = name.to_lowercase();
    let common = |known: &str| known.to_lowercase().chars().zip(wanted.chars()).take_while(|(x, y)| x == y).count();
    let mut near: Vec<(usize, &str)> =
        package.dataset.accounts.iter().map(|known| (common(known), known)).filter(|(n, _)| *n >= 3).collect();
    near.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(y.1)));
    near.into_iter().take(5).map(|(_, known)| known.to_owned()).collect()
}

fn build(package: &Package, edges: &[u32], ask: Ask<'_>, manifest_sha256: String) -> Proof {
    let findings = findings::findings(package);
    let mut left = MAX_ALL;
    let pairs: Vec<ProofPair> =
        edges.iter().map(|&e| pair(package, &package.analysis.edges[e as usize], &mut left)).collect();
    let group = match ask {
        Ask::Group(id) => Some(id),
        Ask::Pair(..) => pairs.first().and_then(|p| p.group),
    };
    Proof {
        schema_version: SCHEMA_VERSION.to_owned(),
        kind: "proof".to_owned(),
        pseudonyms: package.pseudonyms,
        group: findings.groups.into_iter().find(|g| Some(g.id) == group).map(proof_group),
        pairs,
        chance: findings.chance,
        run: ProofRun {
            program_version: findings.run.program_version,
            command: findings.run.command,
            time_windows_secs: findings.settings.time_windows_secs,
            jitter_ratio: findings.settings.jitter_ratio,
            q: findings.settings.q,
            seed: findings.settings.seed,
            n_tested: findings.calibration.n_tested,
            inputs: package
                .dataset
                .sources
                .iter()
                .map(|s| ProofInput { name: s.name.clone(), bytes: s.bytes, sha256: s.sha256.clone() })
                .collect(),
            manifest_sha256,
        },
        warnings: findings.warnings,
    }
}

fn proof_group(g: v1::Group) -> ProofGroup {
    ProofGroup {
        id: g.id,
        label: g.label,
        members: g.members.into_iter().map(|m| m.account).collect(),
        observed: g.observed,
        expected: g.expected,
        p: g.p,
        q: g.q,
        hints: g.hints,
    }
}

fn pair(package: &Package, edge: &CoactionEdge, left: &mut usize) -> ProofPair {
    let all = meetings(package.rows(edge));
    let shown = all.len().min(MAX_MEETINGS).min(*left);
    *left -= shown;
    let account = |a: u32| package.dataset.accounts.get(a).to_owned();
    let answer = |a: &daylight_core::Answer| v1::Answer { observed: a.observed, expected: a.expected, p: a.p, q: a.q };
    let mut met: Vec<Meeting> = all.iter().take(shown).filter_map(|rows| meeting(package, rows)).collect();
    met.sort_by(|x, y| (&x.a.time, &x.b.time).cmp(&(&y.a.time, &y.b.time)));
    ProofPair {
        account_a: account(edge.a),
        account_b: account(edge.b),
        group: view::edge_group(package, edge),
        standing: edge.standing.name().to_owned(),
        meaning: edge.standing.sentence().to_owned(),
        n_objects: edge.n_objects,
        n_days: edge.n_days,
        median_dt_secs: edge.median_dt_secs,
        own: answer(&edge.own),
        crowd: view::crowd_answer(edge).map(answer),
        live: view::live_answer(edge).map(answer),
        community: edge.group.as_ref().map(answer),
        evidence_start: edge.evidence_start,
        evidence_rows: u64::from(edge.n_coactions),
        meetings: met,
        meetings_left_out: (all.len() - shown) as u64,
    }
}

fn meeting(package: &Package, rows: &[&EvidenceRow]) -> Option<Meeting> {
    let first = rows.first()?;
    let object = |r: &&EvidenceRow| MetOn {
        layer: view::layer_name(package, r.layer).to_owned(),
        object: view::object(package, r.layer, r.object).to_owned(),
    };
    Some(Meeting {
        objects: rows.iter().map(object).collect(),
        dt_secs: first.dt_us as f64 / 1e6,
        a: post(package, first.post_a),
        b: post(package, first.post_b),
    })
}

fn post(package: &Package, post: u32) -> ProofPost {
    let (posts, i) = (&package.dataset.posts, post as usize);
    let content = package.dataset.contents.get(posts.content[i]);
    let file = package.dataset.sources.get(posts.source[i] as usize);
    ProofPost {
        content: Some(content.to_owned()).filter(|c| !c.is_empty()),
        time: rfc3339(posts.time_us[i]),
        text: posts.text.as_ref().map(|t| t.get(post).to_owned()).filter(|t| !t.is_empty()),
        file: file.map_or_else(String::new, |f| f.name.clone()),
        line: posts.line.get(i).copied(),
    }
}

/// The proof as JSON, hidden characters escaped.
///
/// # Errors
/// None that is known: the shape has only strings and numbers.
pub fn json(proof: &Proof) -> Result<String, ShareError> {
    findings::to_json(proof).map_err(|e| ShareError::Inconsistent(e.to_string()))
}
