/// The one of `known` that `word` is most likely a misspelling of, or nil when none is close: at most a third of its
/// letters wrong, missing, added, or swapped with their neighbour. Case does not count.
public func nearest(to word: String, among known: some Sequence<String>) -> String? {
    // Nobody misspells a novel: the comparison costs the product of both lengths.
    guard word.unicodeScalars.count <= 64 else { return nil }
    let letters = Array(word.lowercased().unicodeScalars)
    let limit = max(1, letters.count / 3)
    return known.lazy
        .map { (name: $0, letters: Array($0.lowercased().unicodeScalars)) }
        .filter { abs($0.letters.count - letters.count) <= limit && $0.letters.count > 1 }
        .map { (name: $0.name, distance: distance(letters, $0.letters)) }
        .filter { $0.distance <= limit }
        .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
        .name
}

/// Optimal string alignment (Damerau-Levenshtein without edits of swapped pairs), three rows of the table at a time.
private func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in 1...max(1, left.count) where !left.isEmpty {
        var current = [row]
        for column in 1...max(1, right.count) where !right.isEmpty {
            let same = left[row - 1] == right[column - 1]
            var cost = min(above[column] + 1, current[column - 1] + 1, above[column - 1] + (same ? 0 : 1))
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                cost = min(cost, before[column - 2] + 1)
            }
            current.append(cost)
        }
        (before, above) = (above, current)
    }
    return above[right.count]
}
