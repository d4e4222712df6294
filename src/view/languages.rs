//! Names of languages: in English for names of actors in them, in themselves for links to translations.

/// Language subtags of BCP 47, in their order, with their names in English and in themselves.
const NAMES: [(&str, &str, &str); 62] = [
    ("am", "Amharic", "አማርኛ"),
    ("ar", "Arabic", "العربية"),
    ("az", "Azerbaijani", "azərbaycanca"),
    ("be", "Belarusian", "беларуская"),
    ("bg", "Bulgarian", "български"),
    ("bn", "Bengali", "বাংলা"),
    ("bs", "Bosnian", "bosanski"),
    ("ca", "Catalan", "català"),
    ("cs", "Czech", "čeština"),
    ("da", "Danish", "dansk"),
    ("de", "German", "Deutsch"),
    ("el", "Greek", "Ελληνικά"),
    ("en", "English", "English"),
    ("es", "Spanish", "español"),
    ("et", "Estonian", "eesti"),
    ("fa", "Persian", "فارسی"),
    ("fi", "Finnish", "suomi"),
    ("fr", "French", "français"),
    ("ga", "Irish", "Gaeilge"),
    ("ha", "Hausa", "Hausa"),
    ("he", "Hebrew", "עברית"),
    ("hi", "Hindi", "हिन्दी"),
    ("hr", "Croatian", "hrvatski"),
    ("hu", "Hungarian", "magyar"),
    ("hy", "Armenian", "հայերեն"),
    ("id", "Indonesian", "Bahasa Indonesia"),
    ("is", "Icelandic", "íslenska"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "日本語"),
    ("ka", "Georgian", "ქართული"),
    ("kk", "Kazakh", "қазақ тілі"),
    ("km", "Khmer", "ភាសាខ្មែរ"),
    ("ko", "Korean", "한국어"),
    ("ku", "Kurdish", "kurdî"),
    ("lt", "Lithuanian", "lietuvių"),
    ("lv", "Latvian", "latviešu"),
    ("mk", "Macedonian", "македонски"),
    ("mn", "Mongolian", "монгол"),
    ("ms", "Malay", "Bahasa Melayu"),
    ("my", "Burmese", "မြန်မာဘာသာ"),
    ("ne", "Nepali", "नेपाली"),
    ("nl", "Dutch", "Nederlands"),
    ("no", "Norwegian", "norsk"),
    ("pl", "Polish", "polski"),
    ("ps", "Pashto", "پښتو"),
    ("pt", "Portuguese", "português"),
    ("ro", "Romanian", "română"),
    ("ru", "Russian", "русский"),
    ("sk", "Slovak", "slovenčina"),
    ("sl", "Slovene", "slovenščina"),
    ("so", "Somali", "Soomaali"),
    ("sq", "Albanian", "shqip"),
    ("sr", "Serbian", "српски"),
    ("sv", "Swedish", "svenska"),
    ("sw", "Swahili", "Kiswahili"),
    ("th", "Thai", "ไทย"),
    ("tr", "Turkish", "Türkçe"),
    ("uk", "Ukrainian", "українська"),
    ("ur", "Urdu", "اردو"),
    ("uz", "Uzbek", "oʻzbekcha"),
    ("vi", "Vietnamese", "Tiếng Việt"),
    ("zh", "Chinese", "中文"),
];

/// The English name of a language tag's language; the tag itself where it is not one of the above.
pub fn language_name(tag: &str) -> &str {
    find(tag).map_or(tag, |(_, english, _)| english)
}

/// What a language calls itself; the tag itself where it is not one of the above.
pub fn autonym(tag: &str) -> &str {
    find(tag).map_or(tag, |(.., own)| own)
}

fn find(tag: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let language = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    let at = NAMES.binary_search_by(|(subtag, ..)| (*subtag).cmp(language.as_str())).ok()?;
    NAMES.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_by_language_alone() {
        assert!(NAMES.is_sorted());
        assert_eq!(language_name("zh-Hant"), "Chinese");
        assert_eq!(language_name("KO"), "Korean");
        assert_eq!(language_name("tlh"), "tlh");
        assert_eq!(autonym("pt-BR"), "português");
    }
}
