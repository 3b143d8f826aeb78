//! A page as PDF, printed by a Chromium that is already on the machine.
//!
//! A typesetter inside would bring its own fonts and hundreds of crates; the page has print rules of its own,
//! and what prints it also tags it for screen readers. The page makes no request, runs no script, and the
//! browser gets no network.

use anyhow::{Context as _, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Names under which it is looked for on PATH.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// How long printing may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// Between two looks at a browser that prints.
const STEP: Duration = Duration::from_millis(50);
/// Largest PDF that is taken, in bytes.
const MAX_PDF: u64 = 256 << 20;

/// The browser: as `DAYLIGHT_CHROMIUM` says, or the first on `PATH`.
fn browser() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("DAYLIGHT_CHROMIUM") {
        let named = PathBuf::from(named);
        if !named.is_file() {
            bail!("DAYLIGHT_CHROMIUM names {}, which is no file", named.display());
        }
        return Ok(named);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).flat_map(|dir| NAMES.map(|n| dir.join(n))).find(|p| p.is_file());
    found.context(
        "no Chromium was found, which prints PDF; install it, name one with DAYLIGHT_CHROMIUM, \
         or take --as html and print it from a browser",
    )
}

/// Waits for the browser, and ends it when it takes too long.
fn finished(mut child: Child) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            if status.success() {
                return Ok(());
            }
            bail!("the browser ended with {status} and printed nothing");
        }
        if began.elapsed() > PATIENCE {
            // It may have ended just now.
            let _ = child.kill();
            child.wait()?;
            bail!("the browser did not print within {} seconds", PATIENCE.as_secs());
        }
        std::thread::sleep(STEP);
    }
}

/// Prints a page. `stamp` is the time that the PDF gets as that of its making, `D:YYYYMMDDHHMMSS+00'00'`.
pub fn print(html: &str, stamp: &str) -> anyhow::Result<Vec<u8>> {
    let browser = browser()?;
    let folder = tempfile::tempdir().context("there is no place for temporary files")?;
    let (page, pdf) = (folder.path().join("advisory.html"), folder.path().join("advisory.pdf"));
    fs::write(&page, html)?;
    let child = Command::new(&browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--disable-javascript"])
        .args(["--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(&page)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} cannot be started", browser.display()))?;
    finished(child)?;
    let made = |pdf: &Path| fs::metadata(pdf).map_or(0, |m| m.len());
    match made(&pdf) {
        0 => bail!("the browser printed nothing"),
        n if n > MAX_PDF => bail!("the PDF is larger than {MAX_PDF} bytes"),
        _ => {}
    }
    let mut bytes = fs::read(&pdf)?;
    for name in ["/CreationDate (", "/ModDate ("] {
        set_date(&mut bytes, name, stamp);
    }
    Ok(bytes)
}

/// Writes another time over one of the same length: places of objects in the file stay right.
fn set_date(bytes: &mut [u8], name: &str, stamp: &str) {
    let Some(at) = bytes.windows(name.len()).rposition(|w| w == name.as_bytes()) else { return };
    let from = at + name.len();
    let Some(len) = bytes.iter().skip(from).take(40).position(|b| *b == b')') else { return };
    if len == stamp.len()
        && let Some(place) = bytes.get_mut(from..from + len)
    {
        place.copy_from_slice(stamp.as_bytes());
    }
}

/// A time of a record (`2026-04-01T10:00:00.000Z`) as PDF writes it.
pub fn stamp(time: &str) -> String {
    let digits: String = time.chars().take(19).filter(char::is_ascii_digit).collect();
    format!("D:{digits:0<14}+00'00'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_making_is_that_of_the_package() {
        let mut pdf = b"<</Title (x)\n/CreationDate (D:20261123015900+00'00')>> (y)".to_vec();
        let stamp = stamp("2026-04-01T10:20:30.000Z");
        set_date(&mut pdf, "/CreationDate (", &stamp);
        set_date(&mut pdf, "/ModDate (", &stamp);
        assert_eq!(pdf, b"<</Title (x)\n/CreationDate (D:20260401102030+00'00')>> (y)");
        set_date(&mut pdf, "/CreationDate (", "shorter");
        assert!(pdf.ends_with(b"30+00'00')>> (y)"));
    }
}
