import Testing

@Suite struct UsageTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    @Test(
        arguments: [
            ([], "no --layout; name one, or see --help for what else there is"),
            (["1.jpg", "-o", "out.jpg"], "no --layout; name one, or see --help for what else there is"),
            (["--layout", "duo", "1.jpg", "2.jpg"], "nothing to write; say -o FILE, --animation FILE or both"),
            (
                ["--layout", "duo", "-o", "out.jpg"],
                "no captures; name them after the options, or use --set or --jobs-from"
            ),
            (["--layout", "duo", "--set", "duo"], "--set needs --into DIR"),
            (["--layout", "duo", "1.jpg", "--into", "duo", "-o", "out.jpg"], "--into goes with --set only"),
            (["--layout", "duo", "--jobs-from", "-", "--into", "duo"], "--into goes with --set only"),
            (["--layout", "duo", "--jobs-from", "-", "--set", "duo"], "--jobs-from does not go with --set"),
            (
                ["--layout", "duo", "--jobs-from", "-", "-o", "out.jpg"],
                "--output does not go with --jobs-from"
            ),
            (["--layout"], "--layout: needs LAYOUT"),
            (["--layout", "duo", "--layout", "duo"], "--layout: given twice"),
            (["--layot", "duo"], "--layot: unknown option; did you mean --layout?"),
            (["-x"], "-x: unknown option"),
            (["--force=yes"], "--force: takes no value"),
            (
                ["--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg", "--jobs", "0"],
                "--jobs: expected a whole number from 1 to 256, found \"0\""
            ),
            (
                ["--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg", "--value", "table"],
                "--value table: expected KEY=VALUE"
            ),
            (
                ["--effect", "mirror", "1.jpg", "2.jpg", "-o", "out.jpg"],
                "--effect without --layout takes one capture and -o FILE"
            ),
            (
                ["--effect", "mirror", "1.jpg", "--animation", "out.gif"],
                "--animation goes with captures of one set only"
            ),
            (["--validate"], "--validate needs the name of a layout"),
            (["--record"], "--record goes with --check only"),
            (
                ["1.jpg", "2.jpg", "--animation", "out.gif", "--value", "a=1"],
                "no --layout; name one, or see --help for what else there is"
            ),
            (["--session", "all"], "--session goes with --event only"),
            (["--set", "duo", "--into", "out"], "no --layout; name one, or see --help for what else there is"),
            (["--jobs-from", "-"], "no --layout; name one, or see --help for what else there is"),
            (["--validate", "duo", "-o", "x.jpg", "--set", "foo"], "--output does not go with --validate"),
            (["--validate", "duo", "--set", "foo"], "--set does not go with --validate"),
            (["--check", "gold", "--layout", "foo", "junk"], "--layout does not go with --check"),
            (["--check", "gold", "junk"], "\"junk\" does not go with --check"),
            (["--list-effects", "junk"], "\"junk\" does not go with --list-effects"),
            (["--event", "party", "1.jpg"], "\"1.jpg\" does not go with --event"),
            (["--event", "party", "--value", "a=1"], "--value does not go with --event"),
            (["--layout", "duo", "--jobs-from", "-", "1.jpg"], "\"1.jpg\" does not go with --jobs-from"),
            (
                ["--effect", "sepia", "1.jpg", "-o", "e.jpg", "--value", "n=1"],
                "--value does not go with --effect without --layout"
            ),
            (
                ["--effect", "sepia", "1.jpg", "-o", "e.jpg", "--bleed"],
                "--bleed does not go with --effect without --layout"
            ),
            (["--effect", "sepia", "1.jpg", "-o", "e.jpg", "--into", "zz"], "--into goes with --set only"),
        ] as [([String], String)])
    func `a command line that makes no sense is told so, and nothing is written`(
        arguments: [String], message: String
    ) throws {
        let run = try studio.render(arguments)
        #expect(run.status == 64 && run.out.isEmpty)
        #expect(run.err == "render: \(message)\nTry render --help.\n")
        #expect(try studio.leftovers().isEmpty)
    }

    @Test(arguments: [
        ("sepya", "effect \"sepya\" is unknown; render --list-effects shows what there is"),
        ("sepia:depth=1", "effect sepia has no parameter \"depth\"; it has strength"),
        ("mirror:x=1", "effect mirror has no parameter \"x\"; it has none"),
        ("sepia:strength=2", "effect sepia: strength=2 is not a number from 0 to 1"),
        ("sepia:strength=nan", "effect sepia: strength=nan is not a number from 0 to 1"),
        ("sepia:strength", "effect \"sepia:strength\" is not of the form NAME:key=value,key=value"),
    ])
    func `an effect that cannot be is bad data`(effect: String, message: String) throws {
        for what in [["--layout", "duo", "1.jpg", "2.jpg"], ["1.jpg"]] {
            let run = try studio.render(what + ["--effect", effect, "-o", "out.jpg"])
            #expect(run.status == 65 && run.err == "render: \(message)\n")
        }
    }

    @Test(arguments: [
        ("date=soon", "value date: \"soon\" is no time such as 2026-06-14T20:15:00"),
        ("=x", "value : the key is empty"),
    ])
    func `a value that cannot be is bad data`(value: String, message: String) throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--value", value, "-o", "out.jpg")
        #expect(run.status == 65 && run.err == "render: \(message)\n")
    }

    @Test func `jobs from a file that is missing are missing input`() throws {
        let run = try studio.render("--layout", "duo", "--jobs-from", "none")
        #expect(run.status == 66)
        #expect(
            run.err == "render: none: no such file or folder; check the name and that the card or drive is mounted\n")
    }

    @Test(arguments: ["--help", "-h"])
    func `help goes to standard output and names every option of the command`(option: String) throws {
        let run = try studio.render(option, "--nonsense")
        #expect(run.status == 0 && run.err.isEmpty && run.out.hasPrefix("usage: render --layout LAYOUT CAPTURE…"))
        let options = [
            "-o, --output", "--layout", "--animation", "--value", "--effect", "--matte", "--screen-field",
            "--accept-damaged", "--bleed", "--set",
            "--into", "--jobs-from", "--jobs", "--force", "--dry-run", "--validate", "--check", "--record", "--results",
            "--list-effects", "--contact-sheet", "--json", "--quiet", "--version",
        ]
        for option in options { #expect(run.out.contains(option), "\(option)") }
        #expect(run.lines.allSatisfy { $0.count <= 100 || $0.hasPrefix("usage") || $0.hasPrefix("  render") })
    }

    @Test func `the version is one line`() throws {
        let run = try studio.render("--version")
        #expect(run.status == 0 && run.err.isEmpty && run.out.wholeMatch(of: /render \d+\.\d+\n/) != nil, "\(run)")
    }

    @Test func `effects are listed with their parameters`() throws {
        let run = try studio.render("--list-effects")
        #expect(run.status == 0 && run.err.isEmpty)
        #expect(run.lines.contains("  mirror           left and right exchanged, as guests know themselves"))
        #expect(run.lines.contains("    strength       0 none, 1 all of it: a number from 0 to 1, default 1"))
        let json = try studio.render("--list-effects", "--json")
        #expect(json.status == 0 && json.out.contains("\"name\": \"sepia\"") && json.out.contains("\"default\": 1"))
    }
}
