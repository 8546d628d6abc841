internal import Glibc
internal import Imaging
internal import Synchronization

/// The live view before a picture of a folder is taken: most of that picture, seen as by somebody who is never quite still. The
/// frames repeat after some seconds, so that each is made once.
final class DriftingView: Sendable {
    private let image: Image
    private let (width, height): (Int, Int)
    private let made = Mutex<[Int: [UInt8]]>([:])

    /// Of a frame, as live views of cameras have them; and how much more of the picture there is.
    private static let (side, room) = (960.0, 1.08)
    /// Until the view is where it was.
    private static let frames = 150

    /// nil: the picture cannot be read. Blocks.
    init?(_ picture: FolderCamera.Picture) {
        do {
            let file = try PictureFile(bytes: try picture.contents(), name: picture.name)
            let scale = min(Self.side / Double(max(file.width, file.height)), 1)
            func pixels(_ side: Int, _ scale: Double) -> Int { max(1, Int((Double(side) * scale).rounded())) }
            (width, height) = (pixels(file.width, scale), pixels(file.height, scale))
            image = try file.sampled(
                Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height)),
                width: pixels(file.width, scale * Self.room), height: pixels(file.height, scale * Self.room),
                acceptDamaged: true)
        } catch { return nil }
    }

    /// A JPEG that has been made already.
    func known(_ number: Int) -> [UInt8]? { made.withLock { $0[number % Self.frames] } }

    /// Blocks.
    func frame(_ number: Int) -> [UInt8]? {
        let turn = number % Self.frames
        let angle = 2 * Double.pi * Double(turn) / Double(Self.frames)
        func place(_ room: Int, _ wave: Double) -> Int { Int((Double(room) * (1 + wave) / 2).rounded()) }
        let box = PixelBox(
            x: place(image.width - width, cos(angle)), y: place(image.height - height, sin(2 * angle)), width: width,
            height: height)
        let jpeg = try? image.cropped(to: box).encoded(as: .jpeg, quality: 80, chroma: .half, metadata: Metadata())
        if let jpeg { made.withLock { $0[turn] = jpeg } }
        return jpeg
    }
}
