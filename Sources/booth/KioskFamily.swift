import Engine
import Faults
import Files
import Kiosk
import Sessions
import Terminal
import Work

/// The guests' screen on this machine's display.
private enum KioskOptions {
    static let browser = Option.single(
        "browser", "PATH", "a browser of chromium's kind (default: this machine's chromium)")
    static let desktop = Option.flag("desktop", "only on a desktop that runs (default: there, or else under cage)")
    static let cage = Option.flag("cage", "under cage, which needs no desktop and shows nothing else")

    static let command = Command(
        "booth kiosk", "show the guests' screen of a running booth, full screen, and keep it there",
        usages: ["EVENT [--browser PATH] [--desktop|--cage] [-- BROWSER-OPTION…]"],
        sections: [OptionSection("Options", browser, desktop, cage)], takesArguments: true,
        examples: [
            .init("booth kiosk party", "beside booth run party --web 8080; waits for it"),
            .init("booth kiosk party -- --force-device-scale-factor=1.5", "larger, on a display with small pixels"),
        ])
}

extension Family {
    static let kiosk = Family(
        name: "kiosk", summary: "show the guests' screen of a running booth on this display",
        verbs: [Verb(command: KioskOptions.command, run: showScreen)])
}

@Sendable private func showScreen(_ arguments: Arguments) async throws -> ExitStatus {
    let folder = try arguments.eventFolder()
    let more = Array(arguments.words.dropFirst())
    if let word = more.first(where: { !$0.hasPrefix("-") }) {
        throw TerminalError.usage("\"\(word)\": one event is shown", remedy: "the browser's own options follow --")
    }
    guard !arguments[KioskOptions.desktop] || !arguments[KioskOptions.cage] else {
        throw TerminalError.usage("--desktop and --cage exclude each other")
    }
    let event = try Event(in: folder)
    var options = Kiosk.Options(state: try stateFolder())
    options.browser = arguments[KioskOptions.browser]
    options.more = more
    if arguments[KioskOptions.desktop] { options.surface = .desktop }
    if arguments[KioskOptions.cage] { options.surface = .cage }
    let kiosk = try Kiosk(folder, id: event.id, options: options)
    Interruption.watch()
    let running = Task { try await kiosk.run { Console.error("booth: \($0.onOneLine)\n") } }
    let ending = Task {
        while !Interruption.isAsked { try await Task.sleep(for: .milliseconds(50)) }
        running.cancel()
    }
    defer { ending.cancel() }
    try await running.value
    Interruption.obey()
    return .done
}
