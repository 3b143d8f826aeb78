//! Exports of platforms: every format against its fixture, against damage, in archives, and into Parquet.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::format_push_string,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "tests"
)]

mod archives;
mod canonical;
mod contract;
mod coverage;
mod damage;
mod hostile;
mod mapped;
mod quick;
mod real;
mod support;
mod values;
mod values_more;
