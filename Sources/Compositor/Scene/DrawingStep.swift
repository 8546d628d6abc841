import Imaging

/// Where the guest's drawing stands. Without one nothing is drawn.
struct DrawingStep: Sendable {
    /// In `layout.json`: "drawings[0]".
    var place: String
    var frame: Frame
    var rotation: Double

    /// The drawing is seen whole, in the middle of its box.
    func draw(_ drawing: Drawing, on canvas: inout Canvas) throws(ImagingError) {
        let area = frame.fitting(aspect: drawing.aspect)
        let box = area.outline(.rectangle, rotation: rotation).bounds
        guard !box.isEmpty else { return }
        let strokes = drawing.pen(in: area).map { stroke in
            var stroke = stroke
            stroke.points = stroke.points.map { point in
                let turned = Outline(.rectangle, centreX: point.x, centreY: point.y, width: 0, height: 0)
                    .turned(by: rotation, aboutX: frame.centreX, y: frame.centreY)
                return .init(
                    x: turned.centreX - Double(box.x), y: turned.centreY - Double(box.y), radius: point.radius)
            }
            return stroke
        }
        try canvas.draw(Image(strokes: strokes, width: box.width, height: box.height), x: box.x, y: box.y)
    }
}
