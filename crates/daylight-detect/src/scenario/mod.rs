//! Scenarios with a known truth: honest crowds that look coordinated, and run groups that try not to.
//!
//! A scenario is a list of parts: crowds, planted groups and defects of the data. Every part draws from a
//! stream of its own, so that the background of a seed is the same in every scenario that has one; the
//! price is that parts cannot be reordered without changing the data of a seed. It writes no persuasive
//! text: objects are neutral names under the reserved `.example` domain, and texts, where a scenario has them, are
//! pseudo-words.

mod base;
mod build;
mod crowds;
mod draw;
mod events;
mod habits;
mod planted;
mod table;
#[cfg(test)]
mod tests;
mod texts;
mod truth;
mod world;

use daylight_core::Dataset;

pub(crate) use draw::Draw;
use habits::Habit;
use world::World;

pub use table::{SCENARIOS, Target};
pub use truth::{PlantedPost, Truth, TruthGroup, write_posts, write_truth};

/// Whether and how groups were planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing planted: every edge is false.
    Honest,
    /// Planted groups in the background with fans and outlets.
    Planted,
    /// Planted groups among all honest crowds at once.
    Mixed,
}

/// A named scenario.
#[derive(Debug)]
pub struct ScenarioSpec {
    /// Name on the command line.
    pub name: &'static str,
    /// Planted or not.
    pub kind: Kind,
    /// One sentence.
    pub description: &'static str,
    /// Whether a test of timing can be expected to see what was planted. Where not, its silence is right.
    pub timing_sees_it: bool,
    /// What is promised for it.
    pub targets: &'static [Target],
    parts: &'static [Part],
}

/// A part of a scenario. The numbers of the streams are the order here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Background,
    Fans,
    Syndication,
    Rss,
    Schedulers,
    Cascades,
    LiveEvent,
    LiveEventClosed,
    ActivistStorm,
    PetitionDay,
    SportsFinal,
    SequenceLayer,
    FamilyLayer,
    ImageLayer,
    CoarseClock,
    SomeCoarseClocks,
    MissingFields,
    Fast,
    Small,
    InFans,
    Camouflage,
    Rotating,
    Jittered,
    Paraphrase,
    HashtagSequence,
    Images,
    CrossPlatform,
    OwnObjects,
    Amplify,
    Slow,
    Texts,
    HabitCrowds,
    MentionSets,
    RepostAuthors,
    CampaignTags,
}

/// Stream of the last step, beyond those of the parts.
const BUILD_STREAM: u64 = 1_000;

/// What can be turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knobs {
    /// Size of the background and the honest crowds; planted groups keep their size.
    pub scale: f64,
    /// Days that the collection lasts.
    pub days: u32,
    /// Factor on the reaction times of honest crowds: below 1 they are faster than in the named scenario.
    pub tempo: f64,
    /// Factor on the delays inside planted waves.
    pub planted_tempo: f64,
    /// Share of a camouflaged account's actions that are planted.
    pub camouflage_planted_share: f64,
    /// Plant the two fast groups also in honest scenarios, so that a share of false edges has a denominator.
    pub probe: bool,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { scale: 1.0, days: 28, tempo: 1.0, planted_tempo: 1.0, camouflage_planted_share: 0.2, probe: false }
    }
}

/// A data set with its truth.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What an importer would have read.
    pub dataset: Dataset,
    /// What is true of it.
    pub truth: Truth,
}

/// Why there is no scenario.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// No such name.
    #[error("there is no scenario `{name}`; there are: {known}")]
    Unknown {
        /// As asked.
        name: String,
        /// All names.
        known: String,
    },
    /// A knob outside its range.
    #[error("the knob `{knob}` is {value}; it must be in {range}")]
    Knob {
        /// Its name.
        knob: &'static str,
        /// As asked.
        value: f64,
        /// What is possible.
        range: &'static str,
    },
}

/// The specification of that name.
pub fn find(name: &str) -> Result<&'static ScenarioSpec, ScenarioError> {
    SCENARIOS.iter().find(|s| s.name == name).ok_or_else(|| ScenarioError::Unknown {
        name: name.to_owned(),
        known: SCENARIOS.iter().map(|s| s.name).collect::<Vec<_>>().join(", "),
    })
}

