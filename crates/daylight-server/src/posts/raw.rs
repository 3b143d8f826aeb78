//! The record behind a post as it stands in its original.
//!
//! It names people in clear, so it takes the way of a reveal: the log of the case says who asked and why before the
//! original is opened.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use daylight_casework::Pseudonym;

use super::{must_have, whole};
use crate::app::App;
use crate::error::{ApiError, ApiResult};
use crate::wire::v1;

/// Bytes that are shown at most.
const MAX_BYTES: usize = 64 << 10;

/// The record of a post, once the log knows of it.
pub fn raw(app: &App, id: &str, reason: &v1::Reason) -> ApiResult<v1::RawRecord> {
    let table = app.posts.table(app)?;
    let (source, post) = whole(&table, must_have(&table, id)?)?;
    let packed = || {
        ApiError::conflict(
            "packed",
            "the original is packed or in another encoding: the record has no place in its bytes",
        )
        .remedy("`daylight case export-evidence` hands out the originals")
    };
    let offset = post.origin.offset.filter(|_| post.origin.entry.is_none()).ok_or_else(packed)?;
    let pseudonym = post.account.id.as_deref().and_then(Pseudonym::parse);
    let pseudonym = pseudonym.ok_or_else(|| {
        ApiError::conflict("no_account", "the post names no account, so that nobody's name could stand in the log")
    })?;
    let original = app.view()?.originals()?.into_iter().find(|o| o.sha256 == source.original);
    let original = original.ok_or_else(|| ApiError::not_found("original"))?;
    let shown = crate::entities::opened(app, &pseudonym, reason)?;
    let failed = |_| ApiError::internal("the original cannot be read");
    let mut file = File::open(&original.path).map_err(failed)?;
    file.seek(SeekFrom::Start(offset)).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES as u64).read_to_end(&mut bytes).map_err(failed)?;
    let end = end_of_record(&bytes);
    let text = String::from_utf8_lossy(&bytes[..end.unwrap_or(bytes.len())]).trim().to_owned();
    Ok(v1::RawRecord { text, is_cut: end.is_none(), until_us: shown.expires_us })
}

/// Where the record that begins here ends: a JSON value, or a row of a table. None when it goes on.
fn end_of_record(bytes: &[u8]) -> Option<usize> {
    let from = bytes.iter().position(|b| !b" \t\r\n,".contains(b)).unwrap_or(0);
    if matches!(bytes.get(from), Some(b'{' | b'[')) {
        let mut values =
            serde_json::Deserializer::from_slice(&bytes[from..]).into_iter::<&serde_json::value::RawValue>();
        return values.next()?.ok().map(|_| from + values.byte_offset());
    }
    if bytes.get(from) == Some(&b'<') {
        return None;
    }
    // A row ends at a line end outside of quotes.
    let mut quoted = false;
    bytes.iter().position(|&b| {
        quoted ^= b == b'"';
        b == b'\n' && !quoted
    })
}

#[cfg(test)]
mod tests {
    use super::end_of_record;

    fn first(text: &str) -> Option<&str> {
        end_of_record(text.as_bytes()).map(|end| text[..end].trim())
    }

    #[test]
    fn a_record_ends_where_its_value_or_row_ends() {
        assert_eq!(first(r#"{"a": [1, "}"]}, {"b": 2}"#), Some(r#"{"a": [1, "}"]}"#));
        assert_eq!(first("a,\"b\nc\",d\ne,f\n"), Some("a,\"b\nc\",d"));
        assert_eq!(first(r#"{"a": "#), None);
        assert_eq!(first("a,\"b\nc"), None);
        assert_eq!(first(""), None);
    }
}
