//! Ids of objects.

use daylight_core::record::canonical_json;
use serde_json::{Map, Value};
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

/// Namespace of observables (STIX 2.1, section 2.9).
const OBSERVABLES: [u8; 16] =
    [0x00, 0xab, 0xed, 0xb4, 0xaa, 0x42, 0x46, 0x6c, 0x9c, 0x01, 0xfe, 0xd2, 0x33, 0x15, 0xa9, 0xb7];

/// Properties that make up the id of an observable, by type.
const CONTRIBUTING: [(&str, &[&str]); 7] = [
    ("url", &["value"]),
    ("domain-name", &["value"]),
    ("ipv4-addr", &["value"]),
    ("email-addr", &["value"]),
    ("user-account", &["account_type", "user_id", "account_login"]),
    ("file", &["hashes", "name", "parent_directory_ref", "extensions"]),
    // Of OpenCTI, not of STIX.
    ("media-content", &["url"]),
];
/// Of several fingerprints, the first of these contributes.
const HASHES: [&str; 4] = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

fn uuid(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = bytes[6] & 0x0f | version << 4;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = super::super::hex(&bytes);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

fn first_16(digest: &[u8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(b, d)| *b = *d);
    bytes
}

/// The id of an object that belongs to a record: `kind--` and a UUID in the form of version 4.
pub fn derived_id(kind: &str, record: &str, place: &str) -> String {
    let mut digest = Sha256::new();
    for part in ["daylight-stix-v1", kind, record, place] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    format!("{kind}--{}", uuid(first_16(&digest.finalize()), 4))
}

/// The `UUIDv5` id of an observable, from the properties that contribute to it.
pub fn observable_id(object: &Value) -> Option<String> {
    let kind = object.get("type")?.as_str()?;
    let (_, names) = CONTRIBUTING.iter().find(|(k, _)| *k == kind)?;
    let mut contributing = Map::new();
    for name in *names {
        let Some(value) = object.get(*name) else { continue };
        let value = if *name == "hashes" {
            let hash = HASHES.iter().find_map(|h| Some((*h, value.get(*h)?)))?;
            Value::Object(Map::from_iter([(hash.0.to_owned(), hash.1.clone())]))
        } else {
            value.clone()
        };
        contributing.insert((*name).to_owned(), value);
    }
    let text = canonical_json(&Value::Object(contributing))?;
    let digest = Sha1::new().chain_update(OBSERVABLES).chain_update(text.as_bytes()).finalize();
    Some(format!("{kind}--{}", uuid(first_16(&digest), 5)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn observables_have_the_ids_that_other_libraries_give_them() {
        const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let cases = [
            (json!({"type": "url", "value": "https://example.com/ä"}), "url--a74ee8fd-ea76-54ca-a91f-2ce4465396bf"),
            (
                json!({"type": "url", "value": "https://news.example/article"}),
                "url--3db27d55-0579-50f1-8a3b-4b44683963f4",
            ),
            (
                json!({"type": "domain-name", "value": "news.example"}),
                "domain-name--8e143ca3-8da2-5ae7-89a0-a6fd7f12a491",
            ),
            (json!({"type": "ipv4-addr", "value": "192.0.2.7"}), "ipv4-addr--fe609036-dbde-52d8-a120-35d115a7d338"),
            (
                json!({"type": "email-addr", "value": "desk@news.example"}),
                "email-addr--255ca754-2b1b-5db6-a54b-2efb462519fd",
            ),
            (
                json!({"type": "user-account", "account_type": "twitter", "user_id": "123", "account_login": "sample-handle"}),
                "user-account--0c5197de-1c34-5af9-be77-660d05547f36",
            ),
            (
                json!({"type": "user-account", "account_type": "telegram", "user_id": "1000"}),
                "user-account--42bf6189-679b-58c1-9dbe-6ed096d931d0",
            ),
            (
                json!({"type": "file", "hashes": {"MD5": "d41d8cd98f00b204e9800998ecf8427e", "SHA-256": EMPTY}, "name": "x"}),
                "file--1c37fef2-09a7-5064-a334-2905e9b713a1",
            ),
            (json!({"type": "file", "hashes": {"SHA-256": EMPTY}}), "file--22f8ff52-8f62-5f03-a53a-6f50f54fd74c"),
        ];
        for (object, want) in cases {
            assert_eq!(observable_id(&object).as_deref(), Some(want));
        }
    }
}
