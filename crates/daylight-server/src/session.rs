//! The token of the address, and the cookie that it is exchanged for.

use std::io;

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use crate::app::Desk;

/// Secrets of one start of the server. They are gone when it ends.
pub struct Secrets {
    token: String,
    session: String,
}

impl Secrets {
    pub(crate) fn new(desk: &dyn Desk) -> io::Result<Self> {
        let mut bytes = [0; 64];
        desk.random(&mut bytes)?;
        let (token, session) = bytes.split_at(32);
        Ok(Self { token: daylight_casework::to_hex(token), session: daylight_casework::to_hex(session) })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Whether it is the token.
    pub(crate) fn is_token(&self, given: &str) -> bool {
        same(&self.token, given)
    }

    /// The header that sets the cookie. Without `Secure`: plain HTTP on the loopback interface, which never leaves
    /// the machine. Cookies know no ports, so the name does: two cases can be open at once.
    pub(crate) fn set_cookie(&self, port: u16) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", name(port), self.session)
    }

    /// Whether a request carries the cookie.
    pub(crate) fn knows(&self, headers: &HeaderMap, port: u16) -> bool {
        let wanted = name(port);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == wanted && same(&self.session, value))
    }
}

fn name(port: u16) -> String {
    format!("daylight-{port}")
}

/// Compares without telling by the time it takes how much was right.
fn same(secret: &str, given: &str) -> bool {
    bool::from(secret.as_bytes().ct_eq(given.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    struct Fixed;

    impl Desk for Fixed {
        fn actor(&self) -> &'static str {
            "tester"
        }

        fn now_us(&self) -> i64 {
            0
        }

        fn random(&self, bytes: &mut [u8]) -> io::Result<()> {
            for (i, b) in bytes.iter_mut().enumerate() {
                *b = i as u8;
            }
            Ok(())
        }

        fn open_case(&self) -> Result<daylight_casework::Case, daylight_casework::CaseError> {
            Err(daylight_casework::CaseError::NoCase("nowhere".into()))
        }
    }

    #[test]
    fn only_the_whole_cookie_of_this_port_is_known() {
        let secrets = Secrets::new(&Fixed).unwrap();
        assert!(secrets.is_token(secrets.token()) && !secrets.is_token("") && !secrets.is_token(&secrets.token()[1..]));
        assert_ne!(secrets.token, secrets.session);
        let set = secrets.set_cookie(7878);
        let pair = set.split(';').next().unwrap().to_owned();
        let with = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(cookie).unwrap());
            headers
        };
        assert!(secrets.knows(&with(&pair), 7878));
        assert!(secrets.knows(&with(&format!("other=1; {pair}")), 7878));
        assert!(!secrets.knows(&with(&pair), 7879));
        assert!(!secrets.knows(&with(&pair[..pair.len() - 1]), 7878));
        assert!(!secrets.knows(&with("daylight-7878="), 7878));
        assert!(!secrets.knows(&HeaderMap::new(), 7878));
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && !set.contains("Domain"));
    }
}
