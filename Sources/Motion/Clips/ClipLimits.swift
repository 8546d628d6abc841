/// What a clip may ask of this machine. Known from its header, before a frame is decoded.
public struct ClipLimits: Sendable {
    /// Pixels of a frame: 3840x2160 either way round.
    public var pixels = 3_840 * 2_160
    /// Of what is shown of it.
    public var seconds = 60
    /// Of the file, of which a trim shows a part.
    public var fileSeconds = 1_800
    /// Frames a second, on average.
    public var rate = 240
    /// Of the file.
    public var bytes = 2_000_000_000

    public init() {}

    static let standard = ClipLimits()
}
