/// Where a value stands: `layout.json: slots[2].rotation`. Spelled only when an error needs it.
public indirect enum JSONPath: Equatable, Sendable, CustomStringConvertible {
    /// The whole document, by the name that errors give it.
    case document(String)
    case key(String, in: JSONPath)
    /// Counted from 0.
    case index(Int, in: JSONPath)

    public var description: String {
        switch self {
        case .document(let name): name
        case .key(let key, in: .document(let name)): "\(name): \(Self.isPlain(key) ? key : Self.quoted(key))"
        case .key(let key, let parent): "\(parent)\(Self.isPlain(key) ? "." + key : Self.quoted(key))"
        case .index(let index, in: .document(let name)): "\(name): [\(index)]"
        case .index(let index, let parent): "\(parent)[\(index)]"
        }
    }

    /// Without the name of the document: `slots[2].rotation`; nil for the document itself.
    public var inDocument: String? {
        switch self {
        case .document: nil
        case .key(let key, let parent):
            Self.isPlain(key)
                ? (parent.inDocument.map { $0 + "." } ?? "") + key : (parent.inDocument ?? "") + Self.quoted(key)
        case .index(let index, let parent): "\(parent.inDocument ?? "")[\(index)]"
        }
    }

    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 64
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
                    true
                default: false
                }
            }
    }

    private static func quoted(_ key: String) -> String { "[\(JSONValue.string(key).found)]" }
}
