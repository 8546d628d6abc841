internal import Terminal

/// What the command line asks for.
struct Options {
    var rounds: Int
    /// Keys of rows; empty means all.
    var only: Set<String>
    var json: Bool
    /// Renders of a soak; nil measures instead.
    var soak: Int?
    var quality: Bool
    /// A queue of CUPS on which prints are timed.
    var print: String?
    /// What pages cost a booth, and those who wait for them.
    var web: Bool
    /// What films cost beside their encoder.
    var motion: Bool
    var wantsHelp: Bool

    private static let rounds = Option.single(
        "rounds", "N", "rounds that count, after one that warms up (5)")
    private static let only = Option.repeated(
        "only", "KEYS", "some of \(Bench.keys.joined(separator: ","))")
    private static let json = Option.flag("json", "the result as JSON")
    private static let soak = Option.single(
        "soak", "N",
        "N renders in one process; status 1 when memory grows by more than \(Soak.tolerance.fixed(0)) %"
    )
    private static let quality = Option.flag(
        "quality", "score the pictures with bench/quality.py; PYTHON names the interpreter")
    private static let print = Option.single(
        "print", "QUEUE",
        "how long until CUPS has a 4x6: a queue of CUPS_SERVER, which prints 2N + 2 of them")
    private static let web = Option.flag(
        "web",
        "pages: requests a second, memory, a crowd beside sessions, lists of 100,000 sessions beside a booth"
    )

    private static let motion = Option.flag(
        "motion", "films beside what encoding their finished frames costs by itself")

    static let command = Command(
        "bench",
        "Measures CPU time against what decoding the captures and encoding the result cost by themselves.",
        usages: [
            "[--rounds N] [--only KEYS] [--json]", "--soak N", "--quality", "--print QUEUE [--rounds N]",
            "--web", "--motion [--rounds N]",
        ],
        sections: [
            OptionSection("The table", rounds, only, json),
            OptionSection("Other measurements", soak, quality, print, web, motion),
        ],
        takesArguments: false)

    init(_ words: ArraySlice<String>) throws(TerminalError) {
        let arguments = try Self.command.parse(words)
        rounds = try arguments.int(Self.rounds, in: 1...1000) ?? 5
        only = Set(arguments[Self.only].flatMap { $0.split(separator: ",") }.map(String.init))
        guard only.isSubset(of: Bench.keys) else {
            throw .unexpected(
                option: "--only", expected: "some of \(Bench.keys.joined(separator: ","))",
                found: only.sorted().joined(separator: ","))
        }
        json = arguments[Self.json]
        soak = try arguments.int(Self.soak, in: 20...1_000_000)
        quality = arguments[Self.quality]
        print = arguments[Self.print]
        web = arguments[Self.web]
        motion = arguments[Self.motion]
        wantsHelp = arguments.wantsHelp
    }
}
