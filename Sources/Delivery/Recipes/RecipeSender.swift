import Faults
import StrictJSON
import Work

/// Makes a recipe's requests.
struct RecipeSender: Sendable {
    let wire: Wire
    let recipe: Recipe
    let use: Destination.RecipeUse
    let destination: Destination
    let secret: Secret?

    var maySendTwice: Bool { use.maySendTwice ?? recipe.maySendTwice }

    func send(_ item: Item, keep: @escaping Keep) async -> Verdict {
        guard recipe.kinds.contains(item.kind) else {
            return .refused("the recipe \"\(recipe.name)\" sends no \(item.kind.rawValue)")
        }
        if item.kind == .media, !recipe.media.isEmpty {
            for file in item.files {
                let verdict = await put(file, in: "", item)
                guard verdict.isDelivered else { return verdict }
            }
            return .delivered(reference: nil)
        }
        var values = values(item)
        if recipe.all.contains(where: { $0.placeholders.contains(.media) }) {
            guard let media = await Self.media(of: item) else { return .refused("a file of it cannot be read") }
            values.media = media
        }
        return await run(recipe.steps, values, from: item.step, keep).verdict
    }

    /// Sends a file into a folder at the far side, unless it is there already.
    func put(_ file: SentFile, in folder: String, _ item: Item) async -> Verdict {
        guard SentFile.isFarName(file.name) else {
            return .refused("\"\(file.name)\" cannot be a name at the far side")
        }
        guard let size = await file.size() else { return .refused("\(file.path ?? file.name): cannot be read") }
        var values = values(item)
        (values.file, values.folder, values.fileSize) = (file, folder, size)
        if !file.replaces, let find = recipe.find {
            let found = await run([find], values)
            if found.verdict.isDelivered { return .delivered(reference: nil) }
            // It is not there, or is another one. Whoever does not answer now would not take it either.
            if case .refused = found.verdict {} else { return found.verdict }
        }
        if !folder.isEmpty {
            let made = await run(recipe.folder, values).verdict
            guard made.isDelivered else { return made }
        }
        let verdict = await run(recipe.media, values).verdict
        guard verdict.isDelivered, let find = recipe.find else { return verdict }
        let found = await run([find], values).verdict
        // A far side that has said yes and has nothing is asked again.
        if case .refused(let reason) = found { return .busy("it was taken and is not there (\(reason))", after: nil) }
        return found
    }

    func remove(_ folder: String, _ item: Item) async -> Verdict {
        guard SentFile.isFarName(folder) else { return .refused("\"\(folder)\" cannot be the name of a folder") }
        var values = values(item)
        values.folder = folder
        return await run(recipe.remove, values).verdict
    }

    /// What is there under a name.
    func read(_ file: SentFile, in folder: String, _ item: Item) async -> (verdict: Verdict, bytes: [UInt8]) {
        guard let step = recipe.read else { return (.refused("the recipe \"\(recipe.name)\" reads nothing back"), []) }
        var values = values(item)
        (values.file, values.folder) = (file, folder)
        let (verdict, landing) = await run([step], values)
        return (verdict, landing?.body ?? [])
    }

    /// Whether the far side is there and knows us.
    func probe(_ item: Item) async -> Verdict { await run(recipe.probe, values(item)).verdict }

    private func values(_ item: Item) -> PlaceholderValues {
        var values = PlaceholderValues(item: item, base: use.base)
        (values.settings, values.user, values.secret) = (use.values, destination.user, secret)
        return values
    }

