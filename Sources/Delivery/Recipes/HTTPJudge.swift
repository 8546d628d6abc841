import Faults
import StrictJSON

/// What an exchange of a recipe says of the item and of the destination.
struct HTTPJudge {
    let step: Recipe.Step
    /// Whether a second request would do no harm.
    let isRepeatable: Bool
    let values: PlaceholderValues

    /// A verdict that ends the recipe.
    struct End: Error { var verdict: Verdict }

    /// What was taken from a good answer, or how it ended.
    func judge(_ landing: Landing) -> Result<[String: String], End> {
        if let verdict = failure(landing) { return .failure(End(verdict: verdict)) }
        if hasOptedOut(landing) {
            return .failure(End(verdict: .optedOut("whom it is for has asked for no more messages" + said(landing))))
        }
        if let good = step.good {
            if !good.contains(landing.status) { return .failure(End(verdict: refusal(landing))) }
        } else if !(200..<300).contains(landing.status) {
            return .failure(End(verdict: refusal(landing)))
        }
        return taken(landing)
    }

    /// Of an exchange that did not come to an answer.
    private func failure(_ landing: Landing) -> Verdict? {
        switch landing.end {
        case .answered: return nil
        case .noFile(let path): return .refused("\(path): cannot be read")
        case .forbidden:
            return .blocked(
                "its address is one that this destination must not lead to; say \"lan\": true of a server nearby, and use https:// for all others"
            )
        case .notConnected: return .unreachable("no connection")
        case .cancelled where !landing.hasBegun: return .unreachable("sending was ended")
        case .tooLong: return lost("its answer was longer than allowed")
        // CURLE_PEER_FAILED_VERIFICATION, _SSL_CACERT_BADFILE
        case .failed(60, let text), .failed(77, let text): return .blocked("its certificate is not good (\(text))")
        case .failed(6, _): return .unreachable("its name is not known; is the booth connected to the Internet?")
        case .failed(7, _): return .unreachable("nobody answers there")
        case .failed(let code, let text):
            return landing.hasBegun && landing.isAllSent ? lost("\(text)") : .unreachable("\(text) (\(code))")
        case .stalled, .late, .cancelled:
            let words = landing.end == .cancelled ? "sending was ended before it answered" : "it does not answer"
            return landing.isAllSent ? lost(words) : .unreachable(words)
        }
    }

    private func hasOptedOut(_ landing: Landing) -> Bool {
        guard let optOut = step.optOut,
            let answer = try? JSONValue(parsing: landing.body, document: "answer", limit: 1 << 20)
        else { return false }
        return optOut.place.find(in: answer)?.word.map(optOut.values.contains) ?? false
    }

    /// All was sent, and nobody knows what came of it.
    private func lost(_ reason: String) -> Verdict { isRepeatable ? .unreachable(reason) : .unknown(reason) }

    private func refusal(_ landing: Landing) -> Verdict {
        let text = "it answered \(landing.status)" + said(landing)
        switch landing.status {
        case 300..<400:
            let place = landing.redirect.map(Self.withoutQuery) ?? "elsewhere"
            return .blocked("it has moved to \(place); if that is right, name it as \"base\"")
        // What it has just taken under its hidden name is gone again: its own clearing up after an attempt that was cut off.
        case 403 where step.method == "MOVE", 404 where step.method == "MOVE": return .busy(text, after: nil)
        case 401, 403, 407: return .blocked("it does not let us in (\(landing.status)); see \"user\" and \"secret\"")
        case 402: return .blocked("it wants to be paid (402)")
        case 507: return .blocked("there is no room left (507)")
        // 423: WebDAV's lock of an attempt that was cut off, until the far side has noticed.
        case 408, 423, 425, 429, 500, 503: return .busy(text, after: retryAfter(landing))
        // A gateway that has lost the answer of whoever stands behind it.
        case 500..<600: return isRepeatable ? .busy(text, after: retryAfter(landing)) : .unknown(text)
        // No fault of the file's: the place that it is to lie in is missing.
        case 404, 405, 409:
            return step.isOfPlace
                ? .blocked("there is no such place (\(landing.status)); see \"base\"") : .refused(text)
        default: return .refused(text)
        }
    }

    private func taken(_ landing: Landing) -> Result<[String: String], End> {
        if step.comparesSize, let size = values.fileSize {
            guard let length = landing.header("Content-Length").flatMap({ Int($0) }) else {
                return .failure(End(verdict: .refused("it does not tell the size of a file")))
            }
            guard length == size else {
                return .failure(End(verdict: .refused("it has \(length) bytes of \(size)")))
            }
        }
        guard step.needsJSON || step.fail != nil || !step.take.isEmpty else { return .success([:]) }
        guard let answer = try? JSONValue(parsing: landing.body, document: "answer", limit: 1 << 20) else {
            // A network that wants a login first, mostly: what was meant to take it has not seen it.
            return .failure(End(verdict: .unreachable("something else answers in its place, and not in JSON")))
        }
        if let fail = step.fail?.find(in: answer), fail.isSomething {
            return .failure(End(verdict: .refused("it answered that it failed" + said(landing))))
        }
        var taken: [String: String] = [:]
        for (name, pointer) in step.take {
            guard let word = pointer.find(in: answer)?.word else {
                return .failure(End(verdict: lost("its answer lacks what is needed")))
            }
            taken[name] = word
        }
        return .success(taken)
    }

    private func retryAfter(_ landing: Landing) -> Duration? {
        landing.header("Retry-After").flatMap { Int($0) }.map { .seconds(max(0, min($0, 86_400))) }
    }

    /// The far side's own words, short, on one line, and without what a guest has typed.
    private func said(_ landing: Landing) -> String {
        var text = String(decoding: landing.body.prefix(4096), as: UTF8.self).onOneLine
        let own = [values.item.message?.recipient, values.item.message?.text, values.item.key, values.secret?.revealed]
        for one in own.compactMap({ $0 }) where !one.isEmpty { text = text.replacing(one, with: "…") }
        guard !text.contains("<"), !text.allSatisfy(\.isWhitespace) else { return "" }
        return ": " + String(decoding: text.utf8.prefix(200), as: UTF8.self)
    }

    private static func withoutQuery(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" }.prefix(200))
    }
}

extension Recipe.Step {
    fileprivate var isOfPlace: Bool { ["PUT", "MOVE", "MKCOL"].contains(method) }
}

extension JSONValue {
    /// A text or a number, as text.
    fileprivate var word: String? {
        switch self {
        case .string(let text): text
        case .number: text()
        case .null, .bool, .array, .object: nil
        }
    }

    /// Neither nothing, nor false, nor empty.
    fileprivate var isSomething: Bool {
        switch self {
        case .null, .bool(false), .string(""), .number(0): false
        case .array(let elements): !elements.isEmpty
        case .object(let members): !members.isEmpty
        case .bool, .number, .string: true
        }
    }
}
