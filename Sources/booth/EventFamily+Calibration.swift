import Darkroom
import Faults
import Imaging
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let key = Option.single("key", "#RRGGBB", "the screen's colour (found at the borders)")
    private static let forget = Option.flag("forget", "go by the captures alone again")

    static let calibrateEvent = Verb(
        command: Command(
            "booth event calibrate",
            "learn what the green screen looks like from a shot without guests, for all sessions from now on",
            usages: ["EVENT EMPTY-SHOT [--key #RRGGBB]", "EVENT --forget"],
            sections: [
                OptionSection("Options", key, forget),
                OptionSection("Output", EventOptions.json, EventOptions.quiet),
            ],
            takesArguments: true,
            examples: [
                .init(
                    "booth camera shoot --camera usb -o empty.jpg", "the booth as it stands, nobody before the screen"),
                .init("booth event calibrate party empty.jpg", "again whenever lamps, camera or screen were moved"),
            ])
    ) { arguments in
        let folder = try arguments.eventFolder()
        if arguments[forget] {
            guard arguments.words.count == 1 else { throw TerminalError.usage("--forget takes the event alone") }
            try Event.change(in: folder) { $0.forgetCalibration() }
            return .done
        }
        guard arguments.words.count == 2 else {
            throw TerminalError.usage("name the event and a shot of the screen without guests")
        }
        let colour = try arguments[key].map { text in
            guard let colour = Colour(hex: text), colour.alpha == 255 else {
                throw TerminalError.unexpected(option: "--key", expected: "a colour such as #30a050", found: text)
            }
            return colour
        }
        let calibration = try ScreenCalibration(arguments.words[1], key: colour, in: folder)
        try arguments[EventOptions.json]
            ? Console.out(calibration.json.text(pretty: true) + "\n") : Console.out(calibration.text)
        if !arguments[EventOptions.quiet] {
            for line in calibration.advice { Console.error("booth: \(line)\n") }
        }
        return .done
    }
}

extension ScreenCalibration {
    fileprivate var text: String {
        """
        \(shot.path)
          colour    \(report.keyColour.hex)
          screen    \(percent(report.share)) of the picture
          light     brightest \(tenths(report.unevenness)) times darkest, \(percent(report.clipped)) overexposed
          purity    \(percent(report.chroma))

        """
    }

    fileprivate var json: JSONValue {
        [
            "path": .string(shot.path), "taken": .string(shot.taken.description),
            "key": .string(report.keyColour.hex), "share": .number(report.share),
            "unevenness": .number(report.unevenness), "clipped": .number(report.clipped),
            "chroma": .number(report.chroma), "advice": .array(advice.map { .string($0) }),
        ]
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    private func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
