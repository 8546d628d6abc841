/// What a command line said.
public struct Arguments: Sendable {
    public internal(set) var wantsHelp = false
    /// Those that belong to no option, in order.
    public internal(set) var words: [String] = []
    var values: [String: [String]] = [:]

    /// The long names of the options that were given, sorted: `["animation", "set"]`.
    public var optionNames: [String] { values.keys.sorted() }

    public subscript(option: Option<Bool>) -> Bool { values[option.declaration.name] != nil }
    public subscript(option: Option<String?>) -> String? { values[option.declaration.name]?.first }
    public subscript(option: Option<[String]>) -> [String] { values[option.declaration.name] ?? [] }

    /// KEY=VALUE, each time the option was given; the value may hold further "=".
    public func pairs(_ option: Option<[String]>) throws(TerminalError) -> [(key: String, value: String)] {
        var pairs: [(String, String)] = []
        for text in self[option] {
            let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else {
                throw .usage("\(option.declaration.long) \(text): expected KEY=VALUE")
            }
            pairs.append((String(sides[0]), String(sides[1])))
        }
        return pairs
    }

    /// A whole number; nil when the option was not given.
    public func int(_ option: Option<String?>, in range: ClosedRange<Int>) throws(TerminalError) -> Int? {
        guard let text = self[option] else { return nil }
        guard let int = Int(text), range.contains(int) else {
            throw .unexpected(
                option: option.declaration.long,
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)", found: text)
        }
        return int
    }
}
