import Faults
import Foundation
import Imaging
import Testing

@testable import Compositor

@Suite struct TokenTests {
    private static let moment = CaptureTime(exif: "2026:06:04 20:05:09", offset: "+02:00")

    private func text(_ pattern: String, _ given: [String: String] = [:], moment: CaptureTime? = nil) throws -> String {
        var values = Values()
        for (key, value) in given { try values.set(key, to: value) }
        values.moment = moment ?? values.moment
        return try Tokens(parsing: pattern).resolved(with: values)
    }

    @Test(arguments: [
        ("event.name", "Emma & Noah"), ("event.date", "14 June"), ("session.number", "47"), ("session.id", "6f1e"),
        ("survey.email", "a@example.com"), ("share.url", "https://example.com/s/1"), ("value.table", "12"),
    ])
    func `a token is what was given, its default or nothing`(key: String, value: String) throws {
        #expect(try text("<{\(key)}>", [key: value]) == "<\(value)>")
        #expect(try text("<{\(key)}>") == "<>")
        #expect(try text("<{\(key)|Our party}>") == "<Our party>")
        #expect(try text("<{\(key)|Our party}>", [key: value]) == "<\(value)>")
        #expect(try text("<{\(key)|Our party}>", [key: ""]) == "<Our party>")
    }

    @Test func `a bare key is one of the operator's own values`() throws {
        #expect(try text("{value.table}", ["table": "12"]) == "12")
        #expect(try text("{value.layout.name}", ["value.layout.name": "a"]) == "a")
    }

    @Test(arguments: [
        ("a{{b}}c", "a{b}c"), ("{{{value.a}}}", "{1}"), ("{{}}", "{}"), ("", ""),
        ("100 % | plain: text", "100 % | plain: text"),
        ("{value.a|x|y}{value.b|x|y}", "1x|y"), ("{value.b|}", ""), ("{value.b|a:b}", "a:b"),
        ("{value.a}{value.a}", "11"),
        ("ünï {value.a} 漢", "ünï 1 漢"),
    ])
    func `braces and defaults`(pattern: String, wanted: String) throws {
        #expect(try text(pattern, ["a": "1"]) == wanted)
    }

    @Test func `what a guest wrote is text, not a pattern`() throws {
        #expect(try text("{survey.name}", ["survey.name": "{event.name} {{"]) == "{event.name} {{")
    }

