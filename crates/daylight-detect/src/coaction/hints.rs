//! Measured innocent explanations, beside each group. Never a verdict.

use super::clock::Clock;
use super::plan::{self, Plan};
use super::view::GroupView;
use daylight_core::{Analysis, CrowdAnswer, Group, GroupLabel, Hint, HintKind, ObjectKind, Standing};
use std::collections::{BTreeMap, BTreeSet};

const HOUR_US: i64 = 3_600_000_000;

/// Silence that separates two episodes.
const EPISODE_GAP_US: i64 = 6 * HOUR_US;

/// All hints of a group, those that fit first.
pub fn hints(view: &GroupView, clock: &Clock, analysis: &Analysis) -> Vec<Hint> {
    let domain = one_domain(view);
    let one_source = domain.as_ref().is_none_or(|d| d.value >= 0.8);
    let mut all: Vec<Hint> = [
        domain,
        constant_lag(view, one_source),
        shared_name(view),
        Some(fixed_schedule(view, clock)),
        Some(few_events(view)),
        Some(crowd_as_fast(view, analysis)),
        Some(broad_activity(view)),
    ]
    .into_iter()
    .flatten()
    .collect();
    all.sort_by_key(|h| !h.fits);
    all
}

/// The label that the check and the hints give.
pub fn label(group: &Group, q: f64) -> GroupLabel {
    let fits = |kind| group.hints.iter().any(|h| h.kind == kind && h.fits);
    if group.check.n_surrogates > 0 && group.check.q > q.max(1.0 / f64::from(group.check.n_surrogates + 1)) {
        GroupLabel::LikeItsCrowd
    } else if fits(HintKind::FixedSchedule) {
        GroupLabel::ScheduleLike
    } else if fits(HintKind::OneDomain) || fits(HintKind::ConstantLag) || fits(HintKind::SharedName) {
        GroupLabel::SyndicationLike
    } else if fits(HintKind::FewEvents) || fits(HintKind::CrowdAsFast) {
        GroupLabel::EventCrowdLike
    } else {
        GroupLabel::Unexplained
    }
}

/// Whether a schedule or a common source fits.
pub fn source_or_schedule_fits(hints: &[Hint]) -> bool {
    hints
        .iter()
        .any(|h| h.fits && matches!(h.kind, HintKind::FixedSchedule | HintKind::OneDomain | HintKind::ConstantLag))
}

fn hint(kind: HintKind, value: f64, threshold: f64, sentence: String) -> Hint {
    Hint { kind, value, threshold, fits: value >= threshold, sentence }
}

/// Host of a link, without `www.`.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.strip_prefix("www.").unwrap_or(host))
}

/// Source of each co-acted object: its own domain for links, the post's domain where the data have that layer.
fn sources(view: &GroupView) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for &(layer, object) in view.objects.keys() {
        let data = &view.dataset.layers[view.layers[layer as usize].source];
        let name = data.objects.get(object);
        let source = match data.kind {
            ObjectKind::Domain => Some(name),
            _ => host(name),
        };
        if let Some(source) = source {
            *counts.entry(source.to_ascii_lowercase()).or_insert(0) += 1;
        }
    }
    counts
}

fn one_domain(view: &GroupView) -> Option<Hint> {
    // Where links and their domains are both layers, one domain counts once there and many links once each here.
    let posts_domain = domain_of_posts(view);
    // What has no source counts too: three links among hundreds of hashtags are not where the hashtags come from.
    let (counts, total) =
        if posts_domain.is_empty() { (sources(view), view.objects.len()) } else { (posts_domain, view.posts.len()) };
    if counts.values().sum::<u32>() < 3 {
        return None;
    }
    let (name, most) = counts.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(name.as_str())))?;
    let share = f64::from(*most) / total as f64;
    Some(hint(
        HintKind::OneDomain,
        share,
        0.8,
        format!(
            "{:.0} % of what they shared together comes from one source ({name}); outlets of one owner or one feed look like this.",
            share * 100.0
        ),
    ))
}

fn domain_of_posts(view: &GroupView) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    let Some(data) = view.dataset.layers.iter().find(|l| l.kind == ObjectKind::Domain) else { return counts };
    for &post in &view.posts {
        // Actions stand in post order.
        let from = data.post.partition_point(|&p| p < post);
        let of_post = data.post[from..].iter().take_while(|&&p| p == post).count();
        let domains: BTreeSet<u32> = data.object[from..from + of_post].iter().copied().collect();
        for domain in domains {
            *counts.entry(data.objects.get(domain).to_owned()).or_insert(0) += 1;
        }
    }
    counts
}

/// Share of the variance of lags behind the object's mean time that the member explains (adjusted R squared).
fn constant_lag(view: &GroupView, one_source: bool) -> Option<Hint> {
    let mut lags: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for times in view.objects.values().filter(|t| t.len() >= 2) {
        let mean = times.values().map(|t| *t as f64).sum::<f64>() / times.len() as f64;
        for (&member, &t) in times {
            lags.entry(member).or_default().push((t as f64 - mean) / 1e6);
        }
    }
    let n: usize = lags.values().map(Vec::len).sum();
    let k = lags.len();
    if k < 2 || n < 4 * k {
        return None;
    }
    let grand = lags.values().flatten().sum::<f64>() / n as f64;
    let total: f64 = lags.values().flatten().map(|x| (x - grand).powi(2)).sum();
    let within: f64 = lags
        .values()
        .map(|x| {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            x.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
        })
        .sum();
    if total <= 0.0 {
        return None;
    }
    let r2 = (1.0 - (within / (n - k) as f64) / (total / (n - 1) as f64)).max(0.0);
    let mut found = hint(
        HintKind::ConstantLag,
        r2,
        0.8,
        format!(
            "{:.0} % of the differences in their delays is explained by who posts: each keeps its own constant lag{}, as programs that read one feed do.",
            r2 * 100.0,
            if one_source { " behind one source" } else { "" }
        ),
    );
    found.fits &= one_source;
    Some(found)
}

