/// What the ledger knows of one print.
public struct PrintRecord: Equatable, Sendable {
    public let id: PrintID
    public var queue: String
    /// The driver's keyword; nil until a printer has been asked for the paper.
    public var media: String?
    /// The paper that was asked for, where it was one.
    public var paper: String?
    /// The ledger's document is the picture as it was given; else it is the raster for a sheet of these pixels.
    public var isPicture = false
    public var width: Int?
    public var height: Int?
    public var state: PrintState = .waiting
    /// The job's number on the server, from the moment it is known.
    public var job: Int?
    /// When the server began to print it, on the server's clock.
    public var begunAt: Int?
    /// The server began it more than once, or died while it was printed.
    public var mayBePrintedTwice = false
    public var options: [PrintOption] = []
    /// The roll that was in the printer when it came out, where somebody counts them (`PrinterProfile.Roll.id`).
    public var roll: String?
    /// The print of which this is a re-print.
    public var reprintOf: PrintID?
    public var session: String?
    public var picture: String?
    /// Seconds since 1970, and the microsecond within: what was taken on first is sent first.
    public var madeAt: Int
    public var microsecond = 0
    public var changedAt: Int

    public init(id: PrintID, queue: String, media: String?, at time: Int) {
        (self.id, self.queue, self.media, madeAt, changedAt) = (id, queue, media, time, time)
    }
}
