public import Compositor
import Files
import Imaging
import Motion
public import Sessions
import StrictJSON

extension Plan {
    /// A film and the poster that stands for it.
    func film(
        _ folder: EventFolder, _ prepared: PreparedLayout, showStill: (@Sendable ([UInt8]) -> Void)?,
        isStopped: @escaping @Sendable () -> Bool
    ) throws(DarkroomError) -> ([Rendition], [String]) {
        try developing {
            var studio = prepared.studio
            studio.tools.isStopped = isStopped
            if let showStill {
                studio.shows = { image in
                    if let jpeg = try? image.encoded(as: .jpeg, quality: 85, metadata: Metadata()) { showStill(jpeg) }
                }
            }
            let format = prepared.template.layout.animation?.format ?? .mp4
            let file = RenditionFile(folder: folder, kind: .video, session: session)
            var result = RenderResult()
            return try file.besides("jpg") { (picture) -> ([Rendition], [String]) in
                var film = try file.develop(layout, format.rawValue, parameters: "{}") { path in
                    var job = job(.video, folder, to: path)
                    job.poster = picture
                    result = try studio.render(job, recording: recording(folder))
                } finish: { rendition in
                    rendition.layout = layout
                }
                film.parameters = parameters(of: result.film, type: MediaType.of("film." + format.rawValue))
                let poster = try file.keep(
                    readAll(picture, limit: 1 << 26), layout, "jpg", parameters: parameters
                ) { ($0.layout, $0.parent) = (layout, film.path) }
                return ([film, poster], result.warnings)
            }
        }
    }

    /// The clip as the pictures that it was recorded as; nil: it is another one. Reads its index.
    func recording(_ folder: EventFolder) throws(MotionError) -> Recording? {
        guard let path = clip.map({ folder.path + "/" + $0.path }), RecordingFile.isOne(path) else { return nil }
        return try RecordingFile(path: path).recording
    }

    /// Of a film: with what it is, so that nobody need open it to know.
    private func parameters(of film: RenderResult.Film?, type: String) -> String {
        guard let film, case .object(var members) = members else { return parameters }
        members.append(
            .init(
                "film",
                [
                    "type": .string(type), "width": .integer(film.width), "height": .integer(film.height),
                    "milliseconds": .integer(film.milliseconds),
                ]))
        if let clip { members.append(.init("clip", .string(clip.path))) }
        if let trim { members.append(.init("trim", [.number(trim.lowerBound), .number(trim.upperBound)])) }
        return JSONValue.object(members).text()
    }
}

extension AnimationPlan {
    /// The clip of a session that is shown in place of its pictures: the newest one, where a clip is wanted, or where a film shows
    /// picture after picture and does not list them.
    func clip(of session: Session) -> Capture? {
        showsClips ? session.clips.last : nil
    }

    /// Whether it could show a clip.
    public var showsClips: Bool {
        switch from {
        case .clip: true
        case .captures: frames == nil && format != .gif
        case .still: false
        }
    }
}

extension Session {
    /// The picture that stands for a film.
    public func poster(of film: Rendition) -> Rendition? {
        renditions.last { $0.isPoster && $0.state == .ready && $0.parent == film.path }
    }
}

extension DarkroomError {
    /// The session lacks what the layout shows, which is no fault of anybody's.
    var isOfFewCaptures: Bool {
        switch self {
        case .tooFewCaptures, .noClip: true
        default: false
        }
    }
}
