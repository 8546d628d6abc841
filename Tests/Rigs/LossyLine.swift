import Glibc
import Synchronization
import Work

/// A line between a browser and a server on this machine. It keeps what the server says, and loses some of it when it is told to.
package final class LossyLine: Sendable {
    private struct State {
        var heard: [UInt8] = []
        var share = 0.0
        var dice: Seeded
        var lost = 0
        var clients: Set<Int32> = []
        var isOver = false
    }

    /// Where the browser finds it.
    package let port: Int
    private let listener: Int32
    private let server: Int
    private let state: Mutex<State>

    /// - Parameter server: the port of whoever answers.
    package init(to server: Int, seed: Int = 1) throws {
        (listener, port) = try Loopback.listen()
        self.server = server
        state = Mutex(State(dice: Seeded(seed)))
        onOwnThread("lossy-line") { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, open(client) else {
                    if client >= 0 { Glibc.close(client) }
                    Glibc.close(listener)
                    return
                }
                onOwnThread("lossy-line.connection") { [self] in
                    let near = RawClient(accepted: client)
                    carry(near)
                    // The number of a socket that is closed is that of another one soon.
                    state.withLock { _ = $0.clients.remove(client) }
                    near.hangUp()
                }
            }
        }
    }

    /// Hangs up everywhere.
    package func close() {
        state.withLock { state in
            state.isOver = true
            for client in state.clients { shutdown(client, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// From now on this share of the requests is lost, half of them after they have been carried out.
    package func lose(_ share: Double) { state.withLock { $0.share = share } }

    /// How many have been lost.
    package var lost: Int { state.withLock { $0.lost } }

    /// All that the server has said since `forget`.
    package var heard: String { String(decoding: state.withLock { $0.heard }, as: UTF8.self) }
    package func forget() { state.withLock { $0.heard = [] } }

    private func open(_ client: Int32) -> Bool {
        state.withLock { state in
            if !state.isOver { state.clients.insert(client) }
            return !state.isOver
        }
    }

    private enum Fate { case arrives, isLost, losesItsAnswer }

    private func fate() -> Fate {
        state.withLock { state in
            guard Double.random(in: 0..<1, using: &state.dice) < state.share else { return .arrives }
            state.lost += 1
            return Bool.random(using: &state.dice) ? .isLost : .losesItsAnswer
        }
    }

    /// A server answers only to those who call it by its own address, whose port has as many digits as this one has.
    private func asOfServer(_ said: ArraySlice<UInt8>) -> [UInt8] {
        Array(said.replacing("127.0.0.1:\(port)".utf8, with: "127.0.0.1:\(server)".utf8))
    }

    /// What a browser says in one go is one request: it waits for the answer before it says more.
    private func carry(_ near: RawClient) {
        guard let far = try? RawClient("127.0.0.1", server) else { return }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var (isAnswerDue, fate) = (false, Fate.arrives)
        while true {
            var ends = [near.descriptor, far.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard poll(&ends, 2, -1) > 0 else { return }
            if ends[0].revents != 0 {
                let count = recv(near.descriptor, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                if !isAnswerDue { fate = self.fate() }
                isAnswerDue = true
                guard fate != .isLost, far.say(asOfServer(buffer.prefix(count))) else { return }
            }
            if ends[1].revents != 0 {
                let count = recv(far.descriptor, &buffer, buffer.count, 0)
                guard count > 0, fate != .losesItsAnswer else { return }
                isAnswerDue = false
                let said = Array(buffer.prefix(count))
                state.withLock { $0.heard += said }
                guard near.say(said) else { return }
            }
        }
    }
}
