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
                "boxes": [[0.111, 0.2], [0.506, 0.2], [0.111, 0.567], [0.506, 0.567]].map {
                    ["x": $0[0], "y": $0[1], "width": 0.383, "height": 0.35]
                },
            ]
            // The scripted booth makes the picture that the identity names.
            if captures == 4 { visit["preview"] = "classic-four-up" }
            return [
                "phase": "running", "troubles": [[String: String]](), "session": visit.merging(own) { $1 },
                "step": step.merging(more(words)) { $1 },
            ]
        }
    }

    /// Names of shipped layouts.
    static let layouts = ["Classic four-up", "Strip", "Postcard three-up"]

    /// Two strips on one paper, whose pictures stand close to each other.
    private static var strip: [String: Any] {
        [
            "aspect": 2.0 / 3, "preview": "strip",
            "boxes": [0.03, 0.228, 0.426, 0.623].map { ["x": 0.042, "y": $0, "width": 0.417, "height": 0.186] },
        ]
    }
    /// Pictures that overlap.
    private static var postcard: [String: Any] {
        [
            "aspect": 1.4, "preview": "postcard-three-up",
            "boxes": [[0.057, 0.08, 0.586, 0.547], [0.415, 0.575, 0.243, 0.34], [0.678, 0.557, 0.26, 0.273]].map {
                ["x": $0[0], "y": $0[1], "width": $0[2], "height": $0[3]]
            },
            "captures": (1...3).map { ["id": $0 + 99, "shot": $0, "selected": true] as [String: Any] },
        ]
    }

    /// Nothing but a film.
    private static var film: [String: Any] { ["slots": 0, "aspect": 0.5625, "boxes": [[String: Double]]()] }

    static let all: [Scene] = [
        Scene("stopped") { _, _ in ["phase": "stopped", "troubles": [[String: String]]()] },
        step("attract", "attract", captures: 0, left: nil),
        step("stopped", "attract", name: "closed", captures: 0, left: nil) { words in
            ["closed": true, "text": words["prompt.closed"]!.replacing("{time}", with: "18:00")]
        },
        step("consent", "consent", captures: 0) {
            ["asks": true, "required": true, "choices": [$0["answer.yes"]!, $0["answer.no"]!]]
        },
        step("layout", "layout", captures: 0) { _ in
            ["asks": true, "pictures": "layout", "choices": layouts]
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
        step("filming", "boomerang", captures: 0, left: 3, session: film) { _ in ["aspect": 1, "live": true] },
        step("filming", "video", name: "filming-before", captures: 0, left: nil, session: film) { _ in
            ["aspect": 0.5625, "live": true]
        },
        step("filming", "video", name: "filming-clip", captures: 0, left: 90, session: film),
        step("capturing", "capture", captures: 1, left: nil) { _ in ["shooting": true, "shot": 2, "shots": 4] },
        step("review", "preview") { _ in ["retakesLeft": 1] },
        step("review", "preview", name: "review-strip", session: strip) { _ in ["retakesLeft": 2] },
        step("review", "preview", name: "review-postcard", captures: 3, session: postcard) { _ in ["retakesLeft": 2] },
        step("select", "select") { _ in ["asks": true, "count": 3, "pictures": "shots"] },
        step("draw", "draw") { _ in
            ["asks": true, "aspect": 2, "colours": ["#1c1c1c", "#86642a", "#a2452e", "#3d6a44", "#1f4e8c"]]
        },
        step("draw", "draw", name: "draw-postcard", captures: 3, session: postcard) { _ in
            ["asks": true, "aspect": 4, "colours": ["#1c1c1c", "#86642a", "#a2452e", "#3d6a44", "#1f4e8c"]]
        },
        step("draw", "draw", name: "draw-over") { _ in
            [
                "asks": true, "aspect": 1.64, "colours": ["#ffffff", "#86642a", "#a2452e"],
                "box": ["x": 0.111, "y": 0.2, "width": 0.383, "height": 0.35],
            ]
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
        step(
            "share", "share", name: "share-coming", session: ["final": true, "linkReach": "everywhere"]),
        step(
            "share", "share", name: "share-film", captures: 0,
            session: film.merging([
                "link": "https://photos.example/s/x", "linkReach": "everywhere", "preview": "boomerang",
            ]) { $1 }),
        step("share", "share", name: "share-none", session: ["final": true]),
        step(
            "share", "share", name: "share-sent",
            session: [
                "final": true, "link": "https://photos.example/s/x", "linkReach": "everywhere",
                "messages": ["email", "sms"], "print": ["state": "printing", "copies": 2],
            ]),
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

    /// The same with captures of which these are in the print.
    func withCaptures(_ selected: [Bool]) -> Scene {
        Scene(screen, name: name) { [view] words, entry in
            var with = view(words, entry)
            var session = with["session"] as? [String: Any] ?? [:]
            session["captures"] = selected.enumerated().map {
                ["id": 100 + $0, "shot": $0 + 1, "selected": $1] as [String: Any]
            }
            with["session"] = session
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
