import CCurl
import Synchronization
import Work

/// The only caller of libcurl: one thread owns all transfers, and whoever sends waits for none of the others. Each mail server has
/// a wire of its own.
///
///     let wire = Wire()
///     let landing = await wire.send(Order(url: "https://photos.example/in/"))
///
/// A cancelled task's transfer ends at once, a mail that waits for its server's last word within a second. Of what nobody waits
/// for (`Item.Lane.raw`) one goes at a time, and begins only while nothing goes that somebody waits for.
final class Wire: Sendable {
    let time: TimeSource
    private let mailbox = WireMailbox()

    init(time: TimeSource = .system) {
        self.time = time
        let mailbox = mailbox
        onOwnThread("boothkit.wire") {
            var loop = WireLoop(mailbox, time)
            loop.run()
        }
    }

    deinit { mailbox.close() }

    func send(_ order: Order) async -> Landing {
        let transfer = Transfer(order, time, mailbox)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.wait(by: continuation)
                mailbox.post(.start(transfer))
            }
        } onCancel: {
            transfer.cut(.cancelled)
        }
    }
}

/// What the wire's thread is told.
final class WireMailbox: @unchecked Sendable {
    enum Letter: Sendable {
        case start(Transfer)
        case end(Transfer)
        /// To look whether one has waited long enough.
        case look
    }

    private struct State {
        var letters: [Letter] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    /// Used by the wire's thread alone, but for waking it, which libcurl allows from everywhere. That is why this may be shared.
    let multi: UnsafeMutableRawPointer

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init() {
        guard Self.isReady, let multi = curl_multi_init() else { fatalError("libcurl cannot be initialised") }
        self.multi = multi
    }

    deinit { curl_multi_cleanup(multi) }

    func post(_ letter: Letter) {
        state.withLock { $0.letters.append(letter) }
        curl_multi_wakeup(multi)
    }

    func close() {
        state.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi)
    }

    func take() -> (letters: [Letter], isClosed: Bool) {
        state.withLock { state in
            defer { state.letters = [] }
            return (state.letters, state.isClosed)
        }
    }
}
