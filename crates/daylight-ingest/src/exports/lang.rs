//! The language of a text, told by the text itself, where it is long enough to tell.

use crate::exports::post::Language;

/// Letters below which no language is detected.
pub const MIN_LETTERS: usize = 20;
/// Letters above which more tell nothing new.
const ENOUGH_CHARS: usize = 2000;

/// Codes that platforms write when they do not know.
const UNKNOWN: &[&str] =
    &["und", "un", "zxx", "qst", "qme", "qht", "qam", "qct", "art", "unknown", "none", "null", "n/a", "mul", "xx"];

/// ISO 639-3 codes of the detector and their ISO 639-1 codes.
const SHORT: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// A language as an export declares it; nothing when it says that it does not know.
pub fn declared(tag: &str) -> Option<Language> {
    let tag = tag.trim();
    let known = !tag.is_empty() && tag.len() <= 35 && !UNKNOWN.contains(&tag.to_ascii_lowercase().as_str());
    known.then(|| Language { tag: tag.to_owned(), confidence: None })
}

/// A language by its English name, as `FiveThirtyEight` writes it; other words are taken as codes.
pub fn named(name: &str) -> Option<Language> {
    const NAMES: &[(&str, &str)] = &[
        ("albanian", "sq"),
        ("arabic", "ar"),
        ("bulgarian", "bg"),
        ("catalan", "ca"),
        ("croatian", "hr"),
        ("czech", "cs"),
        ("danish", "da"),
        ("dutch", "nl"),
        ("english", "en"),
        ("estonian", "et"),
        ("farsi (persian)", "fa"),
        ("finnish", "fi"),
        ("french", "fr"),
        ("german", "de"),
        ("greek", "el"),
        ("gujarati", "gu"),
        ("hebrew", "he"),
        ("hindi", "hi"),
        ("hungarian", "hu"),
        ("icelandic", "is"),
        ("indonesian", "id"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("kannada", "kn"),
        ("korean", "ko"),
        ("kurdish", "ku"),
        ("latvian", "lv"),
        ("lithuanian", "lt"),
        ("macedonian", "mk"),
        ("malay", "ms"),
        ("malayalam", "ml"),
        ("norwegian", "no"),
        ("polish", "pl"),
        ("portuguese", "pt"),
        ("pushto", "ps"),
        ("romanian", "ro"),
        ("russian", "ru"),
        ("serbian", "sr"),
        ("simplified chinese", "zh"),
        ("slovak", "sk"),
        ("slovenian", "sl"),
        ("somali", "so"),
        ("spanish", "es"),
        ("swedish", "sv"),
        ("tagalog (filipino)", "tl"),
        ("tamil", "ta"),
        ("telugu", "te"),
        ("thai", "th"),
        ("traditional chinese", "zh"),
        ("turkish", "tr"),
        ("ukrainian", "uk"),
        ("urdu", "ur"),
        ("uzbek", "uz"),
        ("vietnamese", "vi"),
    ];
    if name.eq_ignore_ascii_case("language undefined") || name.eq_ignore_ascii_case("lang_code_undefined") {
        return None;
    }
    let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
    declared(known.map_or(name, |(_, code)| code))
}

/// A language by the letters of the text; nothing for texts of fewer than [`MIN_LETTERS`] letters.
pub fn detected(text: &str) -> Option<Language> {
    let mut prose = String::new();
    for word in text.split_whitespace() {
        let sign = word.starts_with(['@', '#']) || word.contains("://");
        if !sign {
            prose.push_str(word);
            prose.push(' ');
        }
        if prose.len() > 4 * ENOUGH_CHARS {
            break;
        }
    }
    if prose.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    let prose: String = prose.chars().take(ENOUGH_CHARS).collect();
    let info = whatlang::detect(&prose)?;
    let code = info.lang().code();
    let tag = SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| *short);
    Some(Language { tag: tag.to_owned(), confidence: Some(info.confidence().clamp(0.0, 1.0)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_have_no_language() {
        assert_eq!(detected("Guten Morgen"), None);
        assert_eq!(detected("https://example.org/aaaaaaaaaaaaaaaaaaaaaaaa #aaaaaaaaaaaaaaaaaaaaaaa"), None);
        let german = detected("Die Wahllokale sind heute bis achtzehn Uhr geöffnet, danach wird gezählt.").unwrap();
        assert_eq!((german.tag.as_str(), german.lang_source()), ("de", "detected"));
    }

    #[test]
    fn a_declared_language_is_taken_unless_unknown() {
        assert_eq!(declared("pt-BR").unwrap().tag, "pt-BR");
        assert_eq!(declared("und"), None);
        assert_eq!(declared(" "), None);
    }
}
