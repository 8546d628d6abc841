import Faults

/// What a mail server's answers say: its reply code first, libcurl's word second.
///
/// A mail is handed over with the line of one dot after its text. What fails before that line has surely not been sent; what
/// fails after it may have been, and only a person can find out.
enum MailJudge {
    static func judge(_ landing: Landing) -> Verdict {
        var landing = landing
        // Of what was cut, libcurl does not tell the code.
        if landing.status == 0 { landing.status = landing.headers.last.flatMap { Int($0.prefix(3)) } ?? 0 }
        let reply = landing.headers.last(where: { !$0.isEmpty }).map { String($0.onOneLine.prefix(200)) }
        switch landing.end {
        case .answered: return .delivered(reference: reply)
        case .noFile(let path): return .refused("\(path): cannot be read")
        case .forbidden:
            return .blocked(
                "its address is one that this destination must not lead to; say \"lan\": true of a server nearby")
        case .failed(let code, let text): return judge(landing, code, text, reply ?? "")
        case .notConnected, .stalled, .late, .cancelled, .tooLong:
            // A server that is asked for the password twice and says nothing more does not know us.
            if landing.status == 334 { return .blocked("it does not let us in; see \"user\" and \"secret\"") }
            let words = landing.end == .cancelled ? "sending was ended before it answered" : "it does not answer"
            return landing.isAllSent ? .unknown(words) : .unreachable(words)
        }
    }

    private static func judge(_ landing: Landing, _ code: Int, _ text: String, _ reply: String) -> Verdict {
        switch landing.status {
        // 421 closes the line: the server is busy, or about to stop.
        case 421 where !landing.isAllSent: return .unreachable("it answered \(anonymous(reply))")
        case 400..<500: return .busy("it answered \(anonymous(reply))", after: .seconds(300))
        case 530, 534, 535, 538:
            return .blocked("it does not let us in (\(landing.status)); see \"user\" and \"secret\"")
        case 500..<600: return .refused("it answered \(anonymous(reply))")
        default: break
        }
        switch code {
        // CURLE_LOGIN_DENIED
        case 67: return .blocked("it does not let us in; see \"user\" and \"secret\"")
        // CURLE_USE_SSL_FAILED
        case 64: return .blocked("it offers no encryption, and in clear nothing is sent")
        // CURLE_PEER_FAILED_VERIFICATION, _SSL_CACERT_BADFILE
        case 60, 77: return .blocked("its certificate is not good (\(text))")
        case 6: return .unreachable("its name is not known; is the booth connected to the Internet?")
        case 7: return .unreachable("nobody answers there")
        default: return landing.isAllSent ? .unknown(text) : .unreachable(text)
        }
    }

    /// Servers repeat the address that they do not like.
    private static func anonymous(_ reply: String) -> String {
        reply.replacing(/[^\s<>@]+@[^\s<>]+/, with: "…")
    }
}
