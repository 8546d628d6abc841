import Compositor
import Imaging
public import Pages
public import Sessions
import StrictJSON

/// What the page of a session shows its guest: the picture that the guest got, what else was made of the session, and the
/// camera's own pictures, small ones that lead to the large.
public struct SessionPages: Sendable {
    public let page: GuestPage
    public let files: [GalleryFile]

    /// Reads the heads of the files. Blocks.
    public init(_ session: Session, of event: Event, in folder: EventFolder) throws(DarkroomError) {
        var builder = Builder(event: event, folder: folder, number: session.number ?? 0)
        let guests = session.guestsPicture
        let ready = session.renditions.filter { $0.state == .ready && $0.path != guests?.path }
        for rendition in (guests.map { [$0] } ?? []) + ready { try builder.add(rendition) }
        for capture in session.selectedCaptures { try builder.add(capture) }
        page = GuestPage(event: event.name, date: event.date, items: builder.items, theme: Theme(event))
        files = builder.files
    }
}

extension Theme {
    /// The colours of an event's pages.
    public init(_ event: Event) {
        self.init(
            accent: event.theme.accent.flatMap(Colour.init), background: event.theme.background.flatMap(Colour.init))
    }
}

private struct Builder {
    let event: Event
    let folder: EventFolder
    let number: Int
    var items: [GuestPage.Item] = []
    var files: [GalleryFile] = []

    init(event: Event, folder: EventFolder, number: Int) {
        (self.event, self.folder, self.number) = (event, folder, number)
    }

    /// The longer side of what is shown of a capture, and of a capture that browsers do not show, in pixels.
    private static let (small, large) = (900, 2_400)
    /// A picture of more bytes is shown by one of at most so many pixels, so that phones on a bad network have it soon.
    private static let (heavy, shown) = (350_000, 1_600)

    mutating func add(_ rendition: Rendition) throws(DarkroomError) {
        guard let path = rendition.path, let hash = rendition.sha256 else { return }
        let kind: GuestPage.Item.Kind =
            switch rendition.kind {
            case .final, .drawing, .effect: .picture
            case .gif: .animation
            case .video: .video
            }
        let file = name(kind, hash, ending(of: path))
        let size = kind == .picture ? try size(of: path) : nil
        let source = folder.path + "/" + path
        var preview: String?
        if let size, max(size.width, size.height) > Self.shown || rendition.bytes ?? 0 > Self.heavy {
            preview = "shown-\(items.count { $0.kind == .picture } + 1)-\(hash.prefix(8)).jpg"
            files.append(GalleryFile(as: preview!) { try Self.jpeg(of: source, Self.shown) })
        }
        items.append(
            .init(
                kind, file: file, preview: preview, savedAs: saved(ending(of: path)),
                size: preview == nil ? size : size?.within(Self.shown)))
        files.append(GalleryFile(source, as: file))
    }

    /// Whatever the camera has given, a JPEG is shown of it.
    mutating func add(_ capture: Capture) throws(DarkroomError) {
        let isShown = ["jpg", "jpeg", "png", "webp"].contains(ending(of: capture.path))
        let (source, format) = (folder.path + "/" + capture.path, isShown ? ending(of: capture.path) : "jpg")
        let size = try size(of: capture.path).within(Self.small)
        let file = name(.original, capture.sha256, format)
        let preview = "small-\(items.count { $0.kind == .original } + 1)-\(capture.sha256.prefix(8)).jpg"
        items.append(.init(.original, file: file, preview: preview, savedAs: saved(format), size: size))
        files.append(
            isShown ? GalleryFile(source, as: file) : GalleryFile(as: file) { try Self.jpeg(of: source, Self.large) })
        files.append(GalleryFile(as: preview) { try Self.jpeg(of: source, Self.small) })
    }

    private func ending(of path: String) -> String { path.split(separator: ".").last.map { $0.lowercased() } ?? "" }

    private func name(_ kind: GuestPage.Item.Kind, _ hash: String, _ ending: String) -> String {
        "\(kind)-\(items.count { $0.kind == kind } + 1)-\(hash.prefix(8)).\(ending)"
    }

    private func saved(_ ending: String) -> String {
        "\(event.name) \(number)-\(items.count + 1).\(ending)".replacing("/", with: "-")
    }

    private func size(of path: String) throws(DarkroomError) -> GuestPage.Item.Size {
        try developing {
            let file = try PictureFile(path: folder.path + "/" + path)
            return .init(width: file.width, height: file.height)
        }
    }

    private static func jpeg(of path: String, _ longest: Int) throws(DarkroomError) -> [UInt8] {
        try developing {
            let file = try PictureFile(path: path)
            let size = GuestPage.Item.Size(width: file.width, height: file.height).within(longest)
            let region = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
            let image = try file.sampled(region, width: size.width, height: size.height, acceptDamaged: true)
            return try image.encoded(as: .jpeg, quality: 82, chroma: .half, metadata: Metadata())
        }
    }
}

extension GuestPage.Item.Size {
    /// The same shape with no side longer than `longest`; never larger than it is.
    fileprivate func within(_ longest: Int) -> Self {
        let factor = min(1, Double(longest) / Double(max(width, height, 1)))
        func scaled(_ side: Int) -> Int { max(1, Int((Double(side) * factor).rounded())) }
        return Self(width: scaled(width), height: scaled(height))
    }
}
