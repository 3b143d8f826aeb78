//! The scenarios by name.

use super::{Kind, Part, ScenarioSpec};

/// What is promised for a scenario (the numbers stand in [`crate::score::targets`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// False edges among those led with stay near the nominal rate.
    FalseShare,
    /// No group is called unexplained.
    NoUnexplained,
    /// Recall of fast groups.
    FastRecall,
    /// Precision of the accounts flagged.
    AccountPrecision,
    /// Recall of camouflaged groups.
    CamouflageRecall,
}

const HONEST: &[Target] = &[Target::FalseShare, Target::NoUnexplained];
const PLANTED: &[Target] = &[Target::FalseShare];
const FAST: &[Target] = &[Target::FalseShare, Target::FastRecall, Target::AccountPrecision];
const REWORDED: &[Target] = &[Target::FalseShare, Target::AccountPrecision];
const CAMOUFLAGED: &[Target] = &[Target::FalseShare, Target::CamouflageRecall];

use Part::{Background, Fans, Syndication};

const fn honest(name: &'static str, description: &'static str, parts: &'static [Part]) -> ScenarioSpec {
    ScenarioSpec { name, kind: Kind::Honest, description, timing_sees_it: false, targets: HONEST, parts }
}

const fn planted(
    name: &'static str,
    description: &'static str,
    targets: &'static [Target],
    parts: &'static [Part],
) -> ScenarioSpec {
    ScenarioSpec { name, kind: Kind::Planted, description, timing_sees_it: true, targets, parts }
}

