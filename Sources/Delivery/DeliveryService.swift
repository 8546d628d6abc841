import Faults
import StrictJSON
public import Work

/// Writes down that the steps before this one are done, and what they gave; false when the item is no longer the sender's.
public typealias Keep = @Sendable (_ step: Int, _ taken: [String: String]) async -> Bool

/// Sends items to destinations. It knows no booth: whoever calls it decides what is sent when, and writes down the verdicts.
///
///     let delivery = try DeliveryService(list, recipes: .standard(program: path), secrets: .standard)
///     let verdict = await delivery.send(item, to: "mail") { step, taken in await record.keep(step, taken) }
///
/// Each call is one attempt. It is over at once when its task is cancelled.
public final class DeliveryService: Sendable {
    public let destinations: DestinationList
    private let senders: [String: Sender]
    private let wire: Wire

    /// What sends to one destination.
    private enum Sender: Sendable {
        case mail(MailSender)
        case recipe(RecipeSender)
        case files(FileStore)
    }

    /// Blocks: reads recipes and secrets.
    ///
    /// - Parameter rclone: the operator's rclone.conf; nil: where rclone itself looks.
    /// - Throws: for the first destination that cannot be used, with its name: a recipe or secret that is missing, values that
    ///   a recipe needs.
    public init(
        _ destinations: DestinationList, recipes: RecipeLibrary, secrets: SecretStore = .standard,
        rclone: String? = nil,
        time: TimeSource = .system
    ) throws(DeliveryError) {
        self.destinations = destinations
        wire = Wire(time: time)
        let server = RcloneServer(configuration: rclone)
        var senders: [String: Sender] = [:]
        for one in destinations.all {
            let secret = try one.secret.map { (name) throws(DeliveryError) in try secrets.secret(named: name) }
            switch one.kind {
            case .smtp(let mail):
                // libcurl waits for a mail server's last word with its whole thread, asking for our wishes once a second.
                senders[one.name] = .mail(
                    MailSender(wire: Wire(time: time), server: mail, destination: one, secret: secret))
            case .recipe(let use):
                let recipe = try recipes.recipe(named: use.recipe)
                try one.require(recipe, use)
                senders[one.name] = .recipe(
                    RecipeSender(wire: wire, recipe: recipe, use: use, destination: one, secret: secret))
            case .rclone(let remote):
                senders[one.name] = .files(RcloneStore(wire: wire, server: server, remote: remote).store)
            case .folder(let path): senders[one.name] = .files(FolderStore(path: path, time: time).store)
            case .pages: continue
            }
        }
        for one in destinations.all {
            guard case .pages(let through) = one.kind, let sender = senders[through] else { continue }
            senders[one.name] = .files(try Self.store(of: sender, for: one.name, through: through))
        }
        self.senders = senders
    }

    /// One attempt.
    ///
    /// - Parameter keep: writes down which steps of several are done, before the next one.
    public func send(_ item: Item, to name: String, keep: @escaping Keep = { _, _ in true }) async -> Verdict {
        guard let sender = senders[name] else { return .blocked("there is no destination \"\(name)\"") }
        guard item.key.wholeMatch(of: /[A-Za-z0-9_-]{1,100}/) != nil else {
            return .refused("its key cannot be a name")
        }
        return switch sender {
        case .mail(let sender): await sender.send(item)
        case .recipe(let sender): await sender.send(item, keep: keep)
        case .files(let store): await store.send(item)
        }
    }

    /// Tries a destination, and leaves nothing there: a place for files gets one, which is read back and deleted; a mail server
    /// is logged in to; of all others it is asked whether they are there.
    public func probe(_ name: String) async -> [ProbeStep] {
        guard let sender = senders[name] else {
            return [ProbeStep("find it", .blocked("there is no destination \"\(name)\""))]
        }
        let key = (0..<8).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
        let item = Item(.media, key: key, event: "probe", subject: "probe")
        switch sender {
        case .mail(let sender): return [ProbeStep("log in", await sender.probe())]
        case .files(let store): return await store.probe(item)
        case .recipe(let sender) where sender.recipe.isStore: return await Self.store(of: sender).probe(item)
        case .recipe(let sender): return [ProbeStep("reach it", await sender.probe(item))]
        }
    }

    private static func store(
        of sender: Sender, for name: String, through: String
    ) throws(DeliveryError) -> FileStore {
        switch sender {
        case .files(let store): return store
        case .recipe(let sender) where sender.recipe.isStore: return store(of: sender)
        case .mail, .recipe:
            throw .destination(
                name, problem: "\"\(through)\" keeps no files in folders",
                remedy: "go through a folder, rclone, or a recipe with \"folder\" and \"remove\"")
        }
    }

    private static func store(of sender: RecipeSender) -> FileStore {
        FileStore(
            put: { file, folder, item in await sender.put(file, in: folder, item) },
            remove: { folder, item in await sender.remove(folder, item) },
            read: { file, folder, item in await sender.read(file, in: folder, item) })
    }
}

extension Recipe {
    /// Whether it can make folders, read from them and take them away.
    var isStore: Bool { !media.isEmpty && !folder.isEmpty && !remove.isEmpty && read != nil }
}

extension Destination {
    /// - Throws: when the recipe asks for what the destination does not say.
    fileprivate func require(_ recipe: Recipe, _ use: RecipeUse) throws(DeliveryError) {
        if recipe.usesSecret, secret == nil {
            throw .destination(
                name, problem: "the recipe \"\(recipe.name)\" needs a secret", remedy: "name one with \"secret\"")
        }
        for value in recipe.needs.sorted() where use.values[value] == nil {
            throw .destination(
                name, problem: "the recipe \"\(recipe.name)\" needs the value \"\(value)\"",
                remedy: "add \"values\": {\"\(value)\": \"…\"}")
        }
        for value in use.values.keys.sorted() where !recipe.needs.contains(value) {
            throw .destination(
                name, problem: "the recipe \"\(recipe.name)\" has no use for the value \"\(value)\"",
                remedy: nearest(to: value, among: recipe.needs).map { "did you mean \"\($0)\"?" })
        }
    }
}
