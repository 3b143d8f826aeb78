//! Techniques of DISARM, from the bundle that a user has.

use std::collections::BTreeMap;

use serde_json::Value;

/// Largest number of objects read from a bundle.
const MAX_OBJECTS: usize = 100_000;

/// The techniques of one version of DISARM, by their T-number.
#[derive(Debug, Clone, Default)]
pub struct Disarm {
    /// Version of the framework that the bundle holds.
    pub version: String,
    /// STIX objects by T-number.
    techniques: BTreeMap<String, Value>,
}

impl Disarm {
    /// Reads a STIX bundle of DISARM; `None` when it holds no technique. The bundle does not name its own
    /// version, so the caller does.
    pub fn from_bundle(bundle: &Value, version: &str) -> Option<Self> {
        let objects = bundle.get("objects")?.as_array()?;
        let mut techniques = BTreeMap::new();
        for object in objects.iter().take(MAX_OBJECTS).filter(|o| o["type"] == "attack-pattern") {
            let refs = object["external_references"].as_array().map_or(&[][..], Vec::as_slice);
            if let Some(id) = refs.iter().find_map(|r| r["external_id"].as_str()) {
                techniques.insert(id.to_owned(), object.clone());
            }
        }
        (!techniques.is_empty()).then(|| Self { version: version.to_owned(), techniques })
    }

    /// The STIX object of a technique.
    pub fn technique(&self, id: &str) -> Option<&Value> {
        self.techniques.get(id)
    }

    /// Its name.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.technique(id)?.get("name")?.as_str()
    }

    /// Number of techniques.
    pub fn len(&self) -> usize {
        self.techniques.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.techniques.is_empty()
    }
}
