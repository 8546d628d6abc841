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

    @Test func `what is a picture, its first bytes say, and what is left out is named`() throws {
        for name in ["a.HIF", "b.jfif", "c.JPE", "d", "e.txt"] { try studio.copy("1.jpg", to: "set/" + name) }
        for name in ["notes.txt", "a.ARW"] { try studio.write("no picture", "set/" + name) }
        let run = try studio.render("--layout", "duo", "--set", "set", "--into", "out", "--json")
        #expect(run.status == 0)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [[String: Any]])
        #expect(rows[0]["captures"] as? [String] == ["a.HIF", "b.jfif", "c.JPE", "d", "e.txt"].map { "set/" + $0 })
        #expect(run.err.contains("render: set: left out: a.ARW, notes.txt\n"))
    }

    /// A damaged capture is an error: the next one must not take its place.
    @Test func `a file that is called a picture and is none fails its set`() throws {
        try studio.makeSet("set")
        try studio.write("no picture", "set/0.jpg")
        let run = try studio.render("--layout", "duo", "--set", "set", "--into", "out")
        #expect(run.status == 1 && run.err.contains("set/0.jpg: not a picture"))
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

    @Test func `a byte-order mark before layout and jobs is skipped`() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        try studio.write(mark + studio.read("duo/layout.json"), "marked/layout.json")
        try studio.copy("duo/frame.png", to: "marked/frame.png")
        for (name, start) in [("jobs", ""), ("spaced", "\r\n")] {
            let line = start + #"{"captures": ["1.jpg", "2.jpg"], "output": "\#(name).jpg"}"# + "\r\n"
            try studio.write(mark + Array(line.utf8), name)
            let run = try studio.render("--layout", "marked", "--jobs-from", name)
            #expect(run.status == 0 && run.err.isEmpty && run.lines == ["\(name).jpg"], "\(run)")
        }
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
        let run = try studio.render(
            "--layout", "duo", "--set", "a", "b", "c", "other/a", "none", "--into", "p", "--jobs", "2")
        #expect(run.status == 1)
        #expect(run.lines == ["p/a.jpg", "p/a.gif", "p/c.jpg", "p/c.gif"])
        // It ends within its header, so that nothing of it can be shown.
        let remedy = "copy it from the camera again"
        #expect(
            Set(run.err.split(separator: "\n")) == [
                "render: b: b/2.jpg: damaged (the file ends too early); \(remedy)",
                "render: other/a: p/a.jpg: a is written there already; rename one of them",
                "render: none: no such file or folder; check the name and that the card or drive is mounted",
                "render: 3 of 5 sets failed; see the lines above",
            ])
        #expect(
            try studio.leftovers().filter { $0.hasPrefix("p/") } == ["p/a.gif", "p/a.jpg", "p/c.gif", "p/c.jpg"])
    }

    @Test func `no line may write over a capture of another line, by any path`() throws {
        try studio.makeSet("dd")
        try FileManager.default.createSymbolicLink(atPath: studio.path("alias"), withDestinationPath: "dd")
        let lines = [
            #"{"captures": ["dd/1.jpg", "1.jpg"], "output": "alias/2.jpg"}"#,
            #"{"captures": ["2.jpg", "dd/2.jpg"], "output": "o2.jpg"}"#,
        ]
        let run = try studio.render("--layout", "duo", "--jobs-from", "-", input: lines.joined(separator: "\n"))
        #expect(run.status == 1 && run.lines == ["o2.jpg"])
        #expect(
            run.err.hasPrefix(
                "render: standard input, line 1: alias/2.jpg: a capture of standard input, line 2, and captures are kept "
                    + "as they are; write to another file\n"))
        #expect(try studio.read("dd/2.jpg") == studio.read("2.jpg"))
    }

    @Test func `no set may be written into the folder of any set, nor over a capture that a link leads to`() throws {
        for name in ["a", "b"] { try studio.makeSet(name) }
        try studio.copy("1.jpg", to: "b/a.jpg")
        for into in ["b", "./a/../b/"] {
            let run = try studio.render("--layout", "duo", "--set", "a", "b", "--into", into)
            #expect(run.status == 64 && run.out.isEmpty)
            #expect(run.err == "render: \(into): a folder of captures itself; write into another one\n")
        }
        #expect(try studio.read("b/a.jpg") == studio.read("1.jpg"))

        try studio.copy("1.jpg", to: "into/a.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: studio.path("b/3.jpg"), withDestinationPath: "../into/a.jpg")
        let run = try studio.render("--layout", "duo", "--set", "a", "b", "--into", "into")
        #expect(run.status == 1 && run.lines == ["into/b.jpg", "into/b.gif"])
        #expect(
            run.err.contains("into/a.jpg: a capture of b, and captures are kept as they are; write to another file"))
        #expect(try studio.read("into/a.jpg") == studio.read("1.jpg"))
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

    @Test func `one output in two spellings is noticed, and two outputs of one spelling are not confused`() throws {
        try studio.write("", String(studio.folder.dropFirst()) + "/.keep")
        let absolute = studio.path("o.jpg")
        let paths = [absolute, "o.jpg", "duo/../o.jpg", String(absolute.dropFirst())]
        let lines = paths.map { #"{"captures": ["1.jpg", "2.jpg"], "output": "\#($0)"}"# }
        let run = try studio.render("--layout", "duo", "--jobs-from", "-", input: lines.joined(separator: "\n"))
        #expect(run.status == 1 && run.lines == [paths[0], paths[3]])
        let problem = "standard input, line 1 is written there already; rename one of them"
        #expect(
            run.err.contains("line 2: o.jpg: \(problem)\n") && run.err.contains("line 3: duo/../o.jpg: \(problem)\n"))
    }

    @Test(arguments: ["jobs", "-"])
    func `bytes that are not UTF-8 are refused in a line, not repaired`(from: String) throws {
        let bytes = Array(#"{"captures": ["1.jpg", "2.jpg"], "output": "a"#.utf8) + [0xFF] + Array(#".jpg"}"#.utf8)
        try studio.write(bytes, "jobs")
        let run = try Program.run(
            ["-c", #""$@" < jobs"#, "sh", Program.path, "--layout", "duo", "--jobs-from", from], in: studio,
            program: "/bin/sh")
        let name = from == "-" ? "standard input" : "jobs"
        #expect(run.status == 1 && run.err.hasPrefix("render: \(name), line 1: ") && run.err.contains("UTF-8"))
        #expect(try studio.leftovers() == ["jobs"])
    }

    @Test(arguments: [("/dev/zero", 65, "64000000"), (".", 65, "directory")] as [(String, Int32, String)])
    func `standard input without end, or that is no stream, is refused`(
        input: String, status: Int32, problem: String
    ) throws {
        let run = try Program.run(
            ["-c", #"f=$1; shift; "$@" < "$f""#, "sh", input, Program.path, "--layout", "duo", "--jobs-from", "-"],
            in: studio, program: "/bin/sh")
        #expect(run.status == status && run.err.hasPrefix("render: standard input: ") && run.err.contains(problem))
    }

    @Test func `a name in a set that is not UTF-8 is told so`() throws {
        try studio.makeSet("anna")
        let script = #"cp 1.jpg "$(printf 'anna/\377.jpg')" && "$@""#
        let run = try Program.run(
            ["-c", script, "sh", Program.path, "--layout", "duo", "--set", "anna", "--into", "out"], in: studio,
            program: "/bin/sh")
        #expect(run.status == 1 && run.err.hasPrefix("render: anna: anna/\u{FFFD}.jpg: name is not UTF-8; rename it\n"))
        // Foundation cannot remove what it cannot name.
        _ = try Program.run(["-rf", "anna"], in: studio, program: "/bin/rm")
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
