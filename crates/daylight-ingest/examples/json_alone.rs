//! What parsing alone costs: `json_alone FILE [value|tape] [threads]`.
//!
//! Every line of the file becomes a value and is dropped again: with simd-json a tree of borrowed values or its
//! flat tape. Lines are cut from blocks of 1 MiB, which threads take in turn, as the importer of exports does it.
//! Prints lines and bytes; whoever measures takes the time of the process.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Mutex;
use std::thread;

const BLOCK: usize = 1 << 20;

/// Blocks of whole lines.
struct Blocks {
    file: File,
    rest: Vec<u8>,
}

impl Blocks {
    fn next(&mut self, block: &mut Vec<u8>) -> io::Result<bool> {
        block.clear();
        block.append(&mut self.rest);
        loop {
            let n = (&mut self.file).take(BLOCK as u64).read_to_end(block)?;
            let end = memchr::memrchr(b'\n', block).map_or(0, |at| at + 1);
            if n == 0 || end > 0 {
                let end = if n == 0 { block.len() } else { end };
                self.rest.extend_from_slice(&block[end..]);
                block.truncate(end);
                return Ok(!block.is_empty());
            }
        }
    }
}

/// Lines of a block that are JSON.
fn parse(block: &mut [u8], tape: bool, buffers: &mut simd_json::Buffers) -> usize {
    let mut n = 0;
    for line in block.split_mut(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        n += usize::from(if tape {
            simd_json::to_tape_with_buffers(line, buffers).is_ok()
        } else {
            simd_json::to_borrowed_value_with_buffers(line, buffers).is_ok()
        });
    }
    n
}

fn work(blocks: &Mutex<Blocks>, tape: bool) -> io::Result<(usize, usize)> {
    let (mut block, mut buffers) = (Vec::new(), simd_json::Buffers::new(BLOCK));
    let (mut n_lines, mut n_bytes) = (0, 0);
    loop {
        let more = blocks.lock().map_err(|_| io::Error::other("a thread broke off"))?.next(&mut block)?;
        if !more {
            return Ok((n_lines, n_bytes));
        }
        n_bytes += block.len();
        n_lines += parse(&mut block, tape, &mut buffers);
    }
}

#[allow(clippy::print_stdout, reason = "the measurement is the output")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let file = File::open(args.next().ok_or("json_alone FILE [value|tape] [threads]")?)?;
    let tape = args.next().is_some_and(|kind| kind == "tape");
    let n_threads =
        args.next().map_or_else(|| thread::available_parallelism().map_or(1, usize::from), |n| n.parse().unwrap_or(1));
    let blocks = Mutex::new(Blocks { file, rest: Vec::new() });
    let totals: Vec<io::Result<(usize, usize)>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads).map(|_| scope.spawn(|| work(&blocks, tape))).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(io::Error::other("a thread broke off")))).collect()
    });
    let mut total = (0, 0);
    for part in totals {
        let (lines, bytes) = part?;
        total = (total.0 + lines, total.1 + bytes);
    }
    println!("{} lines, {} bytes", total.0, total.1);
    Ok(())
}
