//! Colours of groups: those of Paul Tol's "bright" and "muted" sets, told apart by colour-blind readers.

/// Colours for light and dark ground (`#rrggbb`).
pub(crate) const GROUPS: [(&str, &str); 8] = [
    ("#b3402e", "#f08a73"),
    ("#2f6db5", "#7db4f2"),
    ("#1f7a55", "#5fc79a"),
    ("#96701a", "#ddb85a"),
    ("#7a4a9e", "#c39ae0"),
    ("#1b7f8c", "#66c6d2"),
    ("#a83a73", "#ee8dbf"),
    ("#55652a", "#aebf75"),
];

/// Index into [`GROUPS`] of a group; colours repeat from the ninth group on.
pub(crate) fn index(group: u32) -> usize {
    (group.max(1) as usize - 1) % GROUPS.len()
}

/// Red, green, blue on light ground; grey without a group.
pub(crate) fn rgb(group: Option<u32>) -> [u8; 3] {
    let Some(group) = group else { return [128, 128, 128] };
    let hex = GROUPS[index(group)].0;
    let channel = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).unwrap_or(128);
    [channel(1), channel(3), channel(5)]
}
