import Faults
import Glibc
import Synchronization

/// Standard output for results, standard error for all that is said about them. Lines of several threads do not mix, and
/// control characters in what is told arrive as spaces.
public enum Console {
    /// A reader that has seen enough (`render … | head`) is no failure: what it does not want is dropped, and the work
    /// goes on.
    public static func out(_ text: String) throws(TerminalError) {
        let code = write(text.harmless, to: STDOUT_FILENO)
        guard code == 0 || code == EPIPE else { throw .cannotWrite(reason: String(cString: strerror(code))) }
    }

    /// Nobody can be told when this fails.
    public static func error(_ text: String) {
        _ = write(text.harmless, to: STDERR_FILENO)
    }

    /// On standard error, with the sequences that move the cursor.
    static func draw(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    private static let turn = Mutex(())
    /// A closed pipe is to be an error of `write`, not the end of the process.
    private static let survivesClosedPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Writes all of `text`; 0, or the `errno` that stopped it.
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        guard survivesClosedPipes else { return EPIPE }
        var rest = Array(text.utf8)[...]
        return turn.withLock { _ in
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Somebody who shares the descriptor made it non-blocking.
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}
