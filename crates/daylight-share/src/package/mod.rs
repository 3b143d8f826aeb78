//! From a data set and its analysis to what may be handed out.
//!
//! This is the only place that turns real ids into shown names. Everything is numbered anew in order
//! of the shown names: keeping the old order would tell which pseudonym has the smaller real id, and
//! with many platforms smaller means older. Which account is `a` and which is `b` follows the new order.

mod families;
mod relabel;
mod subset;
mod timeline;

use daylight_core::{Analysis, Dataset, Package, ProblemLog, RunInfo, SourceFile, Standing, Totals};

use crate::error::ShareError;
use crate::names::Names;

/// A real account behind a shown name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name shown in the files.
    pub pseudonym: String,
    /// Id in the input.
    pub account_id: String,
    /// Display name in the input, where there is one.
    pub display_name: Option<String>,
}

/// A package and, under pseudonyms, who stands behind the names.
#[derive(Debug, Clone)]
pub struct Packaged {
    /// What may be handed out.
    pub package: Package,
    /// What may not; empty with plain names.
    pub identities: Vec<Identity>,
}

/// Puts a result under the names that may be shown.
///
/// `layout` gives positions of accounts (numbers of `dataset`) for the network picture; accounts
/// without one are placed by the report itself.
pub fn package(
    dataset: &Dataset,
    analysis: &Analysis,
    names: Names<'_>,
    layout: &[(u32, [f32; 2])],
    run: &RunInfo,
) -> Result<Packaged, ShareError> {
    let mut maps = subset::Subset::new(dataset, analysis, &names)?;
    let (text_families, more) = families::shown(dataset, &names, &maps.known, &maps.identities);
    maps.identities.extend(more);
    let mut positions = vec![None; maps.accounts.len()];
    for &(account, xy) in layout {
        if let Some(new) = maps.account(account)
            && xy.iter().all(|v| v.is_finite())
        {
            positions[new as usize] = Some(xy);
        }
    }
    let (platforms, account_platform) = subset::main_platforms(dataset, &maps);
    let small = Dataset {
        accounts: maps.accounts.clone(),
        account_names: maps.account_names.clone(),
        contents: maps.contents.clone(),
        n_contents: maps.contents.len() as u32,
        posts: maps.posts.clone(),
        layers: maps.layers.clone(),
        platforms,
        languages: Vec::new(),
        sources: dataset.sources.clone(),
        problems: shown_problems(&dataset.problems, &dataset.sources, &names),
        intake: dataset.intake,
        case_pseudonyms: dataset.case_pseudonyms,
        text_families,
    };
    let package = Package {
        analysis: relabel::relabel(analysis, &maps, &small)?,
        account_platform,
        dataset: small,
        positions,
        totals: totals(dataset, analysis),
        places: None,
        timeline: timeline::timeline(&dataset.posts.time_us),
        run: run.clone(),
        pseudonyms: names.hides(),
    };
    Ok(Packaged { package, identities: maps.identities })
}

fn totals(dataset: &Dataset, analysis: &Analysis) -> Totals {
    let times = || dataset.posts.time_us.iter().copied().filter(|&t| t != daylight_core::PostTable::NO_TIME);
    Totals {
        n_posts: dataset.posts.len() as u64,
        n_accounts: dataset.accounts.len() as u64,
        n_contents: u64::from(dataset.n_contents),
        n_posts_without_time: dataset.posts.len() as u64 - times().count() as u64,
        span_us: times().min().zip(times().max()),
        n_edges: Standing::ALL.map(|s| analysis.edges.iter().filter(|e| e.standing == s).count() as u64),
        n_evidence_rows: analysis.edges.iter().map(|e| u64::from(e.n_coactions)).sum(),
    }
}

/// Under pseudonyms the offending value is shown only where the column holds times: any other may be
/// an id, a name or a text that leads to a person. File and line stay.
fn shown_problems(log: &ProblemLog, sources: &[SourceFile], names: &Names<'_>) -> ProblemLog {
    let mut log = log.clone();
    if names.hides() {
        for problem in &mut log.examples {
            let is_time = sources.get(problem.source as usize).is_some_and(|s| {
                s.columns.iter().any(|c| c.role == "time" && Some(&c.column) == problem.column.as_ref())
            });
            if !is_time {
                problem.value = None;
            }
        }
    }
    log
}
