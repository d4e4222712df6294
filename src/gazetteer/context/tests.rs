use super::*;

fn at_place(text: &str, at: usize, length: usize, kind: FormKind) -> Option<Absorbed> {
    absorbed(&Block::new(text, 0, &Words::of(text)), at, at + length, kind)
}

fn part(text: &str, name: &str, kind: FormKind) -> Option<Absorbed> {
    let at = text.find(name).expect("there");
    at_place(text, at, name.len(), kind)
}

#[test]
fn other_proper_names() {
    for (text, name) in [
        ("the Korean War ended", "Korean"),
        ("in New Mexico", "Mexico"),
        ("the Bank of England", "England"),
        ("the University of Georgia", "Georgia"),
        ("under the Taiwan Relations Act", "Taiwan"),
        ("the China-Pakistan Economic Corridor", "China"),
        ("the Mexico–Canada Agreement", "Mexico"),
        ("a bid for Peru Copper failed", "Peru"),
        ("shares in Greece Cement rose", "Greece"),
    ] {
        assert_eq!(part(text, name, FormKind::Name), Some(Absorbed::OtherName), "{text}");
    }
    for (text, name) in [("the Iranian Army", "Iranian"), ("the Russian bank", "Russian")] {
        assert_eq!(part(text, name, FormKind::Demonym), None, "{text}");
    }
    for (text, name) in [("the war in Korea", "Korea"), ("the Central Bank of Iran", "Iran")] {
        assert_eq!(part(text, name, FormKind::Name), None, "{text}");
    }
}

#[test]
fn people() {
    for (text, name) in [
        ("as Michael Jordan said", "Jordan"),
        ("Chad Smith plays", "Chad"),
        // A short sentence is no title, whatever follows its stop.
        ("They met Jordan Peterson in London. ", "Jordan"),
        ("“They met Jordan Peterson in London.”", "Jordan"),
    ] {
        assert_eq!(part(text, name, FormKind::Name), Some(Absorbed::PersonName), "{text}");
    }
    for (text, name) in
        [("In Jordan they", "Jordan"), ("Syria, Jordan and Iraq", "Jordan"), ("the Chad Army", "Chad")]
    {
        assert_eq!(part(text, name, FormKind::Name), None, "{text}");
    }
}

#[test]
fn languages_towns_states_and_words() {
    let demonym = |text, name| part(text, name, FormKind::Demonym);
    assert_eq!(demonym("She speaks Russian.", "Russian"), Some(Absorbed::Language));
    assert_eq!(demonym("a statement in Russian, he said", "Russian"), Some(Absorbed::Language));
    assert_eq!(demonym("a base in Russian territory", "Russian"), None);
    assert_eq!(part("talks in Moscow ended", "Moscow", FormKind::Metonym), Some(Absorbed::Town));
    assert_eq!(part("as Moscow says", "Moscow", FormKind::Metonym), None);
    assert_eq!(part("from Georgia to Alabama", "Georgia", FormKind::Name), Some(Absorbed::OtherPlace));
    assert_eq!(part("Cuba, Missouri, is", "Cuba", FormKind::Name), Some(Absorbed::OtherPlace));
    assert_eq!(demonym("Polish the draft", "Polish"), Some(Absorbed::Word));
}

#[test]
fn adjectives_in_other_names_and_of_other_peoples() {
    for (text, name) in [
        ("the Egyptian Museum", "Egyptian"),
        ("the Indian subcontinent", "Indian"),
        ("the Bosnian Serb leader", "Serb"),
        ("and Kosovo Albanians said", "Albanians"),
        ("the Turkish Cypriots", "Turkish"),
        ("ethnic Russians", "Russians"),
    ] {
        assert_eq!(part(text, name, FormKind::Demonym), Some(Absorbed::OtherName), "{text}");
    }
    for (text, name) in [
        ("the Bosnian Serb leader", "Bosnian"),
        ("the Turkish Cypriots", "Cypriots"),
        ("In Kosovo Serbian officials said", "Serbian"),
        ("the Egyptian Foreign Ministry", "Egyptian"),
    ] {
        assert_eq!(part(text, name, FormKind::Demonym), None, "{text}");
    }
    assert_eq!(
        part("the Russian Security Council", "Security Council", FormKind::Name),
        Some(Absorbed::OtherName)
    );
    assert_eq!(part("the UN Security Council", "Security Council", FormKind::Name), None);
    assert_eq!(part("In Ukraine President Zelensky", "Ukraine", FormKind::Name), None);
    assert_eq!(part("日本海", "日本", FormKind::Name), Some(Absorbed::OtherName));
    assert_eq!(part("日本の", "日本", FormKind::Name), None);
}

