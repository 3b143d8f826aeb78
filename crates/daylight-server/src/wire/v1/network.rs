//! Networks: groups first, then accounts.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Post};

/// What to draw.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NetworkQuery {
    /// `groups` (each a node) or `accounts` [default: groups].
    pub level: Option<Level>,
    /// Only the members of these groups (numbers, joined by commas) and the edges among them.
    pub group: Option<String>,
    /// Only edges around this account, as the result shows it.
    pub account: Option<String>,
    /// Standings, joined by commas [default: those that lead, and explained].
    pub standing: Option<String>,
    /// Kinds of objects, joined by commas; an edge needs one of them.
    pub layer: Option<String>,
    /// Distinct objects that an edge needs.
    pub min_objects: Option<u32>,
    /// Largest q of an edge (own rhythm).
    pub max_q: Option<f64>,
    /// Edges that end before are left out, microseconds UTC.
    pub from_us: Option<i64>,
    /// Edges that begin at or after are left out, microseconds UTC.
    pub to_us: Option<i64>,
    /// Nodes at most, 2,000 unless told, at most 50,000.
    pub max_nodes: Option<usize>,
    /// Edges at most, 5,000 unless told, at most 200,000; the strongest stay.
    pub max_edges: Option<usize>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A group.
    #[default]
    Groups,
    /// An account.
    Accounts,
}

/// A network as it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Network {
    /// The result.
    pub run: String,
    /// What a node is.
    pub level: Level,
    /// Seed of the layout: the same for everyone.
    pub seed: u64,
    /// Nodes shown and in all.
    pub nodes_shown: Shown,
    /// Edges shown and in all (after the filters, before the limits).
    pub edges_shown: Shown,
    /// Nodes.
    pub nodes: Vec<NetworkNode>,
    /// Edges.
    pub edges: Vec<NetworkEdge>,
    /// Kinds of objects of the result.
    pub layers: Vec<String>,
}

/// `shown` of `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Shown {
    /// In this answer.
    pub shown: u64,
    /// In all.
    pub total: u64,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NetworkNode {
    /// Id: an account as the result shows it, or `group-7`; accounts without a group in the view of groups are left
    /// out.
    pub id: String,
    /// What is written beside it.
    pub label: String,
    /// Group.
    pub group: Option<u32>,
    /// Label of the group.
    pub group_label: Option<String>,
    /// Platform of an account.
    pub platform: Option<String>,
    /// Members of a group; 1 for an account.
    pub n_members: u32,
    /// Actions.
    pub n_actions: u64,
    /// Edges in this drawing.
    pub degree: u32,
    /// Place, arbitrary units.
    pub x: f32,
    /// Place, arbitrary units, upwards.
    pub y: f32,
    /// Size to draw, from 1.
    pub size: f32,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NetworkEdge {
    /// Id, for `edges/{id}`; absent between groups.
    pub id: Option<u32>,
    /// Node.
    pub a: String,
    /// Node.
    pub b: String,
    /// Strength, as in the network files.
    pub weight: f64,
    /// Distinct objects.
    pub n_objects: u32,
    /// Pairs of posts within the window; between groups: of all edges between their members.
    pub n_coactions: u32,
    /// Distinct days.
    pub n_days: u32,
    /// Kinds of objects.
    pub layers: Vec<String>,
    /// Standing; absent between groups.
    pub standing: Option<String>,
    /// What the standing means.
    pub meaning: Option<String>,
    /// First co-action.
    pub first_us: i64,
    /// Last co-action.
    pub last_us: i64,
    /// Median distance in seconds.
    pub median_dt_secs: Option<f64>,
    /// Faster than their own rhythm?
    pub own: Option<Answer>,
    /// Faster than the crowd? Absent when there was none.
    pub crowd: Option<Answer>,
    /// Edges between accounts that it stands for; 1 between accounts.
    pub n_edges: u32,
}

/// Which rows of an edge.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RowQuery {
    /// How many to pass over.
    pub offset: Option<usize>,
    /// How many to give, 50 unless told, at most 500.
    pub limit: Option<usize>,
}

/// An edge with the posts behind it, in order of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EdgeDetail {
    /// The edge.
    pub edge: NetworkEdge,
    /// Pairs of posts in all.
    pub total: u64,
    /// Pairs of this page.
    pub rows: Vec<PostPair>,
}

/// Two posts on one object within the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PostPair {
    /// Kind of object.
    pub layer: String,
    /// Object.
    pub object: String,
    /// Time of `b` minus time of `a`, in seconds.
    pub dt_secs: f64,
    /// Post of the first account; its `id` is empty when the case does not hold it any more.
    pub a: Post,
    /// Post of the second account.
    pub b: Post,
}

/// Which file of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NetworkFormat {
    /// `GraphML`.
    Graphml,
    /// GEXF, for Gephi.
    Gexf,
    /// A table of edges.
    Csv,
}
