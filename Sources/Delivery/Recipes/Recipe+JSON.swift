import StrictJSON

extension Recipe {

    init(_ node: JSONNode, name: String) throws(StrictJSONError) {
        self.name = name
        let keys = try node.object()
        _ = try keys.optional("$schema")?.string()
        _ = try keys.optional("about")?.string()
        kinds = Set(
            try keys.required("kinds").array(max: 8) { (node) throws(StrictJSONError) in
                try node.oneOf(Item.Kind.self, synonyms: ["picture": "media", "mail": "email"])
            })
        key = try keys.optional("key")?.headerName()
        maySendTwice = try keys.optional("maySendTwice")?.bool() ?? false
        steps = try Self.steps(keys.optional("steps"))
        media = try Self.steps(keys.optional("media"))
        folder = try Self.steps(keys.optional("folder"))
        remove = try Self.steps(keys.optional("remove"))
        probe = try Self.steps(keys.optional("probe"))
        find = try keys.optional("find").map(Step.init)
        read = try keys.optional("read").map(Step.init)
        try keys.finish()
        guard !steps.isEmpty || !media.isEmpty else { throw keys.error("there is no step", remedy: "add \"steps\"") }
        let used = all.flatMap(\.placeholders)
        for case .value(let name) in used { needs.insert(name) }
        usesSecret = used.contains(.secret)
    }

    var all: [Step] { steps + media + folder + remove + probe + [find, read].compactMap { $0 } }

    private static func steps(_ node: JSONNode?) throws(StrictJSONError) -> [Step] {
        try node?.array(max: 16, of: Step.init) ?? []
    }
}

extension Recipe.Step {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let found = Self.verbs.compactMap { verb in keys.optional(verb).map { (verb, $0) } }
        guard let (verb, address) = found.first, found.count == 1 else {
            throw keys.error("a step has one of \(Self.verbs.joined(separator: ", "))")
        }
        method = verb.uppercased()
        url = try address.template()
        guard url.pieces.first == .value(.base) else {
            throw address.error(expected: "an address that begins with {base}, which destinations.json gives")
        }
        // A secret in an address would stand in the logs of every server on its way.
        guard !url.placeholders.contains(.secret) else { throw address.error("a secret has no place in an address") }
        if let node = keys.optional("headers") {
            headers = try node.dictionary(max: 32) { (node) throws(StrictJSONError) in try node.template() }
            for name in headers.keys where name.wholeMatch(of: /[A-Za-z0-9-]{1,64}/) == nil {
                throw node.error("\"\(name)\" cannot be the name of a header")
            }
        }
        body = try Self.body(keys)
        good = try keys.optional("good").map { (node) throws(StrictJSONError) in
            Set(try node.array(max: 16) { (node) throws(StrictJSONError) in try node.int(in: 200...599) })
        }
        fail = try keys.optional("fail")?.pointer()
        optOut = try keys.optional("optOut").map(Recipe.OptOut.init)
        needsJSON = try keys.optional("answer")?.oneOf(["json"], synonyms: [:]) != nil
        take =
            try keys.optional("take")?.dictionary(max: 16) { (node) throws(StrictJSONError) in try node.pointer() }
            ?? [:]
        comparesSize = try keys.optional("sameSize")?.bool() ?? false
        try keys.finish()
    }

    private static let verbs = ["get", "head", "post", "put", "move", "mkcol", "delete"]

    private static func body(_ keys: JSONObjectReader) throws(StrictJSONError) -> Recipe.Body {
        let (json, form, file) = (keys.optional("json"), keys.optional("form"), keys.optional("file"))
        guard [json, form, file].count(where: { $0 != nil }) < 2 else {
            throw keys.error("a step has one body: \"json\", \"form\" or \"file\"")
        }
        if let json {
            try check(json)
            return .json(json.value)
        }
        if let form {
            var fields: [(name: String, value: Template)] = []
            for (name, node) in try form.object().remaining() { fields.append((name, try node.template())) }
            return .form(fields)
        }
        return try file?.bool() == true ? .file : .none
    }

    private static func check(_ node: JSONNode) throws(StrictJSONError) {
        switch node.value {
        case .string:
            let template = try node.template()
            guard template.whole == nil, let one = template.placeholders.first(where: { $0 == .values || $0 == .media })
            else { return }
            throw node.error("{\(one)} is no text and stands alone")
        case .array: _ = try node.array(max: 256) { (node) throws(StrictJSONError) in try check(node) }
        case .object: _ = try node.dictionary(max: 256) { (node) throws(StrictJSONError) in try check(node) }
        case .null, .bool, .number: return
        }
    }

    var placeholders: [Placeholder] {
        var found = url.placeholders + headers.values.flatMap(\.placeholders)
        switch body {
        case .none, .file: break
        case .form(let fields): found += fields.flatMap(\.value.placeholders)
        case .json(let value): found += Self.placeholders(in: value)
        }
        return found
    }

    private static func placeholders(in value: JSONValue) -> [Placeholder] {
        switch value {
        case .string(let text): (try? Template(text))?.placeholders ?? []
        case .array(let elements): elements.flatMap(placeholders)
        case .object(let members): members.flatMap { placeholders(in: $0.value) }
        case .null, .bool, .number: []
        }
    }
}

extension Recipe.OptOut {
    fileprivate init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        place = try keys.required("at").pointer()
        values = Set(
            try keys.required("is").array(max: 16) { (node) throws(StrictJSONError) in try node.string(limit: 64) })
        try keys.finish()
    }
}

extension JSONNode {
    fileprivate func template() throws(StrictJSONError) -> Template {
        let text = try string()
        do throws(Template.Flaw) { return try Template(text) } catch {
            throw self.error(
                error.problem,
                remedy: error.nearest.map { "did you mean {\($0)}?" }
                    ?? "known are \(Placeholder.words.joined(separator: ", "))")
        }
    }

    fileprivate func pointer() throws(StrictJSONError) -> JSONPointer {
        guard let pointer = JSONPointer(try string()) else { throw error(expected: "a place such as \"/id\"") }
        return pointer
    }

    fileprivate func headerName() throws(StrictJSONError) -> String {
        let text = try string(limit: 64)
        guard text.wholeMatch(of: /[A-Za-z0-9-]+/) != nil else { throw error(expected: "the name of a header") }
        return text
    }
}
