//! Progress bars on stderr, only on a terminal.

use daylight_core::{Context, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Mutex;

/// Shows one line with the current stage.
pub struct Bar {
    bar: ProgressBar,
    stage: Mutex<String>,
}

impl Bar {
    /// Hidden with `--quiet`; indicatif hides it when stderr is no terminal.
    pub fn new(quiet: bool) -> Self {
        let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        Self { bar, stage: Mutex::new(String::new()) }
    }

    /// A context that reports here.
    pub fn context(&self, memory_mib: u64) -> Context<'_> {
        Context { progress: self, memory_limit: memory_mib.saturating_mul(1 << 20) }
    }

    /// Takes the line away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn step(&self, stage: &str, done: u64, total: u64) {
        let Ok(mut current) = self.stage.lock() else { return };
        if *current != stage {
            stage.clone_into(&mut current);
            let template = if total > 0 { "{elapsed:>4} {msg} {bar:30} {percent:>3} %" } else { "{elapsed:>4} {msg} {spinner}" };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
            self.bar.set_message(stage.to_owned());
        }
        if total > 0 {
            self.bar.set_length(total);
            self.bar.set_position(done);
        }
    }
}
