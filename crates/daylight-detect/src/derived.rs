//! Layers that no column holds: they are made from what was read, before the detectors look.

use crate::habits::{add_habits, made_of};
use crate::text::add_families;
use daylight_core::{CoactionSettings, Context, Dataset, ObjectKind};

/// Adds every layer that the data allow and the settings want; returns their kinds.
pub fn add_layers(dataset: &mut Dataset, settings: &CoactionSettings, context: &Context<'_>) -> Vec<ObjectKind> {
    let before: Vec<ObjectKind> = dataset.layers.iter().map(|l| l.kind.clone()).collect();
    add_habits(dataset, settings);
    add_families(dataset, settings, context);
    dataset.layers.iter().map(|l| l.kind.clone()).filter(|kind| !before.contains(kind)).collect()
}

/// Takes the added layers away again, so that the posts can be stored as they were read.
pub fn remove_layers(dataset: &mut Dataset, added: &[ObjectKind]) {
    dataset.layers.retain(|l| !added.contains(&l.kind));
    dataset.text_families = None;
}

/// What has to be read for the layers that were asked for (all when none): habits are made of other layers, and
/// texts of reposts and headlines are told by what they repost and link.
pub fn layers_to_read(asked: &[ObjectKind]) -> Vec<ObjectKind> {
    let mut kinds = asked.to_vec();
    kinds.extend(asked.iter().filter_map(made_of).cloned());
    if asked.contains(&ObjectKind::MentionSet) {
        kinds.extend([ObjectKind::ReplyTo, ObjectKind::RepostOf]);
    }
    if asked.contains(&ObjectKind::TextFamily) {
        kinds.extend([ObjectKind::Url, ObjectKind::RepostOf]);
    }
    kinds.sort();
    kinds.dedup();
    kinds
}
