import Faults
import StrictJSON
import Terminal

/// A noun of the command line with its verbs: `booth printer list`. Each family stands in a file of its own.
struct Family: Sendable {
    struct Verb: Sendable {
        /// The last word of the command's name is the verb.
        let command: Command
        let run: @Sendable (Arguments) async throws -> ExitStatus
    }

    let name: String
    let summary: String
    let verbs: [Verb]

    /// All there are, in the order of the help.
    static let all: [Family] = [
        run, kiosk, web, ctl, status, demo, event, sessions, outbox, destination, camera, printer, print, doctor,
    ]
}

extension Family {
    /// Runs what the words ask for; without a known verb it tells which there are.
    static func run(_ words: ArraySlice<String>) async throws -> ExitStatus {
        var rest = words
        guard let noun = rest.popFirst(), !["--help", "-h", "help"].contains(noun) else {
            try Console.out(overview)
            return words.isEmpty ? .usage : .done
        }
        guard noun != "--version" else {
            try Console.out("booth \(boothkitVersion)\n")
            return .done
        }
        guard let family = all.first(where: { $0.name == noun }) else { throw unknown(noun, among: all.map(\.name)) }
        // A family of one verb is that verb: `booth print FILE`.
        if family.verbs.count == 1 { return try await family.verbs[0].run(with: rest) }
        guard let word = rest.popFirst(), !["--help", "-h", "help"].contains(word) else {
            try Console.out(family.overview)
            return words.count > 1 ? .done : .usage
        }
        guard let verb = family.verbs.first(where: { $0.command.verb == word }) else {
            throw unknown(word, of: noun, among: family.verbs.map(\.command.verb))
        }
        return try await verb.run(with: rest)
    }

    /// Two words the wrong way round, or one that is meant for another noun, are told as well as a slip of the finger.
    private static func unknown(_ word: String, of noun: String? = nil, among known: [String]) -> TerminalError {
        let place = noun.map { "booth \($0): " } ?? ""
        let elsewhere = all.first { family in
            family.verbs.contains { $0.command.verb == word } && family.verbs.count > 1
        }
        let near = nearest(to: word, among: known).map { "did you mean \($0)?" }
        let other = elsewhere.map { "did you mean booth \($0.name) \(word)?" }
        return .usage(
            "\(place)\"\(word)\": unknown", remedy: near ?? other ?? "there are \(known.joined(separator: ", "))")
    }

    /// The command that the words ask for, as far as there is one: "booth event new".
    static func name(of words: ArraySlice<String>) -> String {
        guard let family = all.first(where: { $0.name == words.first }) else { return "booth" }
        let verb = family.verbs.first { $0.command.verb == words.dropFirst().first }
        return (family.verbs.count == 1 ? family.verbs.first : verb)?.command.name ?? "booth \(family.name)"
    }

    private static var overview: String {
        "usage: booth NOUN VERB …    booth --version\n\n" + all.map { "  \($0.name)\t\($0.summary)\n" }.joined()
    }

    private var overview: String {
        "usage: booth \(name) VERB …\n\n" + verbs.map { "  \($0.command.verb)\t\($0.command.summary)\n" }.joined()
    }
}

extension Family.Verb {
    fileprivate func run(with words: ArraySlice<String>) async throws -> ExitStatus {
        let arguments = try command.parse(words)
        guard !arguments.wantsHelp else {
            try Console.out(command.helpText)
            return .done
        }
        return try await run(arguments)
    }
}
