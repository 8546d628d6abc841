import Compositor
import Darkroom
import Files
public import Motion
public import Sessions
import Work

/// `booth sessions reel`: one film of what sessions have, with the event's name before it.
public struct Reeling: Sendable, Hashable {
    public enum Size: String, Sendable, CaseIterable {
        case screen, phone
        var pixels: (Int, Int) { self == .screen ? (1_920, 1_080) : (1_080, 1_920) }
    }

    public var size = Size.screen
    /// A sound file; nil: the music of the event's first layout, if that has some.
    public var music: String?

    public init() {}

    /// The reel of these sessions, oldest first: of each the picture that its guest got, then what moves. Sessions without either are
    /// passed over.
    public func reel(of numbers: [Int], in record: EventRecord, _ installation: Installation) async throws -> Reel {
        var items: [Reel.Item] = []
        for number in numbers { items += Self.items(of: try await record.session(number: number), in: record.folder) }
        guard !items.isEmpty else { throw ActionError.nothingToShow }
        let event = record.event
        var reel = Reel(items, title: [event.name, event.date])
        (reel.width, reel.height) = size.pixels
        reel.workers = installation.workers
        if let music {
            reel.music = Reel.Music(path: music)
        } else if let name = event.layouts.first {
            let (library, kept) = (installation.layouts, record.folder.layouts)
            reel.music = await offPool { () -> Reel.Music? in
                guard let layout = try? library.layout(name, keptIn: kept).layout,
                    let music = layout.animation?.film.music
                else { return nil }
                var own = Reel.Music(path: layout.folder + "/" + music.file)
                (own.start, own.fadeOut) = (music.start, max(music.fadeOut, 1))
                return own
            }
        }
        return reel
    }

    private static func items(of session: Session, in folder: EventFolder) -> [Reel.Item] {
        let still = session.guestsPicture?.path.map { Reel.Item.still(folder.path + "/" + $0) }
        // A GIF is for where films are not shown; its pictures are in the FinalPhoto.
        let film = session.renditions.last { $0.kind == .video && $0.state == .ready && $0.isPicture }?.path
        return [still, film.map { .film(folder.path + "/" + $0) }].compactMap { $0 }
    }
}
