import Faults
import Glibc
import StrictJSON
import Synchronization
import Work

/// rclone as a server of this process's own (`rclone rcd`), started when it is needed first and again when it has ended. It
/// listens on loopback, on a port that it chooses itself, and asks for a password that nobody else knows.
actor RcloneServer {
    struct Access: Sendable {
        var port: Int
        var password: Secret
    }

    private let configuration: String?
    private let program: String
    private var running: (child: Child, access: Access, output: RcloneOutput)?
    private var starting: Task<Result<Access, Failure>, Never>?

    struct Failure: Error { var verdict: Verdict }

    /// - Parameter configuration: the path of the operator's rclone.conf; nil: where rclone itself looks. It refreshes its
    ///   tokens in that file, so it must be able to write there.
    init(program: String = "rclone", configuration: String? = nil) {
        (self.program, self.configuration) = (program, configuration)
    }

    deinit { running?.child.end() }

    /// Where it listens, once it does.
    func access() async throws(Failure) -> Access {
        if let running, running.output.isOpen { return running.access }
        if let starting { return try await starting.value.get() }
        let task = Task { await start() }
        starting = task
        defer { starting = nil }
        return try await task.value.get()
    }

    private func start() async -> Result<Access, Failure> {
        let password = Secret((0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined())
        let (program, configuration) = (program, configuration)
        let begun: Result<(Child, RcloneOutput, ChildLines), Failure> = await offPool {
            guard let lines = ChildLines() else {
                return .failure(Failure(verdict: .unreachable("rclone cannot be started (no descriptors left)")))
            }
            var added = ["RCLONE_RC_USER": "boothkit", "RCLONE_RC_PASS": password.revealed]
            if let configuration { added["RCLONE_CONFIG"] = configuration }
            // The shell outlives neither: it ends rclone when this process is gone, by whatever means, for then nobody holds the
            // other end of what it reads.
            let script = "\"$@\" </dev/null & server=$!; exec 2>/dev/null; cat >/dev/null; kill -9 $server"
            let words = [
                program, "rcd", "--rc-addr", "127.0.0.1:0", "--retries", "1", "--low-level-retries", "2",
                "--contimeout", "3s",
                "--timeout", "30s", "--log-level", "NOTICE",
            ]
            let child = Child(
                ["sh", "-c", script, "sh"] + words, adding: added, removing: Self.foreignVariables,
                input: .descriptor(lines.input.reading), errors: .descriptor(lines.output.writing))
            do throws(Child.NotStarted) { try child.start() } catch {
                lines.close()
                return .failure(Failure(verdict: .blocked(error.problem)))
            }
            lines.closeChildEnds()
            return .success((child, RcloneOutput(), lines))
        }
        switch begun {
        case .failure(let failure): return .failure(failure)
        case .success(let (child, output, lines)):
            onOwnThread("boothkit.rclone") {
                output.read(from: lines.output.reading)
                child.end()
                _ = child.finish()
                lines.close()
            }
            guard let port = await output.port() else {
                child.end()
                // One that says nothing was ended by somebody; the next attempt starts another.
                let words = output.lastWords
                return .failure(
                    Failure(
                        verdict: words.isEmpty
                            ? .unreachable("rclone has ended")
                            : .blocked("rclone cannot be started (\(words)); is it installed?")))
            }
            running = (child, Access(port: port, password: password), output)
            return .success(Access(port: port, password: password))
        }
    }

    /// Of the environment a child gets only what says who and where we are, and which rclone.conf the operator uses: other
    /// variables change what rclone trusts, or what its options are.
    private static var foreignVariables: Set<String> {
        var names: Set<String> = []
        var entry = environ
        while let text = entry.pointee {
            names.insert(String(String(cString: text).prefix { $0 != "=" }))
            entry += 1
        }
        let kept: Set = [
            "PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR",
            "RCLONE_CONFIG",
        ]
        return names.subtracting(kept)
    }
}
