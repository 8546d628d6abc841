internal import Imaging

/// What a shot is to do. `commit` gets each file once it is verified, and is to put it in its place and record it: with
/// `CapturedFile.move(to:)`, or in its own way. Only after it has returned may the file on the camera be deleted.
public struct ShotRequest: Sendable {
    public typealias Commit = @Sendable (CapturedFile) async throws -> Void
    /// Decodes the picture at a path or throws; it may keep what it has decoded.
    public typealias Verify = @Sendable (String) throws -> Void

    /// Where files are staged, under hidden names: on the file system that they shall stay on.
    public var folder: String
    public var commit: Commit
    public var verify: Verify = Verification.decode
    /// For everything together: retries, download, commit. A guest waits 15 s at most, the ending of a hung body included.
    public var deadline = Duration.milliseconds(14_500)
    /// How long the shutter stays open at most.
    public var exposure = Duration.seconds(1)
    /// How often the shutter may be pressed until there is a picture.
    public var attempts = 2
    public var deletesOnCamera = false

    public init(folder: String, commit: @escaping Commit) {
        (self.folder, self.commit) = (folder, commit)
    }
}

/// One press of the shutter.
public struct Shot: Sendable, Equatable {
    /// In the order of their arrival; RAW+JPEG are two.
    public internal(set) var files: [CapturedFile] = []
    public internal(set) var timings = Timings()

    /// The one to show: a JPEG before anything else.
    public var picture: CapturedFile? { files.first { $0.format == .jpeg } ?? files.first }

    public struct Timings: Sendable, Equatable {
        /// From the request until the shutter was heard to have been pressed: what a countdown may lead by.
        public internal(set) var shutter = Duration.zero
        public internal(set) var arrival = Duration.zero
        public internal(set) var download = Duration.zero
        public internal(set) var verification = Duration.zero
        public internal(set) var storing = Duration.zero
        public internal(set) var total = Duration.zero
    }
}
