import Dispatch
import Glibc
import Synchronization
import Testing
import Work

@Suite struct PacedWriterTests {
    /// What nobody takes until the gate is opened.
    private final class Reader: Sendable {
        let gate = DispatchSemaphore(value: 0)
        let isStuck = DispatchSemaphore(value: 0)
        let texts = Mutex<[String]>([])

        func take(_ text: String) {
            isStuck.signal()
            gate.wait()
            texts.withLock { $0.append(text) }
        }

        func open() { for _ in 0..<100 { gate.signal() } }
    }

    @Test func `Lines arrive in order, however slow the reader is`() {
        let reader = Reader()
        let writer = PacedWriter { reader.take($0) }
        for number in 1...200 { writer.say("line \(number)\n") }
        #expect(!writer.flush(within: .zero) && writer.isStalled)
        reader.open()
        #expect(writer.flush(within: .seconds(60)) && !writer.isStalled)
        #expect(reader.texts.withLock { $0.joined() } == (1...200).map { "line \($0)\n" }.joined())
    }

    @Test func `Of more lines than may wait the oldest go, and their number is told`() {
        let reader = Reader()
        let writer = PacedWriter(bound: 35) { reader.take($0) }
        writer.say("first\n")
        reader.isStuck.wait()
        for number in 1...9 { writer.say("line \(number)\nmore\n") }
        reader.open()
        writer.flush(within: .seconds(60))
        writer.say("last\n")
        writer.flush(within: .seconds(60))
        #expect(
            reader.texts.withLock { $0 } == [
                "first\n", "… 14 lines were dropped\nline 8\nmore\nline 9\nmore\n", "last\n",
            ])
    }

    @Test func `Of pictures only the newest is painted, below all lines`() {
        let reader = Reader()
        let picture = Mutex("")
        let writer = PacedWriter { reader.take($0) }
        writer.paint { lines in lines + "[" + picture.withLock { $0 } + "]" }
        func show(_ text: String) {
            picture.withLock { $0 = text }
            writer.touch()
        }
        show("one")
        reader.isStuck.wait()
        show("two")
        writer.say("a line\n")
        show("three")
        reader.open()
        writer.flush(within: .seconds(60))
        #expect(reader.texts.withLock { $0 } == ["[one]", "a line\n[three]"])
    }

    @Test func `A pipe that nobody reads holds nobody up, and loses nothing below the bound`() {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (source, sink) = (ends[0], ends[1])
        let writer = PacedWriter(to: sink)
        let lines = (0..<5000).map { "line \($0) of many that do not fit into the pipe\n" }
        for line in lines { writer.say(line) }
        #expect(!writer.flush(within: .milliseconds(10)))
        let received = Mutex("")
        let isRead = DispatchSemaphore(value: 0)
        onOwnThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(source, &buffer, buffer.count), count > 0 {
                received.withLock { $0 += String(decoding: buffer.prefix(count), as: UTF8.self) }
            }
            isRead.signal()
        }
        #expect(writer.flush(within: .seconds(60)))
        close(sink)
        isRead.wait()
        close(source)
        #expect(received.withLock { $0 } == lines.joined())
    }

    @Test func `A terminal that holds its output back holds nobody up`() {
        var ends: (Int32, Int32) = (-1, -1)
        #expect(openpty(&ends.0, &ends.1, nil, nil, nil) == 0)
        let (terminal, inside) = ends
        #expect(tcflow(inside, TCOOFF) == 0)
        let writer = PacedWriter(to: inside)
        writer.say("held back\n")
        #expect(!writer.flush(within: .milliseconds(50)))
        writer.say("and more\n")
        #expect(tcflow(inside, TCOON) == 0)
        #expect(writer.flush(within: .seconds(60)))
        var buffer = [UInt8](repeating: 0, count: 1000)
        var text = ""
        while !text.contains("more"), case let count = read(terminal, &buffer, buffer.count), count > 0 {
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        #expect(text == "held back\r\nand more\r\n")
        close(inside)
        close(terminal)
    }
}
