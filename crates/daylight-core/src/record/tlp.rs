//! Traffic Light Protocol 2.0.

/// A marking, from the most open to the most closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tlp {
    /// For everyone.
    Clear,
    /// For the community.
    Green,
    /// For the recipient's organization and its clients.
    Amber,
    /// For the recipient's organization.
    AmberStrict,
    /// For named recipients.
    Red,
}

impl Tlp {
    /// All, from open to closed.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }

    /// `TLP:AMBER+STRICT`.
    pub fn label(self) -> String {
        format!("TLP:{}", self.name().to_uppercase())
    }

    /// The marking of a name, also as `TLP:…` and as TLP 1 wrote it (`white`).
    pub fn parse(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let bare = lower.strip_prefix("tlp:").unwrap_or(&lower);
        let bare = if bare == "white" { "clear" } else { bare };
        Self::ALL.into_iter().find(|t| t.name() == bare)
    }

    /// UUID of the STIX marking definition (OASIS, TLP 2.0 extension).
    pub fn stix_uuid(self) -> &'static str {
        match self {
            Self::Clear => "94868c89-83c2-464b-929b-a1a8aa3c8487",
            Self::Green => "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
            Self::Amber => "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
            Self::AmberStrict => "939a9414-2ddd-4d32-a0cd-375ea402b003",
            Self::Red => "e828b379-4e03-4974-9ac4-e53a884c97c1",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_the_order_is_that_of_tlp_2() {
        assert!(Tlp::ALL.is_sorted());
        for t in Tlp::ALL {
            assert_eq!(Tlp::parse(t.name()), Some(t));
            assert_eq!(Tlp::parse(&t.label()), Some(t));
        }
        assert_eq!(Tlp::parse("TLP:WHITE"), Some(Tlp::Clear));
        assert_eq!(Tlp::parse("ex:chr"), None);
        assert_eq!(Tlp::parse("unclear"), None);
    }
}
