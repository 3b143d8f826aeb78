//! From what the workers read to one data set, the same whatever worker read what.

use daylight_core::{Columns, Dataset, IdTable, Layer, ObjectKind, PostTable, Problem, ProblemLog, SourceFile};
use rayon::prelude::*;

use crate::number::{Interned, Numbering, Turn, intern};
use crate::options::ReadOptions;
use crate::plan::Prepared;
use crate::sink::{Packers, Segment, Sink, Words};
use crate::streams::ColumnSink;

/// Everything that was read, before numbering.
#[derive(Default)]
struct Parts {
    account: Vec<ColumnSink>,
    content: Vec<ColumnSink>,
    name: Vec<ColumnSink>,
    /// By layer, then worker.
    layers: Vec<Vec<ColumnSink>>,
    /// In the order of the input, with the worker of each and which of its segments it is.
    segments: Vec<(Turn, Segment)>,
}

impl Parts {
    fn new(sinks: Vec<Sink<'_>>, n_layers: usize) -> Self {
        let mut parts = Self { layers: (0..n_layers).map(|_| Vec::new()).collect(), ..Self::default() };
        for (worker, sink) in sinks.into_iter().enumerate() {
            parts.account.push(sink.account);
            parts.content.push(sink.content);
            parts.name.push(sink.name);
            for (layer, column) in parts.layers.iter_mut().zip(sink.layers) {
                layer.push(column);
            }
            let turn = |(ordinal, s): (usize, Segment)| (Turn { worker, ordinal, n: s.times.len() }, s);
            parts.segments.extend(sink.segments.into_iter().enumerate().map(turn));
        }
        parts.segments.sort_by_key(|(_, s)| (s.file, s.block));
        parts
    }
}

/// Numbers ids and joins the segments. `damages` are files that break off.
pub fn assemble(
    sinks: Vec<Sink<'_>>,
    files: &[Prepared],
    kinds: &[ObjectKind],
    packers: &Packers,
    options: &ReadOptions,
    damages: &[(u32, String)],
) -> Dataset {
    let mut parts = Parts::new(sinks, kinds.len());
    let mut data = Dataset { sources: files.iter().map(source).collect(), ..Dataset::default() };
    let turns: Vec<Turn> = parts.segments.iter().map(|(turn, _)| *turn).collect();
    let bases = row_bases(&turns);
    join_problems(&mut parts.segments, files, &mut data, damages);
    if options.keep_lines {
        join_lines(&mut parts.segments, files, &mut data.posts);
    }
    join_extras(&mut parts.segments, files, &mut data);
    let sorted = if options.sort_ids { Numbering::Sorted } else { Numbering::Kept };
    let how = if options.keep_contents { sorted } else { Numbering::Dropped };
    let content = intern(std::mem::take(&mut parts.content), &turns, &packers.content, how);
    set_contents(&mut data, content, files, options.keep_contents, &bases, &parts.segments);
    for (l, kind) in kinds.iter().enumerate() {
        let columns = std::mem::take(&mut parts.layers[l]);
        data.layers.push(layer(&mut parts.segments, l, kind, columns, packers, &bases, sorted));
    }
    let account = intern(std::mem::take(&mut parts.account), &turns, &packers.account, sorted);
    data.accounts = account.table;
    data.posts.account = account.ids;
    // Last, when the streams of ids are gone: it needs the times twice for a moment.
    data.posts.time_us = join_times(&mut parts.segments);
    if files.iter().any(|f| f.roles.name.is_some()) {
        let names = intern(std::mem::take(&mut parts.name), &turns, &packers.name, Numbering::Kept);
        data.account_names = Some(latest_names(&data, &names));
    }
    if data.posts.platform.is_none() {
        crate::platforms::from_prefixes(&mut data);
    }
    data
}

fn source(file: &Prepared) -> SourceFile {
    SourceFile {
        name: file.probe.input.name.clone(),
        sha256: None,
        bytes: file.probe.bytes,
        format: file.probe.format.clone(),
        columns: file.roles.reasons.clone(),
        notes: file.roles.notes.clone(),
        intake: daylight_core::Intake::default(),
    }
}

