import Faults
import Testing

@testable import Terminal

private let output = Option.single("output", short: "o", "FILE", "where the picture goes")
private let jobs = Option.single("jobs", "N", "how many at once")
private let value = Option.repeated("value", "KEY=VALUE", "a value for a token")
private let set = Option.list("set", "DIR", "folders of captures")
private let quiet = Option.flag("quiet", short: "q", "say less")

private let command = Command(
    "render", "Composes captures.", usages: ["CAPTURE… [-o FILE]"],
    sections: [OptionSection("Main", output, jobs, value, set, quiet)], takesArguments: true)

private func parse(_ words: String...) throws(TerminalError) -> Arguments {
    try command.parse(words[...])
}

@Suite struct CommandTests {
    @Test(arguments: [
        ["--output", "a.jpg"], ["--output=a.jpg"], ["-o", "a.jpg"], ["-oa.jpg"], ["x", "-o", "a.jpg", "y"],
    ])
    func `a single option has its value in every spelling`(words: [String]) throws {
        let arguments = try command.parse(words[...])
        #expect(arguments[output] == "a.jpg")
        #expect(arguments.words == words.filter { $0 == "x" || $0 == "y" })
    }

    @Test func `what is not given is nil, empty or false`() throws {
        let arguments = try parse()
        #expect(arguments[output] == nil && arguments[value].isEmpty && arguments[set].isEmpty && !arguments[quiet])
        #expect(arguments.words.isEmpty && !arguments.wantsHelp)
    }

    @Test func `repeated options gather, flags may repeat`() throws {
        let arguments = try parse("--value", "a=1", "--quiet", "--value=b=2=3", "-q", "--value=")
        #expect(arguments[value] == ["a=1", "b=2=3", ""])
        #expect(arguments[quiet])
    }

    @Test func `a list takes all up to the next option`() throws {
        let arguments = try parse(
            "x", "--set", "d1", "d2", "-o", "out", "y", "--set=d3", "z", "--set", "d4", "--", "d5")
        #expect(arguments[set] == ["d1", "d2", "d3", "d4"])
        #expect(arguments.words == ["x", "y", "z", "d5"])
    }

    @Test func `after two hyphens nothing is an option, and one hyphen is a value`() throws {
        let arguments = try parse("-o", "-", "-", "--", "--quiet", "--", "-h")
        #expect(arguments[output] == "-" && !arguments[quiet] && !arguments.wantsHelp)
        #expect(arguments.words == ["-", "--quiet", "--", "-h"])
    }

    @Test func `a value may start with a hyphen when it is glued on`() throws {
        #expect(try parse("--output=-x")[output] == "-x")
        #expect(try parse("-o-x")[output] == "-x")
    }

    @Test(arguments: [["--help"], ["-h"], ["--bogus", "--output", "-h"]])
    func `help wins over every mistake`(words: [String]) throws {
        #expect(try command.parse(words[...]).wantsHelp)
    }

    @Test(arguments: [
        (["--outptu", "a"], "--outptu: unknown option; did you mean --output?"),
        (["-x"], "-x: unknown option"), (["--zzzzzz=1"], "--zzzzzz: unknown option"),
        (["-quiet"], "-quiet: unknown option; did you mean --quiet?"), (["---"], "---: unknown option"),
        (["--output"], "--output: needs FILE"), (["-o"], "--output: needs FILE"),
        (["-o", "-q"], "--output: needs FILE"), (["--output", "--", "x"], "--output: needs FILE"),
        (["--set", "--quiet"], "--set: needs DIR"), (["--value"], "--value: needs KEY=VALUE"),
        (["--quiet=1"], "--quiet: takes no value"),
        (["-o", "a", "--output", "b"], "--output: given twice"),
    ])
    func `says what is wrong`(words: [String], message: String) {
        let error = #expect(throws: TerminalError.self) { try command.parse(words[...]) }
        #expect(error?.description == message && error?.status == .usage)
    }

    @Test func `arguments are refused where a command takes none`() {
        let bare = Command("x", "", usages: [""], sections: [], takesArguments: false)
        #expect(throws: TerminalError.superfluousArgument("a")) { try bare.parse(["a"]) }
        #expect(throws: TerminalError.superfluousArgument("b")) { try bare.parse(["--", "b"]) }
    }

    @Test func `a subcommand parses the rest of the words`() throws {
        let words = ["booth", "print", "-o", "x"]
        #expect(try command.parse(words.dropFirst(2))[output] == "x")
    }

    @Test(arguments: [("1", 1), ("64", 64)])
    func `a number within its range is taken`(text: String, number: Int) throws {
        #expect(try parse("--jobs", text).int(jobs, in: 1...64) == number)
    }

    @Test(arguments: ["0", "65", "", "1.5", "two", "99999999999999999999"])
    func `any other number is refused`(text: String) throws {
        let arguments = try parse("--jobs=" + text)
        #expect(
            throws: TerminalError.unexpected(
                option: "--jobs", expected: "a whole number from 1 to 64", found: text)
        ) {
            try arguments.int(jobs, in: 1...64)
        }
        #expect(try parse().int(jobs, in: 1...64) == nil)
    }
}
