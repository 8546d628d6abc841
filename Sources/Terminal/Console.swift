import Faults
import Glibc
import Synchronization
import Work

/// Standard output for results, standard error for all that is said about them. Lines of several threads do not mix, and
/// control characters in what is told arrive as spaces.
///
/// Results are never dropped: whoever writes them waits for their reader. What is said waits for nobody: a terminal that
/// holds its output back, or a log pipe that nobody reads, must not stop the work.
public enum Console {
    /// Blocks until the text is written. A reader that has seen enough (`render … | head`) is no failure: what it does not
    /// want is dropped, and the work goes on.
    public static func out(_ text: String) throws(TerminalError) {
        assertOffPool()
        // On a terminal both are seen, in the order in which they came.
        if !errors.isStalled { errors.flush(within: .milliseconds(200)) }
        let code = write(text.harmless, to: STDOUT_FILENO)
        guard code == 0 || code == EPIPE else { throw .cannotWrite(reason: String(cString: strerror(code))) }
    }

    /// Returns at once. Nobody can be told when writing fails.
    public static func error(_ text: String) { errors.say(text.harmless) }

    /// Gives what was said the time to be written, for a second at most: before the process stops or ends by a signal. Blocks.
    public static func settle() { errors.flush(within: .seconds(1)) }

    /// What goes to standard error; at the end of the process it gets a last second.
    static let errors: PacedWriter = {
        _ = survivesClosedPipes
        atexit { Console.settle() }
        return PacedWriter(to: STDERR_FILENO)
    }()

    private static let turn = Mutex(())
    /// A closed pipe is to be an error of `write`, not the end of the process.
    private static let survivesClosedPipes: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Writes all of `text`; 0, or the `errno` that stopped it.
    static func write(_ text: String, to descriptor: Int32) -> Int32 {
        guard survivesClosedPipes else { return EPIPE }
        return turn.withLock { _ in writeAll(text, to: descriptor) }
    }
}
