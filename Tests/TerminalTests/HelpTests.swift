import Testing

@testable import Terminal

@Suite struct HelpTests {
    private let command = Command(
        "render", "Composes captures into one picture.",
        usages: ["--layout LAYOUT CAPTURE… [-o FILE]", "--validate LAYOUT…"],
        sections: [
            OptionSection(
                "What comes out",
                Option.single("output", short: "o", "FILE", "where the picture goes; the ending decides the format"),
                Option.list("set", "DIR", "folders of captures"),
                Option.repeated("a-name-that-is-too-long", "KEY=VALUE", "it has a line of its own"),
                Option.flag(
                    "json",
                    "one object for each picture on standard output, with its path, its captures and how long it took")
            )
        ],
        takesArguments: true,
        examples: [Command.Example("render --layout strip *.jpg -o strip.jpg", "a strip of the captures")])

    @Test func `help is laid out in columns and wrapped`() {
        #expect(
            command.helpText == """
                usage: render --layout LAYOUT CAPTURE… [-o FILE]
                       render --validate LAYOUT…

                Composes captures into one picture.

                What comes out:
                  -o, --output FILE  where the picture goes; the ending decides the format
                      --set DIR…     folders of captures
                      --a-name-that-is-too-long KEY=VALUE
                                     it has a line of its own
                      --json         one object for each picture on standard output, with its path, its captures and
                                     how long it took

                Help:
                  -h, --help         show this help

                Examples:
                  render --layout strip *.jpg -o strip.jpg
                      a strip of the captures

                """)
        #expect(command.helpText.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test func `a word longer than the line stays whole`() {
        #expect(Command.wrapped("a bbbbbbbbbbbb c", width: 5) == ["a", "bbbbbbbbbbbb", "c"])
        #expect(Command.wrapped("", width: 5).isEmpty)
    }
}
