//! Distinct ids in the byte order of their strings.

use daylight_core::IdTable;
use rayon::prelude::*;

use crate::ids::Packer;
use crate::number::PartIds;

/// Rank of every distinct id (numbered part after part from `bases`), and the strings in that order.
pub fn sorted(parts: &[PartIds], bases: &[u32], n: u32, packer: &Packer) -> (Vec<u32>, IdTable) {
    let plain = parts.par_iter().all(|part| (0..part.len()).all(|i| part.plain_number(i).is_some()));
    if plain { sorted_numbers(parts, bases, n, packer) } else { sorted_strings(parts, bases, n, packer) }
}

/// The strings in the order of the parts.
pub fn unsorted(parts: &[PartIds], packer: &Packer) -> IdTable {
    join(
        parts
            .par_iter()
            .map(|part| {
                let mut piece = Piece::default();
                for i in 0..part.len() {
                    part.write(i, packer, &mut piece.bytes);
                    piece.ends.push(piece.bytes.len() as u64);
                }
                piece
            })
            .collect(),
    )
}

#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

/// Readers check ids before they hand them in, so the fallback to a lossy copy is never needed; it keeps
/// the number of ids right all the same.
fn join(pieces: Vec<Piece>) -> IdTable {
    let mut table = IdTable::new();
    for piece in pieces {
        let Piece { bytes, ends } = piece;
        match String::from_utf8(bytes) {
            Ok(text) => {
                if let Some(part) = IdTable::from_parts(text, ends) {
                    table.append(&part);
                }
            }
            Err(error) => {
                let bytes = error.into_bytes();
                let mut start = 0;
                for end in ends {
                    table.push(&String::from_utf8_lossy(&bytes[start..end as usize]));
                    start = end as usize;
                }
            }
        }
    }
    table
}

/// All ids are one prefix and a number: left-justified to 19 digits the numbers sort like their strings.
fn sorted_numbers(parts: &[PartIds], bases: &[u32], n: u32, packer: &Packer) -> (Vec<u32>, IdTable) {
    let mut keys: Vec<(u64, u32, u32)> = Vec::with_capacity(n as usize);
    let by_part: Vec<Vec<(u64, u32, u32)>> = parts
        .par_iter()
        .zip(bases)
        .map(|(part, &base)| {
            (0..part.len())
                .map(|i| {
                    let value = part.plain_number(i).unwrap_or(0);
                    let digits = value.checked_ilog10().unwrap_or(0) + 1;
                    (value * 10_u64.pow(19 - digits), digits, base + i as u32)
                })
                .collect()
        })
        .collect();
    for part in by_part {
        keys.extend(part);
    }
    keys.par_sort_unstable();
    let pieces: Vec<Piece> = keys
        .par_chunks(1 << 16)
        .map(|chunk| {
            let prefix = packer.prefix(0);
            let mut piece = Piece { bytes: Vec::with_capacity(chunk.len() * (prefix.len() + 19)), ends: Vec::new() };
            let mut format = itoa::Buffer::new();
            for &(key, digits, _) in chunk {
                piece.bytes.extend_from_slice(prefix);
                piece.bytes.extend_from_slice(format.format(key / 10_u64.pow(19 - digits)).as_bytes());
                piece.ends.push(piece.bytes.len() as u64);
            }
            piece
        })
        .collect();
    (ranks(keys.iter().map(|k| k.2), n), join(pieces))
}

fn ranks(order: impl Iterator<Item = u32>, n: u32) -> Vec<u32> {
    let mut rank = vec![0_u32; n as usize];
    for (to, from) in order.enumerate() {
        rank[from as usize] = to as u32;
    }
    rank
}

fn sorted_strings(parts: &[PartIds], bases: &[u32], n: u32, packer: &Packer) -> (Vec<u32>, IdTable) {
    let texts: Vec<Piece> = parts
        .par_iter()
        .map(|part| {
            let mut piece = Piece { bytes: Vec::new(), ends: Vec::with_capacity(part.len()) };
            for i in 0..part.len() {
                part.write(i, packer, &mut piece.bytes);
                piece.ends.push(piece.bytes.len() as u64);
            }
            piece
        })
        .collect();
    let skip = common_prefix(&texts);
    let mut keys: Vec<(u64, u32, u32)> = Vec::with_capacity(n as usize);
    for (p, (text, &base)) in texts.iter().zip(bases).enumerate() {
        for i in 0..text.ends.len() {
            keys.push((leading(&string(text, i)[skip..]), base + i as u32, p as u32));
        }
    }
    let string_of = |key: &(u64, u32, u32)| string(&texts[key.2 as usize], (key.1 - bases[key.2 as usize]) as usize);
    keys.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| string_of(a).cmp(string_of(b))));
    let pieces: Vec<Piece> = keys
        .par_chunks(1 << 16)
        .map(|chunk| {
            let mut piece = Piece::default();
            for key in chunk {
                piece.bytes.extend_from_slice(string_of(key));
                piece.ends.push(piece.bytes.len() as u64);
            }
            piece
        })
        .collect();
    (ranks(keys.iter().map(|k| k.1), n), join(pieces))
}

fn string(piece: &Piece, i: usize) -> &[u8] {
    let start = if i == 0 { 0 } else { piece.ends[i - 1] as usize };
    &piece.bytes[start..piece.ends[i] as usize]
}

/// Bytes that all strings begin with: they would waste the sort key.
fn common_prefix(texts: &[Piece]) -> usize {
    let mut prefix: Option<&[u8]> = None;
    for text in texts {
        for i in 0..text.ends.len() {
            let s = string(text, i);
            let known = *prefix.get_or_insert(s);
            let same = known.iter().zip(s).take_while(|(a, b)| a == b).count();
            prefix = Some(&known[..same]);
        }
    }
    prefix.map_or(0, <[u8]>::len)
}

/// The first eight bytes as a big-endian number, zero-filled: orders like the bytes, up to ties.
fn leading(bytes: &[u8]) -> u64 {
    let mut first = [0_u8; 8];
    let len = bytes.len().min(8);
    first[..len].copy_from_slice(&bytes[..len]);
    u64::from_be_bytes(first)
}
