public import Files
import Imaging
import Synchronization

/// A recorded live view in one file: the camera's JPEGs as they came, each with its moment, as Motion JPEG in a QuickTime file. Any
/// player shows it; whoever reads it here has any picture at any time, and no decoder in between.
///
///     ftyp │ mdat: JPEG JPEG JPEG … │ moov: how long each is, when it was seen
///
/// The index comes last, so that frames go to the disk as they come. A file without one is not whole, and is no recording.
public struct RecordingFile: Sendable {
    public let path: String
    public let recording: Recording

    /// Limits of what is recorded and read: it is decoded picture by picture, so that only the index takes memory.
    static let (mostFrames, mostBytes) = (20_000, 2_000_000_000)
    /// By which it is told from other QuickTime files.
    static let brand = "bkit"
    static let head = RecordingIndex.fileType

    /// Whether the file at `path` is one by its first bytes; false, too, for what cannot be read.
    public static func isOne(_ path: String) -> Bool {
        guard let start = try? FileReading(path).next(head.count) else { return false }
        return start == head
    }

    /// Reads the index. Throws when the file is not as it was written.
    public init(path: String) throws(MotionError) {
        let file = try filming { try FileReading(path) }
        let size = try filming { try file.size() }
        guard size <= Self.mostBytes else {
            throw .tooLarge(path: path, what: "\(size) bytes", limit: "\(Self.mostBytes)")
        }
        let index = try RecordingIndex(path, size: size)
        let frames = index.frames
        guard let first = frames.first else { throw .notAClip(path: path, reason: "no picture was recorded") }
        func bytes(_ frame: RecordingIndex.Frame) throws(FilesError) -> [UInt8] {
            try readPart(of: path, at: frame.offset, count: frame.size)
        }
        let shown = try filming { () throws in try PictureFile(bytes: bytes(first), name: path) }
        self.path = path
        recording = Recording(
            times: frames.map(\.time), length: index.length, width: shown.width, height: shown.height
        ) { (place) throws(ImagingError) in
            let frame = frames[place]
            let data: [UInt8]
            do throws(FilesError) { data = try readPart(of: path, at: frame.offset, count: frame.size) } catch {
                throw .failed(call: "reading a frame of \(path)", reason: "\(error)")
            }
            return try PictureFile(bytes: data, name: "\(path), frame \(place + 1)")
        }
    }
}

/// Writes a recording while it lasts. Nothing of it counts before `finish` has returned and the file was flushed, as every capture
/// is before it is acknowledged.
public final class RecordingWriter: Sendable {
    private struct State {
        var frames: [RecordingIndex.Frame] = []
        var offset = RecordingFile.head.count + RecordingIndex.dataHead
        var size: (width: Int, height: Int)?
    }

    private let file: NewFile
    private let state = Mutex(State())

    /// How many pictures it has.
    public var count: Int { state.withLock { $0.frames.count } }

    /// A new file; one that is there already is an error. Blocks.
    public init(_ path: String) throws(FilesError) {
        file = try NewFile(path)
        // The length of the data is filled in at the end.
        try file.append(RecordingFile.head + RecordingIndex.data(count: 0))
    }

    /// `ticks` after the first picture; each is later than the one before. A picture of another size than the first is left out,
    /// since it would not be seen in the same place. Gives whether it was taken. Blocks.
    @discardableResult
    public func append(_ jpeg: [UInt8], at ticks: Int) throws(FilesError) -> Bool {
        guard let size = JPEGSize.of(jpeg) else { return false }
        let isWanted = state.withLock { state in
            guard state.frames.count < RecordingFile.mostFrames,
                state.offset + jpeg.count < RecordingFile.mostBytes, ticks > state.frames.last?.time ?? -1
            else { return false }
            return state.size.map { $0 == size } ?? true
        }
        guard isWanted else { return false }
        try file.append(jpeg)
        state.withLock { state in
            state.size = size
            state.frames.append(
                .init(offset: state.offset, size: jpeg.count, time: state.frames.isEmpty ? 0 : ticks))
            state.offset += jpeg.count
        }
        return true
    }

    /// Writes the index. `length` in ticks from the first picture to the end of the last. Blocks.
    public func finish(length: Int) throws(FilesError) {
        let (frames, size, end) = state.withLock { ($0.frames, $0.size ?? (16, 16), $0.offset) }
        let index = RecordingIndex(frames: frames, length: max(length, (frames.last?.time ?? 0) + 1))
        try file.append(index.bytes(width: size.width, height: size.height))
        let start = RecordingFile.head.count
        try file.overwrite(RecordingIndex.data(count: end - start), at: start)
    }
}

/// The size that a JPEG says it has.
enum JPEGSize {
    static func of(_ jpeg: [UInt8]) -> (width: Int, height: Int)? {
        guard jpeg.count > 4, jpeg[0] == 0xFF, jpeg[1] == 0xD8 else { return nil }
        var at = 2
        while at + 9 < jpeg.count, jpeg[at] == 0xFF {
            let marker = jpeg[at + 1]
            // Fill bytes, and markers without a length.
            if marker == 0xFF || marker == 1 || (0xD0...0xD8).contains(marker) {
                at += marker == 0xFF ? 1 : 2
                continue
            }
            if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
                let height = Int(jpeg[at + 5]) << 8 | Int(jpeg[at + 6])
                let width = Int(jpeg[at + 7]) << 8 | Int(jpeg[at + 8])
                return width > 0 && height > 0 ? (width, height) : nil
            }
            at += 2 + (Int(jpeg[at + 2]) << 8 | Int(jpeg[at + 3]))
        }
        return nil
    }
}
