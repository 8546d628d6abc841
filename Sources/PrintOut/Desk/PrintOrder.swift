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
