import Compositor
import Faults
import Imaging
public import Pages
public import Sessions
import StrictJSON

/// What the page of a session shows its guest: the picture that the guest got, what else was made of the session, and the
/// camera's own pictures, small ones that lead to the large.
public struct SessionPages: Sendable {
    public let page: GuestPage
    /// What lies beside the page, by the names that it has there.
    public let sources: [(name: String, source: Source)]
    private let folder: EventFolder

    /// Where a file of a page comes from.
    public enum Source: Sendable {
        /// A file of the event, by its path there.
        case file(String)
        case reduced(ReducedPicture)
    }

    /// The same for a folder of pages.
    public var files: [GalleryFile] {
        sources.map { [folder] name, source in
            switch source {
            case .file(let path): GalleryFile(folder.path + "/" + path, as: name)
            case .reduced(let picture): GalleryFile(as: name) { try picture.encoded(in: folder) }
            }
        }
    }

    /// So many are shown: a page is to be light, however many looks an operator tries.
    static let most = 32

    /// Reads the heads of the files. Blocks.
    public init(
        _ session: Session, of event: Event, in folder: EventFolder, theme: Theme
    ) throws(DarkroomError) {
        var builder = Builder(event: event, folder: folder, number: session.number ?? 0)
        let guests = session.guestsPicture
        let ready = session.renditions.filter { $0.state == .ready && $0.path != guests?.path }
        let captures = session.selectedCaptures.prefix(Self.most - 1)
        let newest = ready.filter(\.isPicture).suffix(Self.most - 1 - captures.count)
        for rendition in (guests.map { [$0] } ?? []) + newest {
            let poster = session.poster(of: rendition)
            try builder.addReadable { (page) throws(DarkroomError) in try page.add(rendition, poster: poster) }
        }
        for capture in captures {
            try builder.addReadable { (page) throws(DarkroomError) in try page.add(capture) }
        }
        page = GuestPage(event: event.name, date: event.date, items: builder.items, theme: theme)
        (sources, self.folder) = (builder.sources, folder)
    }
}

private struct Builder {
    let event: Event
    let folder: EventFolder
    let number: Int
    var items: [GuestPage.Item] = []
    var sources: [(name: String, source: SessionPages.Source)] = []

    init(event: Event, folder: EventFolder, number: Int) {
        (self.event, self.folder, self.number) = (event, folder, number)
    }

    /// One file that is damaged does not keep the others from their guest.
    mutating func addReadable(_ add: (inout Builder) throws(DarkroomError) -> Void) throws(DarkroomError) {
        let before = self
        do throws(DarkroomError) { try add(&self) } catch {
            guard error.report.status == .badData else { throw error }
            self = before
        }
    }

    /// A picture of more bytes is shown by a smaller one, so that phones on a bad network have it soon.
    private static let heavy = 350_000

    mutating func add(_ rendition: Rendition, poster: Rendition?) throws(DarkroomError) {
        guard let path = rendition.path, let hash = rendition.sha256 else { return }
        let kind: GuestPage.Item.Kind =
            switch rendition.kind {
            case .final, .drawing, .effect: .picture
            case .gif: .animation
            case .video: .video
            }
        let file = name(kind, hash, ending(of: path))
        let size = kind == .picture ? try size(of: path) : nil
        let shown = ReducedPicture(of: path, .shown)
        var preview: String?
        if let size, max(size.width, size.height) > shown.size.rawValue || rendition.bytes ?? 0 > Self.heavy {
            preview = "shown-\(items.count { $0.kind == .picture } + 1)-\(hash.prefix(8)).jpg"
            sources.append((preview!, .reduced(shown)))
        }
        if let path = poster?.path, let hash = poster?.sha256 {
            preview = "poster-\(items.count { $0.kind == .video } + 1)-\(hash.prefix(8)).jpg"
            sources.append((preview!, .file(path)))
        }
        items.append(
            .init(
                kind, file: file, preview: preview, savedAs: saved(ending(of: path)),
                size: preview == nil ? size : size.map { $0.within(.shown) }))
        sources.append((file, .file(path)))
    }

    /// Whatever the camera has given, a JPEG is shown of it.
    mutating func add(_ capture: Capture) throws(DarkroomError) {
        let isShown = ["jpg", "jpeg", "png", "webp"].contains(ending(of: capture.path))
        let format = isShown ? ending(of: capture.path) : "jpg"
        let size = try size(of: capture.path).within(.small)
        let file = name(.original, capture.sha256, format)
        let preview = "small-\(items.count { $0.kind == .original } + 1)-\(capture.sha256.prefix(8)).jpg"
        items.append(.init(.original, file: file, preview: preview, savedAs: saved(format), size: size))
        sources.append((file, isShown ? .file(capture.path) : .reduced(ReducedPicture(of: capture.path, .large))))
        sources.append((preview, .reduced(ReducedPicture(of: capture.path, .small))))
    }

    private func ending(of path: String) -> String { path.split(separator: ".").last.map { $0.lowercased() } ?? "" }

    private func name(_ kind: GuestPage.Item.Kind, _ hash: String, _ ending: String) -> String {
        "\(kind)-\(items.count { $0.kind == kind } + 1)-\(hash.prefix(8)).\(ending)"
    }

    private func saved(_ ending: String) -> String {
        SavedName(event.name, suffix: " \(number)-\(items.count + 1)", ending: ending).description
    }

    private func size(of path: String) throws(DarkroomError) -> GuestPage.Item.Size {
        try developing {
            let file = try PictureFile(path: folder.path + "/" + path)
            return .init(width: file.width, height: file.height)
        }
    }
}

extension GuestPage.Item.Size {
    fileprivate func within(_ size: ReducedPicture.Size) -> Self {
        let (width, height) = size.fitted(width, height)
        return Self(width: width, height: height)
    }
}