#[test]
fn surnames_and_names_before_them() {
    let surname = |text, name| part(text, name, FormKind::Surname);
    for (text, name) in [
        ("the banker Igor Putin", "Putin"),
        ("the Putin family", "Putin"),
        ("daughter, Park Geun-hye, was", "Park"),
        ("over the hills of Bukhansan National Park", "Park"),
    ] {
        assert_eq!(surname(text, name), Some(Absorbed::PersonName), "{text}");
    }
    for (text, name) in [
        ("as President Putin said", "Putin"),
        ("the Russian Putin", "Putin"),
        ("on Tuesday. Kim said", "Kim"),
        ("Then Putin spoke", "Putin"),
        ("what Putin said on", "Putin"),
    ] {
        assert_eq!(surname(text, name), None, "{text}");
    }
    assert_eq!(part("and Huckleberry Finn is", "Finn", FormKind::Demonym), Some(Absorbed::PersonName));
    let later = "for Michael Jordan or for Jordan";
    let at = later.rfind("Jordan").expect("there");
    assert_eq!(at_place(later, at, later.len() - at, FormKind::Name), Some(Absorbed::PersonName));
}

#[test]
fn languages_in_lists_and_sentences() {
    let demonym = |text, name| part(text, name, FormKind::Demonym);
    for (text, name) in [
        ("in English, Russian and Ukrainian, and lawyers", "Ukrainian"),
        ("in English, Russian and Ukrainian, and lawyers", "Russian"),
        ("is translated from Hungarian.", "Hungarian"),
        ("the keyboard is set to Russian.", "Russian"),
        ("where Somali is an official language", "Somali"),
        ("the language is called Macedonian", "Macedonian"),
        ("Russian and Korean speakers", "Russian"),
    ] {
        assert_eq!(demonym(text, name), Some(Absorbed::Language), "{text}");
    }
    for (text, name) in [
        ("in Russian and Ukrainian hands", "Russian"),
        ("in Italian-built boats", "Italian"),
        ("who speaks to a Russian.", "Russian"),
        ("it was Dutch until then", "Dutch"),
        ("the language of French diplomacy", "French"),
    ] {
        assert_eq!(demonym(text, name), None, "{text}");
    }
}

#[test]
fn towns_by_words_of_travel() {
    let town = |text, name| part(text, name, FormKind::Metonym);
    for (text, name) in [
        ("flights to Moscow were", "Moscow"),
        ("a train from Moscow to Beijing", "Moscow"),
        ("a train from Moscow to Beijing", "Beijing"),
        ("in Kyiv and Moscow they", "Moscow"),
        ("a visit to Tokyo and Beijing afterwards", "Beijing"),
        ("hills north of Seoul are", "Seoul"),
        ("a Brussels hotel", "Brussels"),
        ("she left Tehran", "Tehran"),
    ] {
        assert_eq!(town(text, name), Some(Absorbed::Town), "{text}");
    }
    for (text, name) in [
        ("between Washington and Moscow", "Moscow"),
        ("a message to Moscow", "Moscow"),
        ("traced to Moscow", "Moscow"),
        ("pressure from Washington", "Washington"),
        ("In London, Moscow is", "Moscow"),
        ("withdrew at the end of March. Moscow then", "Moscow"),
    ] {
        assert_eq!(town(text, name), None, "{text}");
    }
}

#[test]
fn the_nearer_word_says_which_place() {
    let page =
        "Atlanta is in Georgia. Ukraine, Georgia and Moldova asked. Tbilisi is the capital of Georgia.";
    let places: Vec<_> = page
        .match_indices("Georgia")
        .map(|(at, name)| at_place(page, at, name.len(), FormKind::Name))
        .collect();
    assert_eq!(places, [Some(Absorbed::OtherPlace), None, None]);
    let british = "goods go from Northern Ireland to Great Britain by sea";
    assert_eq!(part(british, "Great Britain", FormKind::Name), Some(Absorbed::OtherPlace));
    assert_eq!(part("Great Britain won", "Great Britain", FormKind::Name), None);
}