/// The first row of each segment.
fn row_bases(turns: &[Turn]) -> Vec<u32> {
    let mut next = 0;
    turns
        .iter()
        .map(|turn| {
            let base = next;
            next += turn.n as u32;
            base
        })
        .collect()
}

/// Line of the file before the first line of each segment, in order.
fn line_bases(segments: &[(Turn, Segment)], files: &[Prepared]) -> Vec<u64> {
    let mut next: Vec<u64> = files.iter().map(|f| f.probe.header_lines + 1).collect();
    segments
        .iter()
        .map(|(_, segment)| {
            let base = next[segment.file as usize];
            next[segment.file as usize] += segment.n_lines;
            base
        })
        .collect()
}

fn join_problems(segments: &mut [(Turn, Segment)], files: &[Prepared], data: &mut Dataset, damages: &[(u32, String)]) {
    let bases = line_bases(segments, files);
    let mut last_line = vec![0; files.len()];
    for ((_, segment), base) in segments.iter_mut().zip(bases) {
        last_line[segment.file as usize] = base + segment.n_lines;
        for intake in [&mut data.intake, &mut data.sources[segment.file as usize].intake] {
            intake.read += segment.intake.read;
            intake.kept += segment.intake.kept;
            intake.rejected += segment.intake.rejected;
        }
        let mut problems = std::mem::take(&mut segment.problems);
        for problem in &mut problems.examples {
            problem.line += base;
        }
        data.problems.merge(problems);
    }
    for (file, what) in damages {
        let mut log = ProblemLog::default();
        log.add(Problem {
            source: *file,
            line: last_line[*file as usize],
            column: None,
            reason: "the file breaks off; what came before was read".to_owned(),
            value: Some(what.clone()),
            rejected: false,
        });
        data.problems.merge(log);
        data.sources[*file as usize].notes.push(format!("the file breaks off ({what}); what came before was read"));
    }
}

fn join_times(segments: &mut [(Turn, Segment)]) -> Vec<i64> {
    let parts: Vec<Vec<i64>> = segments.iter_mut().map(|(_, s)| std::mem::take(&mut s.times)).collect();
    let mut times = vec![0; parts.iter().map(Vec::len).sum()];
    let mut rest = times.as_mut_slice();
    let mut work = Vec::with_capacity(parts.len());
    for part in parts {
        let (mine, after) = rest.split_at_mut(part.len());
        work.push((mine, part));
        rest = after;
    }
    work.into_par_iter().for_each(|(mine, part)| mine.copy_from_slice(&part));
    times
}

fn join_lines(segments: &mut [(Turn, Segment)], files: &[Prepared], posts: &mut PostTable) {
    let bases = line_bases(segments, files);
    for ((_, segment), base) in segments.iter_mut().zip(bases) {
        posts.source.extend(std::iter::repeat_n(segment.file, segment.lines.len()));
        posts.line.extend(std::mem::take(&mut segment.lines).into_iter().map(|l| (base + u64::from(l)) as u32));
    }
}

fn join_extras(segments: &mut [(Turn, Segment)], files: &[Prepared], data: &mut Dataset) {
    if files.iter().any(|f| f.roles.text.is_some()) {
        let mut texts = IdTable::new();
        for (_, segment) in &mut *segments {
            if files[segment.file as usize].roles.text.is_some() {
                texts.append(&std::mem::take(&mut segment.text));
            } else {
                (0..segment.intake.kept).for_each(|_| {
                    texts.push("");
                });
            }
        }
        data.posts.text = Some(texts);
    }
    if files.iter().any(|f| f.roles.platform.is_some()) {
        let (words, rows) = join_words(segments, |s| &mut s.platform);
        data.platforms = words;
        data.posts.platform = Some(rows);
    }
    if files.iter().any(|f| f.roles.language.is_some()) {
        let (words, rows) = join_words(segments, |s| &mut s.language);
        data.languages = words;
        data.posts.language = Some(rows);
    }
}

