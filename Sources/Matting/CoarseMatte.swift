/// How much of each place of a picture is people, as a model sees it: small, over the whole picture.
public struct CoarseMatte: Hashable, Sendable {
    public let across: Int
    public let down: Int
    /// Row by row, 0 to 65,535.
    public var values: [UInt16]

    public init(across: Int, down: Int, values: [UInt16]) {
        precondition(values.count == across * down)
        (self.across, self.down, self.values) = (across, down, values)
    }

    /// Share of places that are people, 0…1.
    public var share: Double {
        Double(values.reduce(0) { $1 >= 32_768 ? $0 + 1 : $0 }) / Double(max(values.count, 1))
    }
}
