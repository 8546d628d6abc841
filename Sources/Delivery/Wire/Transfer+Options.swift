import CCurl
import Glibc

extension Transfer {
    /// Tells libcurl what to do; gives why that cannot be done.
    func prepare(_ easy: UnsafeMutableRawPointer) -> Landing.End? {
        let own = Unmanaged.passUnretained(self).toOpaque()
        hold.easy = easy
        watchOver(easy, own)
        ccurl_set_text(easy, CURLOPT_URL, order.url)
        ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, order.mail == nil ? "http,https" : "smtp,smtps")
        ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        // Through a proxy the guard would judge the proxy's address, and whoever sets the environment would read along.
        ccurl_set_text(easy, CURLOPT_PROXY, "")
        if let ca = order.ca {
            ccurl_set_text(easy, CURLOPT_CAINFO, ca)
            ccurl_set_text(easy, CURLOPT_CAPATH, nil)
        }
        if let login = order.login {
            ccurl_set_text(easy, CURLOPT_USERNAME, login.user)
            ccurl_set_text(easy, CURLOPT_PASSWORD, login.password.revealed)
        }
        if !order.mayRepeat {
            ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
            ccurl_set_long(easy, CURLOPT_FORBID_REUSE, 1)
        }
        if let kBps = order.kBps { ccurl_set_size(easy, CURLOPT_MAX_SEND_SPEED_LARGE, curl_off_t(kBps) * 1000) }
        if !order.resolve.isEmpty { ccurl_set_list(easy, CURLOPT_RESOLVE, hold.list(order.resolve)) }
        if let mail = order.mail { return prepare(mail, easy, own) }
        return prepareRequest(easy)
    }

    private func watchOver(_ easy: UnsafeMutableRawPointer, _ own: UnsafeMutableRawPointer) {
        // Signals would hit the whole program.
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // A name that is being looked up must not hold up the end of its transfer.
        ccurl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        let gate = UnsafeMutablePointer<ccurl_gate>.allocate(capacity: 1)
        gate.initialize(to: ccurl_gate(reach: order.reach.code, has_refused: false))
        ccurl_guard(easy, gate)
        let problem = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        problem.pointee = 0
        ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, problem)
        (hold.gate, hold.problem) = (gate, problem)
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA, CURLOPT_PREREQDATA] {
            ccurl_set_pointer(easy, option, own)
        }
        ccurl_on_transfer(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, own in
            Transfer.from(own).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        ccurl_on_transfer(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, own in
            Transfer.from(own).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        ccurl_set_long(easy, CURLOPT_NOPROGRESS, 0)
        ccurl_on_progress(easy) { own, _, received, _, sent in
            let transfer = Transfer.from(own)
            transfer.count(received + sent)
            // Of a mail that waits for its server's last word nothing else asks.
            transfer.look()
            guard transfer.isCut else { return 0 }
            // libcurl would keep the connection of such a mail, and take that last word for an answer to the next one.
            if let easy = transfer.hold.easy { ccurl_set_long(easy, CURLOPT_FORBID_REUSE, 1) }
            return 1
        }
        ccurl_on_request(easy) { own, _, _, _, _ in
            Transfer.from(own).noteConnection()
            return CURL_PREREQFUNC_OK
        }
    }

    private func prepareRequest(_ easy: UnsafeMutableRawPointer) -> Landing.End? {
        // With one stream a connection, the end of a transfer concerns no other.
        ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        ccurl_set_text(easy, CURLOPT_USERAGENT, "Boothkit")
        var method: String? = order.method
        // A server that says no first would save the body, and one that knows nothing of that costs a second.
        var lines = order.headers + ["Expect:"]
        switch order.body {
        case .none where order.method == "HEAD":
            ccurl_set_long(easy, CURLOPT_NOBODY, 1)
            method = nil
        case .none where order.method == "POST", .none where order.method == "PUT":
            ccurl_set_body(easy, "", 0)
            lines.append("Content-Type:")
        case .none: break
        case .bytes(let bytes):
            ccurl_set_body(easy, bytes, curl_off_t(bytes.count))
            hold.size = bytes.count
        case .file(let path):
            guard let (file, size) = Self.open(path) else { return .noFile(path) }
            (hold.file, hold.size) = (file, size)
            ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
            ccurl_set_pointer(easy, CURLOPT_READDATA, file)
            ccurl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(size))
        }
        if let method { ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, method) }
        ccurl_set_list(easy, CURLOPT_HTTPHEADER, hold.list(lines))
        return nil
    }

    private func prepare(
        _ mail: Order.Mail, _ easy: UnsafeMutableRawPointer, _ own: UnsafeMutableRawPointer
    ) -> Landing.End? {
        if mail.needsTLS { ccurl_set_long(easy, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        guard let text = mail.text else {
            // Greeting, TLS and login are what is to be tried.
            ccurl_set_long(easy, CURLOPT_NOBODY, 1)
            ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, "NOOP")
            return nil
        }
        let reader = MailText.Reader(text)
        hold.mail = reader
        if let missing = reader.missing { return .noFile(missing) }
        ccurl_set_text(easy, CURLOPT_MAIL_FROM, "<\(mail.from)>")
        ccurl_set_list(easy, CURLOPT_MAIL_RCPT, hold.list(["<\(mail.recipient)>"]))
        ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
        ccurl_set_size(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(text.size))
        ccurl_set_pointer(easy, CURLOPT_READDATA, own)
        ccurl_on_transfer(easy, CURLOPT_READFUNCTION) { bytes, size, count, own in
            let transfer = Transfer.from(own)
            transfer.noteMovement()
            return transfer.hold.mail?.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
                ?? Int(CURL_READFUNC_ABORT)
        }
        return nil
    }

    private static func open(_ path: String) -> (UnsafeMutablePointer<FILE>, Int)? {
        // A pipe would be waited for.
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, let file = fopen(path, "rbe") else {
            return nil
        }
        return (file, Int(status.st_size))
    }
}

// What libcurl calls, on the wire's thread.
extension Transfer {
    fileprivate static func from(_ own: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(own!).takeUnretainedValue()
    }

    fileprivate func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        noteMovement()
        guard hold.answer.count + bytes.count <= order.answerLimit else {
            hold.isTooLong = true
            return 0
        }
        hold.answer += bytes
        return bytes.count
    }

    fileprivate func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        noteMovement()
        var line = String(decoding: bytes, as: UTF8.self)
        while line.last?.isNewline == true { line.removeLast() }
        // Those of an interim answer count for nothing.
        if order.mail == nil, line.hasPrefix("HTTP/") { hold.headers = [] }
        // libcurl itself ends an answer whose header is longer than 300 KiB.
        if !line.isEmpty { hold.headers.append(line) }
        return bytes.count
    }

    fileprivate func count(_ bytes: curl_off_t) {
        guard bytes != hold.counted else { return }
        hold.counted = bytes
        noteMovement()
    }
}

extension Order.Reach {
    fileprivate var code: ccurl_reach {
        switch self {
        case .publicOnly: ccurl_reach_public
        case .localOnly: ccurl_reach_local
        case .anywhere: ccurl_reach_any
        }
    }
}
