//! `case import-report`: proposals from a public report, for a person to take or leave.

use super::say;
use crate::cli::{Cli, ImportReportArgs};
use serde_json::json;

/// `daylight case import-report`
pub fn import_report(args: &ImportReportArgs, cli: &Cli) -> anyhow::Result<bool> {
    say(cli, &json!({"file": args.file}), String::new)
}
