//! Reads tables of posts and gives one [`daylight_core::Dataset`].
//!
//! The straight line: [`walk`](inputs) the paths, probe each file (packing, encoding, format, columns),
//! decide roles and the notation of times, let workers parse blocks into sinks, number the ids, join.
//! Bad rows are counted problems with file and line; `read = kept + rejected` holds for every file.

mod assemble;
mod blocks;
mod columns;
mod csv;
mod csv_careful;
mod csv_fast;
mod drive;
mod error;
mod ids;
mod json;
mod mapping;
mod number;
mod once;
mod options;
mod order;
mod parquet_in;
mod plan;
mod platforms;
mod probe;
mod read;
mod row_groups;
mod sink;
mod store;
mod store_meta;
mod stream;
mod streams;
mod urls;
mod walk;

pub mod exports;
pub mod report;
pub mod time;

pub use error::IngestError;
pub use mapping::TableMapping;
pub use once::count_once;
pub use options::{MappedObject, Mapping, ReadOptions};
pub use probe::IMPORTERS;
pub use read::{read_paths, recognize};
pub use store::{read_posts, write_posts};
pub use time::{DateOrder, EpochUnit, TimeFault, TimeFormat, Zone, parse_time};
pub use urls::registered_domain;
pub use walk::inputs;
