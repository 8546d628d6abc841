import Faults
import Foundation
import Glibc
import Testing

@testable import Terminal

@Suite struct ConsoleTests {
    @Test func `a text larger than the pipe arrives whole, also when the pipe does not wait`() throws {
        for flags in [0, O_NONBLOCK] {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            let (reader, writer) = (ends[0], ends[1])
            #expect(fcntl(writer, F_SETFL, flags) == 0)
            let text = String(repeating: "0123456789", count: 50_000)
            Thread.detachNewThread {
                _ = Console.write(text, to: writer)
                close(writer)
            }
            let received = try FileHandle(fileDescriptor: reader, closeOnDealloc: true).readToEnd()
            #expect(received == Data(text.utf8))
        }
    }

    @Test func `a closed pipe is an error code, not the end of the process`() {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        #expect(Console.write("x", to: ends[1]) == EPIPE)
        close(ends[1])
    }

    @Test func `a full disk is an error code`() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        #expect(Console.write("x", to: full) == ENOSPC)
        #expect(Console.write("", to: full) == 0)
        #expect(TerminalError.cannotWrite(reason: "x").status == .ioError)
    }
}

@Suite struct KeyboardTests {
    @Test(arguments: [
        ([0x1b], [Keyboard.Key.escape]),
        ([0x1b, 0x1b], [.escape, .escape]),
        ([0x20, 0x1b], [.letter(" "), .escape]),
        ([0x1b, 0x12], [.escape, .control("r")]),
        ([0x1b, 0x5b, 0x41], []),
        ([0x1b, 0x5b, 0x31, 0x3b, 0x35, 0x43, 0x61], [.letter("a")]),
        ([0x1b, 0x4f, 0x50, 0x0d], [.enter]),
        (Array("né".utf8), [.letter("n"), .letter("é")]),
        ([0x7f, 0x12], [.backspace, .control("r")]),
    ])
    func `Keys that come together are told apart, and cursor keys are none`(bytes: [UInt8], keys: [Keyboard.Key]) {
        #expect(Keyboard.keys(bytes) == keys)
    }
}
