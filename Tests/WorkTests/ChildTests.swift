import Faults
import Foundation
import Glibc
import Rigs
import Testing
import Work

@Suite struct ChildTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "child-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private func shell(_ script: String, _ output: Child.Output = .captured(4096)) -> Child {
        Child(["sh", "-c", script], in: folder, output: output)
    }

    @Test(arguments: [
        ("true", Child.Outcome.End.exited(0), "done"), ("exit 3", .exited(3), "failed with 3"),
        ("kill -9 $$", .signalled(SIGKILL), "ended by a signal"),
    ])
    func `How it ended is told`(script: String, end: Child.Outcome.End, word: String) {
        let outcome = shell(script).run()
        #expect(outcome.end == end && "\(outcome.end)" == word)
    }

    @Test func `One that takes too long is ended`() {
        let outcome = shell("echo begun; sleep 1000").run(within: .milliseconds(300))
        #expect(outcome.end == .timedOut && "\(outcome.end)" == "timed out")
    }

    @Test func `One that cannot be started says why`() throws {
        let program = Child(["no-such-program"]).run()
        #expect(program.end == .notStarted("No such file or directory") && "\(program.end)" == "not started")
        let folder = Child(["true"], in: "/no/such/folder").run()
        #expect(folder.end == .notStarted("/no/such/folder: No such file or directory"))
        let refused = #expect(throws: Child.NotStarted.self) { try Child(["no-such-program"]).start() }
        #expect(
            refused?.description == "no-such-program: it cannot be started (No such file or directory); install it")
    }

    @Test func `One that was ended before its start never runs`() throws {
        let child = shell("touch ran")
        child.end()
        #expect(child.run().end == .ended)
        try child.start()
        #expect(child.finish().end == .ended)
        #expect(!FileManager.default.fileExists(atPath: folder + "/ran"))
    }

    @Test func `The end of its caller's task is its own`() async {
        let begun = folder + "/begun"
        let child = Child(["sh", "-c", "touch begun; sleep 1000"], in: folder)
        let task = Task { await child.result() }
        while !FileManager.default.fileExists(atPath: begun) { await Task.yield() }
        task.cancel()
        #expect(await task.value.end == .ended)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await shell("touch late").result()
        }
        #expect(await late.value.end == .ended)
        #expect(!FileManager.default.fileExists(atPath: folder + "/late"))
    }

    @Test func `Its time is that of the clock that it was given`() async {
        let (time, begun) = (ManualTime(), folder + "/begun")
        let child = shell("touch begun; sleep 1000")
        let task = Task { await child.result(within: .seconds(30), by: time.source) }
        while !FileManager.default.fileExists(atPath: begun) { await Task.yield() }
        while time.sleepers == 0 { await Task.yield() }
        time.advance(by: .seconds(30))
        #expect(await task.value.end == .timedOut)
    }

    @Test func `What it leaves behind in its group ends with it`() {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let child = Child(["sh", "-c", "sleep 1000 & exit 0"], input: .descriptor(ends[0]))
        #expect(child.run().end == .exited(0))
        close(ends[0])
        // An error is told as soon as nobody has the reading end any more.
        var watch = pollfd(fd: ends[1], events: 0, revents: 0)
        #expect(poll(&watch, 1, 60_000) == 1)
        close(ends[1])
    }

    /// Servers keep what they have inherited; what they were started by is over all the same.
    @Test func `Nobody waits for one that has left the group and keeps the output`() throws {
        let outcome = shell("setsid sleep 1000 & echo $!").run()
        #expect(outcome.end == .exited(0))
        let server = try #require(Int32(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines)))
        kill(server, SIGKILL)
    }

    @Test func `Output is kept up to a bound and read to its end`() {
        let outcome = shell("head -c 3000000 /dev/zero | tr '\\0' x; echo done >&2", .captured(1000)).run()
        #expect(outcome.end == .exited(0) && outcome.text == String(repeating: "x", count: 1000))
        let both = Child(
            ["sh", "-c", "echo out; echo err >&2"], output: .captured(100), errors: .captured(100)
        ).run()
        #expect(both.text == "out\n" && String(decoding: both.errors, as: UTF8.self) == "err\n")
        let silent = Child(["sh", "-c", "echo out; echo err >&2"], output: .dropped, errors: .captured(100)).run()
        #expect(silent.text.isEmpty && String(decoding: silent.errors, as: UTF8.self) == "err\n")
    }

    @Test func `Folder and environment are as they were asked for`() {
        setenv("BOOTHKIT_TEST_GONE", "x", 1)
        let words = ["sh", "-c", "pwd; echo $BOOTHKIT_TEST_ADDED:$BOOTHKIT_TEST_GONE:${PATH:+path}"]
        let child = Child(
            words, in: folder, adding: ["BOOTHKIT_TEST_ADDED": "here"], removing: ["BOOTHKIT_TEST_GONE"],
            output: .captured(4096))
        #expect(child.run().text == "\(folder)\nhere::path\n")
    }

    @Test func `It gets no descriptors, no signal mask and no ignored SIGPIPE`() {
        signal(SIGPIPE, SIG_IGN)
        // A free number that the child would hardly use by itself.
        let inherited = fcntl(STDERR_FILENO, F_DUPFD, 250)
        #expect(inherited >= 250)
        defer { close(inherited) }
        let outcome = shell("ls /proc/$$/fd; exec grep -E '^Sig(Blk|Ign)' /proc/self/status").run()
        let lines = outcome.text.split(separator: "\n")
        #expect(!lines.contains("\(inherited)"))
        #expect(lines.contains("SigBlk:\t0000000000000000"))
        let ignored = lines.first { $0.hasPrefix("SigIgn") }.flatMap { Int($0.suffix(16), radix: 16) }
        #expect(ignored.map { $0 & 1 << (Int(SIGPIPE) - 1) } == 0)
    }

    @Test func `A script without its first line is the shell's`() throws {
        try "echo from a script".write(toFile: folder + "/script", atomically: true, encoding: .utf8)
        chmod(folder + "/script", 0o755)
        #expect(Child(["./script"], in: folder, output: .captured(100)).run().text == "from a script\n")
    }

    @Test func `What it used is measured`() {
        let usage = shell("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done").run().usage
        #expect(usage.processor > .zero && usage.wall >= .zero && usage.peak > 100_000)
    }
}
