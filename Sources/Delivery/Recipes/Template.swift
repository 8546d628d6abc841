import Faults
import StrictJSON

/// A text with placeholders in braces. What stands for them is written so that it stays in its place: a segment of a path, a
/// value of a form, a line of a header. So whatever a guest has typed never becomes another part of a request.
struct Template: Equatable, Sendable {
    enum Piece: Equatable, Sendable {
        case text(String)
        case value(Placeholder)
    }

    /// Where a text ends up, and so how values are written.
    enum Place: Sendable { case url, header, form, json }

    var pieces: [Piece]

    /// Why a text is no template: in words that follow its place.
    struct Flaw: Error {
        var problem: String
        var nearest: String?
    }

    init(_ text: String) throws(Flaw) {
        pieces = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            guard let close = rest[open...].firstIndex(of: "}") else { throw Flaw(problem: "a brace is not closed") }
            let word = String(rest[rest.index(after: open)..<close])
            guard let placeholder = Placeholder(word) else {
                throw Flaw(
                    problem: "there is no placeholder {\(word)}", nearest: nearest(to: word, among: Placeholder.words))
            }
            pieces.append(.value(placeholder))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
    }

    var placeholders: [Placeholder] { pieces.compactMap { if case .value(let one) = $0 { one } else { nil } } }

    /// The only placeholder of a text that is nothing else.
    var whole: Placeholder? { if pieces.count == 1, case .value(let one) = pieces[0] { one } else { nil } }

    /// - Throws: `Flaw` for a value that there is none of, or that cannot stand there.
    func filled(_ values: PlaceholderValues, in place: Place) throws(Flaw) -> String {
        var result = ""
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text): result += text
            case .value(.base):
                // What follows it is another segment, however the settings spell it.
                result += values.base + (index < pieces.count - 1 && !values.base.hasSuffix("/") ? "/" : "")
            case .value(let one):
                guard let value = values.text(one) else { throw Flaw(problem: "there is no {\(one)}") }
                result += try written(value, one, place)
            }
        }
        return result
    }

    private func written(_ value: String, _ one: Placeholder, _ place: Place) throws(Flaw) -> String {
        switch place {
        case .json: return value
        case .form: return value.percentEncoded(keeping: "")
        case .url:
            // Segments of one's own making stay segments.
            let text = value.percentEncoded(keeping: one == .path || one == .folder || one == .part ? "/" : "")
            guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
                throw Flaw(problem: "{\(one)} leads out of its folder")
            }
            return text
        case .header:
            // Headers of addresses are addresses, too.
            let text =
                one == .path || one == .folder || one == .part || one == .name
                ? value.percentEncoded(keeping: "/") : value
            guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) }) else {
                throw Flaw(problem: "{\(one)} has a control character, which no header may have")
            }
            return text
        }
    }
}

extension String {
    /// All but letters, digits and -._~ as %XX of their UTF-8 (RFC 3986).
    func percentEncoded(keeping others: String) -> String {
        var result = ""
        let kept = Set("-._~".utf8).union(others.utf8)
        for byte in utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
            if isPlain || kept.contains(byte) {
                result.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                result += "%" + byte.padded(to: 2, radix: 16).uppercased()
            }
        }
        return result
    }
}
