import Foundation
import Rigs
import StrictJSON
import Synchronization
import Testing
import Work

/// Far sides that are programs of others, each in a folder of its own, for as long as a test has it.
final class FarProgram: Sendable {
    let scratch: Scratch
    private let process: Process
    /// Ends a program that reads until nobody writes.
    private let input = Pipe()

    /// The interpreter of `scripts/far-sides`; nil: it was not run.
    static let python: String? = {
        let given = ProcessInfo.processInfo.environment["BOOTHKIT_FAR_SIDES"]
        let path = (given ?? Programs.root + "/.build/far-sides") + "/bin/python"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
    static let hasPython = python != nil
    static let pythonMissing: Comment = "scripts/far-sides makes this server"
    static let rclone: String? = ["/usr/bin/rclone", "/usr/local/bin/rclone"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let hasRclone = rclone != nil
    static let rcloneMissing: Comment = "there is no rclone here"

    private init(_ program: String, _ words: [String], in scratch: Scratch, _ environment: [String: String] = [:])
        throws
    {
        self.scratch = scratch
        let process = Process()
        (process.executableURL, process.arguments) = (URL(filePath: program), words)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let log = scratch.path("log")
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        (process.standardInput, process.standardOutput) = (input, FileHandle.nullDevice)
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        try process.start()
        self.process = process
    }

    deinit { kill() }

    struct NotUp: Error, CustomStringConvertible { var description: String }

    /// Waits until it is there; nothing of it is a promise of time.
    @discardableResult
    func wait<Value>(for look: () -> Value?) async throws -> Value {
        while true {
            if let value = look() { return value }
            guard process.isRunning else {
                throw NotUp(description: String(decoding: scratch.read("log") ?? [], as: UTF8.self))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// All mail servers, by their ways, and where their mails lie.
    static let mail = Task { try await startMail() }

    private static func startMail() async throws -> (program: FarProgram, ports: [String: Int]) {
        let scratch = try Scratch()
        let script = Programs.root + "/Tests/DeliveryTests/far-sides/smtp.py"
        let program = try FarProgram(python ?? "", [script, scratch.folder], in: scratch)
        let bytes = try await program.wait { scratch.read("ports.json") }
        guard case .object(let members) = try JSONValue(parsing: bytes, document: "ports") else {
            return (program, [:])
        }
        var ports: [String: Int] = [:]
        for member in members { if case .number(let port) = member.value { ports[member.key] = Int(port) } }
        return (program, ports)
    }

    /// A server of files by WebDAV or SFTP, whose files lie in `files` of its folder. Given both, it takes the place of one that was.
    static func files(_ server: FileServer, in former: Scratch? = nil, at formerPort: Int? = nil) async throws -> (
        program: FarProgram, port: Int
    ) {
        let scratch = try former ?? Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("files"), withIntermediateDirectories: true)
        let port = try formerPort ?? freePort()
        let environment = ["XDG_CACHE_HOME": scratch.path("cache"), "RCLONE_CONFIG": scratch.path("none.conf")]
        let address = "127.0.0.1:\(port)"
        let (tool, words): (String?, [String]) =
            switch server {
            case .rcloneWebDAV:
                (rclone, ["serve", "webdav", scratch.path("files"), "--addr", address, "--dir-cache-time", "0s"])
            case .sftp:
                (
                    rclone,
                    [
                        "serve", "sftp", scratch.path("files"), "--addr", address, "--user", "booth", "--pass",
                        "geheim",
                        "--dir-cache-time", "0s",
                    ]
                )
            case .wsgidav:
                (
                    python,
                    [
                        "-m", "wsgidav.server.server_cli", "--host", "127.0.0.1", "--port", "\(port)", "--root",
                        scratch.path("files"), "--auth", "anonymous", "--no-config",
                    ]
                )
            case .s3: (python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", "\(port)"])
            }
        let program = try FarProgram(tool ?? "", words, in: scratch, environment)
        _ = try await program.wait { isListening(port) ? true : nil }
        return (program, port)
    }

    enum FileServer { case rcloneWebDAV, wsgidav, sftp, s3 }

    /// As a crash ends it.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func freePort() throws -> Int { try FarSide().port }

    private static func isListening(_ port: Int) -> Bool {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        var address = sockaddr_in()
        (address.sin_family, address.sin_port) = (sa_family_t(AF_INET), UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// What a mail program sees of a mail.
    func parsed(_ name: String) async throws -> JSONValue {
        let script = Programs.root + "/Tests/DeliveryTests/far-sides/parse-mail.py"
        let path = scratch.path(name)
        let run = await Programs.blocking { Programs.run(Self.python ?? "", [script, path]) }
        guard run.status == 0 else { throw NotUp(description: run.said) }
        return try JSONValue(parsing: Array(run.out.utf8), document: "mail")
    }
}
