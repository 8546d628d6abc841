public import Imaging

/// A treatment of a capture, made known by standing in `Effect.all`. One file each; a new one is a file and a line there.
public struct Effect: Sendable {
    public typealias Treatment = @Sendable (Image) throws(ImagingError) -> Image

    public struct Parameter: Sendable {
        public let name: String
        public let range: ClosedRange<Double>
        public let standard: Double
        public let summary: String
    }

    public let name: String
    public let summary: String
    public let parameters: [Parameter]
    /// The treatment for numbers that have been checked against `parameters`; each of them is there.
    let treatment: @Sendable ([String: Double]) -> Treatment

    public static let all: [Effect] = [camera, mirror, blackAndWhite, sepia]
}
