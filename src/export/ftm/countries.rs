//! Countries as FollowTheMoney names them.
//!
//! Its property type `country` (`types/country.py`) takes the codes of ISO 3166-1 alpha-2 in lower
//! case, and codes of its own for states that are no more. The first column is ISO 3166-1 alpha-3,
//! as front matter has it, with the user-assigned and withdrawn codes that are still written:
//! Kosovo, the Soviet Union, Yugoslavia, Serbia and Montenegro, Czechoslovakia, the German Democratic
//! Republic and Zaire. `tests/export/check.sh` holds every line against the package.

/// The code for an alpha-3 code.
pub fn code(iso3: &str) -> Option<&'static str> {
    let at = CODES.binary_search_by_key(&iso3, |(iso3, _)| iso3).ok()?;
    CODES.get(at).map(|(_, code)| *code)
}

#[rustfmt::skip]
const CODES: [(&str, &str); 257] = [
    ("ABW", "aw"), ("AFG", "af"), ("AGO", "ao"), ("AIA", "ai"), ("ALA", "ax"), ("ALB", "al"), ("AND", "ad"),
    ("ARE", "ae"), ("ARG", "ar"), ("ARM", "am"), ("ASM", "as"), ("ATA", "aq"), ("ATF", "tf"), ("ATG", "ag"),
    ("AUS", "au"), ("AUT", "at"), ("AZE", "az"), ("BDI", "bi"), ("BEL", "be"), ("BEN", "bj"), ("BES", "bq"),
    ("BFA", "bf"), ("BGD", "bd"), ("BGR", "bg"), ("BHR", "bh"), ("BHS", "bs"), ("BIH", "ba"), ("BLM", "bl"),
    ("BLR", "by"), ("BLZ", "bz"), ("BMU", "bm"), ("BOL", "bo"), ("BRA", "br"), ("BRB", "bb"), ("BRN", "bn"),
    ("BTN", "bt"), ("BVT", "bv"), ("BWA", "bw"), ("CAF", "cf"), ("CAN", "ca"), ("CCK", "cc"), ("CHE", "ch"),
    ("CHL", "cl"), ("CHN", "cn"), ("CIV", "ci"), ("CMR", "cm"), ("COD", "cd"), ("COG", "cg"), ("COK", "ck"),
    ("COL", "co"), ("COM", "km"), ("CPV", "cv"), ("CRI", "cr"), ("CSK", "cshh"), ("CUB", "cu"),
    ("CUW", "cw"), ("CXR", "cx"), ("CYM", "ky"), ("CYP", "cy"), ("CZE", "cz"), ("DDR", "dd"), ("DEU", "de"),
    ("DJI", "dj"), ("DMA", "dm"), ("DNK", "dk"), ("DOM", "do"), ("DZA", "dz"), ("ECU", "ec"), ("EGY", "eg"),
    ("ERI", "er"), ("ESH", "eh"), ("ESP", "es"), ("EST", "ee"), ("ETH", "et"), ("FIN", "fi"), ("FJI", "fj"),
    ("FLK", "fk"), ("FRA", "fr"), ("FRO", "fo"), ("FSM", "fm"), ("GAB", "ga"), ("GBR", "gb"), ("GEO", "ge"),
    ("GGY", "gg"), ("GHA", "gh"), ("GIB", "gi"), ("GIN", "gn"), ("GLP", "gp"), ("GMB", "gm"), ("GNB", "gw"),
    ("GNQ", "gq"), ("GRC", "gr"), ("GRD", "gd"), ("GRL", "gl"), ("GTM", "gt"), ("GUF", "gf"), ("GUM", "gu"),
    ("GUY", "gy"), ("HKG", "hk"), ("HMD", "hm"), ("HND", "hn"), ("HRV", "hr"), ("HTI", "ht"), ("HUN", "hu"),
    ("IDN", "id"), ("IMN", "im"), ("IND", "in"), ("IOT", "io"), ("IRL", "ie"), ("IRN", "ir"), ("IRQ", "iq"),
    ("ISL", "is"), ("ISR", "il"), ("ITA", "it"), ("JAM", "jm"), ("JEY", "je"), ("JOR", "jo"), ("JPN", "jp"),
    ("KAZ", "kz"), ("KEN", "ke"), ("KGZ", "kg"), ("KHM", "kh"), ("KIR", "ki"), ("KNA", "kn"), ("KOR", "kr"),
    ("KWT", "kw"), ("LAO", "la"), ("LBN", "lb"), ("LBR", "lr"), ("LBY", "ly"), ("LCA", "lc"), ("LIE", "li"),
    ("LKA", "lk"), ("LSO", "ls"), ("LTU", "lt"), ("LUX", "lu"), ("LVA", "lv"), ("MAC", "mo"), ("MAF", "mf"),
    ("MAR", "ma"), ("MCO", "mc"), ("MDA", "md"), ("MDG", "mg"), ("MDV", "mv"), ("MEX", "mx"), ("MHL", "mh"),
    ("MKD", "mk"), ("MLI", "ml"), ("MLT", "mt"), ("MMR", "mm"), ("MNE", "me"), ("MNG", "mn"), ("MNP", "mp"),
    ("MOZ", "mz"), ("MRT", "mr"), ("MSR", "ms"), ("MTQ", "mq"), ("MUS", "mu"), ("MWI", "mw"), ("MYS", "my"),
    ("MYT", "yt"), ("NAM", "na"), ("NCL", "nc"), ("NER", "ne"), ("NFK", "nf"), ("NGA", "ng"), ("NIC", "ni"),
    ("NIU", "nu"), ("NLD", "nl"), ("NOR", "no"), ("NPL", "np"), ("NRU", "nr"), ("NZL", "nz"), ("OMN", "om"),
    ("PAK", "pk"), ("PAN", "pa"), ("PCN", "pn"), ("PER", "pe"), ("PHL", "ph"), ("PLW", "pw"), ("PNG", "pg"),
    ("POL", "pl"), ("PRI", "pr"), ("PRK", "kp"), ("PRT", "pt"), ("PRY", "py"), ("PSE", "ps"), ("PYF", "pf"),
    ("QAT", "qa"), ("REU", "re"), ("ROU", "ro"), ("RUS", "ru"), ("RWA", "rw"), ("SAU", "sa"),
    ("SCG", "csxx"), ("SDN", "sd"), ("SEN", "sn"), ("SGP", "sg"), ("SGS", "gs"), ("SHN", "sh"),
    ("SJM", "sj"), ("SLB", "sb"), ("SLE", "sl"), ("SLV", "sv"), ("SMR", "sm"), ("SOM", "so"), ("SPM", "pm"),
    ("SRB", "rs"), ("SSD", "ss"), ("STP", "st"), ("SUN", "suhh"), ("SUR", "sr"), ("SVK", "sk"),
    ("SVN", "si"), ("SWE", "se"), ("SWZ", "sz"), ("SXM", "sx"), ("SYC", "sc"), ("SYR", "sy"), ("TCA", "tc"),
    ("TCD", "td"), ("TGO", "tg"), ("THA", "th"), ("TJK", "tj"), ("TKL", "tk"), ("TKM", "tm"), ("TLS", "tl"),
    ("TON", "to"), ("TTO", "tt"), ("TUN", "tn"), ("TUR", "tr"), ("TUV", "tv"), ("TWN", "tw"), ("TZA", "tz"),
    ("UGA", "ug"), ("UKR", "ua"), ("UMI", "um"), ("URY", "uy"), ("USA", "us"), ("UZB", "uz"), ("VAT", "va"),
    ("VCT", "vc"), ("VEN", "ve"), ("VGB", "vg"), ("VIR", "vi"), ("VNM", "vn"), ("VUT", "vu"), ("WLF", "wf"),
    ("WSM", "ws"), ("XKK", "xk"), ("XKX", "xk"), ("YEM", "ye"), ("YUG", "yucs"), ("ZAF", "za"),
    ("ZAR", "zr"), ("ZMB", "zm"), ("ZWE", "zw"),
];

#[cfg(test)]
mod tests {
    use super::{CODES, code};

    #[test]
    fn codes_are_sorted_and_found() {
        assert!(CODES.is_sorted());
        assert_eq!(code("PRK"), Some("kp"));
        assert_eq!(code("SUN"), Some("suhh"));
        assert_eq!(code("XYZ"), None);
    }
}
