import StrictJSON

/// What a command accepts: the source of both its parser and its help. `-h` and `--help` are always there.
///
///     let output = Option.single("output", short: "o", "FILE", "where the picture goes")
///     let command = Command("render", …, sections: [OptionSection("Format", output)], takesArguments: true)
///     let arguments = try command.parse(CommandLine.arguments.dropFirst())
///     arguments[output]
public struct Command: Sendable {
    public struct Example: Sendable {
        let line: String
        let purpose: String

        public init(_ line: String, _ purpose: String) {
            self.line = line
            self.purpose = purpose
        }
    }

    private static let help = Option.flag("help", short: "h", "show this help")

    public let name: String
    public let summary: String
    let usages: [String]
    /// The given ones, and the one with the help.
    let sections: [OptionSection]
    let takesArguments: Bool
    let examples: [Example]
    private let options: [OptionDeclaration]

    /// `usages` are the forms of the command line without the name. With `takesArguments` there may be words that
    /// belong to no option.
    public init(
        _ name: String, _ summary: String, usages: [String], sections: [OptionSection], takesArguments: Bool,
        examples: [Example] = []
    ) {
        self.name = name
        self.summary = summary
        self.usages = usages
        self.sections = sections + [OptionSection("Help", Self.help)]
        self.takesArguments = takesArguments
        self.examples = examples
        options = self.sections.flatMap(\.options)
        precondition(Set(options.map(\.name)).count == options.count, "an option stands twice in \(name)")
        let shorts = options.compactMap(\.short)
        precondition(Set(shorts).count == shorts.count, "a short option stands twice in \(name)")
    }

    /// The last word of the name: "list" of "booth printer list".
    public var verb: String { name.split(separator: " ").last.map(String.init) ?? name }

    /// Options may stand anywhere before `--`; what follows it is arguments only. A value that starts with `-` is
    /// written `--name=-value`; `-` alone is a value. With `--help` nothing else is checked.
    public func parse(_ words: ArraySlice<String>) throws(TerminalError) -> Arguments {
        var arguments = Arguments()
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            arguments.wantsHelp = true
            return arguments
        }
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                for word in rest { try take(argument: word, into: &arguments) }
                break
            }
            guard Self.isOption(word) else {
                try take(argument: word, into: &arguments)
                continue
            }
            let (option, value) = try split(word)
            try take(option, value, &rest, into: &arguments)
        }
        return arguments
    }

    private func take(argument: String, into arguments: inout Arguments) throws(TerminalError) {
        guard takesArguments else { throw .superfluousArgument(argument) }
        arguments.words.append(argument)
    }

    private func take(
        _ option: OptionDeclaration, _ value: String?, _ rest: inout ArraySlice<String>, into arguments: inout Arguments
    ) throws(TerminalError) {
        var values: [String] = []
        if let value {
            guard option.kind != .flag else { throw .superfluousValue(option: option.long) }
            values = [value]
        } else if option.kind == .list {
            while let next = rest.first, !Self.isOption(next) { values.append(rest.removeFirst()) }
        } else if option.kind != .flag, let next = rest.first, !Self.isOption(next) {
            values = [rest.removeFirst()]
        }
        guard option.kind == .flag || !values.isEmpty else {
            throw .missingValue(option: option.long, value: option.value)
        }
        guard option.kind != .single || arguments.values[option.name] == nil else {
            throw .givenTwice(option: option.long)
        }
        arguments.values[option.name, default: []] += values
    }

    /// `--name`, `--name=value`, `-n`, `-nvalue`.
    private func split(_ word: String) throws(TerminalError) -> (OptionDeclaration, String?) {
        if word.hasPrefix("--") {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if let option = options.first(where: { $0.name == parts[0] }) {
                return (option, parts.count > 1 ? String(parts[1]) : nil)
            }
            let near = nearest(to: String(parts[0]), among: options.map(\.name))
            throw .unknownOption("--" + parts[0], nearest: near.map { "--" + $0 })
        }
        let value = word.dropFirst(2)
        if let option = options.first(where: { $0.short == word.dropFirst().first }),
            option.kind != .flag || value.isEmpty
        {
            return (option, value.isEmpty ? nil : String(value))
        }
        // `-output` is more often a long option with one hyphen too few.
        let near = nearest(to: String(word.dropFirst()), among: options.map(\.name))
        throw .unknownOption(word, nearest: near.map { "--" + $0 })
    }

    /// Numbers below zero are values, and a lone stroke stands for standard input.
    private static func isOption(_ word: String) -> Bool {
        word.hasPrefix("-") && word.dropFirst().contains { !$0.isNumber && !".,".contains($0) }
    }
}
