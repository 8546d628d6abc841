import Foundation
import Glibc
import Synchronization

/// A program in a terminal of its own, as somebody before it sees it and types.
package final class ProgramInTerminal: Sendable {
    package struct NoTerminal: Error {}

    private let process = Process()
    private let (terminal, inside): (Int32, Int32)
    private let isRead = DispatchSemaphore(value: 0)
    private let said = Mutex<(bytes: [UInt8], columns: Int, rows: Int)>(([], 0, 0))

    package init(_ path: String, _ words: [String], in folder: String, columns: Int, rows: Int) throws {
        var ends: (Int32, Int32) = (-1, -1)
        guard openpty(&ends.0, &ends.1, nil, nil, nil) == 0 else { throw NoTerminal() }
        (terminal, inside) = ends
        for end in [terminal, inside] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        resize(columns: columns, rows: rows)
        let handle = FileHandle(fileDescriptor: inside)
        (process.executableURL, process.arguments) = (URL(filePath: path), words)
        process.currentDirectoryURL = URL(filePath: folder)
        (process.standardInput, process.standardOutput, process.standardError) = (handle, handle, handle)
        try process.start()
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(terminal, &buffer, buffer.count), count > 0 {
                said.withLock { $0.bytes += buffer.prefix(count) }
            }
            isRead.signal()
        }
    }

    package var id: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    package func type(_ text: String) { _ = write(terminal, text, text.utf8.count) }

    package func resize(columns: Int, rows: Int) {
        // What was shown before was for another size.
        said.withLock { $0 = ([], columns, rows) }
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    /// What is seen now.
    package var screen: TerminalScreen {
        said.withLock { said in
            var screen = TerminalScreen(columns: said.columns, rows: said.rows)
            screen.take(String(decoding: said.bytes, as: UTF8.self))
            return screen
        }
    }

    /// Whether letters come one by one and are not shown by the terminal itself.
    package var isRaw: Bool {
        var settings = termios()
        return tcgetattr(inside, &settings) == 0 && settings.c_lflag & tcflag_t(ICANON | ECHO) == 0
    }

    /// Whether Ctrl-S would hold back what is shown.
    package var heedsFlowControl: Bool {
        var settings = termios()
        return tcgetattr(inside, &settings) == 0 && settings.c_iflag & tcflag_t(IXON) != 0
    }

    package func makeCooked() {
        var settings = termios()
        tcgetattr(inside, &settings)
        settings.c_lflag |= tcflag_t(ICANON | ECHO)
        tcsetattr(inside, TCSANOW, &settings)
    }

    package func send(_ signal: Int32) { kill(id, signal) }

    package var isStopped: Bool {
        let fields = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        return fields?.split(separator: ") ").last?.hasPrefix("T") ?? false
    }

    /// Waits until it is so; false when it does not come to that.
    package func until(_ isSo: (ProgramInTerminal) -> Bool) async -> Bool {
        let end = ContinuousClock.now + hangGuard
        while ContinuousClock.now < end {
            if isSo(self) { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    package func until(sees text: String) async -> Bool { await until { $0.screen.text.contains(text) } }

    /// Ends it, whatever it does.
    package func end() {
        if process.isRunning {
            kill(id, SIGKILL)
            process.waitUntilExit()
        }
        // The reader sees that nobody is inside any more, and is done with the terminal.
        close(inside)
        isRead.wait()
        close(terminal)
    }
}
