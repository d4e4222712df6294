//! "Did you mean": the candidates nearest to a misspelt word.

/// At most three candidates within a third of the word's length in edits, nearest first.
///
/// The distance is optimal string alignment (Damerau-Levenshtein with adjacent transpositions).
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let folded = word.to_lowercase();
    let letters: Vec<char> = folded.chars().collect();
    let limit = (letters.len() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter(|candidate| candidate.chars().count().abs_diff(letters.len()) <= limit)
        .map(|candidate| (distance(&letters, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// The line of help for a misspelt word; empty when nothing is near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    match nearest(word, candidates).as_slice() {
        [] => String::new(),
        [one] => format!("did you mean `{one}`?"),
        [first, second] => format!("did you mean `{first}` or `{second}`?"),
        [first, second, third, ..] => format!("did you mean `{first}`, `{second}` or `{third}`?"),
    }
}

fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let width = candidate.len() + 1;
    let mut rows: Vec<Vec<usize>> = vec![(0..width).collect()];
    for (i, a) in word.iter().enumerate() {
        let mut row = vec![i + 1; width];
        for (j, b) in candidate.iter().enumerate() {
            let mut best = (rows[i][j + 1] + 1).min(row[j] + 1).min(rows[i][j] + usize::from(a != b));
            if i > 0 && j > 0 && *a == candidate[j - 1] && word[i - 1] == *b {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row[j + 1] = best;
        }
        rows.push(row);
    }
    rows[word.len()][width - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_transpositions() {
        let ids = ["north-korea", "south-korea", "russia", "iran"];
        assert_eq!(nearest("noth-korea", ids), ["north-korea", "south-korea"]);
        assert_eq!(nearest("rusisa", ids), ["russia"]);
        assert_eq!(did_you_mean("xyz", ids), "");
        assert_eq!(did_you_mean("Russia", ids), "did you mean `russia`?");
    }
}
