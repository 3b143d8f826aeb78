//! From a data set and its analysis to what may be handed out.
//!
//! This is the only place that turns real ids into shown names. Everything is numbered anew in order
//! of the shown names: keeping the old order would tell which pseudonym has the smaller real id, and
//! with many platforms smaller means older. Which account is `a` and which is `b` follows the new order.

mod families;
mod relabel;
mod subset;
mod timeline;

pub use subset::ObjectNames;

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

/// Under pseudonyms the offending value is shown only where the column holds times and the value looks like one:
/// any other may be an id, a name or a text that leads to a person, also one that slipped there from another
/// column. File and line stay.
fn shown_problems(log: &ProblemLog, sources: &[SourceFile], names: &Names<'_>) -> ProblemLog {
    let mut log = log.clone();
    if names.hides() {
        for problem in &mut log.examples {
            let is_time = sources.get(problem.source as usize).is_some_and(|s| {
                s.columns.iter().any(|c| c.role == "time" && Some(&c.column) == problem.column.as_ref())
            });
            if !(is_time && problem.value.as_deref().is_some_and(like_a_time)) {
                problem.value = None;
            }
        }
    }
    log
}

/// Whether a value is written like a time, even a wrong one: short runs of digits, time punctuation, names of
/// months and days. A number without punctuation may be an id, one in groups a telephone number.
fn like_a_time(value: &str) -> bool {
    const WORDS: [&str; 29] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "june", "july",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm", "utc", "gmt", "t", "z", "at",
    ];
    const LONG: [&str; 9] =
        ["january", "february", "march", "april", "august", "september", "october", "november", "december"];
    let known = |word: &str| {
        let word = word.to_ascii_lowercase();
        WORDS.contains(&word.as_str()) || LONG.contains(&word.as_str())
    };
    let words_fit = value.split(|c: char| !c.is_alphabetic()).all(|word| word.is_empty() || known(word));
    let signs_fit = value.chars().all(|c| c.is_ascii_digit() || c.is_alphabetic() || " :.,/-+'".contains(c));
    // Fractions of a second may be longer.
    let fraction = value.rfind(':').and_then(|colon| Some(colon + value[colon..].find(['.', ','])?));
    let digits = fraction.map_or(value, |at| &value[..at]).split(|c: char| !c.is_ascii_digit());
    let n_numbers = digits.clone().filter(|run| !run.is_empty()).count();
    let parts = value.contains([':', '-', '/', '.']) || value.contains(|c: char| c.is_alphabetic());
    let short = value.len() <= 40 && digits.clone().all(|run| run.len() <= 4);
    words_fit && signs_fit && short && n_numbers >= 2 && parts
}

#[cfg(test)]
mod tests {
    use super::like_a_time;

    #[test]
    fn a_name_that_slipped_into_the_column_of_times_is_no_time() {
        for time in ["2024-13-45T10:00:61Z", "31/12/2024 25:00", "Sat, 30 Feb 2024 10:00:00 GMT", "10:00:00.1234567"] {
            assert!(like_a_time(time), "{time}");
        }
        for other in [
            "@real_handle_of_person",
            "Example Name",
            "April",
            "jan99",
            "1234567890123456789",
            "491701234567",
            "+49 170 1234567",
            "did:plc:abc",
            "https://e.example/1/2",
            "1.2.3.4 Example",
            "",
        ] {
            assert!(!like_a_time(other), "{other}");
        }
    }
}
