import CCurl
import Glibc
import Work

/// What a transfer holds for libcurl, from its beginning to its end.
struct TransferHold {
    /// When it began and when something moved last, by the wire's clock.
    struct Watch {
        var began: TimeSource.Instant
        var isConnected = false
        /// It gives way to others, and its own silence counts for nothing.
        var isPaused = false
        var moved: TimeSource.Instant

        init(began: TimeSource.Instant) { (self.began, moved) = (began, began) }

        /// How it ends when it has waited long enough.
        func end(by limits: Order.Limits, at now: TimeSource.Instant) -> Landing.End? {
            if now >= began + limits.all { return .late }
            if !isConnected { return now >= began + limits.connecting ? .notConnected : nil }
            return !isPaused && now >= moved + limits.silence ? .stalled : nil
        }
    }

    var watch = Watch(began: .now)
    var easy: UnsafeMutableRawPointer?
    var lists: [UnsafeMutablePointer<curl_slist>] = []
    var file: UnsafeMutablePointer<FILE>?
    /// Of the body, bytes.
    var size = 0
    var gate: UnsafeMutablePointer<ccurl_gate>?
    var problem: UnsafeMutablePointer<CChar>?
    var mail: MailText.Reader?
    /// All bytes so far, in both directions.
    var counted: curl_off_t = 0
    var answer: [UInt8] = []
    var isTooLong = false
    var headers: [String] = []

    mutating func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines { list = curl_slist_append(list, line) }
        if let list { lists.append(list) }
        return list
    }
}

extension Transfer {
    /// The end of what libcurl uses of it; the handle is reset already.
    func release() {
        for list in hold.lists { curl_slist_free_all(list) }
        if let file = hold.file { fclose(file) }
        hold.gate?.deallocate()
        hold.problem?.deallocate()
        hold = TransferHold()
    }

    /// What came of it, while the handle still knows.
    func landing(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) -> Landing {
        var landing = Landing(end: end(code))
        landing.status = ccurl_long(easy, CURLINFO_RESPONSE_CODE)
        (landing.headers, landing.body) = (hold.headers, hold.answer)
        landing.redirect = ccurl_text(easy, CURLINFO_REDIRECT_URL).map { String(cString: $0) }
        landing.sent = Int(ccurl_size(easy, CURLINFO_SIZE_UPLOAD_T))
        landing.received = Int(ccurl_size(easy, CURLINFO_SIZE_DOWNLOAD_T))
        landing.hasBegun = hold.watch.isConnected
        landing.isAllSent = hold.mail.map(\.isAtEnd) ?? (landing.hasBegun && landing.sent >= hold.size)
        landing.duration = time.now - hold.watch.began
        return landing
    }

    private func end(_ code: CURLcode) -> Landing.End {
        if code == CURLE_OK { return .answered }
        if let path = hold.mail?.missing { return .noFile(path) }
        if hold.isTooLong { return .tooLong }
        if code == CURLE_COULDNT_CONNECT, hold.gate?.pointee.has_refused == true { return .forbidden }
        let words = hold.problem.map { String(cString: $0) } ?? ""
        return .failed(Int(code.rawValue), words.isEmpty ? String(cString: curl_easy_strerror(code)) : words)
    }
}
