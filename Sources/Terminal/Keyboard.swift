import Glibc
import Synchronization

/// Keys as they are pressed, one by one, on the terminal of standard input. While one exists the terminal shows no typed
/// letters; Ctrl-C still interrupts.
public final class Keyboard: Sendable {
    public enum Key: Sendable, Equatable {
        case letter(Character)
        case enter, escape, backspace
        /// With Ctrl: "r".
        case control(Character)
    }

    private let former: termios
    private let isOpen = Atomic(true)

    /// nil when standard input is no terminal.
    public init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        former = settings
        // IEXTEN would keep Ctrl-R and Ctrl-V for itself.
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }

    /// Gives the terminal back as it was.
    public func close() {
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        var settings = former
        tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    }

    deinit { close() }

    /// The next keys, or none within `milliseconds`; nil when the terminal is gone. Blocks.
    public func keys(within milliseconds: Int32) -> [Key]? {
        guard let bytes = Self.read(within: milliseconds) else { return nil }
        // The escape key sends one byte; what follows it at once belongs to a cursor or function key.
        if bytes.first == 0x1b { return bytes.count == 1 ? [.escape] : [] }
        return String(decoding: bytes, as: UTF8.self).compactMap(Self.key)
    }

    private static func read(within milliseconds: Int32) -> [UInt8]? {
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    static func key(_ character: Character) -> Key? {
        guard let value = character.asciiValue else { return .letter(character) }
        return switch value {
        case 10, 13: .enter
        case 8, 127: .backspace
        case 1...26: .control(Character(UnicodeScalar(value + 96)))
        case 32...126: .letter(character)
        default: nil
        }
    }
}
