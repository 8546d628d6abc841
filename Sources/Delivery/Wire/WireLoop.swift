import CCurl
import Work

/// What the wire's thread does, until the wire is gone and nothing is under way.
struct WireLoop: ~Copyable {
    private let mailbox: WireMailbox
    private let clock: WireClock
    private var running: [UnsafeMutableRawPointer: Transfer] = [:]
    /// What nobody waits for, in its order.
    private var waiting: [Transfer] = []
    /// Handles that have ended: a new one costs more than a reset.
    private var spare: [UnsafeMutableRawPointer] = []
    private var isGivingWay = false

    init(_ mailbox: WireMailbox, _ time: TimeSource) {
        (self.mailbox, clock) = (mailbox, WireClock(mailbox, time))
    }

    deinit {
        for handle in spare { curl_easy_cleanup(handle) }
        clock.stop()
    }

    mutating func run() {
        assertOffPool()
        while true {
            let (letters, isClosed) = mailbox.take()
            for letter in letters {
                switch letter {
                case .start(let transfer) where transfer.order.lane == .raw: waiting.append(transfer)
                case .start(let transfer): start(transfer)
                case .end(let transfer): end(transfer)
                case .look: for transfer in running.values { transfer.look() }
                }
            }
            admitWaiting()
            giveWay()
            clock.isNeeded(!running.isEmpty)
            var count: Int32 = 0
            curl_multi_perform(mailbox.multi, &count)
            collect()
            // What stood still for one that has ended just now goes on before the wait for what happens next.
            giveWay()
            if running.isEmpty, !waiting.isEmpty { continue }
            if isClosed, running.isEmpty { break }
            // With nothing under way it waits for a letter alone.
            curl_multi_poll(mailbox.multi, nil, 0, running.isEmpty ? 3_600_000 : 1000, nil)
        }
    }

    private mutating func admitWaiting() {
        while running.isEmpty, !waiting.isEmpty { start(waiting.removeFirst()) }
    }

    /// What nobody waits for stands still while something goes that somebody waits for. On a line that is full, even one of them
    /// can cost the other many times its share: its packets are those that get lost.
    private mutating func giveWay() {
        let hasGuests = running.values.contains { $0.order.lane == .guest }
        guard hasGuests != isGivingWay else { return }
        isGivingWay = hasGuests
        for (easy, transfer) in running where transfer.order.lane == .raw {
            transfer.hold.watch.isPaused = hasGuests
            transfer.noteMovement()
            curl_easy_pause(easy, hasGuests ? CURLPAUSE_SEND : CURLPAUSE_CONT)
        }
    }

    private mutating func start(_ transfer: Transfer) {
        guard transfer.begin() else { return transfer.land() }
        guard let easy = spare.popLast() ?? curl_easy_init() else { fatalError("out of memory") }
        if let failure = transfer.prepare(easy) {
            recycle(easy, transfer)
            return transfer.land(Landing(end: failure))
        }
        let code = curl_multi_add_handle(mailbox.multi, easy)
        guard code == CURLM_OK else {
            recycle(easy, transfer)
            let text = String(cString: curl_multi_strerror(code))
            return transfer.land(Landing(end: .failed(Int(CURLE_FAILED_INIT.rawValue), text)))
        }
        running[easy] = transfer
    }

    private mutating func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(mailbox.multi, &left) {
            // The message dies with the handle's removal.
            let code = ccurl_result(message)
            guard let easy = message.pointee.easy_handle, let transfer = running.removeValue(forKey: easy) else {
                continue
            }
            finish(easy, transfer, code)
        }
    }

    /// One that has ended by itself meanwhile is left alone.
    private mutating func end(_ transfer: Transfer) {
        if let index = waiting.firstIndex(where: { $0 === transfer }) {
            waiting.remove(at: index)
            return transfer.land()
        }
        // Taken away in its midst, a mail would be ended as if it were complete (smtp_done of libcurl 7.88). It ends by the callback
        // of its progress, which the next turn asks.
        guard transfer.order.mail == nil else { return }
        guard let easy = running.first(where: { $0.value === transfer })?.key else { return }
        running[easy] = nil
        finish(easy, transfer, CURLE_ABORTED_BY_CALLBACK)
    }

    private mutating func finish(_ easy: UnsafeMutableRawPointer, _ transfer: Transfer, _ code: CURLcode) {
        curl_multi_remove_handle(mailbox.multi, easy)
        let landing = transfer.landing(easy, code)
        recycle(easy, transfer)
        transfer.land(landing)
    }

    private mutating func recycle(_ easy: UnsafeMutableRawPointer, _ transfer: Transfer) {
        curl_easy_reset(easy)
        transfer.release()
        if spare.count < 16 { spare.append(easy) } else { curl_easy_cleanup(easy) }
    }
}
