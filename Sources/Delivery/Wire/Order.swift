/// One exchange that libcurl is to make.
struct Order: Sendable {
    enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// The regular file at this path, read by libcurl itself.
        case file(String)
    }

    /// What a mail server is told before the text.
    struct Mail: Sendable {
        var from: String
        var recipient: String
        /// Whether the line must be encrypted before anything is said on it.
        var needsTLS: Bool
        /// Nil: none is sent, and the server is only asked whether it would take one from us.
        var text: MailText?
    }

    /// Where its connections may go, by the address that a name leads to.
    enum Reach: Sendable { case publicOnly, localOnly, anywhere }

    /// For how long nothing may happen, by the wire's clock.
    struct Limits: Sendable {
        /// Until a connection stands, with its TLS; of mail with its login, too.
        var connecting = Duration.seconds(3)
        /// Without a byte in either direction.
        var silence = Duration.seconds(30)
        /// From its start to its end, whatever happens.
        var all = Duration.seconds(7200)
    }

    var method = "GET"
    var url: String
    /// Lines without their ends; values that come from elsewhere have been judged by `Template`.
    var headers: [String] = []
    var body = Body.none
    var mail: Mail?
    var login: (user: String, password: Secret)?
    var reach = Reach.publicOnly
    var ca: String?
    var limits = Limits()
    var lane = Item.Lane.guest
    /// Whether libcurl may make it again by itself when a connection that was kept turns out to be closed. It cannot know
    /// whether the far side had it already.
    var mayRepeat = true
    /// Units of 1,000 bytes a second; nil: what the line gives.
    var kBps: Int?
    /// Of an answer, bytes.
    var answerLimit = 1 << 20
    /// Lines "HOST:PORT:ADDRESS" in place of what DNS says, for tests.
    var resolve: [String] = []
}

/// How an exchange ended.
struct Landing: Sendable {
    enum End: Sendable, Equatable {
        /// All of it was exchanged; `status` is HTTP's, or the last code of a mail server.
        case answered
        /// By libcurl's code (CURLcode), with its words.
        case failed(Int, String)
        /// The address was one that must not be reached.
        case forbidden
        case cancelled
        /// No connection within its time, nothing moved for so long, or all of the time was over.
        case notConnected, stalled, late
        /// The answer was longer than allowed.
        case tooLong
        /// The file could not be opened.
        case noFile(String)
    }

    var end: End
    var status = 0
    /// Lines of the answer's last header, or what a mail server said.
    var headers: [String] = []
    var body: [UInt8] = []
    /// Where an answer of 3xx points.
    var redirect: String?
    /// Whether a connection stood and the request was about to go out.
    var hasBegun = false
    /// Whether all of what was to be sent had been handed over.
    var isAllSent = false
    /// Bytes of bodies, and how long it took from its start.
    var sent = 0
    var received = 0
    var duration = Duration.zero

    /// The value of a header, without regard to case.
    func header(_ name: String) -> String? {
        for line in headers {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2, sides[0].lowercased() == name.lowercased() else { continue }
            return String(sides[1].drop(while: \.isWhitespace))
        }
        return nil
    }
}