/// All words in order, and the number of each row's.
fn join_words(segments: &mut [(Turn, Segment)], words: impl Fn(&mut Segment) -> &mut Words) -> (Vec<String>, Vec<u16>) {
    let mut all: Vec<String> =
        segments.iter_mut().flat_map(|(_, s)| words(s).known.keys().cloned().collect::<Vec<_>>()).collect();
    all.sort();
    all.dedup();
    all.truncate(usize::from(u16::MAX));
    let mut rows = Vec::new();
    for (_, segment) in segments {
        let kept = segment.intake.kept as usize;
        let mine = std::mem::take(words(segment));
        let mut global = vec![u16::MAX; mine.known.len()];
        for (word, local) in &mine.known {
            if let (Ok(at), Some(place)) = (all.binary_search(word), global.get_mut(*local as usize)) {
                *place = at as u16;
            }
        }
        let before = rows.len();
        rows.extend(mine.rows.iter().map(|&w| global.get(w as usize).copied().unwrap_or(u16::MAX)));
        rows.resize(before + kept, u16::MAX);
    }
    (all, rows)
}

/// Records without a content id get numbers of their own after the others.
fn set_contents(
    data: &mut Dataset,
    content: Interned,
    files: &[Prepared],
    keep: bool,
    bases: &[u32],
    segments: &[(Turn, Segment)],
) {
    let Interned { mut ids, mut table, mut n } = content;
    let complete = !ids.par_iter().any(|&id| id == u32::MAX);
    if !complete {
        let mut in_file = vec![0_u64; files.len()];
        for ((_, segment), &base) in segments.iter().zip(bases) {
            let file = segment.file as usize;
            for id in &mut ids[base as usize..base as usize + segment.intake.kept as usize] {
                in_file[file] += 1;
                if *id == u32::MAX {
                    *id = n;
                    n += 1;
                    if keep {
                        table.push(&format!("{}#{}", files[file].probe.input.name, in_file[file]));
                    }
                }
            }
        }
    }
    data.posts.content = ids;
    data.contents = table;
    data.n_contents = n;
}

fn layer(
    segments: &mut [(Turn, Segment)],
    l: usize,
    kind: &ObjectKind,
    columns: Vec<ColumnSink>,
    packers: &Packers,
    bases: &[u32],
    numbering: Numbering,
) -> Layer {
    let n_actions: usize = segments.iter().map(|(_, s)| s.layers[l].n as usize).sum();
    let mut turns = Vec::with_capacity(segments.len());
    let mut post = vec![0; n_actions];
    let mut self_object = Vec::new();
    let (mut rest, mut first) = (post.as_mut_slice(), 0);
    let mut work = Vec::with_capacity(segments.len());
    for ((turn, segment), &base) in segments.iter_mut().zip(bases) {
        let actions = std::mem::take(&mut segment.layers[l]);
        turns.push(Turn { n: actions.n as usize, ..*turn });
        self_object.extend(actions.same.iter().map(|a| first + a));
        let (mine, after) = rest.split_at_mut(actions.n as usize);
        (rest, first) = (after, first + actions.n);
        work.push((mine, base, actions.rows));
    }
    work.into_par_iter().for_each(|(mine, base, rows)| match rows {
        None => mine.iter_mut().zip(base..).for_each(|(place, row)| *place = row),
        Some(rows) => mine.iter_mut().zip(rows).for_each(|(place, row)| *place = base + row),
    });
    let objects = intern(columns, &turns, &packers.layers[l], numbering);
    Layer { kind: kind.clone(), objects: objects.table, object: objects.ids, post, self_object }
}

/// Of each account the name on its latest post; of several the last in byte order.
fn latest_names(data: &Dataset, names: &Interned) -> IdTable {
    let mut best: Vec<Option<(i64, u32)>> = vec![None; data.accounts.len()];
    for ((&account, &name), &time) in data.posts.account.iter().zip(&names.ids).zip(&data.posts.time_us) {
        if name == u32::MAX {
            continue;
        }
        let place = &mut best[account as usize];
        let better = place.is_none_or(|(t, n)| (time, names.table.get(name)) > (t, names.table.get(n)));
        if better {
            *place = Some((time, name));
        }
    }
    best.into_iter().map(|b| b.map_or("", |(_, name)| names.table.get(name))).collect()
}

/// Adds a column remark to every source.
pub fn remark(data: &mut Dataset, role: &str, reason: &str) {
    for source in &mut data.sources {
        let column = source.columns.iter().find(|c| c.role == "account").map_or(String::new(), |c| c.column.clone());
        source.columns.push(Columns { role: role.to_owned(), column, reason: reason.to_owned() });
    }
}
