//! One action counts once, however many files of a case tell of it.

use std::collections::HashSet;

use daylight_core::{Dataset, Layer, PostTable};

/// Leaves out actions that an earlier one says already: the same account on the same object with the same post,
/// or at the same time in another file. Gives how many. The posts stay, so that their texts and places do.
pub fn count_once(data: &mut Dataset) -> u64 {
    let posts = &data.posts;
    let file = |post: u32| posts.source.get(post as usize).copied().unwrap_or_default();
    data.layers.iter_mut().map(|layer| of_layer(layer, posts, &file)).sum()
}

fn of_layer(layer: &mut Layer, posts: &PostTable, file: &dyn Fn(u32) -> u32) -> u64 {
    let mut order: Vec<u32> = (0..layer.object.len() as u32).collect();
    let who = |action: u32| {
        let post = layer.post[action as usize];
        (layer.object[action as usize], posts.account[post as usize])
    };
    order.sort_unstable_by_key(|&action| (who(action), action));
    let mut gone: Vec<u32> = Vec::new();
    for actions in order.chunk_by(|&a, &b| who(a) == who(b)).filter(|run| run.len() > 1) {
        again(actions, layer, posts, file, &mut gone);
    }
    gone.sort_unstable();
    remove(layer, &gone);
    gone.len() as u64
}

/// The actions of one account on one object that tell nothing new.
fn again(actions: &[u32], layer: &Layer, posts: &PostTable, file: &dyn Fn(u32) -> u32, gone: &mut Vec<u32>) {
    let (mut contents, mut times) = (HashSet::new(), HashSet::new());
    let mut waiting = Vec::new();
    for &action in actions {
        let post = layer.post[action as usize];
        // Files come one after the other: what one file says at one time is compared with the files before it.
        if waiting.first().is_some_and(|&(of, _)| of != file(post)) {
            times.extend(waiting.drain(..).map(|(_, time)| time));
        }
        let time = posts.time_us[post as usize];
        let known_time = time != PostTable::NO_TIME && times.contains(&time);
        if !contents.insert(posts.content[post as usize]) || known_time {
            gone.push(action);
        } else {
            waiting.push((file(post), time));
        }
    }
}

/// Takes actions (ascending) out of a layer.
fn remove(layer: &mut Layer, gone: &[u32]) {
    if gone.is_empty() {
        return;
    }
    let stays = |action: u32| gone.binary_search(&action).is_err();
    let keep = |values: &mut Vec<u32>| {
        let mut next = 0;
        values.retain(|_| {
            next += 1;
            stays(next - 1)
        });
    };
    keep(&mut layer.object);
    keep(&mut layer.post);
    let before = |action: u32| gone.partition_point(|&g| g < action) as u32;
    layer.self_object = layer.self_object.iter().filter(|&&a| stays(a)).map(|&a| a - before(a)).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use daylight_core::ObjectKind;

    /// Posts (account, content, time, file) that all act on one object, and which of them count.
    fn counted(posts: &[(u32, u32, i64, u32)]) -> (Vec<u32>, Vec<u32>) {
        let mut data = Dataset::default();
        for (account, content, time, file) in posts {
            data.posts.account.push(*account);
            data.posts.content.push(*content);
            data.posts.time_us.push(*time);
            data.posts.source.push(*file);
        }
        let n = posts.len() as u32;
        data.layers.push(Layer {
            kind: ObjectKind::Url,
            objects: ["o"].into_iter().collect(),
            object: vec![0; posts.len()],
            post: (0..n).collect(),
            self_object: (0..n).collect(),
        });
        count_once(&mut data);
        (data.layers[0].post.clone(), data.layers[0].self_object.clone())
    }

    #[test]
    fn the_same_post_on_the_same_object_counts_once() {
        assert_eq!(counted(&[(1, 1, 5, 0), (2, 2, 5, 0), (1, 1, 5, 1), (1, 3, 9, 1)]), (vec![0, 1, 3], vec![0, 1, 2]));
    }

    #[test]
    fn two_posts_at_one_time_count_twice_in_one_file_and_once_over_two() {
        assert_eq!(counted(&[(1, 1, 5, 0), (1, 2, 5, 0)]).0, [0, 1]);
        assert_eq!(counted(&[(1, 1, 5, 0), (1, 2, 5, 1)]).0, [0]);
        let never = PostTable::NO_TIME;
        assert_eq!(counted(&[(1, 1, never, 0), (1, 2, never, 1)]).0, [0, 1]);
    }
}
