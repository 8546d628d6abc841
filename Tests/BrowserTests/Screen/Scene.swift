import Foundation

/// What a booth says at one moment of a visit: a view as docs/CONTRACT.md has it.
struct Scene: Sendable {
    /// Its screen in `data-screen`.
    let screen: String
    let name: String
    /// Of the moment when the view is written, and the entry into its step.
    let view: @Sendable (_ words: [String: String], _ entry: Int) -> [String: Any]

    private init(
        _ screen: String, name: String? = nil, _ view: @escaping @Sendable ([String: String], Int) -> [String: Any]
    ) {
        (self.screen, self.name, self.view) = (screen, name ?? screen, view)
    }

    func view(_ words: [String: String], entry: Int) -> [String: Any] { view(words, entry) }

    static func named(_ name: String) -> Scene { all.first { $0.name == name } ?? all[0] }

    /// A step of a session with four pictures, of which `captures` are there.
    private static func step(
        _ screen: String, _ word: String, name: String? = nil, captures: Int = 4, left: Double? = 40,
        session: [String: Any] = [:],
        _ more: @escaping @Sendable ([String: String]) -> [String: Any] = { _ in [:] }
    ) -> Scene {
        let session = text(session)
        return Scene(screen, name: name) { words, entry in
            let own = (try? JSONSerialization.jsonObject(with: Data(session.utf8))) as? [String: Any] ?? [:]
            var step: [String: Any] = ["step": word, "name": word, "entry": entry, "index": 1, "of": 9]
            step["text"] = words["prompt.\(word)"]
            step["deadline"] = left.map { time($0) }
            var visit: [String: Any] = [
                "id": "s1", "number": 47, "slots": 4, "aspect": 1.5,
                "captures": (0..<captures).map { ["id": 100 + $0, "shot": $0 + 1, "selected": true] as [String: Any] },
                "boxes": [[0.11, 0.2], [0.51, 0.2], [0.11, 0.57], [0.51, 0.57]].map {
                    ["x": $0[0], "y": $0[1], "width": 0.38, "height": 0.35]
                },
            ]
            if captures == 4 { visit["preview"] = "p1" }
            return [
                "phase": "running", "troubles": [[String: String]](), "session": visit.merging(own) { $1 },
                "step": step.merging(more(words)) { $1 },
            ]
        }
    }

    static let all: [Scene] = [
        Scene("stopped") { _, _ in ["phase": "stopped", "troubles": [[String: String]]()] },
        step("attract", "attract", captures: 0, left: nil),
        step("consent", "consent", captures: 0) {
            ["asks": true, "required": true, "choices": [$0["answer.yes"]!, $0["answer.no"]!]]
        },
        step("layout", "layout", captures: 0) { _ in
            ["asks": true, "pictures": "layout", "choices": ["Classic", "Strip", "Postcard"]]
        },
        step("effect", "effect", captures: 0) { _ in
            [
                "asks": true, "pictures": "live", "live": true,
                "choices": ["Natural", "Black and white", "Sepia", "Vivid"],
            ]
        },
        step("countdown", "capture", captures: 1, left: nil) { _ in
            ["aspect": 1.64, "live": true, "fireAt": time(9), "shot": 2, "shots": 4]
        },
        step("capturing", "capture", captures: 1, left: nil) { _ in ["shooting": true, "shot": 2, "shots": 4] },
        step("review", "preview") { _ in ["retakesLeft": 1] },
        step("select", "select") { _ in ["asks": true, "count": 3, "pictures": "shots"] },
        step("draw", "draw") { _ in
            ["asks": true, "aspect": 2, "colours": ["#1c1c1c", "#86642a", "#a2452e", "#3d6a44", "#1f4e8c"]]
        },
        step("survey", "survey") { words in
            [
                "asks": true, "text": words["prompt.layout"]!,
                "choices": ["Wonderful", "Quite nice", "I came for the cake"],
            ]
        },
        step("survey", "survey", name: "stars") { words in
            ["asks": true, "text": words["prompt.preview"]!, "stars": true, "choices": ["1", "2", "3", "4", "5"]]
        },
        step("survey", "survey", name: "text") { words in ["asks": true, "text": words["prompt.preview"]!] },
        step("email", "email") { _ in ["asks": true] },
        step("phone", "phone") { _ in ["asks": true, "prefix": "+49"] },
        step("copies", "print") { _ in ["asks": true, "choices": ["0", "1", "2", "3"], "usual": 1] },
        step(
            "printing", "print", left: nil,
            session: ["final": true, "print": ["state": "printing", "copies": 1] as [String: Any]]),
        step(
            "share", "share",
            session: ["final": true, "link": "https://photos.example/s/x", "linkReach": "everywhere"]),
        step(
            "share", "share", name: "share-here",
            session: ["final": true, "link": "http://192.168.4.1/s/x", "linkReach": "here", "motion": "m.gif"]),
        step("motion", "gif", left: nil),
        step("thanks", "thanks", session: ["final": true]),
        step("trouble", "capture", captures: 4, left: nil) { _ in ["shot": 2, "shots": 4] }.with(trouble: "camera"),
        step("review", "preview", name: "review-paper") { _ in ["retakesLeft": 1] }.with(trouble: "printer", "paper"),
    ]

    /// The same with something that does not go as it should.
    func with(trouble about: String, _ key: String = "cameraHand") -> Scene {
        Scene(screen, name: name) { [view] words, entry in
            var with = view(words, entry)
            with["troubles"] = [["about": about, "guest": words["trouble.\(key)"] ?? ""]]
            return with
        }
    }

    /// The same with other values of its step.
    func with(step values: @escaping @Sendable () -> [String: Any]) -> Scene {
        Scene(screen, name: name) { [view] words, entry in
            var with = view(words, entry)
            with["step"] = (with["step"] as? [String: Any] ?? [:]).merging(values()) { $1 }
            return with
        }
    }

    /// So many seconds from now.
    static func time(_ seconds: Double) -> String {
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return format.string(from: Date(timeIntervalSinceNow: seconds))
    }

    static func text(_ value: Any) -> String {
        (try? JSONSerialization.data(withJSONObject: value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
