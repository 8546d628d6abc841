import Glibc
import Imaging

/// Draws lines, tags and words of a proof. Sizes are in units of its own, so that they look alike on every paper.
struct Pen: Sendable {
    /// Pixels.
    let unit: Double

    func fill(_ frame: Frame, _ colour: Colour, opacity: Double = 1, on canvas: inout Canvas) throws(ImagingError) {
        try fill(frame.outline(.rectangle, rotation: 0), colour, opacity: opacity, on: &canvas)
    }

    func fill(
        _ outline: Outline, _ colour: Colour, opacity: Double = 1, on canvas: inout Canvas
    ) throws(ImagingError) {
        guard !outline.bounds.isEmpty else { return }
        let shade = try Shade(outline)
        try canvas.fill(colour, through: shade.coverage, x: shade.x, y: shade.y, opacity: opacity)
    }

    /// From corner to corner, `width` units wide; with `dash` in strokes and gaps of so many units.
    func outline(
        _ corners: [(x: Double, y: Double)], _ colour: Colour, width: Double, dash: Double? = nil,
        on canvas: inout Canvas
    ) throws(ImagingError) {
        for (index, corner) in corners.enumerated() {
            try line(from: corner, to: corners[(index + 1) % corners.count], colour, width, dash, on: &canvas)
        }
    }

    private func line(
        from: (x: Double, y: Double), to: (x: Double, y: Double), _ colour: Colour, _ width: Double, _ dash: Double?,
        on canvas: inout Canvas
    ) throws(ImagingError) {
        let (across, down) = (to.x - from.x, to.y - from.y)
        let length = (across * across + down * down).squareRoot()
        guard length > 0 else { return }
        let degrees = atan2(down, across) * 180 / .pi
        // An odd number of strokes and gaps, so that both corners are drawn.
        let count = dash.map { 2 * Int(length / ($0 * unit * 2)) + 1 } ?? 1
        let stroke = length / Double(count)
        for index in stride(from: 0, to: count, by: 2) {
            let share = (Double(index) + 0.5) / Double(count)
            let mark = Outline(
                .rectangle, centreX: from.x + across * share, centreY: from.y + down * share, width: stroke,
                height: width * unit, angle: degrees)
            try fill(mark, colour, on: &canvas)
        }
    }

    /// A text set for a width in pixels, broken where it is too long.
    func words(
        _ text: String, size: Double, weight: Int = 400, colour: Colour = .ink, width: Double = 4_000
    ) throws(ImagingError) -> TextBlock {
        let style = TextStyle(
            font: Font(family: "Lato", weight: weight), size: .pixels(size * unit), align: .left, verticalAlign: .top,
            wrap: true, colour: colour)
        return try TextBlock(String(text.prefix(1_000)), style: style, width: width, height: 16_000)
    }

    /// A text in a small filled box about a point, of whose width `lead` lies to the left; moved so that it stays within
    /// `room`.
    func tag(
        _ text: String, _ colour: Colour, x: Double, y: Double, lead: Double = 0.5, within room: Frame,
        on canvas: inout Canvas
    ) throws(ImagingError) {
        let block = try words(text, size: 17, weight: 700, colour: .white)
        guard let image = block.image else { return }
        let (padX, padY) = (7 * unit, 4 * unit)
        let (width, height) = (Double(image.width) + 2 * padX, Double(image.height) + 2 * padY)
        let left = min(max(x - lead * width, room.x), room.x + room.width - width).rounded()
        let top = min(max(y - height / 2, room.y), room.y + room.height - height).rounded()
        let box = Frame(x: left, y: top, width: width, height: height)
        try fill(box.outline(.rounded(radius: 5 * unit), rotation: 0), colour, opacity: 0.92, on: &canvas)
        try canvas.draw(image, x: Int(left + padX), y: Int(top + padY))
    }
}

extension Colour {
    static let ink = Colour(red: 38, green: 38, blue: 44)
    static let faint = Colour(red: 112, green: 110, blue: 118)
    static let sheet = Colour(red: 246, green: 245, blue: 242)
    static let cut = Colour(red: 208, green: 32, blue: 72)
    static let safe = Colour(red: 0, green: 138, blue: 140)
    static let box = Colour(red: 98, green: 84, blue: 196)
    static let slot = Colour(red: 52, green: 56, blue: 68)
    static let blamed = Colour(red: 206, green: 92, blue: 0)
    static let good = Colour(red: 30, green: 122, blue: 70)
}
