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

    /// What sends to one destination.
    private enum Sender: Sendable {
        case mail(MailSender)
        case recipe(RecipeSender)
        case files(FileStore)
        /// It cannot be used as it is described.
        case broken(String)
    }

    /// Blocks: reads recipes and secrets.
    ///
    /// - Parameters:
    ///   - required: the names of those that must be usable; nil: all. What is sent to another that is not is `blocked`.
    ///   - rclone: the operator's rclone.conf; nil: where rclone itself looks.
    /// - Throws: for the first required destination that cannot be used, with its name: a recipe or secret that is missing,
    ///   values that a recipe needs.
    public init(
        _ destinations: DestinationList, required: Set<String>? = nil, recipes: RecipeLibrary,
        secrets: SecretStore = .standard, rclone: String? = nil, time: TimeSource = .system
    ) throws(DeliveryError) {
        self.destinations = destinations
        // One for all that needs it; who sends to folders alone has no thread for it.
        var shared: Wire?
        func wire() -> Wire {
            let wire = shared ?? Wire(time: time)
            shared = wire
            return wire
        }
        let server = RcloneServer(configuration: rclone)
        var senders: [String: Sender] = [:]
        func note(
            _ one: Destination, _ make: () throws(DeliveryError) -> Sender
        ) throws(DeliveryError) {
            do throws(DeliveryError) { senders[one.name] = try make() } catch {
                if required?.contains(one.name) ?? true { throw error }
                senders[one.name] = .broken(error.problem)
            }
        }
        for one in destinations.all where !one.isOfPages {
            try note(one) { () throws(DeliveryError) in
                let secret = try one.secret.map { (name) throws(DeliveryError) in try secrets.secret(named: name) }
                switch one.kind {
                case .smtp(let mail):
                    // libcurl waits for a mail server's last word with its whole thread, asking for our wishes once a second.
                    return .mail(MailSender(wire: Wire(time: time), server: mail, destination: one, secret: secret))
                case .recipe(let use):
                    let recipe = try recipes.recipe(named: use.recipe)
                    try one.require(recipe, use)
                    return .recipe(
                        RecipeSender(wire: wire(), recipe: recipe, use: use, destination: one, secret: secret))
                case .rclone(let remote):
                    return .files(RcloneStore(wire: wire(), server: server, remote: remote).store)
                case .folder(let path): return .files(FolderStore(path: path, time: time).store)
                case .pages(let through): throw .noDestination(through, nearest: nil)
                }
            }
        }
        for one in destinations.all {
            guard case .pages(let through) = one.kind, let sender = senders[through] else { continue }
            try note(one) { () throws(DeliveryError) in
                .files(try Self.store(of: sender, for: one.name, through: through))
            }
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
        case .broken(let problem): .blocked(problem)
        }
    }

    /// Whether an item whose outcome got lost may simply be sent again, because the far side takes the same key twice as one, or
    /// a second one does no harm.
    public func mayRepeat(_ kind: Item.Kind, to name: String) -> Bool {
        switch senders[name] {
        case .files, .broken: true
        case .recipe(let sender): sender.maySendTwice || kind == .media && sender.recipe.mediaIsRepeatable
        case .mail, nil: false
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
        case .broken(let problem): return [ProbeStep("use it", .blocked(problem))]
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
        case .broken(let problem): throw .destination(name, problem: problem, remedy: nil)
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

extension Recipe {
    /// Whether each request for a file may be made twice, as all but POST may.
    fileprivate var mediaIsRepeatable: Bool { !media.isEmpty && media.allSatisfy { $0.method != "POST" } }
}

extension Destination {
    var isOfPages: Bool { if case .pages = kind { true } else { false } }

    /// What can be sent there. Blocks: reads its recipe.
    ///
    /// - Throws: `noRecipe`, or what is wrong with the recipe.
    public func kinds(_ recipes: RecipeLibrary) throws(DeliveryError) -> Set<Item.Kind> {
        switch kind {
        case .smtp: [.email, .alert]
        case .recipe(let use): try recipes.recipe(named: use.recipe).kinds
        case .rclone, .folder: [.media]
        case .pages: [.page, .removal]
        }
    }

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
