/// A capture that will be kept soon. As long as this is there, whoever writes into the record what can wait lets it go first.
///
///     let announcement = record.announceCapture()
///     try verify(path)
///     let capture = try await record.keep(file: staged, in: session)
///     withExtendedLifetime(announcement) {}
public final class CaptureAnnouncement: Sendable {
    private let arrivals: CaptureArrivals
    private let number: Int

    init(_ arrivals: CaptureArrivals) { (self.arrivals, number) = (arrivals, arrivals.begin()) }

    deinit { arrivals.end(number) }
}

extension EventRecord {
    /// To be said once the file is there and before it is looked at, so that what is being written then is done by the time that the
    /// capture is kept.
    public nonisolated func announceCapture() -> CaptureAnnouncement { CaptureAnnouncement(arrivals) }
}
