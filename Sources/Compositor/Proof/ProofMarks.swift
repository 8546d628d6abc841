import Imaging

/// What a proof draws over one piece.
struct ProofMarks {
    let measure: Measure
    let pen: Pen
    /// Places that something was found at; their tags stand out.
    let blamed: Set<String>

    /// The bleed tinted, the cut and the safe area as lines.
    func drawEdges(safe: Double, on canvas: inout Canvas) throws(ImagingError) {
        let (trim, all) = (measure.trim, measure.canvas)
        for strip in [
            Frame(x: 0, y: 0, width: all.width, height: trim.y),
            Frame(x: 0, y: trim.y + trim.height, width: all.width, height: trim.y),
            Frame(x: 0, y: trim.y, width: trim.x, height: trim.height),
            Frame(x: trim.x + trim.width, y: trim.y, width: trim.x, height: trim.height),
        ] { try pen.fill(strip, .cut, opacity: 0.4, on: &canvas) }
        try drawLine(around: trim, .cut, width: 2.5, on: &canvas)
        guard safe > 0 else { return }
        let inside = Frame(
            x: trim.x + safe, y: trim.y + safe, width: trim.width - 2 * safe, height: trim.height - 2 * safe)
        guard inside.width > 0, inside.height > 0 else { return }
        try drawLine(around: inside, .safe, width: 2.5, dash: 14, on: &canvas)
    }

    /// On a white line, so that it is seen on art of any colour.
    private func drawLine(
        around frame: Frame, _ colour: Colour, width: Double, dash: Double? = nil, on canvas: inout Canvas
    ) throws(ImagingError) {
        let corners = frame.corners(turned: 0, aboutX: 0, y: 0)
        try pen.outline(corners, Colour(red: 255, green: 255, blue: 255, alpha: 150), width: width + 2.5, on: &canvas)
        try pen.outline(corners, colour, width: width, dash: dash, on: &canvas)
    }

    /// The box of a text or a code with the name of its place.
    func drawBox(_ frame: Frame, rotation: Double, place: String, on canvas: inout Canvas) throws(ImagingError) {
        let corners = frame.corners(turned: rotation, aboutX: frame.centreX, y: frame.centreY)
        let colour = colour(of: place, .box)
        try pen.outline(corners, Colour(red: 255, green: 255, blue: 255, alpha: 150), width: 3.5, on: &canvas)
        try pen.outline(corners, colour, width: 2, dash: 7, on: &canvas)
        // At the end of the upper edge: what is written there is seldom as long as its box.
        try pen.tag(
            place, colour, x: corners[1].x, y: corners[1].y, lead: 1, within: measure.canvas, on: &canvas)
    }

    /// The number of a slot's capture on the figure's chest, and the name of its place below.
    func drawNumber(
        _ number: Int, in frame: Frame, rotation: Double, place: String, on canvas: inout Canvas
    ) throws(ImagingError) {
        let radius = min(max(0.17 * min(frame.width, frame.height), 20 * pen.unit), 84 * pen.unit)
        let colour = colour(of: place, .slot)
        let badge = Outline(
            .ellipse, centreX: frame.centreX, centreY: frame.centreY + 0.2 * min(frame.width, frame.height),
            width: 2 * radius, height: 2 * radius
        ).turned(by: rotation, aboutX: frame.centreX, y: frame.centreY)
        try pen.fill(badge.grown(by: 3 * pen.unit), .white, opacity: 0.9, on: &canvas)
        try pen.fill(badge, colour, on: &canvas)
        let block = try pen.words("\(number)", size: 1.2 * radius / pen.unit, weight: 900, colour: .white)
        if let image = block.image {
            try canvas.draw(
                image, x: Int(badge.centreX - Double(image.width) / 2),
                y: Int(badge.centreY - Double(image.height) / 2))
        }
        try pen.tag(
            place, colour, x: badge.centreX, y: badge.centreY + radius + 18 * pen.unit, within: measure.canvas,
            on: &canvas)
    }

    private func colour(of place: String, _ usual: Colour) -> Colour { blamed.contains(place) ? .blamed : usual }
}
