import CCurl
import Glibc

/// What a transfer holds for libcurl, from its beginning to its end.
struct TransferHold {
    var began = ContinuousClock.now
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
        landing.hasBegun = isConnected
        landing.isAllSent = hold.mail.map(\.isAtEnd) ?? (isConnected && landing.sent >= hold.size)
        landing.duration = .now - hold.began
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
