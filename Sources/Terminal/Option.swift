/// One option of a command. `Value` is what `Arguments` gives for it: whether a flag was set, the one value, or all of
/// them.
public struct Option<Value>: Sendable {
    let declaration: OptionDeclaration
}

extension Option where Value == Bool {
    public static func flag(_ name: String, short: Character? = nil, _ help: String) -> Self {
        Self(declaration: OptionDeclaration(name: name, short: short, kind: .flag, value: "", help: help))
    }
}

extension Option where Value == String? {
    /// At most once; `value` is its name in the help: `FILE`.
    public static func single(_ name: String, short: Character? = nil, _ value: String, _ help: String) -> Self {
        Self(declaration: OptionDeclaration(name: name, short: short, kind: .single, value: value, help: help))
    }
}

extension Option where Value == [String] {
    /// Any number of times, with one value each.
    public static func repeated(_ name: String, short: Character? = nil, _ value: String, _ help: String) -> Self {
        Self(declaration: OptionDeclaration(name: name, short: short, kind: .repeated, value: value, help: help))
    }

    /// Takes all that follows up to the next option, at least one; `--name=VALUE` takes only that one.
    public static func list(_ name: String, short: Character? = nil, _ value: String, _ help: String) -> Self {
        Self(declaration: OptionDeclaration(name: name, short: short, kind: .list, value: value, help: help))
    }
}

/// An option without its type, as parser and help see it.
struct OptionDeclaration: Sendable {
    enum Kind { case flag, single, repeated, list }

    let name: String
    let short: Character?
    let kind: Kind
    let value: String
    let help: String

    var long: String { "--" + name }

    /// `-o, --output FILE`, `--value KEY=VALUE`, `--set DIR…`.
    var spelling: String {
        let names = short.map { "-\($0), \(long)" } ?? "    \(long)"
        return switch kind {
        case .flag: names
        case .single, .repeated: "\(names) \(value)"
        case .list: "\(names) \(value)…"
        }
    }
}

/// Options that stand together in the help under a title.
public struct OptionSection: Sendable {
    let title: String
    let options: [OptionDeclaration]

    public init<each Value>(_ title: String, _ options: repeat Option<each Value>) {
        self.title = title
        var declarations: [OptionDeclaration] = []
        for option in repeat each options { declarations.append(option.declaration) }
        self.options = declarations
    }
}
