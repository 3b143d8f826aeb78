//! From the Parquet tables to accounts, posts, evidence and edges.

use std::path::Path;

use daylight_core::wire::v1;
use daylight_core::{
    AccountSummary, Answer, CoactionEdge, CrowdAnswer, EdgeLayer, EvidenceRow, IdTable, Layer, LayerSummary, PostTable,
    Standing,
};

use super::find;
use super::select::Selection;
use crate::error::ShareError;
use crate::tables::read::{ReadTable, n_rows};
use crate::view::layer_token;

pub(super) struct Accounts {
    pub ids: IdTable,
    pub names: Option<IdTable>,
    pub platforms: Vec<String>,
    pub platform: Vec<Option<u16>>,
    pub summaries: Vec<AccountSummary>,
    pub positions: Vec<Option<[f32; 2]>>,
}

/// Numbers of accounts and layers by name.
pub(super) struct Numbers<'a> {
    accounts: &'a IdTable,
    layers: &'a [LayerSummary],
}

impl<'a> Numbers<'a> {
    pub fn new(accounts: &'a IdTable, layers: &'a [LayerSummary]) -> Self {
        Self { accounts, layers }
    }

    pub fn account(&self, file: &str, id: &str) -> Result<u32, ShareError> {
        find(self.accounts, id).ok_or_else(|| ShareError::damaged(file, format!("account {id} is unknown")))
    }

    pub fn layer(&self, file: &str, name: &str) -> Result<u16, ShareError> {
        let index = self.layers.iter().position(|l| l.kind.name() == name);
        index.map(|i| i as u16).ok_or_else(|| ShareError::damaged(file, format!("layer {name} is unknown")))
    }

    fn token(&self, file: &str, token: &str) -> Result<u16, ShareError> {
        let index = self.layers.iter().position(|l| layer_token(l.kind.name()) == token);
        index.map(|i| i as u16).ok_or_else(|| ShareError::damaged(file, format!("layer {token} is unknown")))
    }
}

pub(super) fn accounts(dir: &Path) -> Result<Accounts, ShareError> {
    let table = ReadTable::open(dir, "accounts.parquet")?;
    let ids: IdTable = table.whole_text("account")?.into_iter().collect();
    let names = table.text("name")?;
    let names = names.iter().any(Option::is_some).then(|| names.iter().map(|n| n.unwrap_or("")).collect());
    let platform_names = table.text("platform")?;
    let mut platforms: Vec<String> = platform_names.iter().flatten().map(|s| (*s).to_owned()).collect();
    platforms.sort_unstable();
    platforms.dedup();
    let platform = platform_names
        .iter()
        .map(|name| name.and_then(|n| platforms.iter().position(|p| p == n)).map(|i| i as u16))
        .collect();
    let (x, y) = (table.real("x")?, table.real("y")?);
    let positions = x.into_iter().zip(y).map(|(x, y)| Some([x? as f32, y? as f32])).collect();
    Ok(Accounts { summaries: summaries(&table)?, ids, names, platforms, platform, positions })
}

/// Accounts that stand in the table only for their schedule have no counts.
fn summaries(table: &ReadTable) -> Result<Vec<AccountSummary>, ShareError> {
    let n_actions = table.int("n_actions")?;
    let (n_edges, n_lead) = (table.int("n_edges")?, table.int("n_lead_edges")?);
    let (group, stability) = (table.int("group")?, table.real("stability")?);
    let schedule = table.int("schedule_secs")?;
    let fit = |name, v: Option<i64>| v.map(|v| table.fit::<u32>(name, v)).transpose();
    let mut summaries = Vec::new();
    for i in 0..n_actions.len() {
        let Some(n_actions) = fit("n_actions", n_actions[i])? else { continue };
        summaries.push(AccountSummary {
            account: i as u32,
            n_actions,
            n_edges: fit("n_edges", n_edges[i])?.unwrap_or(0),
            n_lead_edges: fit("n_lead_edges", n_lead[i])?.unwrap_or(0),
            group: fit("group", group[i])?,
            stability: stability[i],
            schedule_secs: fit("schedule_secs", schedule[i])?,
        });
    }
    Ok(summaries)
}

