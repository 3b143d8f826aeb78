//! Weighted undirected graphs: components, communities, how stable those are, and a picture.
//!
//! Nodes are dense `u32` numbers, weights are positive `f64`. Everything here gives the same bytes for the same
//! seed whatever the number of threads: parallel loops only ever fill their own slot, and sums run in a fixed order.
//!
//! Communities come from [`leiden`] (Traag, Waltman and van Eck 2019); [`consensus`] runs it from many seeds and says
//! which nodes stay; [`layout`] draws the graph.

mod barnes_hut;
mod components;
mod consensus;
mod csr;
mod draws;
mod layout;
mod leiden;
mod level;
mod pack;
mod pivots;
mod quality;
mod refine;
mod spread;

pub use components::{Components, components, connected};
pub use consensus::{Consensus, consensus};
pub use csr::{Graph, GraphError};
pub use layout::{LayoutSettings, layout};
pub use leiden::{LeidenSettings, Partition, leiden};
pub use quality::{Objective, quality};