/// Makes the scenario; the same name, seed and knobs give the same data on every machine.
pub fn generate(name: &str, seed: u64, knobs: Knobs) -> Result<Scenario, ScenarioError> {
    let spec = find(name)?;
    check(knobs)?;
    // The scenarios that hold everything get less of each crowd, to stay near 200,000 shares.
    let background = if spec.parts.contains(&Part::SomeCoarseClocks) { 0.5 } else { 1.0 };
    let mut world = World::new(knobs, background);
    let probe: &[Part] = if knobs.probe && spec.kind == Kind::Honest { &[Part::Fast] } else { &[] };
    // Defects of the data come last: they touch what everybody did.
    let is_defect = |p: &Part| matches!(p, Part::CoarseClock | Part::SomeCoarseClocks | Part::MissingFields);
    let parts = || spec.parts.iter().chain(probe);
    for &part in parts().filter(|p| !is_defect(p)).chain(parts().filter(|p| is_defect(p))) {
        add(&mut world, part, &mut Draw::new(seed, part as u64));
    }
    let (dataset, truth) = build::build(name, world, &mut Draw::new(seed, BUILD_STREAM));
    Ok(Scenario { dataset, truth })
}

fn check(knobs: Knobs) -> Result<(), ScenarioError> {
    let bad = |knob, value, range| Err(ScenarioError::Knob { knob, value, range });
    if !(knobs.scale > 0.0 && knobs.scale <= 50.0) {
        return bad("scale", knobs.scale, "(0, 50]");
    }
    if !(7..=366).contains(&knobs.days) {
        return bad("days", f64::from(knobs.days), "7..=366");
    }
    for (knob, value) in [("tempo", knobs.tempo), ("planted_tempo", knobs.planted_tempo)] {
        if !(0.01..=100.0).contains(&value) {
            return bad(knob, value, "[0.01, 100]");
        }
    }
    if !(knobs.camouflage_planted_share > 0.0 && knobs.camouflage_planted_share <= 1.0) {
        return bad("camouflage_planted_share", knobs.camouflage_planted_share, "(0, 1]");
    }
    Ok(())
}

fn add(world: &mut World, part: Part, draw: &mut Draw) {
    match part {
        Part::Background => base::background(world, draw),
        Part::Fans => crowds::fans(world, draw),
        Part::Syndication => crowds::syndication(world, draw),
        Part::Rss => crowds::rss(world, draw),
        Part::Schedulers => crowds::schedulers(world, draw),
        Part::Cascades => events::cascades(world, draw),
        Part::LiveEvent => events::live_event(world, draw, true),
        Part::LiveEventClosed => events::live_event(world, draw, false),
        Part::ActivistStorm => events::activist_storm(world, draw),
        Part::PetitionDay => events::petition_day(world, draw),
        Part::SportsFinal => events::sports_final(world, draw),
        Part::SequenceLayer => crowds::layer_background(world, draw, world::SEQUENCE),
        Part::FamilyLayer => crowds::layer_background(world, draw, world::FAMILY),
        Part::ImageLayer => crowds::layer_background(world, draw, world::IMAGE),
        Part::CoarseClock => crowds::coarse_clocks(world, draw, true),
        Part::SomeCoarseClocks => crowds::coarse_clocks(world, draw, false),
        Part::MissingFields => world.missing = true,
        Part::Fast => planted::fast(world, draw),
        Part::Small => planted::small(world, draw),
        Part::InFans => planted::in_fans(world, draw),
        Part::Camouflage => planted::camouflage(world, draw),
        Part::Rotating => planted::rotating(world, draw),
        Part::Jittered => planted::jittered(world, draw),
        Part::Paraphrase => planted::paraphrase(world, draw),
        Part::HashtagSequence => planted::hashtag_sequence(world, draw),
        Part::Images => planted::images(world, draw),
        Part::CrossPlatform => planted::cross_platform(world, draw),
        Part::OwnObjects => planted::own_objects(world, draw),
        Part::Amplify => planted::amplify(world, draw),
        Part::Slow => planted::slow(world, draw),
        Part::Texts => world.texts = true,
        Part::HabitCrowds => crowds::habit_crowds(world, draw),
        Part::MentionSets => world.habit = Some(Habit::Mentions),
        Part::RepostAuthors => world.habit = Some(Habit::Reposts),
        Part::CampaignTags => world.habit = Some(Habit::Tags),
    }
}
