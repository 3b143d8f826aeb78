//! What comes in from outside: the clock, random bytes, and who watches each step.

use std::fmt;
use std::io;
use std::sync::Arc;

use crate::error::{CaseError, Result};

/// The surroundings of a case. The binary implements it with the clock and the random numbers of the
/// system; tests with a counter and a seeded stream.
pub trait Outside: Send + Sync {
    /// Microseconds UTC since 1970.
    fn now_us(&self) -> i64;

    /// Fills `bytes` with random bytes fit for keys.
    ///
    /// # Errors
    /// When the source of randomness fails; the work that needed it is given up.
    fn random(&self, bytes: &mut [u8]) -> io::Result<()>;

    /// Called at every step of a write, in order (`file:written`, `file:synced`, `database:committed` ...).
    /// A test ends the process here, or keeps a trace; others have no use for it.
    fn step(&self, _name: &'static str) {}
}

/// A shared [`Outside`].
#[derive(Clone)]
pub struct Context(Arc<dyn Outside>);

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Context")
    }
}

impl Context {
    /// Wraps the surroundings.
    pub fn new(outside: impl Outside + 'static) -> Self {
        Self(Arc::new(outside))
    }

    pub(crate) fn now_us(&self) -> i64 {
        self.0.now_us()
    }

    pub(crate) fn step(&self, name: &'static str) {
        self.0.step(name);
    }

    pub(crate) fn bytes<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.0.random(&mut bytes).map_err(CaseError::Random)?;
        Ok(bytes)
    }

    /// A random (version 4) UUID in its usual form.
    pub(crate) fn uuid(&self) -> Result<String> {
        let mut b: [u8; 16] = self.bytes()?;
        b[6] = b[6] & 0x0f | 0x40;
        b[8] = b[8] & 0x3f | 0x80;
        let hex = crate::text::to_hex(&b);
        Ok(format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]))
    }
}
