public import Compositor
import Imaging
public import Sessions
import StrictJSON
import Work

extension Darkroom {
    /// Keeps what the guest of a session has drawn: its strokes, of which pictures are made, and a picture of it that people can look
    /// at. Gives the picture.
    public func keep(
        _ drawing: Drawing, of id: String, at now: Moment = .now
    ) async throws(DarkroomError) -> Rendition {
        let record = record
        let session = try await recording { () async throws(SessionsError) in
            _ = try await record.number(of: id)
            return try await record.session(id)
        }
        let lock = try await offPool { () throws(DarkroomError) in try Keeping(.drawing, of: record.folder) }
        defer { withExtendedLifetime(lock) {} }
        let (strokes, picture) = try await offPool { () throws(DarkroomError) in
            try developing {
                let file = RenditionFile(folder: record.folder, kind: .drawing, session: session)
                let text = Array((drawing.json.text() + "\n").utf8)
                let strokes = try file.keep(text, "drawing", "json", parameters: "{}") { _ in }
                let png = try drawing.picture(width: Self.width).encoded(as: .png, metadata: Metadata())
                let picture = try file.keep(png, "drawing", "png", parameters: "{}") { $0.parent = strokes.path }
                return (strokes, picture)
            }
        }
        return try await recording { () async throws(SessionsError) in
            _ = try await record.add(strokes, to: id, at: now)
            return try await record.add(picture, to: id, at: now)
        }
    }

    /// Of the picture, in pixels.
    private static let width = 1_800
}

/// A drawing of a session and where its strokes are.
struct KeptDrawing: Sendable {
    let path: String
    let drawing: Drawing

    /// Blocks.
    init(_ path: String, in folder: EventFolder) throws {
        self.path = path
        drawing = try Drawing(file: folder.path + "/" + path)
    }
}

extension Session {
    /// The strokes of the newest drawing.
    var drawing: Rendition? { renditions.last { $0.kind == .drawing && $0.state == .ready && !$0.isPicture } }
}