pub(super) struct Rows {
    pub posts: PostTable,
    pub contents: IdTable,
    pub layers: Vec<Layer>,
    /// The objects of `layers`, for look-ups.
    pub objects: Vec<IdTable>,
    pub evidence: Vec<EvidenceRow>,
}

/// Sorted strings, each once.
fn table(mut strings: Vec<&str>) -> IdTable {
    strings.sort_unstable();
    strings.dedup();
    strings.into_iter().collect()
}

/// One end of every row: account, time, content, input, line, text.
type End<'a> = (u32, i64, u32, u32, u32, Option<&'a str>);

pub(super) fn evidence(
    dir: &Path,
    numbers: &Numbers<'_>,
    found: &v1::Findings,
    n_inputs: usize,
    selection: Option<&Selection>,
) -> Result<Rows, ShareError> {
    let t = ReadTable::open_rows(dir, "evidence.parquet", selection.map(|s| s.evidence.as_slice()))?;
    let layer = t.whole_text("layer")?;
    let layer: Vec<u16> = layer.into_iter().map(|l| numbers.layer("evidence.parquet", l)).collect::<Result<_, _>>()?;
    let object = t.whole_text("object")?;
    let objects = objects(found, numbers, &layer, &object)?;
    let contents = [t.text("content_a")?, t.text("content_b")?];
    let content_table = table(contents.iter().flatten().map(|c| c.unwrap_or("")).collect());
    let a = ends(&t, "a", numbers, &content_table, n_inputs)?;
    let b = ends(&t, "b", numbers, &content_table, n_inputs)?;
    let mut all: Vec<End<'_>> = a.iter().chain(&b).copied().collect();
    all.sort_unstable();
    all.dedup();
    let dt = t.whole("dt_us", t.int("dt_us")?)?;
    let mut evidence = Vec::with_capacity(dt.len());
    for i in 0..dt.len() {
        let object = find(&objects[usize::from(layer[i])], object[i]).ok_or_else(|| t.damaged("unknown object"))?;
        let post = |end: &End<'_>| all.binary_search(end).unwrap_or(0) as u32;
        evidence.push(EvidenceRow { layer: layer[i], object, post_a: post(&a[i]), post_b: post(&b[i]), dt_us: dt[i] });
    }
    let layers = numbers.layers.iter().zip(&objects);
    let layers = layers
        .map(|(l, o)| Layer {
            kind: l.kind.clone(),
            objects: o.clone(),
            object: Vec::new(),
            post: Vec::new(),
            self_object: Vec::new(),
        })
        .collect();
    let has_lines = t.int("line_a")?.iter().any(Option::is_some);
    Ok(Rows { posts: posts(&all, has_lines), contents: content_table, layers, objects, evidence })
}

/// Objects of each layer: those of the rows, and those that only groups or moments name.
fn objects(
    found: &v1::Findings,
    numbers: &Numbers<'_>,
    layer: &[u16],
    object: &[&str],
) -> Result<Vec<IdTable>, ShareError> {
    let mut strings: Vec<Vec<&str>> = vec![Vec::new(); numbers.layers.len()];
    for (&layer, &object) in layer.iter().zip(object) {
        strings[usize::from(layer)].push(object);
    }
    let tops = found.groups.iter().flat_map(|g| &g.top_objects).map(|t| (&t.layer, &t.object));
    for (layer, object) in tops.chain(found.moments.iter().map(|m| (&m.layer, &m.object))) {
        strings[usize::from(numbers.layer("findings.json", layer)?)].push(object);
    }
    Ok(strings.into_iter().map(table).collect())
}

