//! Families of texts, each with two of its wordings compared word by word.

use daylight_core::diff::diff;
use daylight_core::{Package, TextChange, TextFamilies, TextFamily, Wording};
use maud::{Markup, html};

use super::markup::{count, hostile, without_links};
use crate::format::{date_time, int};
use crate::text::{cut, is_hidden};

/// Families with both wordings shown.
const MAX_SHOWN: usize = 15;
/// Accounts from which a family is shown here; smaller ones stand in the table.
const MIN_ACCOUNTS: u32 = 5;
/// Characters of a text that is shown.
const MAX_CHARS: usize = 600;

/// The section, where texts were looked at.
pub(super) fn section(package: &Package) -> Markup {
    let Some(all) = &package.dataset.text_families else { return html! {} };
    let shown: Vec<&TextFamily> =
        all.families.iter().filter(|f| f.n_accounts >= MIN_ACCOUNTS).take(MAX_SHOWN).collect();
    html! {
        section #families {
            h2 { "Families of texts" }
            p { (found(all)) }
            p.guide {
                "Texts of one family share most of their letters with its most frequent wording, and agree in negations, numbers, dates and names. \
                 That people repeat each other is no finding: headlines, quotations, greetings, prayers, song lines, calls to write to somebody with a text that is provided, and the texts of share buttons are repeated by honest people. \
                 Whether a family was posted closer in time than chance explains is tested like any other object; see the groups and pairs. \
                 Rewordings that change most words, and translations, are not looked for."
            }
            @if shown.is_empty() { p { "No family of at least " (MIN_ACCOUNTS) " accounts." } }
            @for family in &shown { (one(family)) }
            @if all.families.len() > shown.len() {
                p.left-out { (int(all.families.len() as u64 - shown.len() as u64)) " more stand in families.csv." }
            }
        }
    }
}

fn found(all: &TextFamilies) -> String {
    let tested = all.families.iter().filter(|f| f.set_aside.is_none()).count() as u64;
    format!(
        "{} with a text: {} too short to compare, {} reposts, {} different texts among the rest. {} of at least two accounts, of which {} as objects.",
        count(all.n_texts, "post", "posts"),
        int(all.n_short),
        int(all.n_reposts),
        int(all.n_wordings),
        count(all.n_families, "family", "families"),
        count(tested, "is tested", "are tested"),
    )
}

fn one(f: &TextFamily) -> Markup {
    let listed = |list: &[(String, u32)]| {
        list.iter().take(6).map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
    };
    html! {
        article.pair #{ "family-" (f.id) } {
            h4 {
                "Family " (f.id) ": " (count(f.n_accounts.into(), "account", "accounts")) ", " (count(f.n_posts.into(), "post", "posts")) ", "
                (count(f.n_wordings.into(), "wording", "wordings"))
            }
            p.quiet {
                @if f.n_wordings > 1 {
                    (count(f.n_copies.into(), "copy", "copies")) " and " (count(f.n_rewordings.into(), "rewording", "rewordings"))
                    " of the most frequent wording; diameter " (format!("{:.2}", f.diameter)) ". "
                }
                @if let (Some(first), Some(last)) = (f.first_us, f.last_us) {
                    "Earliest " time { (date_time(first)) } " UTC"
                    @if let Some(account) = &f.first_account { " by " span.id { (hostile(account, 40)) } }
                    ", latest " time { (date_time(last)) } " UTC. "
                }
                @if !f.platforms.is_empty() { "Accounts by platform: " (hostile(&listed(&f.platforms), 200)) ". " }
                @if !f.languages.is_empty() { "Posts by language: " (hostile(&listed(&f.languages), 200)) ". " }
                @if let Some(why) = f.set_aside { (why.sentence()) }
            }
            div.coaction {
                @match &f.farthest {
                    None => { div.side { p.text { (hostile(&without_links(&f.text), MAX_CHARS)) } } }
                    Some(other) => { (side_by_side(&f.text, other)) }
                }
            }
        }
    }
}

fn side_by_side(text: &str, other: &Wording) -> Markup {
    let (left, right) = (without_links(text), without_links(&other.text));
    let (left, right) = (cut(&left, MAX_CHARS), cut(&right, MAX_CHARS));
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    let (a, b) = (words(&left), words(&right));
    let blocks = diff(&a, &b);
    let what = match other.change {
        TextChange::Copy => "a copy",
        TextChange::Rewording => "a rewording",
    };
    html! {
        p.on { "The most frequent wording beside the one farthest from it, " (what) " (similarity " (format!("{:.2}", other.similarity)) ")" }
        div.sides {
            div.side { p.text { bdi { @for x in &blocks { (stretch(&a[x.a.clone()], !x.same, false)) } } } }
            div.side { p.text { bdi { @for x in &blocks { (stretch(&b[x.b.clone()], !x.same, true)) } } } }
        }
    }
}

/// Words of one side; those that the other has not are marked.
fn stretch(words: &[String], changed: bool, new: bool) -> Markup {
    let text = words.join(" ");
    html! {
        @if !text.is_empty() {
            @if !changed { (plain(&text)) } @else if new { ins { (plain(&text)) } } @else { del { (plain(&text)) } }
            " "
        }
    }
}

/// Escaped; hidden characters as placeholders, so that none reaches over the mark of a change.
fn plain(text: &str) -> Markup {
    let shown: String =
        text.chars().map(|c| if is_hidden(c) { crate::text::placeholder(c) } else { c.to_string() }).collect();
    html! { bdi { (shown) } }
}
