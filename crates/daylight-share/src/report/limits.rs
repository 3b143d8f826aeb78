//! Settings, limits of the method, and how to check the result.

use daylight_core::Package;
use maud::{Markup, html};

use super::markup::hostile;
use crate::format::{int, percent, secs, value};

pub(super) fn settings(package: &Package) -> Markup {
    let s = &package.analysis.settings;
    let windows: Vec<String> = s.time_windows_secs.iter().map(|&w| secs(w)).collect();
    let layers: Vec<&str> = s.layers.iter().map(daylight_core::ObjectKind::name).collect();
    let layers = if layers.is_empty() { "all".to_owned() } else { layers.join(", ") };
    let half_widths: Vec<String> =
        s.time_windows_secs.iter().map(|w| format!("±{}", secs(w * s.jitter_ratio))).collect();
    let jitter = format!(", {}", half_widths.join(", "));
    let rows: Vec<(&str, String)> = vec![
        ("Window: two posts are a co-action up to this distance", windows.join(", ")),
        ("Jitter: half-width over the window", format!("{}{jitter}", value(s.jitter_ratio))),
        ("Nominal false-discovery rate", percent(s.q)),
        ("Objects a pair needs to be shown", s.min_objects.to_string()),
        ("Days a pair needs to be shown", s.min_days.to_string()),
        ("Actions an account needs", s.min_participation.to_string()),
        ("Accounts above which a moment is viral", int(u64::from(s.viral_limit))),
        ("Others needed for a comparison with the crowd", s.min_outsiders.to_string()),
        ("Jittered copies for the empirical rate", s.surrogates.to_string()),
        ("Draws of the group check", s.group_surrogates.to_string()),
        ("Objects from which a pair is listed", s.list_from.to_string()),
        ("Accounts from which a group is listed", s.min_group.to_string()),
        ("Repeated groupings, resolution", format!("{}, {}", s.leiden_seeds, value(s.resolution))),
        ("Kinds of objects", layers),
        ("Seed", s.seed.to_string()),
    ];
    html! {
        section #settings {
            h2 { "Settings" }
            div.scroll tabindex="0" role="region" aria-label="Settings" {
                table { tbody { @for (name, value) in &rows { tr { th scope="row" { (name) } td { (hostile(value, 200)) } } } } }
            }
        }
    }
}

/// What the method cannot tell: a heading and a sentence each.
pub const LIMITS: [(&str, &str); 9] = [
    ("Timing is all that is tested.", "What a post says, whether it is true, and what anyone meant play no part."),
    (
        "Acting together is not deceit.",
        "Newsrooms, parties, fans, charities and families act together. Whether a group hides what it is cannot be read from times.",
    ),
    (
        "A group is not a person, a firm or a state.",
        "It is a set of accounts held together by pairs. Members at its edge may be there by chance; see their stability.",
    ),
    (
        "Unexplained means not explained by what we measure.",
        "Ordinary reasons that leave no trace in this data, such as a shared messenger channel, are not measured.",
    ),
    (
        "Slow coordination is invisible.",
        "Accounts that act together over hours or days, or that never touch the same object, are not found. Nothing found is not all clear.",
    ),
    (
        "Some of what is shown is chance.",
        "Many pairs are tested at once; the expected number of false ones stands beside every total. A single pair can be one of them.",
    ),
    (
        "What is missing cannot pair.",
        "Deleted posts, rejected records, posts without times, and what a platform did not hand out are not here. If the data was chosen by accounts or by keywords, the crowd in it is not the whole crowd.",
    ),
    (
        "Times are as good as their source.",
        "Coarse, delayed or rewritten times change who seems to act together. Accounts on a schedule were compared in steps of their schedule.",
    ),
    (
        "Where there is no crowd, the question is weaker.",
        "Pairs marked as without a crowd were compared only with their own rhythm and with how people react to one live moment.",
    ),
];

pub(super) fn cannot_tell() -> Markup {
    html! {
        section #limits {
            h2 { "What this cannot tell" }
            ul.limits { @for (head, body) in LIMITS { li { strong { (head) } " " (body) } } }
        }
    }
}

pub(super) fn check(package: &Package) -> Markup {
    html! {
        section #check {
            h2 { "How to check it" }
            ol.limits {
                li {
                    strong { "Look at the rows. " }
                    "Every pair names its lines in evidence.csv (line 1 is the header) or, in large results, its rows in evidence.parquet. Each row names both posts with file and line of the input."
                }
                li { strong { "Ask for the ordinary explanation. " } "Who runs these accounts, do they say so, is there one event, one feed, one tool behind it?" }
                li {
                    strong { "Run it again. " } "The same inputs, settings and seed give the same files, byte for byte."
                    pre tabindex="0" { code { (hostile(&package.run.command, 2000)) } }
                }
                li {
                    strong { "Check the files. " }
                    "manifest.json lists the SHA-256 of every input and of every file of this result, this page among them; \
                     compare them with what you were sent, and the hash of manifest.json itself with the sender."
                }
                li { strong { "Change the settings. " } "A finding that vanishes with a slightly different window or jitter deserves less trust." }
            }
        }
    }
}