    private func run(
        _ steps: [Recipe.Step], _ given: PlaceholderValues, from first: Int = 0, _ keep: Keep? = nil
    ) async -> (verdict: Verdict, landing: Landing?) {
        var (values, last): (PlaceholderValues, Landing?) = (given, nil)
        for (index, step) in steps.enumerated() where index >= first {
            let order: Order
            do throws(Template.Flaw) { order = try self.order(step, values) } catch {
                return (.refused("recipe \"\(recipe.name)\": \(error.problem)"), nil)
            }
            let landing = await wire.send(order)
            last = landing
            let judge = HTTPJudge(step: step, isRepeatable: order.mayRepeat, values: values)
            switch judge.judge(landing) {
            case .failure(let verdict): return (verdict.verdict, landing)
            case .success(let taken):
                guard !taken.isEmpty, let keep, index + 1 < steps.count else {
                    values.item.taken.merge(taken) { $1 }
                    continue
                }
                values.item.taken.merge(taken) { $1 }
                // Before the next step: whoever goes on after a crash must not do this one again.
                guard await keep(index + 1, values.item.taken) else {
                    return (.unknown("the item was taken back while it was sent"), landing)
                }
            }
        }
        return (.delivered(reference: values.item.taken["reference"]), last)
    }

    private func order(_ step: Recipe.Step, _ values: PlaceholderValues) throws(Template.Flaw) -> Order {
        var order = Order(method: step.method, url: try step.url.filled(values, in: .url))
        for (name, value) in step.headers.sorted(by: { $0.key < $1.key }) {
            order.headers.append("\(name): \(try value.filled(values, in: .header))")
        }
        if let key = recipe.key { order.headers.append("\(key): \(values.item.key)") }
        switch step.body {
        case .none: break
        case .json(let value):
            order.body = .bytes(Array(try value.filled(values).text().utf8))
            order.headers.append("Content-Type: application/json")
        case .form(let fields):
            var pairs: [String] = []
            for (name, value) in fields {
                pairs.append("\(name.percentEncoded(keeping: ""))=\(try value.filled(values, in: .form))")
            }
            order.body = .bytes(Array(pairs.joined(separator: "&").utf8))
            order.headers.append("Content-Type: application/x-www-form-urlencoded")
        case .file:
            guard let file = values.file else { throw Template.Flaw(problem: "there is no file to send") }
            switch file.content {
            case .file(let path): order.body = .file(path)
            case .bytes(let bytes): order.body = .bytes(bytes)
            }
            order.headers.append("Content-Type: \(file.mediaType.onOneLine)")
        }
        if let user = destination.user, let secret, !recipe.usesSecret { order.login = (user, secret) }
        (order.ca, order.kBps, order.lane) = (destination.ca, destination.kBps, values.item.lane)
        let isEncrypted = use.base.hasPrefix("https:")
        order.reach = destination.lan ? (isEncrypted ? .anywhere : .localOnly) : .publicOnly
        order.mayRepeat = step.method != "POST" || maySendTwice
        return order
    }

    /// The largest file that goes within a message.
    static let mostInMessage = 10 << 20

    private static func media(of item: Item) async -> JSONValue? {
        var list: [JSONValue] = []
        for file in item.files {
            if let link = file.link {
                list.append(["url": .string(link)])
                continue
            }
            guard let bytes = await file.bytes(limit: mostInMessage) else { return nil }
            list.append([
                "base64": .string(String(decoding: base64(bytes), as: UTF8.self)), "filename": .string(file.name),
                "mimeType": .string(file.mediaType),
            ])
        }
        return .array(list)
    }
}

extension JSONValue {
    /// The document with every placeholder filled in.
    fileprivate func filled(_ values: PlaceholderValues) throws(Template.Flaw) -> JSONValue {
        switch self {
        case .string(let text):
            let template = try Template(text)
            if let one = template.whole { return values.whole(one) ?? .null }
            return .string(try template.filled(values, in: .json))
        case .array(let elements):
            var filled: [JSONValue] = []
            for element in elements { filled.append(try element.filled(values)) }
            return .array(filled)
        case .object(let members):
            var filled: [Member] = []
            for member in members { filled.append(Member(member.key, try member.value.filled(values))) }
            return .object(filled)
        case .null, .bool, .number: return self
        }
    }
}
