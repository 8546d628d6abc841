import Capture
import Glibc
import StrictJSON

/// Usage: CameraStandIn BEHAVIOUR. Answers like a body with live view, but for what the behaviour says.
final class StandIn: WorkerBody {
    let behaviour: String
    let wire = Wire(STDIN_FILENO)
    /// As large as live view is, and whole by its ends.
    let frame: [UInt8] = [0xFF, 0xD8, 0xFF] + Array(repeating: 0x55, count: 200_000) + [0xFF, 0xD9]

    init(_ behaviour: String) { self.behaviour = behaviour }

    func answer(_ request: Request, progress: @escaping @Sendable () -> Void) throws(LinkError) -> Reply {
        switch (behaviour, request) {
        case ("hang", .trigger): while true { sleep(100) }
        case ("die", .trigger): abort()
        case ("flood", .trigger): while wire.write(Frame(.log, id: 0, ["line": "again"])) {}
        case ("frames", .trigger):
            while wire.write(Frame(.reply, id: 9_999_999, bytes: Array(repeating: 0, count: 1 << 20))) {}
        case ("garbage", .trigger): _ = wire.write(bytes: Array("Segmentation fault, or so I have heard\n".utf8))
        case ("huge", .trigger):
            // A true header that promises 4 GB.
            _ = wire.write(bytes: Array("BKC1".utf8) + [1, 0, 0, 0, 1, 0, 0, 0] + Array(repeating: 0xFF, count: 8))
        case ("chatter", .trigger):
            puts("libraries print what they like")
            _ = "and where they like\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
        case ("slow", .trigger):
            for _ in 0..<15 {
                usleep(120_000)
                progress()
            }
        case (_, .detect): return Reply([["model": "Stand-in", "port": "usb:009,001"]])
        case (_, .wait): return Reply(["event": "timeout"])
        case (_, .preview): return Reply(bytes: frame)
        case (_, .list): return Reply(["objects": []])
        case (_, .get): throw .refused(code: -2, text: "")
        case ("environment", .storage):
            let home = getenv("HOME").map { String(cString: $0) } ?? ""
            let locale = getenv("LC_ALL").map { String(cString: $0) } ?? ""
            return Reply(["home": .string(home), "locale": .string(locale)])
        default: break
        }
        return Reply()
    }

    func takeLog() -> [String] { [] }

    /// Leaves a trace, so that a test sees a camera closed in order.
    func close() {
        if let trace = getenv("STAND_IN_TRACE"), let file = fopen(trace, "w") { fclose(file) }
    }
}

workerLoop(StandIn(CommandLine.arguments.dropFirst().first ?? "good"))
