//! The tables with the tool's own column names.

use std::io::Write;

use super::network::EdgeStats;
use super::stats::{AccountStats, GroupStats, Level};
use super::{Outcome, Pairs};
use crate::preset::table::Table;
use crate::preset::{Files, PresetError};

impl Files for Outcome<'_> {
    fn folder(&self) -> &'static str {
        "coortweet"
    }

    fn names(&self) -> Vec<&'static str> {
        let mut names = vec!["pairs.csv", "edges.csv", "nodes.csv"];
        names.extend(self.account_stats.iter().map(|(level, _)| account_file(*level)));
        names.extend(self.group_stats.iter().map(|(level, _)| group_file(*level)));
        names
    }

    fn write(&self, name: &str, out: &mut dyn Write) -> Result<(), PresetError> {
        let mut table = Table::new(name, out);
        match name {
            "pairs.csv" => self.write_pairs(&mut table)?,
            "edges.csv" => self.write_edges(&mut table)?,
            "nodes.csv" => self.write_nodes(&mut table)?,
            _ => {
                if let Some((_, rows)) = self.account_stats.iter().find(|(l, _)| account_file(*l) == name) {
                    self.write_accounts(rows, &mut table)?;
                }
                if let Some((_, rows)) = self.group_stats.iter().find(|(l, _)| group_file(*l) == name) {
                    write_groups(&self.pairs, rows, &mut table)?;
                }
            }
        }
        table.finish()
    }
}

fn account_file(level: Level) -> &'static str {
    match level {
        Level::Full => "account_stats_full.csv",
        Level::Fast => "account_stats_fast.csv",
        Level::None => "account_stats_none.csv",
    }
}

fn group_file(level: Level) -> &'static str {
    match level {
        Level::Full => "group_stats_full.csv",
        Level::Fast => "group_stats_fast.csv",
        Level::None => "group_stats_none.csv",
    }
}

const EDGE_COLUMNS: [&str; 9] = [
    "from",
    "to",
    "weight",
    "avg_time_delta",
    "n_content_id",
    "n_content_id_y",
    "edge_symmetry_score",
    "object_ids",
    "weight_threshold",
];

const FAST_EDGE_COLUMNS: [&str; 16] = [
    "from",
    "to",
    "weight_full",
    "weight_fast",
    "avg_time_delta_full",
    "avg_time_delta_fast",
    "n_content_id_full",
    "n_content_id_y_full",
    "n_content_id_fast",
    "n_content_id_y_fast",
    "edge_symmetry_score_full",
    "edge_symmetry_score_fast",
    "object_ids_full",
    "object_ids_fast",
    "weight_threshold_full",
    "weight_threshold_fast",
];

