//! Development look at one scenario: what the method says against the truth.
#![allow(clippy::print_stdout, clippy::unwrap_used)]
use daylight_core::*;
use daylight_detect::scenario::{Knobs, SCENARIOS, generate};
use std::collections::BTreeMap;
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let names: Vec<&str> =
        if args[1] == "all" { SCENARIOS.iter().map(|s| s.name).collect() } else { args[1].split(',').collect() };
    let seed: u64 = args.get(2).map_or(1, |s| s.parse().unwrap());
    for name in names {
        let t = Instant::now();
        let s = generate(name, seed, Knobs::default()).unwrap();
        let tg = t.elapsed().as_secs_f64();
        let t = Instant::now();
        let mut settings = CoactionSettings::default();
        if let Some(w) = args.get(3) {
            settings.time_windows_secs = w.split(',').map(|w| w.parse().unwrap()).collect();
        }
        let a = daylight_detect::analyze(
            &s.dataset,
            &settings,
            &Context { progress: &Clock(Instant::now()), memory_limit: 4 << 30 },
        )
        .unwrap();
        let mut of = vec![usize::MAX; s.dataset.accounts.len()];
        let mut sizes = vec![];
        for (g, group) in s.truth.groups.iter().enumerate().filter(|g| g.1.planted) {
            sizes.push(group.members.len());
            for &m in &group.members {
                of[m as usize] = g;
            }
        }
        let planted_pairs: usize = sizes.iter().map(|n| n * (n - 1) / 2).sum();
        let mut by: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for e in &a.edges {
            let c = by.entry(e.standing.name()).or_default();
            let t = of[e.a as usize] != usize::MAX && of[e.a as usize] == of[e.b as usize];
            if t { c.0 += 1 } else { c.1 += 1 }
        }
        let name = &format!("{name}");
        println!(
            "== {name}: posts {} accounts {} gen {tg:.1}s run {:.1}s planted pairs {planted_pairs} sizes {sizes:?} na {:?}",
            s.dataset.posts.len(),
            s.dataset.accounts.len(),
            t.elapsed().as_secs_f64(),
            a.not_applicable
        );
        println!(
            "   fdr {:?} surr {:?} tested {} cut {:.2e}",
            a.calibration.empirical_fdr,
            &a.calibration.surrogate_counts.iter().take(5).collect::<Vec<_>>(),
            a.calibration.n_tested,
            a.calibration.p_cut
        );
        for (k, v) in by {
            println!("   {k:18} true {:6} false {:6}", v.0, v.1);
        }
        let mut crowd: BTreeMap<String, usize> = BTreeMap::new();
        for e in a.edges.iter().filter(|e| e.standing.leads() && !s.truth.is_true_edge(e.a, e.b)) {
            *crowd
                .entry(format!("{}-{} {}", s.truth.group(e.a).name, s.truth.group(e.b).name, e.standing.name()))
                .or_default() += 1;
        }
        for e in a
            .edges
            .iter()
            .filter(|e| {
                s.truth.is_true_edge(e.a, e.b) && matches!(e.standing, Standing::LikeItsCrowd | Standing::NoCrowd)
            })
            .step_by(37)
            .take(7)
        {
            println!(
                "   missed n {} own {:?} crowd {:?} comm {:?} tight {:?}",
                e.n_objects, e.own, e.crowd, e.group, e.tight
            );
        }
        for e in a.edges.iter().filter(|e| !s.truth.is_true_edge(e.a, e.b) && e.standing.leads()).take(3) {
            println!(
                "   wrong n {} own {:?} crowd {:?} comm {:?} tight {:?}",
                e.n_objects, e.own, e.crowd, e.group, e.tight
            );
        }
        println!("   false leads {crowd:?}");
        for g in a.groups.iter().take(6) {
            let t = g.members.iter().filter(|m| of[**m as usize] != usize::MAX).count();
            println!(
                "   group {} size {} planted {} edges {} {} check p {:.3} ({:.1}/{:.1} n{}) hints {:?}",
                g.id,
                g.members.len(),
                t,
                g.n_edges,
                g.label.name(),
                g.check.p,
                g.check.observed,
                g.check.expected,
                g.check.n_surrogates,
                g.hints
                    .iter()
                    .map(|h| format!("{}{}={:.2}", if h.fits { "*" } else { "" }, h.kind.name(), h.value))
                    .collect::<Vec<_>>()
            );
        }
    }
}

struct Clock(Instant);
impl Progress for Clock {
    fn step(&self, stage: &str, done: u64, _: u64) {
        if done == 0 {
            println!("   .. {stage} at {:.2}", self.0.elapsed().as_secs_f64());
        }
    }
}
