//! Surroundings for tests: a clock that ticks once a call, random bytes from a seed, a trace of the steps.

use std::io;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

use crate::outside::{Context, Outside};

#[derive(Default)]
pub struct State {
    pub now_us: i64,
    seed: u64,
    drawn: u64,
    pub trace: Vec<&'static str>,
    /// Called at each step.
    pub at_step: Option<Box<dyn FnMut(&'static str) + Send>>,
}

#[derive(Clone, Default)]
pub struct Fixed(pub Arc<Mutex<State>>);

impl Fixed {
    pub fn new(seed: u64) -> Self {
        let state = State { now_us: 1_700_000_000_000_000, seed, ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    pub fn context(&self) -> Context {
        Context::new(self.clone())
    }
}

impl Outside for Fixed {
    fn now_us(&self) -> i64 {
        let mut state = self.0.lock().unwrap();
        state.now_us += 1_000_000;
        state.now_us
    }

    fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new().chain_update(state.seed.to_be_bytes()).chain_update(state.drawn.to_be_bytes());
            chunk.copy_from_slice(&block.finalize()[..chunk.len()]);
            state.drawn += 1;
        }
        Ok(())
    }

    fn step(&self, name: &'static str) {
        let mut state = self.0.lock().unwrap();
        state.trace.push(name);
        if let Some(mut call) = state.at_step.take() {
            call(name);
            state.at_step = Some(call);
        }
    }
}

pub fn context(seed: u64) -> Context {
    Fixed::new(seed).context()
}
