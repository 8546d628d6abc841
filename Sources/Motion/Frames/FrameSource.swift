public import Imaging

/// What a film is made of.
public enum FrameSource: Sendable {
    /// Picture files, shown as the layout lists them.
    case captures([Int: PictureFile], count: Int)
    /// One picture for each moment, as of a live view that was kept: any of them can be had at any time.
    case recording(Recording)
    /// A video file, which is decoded from its beginning to its end.
    case clip(Clip)
}

/// Pictures with their times, as a live view gives them.
public struct Recording: Sendable {
    /// Of each picture, in ticks from the first one, ascending.
    public let times: [Int]
    /// When the last picture goes, in ticks.
    public let length: Int
    /// Of one size.
    public let width: Int
    public let height: Int
    /// The picture of a place in `times`.
    public let picture: @Sendable (Int) throws(ImagingError) -> PictureFile

    public init(
        times: [Int], length: Int, width: Int, height: Int,
        picture: @escaping @Sendable (Int) throws(ImagingError) -> PictureFile
    ) {
        precondition(!times.isEmpty)
        (self.times, self.length, self.width, self.height, self.picture) = (times, length, width, height, picture)
    }
}
