/// A JSON document in memory. Objects keep the order of their keys, so that what is written reads as it was meant.
public enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    public struct Member: Equatable, Sendable {
        public let key: String
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    /// An object of those keys that have a value; the others are omitted. The order is kept.
    ///
    ///     JSONValue.object(present: ["number": .integer(47), "layout": session.layout.map(JSONValue.string)])
    public static func object(present members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { key, value in value.map { Member(key, $0) } })
    }

    /// Exact up to 2⁵³, as JSON's numbers are.
    public static func integer(_ value: Int) -> JSONValue { .number(Double(value)) }
}

extension JSONValue {
    /// The member of an object; nil for other values, and where there is none.
    public subscript(member key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

extension JSONValue {
    /// The value as an error shows it: long texts are cut, lists and objects only named.
    var found: String {
        switch self {
        case .null: "null"
        case .bool, .number: text()
        case .string(let string) where string.count > 40: JSONValue.string(string.prefix(40) + "…").text()
        case .string: text()
        case .array: "a list"
        case .object: "an object"
        }
    }
}
