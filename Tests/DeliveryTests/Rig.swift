import Files
import Rigs
import StrictJSON
import Synchronization
import Testing
import Work

@testable import Delivery

/// A delivery by settings of a test's own, with the shipped recipes.
struct Rig: Sendable {
    let scratch: Scratch
    let service: DeliveryService

    init(
        _ destinations: String, recipes: [String: String] = [:], secrets: [String: String] = [:],
        time: TimeSource = .system
    ) throws {
        scratch = try Scratch()
        for (name, text) in recipes { _ = try scratch.put(text, at: "recipes/\(name).json") }
        for (name, text) in secrets { _ = try scratch.put(text, at: "secrets/\(name)", mode: 0o600) }
        service = try DeliveryService(
            DestinationList(parsing: Array("{\"destinations\":[\(destinations)]}".utf8)),
            recipes: RecipeLibrary(SearchPath([scratch.path("recipes"), Programs.root + "/recipes"])),
            secrets: SecretStore(credentials: nil, folder: scratch.path("secrets")),
            rclone: scratch.path("rclone.conf"),
            time: time)
    }

    static func hook(_ far: FarSide, _ recipe: String = "webhook", _ more: String = "") -> String {
        "{\"name\":\"far\",\"kind\":\"recipe\",\"recipe\":\"\(recipe)\",\"base\":\"\(far.base)\",\"lan\":true\(more)}"
    }

    static func item(_ kind: Item.Kind = .survey, key: String = "survey-1") -> Item {
        var item = Item(kind, key: key, event: "e-1", session: "s-1", subject: "song")
        item.values = ["answer": "Dancing Queen"]
        return item
    }

    static func mail(
        _ kind: Item.Kind = .email, to recipient: String = "emma@guests.example",
        _ text: String = "Your picture: https://p.example/s/k7"
    ) -> Item {
        var item = Item(
            kind, key: "email-" + String(UInt64.random(in: 0...UInt64.max), radix: 16), event: "e-1", session: "s-1",
            subject: recipient)
        item.message = Message(to: recipient, title: "Your picture", text: text)
        return item
    }
}

extension FarSide.Request {
    var json: JSONValue? { try? JSONValue(parsing: body, document: "request") }
}

extension JSONValue {
    func text(_ key: String) -> String? { if case .string(let text)? = self[member: key] { text } else { nil } }
}

extension ManualTime {
    /// Lets time go by until a task is over, and waits for `settled` after each step.
    func pass<Value: Sendable>(
        until task: Task<Value, Never>, settled: @Sendable () async -> Void = {}
    ) async {
        let isOver = Mutex(false)
        let watch = Task {
            _ = await task.value
            isOver.withLock { $0 = true }
        }
        while !isOver.withLock({ $0 }) {
            if let wake = nextWake {
                advance(to: wake)
                await settled()
            }
            await Task.yield()
        }
        await watch.value
    }
}
