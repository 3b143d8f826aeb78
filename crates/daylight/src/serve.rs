//! `serve`: the workspace in the browser.

use crate::case::unlock;
use crate::cli::{Cli, NameStyle, ServeArgs};
use crate::key;
use anyhow::Context as _;
use daylight_casework::{Case, CaseError, Context};
use daylight_server::{Desk, Settings};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Keys, clock and random numbers for the workspace.
struct Here {
    dir: PathBuf,
    secret: unlock::Secret,
    actor: String,
    context: Context,
}

impl Desk for Here {
    fn actor(&self) -> &str {
        &self.actor
    }

    fn now_us(&self) -> i64 {
        unlock::now_us()
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(io::Error::other)
    }

    fn open_case(&self) -> Result<Case, CaseError> {
        Case::open(&self.dir, self.secret.as_unlock(), &self.context)
    }
}

/// `daylight serve`
pub fn serve(args: &ServeArgs, cli: &Cli) -> anyhow::Result<bool> {
    if args.print_openapi {
        io::stdout().lock().write_all(daylight_server::openapi_json().as_bytes())?;
        return Ok(false);
    }
    let dir = args.dir.as_deref().context("name the case")?;
    anyhow::ensure!(crate::case::is_case(dir), "{} is no case; make one with `daylight case new`", dir.display());
    let dir = dir.canonicalize().with_context(|| format!("{} cannot be found", dir.display()))?;
    let desk = Here {
        secret: unlock::secret(&args.unlock, false)?,
        actor: unlock::actor(&args.unlock)?,
        context: unlock::surroundings(),
        dir: dir.clone(),
    };
    let settings = Settings {
        case: dir,
        listen: args.listen,
        program: std::env::current_exe().context("the program does not know where it lies")?,
        unlock: unlock_options(args, &desk.actor)?,
        names: name_options(args)?,
        ui: args.ui.clone(),
        max_upload: args.max_upload.saturating_mul(1 << 20),
    };
    // Held until the end: the file through which the browser was sent here.
    let mut door = None;
    daylight_server::serve(settings, Box::new(desk), |address| {
        if tell(address, cli).is_ok() && !args.no_open && !cli.json && !cli.quiet && io::stdout().is_terminal() {
            door = open(address);
        }
    })?;
    drop(door);
    Ok(false)
}

fn tell(address: &str, cli: &Cli) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if cli.json {
        writeln!(out, "{}", serde_json::json!({ "address": address }))?;
    } else {
        writeln!(out, "{address}")?;
        if !cli.quiet {
            writeln!(
                io::stderr(),
                "Open this address in a browser on this machine; it is good until the program ends (Ctrl+C)."
            )?;
        }
    }
    out.flush()
}

/// Sends the browser to the address through a file that only its owner can read: arguments of programs can be seen
/// by all who use the machine, and the address carries the token.
fn open(address: &str) -> Option<tempfile::NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("daylight-").suffix(".html").tempfile().ok()?;
    write!(file, "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url={address}\">")
        .ok()?;
    file.flush().ok()?;
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let quiet = || Stdio::null();
    // Without a browser the printed address does.
    Command::new(program).arg(file.path()).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn().ok()?;
    Some(file)
}

/// The options by which imports open the case, as absolute paths.
fn unlock_options(args: &ServeArgs, actor: &str) -> anyhow::Result<Vec<OsString>> {
    let mut options: Vec<OsString> = vec!["--actor".into(), actor.into()];
    for (name, path) in [("--case-key", &args.unlock.case_key), ("--passphrase-file", &args.unlock.passphrase_file)] {
        if let Some(path) = path {
            options.extend([name.into(), std::path::absolute(path)?.into_os_string()]);
        }
    }
    Ok(options)
}

/// The options by which analyses name accounts. The key is made now, where somebody sees it fail.
fn name_options(args: &ServeArgs) -> anyhow::Result<Vec<OsString>> {
    if args.names.names == NameStyle::Plain {
        return Ok(vec!["--names".into(), "plain".into()]);
    }
    key::key(&args.names)?;
    Ok(match &args.names.key_file {
        Some(path) => vec!["--key-file".into(), std::path::absolute(path)?.into_os_string()],
        None => Vec::new(),
    })
}
