//! Wall time and peak memory of reading: `read_speed FILE [fast|full|unsorted] [threads] [repeats]`.

use std::path::PathBuf;
use std::time::Instant;

use daylight_core::Context;
use daylight_ingest::{ReadOptions, read_paths};

#[allow(clippy::print_stdout, reason = "the measurement is the output")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let path = PathBuf::from(args.next().ok_or("read_speed FILE [fast|full|unsorted] [threads] [repeats]")?);
    let mode = args.next().unwrap_or_else(|| "fast".to_owned());
    let threads = args.next().map_or(Ok(0), |t| t.parse())?;
    let repeats = args.next().map_or(Ok(1), |t| t.parse())?;
    let full = mode == "full";
    let options = ReadOptions {
        keep_contents: full,
        keep_lines: full,
        keep_text: full,
        hash_files: full,
        sort_ids: mode != "unsorted",
        threads,
        ..ReadOptions::default()
    };
    for _ in 0..repeats {
        let start = Instant::now();
        let data = read_paths(std::slice::from_ref(&path), &options, &Context::silent())?;
        let secs = start.elapsed().as_secs_f64();
        let layers: Vec<String> = data
            .layers
            .iter()
            .map(|l| format!("{} {} actions {} objects", l.kind, l.post.len(), l.objects.len()))
            .collect();
        println!(
            "{secs:.3} s, peak {} MiB; {:?}; accounts {}, contents {}; {}",
            peak_mib().unwrap_or(0),
            data.intake,
            data.accounts.len(),
            data.n_contents,
            layers.join(", ")
        );
        if std::env::var_os("SHOW").is_some() {
            println!("{:#?}\n{:#?}\n{:?} {:?}", data.sources, data.problems, data.platforms, data.languages);
        }
    }
    Ok(())
}

/// High-water mark of resident memory, where the system tells it.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}
