import Foundation
import Imaging
import Testing

@Suite struct BatchTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    @Test func `each set goes into files called like its folder`() throws {
        for name in ["cards/anna", "cards/ben"] { try studio.makeSet(name) }
        let run = try studio.render("--layout", "duo", "--set", "cards/anna", "cards/ben/", "--into", "new/prints")
        #expect(run.status == 0 && run.err.isEmpty)
        #expect(run.lines == ["anna.jpg", "anna.gif", "ben.jpg", "ben.gif"].map { "new/prints/" + $0 })
        #expect(run.lines.allSatisfy(studio.exists))
        let again = try studio.render("--layout", "duo", "--set", "cards/anna", "cards/ben/", "--into", "new/prints")
        #expect(again.lines == run.lines.map { $0 + " (up to date)" })
    }

    @Test func `a layout without an animation gives no GIF`() throws {
        try studio.makeSet("anna")
        try studio.write(Layouts.single(), "single/layout.json")
        let run = try studio.render("--layout", "single", "--set", "anna", "--into", "prints", "--quiet")
        #expect(run.status == 0 && run.err.isEmpty && run.lines == ["prints/anna.jpg"])
    }

    @Test func `a set is its pictures in natural order, without hidden files, raw twins and what is no picture`() throws
    {
        for name in ["IMG_10.JPG", "IMG_9.jpg", "img_2.jpg"] { try studio.copy("1.jpg", to: "set/" + name) }
        for name in ["IMG_9.CR2", "._IMG_1.jpg", ".hidden.jpg", "notes.txt", "sub/IMG_1.jpg"] {
            try studio.write("no picture", "set/" + name)
        }
        let run = try studio.render("--layout", "duo", "--set", "set", "--into", "out", "--json", "--quiet")
        #expect(run.status == 0 && run.err.isEmpty)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        #expect(rows.count == 2)
        #expect(rows[0]["captures"] as? [String] == ["set/img_2.jpg", "set/IMG_9.jpg", "set/IMG_10.JPG"])
    }

    @Test func `a set given as a dot is called like the folder`() throws {
        try studio.makeSet("anna")
        try studio.write(Layouts.duo, "anna/layout/layout.json")
        try studio.copy("duo/frame.png", to: "anna/layout/frame.png")
        let inside = try Program.run(
            ["-C", studio.path("anna"), Program.path, "--layout", "layout", "--set", ".", "--into", "../prints"],
            in: studio, program: "/usr/bin/env")
        #expect(
            inside.status == 0 && inside.err.isEmpty && inside.lines == ["../prints/anna.jpg", "../prints/anna.gif"])
    }

    @Test(arguments: ["file", "standard input"], ["\n", "\r\n"])
    func `job lines come from a file or from standard input, with any line ends`(from: String, end: String) throws {
        let text = [
            #"{"captures": ["1.jpg", "2.jpg"], "output": "a.jpg", "values": {"table": 7}}"#, "",
            #"{"captures": ["2.jpg", "1.jpg"], "animation": "b.gif", "effects": [{"name": "sepia", "strength": 0.5}]}"#,
        ].joined(separator: end)
        try studio.write(text, "jobs")
        let run = try studio.render(
            "--layout", "duo", "--jobs-from", from == "file" ? "jobs" : "-", input: from == "file" ? "" : text)
        #expect(run.status == 0 && run.err.isEmpty && run.lines == ["a.jpg", "b.gif"])
    }

    @Test func `values and effects of the command hold for every line, and a line's own come after`() throws {
        let lines = #"{"captures": ["1.jpg", "2.jpg"], "output": "a.png", "values": {"table": "8"}}"#
        _ = try studio.render(
            "--layout", "duo", "--jobs-from", "-", "--value", "table=7", "--effect", "mirror", input: lines)
        _ = try studio.render(
            "--layout", "duo", "1.jpg", "2.jpg", "-o", "b.png", "--value", "table=8", "--effect", "mirror")
        #expect(try studio.read("a.png") == studio.read("b.png"))
    }

    @Test func `a bad set is named, the others are written, and the end sums up`() throws {
        for name in ["a", "b", "c", "other/a"] { try studio.makeSet(name) }
        try studio.write(Array(studio.read("2.jpg").prefix(2_000)), "b/2.jpg")
        try studio.makeSet("p")
        let run = try studio.render(
            "--layout", "duo", "--set", "a", "b", "c", "other/a", "none", "p", "--into", "p", "--jobs", "2")
        #expect(run.status == 1)
        #expect(run.lines == ["p/a.jpg", "p/a.gif", "p/c.jpg", "p/c.gif"])
        let remedy = "copy it from the camera again, or render what is there with --accept-damaged"
        #expect(
            Set(run.err.split(separator: "\n")) == [
                "render: b: b/2.jpg: damaged (the file ends too early); \(remedy)",
                "render: other/a: p/a.jpg: a is written there already; rename one of them",
                "render: none: no such file or folder; check the name and that the card or drive is mounted",
                "render: p: the folder of the captures themselves; write into another one",
                "render: 4 of 6 sets failed; see the lines above",
            ])
        #expect(
            try studio.leftovers().filter { $0.hasPrefix("p/") && $0 != "p/1.jpg" && $0 != "p/2.jpg" }
                == ["p/a.gif", "p/a.jpg", "p/c.gif", "p/c.jpg"])
    }

    @Test func `a bad line is named by its number, also in the JSON`() throws {
        let lines = [
            #"{"captures": ["1.jpg", "2.jpg"], "output": "a.jpg"}"#, "{\"captures\": [",
            #"{"captures": ["1.jpg", "2.jpg"]}"#, #"{"capture": [], "output": "b.jpg"}"#,
            #"{"captures": ["1.jpg", "2.jpg"], "output": "./a.jpg"}"#, #"{"captures": ["1.jpg"], "output": "c.jpg"}"#,
            #"{"captures": [], "output": "d.jpg", "values": {"date": "soon"}}"#,
            #"{"captures": ["1.jpg", "2.jpg"], "output": "e.jpeg", "effects": [{"name": "sepya"}]}"#,
        ]
        try studio.write(lines.joined(separator: "\n"), "jobs")
        let run = try studio.render("--layout", "duo", "--jobs-from", "jobs", "--json", "--jobs", "1")
        #expect(run.status == 1)
        #expect(
            run.err.split(separator: "\n") == [
                "render: jobs, line 2: column 15: expected a value, found the end",
                "render: jobs, line 3: neither \"output\" nor \"animation\"; name what to write",
                "render: jobs, line 4: captures: missing; is it what \"capture\" stands for?",
                "render: jobs, line 5: ./a.jpg: jobs, line 1 is written there already; rename one of them",
                "render: jobs, line 6: layout duo needs 2 captures, 1 given; add 1 more",
                "render: jobs, line 7: values.date: value date: \"soon\" is no time such as 2026-06-14T20:15:00",
                "render: jobs, line 8: effects[0]: effect \"sepya\" is unknown; render --list-effects "
                    + "shows what there is",
                "render: 7 of 8 sets failed; see the lines above",
            ])
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        #expect(rows.map { $0["state"] as? String } == ["written"] + Array(repeating: "failed", count: 7))
        #expect(rows.dropFirst().allSatisfy { $0["error"] as? String != nil && $0["captures"] is [String] })
        #expect(try studio.leftovers() == ["a.jpg", "jobs"])
    }

    @Test(arguments: ["", "\n \n"])
    func `no jobs at all are an error`(text: String) throws {
        let run = try studio.render("--layout", "duo", "--jobs-from", "-", input: text)
        #expect(run.status == 65 && run.err == "render: standard input: no jobs in it\n")
    }

    @Test(arguments: [SIGINT, SIGTERM].filter(isHeeded))
    func `a wish to stop ends a batch between two sets, with whole files and nothing else`(signal: Int32) throws {
        let lines = (1...400).map { #"{"captures": ["1.jpg", "2.jpg"], "output": "out/\#($0).jpg"}"# }
        try studio.write(lines.joined(separator: "\n"), "jobs")
        try studio.write("", "out/.keep")
        let run = try Program.run(["--layout", "duo", "--jobs-from", "jobs"], in: studio) { process in
            for _ in 0..<2_000 where !studio.exists("out/1.jpg") { usleep(5_000) }
            kill(process.processIdentifier, signal)
        }
        #expect(run.signal == signal)
        #expect(run.err.wholeMatch(of: /render: stopped; \d+ of 400 sets are left, run it again\n/) != nil)
        let files = try studio.leftovers().filter { $0.hasPrefix("out/") && $0 != "out/.keep" }
        #expect(Set(files) == Set(run.lines) && !files.isEmpty && files.count < 400)
        for file in files { #expect(try studio.picture(file).width == 240) }
    }

    /// Whoever started the tests may have had the signal ignored, and that is inherited.
    private static func isHeeded(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            != unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
