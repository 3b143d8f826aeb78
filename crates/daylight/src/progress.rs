//! Progress bars on stderr, only on a terminal.

use daylight_core::{Context, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::io::{self, Read, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Time between two lines of progress for a program.
const PAUSE: Duration = Duration::from_millis(200);

/// Shows one line with the current stage; or, for a program that asked for it, prints lines.
pub struct Bar {
    shown: ProgressBar,
    stage: Mutex<String>,
    /// When the last line was printed, where lines are asked for.
    lines: Option<Mutex<Option<Instant>>>,
}

impl Bar {
    /// Hidden with `--quiet`; indicatif hides it when stderr is no terminal.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(120));
        let asked = std::env::var_os(daylight_server::PROGRESS).is_some_and(|how| how == "lines");
        Self { shown: bar, stage: Mutex::new(String::new()), lines: asked.then(Mutex::default) }
    }

    /// A context that reports here.
    pub fn context(&self, memory_mib: u64) -> Context<'_> {
        Context { progress: self, memory_limit: memory_mib.saturating_mul(1 << 20) }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.shown.finish_and_clear();
    }

    fn show(&self, stage: &str, template: &str, done: u64, total: u64) {
        let Ok(mut current) = self.stage.lock() else { return };
        let is_new = *current != stage;
        if let Some(last) = &self.lines {
            print_line(last, is_new, stage, done, total);
        }
        if is_new {
            stage.clone_into(&mut current);
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.shown.set_style(style);
            }
            self.shown.set_message(stage.to_owned());
        }
        if total > 0 {
            self.shown.set_length(total);
            self.shown.set_position(done);
        }
    }
}

/// `progress`, done, total and stage, parted by tabs; not more often than a page asks.
fn print_line(last: &Mutex<Option<Instant>>, is_new: bool, stage: &str, done: u64, total: u64) {
    let Ok(mut last) = last.lock() else { return };
    if is_new || last.is_none_or(|at| at.elapsed() >= PAUSE) {
        *last = Some(Instant::now());
        // Nobody listens any more: the work goes on.
        let _ = writeln!(io::stderr().lock(), "progress\t{done}\t{total}\t{stage}");
    }
}

impl Progress for Bar {
    fn step(&self, stage: &str, done: u64, total: u64) {
        let template =
            if total > 0 { "{elapsed:>4} {msg} {bar:30} {percent:>3} %" } else { "{elapsed:>4} {msg} {spinner}" };
        self.show(stage, template, done, total);
    }
}

/// Bytes between two steps of a bar.
const STEP: u64 = 1 << 20;
/// Characters of a stage that are shown.
const MAX_STAGE: usize = 40;

/// Bytes of many files on one bar, each file met several times.
pub struct Span<'a> {
    bar: &'a Bar,
    total: u64,
    /// Bytes of the files before this one, of the passes before this one, and of this pass.
    before: Cell<u64>,
    file: Cell<u64>,
}

impl<'a> Span<'a> {
    /// Of `total` bytes, all passes together.
    pub fn new(bar: &'a Bar, total: u64) -> Self {
        Self { bar, total, before: Cell::new(0), file: Cell::new(0) }
    }

    /// The file before is done; the next has so many bytes, each met twice.
    pub fn next_file(&self, bytes: u64) {
        self.before.set(self.before.get() + 2 * self.file.get());
        self.file.set(bytes);
    }

    /// `done` bytes of this pass; what is unpacked may be more than the file has.
    fn step(&self, stage: &str, second: bool, done: u64) {
        let file = self.file.get();
        let at = self.before.get() + if second { file } else { 0 } + done.min(file);
        let template = "{elapsed:>4} {msg} {bar:24} {bytes}/{total_bytes} {eta}";
        self.bar.show(stage, template, at.min(self.total), self.total);
    }
}

/// Counts what is read.
pub struct Counted<'a, R> {
    inner: R,
    span: &'a Span<'a>,
    stage: String,
    done: u64,
    shown: u64,
}

impl<'a, R> Counted<'a, R> {
    /// `stage` begins with `keeping` in the first pass.
    pub fn new(inner: R, span: &'a Span<'a>, stage: &str) -> Self {
        let stage = stage.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(MAX_STAGE).collect();
        Self { inner, span, stage, done: 0, shown: 0 }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.done += n as u64;
        if self.done >= self.shown + STEP {
            self.shown = self.done;
            self.span.step(&self.stage, !self.stage.starts_with("keeping"), self.done);
        }
        Ok(n)
    }
}
