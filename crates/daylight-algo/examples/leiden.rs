//! Communities of an edge file: `leiden EDGES [ITERATIONS] [SEED] [RUNS]`; with RUNS, the consensus of so many.
//! Prints wall seconds of the search (without reading), quality, communities.

use std::fs;
use std::io::Write;
use std::time::Instant;

use daylight_algo::graph::{Graph, LeidenSettings, consensus, leiden};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let path = args.get(1).ok_or("usage: leiden EDGES [ITERATIONS] [SEED] [RUNS]")?;
    let number = |i: usize, default: u64| args.get(i).map_or(Ok(default), |text| text.parse::<u64>());
    let settings =
        LeidenSettings { max_iterations: u32::try_from(number(2, 10)?)?, seed: number(3, 1)?, ..Default::default() };
    let runs = u32::try_from(number(4, 0)?)?;
    let mut edges = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let mut parts = line.split_ascii_whitespace();
        let (Some(u), Some(v)) = (parts.next(), parts.next()) else { continue };
        let weight = parts.next().map_or(Ok(1.0), str::parse::<f64>)?;
        edges.push((u.parse::<u32>()?, v.parse::<u32>()?, weight));
    }
    let n_nodes = edges.iter().map(|e| e.0.max(e.1) as usize + 1).max().unwrap_or(0);
    let start = Instant::now();
    let graph = Graph::from_edges(n_nodes, &edges)?;
    let build = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let (quality, n_communities) = if runs > 0 {
        let result = consensus(&graph, settings, runs);
        (result.quality, result.sizes.len())
    } else {
        let result = leiden(&graph, settings);
        (result.quality, result.sizes.len())
    };
    let search = start.elapsed().as_secs_f64();
    writeln!(
        std::io::stdout(),
        "{{\"nodes\":{n_nodes},\"edges\":{},\"build_secs\":{build:.3},\"search_secs\":{search:.3},\"quality\":{quality:.6},\"communities\":{n_communities}}}",
        graph.n_edges()
    )?;
    Ok(())
}
