//! A proof as one small page that makes no request and runs no script.

use daylight_core::wire::proof::{Meeting, Proof, ProofGroup, ProofPair, ProofPost};
use daylight_core::wire::v1;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::format::{int, percent, prob, rough, secs, value};
use crate::report::{POLICY, STYLE, hostile, without_links};
use crate::text::defang;

/// Pairs with their posts on the page; the others stand in its tables.
const MAX_PAIRS: usize = 40;
/// Meetings of a pair on the page.
const MAX_MEETINGS: usize = 60;

/// The page.
pub fn page(proof: &Proof) -> String {
    let title = title(proof);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { "Daylight proof: " (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header.masthead { p.brand { "Daylight" } p.kicker { "What one finding rests on" } }
                main #main {
                    section.top {
                        h1 { (title) }
                        @for warning in &proof.warnings {
                            p.warning role="alert" { strong { "Warning. " } (hostile(warning, 900)) }
                        }
                        p.caution {
                            "What is measured here is timing. Acting together is not in itself wrong: newsrooms, fans, campaigns and \
                             families do it. Nothing on this page says who is behind an account or why it acted."
                        }
                        @if proof.pseudonyms {
                            p.caution { "Accounts and posts stand under pseudonyms. Quoted texts are as in the data and may still lead to a person." }
                        }
                        @if let Some(c) = &proof.chance { (chance(c)) }
                    }
                    @if let Some(group) = &proof.group { (explanations(group)) }
                    @for pair in proof.pairs.iter().take(MAX_PAIRS) { (one(pair)) }
                    @if proof.pairs.len() > MAX_PAIRS {
                        p.left-out { (int((proof.pairs.len() - MAX_PAIRS) as u64)) " more pairs stand in proof.csv." }
                    }
                    (origin(proof))
                }
                footer { p { "Daylight " (proof.run.program_version) ". This page makes no request to the network and runs no script." } }
            }
        }
    };
    page.into_string()
}

fn title(proof: &Proof) -> String {
    match (&proof.group, proof.pairs.as_slice()) {
        (Some(group), pairs) if pairs.len() != 1 => {
            format!("Group {}: {} accounts, {} pairs", group.id, group.members.len(), int(pairs.len() as u64))
        }
        (_, [pair, ..]) => {
            format!("Two accounts: {} objects together, {} expected", pair.own.observed, value(pair.own.expected))
        }
        _ => "No pair".to_owned(),
    }
}

fn chance(c: &v1::Chance) -> Markup {
    html! {
        p.caution {
            "Of the " (int(c.n_lead_edges)) " pairs that the whole result leads with, " b { (rough(c.expected)) }
            " are expected by chance (" (int(c.lowest)) " to " (int(c.highest)) " in " (c.n_copies) " copies with jittered times)."
        }
    }
}

fn explanations(group: &ProofGroup) -> Markup {
    html! {
        section #explanations {
            h2 { "Innocent explanations, measured" }
            p {
                "Group " (group.id) " of " (group.members.len()) " accounts, called " strong { (group.label) } ": "
                b { (int(group.observed)) } " objects together against " (value(group.expected)) " expected (p " (prob(group.p)) ", q " (prob(group.q)) ")."
            }
            ul.limits {
                @for h in &group.hints { li { strong { (if h.fits { "Fits. " } else { "Does not fit. " }) } (hostile(&h.sentence, 300)) } }
                li { "Not measured, because they leave no trace in data: colleagues with one plan, a shared channel, a family, a cross-posting tool." }
            }
        }
    }
}

fn row(name: &str, answer: Option<&v1::Answer>) -> Markup {
    html! {
        @if let Some(a) = answer {
            tr {
                td data-label="Question" { (name) }
                td.n data-label="Observed" { (a.observed) } td.n data-label="Expected" { (value(a.expected)) }
                td.n data-label="p" { (prob(a.p)) } td.n data-label="q" { (prob(a.q)) }
            }
        }
    }
}

