import Actions
import Compositor
import Faults
import Files
import Motion
import Sessions
import StrictJSON
import Terminal
import Work

extension Family {
    private static let output = Option.single("output", short: "o", "FILE", "where it goes: reel.mp4")
    private static let size = Option.single("size", "screen|phone", "1920x1080 or 1080x1920 (screen)")
    private static let music = Option.single(
        "music", "FILE", "what is heard with it (default: the music of the event's first layout, if that has some)")
    private static let force = Option.flag("force", "replace a file that is there already")

    static let reel = Verb(
        command: Command(
            "booth sessions reel", "one film of the pictures and films of sessions, with the event's name before it",
            usages: ["EVENT [NUMBERS] -o FILE [--size screen|phone] [--music FILE]"],
            sections: [
                EventOptions.choice, OptionSection("The film", output, size, music, force),
                OptionSection("Output", EventOptions.json, EventOptions.quiet),
            ], takesArguments: true,
            examples: [
                .init("booth sessions reel party all -o party.mp4", "of the whole night, for a screen"),
                .init("booth sessions reel party 3..40 -o party.mp4 --size phone --music song.mp3", "for a phone"),
            ])
    ) { arguments in
        guard let path = arguments[output] else { throw TerminalError.usage("-o FILE is needed, such as -o reel.mp4") }
        var reeling = Reeling()
        if let word = arguments[size] {
            guard let size = Reeling.Size(rawValue: word) else {
                throw TerminalError.unexpected(option: "--size", expected: "screen or phone", found: word)
            }
            reeling.size = size
        }
        reeling.music = arguments[music]
        try refuseToReplace(path, arguments[force])
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record, needsChoice: false)
        let made = try await reeling.reel(of: numbers, in: record, .this)
        let film = try await filmed(made, to: path, quiet: arguments[EventOptions.quiet])
        let seconds = (film.milliseconds + 500) / 1_000
        try report(
            [
                [
                    "path": .string(path), "items": .integer(made.items.count), "width": .integer(film.width),
                    "height": .integer(film.height), "milliseconds": .integer(film.milliseconds),
                ]
            ], ["\(path): \(counted(made.items.count, "item")), \(seconds) s"], json: arguments[EventOptions.json])
        return .done
    }

    /// With a bar that counts the items.
    private static func filmed(_ made: Reel, to path: String, quiet: Bool) async throws -> RenderResult.Film {
        Interruption.watch()
        let bar = ProgressBar(total: made.items.count, quiet: quiet)
        var reel = made
        reel.advances = { bar.advance() }
        reel.tools.isStopped = { Interruption.isAsked }
        defer { bar.finish() }
        let whole = reel
        do {
            return try await offPool { () throws(MotionError) in try whole.write(to: path) }
        } catch MotionError.stopped(let path) {
            bar.finish()
            Interruption.obey()
            throw MotionError.stopped(path: path)
        }
    }
}