impl Outcome<'_> {
    fn account(&self, id: u32) -> &str {
        self.pairs.rows.input.account.name(id).unwrap_or("NA")
    }

    fn objects(&self, stats: &EdgeStats) -> String {
        let names = self.network.objects(stats).iter();
        let names: Vec<&str> = names.map(|&o| self.pairs.rows.input.object.name(o).unwrap_or("NA")).collect();
        names.join(",")
    }

    fn write_pairs(&self, table: &mut Table) -> Result<(), PresetError> {
        let mut names = vec!["object_id", "content_id", "content_id_y", "time_delta", "account_id", "account_id_y"];
        let flag = self.settings.fast_window_secs.map(|secs| format!("time_window_{secs}"));
        names.extend(flag.as_deref());
        table.header(&names)?;
        for (i, &pair) in self.pairs.pairs().iter().enumerate() {
            table.text(self.pairs.object_id(pair).unwrap_or(""))?;
            table.text(self.pairs.content_id(pair.first).unwrap_or(""))?;
            table.text(self.pairs.content_id(pair.second).unwrap_or(""))?;
            table.number(self.pairs.time_delta(pair))?;
            table.text(self.pairs.account_id(pair.first).unwrap_or(""))?;
            table.text(self.pairs.account_id(pair.second).unwrap_or(""))?;
            if let Some(fast) = self.pairs.fast() {
                table.number(u8::from(fast[i]))?;
            }
            table.end()?;
        }
        Ok(())
    }

    fn write_edges(&self, table: &mut Table) -> Result<(), PresetError> {
        let is_fast = self.settings.fast_window_secs.is_some();
        table.header(if is_fast { &FAST_EDGE_COLUMNS } else { &EDGE_COLUMNS })?;
        for &e in &self.view.edges {
            let edge = &self.network.edges[e as usize];
            table.text(self.account(edge.from))?;
            table.text(self.account(edge.to))?;
            if is_fast {
                let fast = self.network.fast.get(e as usize).and_then(|f| f.as_ref());
                self.write_both(&edge.full, fast, table)?;
            } else {
                self.write_one(&edge.full, table)?;
            }
            table.end()?;
        }
        Ok(())
    }

    fn write_one(&self, s: &EdgeStats, table: &mut Table) -> Result<(), PresetError> {
        table.number(s.weight)?;
        table.number(s.avg_time_delta)?;
        table.number(s.n_content_id)?;
        table.number(s.n_content_id_y)?;
        table.number(s.edge_symmetry_score)?;
        table.text(&self.objects(s))?;
        table.number(u8::from(s.above_threshold))
    }

    fn write_both(&self, full: &EdgeStats, fast: Option<&EdgeStats>, table: &mut Table) -> Result<(), PresetError> {
        table.number(full.weight)?;
        table.maybe(fast.map(|f| f.weight))?;
        table.number(full.avg_time_delta)?;
        table.maybe(fast.map(|f| f.avg_time_delta))?;
        table.number(full.n_content_id)?;
        table.number(full.n_content_id_y)?;
        table.maybe(fast.map(|f| f.n_content_id))?;
        table.maybe(fast.map(|f| f.n_content_id_y))?;
        table.number(full.edge_symmetry_score)?;
        table.maybe(fast.map(|f| f.edge_symmetry_score))?;
        table.text(&self.objects(full))?;
        table.text(&fast.map(|f| self.objects(f)).unwrap_or_default())?;
        table.number(u8::from(full.above_threshold))?;
        table.maybe(fast.map(|f| u8::from(f.above_threshold)))
    }

    fn write_nodes(&self, table: &mut Table) -> Result<(), PresetError> {
        let colored = self.settings.subgraph == super::Subgraph::FastNeighborhood;
        table.header(if colored { &["name", "color_v"] } else { &["name"] })?;
        for node in &self.view.nodes {
            table.text(self.account(node.account))?;
            if colored {
                table.maybe(node.color_v.map(u8::from))?;
            }
            table.end()?;
        }
        Ok(())
    }

    fn write_accounts(&self, rows: &[AccountStats], table: &mut Table) -> Result<(), PresetError> {
        let is_fast = self.settings.fast_window_secs.is_some();
        table.header(if is_fast {
            &[
                "account_id",
                "avg_time_delta_full",
                "avg_time_delta_fast",
                "avg_edge_symmetry_score_full",
                "avg_edge_symmetry_score_fast",
                "unique_shares_count",
            ]
        } else {
            &["account_id", "avg_time_delta", "avg_edge_symmetry_score", "unique_shares_count"]
        })?;
        for row in rows {
            table.text(self.account(row.account))?;
            table.number(row.avg_time_delta)?;
            if is_fast {
                table.maybe(row.avg_time_delta_fast)?;
            }
            table.number(row.avg_edge_symmetry_score)?;
            if is_fast {
                table.maybe(row.avg_edge_symmetry_score_fast)?;
            }
            table.number(row.unique_shares_count)?;
            table.end()?;
        }
        Ok(())
    }
}

fn write_groups(pairs: &Pairs, rows: &[GroupStats], table: &mut Table) -> Result<(), PresetError> {
    table.header(&["object_id", "num_accounts", "num_accounts_all"])?;
    for row in rows {
        table.text(pairs.rows.input.object.name(row.object).unwrap_or("NA"))?;
        table.number(row.num_accounts)?;
        table.number(row.num_accounts_all)?;
        table.end()?;
    }
    Ok(())
}
