//! Arguments of the workspace.

use super::{NameArgs, UnlockArgs};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The case.
    #[arg(value_name = "CASE", required_unless_present = "print_openapi")]
    pub dir: Option<PathBuf>,
    /// Where to listen, on the loopback interface; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Only print the address, open no browser.
    #[arg(long)]
    pub no_open: bool,
    /// Take the pages from this folder instead of those in the binary.
    #[arg(long, value_name = "DIR")]
    pub ui: Option<PathBuf>,
    /// Largest file that the workspace takes, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 20_480)]
    pub max_upload: u64,
    /// Print the description of the API (`OpenAPI`) and end.
    #[arg(long)]
    pub print_openapi: bool,
    #[command(flatten)]
    pub names: NameArgs,
    #[command(flatten)]
    pub unlock: UnlockArgs,
}
