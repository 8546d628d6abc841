/// Which of `choices` somebody means who typed `text`: the word itself, in whatever case, its number counted from 1 where
/// no choice begins with a digit, or how it begins. What fits none of them, or several, comes back without the spaces
/// around it.
func meant(by text: String, among choices: [String]) -> String {
    let word = String(Substring(text).trimmed)
    let small = word.lowercased()
    if choices.contains(word) { return word }
    let same = choices.filter { $0.lowercased() == small }
    if same.count == 1 { return same[0] }
    // Numbers stand for themselves.
    guard !word.isEmpty, !choices.allSatisfy({ Int($0) != nil }) else { return word }
    if let number = Int(word), (1...choices.count).contains(number),
        !choices.contains(where: { $0.first?.isNumber == true })
    {
        return choices[number - 1]
    }
    let begun = choices.filter { $0.lowercased().hasPrefix(small) }
    return begun.count == 1 ? begun[0] : word
}

extension Substring {
    var trimmed: Substring {
        let start = drop { $0 == " " }
        return start.lastIndex { $0 != " " }.map { start[...$0] } ?? ""
    }
}
