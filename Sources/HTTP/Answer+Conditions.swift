extension Answer {
    /// The same for a client that has it already (304), asks for a part of it (206, 416) or takes it gzipped; with the bytes of the
    /// body that are meant, nil for all.
    func conditioned(by request: Request) -> (answer: Answer, part: Range<Int>?) {
        guard status == 200, request.method == "GET" || request.method == "HEAD" else { return (self, nil) }
        guard isCompressible else { return whole(or: request) }
        var answer = self
        answer.headers["Vary"] = "Accept-Encoding"
        guard request.takesGzip else { return answer.whole(or: request) }
        answer.nameCompressed()
        let (conditioned, _) = answer.whole(or: request)
        guard conditioned.status == 200 else { return (conditioned, nil) }
        answer.compress()
        return (answer, nil)
    }

    private func whole(or request: Request) -> (answer: Answer, part: Range<Int>?) {
        if let tag = headers["ETag"], let known = request.headers["If-None-Match"], Self.list(known, names: tag) {
            var answer = self
            (answer.status, answer.body) = (304, .nothing)
            answer.headers["Content-Type"] = nil
            return (answer, nil)
        }
        guard let size = knownSize, headers["ETag"] != nil else { return (self, nil) }
        var answer = self
        answer.headers["Accept-Ranges"] = "bytes"
        guard request.method == "GET", let wanted = request.headers["Range"],
            request.headers["If-Range"].map({ $0 == headers["ETag"] }) ?? true, let range = ByteRange(wanted)
        else { return (answer, nil) }
        guard let part = range.part(of: size) else {
            (answer.status, answer.body) = (416, .nothing)
            answer.headers["Content-Range"] = "bytes */\(size)"
            answer.headers["Content-Type"] = nil
            return (answer, nil)
        }
        answer.status = 206
        answer.headers["Content-Range"] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
        return (answer, part)
    }

    private var knownSize: Int? {
        switch body {
        case .bytes(let bytes): bytes.count
        case .file(let file): file.size
        case .stream: nil
        }
    }

    /// Weakly compared, as RFC 9110 has it for this header.
    private static func list(_ list: String, names tag: String) -> Bool {
        list.split(separator: ",").contains { part in
            let name = part.drop { $0 == " " }.prefix { $0 != " " }
            return name == "*" || name == tag || name == "W/" + tag || "W/" + name == tag
        }
    }
}

/// One part of a body: `bytes=0-499`, `bytes=500-`, `bytes=-500`.
enum ByteRange: Equatable {
    case from(Int, through: Int?)
    case last(Int)

    /// nil: several parts, another unit or no sense, which RFC 9110 wants to be passed over.
    init?(_ header: String) {
        guard header.hasPrefix("bytes=") else { return nil }
        let sides = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        switch (Int(sides[0]), Int(sides[1])) {
        case (let first?, let last?) where first <= last: self = .from(first, through: last)
        case (let first?, nil) where sides[1].isEmpty: self = .from(first, through: nil)
        case (nil, let count?) where sides[0].isEmpty: self = .last(count)
        default: return nil
        }
    }

    /// nil: nothing of a body of `size` bytes is meant.
    func part(of size: Int) -> Range<Int>? {
        switch self {
        case .from(let first, let last) where first < size: first..<min(size, (last ?? size - 1) + 1)
        case .last(let count) where count > 0 && size > 0: max(0, size - count)..<size
        default: nil
        }
    }
}
