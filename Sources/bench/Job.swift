internal import Foundation

/// A layout and the captures of one session or more.
struct Job {
    var layout: String
    /// Paths of the captures, session by session.
    var sessions: [[String]]
    /// Finished picture or animation of the first session; the floor compresses it again.
    var output: String
    /// The box that each capture covers.
    var width: Int
    var height: Int

    /// `layout` is a folder; the box is that of the first slot, or the animation's frame.
    init(layout: String, sessions: [[String]], output: String) throws(BenchError) {
        struct Geometry: Decodable {
            struct Slot: Decodable { var w, h: Int }
            struct Animation: Decodable { var width, height: Int }
            var slots: [Slot]?
            var animation: Animation?
        }
        let geometry: Geometry
        do {
            let data = try Data(contentsOf: URL(filePath: "\(layout)/layout.json"))
            geometry = try JSONDecoder().decode(Geometry.self, from: data)
        } catch { throw .noFolder(layout, "\(error)") }
        let slot = geometry.slots?.first
        guard let width = slot?.w ?? geometry.animation?.width, let height = slot?.h ?? geometry.animation?.height
        else {
            throw .noFolder(layout, "the layout has neither slots nor an animation")
        }
        (self.layout, self.sessions, self.output) = (layout, sessions, output)
        (self.width, self.height) = (width, height)
    }

    /// Arguments of `render` for the first session.
    var arguments: [String] {
        ["--layout", layout, "--force", "--quiet"] + sessions[0] + [isAnimation ? "--animation" : "-o", output]
    }

    var isAnimation: Bool { output.hasSuffix(".gif") }

    /// Job lines for `render --jobs-from`, one for each session, outputs in `folder`.
    func lines(into folder: String) -> String {
        struct Line: Encodable { var captures: [String], output: String }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return sessions.enumerated().map { index, captures in
            // Strings always encode.
            let line = try! encoder.encode(Line(captures: captures, output: "\(folder)/\(index).jpg"))
            return String(decoding: line, as: UTF8.self) + "\n"
        }.joined()
    }

    /// CPU ms of the floor for one session: each file is timed once and counts as often as sessions use it.
    func floor(_ floor: Floor) throws(BenchError) -> Double {
        let files = Array(Set(sessions.joined())).sorted()
        let cost = Dictionary(
            uniqueKeysWithValues: zip(files, try floor.decode(files, width: width, height: height)))
        let decoding = sessions.joined().reduce(0) { $0 + cost[$1, default: 0] }
        return try decoding / Double(sessions.count) + floor.encode(output)
    }
}