/// All scenarios: honest ones first, planted ones after them.
pub static SCENARIOS: &[ScenarioSpec] = &[
    honest("base", "3,000 people with interests, sleep and daily rhythm; heavy-tailed popularity.", &[Background]),
    honest(
        "fans",
        "Two communities of 500 that react to most items of their idol within minutes.",
        &[Background, Fans],
    ),
    honest(
        "syndication",
        "25 outlets of one owner whose content system publishes the same items within seconds to minutes.",
        &[Background, Syndication],
    ),
    honest(
        "rss-bots",
        "Five feeds, each with eight accounts that post every item at a constant lag or when they poll.",
        &[Background, Part::Rss],
    ),
    honest(
        "schedulers",
        "150 accounts that plan posts of popular items on the quarter hour.",
        &[Background, Part::Schedulers],
    ),
    honest(
        "cascade",
        "60 breaking stories, each share begetting shares by the same followers (Hawkes process).",
        &[Background, Part::Cascades],
    ),
    honest(
        "live-event",
        "300 viewers react within a minute, twenty nights in a row, and strangers join them.",
        &[Background, Part::LiveEvent],
    ),
    honest(
        "live-event-closed",
        "The same 300 viewers without any strangers: no independent crowd.",
        &[Background, Part::LiveEventClosed],
    ),
    honest(
        "activist-storm",
        "On six days 350 activists share a list of links in the same hour, each in own minutes.",
        &[Background, Part::ActivistStorm],
    ),
    honest(
        "petition-day",
        "900 people share a petition and its pages after three mails.",
        &[Background, Part::PetitionDay],
    ),
    honest(
        "sports-final",
        "Semi-final and final: a thousand people react to every goal within seconds.",
        &[Background, Part::SportsFinal],
    ),
    honest(
        "coarse-clock",
        "Background, fans and outlets with times cut to the minute.",
        &[Background, Fans, Syndication, Part::CoarseClock],
    ),
    honest(
        "missing-fields",
        "Background, fans and outlets; times, objects and names are missing here and there.",
        &[Background, Fans, Syndication, Part::MissingFields],
    ),
    honest(
        "repeated-texts",
        "Background, fans and outlets whose posts have texts: headlines with and without their link, copied appeals.",
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::Texts],
    ),
    honest(
        "mention-sets",
        "Live audiences, staff and a quick community who mention the same accounts in one post.",
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::MentionSets],
    ),
    honest(
        "repost-authors",
        "The same crowds reposting items of the same authors: fans of a star, viewers, staff.",
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::RepostAuthors],
    ),
    honest(
        "campaign-tags",
        "The same crowds sharing links that a site tagged with one campaign.",
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::CampaignTags],
    ),
    ScenarioSpec {
        name: "everything-honest",
        kind: Kind::Honest,
        description: "All honest crowds at once; a tenth of the clocks coarse, some fields missing.",
        timing_sees_it: false,
        targets: HONEST,
        parts: EVERYTHING,
    },
    planted(
        "planted-fast",
        "Two groups of 40 that act within thirty seconds.",
        FAST,
        &[Background, Fans, Syndication, Part::Fast],
    ),
    planted(
        "planted-small",
        "Six groups of five to eight that act within thirty seconds.",
        FAST,
        &[Background, Fans, Syndication, Part::Small],
    ),
    planted(
        "planted-in-fans",
        "40 run accounts among 500 fans of the same idol, ten seconds apart.",
        PLANTED,
        &[Background, Fans, Syndication, Part::InFans],
    ),
    planted(
        "planted-camouflage",
        "Two groups of 40 of whose actions only a fifth is planted.",
        CAMOUFLAGED,
        &[Background, Fans, Syndication, Part::Camouflage],
    ),
    planted(
        "planted-rotating",
        "A pool of 60 of which a quarter takes part in each wave.",
        PLANTED,
        &[Background, Fans, Syndication, Part::Rotating],
    ),
    planted(
        "planted-jittered",
        "Two groups of 40 that wait between 30 seconds and 10 minutes.",
        PLANTED,
        &[Background, Fans, Syndication, Part::Jittered],
    ),
    planted(
        "planted-paraphrase",
        "40 accounts that post wordings of the same texts (text families).",
        PLANTED,
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::Paraphrase],
    ),
    planted(
        "planted-reworded",
        "The same from the words alone: copies and rewordings, among headlines and copied appeals.",
        REWORDED,
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::Paraphrase, Part::Texts],
    ),
    planted(
        "planted-hashtag-sequence",
        "40 accounts that post the same hashtags in the same order.",
        PLANTED,
        &[Background, Fans, Syndication, Part::SequenceLayer, Part::HashtagSequence],
    ),
    planted(
        "planted-mention-sets",
        "40 accounts that mention the same accounts together, among such crowds.",
        REWORDED,
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::Paraphrase, Part::MentionSets],
    ),
    planted(
        "planted-repost-authors",
        "40 accounts that repost items of one author within 90 seconds, among such crowds.",
        REWORDED,
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::Paraphrase, Part::RepostAuthors],
    ),
    planted(
        "planted-campaign-tags",
        "40 accounts that share differing links of one campaign within 90 seconds.",
        REWORDED,
        &[Background, Fans, Syndication, Part::FamilyLayer, Part::HabitCrowds, Part::Paraphrase, Part::CampaignTags],
    ),
    planted(
        "planted-images",
        "40 accounts that post altered copies of the same pictures.",
        PLANTED,
        &[Background, Fans, Syndication, Part::ImageLayer, Part::Images],
    ),
    planted(
        "planted-cross-platform",
        "20 accounts on each of two platforms, the second two minutes behind.",
        PLANTED,
        &[Background, Fans, Syndication, Part::CrossPlatform],
    ),
    planted(
        "planted-own-objects",
        "40 accounts that share items which nobody else shares.",
        PLANTED,
        &[Background, Fans, Syndication, Part::OwnObjects],
    ),
    planted(
        "planted-amplify",
        "40 accounts that push items which hundreds of strangers then share.",
        PLANTED,
        &[Background, Fans, Syndication, Part::Amplify],
    ),
    ScenarioSpec {
        name: "planted-slow",
        kind: Kind::Planted,
        description: "Two groups of 40 that spread each wave over eight hours; invisible to tests of timing.",
        timing_sees_it: false,
        targets: PLANTED,
        parts: &[Background, Fans, Syndication, Part::Slow],
    },
    ScenarioSpec {
        name: "planted-everything",
        kind: Kind::Mixed,
        description: "Fast, small, camouflaged and hidden groups and one with own items, among all honest crowds.",
        timing_sees_it: true,
        targets: PLANTED,
        parts: EVERYTHING_PLANTED,
    },
];

const EVERYTHING: &[Part] = &[
    Background,
    Fans,
    Syndication,
    Part::Rss,
    Part::Schedulers,
    Part::Cascades,
    Part::LiveEvent,
    Part::LiveEventClosed,
    Part::ActivistStorm,
    Part::PetitionDay,
    Part::SportsFinal,
    Part::SomeCoarseClocks,
    Part::MissingFields,
];

const EVERYTHING_PLANTED: &[Part] = &[
    Background,
    Fans,
    Syndication,
    Part::Rss,
    Part::Schedulers,
    Part::Cascades,
    Part::LiveEvent,
    Part::LiveEventClosed,
    Part::ActivistStorm,
    Part::PetitionDay,
    Part::SportsFinal,
    Part::Fast,
    Part::Small,
    Part::Camouflage,
    Part::InFans,
    Part::OwnObjects,
    Part::SomeCoarseClocks,
    Part::MissingFields,
];
