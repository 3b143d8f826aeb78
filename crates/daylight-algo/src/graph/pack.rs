//! Puts pictures of components side by side.

/// Space between two boxes, in the unit of the layout (a node covers about one unit of area).
const GAP: f32 = 2.0;
/// Width over height to aim at.
const ASPECT: f32 = 1.5;

/// Lower left corners for boxes of `sizes` (width, height): rows of falling height, each filled up to a common width.
/// Boxes do not overlap. Boxes are expected tallest first; equal heights keep their order.
pub(super) fn shelves(sizes: &[[f32; 2]]) -> Vec<[f32; 2]> {
    let area: f32 = sizes.iter().map(|s| (s[0] + GAP) * (s[1] + GAP)).sum();
    let widest = sizes.iter().map(|s| s[0]).fold(0.0, f32::max);
    let limit = widest.max((area * ASPECT).sqrt());
    let (mut x, mut y, mut row_height) = (0.0f32, 0.0f32, 0.0f32);
    let mut corners = Vec::with_capacity(sizes.len());
    for &[width, height] in sizes {
        if x > 0.0 && x + width > limit {
            y -= row_height + GAP;
            x = 0.0;
            row_height = 0.0;
        }
        row_height = row_height.max(height);
        // Rows hang from their top, so that the picture starts level.
        corners.push([x, y - height]);
        x += width + GAP;
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_do_not_overlap() {
        let sizes: Vec<[f32; 2]> = (0..40u8).map(|i| [f32::from(i % 7 + 1), f32::from(60 - i)]).collect();
        let corners = shelves(&sizes);
        for i in 0..sizes.len() {
            for j in 0..i {
                let apart = (0..2).any(|k| {
                    corners[i][k] >= corners[j][k] + sizes[j][k] || corners[j][k] >= corners[i][k] + sizes[i][k]
                });
                assert!(apart, "boxes {i} and {j} overlap");
            }
        }
    }
}