fn one(pair: &ProofPair) -> Markup {
    html! {
        section.pair {
            h2 { span.id { (hostile(&pair.account_a, 40)) } " and " span.id { (hostile(&pair.account_b, 40)) } }
            p { code { (pair.standing) } ". " (pair.meaning) }
            div.scroll tabindex="0" role="region" aria-label="Observed and expected" {
                table.cards {
                    thead { tr { th { "Faster than" } th.n { "Observed" } th.n { "Expected" } th.n { "p" } th.n { "q" } } }
                    tbody {
                        (row("their own rhythm", Some(&pair.own)))
                        (row("the crowd on the same objects", pair.crowd.as_ref()))
                        (row("one live moment (there was no crowd)", pair.live.as_ref()))
                        (row("their community", pair.community.as_ref()))
                    }
                }
            }
            p.quiet {
                (pair.n_objects) " objects on " (pair.n_days) " days; median distance " (secs(pair.median_dt_secs)) ". Rows "
                (int(pair.evidence_start + 1)) "–" (int(pair.evidence_start + pair.evidence_rows)) " of evidence.parquet."
            }
            @for m in pair.meetings.iter().take(MAX_MEETINGS) { (meeting(pair, m)) }
            @let more = pair.meetings.len().saturating_sub(MAX_MEETINGS) as u64;
            @if more > 0 { p.left-out { (int(more)) " more meetings stand in proof.csv." } }
            @if pair.meetings_left_out > 0 { p.left-out { (int(pair.meetings_left_out)) " further ones stand in evidence.parquet of the result only." } }
        }
    }
}

fn meeting(pair: &ProofPair, m: &Meeting) -> Markup {
    let shown = |layer: &str, object: &str| {
        if matches!(layer, "url" | "domain") || object.contains("://") { defang(object) } else { object.to_owned() }
    };
    html! {
        div.coaction {
            p.on {
                @for (i, o) in m.objects.iter().enumerate() {
                    @if i > 0 { ", " }
                    span.kind { (hostile(&o.layer.replace('_', " "), 30)) } " " span.object { (hostile(&shown(&o.layer, &o.object), 160)) }
                }
                span.dt { (secs(m.dt_secs.abs())) " apart" }
            }
            div.sides { (side(&pair.account_a, &m.a)) (side(&pair.account_b, &m.b)) }
        }
    }
}

fn side(account: &str, post: &ProofPost) -> Markup {
    html! {
        div.side {
            p.who { span.id { (hostile(account, 40)) } }
            p.when { time { (post.time) } }
            @if let Some(text) = &post.text { p.text { (hostile(&without_links(text), 500)) } }
            p.where {
                (hostile(&post.file, 80)) @if let Some(line) = post.line { ":" (line) }
                @if let Some(content) = &post.content { " · post " span.id { (hostile(content, 40)) } }
            }
        }
    }
}

fn origin(proof: &Proof) -> Markup {
    let run = &proof.run;
    let windows: Vec<String> = run.time_windows_secs.iter().map(|&w| secs(w)).collect();
    html! {
        section #origin {
            h2 { "Where it comes from" }
            ul.limits {
                @for i in &run.inputs {
                    li { (hostile(&i.name, 120)) ", " (int(i.bytes)) " bytes. SHA-256 " code.object { (i.sha256.as_deref().unwrap_or("not computed")) } }
                }
                li { "manifest.json of the result. SHA-256 " code.object { (run.manifest_sha256) } }
                li {
                    "Window " (windows.join(", ")) ", jitter of " (value(run.jitter_ratio)) " windows, nominal rate " (percent(run.q))
                    ", seed " (run.seed) "; " (int(run.n_tested)) " pairs tested."
                }
                li { "The same files, command and seed give the same result, byte for byte:" pre tabindex="0" { code { (hostile(&run.command, 2000)) } } }
            }
        }
    }
}
