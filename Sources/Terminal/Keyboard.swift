import Glibc
import Synchronization
import Work

/// Keys as they are pressed, one by one, on the terminal of standard input. While one exists the terminal shows no typed
/// letters; Ctrl-C still interrupts.
public final class Keyboard: Sendable {
    public enum Key: Sendable, Equatable {
        case letter(Character)
        case enter, escape, backspace
        /// With Ctrl: "r".
        case control(Character)
        /// No keys, but what the shell does by signals: Ctrl-Z, whose receiver calls `suspend`, and the terminal is ours again.
        case suspend, resume
    }

    private let former: termios
    private let isOpen = Atomic(true)
    private let isAway = Atomic(false)

    /// nil when standard input is no terminal.
    public init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        former = settings
        isAway.store(!isOurs, ordering: .relaxed)
        listen()
        JobControl.watch()
    }

    /// Gives the terminal back as it was.
    public func close() {
        guard isOpen.exchange(false, ordering: .relaxed) else { return }
        giveBack()
        JobControl.leave()
    }

    deinit { close() }

    /// The next keys, or none within `milliseconds`; nil when the terminal is gone. Blocks.
    public func keys(within milliseconds: Int32) -> [Key]? {
        assertOffPool()
        if JobControl.isStopAsked { return [.suspend] }
        guard isOurs else {
            isAway.store(true, ordering: .relaxed)
            usleep(UInt32(milliseconds) * 1000)
            return []
        }
        if isAway.exchange(false, ordering: .relaxed) || JobControl.hasContinued {
            listen()
            return [.resume]
        }
        return Self.read(within: milliseconds).map { Self.keys($0) }
    }

    /// Gives the terminal back and stops the process, as Ctrl-Z would have; returns when it goes on. Blocks.
    public func suspend() {
        assertOffPool()
        giveBack()
        JobControl.stop()
    }

    /// In the background (`bg`) the kernel would stop whoever reads from the terminal or changes it.
    private var isOurs: Bool {
        let group = tcgetpgrp(STDIN_FILENO)
        return group < 0 || group == getpgrp()
    }

    private func listen() {
        guard isOpen.load(ordering: .relaxed), isOurs else { return }
        var settings = former
        // IEXTEN would keep Ctrl-R and Ctrl-V for itself.
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
        // Ctrl-S would hold back all that is shown, for as long as nobody knows of Ctrl-Q.
        settings.c_iflag &= ~tcflag_t(IXON)
        set(settings)
    }

    private func giveBack() {
        guard isOurs else { return }
        set(former)
    }

    /// At once: what waits to be shown may wait for ever (TCSADRAIN).
    private func set(_ settings: termios) {
        var settings = settings
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// What came at once. An escape that begins the sequence of a cursor or function key, ESC [ … or ESC O …, is not the
    /// escape key (ECMA-48, 5.4: a final byte from 0x40 to 0x7E).
    static func keys(_ bytes: [UInt8]) -> [Key] {
        var (keys, text, rest) = ([Key](), [UInt8](), bytes[...])
        func typed() -> [Key] { String(decoding: text, as: UTF8.self).compactMap(key) }
        while let byte = rest.popFirst() {
            guard byte == 0x1b else {
                text.append(byte)
                continue
            }
            (keys, text) = (keys + typed(), [])
            switch rest.first {
            case UInt8(ascii: "[")?: rest = rest.dropFirst().drop { !(0x40...0x7e).contains($0) }.dropFirst()
            case UInt8(ascii: "O")?: rest = rest.dropFirst(2)
            default: keys.append(.escape)
            }
        }
        return keys + typed()
    }

    private static func read(within milliseconds: Int32) -> [UInt8]? {
        var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
        if count < 0, errno == EINTR { return [] }
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
