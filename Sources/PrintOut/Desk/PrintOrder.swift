/// A printer, and what it is told about the sheet.
public struct Destination: Sendable {
    public var printer: any Printer
    public var medium: Medium
    public var options: [PrintOption]

    public init(_ printer: any Printer, medium: Medium, options: [PrintOption] = []) {
        (self.printer, self.medium, self.options) = (printer, medium, options)
    }
}

/// One print that somebody wants.
public struct PrintOrder: Sendable {
    public var id: PrintID
    /// A JPEG of exactly the medium's pixels, or a picture.
    public let document: [UInt8]
    /// The document is the file of a picture, of which the raster is made when a printer takes it: while nobody knows the
    /// pixels of its sheet, or where printers of different sheets may take over.
    public let isPicture: Bool
    public var session: String?
    public var picture: String?
    public var reprintOf: PrintID?
    /// An operator has allowed it: limits do not count.
    public var isUnlocked = false

    public init(id: PrintID, document: [UInt8]) { (self.id, self.document, isPicture) = (id, document, false) }
    public init(id: PrintID, picture: [UInt8]) { (self.id, document, isPicture) = (id, picture, true) }
}

/// How many prints there may be; nil is any number. Failed and cancelled ones do not count.
public struct PrintLimits: Equatable, Sendable {
    public var session: Int?
    public var picture: Int?
    public var event: Int?
    /// Prints under way at the same time on a queue.
    public var queue: Int?

    public init(session: Int? = nil, picture: Int? = nil, event: Int? = nil, queue: Int? = nil) {
        (self.session, self.picture, self.event, self.queue) = (session, picture, event, queue)
    }

    func check(_ order: PrintOrder, queue name: String, among records: [PrintRecord]) throws(PrintError) {
        guard !order.isUnlocked else { return }
        var counted = records.filter { record in
            switch record.state {
            case .failed, .cancelled: false
            default: true
            }
        }
        func check(_ limit: Int?, _ text: String, _ matches: (PrintRecord) -> Bool) throws(PrintError) {
            if let limit, counted.count(where: matches) >= limit { throw .limit("\(text): \(limit) allowed") }
        }
        if let wanted = order.session {
            try check(session, "session \(wanted) has had its prints") { $0.session == wanted }
        }
        if let wanted = order.picture {
            try check(picture, "picture \(wanted) has had its prints") { $0.picture == wanted }
        }
        try check(event, "the event has had its prints") { _ in true }
        counted.removeAll { $0.state.isFinal }
        try check(queue, "enough prints are under way on \(name)") { $0.queue == name }
    }
}
