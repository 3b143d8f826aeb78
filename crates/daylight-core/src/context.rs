//! What comes in from outside: progress and nothing else ambient.

/// Receives progress of long work. Called from the coordinating thread only.
pub trait Progress: Send + Sync {
    /// `done` of `total` units of `stage`; `total` 0 when unknown.
    fn step(&self, stage: &str, done: u64, total: u64);
}

/// Progress that nobody watches.
#[derive(Debug, Default, Clone, Copy)]
pub struct SilentProgress;

impl Progress for SilentProgress {
    fn step(&self, _stage: &str, _done: u64, _total: u64) {}
}

/// Handed to everything that takes long.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Where progress goes.
    pub progress: &'a dyn Progress,
    /// Bytes that buffers of pairs may take; beyond them the pairs are swept for in several passes.
    pub memory_limit: u64,
}

impl Context<'static> {
    /// No progress, 4 GiB of pair buffers.
    pub fn silent() -> Self {
        Self { progress: &SilentProgress, memory_limit: 4 << 30 }
    }
}