fn ends<'a>(
    t: &'a ReadTable,
    side: &str,
    numbers: &Numbers<'_>,
    contents: &IdTable,
    n_inputs: usize,
) -> Result<Vec<End<'a>>, ShareError> {
    let account = t.whole_text(&format!("account_{side}"))?;
    let content = t.text(&format!("content_{side}"))?;
    let time = t.time(&format!("time_{side}"))?;
    let input = t.whole_u32(&format!("input_{side}"))?;
    let line = t.int(&format!("line_{side}"))?;
    let text = t.text(&format!("text_{side}"))?;
    if let Some(input) = input.iter().find(|&&i| i as usize >= n_inputs.max(1)) {
        return Err(t.damaged(format!("input {input} is not in the manifest")));
    }
    (0..account.len())
        .map(|i| {
            let content = find(contents, content[i].unwrap_or("")).unwrap_or(0);
            let account = numbers.account("evidence.parquet", account[i])?;
            Ok((account, time[i], content, input[i], t.fit("line", line[i].unwrap_or(0))?, text[i]))
        })
        .collect()
}

fn posts(all: &[End<'_>], has_lines: bool) -> PostTable {
    let has_text = all.iter().any(|e| e.5.is_some());
    PostTable {
        account: all.iter().map(|e| e.0).collect(),
        time_us: all.iter().map(|e| e.1).collect(),
        content: all.iter().map(|e| e.2).collect(),
        source: all.iter().map(|e| e.3).collect(),
        line: if has_lines { all.iter().map(|e| e.4).collect() } else { Vec::new() },
        text: has_text.then(|| all.iter().map(|e| e.5.unwrap_or("")).collect()),
        platform: None,
        language: None,
    }
}

/// Observed, expected, p and q columns under one prefix.
struct Answers(Vec<Option<i64>>, Vec<Option<f64>>, Vec<Option<f64>>, Vec<Option<f64>>);

impl Answers {
    fn read(t: &ReadTable, prefix: &str) -> Result<Self, ShareError> {
        let real = |name: &str| t.real(&format!("{prefix}_{name}"));
        Ok(Self(t.int(&format!("{prefix}_observed"))?, real("expected")?, real("p")?, real("q")?))
    }

    fn get(&self, i: usize) -> Option<Answer> {
        Some(Answer { observed: u32::try_from(self.0[i]?).ok()?, expected: self.1[i]?, p: self.2[i]?, q: self.3[i]? })
    }
}

/// The columns of the questions.
struct Questions<'a> {
    own: Answers,
    crowd: Answers,
    live: Answers,
    group: Answers,
    tight: Answers,
    status: Vec<&'a str>,
    outsiders: Vec<Option<i64>>,
    ownership: Vec<Option<f64>>,
    first_ten: Vec<Option<f64>>,
}

impl<'a> Questions<'a> {
    fn read(t: &'a ReadTable) -> Result<Self, ShareError> {
        Ok(Self {
            own: Answers::read(t, "own")?,
            crowd: Answers::read(t, "crowd")?,
            live: Answers::read(t, "live")?,
            group: Answers::read(t, "group")?,
            tight: Answers::read(t, "tight")?,
            status: t.whole_text("crowd_status")?,
            outsiders: t.int("crowd_outsiders")?,
            ownership: t.real("ownership")?,
            first_ten: t.real("ownership_first_ten")?,
        })
    }

    fn crowd(&self, i: usize) -> Option<CrowdAnswer> {
        let n_outsiders = self.outsiders[i].and_then(|n| u32::try_from(n).ok());
        Some(match self.status[i] {
            "not_asked" => CrowdAnswer::NotAsked,
            "tested" => CrowdAnswer::Tested { answer: self.crowd.get(i)?, n_outsiders: n_outsiders? },
            "no_crowd" => CrowdAnswer::NoCrowd {
                n_outsiders: n_outsiders?,
                ownership: self.ownership[i]?,
                ownership_first_ten: self.first_ten[i]?,
                live: self.live.get(i)?,
            },
            _ => return None,
        })
    }
}

