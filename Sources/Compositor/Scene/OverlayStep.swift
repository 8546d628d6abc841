import Imaging

/// A picture of the layout, decoded and scaled once.
struct OverlayStep: Sendable {
    var image: Image
    var coverage: Image?
    var x: Int
    var y: Int
    var opacity: Double
    var blend: BlendMode

    func draw(on canvas: inout Canvas) throws {
        try canvas.draw(image, x: x, y: y, coverage: coverage, opacity: opacity, blend: blend)
    }
}