    @Test(arguments: [
        ("{}", "unknown token {}"), ("{name}", "unknown token {name}"), ("{survey.}", "unknown token {survey.}"),
        ("{value}", "unknown token {value}"), ("{Event.name}", "unknown token {Event.name}"),
        ("{ event.name }", "unknown token { event.name }"), ("{event.name:upper}", "{event.name} takes no format"),
        ("{date:}", "{date:} has no pattern"), ("a {event.name", #""{" without "}""#), ("a } b", #""}" without "{""#),
        ("{{{", #""{" without "}""#),
    ])
    func `a token that cannot be is an error`(pattern: String, wanted: String) {
        let error = #expect(throws: TokenError.self) { try Tokens(parsing: pattern) }
        #expect(error?.problem.hasPrefix(wanted) == true, "\(error?.problem ?? "")")
    }

    /// Patterns of Unicode TR 35.
    @Test(arguments: [
        ("{date}", "en", "4 June 2026"), ("{date:d MMMM yyyy}", "de-AT", "4 Juni 2026"), ("{date:EEEE}", "fr", "jeudi"),
        ("{date:dd.MM.yy}", "en", "04.06.26"), ("{time}", "en", "20:05"), ("{time:h:mm a}", "en", "8:05 PM"),
        ("{time:HH'h'mm:ss}", "en", "20h05:09"), ("{date:d MMMM yyyy|soon}", "en", "4 June 2026"),
        ("{date:MMM}", "es", "jun"), ("{date:yyyy-MM-dd}T{time:HH:mm}", "en", "2026-06-04T20:05"),
    ])
    func `dates and times by pattern and language`(pattern: String, locale: String, wanted: String) throws {
        var values = Values()
        (values.moment, values.locale) = (Self.moment, locale)
        #expect(try Tokens(parsing: pattern).resolved(with: values) == wanted)
    }

    @Test func `a token may stand for its being there`() throws {
        var values = Values()
        try values.set("place", to: "Vienna")
        func shown(_ pattern: String) throws -> String { try Tokens(parsing: pattern).resolved(with: values) }
        #expect(try shown("{value.place?in |at home}{value.place}") == "in Vienna")
        #expect(try shown("{share.url?Scan the code!}") == "" && shown("{share.url?Scan!|Ask us.}") == "Ask us.")
        #expect(try shown("{value.place?}") == "" && shown("{share.url|what?}") == "what?")
    }

    @Test func `a date that is not known has its default`() throws {
        #expect(try text("{date}{time}") == "" && text("{date:d MMM|tonight}") == "tonight")
    }

    private static let zones: [(zone: String?, offset: String?, time: String)] = [
        ("Europe/Vienna", "+02:00", "20:05"), ("UTC", "+02:00", "18:05"), ("Asia/Tokyo", "+02:00", "03:05"),
        ("America/New_York", "+02:00", "14:05"), ("Asia/Tokyo", nil, "20:05"), (nil, "+02:00", "20:05"),
    ]

    @Test(arguments: zones)
    func `a time zone moves what has an offset, and nothing else`(zone: String?, offset: String?, wanted: String) throws
    {
        var values = Values()
        values.moment = CaptureTime(exif: "2026:06:04 20:05:09", offset: offset)
        values.timeZone = zone
        #expect(try Tokens(parsing: "{time}").resolved(with: values) == wanted)
        let isNextDay = zone == "Asia/Tokyo" && offset != nil
        #expect(try Tokens(parsing: "{date:d}").resolved(with: values) == (isNextDay ? "5" : "4"))
    }

    @Test(arguments: [
        ("2026-06-14", "2026-06-14 00:00"), ("2026-06-14T20:15", "2026-06-14 20:15"),
        ("2026-06-14 20:15:30", "2026-06-14 20:15"),
        ("2026-06-14T20:15:30Z", "2026-06-14 20:15"), ("2026-06-14T20:15:30+05:30", "2026-06-14 20:15"),
    ])
    func `a moment may be given`(value: String, wanted: String) throws {
        for key in ["date", "time"] { #expect(try text("{date:yyyy-MM-dd} {time}", [key: value]) == wanted) }
    }

    @Test(arguments: ["yesterday", "2026-13-01", "2026-02-30", "14.6.2026", "2026-06-14T25:00", ""])
    func `a moment that is none is an error`(value: String) {
        let error = #expect(throws: CompositorError.self) { try text("", ["date": value]) }
        #expect(error?.description == "value date: \"\(value)\" is no time such as 2026-06-14T20:15:00")
    }

    @Test func `values have limits`() throws {
        #expect(throws: CompositorError.self) { try text("", ["": "a"]) }
        #expect(throws: CompositorError.self) { try text("", ["a": String(repeating: "a", count: 4_001)]) }
        #expect(try text("{value.a}", ["a": String(repeating: "a", count: 4_000)]).count == 4_000)
    }

    @Test func `merging keeps what only one side has`() throws {
        var (event, job) = (Values(), Values())
        try event.set("event.name", to: "A")
        try event.set("table", to: "1")
        event.moment = Self.moment
        try job.set("table", to: "2")
        let merged = event.merging(job)
        #expect(merged.texts == ["event.name": "A", "value.table": "2"] && merged.moment == Self.moment)
    }

    @Test func `the name of the layout is always known, and set by nobody else`() throws {
        let scratch = try Scratch()
        let layout = try scratch.layout(
            200, 50, #""name": "Strip", "texts": [{ "text": "{layout.name}", "x": 0, "y": 0, "w": 200, "h": 50 }]"#)
        var values = Values()
        try values.set("layout.name", to: "other")
        #expect(try scratch.composition(layout, values: values).texts().texts == ["Strip"])
    }

    /// The table for people is the list of tokens that there are.
    @Test func `every row of the documented table works`() throws {
        let readme = try String(contentsOfFile: Project.layouts + "/README.md", encoding: .utf8)
        let table = try #require(readme.split(separator: "### Tokens").last?.split(separator: "###").first)
        let tokens = table.split(separator: "\n").filter { $0.hasPrefix("| `{") }
            .flatMap { $0.split(separator: "|")[0].matches(of: /`(\{[^`]+\})`/).map { String($0.1) } }
        #expect(tokens.count == 12)
        for token in tokens { #expect(throws: Never.self) { try Tokens(parsing: token) } }
        let documented = Set(
            tokens.map { $0.dropFirst().dropLast().split(separator: ":")[0].replacing("KEY", with: "") })
        #expect(documented.map { String($0) }.sorted() == (Values.fixed + Values.open).sorted())
    }
}