pub(super) fn edges(
    dir: &Path,
    numbers: &Numbers<'_>,
    selection: Option<&Selection>,
) -> Result<Vec<CoactionEdge>, ShareError> {
    let n_rows = n_rows(dir, "evidence.parquet")?;
    let t = ReadTable::open_rows(dir, "edges.parquet", selection.map(|s| s.edges.as_slice()))?;
    let ids = [t.whole_text("account_a")?, t.whole_text("account_b")?];
    let [n_coactions, n_objects, n_days, a_first, b_first] =
        ["n_coactions", "n_objects", "n_days", "a_first", "b_first"].map(|n| t.whole_u32(n));
    let (n_coactions, n_objects, n_days) = (n_coactions?, n_objects?, n_days?);
    let (a_first, b_first) = (a_first?, b_first?);
    let (first, last) = (t.time("first_time")?, t.time("last_time")?);
    let (mean, median, min) =
        (t.whole_real("mean_dt_secs")?, t.whole_real("median_dt_secs")?, t.whole_real("min_dt_secs")?);
    let (leader_p, symmetry) = (t.whole_real("leader_p")?, t.whole_real("edge_symmetry")?);
    let moment_weight = t.whole_real("moment_weight")?;
    let questions = Questions::read(&t)?;
    let layers = layers(&t, numbers)?;
    let standing = t.whole_text("standing")?;
    let start = t.whole("evidence_start", t.int("evidence_start")?)?;
    let mut edges = Vec::with_capacity(standing.len());
    for (i, layers) in layers.into_iter().enumerate() {
        let bad = |what: &str| t.damaged(format!("row {}: {what}", i + 1));
        let evidence_start = u64::try_from(start[i]).map_err(|_| bad("evidence_start"))?;
        if evidence_start.saturating_add(u64::from(n_coactions[i])) > n_rows {
            return Err(bad("its evidence lies beyond evidence.parquet"));
        }
        edges.push(CoactionEdge {
            a: numbers.account("edges.parquet", ids[0][i])?,
            b: numbers.account("edges.parquet", ids[1][i])?,
            n_coactions: n_coactions[i],
            n_objects: n_objects[i],
            n_days: n_days[i],
            first_us: first[i],
            last_us: last[i],
            mean_dt_secs: mean[i],
            median_dt_secs: median[i],
            min_dt_secs: min[i],
            a_first: a_first[i],
            b_first: b_first[i],
            leader_p: leader_p[i],
            edge_symmetry: symmetry[i],
            moment_weight: moment_weight[i],
            own: questions.own.get(i).ok_or_else(|| bad("own answer"))?,
            crowd: questions.crowd(i).ok_or_else(|| bad("crowd answer"))?,
            group: questions.group.get(i),
            tight: questions.tight.get(i),
            layers,
            standing: Standing::ALL.into_iter().find(|s| s.name() == standing[i]).ok_or_else(|| bad("standing"))?,
            evidence_start,
        });
    }
    Ok(edges)
}

/// The lists joined by `;`.
fn layers(t: &ReadTable, numbers: &Numbers<'_>) -> Result<Vec<Vec<EdgeLayer>>, ShareError> {
    let names = ["layers", "layer_observed", "layer_expected", "layer_p", "layer_q", "layer_crowd_p"];
    let columns = names.iter().map(|n| t.whole_text(n)).collect::<Result<Vec<_>, _>>()?;
    let mut all = Vec::with_capacity(columns[0].len());
    for i in 0..columns[0].len() {
        if columns[0][i].is_empty() {
            all.push(Vec::new());
            continue;
        }
        let lists: Vec<Vec<&str>> = columns.iter().map(|c| c[i].split(';').collect()).collect();
        let bad = || t.damaged(format!("row {}: the lists of layers do not match", i + 1));
        let mut layers = Vec::new();
        for k in 0..lists[0].len() {
            let cell = |c: usize| lists[c].get(k).copied().ok_or_else(bad);
            let real = |c: usize| cell(c)?.parse::<f64>().map_err(|_| bad());
            let (token, n) = cell(0)?.rsplit_once(':').ok_or_else(bad)?;
            let crowd_p = cell(5)?;
            layers.push(EdgeLayer {
                layer: numbers.token("edges.parquet", token)?,
                n_coactions: n.parse().map_err(|_| bad())?,
                own: Answer {
                    observed: cell(1)?.parse().map_err(|_| bad())?,
                    expected: real(2)?,
                    p: real(3)?,
                    q: real(4)?,
                },
                crowd_p: if crowd_p.is_empty() { None } else { Some(real(5)?) },
            });
        }
        all.push(layers);
    }
    Ok(all)
}
