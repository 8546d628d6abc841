/// A request whose body is there as a whole.
public struct Request: Sendable {
    /// In capitals: `GET`.
    public var method: String
    /// Percent-decoded parts of the path: `/s/abc/` is `["s", "abc", ""]`. None is `.` or `..`, and none holds a slash, a NUL or
    /// another control character: a request with such a path is refused before anybody sees it.
    public var path: [String]
    /// Percent-decoded; of a key that comes twice, the first.
    public var query: [String: String]
    public var headers: Headers
    public var body: [UInt8]
    /// Who asks, without the port.
    public var peer: String
    /// The address of this machine that was asked, which a listener at 0.0.0.0 has several of.
    public var local: Address
    /// Over TLS.
    public var isSecure: Bool

    public init(
        _ method: String, path: [String], query: [String: String] = [:], headers: Headers = Headers(),
        body: [UInt8] = [], peer: String = "127.0.0.1", local: Address = Address(host: "127.0.0.1", port: 80),
        isSecure: Bool = false
    ) {
        (self.method, self.path, self.query, self.headers, self.body) = (method, path, query, headers, body)
        (self.peer, self.local, self.isSecure) = (peer, local, isSecure)
    }

    /// The fields of a form that a browser sends without a script; nil: the body is none. Of a field that comes twice, the first.
    public var form: [String: String]? { String(validating: body, as: UTF8.self).flatMap { Target.fields($0) } }

    /// The value of a cookie.
    public func cookie(_ name: String) -> String? {
        for pair in headers["Cookie"]?.split(separator: ";") ?? [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2, sides[0].filter({ $0 != " " }) == name { return String(sides[1]) }
        }
        return nil
    }
}

/// Fields by name, in which capitals make no difference.
public struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    public private(set) var fields: [(name: String, value: String)] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The first of that name; setting replaces all of them.
    public subscript(_ name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    /// Beside others of that name.
    public mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

    public func count(of name: String) -> Int { fields.count { Self.same($0.name, name) } }

    public static func == (one: Headers, other: Headers) -> Bool {
        one.fields.count == other.fields.count && zip(one.fields, other.fields).allSatisfy { $0 == $1 }
    }

    private static func same(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count && one.lowercased() == other.lowercased()
    }
}
