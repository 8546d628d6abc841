import Faults

/// The keys of one object, read one by one; it remembers what was asked for, because everything else is a mistake:
///
///     let keys = try node.object()
///     name = try keys.required("name").string()
///     rotation = try keys.optional("rotation")?.double(in: -360...360) ?? 0
///     fit = try keys.optional("fit")?.oneOf(Fit.self) ?? .cover
///     slots = try keys.optional("slots")?.array(max: 64, of: Slot.init) ?? []
///     width = try Length(keys.required("w"))
///     try keys.finish()
///
/// `null` is a value like others: a key that has nothing to say is left out.
public final class JSONObjectReader {
    public let path: JSONPath
    private let members: [JSONValue.Member]
    private var known: Set<String> = []

    init(_ members: [JSONValue.Member], at path: JSONPath) {
        self.members = members
        self.path = path
    }

    public func required(_ key: String) throws(StrictJSONError) -> JSONNode {
        if let node = optional(key) { return node }
        let unasked = members.map(\.key).filter { !known.contains($0) }
        // Of a short key, people write out the word that it stands for: "width" for "w".
        let similar = nearest(to: key, among: unasked) ?? unasked.first { key.count < 3 && $0.hasPrefix(key) }
        throw .missingKey(path: .key(key, in: path), similar: similar)
    }

    public func optional(_ key: String) -> JSONNode? {
        known.insert(key)
        guard let member = members.first(where: { $0.key == key }) else { return nil }
        return JSONNode(member.value, at: .key(key, in: path))
    }

    /// The keys that nobody asked for yet, in the order of the document; from now on they are known.
    public func remaining() -> [(key: String, node: JSONNode)] {
        let rest = members.filter { !known.contains($0.key) }
        known.formUnion(rest.map(\.key))
        return rest.map { ($0.key, JSONNode($0.value, at: .key($0.key, in: path))) }
    }

    /// The first key that nobody asked for is an error.
    public func finish() throws(StrictJSONError) {
        guard let stray = members.first(where: { !known.contains($0.key) })?.key else { return }
        // A key that the object has already is not what was meant.
        let free = known.subtracting(members.map(\.key))
        let near = nearest(to: stray, among: free)
        throw .unknownKey(path: .key(stray, in: path), nearest: near, known: known.sorted())
    }

    /// An error about the object as a whole, or about how its keys go together.
    public func error(_ problem: String, remedy: String? = nil) -> StrictJSONError {
        .invalid(path: path, problem: problem, remedy: remedy)
    }
}