fn shared_name(view: &GroupView) -> Option<Hint> {
    let names = view.dataset.account_names.as_ref()?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for &m in view.members {
        let words: BTreeSet<String> = names
            .get(m)
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| w.chars().count() >= 4)
            .map(str::to_lowercase)
            .collect();
        for word in words {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    let (word, most) = counts.iter().max_by_key(|(word, n)| (**n, std::cmp::Reverse(word.as_str())))?;
    let share = f64::from(*most) / view.members.len() as f64;
    Some(hint(
        HintKind::SharedName,
        share,
        0.8,
        format!("{:.0} % carry the word \"{word}\" in their name: perhaps a declared affiliation.", share * 100.0),
    ))
}

fn fixed_schedule(view: &GroupView, clock: &Clock) -> Hint {
    let of = |p: u32| (view.dataset.posts.account[p as usize], view.dataset.posts.time_us[p as usize]);
    let mut times: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    for (account, time) in view.posts.iter().map(|&p| of(p)) {
        times.entry(account).or_default().push(time);
    }
    let plans: BTreeMap<u32, Option<Plan>> = times.iter().map(|(&a, t)| (a, Plan::of(t))).collect();
    let on = view
        .posts
        .iter()
        .filter(|&&p| {
            let (account, time) = of(p);
            let step = clock.schedule_us[account as usize];
            (step > 0 && time.rem_euclid(step) < plan::SLOT_US)
                || plans.get(&account).and_then(Option::as_ref).is_some_and(|plan| plan.keeps(time))
        })
        .count();
    let share = on as f64 / view.posts.len().max(1) as f64;
    hint(
        HintKind::FixedSchedule,
        share,
        0.5,
        format!(
            "{:.0} % of their common posts sit on the grid of a scheduling tool, or at clock times that their account \
             keeps: one minute of every half hour, the same minutes every day, or always the same second.",
            share * 100.0
        ),
    )
}

/// Time that a few big events take, all together. A campaign that goes on for weeks without a night's silence is no
/// event.
const EVENTS_US: i64 = 72 * HOUR_US;

fn few_events(view: &GroupView) -> Hint {
    let mut times: Vec<i64> = view.objects.values().filter_map(|t| t.values().min().copied()).collect();
    times.sort_unstable();
    let mut episodes: Vec<&[i64]> = times.chunk_by(|x, y| y - x <= EPISODE_GAP_US).collect();
    let n_episodes = episodes.len();
    episodes.sort_by_key(|e| (std::cmp::Reverse(e.len()), e[0]));
    episodes.truncate(3);
    let share = episodes.iter().map(|e| e.len()).sum::<usize>() as f64 / times.len().max(1) as f64;
    let lasting: i64 = episodes.iter().map(|e| e[e.len() - 1] - e[0]).sum();
    let mut found = hint(
        HintKind::FewEvents,
        share,
        0.8,
        format!(
            "The {} largest of {n_episodes} episodes (separated by 6 h of silence) hold {:.0} % of what they shared together and last {} h in all; a few big events of up to three days do that.",
            episodes.len(),
            share * 100.0,
            (lasting + HOUR_US / 2) / HOUR_US
        ),
    );
    found.fits &= lasting <= EVENTS_US;
    found
}

/// Fast pairs of the group whose crowd or community was as fast, of all its fast pairs that had one to ask.
fn crowd_as_fast(view: &GroupView, analysis: &Analysis) -> Hint {
    let inside = |a: u32| view.members.binary_search(&a).is_ok();
    let (mut like, mut all) = (0u32, 0u32);
    let q = analysis.settings.q;
    for edge in analysis.edges.iter().filter(|e| e.standing == Standing::LikeItsCrowd || e.standing.leads()) {
        let CrowdAnswer::Tested { answer, .. } = &edge.crowd else { continue };
        if inside(edge.a) && inside(edge.b) {
            all += 1;
            like += u32::from(answer.q > q || edge.group.is_some_and(|g| g.q > q));
        }
    }
    let share = f64::from(like) / f64::from(all.max(1));
    hint(
        HintKind::CrowdAsFast,
        share,
        0.5,
        format!("On {:.0} % of their fast pairs, others on the same objects were as fast.", share * 100.0),
    )
}

fn broad_activity(view: &GroupView) -> Hint {
    let share = 1.0 - view.coaction_share();
    hint(
        HintKind::BroadActivity,
        share,
        0.9,
        format!("{:.0} % of what they do is not part of a co-action of the group.", share * 100.0),
    )
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts() {
        assert_eq!(host("https://www.site.example/a?b=c"), Some("site.example"));
        assert_eq!(host("http://user@site.example:8080"), Some("site.example"));
        assert_eq!(host("not a link"), None);
        assert_eq!(host("x://"), None);
    }
}
