internal import Foundation
internal import Sessions

/// What pages cost a booth, and what they cost who waits for them. The figures of browsers are printed by the tests of browsers.
struct WebBench {
    var inputs: Inputs
    var progress: (String) -> Void
    var folder: String { inputs.folder + "/web" }
    var party: String { folder + "/party" }

    /// A figure beside its goal, and whether that was met.
    struct Line {
        var name: String
        var figure: String
        var goal: String
        var isMet: Bool

        init(_ name: String, _ figure: String, _ goal: String = "", _ isMet: Bool = true) {
            (self.name, self.figure, self.goal, self.isMet) = (name, figure, goal, isMet)
        }

        var cells: [String] { [name, figure, goal, goal.isEmpty ? "" : isMet ? "yes" : "no"] }
    }

    init(_ inputs: Inputs, progress: @escaping (String) -> Void) {
        (self.inputs, self.progress) = (inputs, progress)
    }

    func table() async throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        progress("an event with guests' pages")
        try prepare()
        var lines = try await guests()
        lines += try await crowd()
        lines += try stopping()
        lines += try await many()
        return Table(rows: [["", "result", "goal", "met"]] + lines.map(\.cells)).text
    }

    func prepare() throws {
        try ServedProgram.booth(
            [
                "event", "new", party, "--name", "Bench", "--layout", "postcard-three-up", "--link-base",
                "https://photos.example/s/",
            ],
            in: folder)
        try ServedProgram.booth(["event", "set", party, "reserve", "0"], in: folder)
        try hold(4)
    }

    func hold(_ count: Int) throws {
        try ServedProgram.booth(booth(sessions: count), in: folder)
    }

    func booth(sessions: Int) -> [String] {
        [
            "run", party, "--unattended", "--sessions", "\(sessions)", "--pace", "20", "--printer",
            "none", "--camera",
            "folder:" + URL(filePath: inputs.captures[0]).deletingLastPathComponent().path,
        ]
    }

    /// The page of a link, and what a browser fetches with it.
    func visit(of number: Int = 1, at place: Visitor.Place) async throws -> (
        page: String, all: [String]
    ) {
        let token = try await EventRecord(EventFolder(party)).session(number: number).token ?? ""
        let page = "/s/\(token)/"
        let visitor = try Visitor(place)
        let html = try visitor.get(page)
        let files = html.matches(of: /(?:src|stylesheet" href)="([^"]+)"/).map { page + $0.1 }
        for file in files { try visitor.get(file) }
        return (page, [page] + files)
    }
}
