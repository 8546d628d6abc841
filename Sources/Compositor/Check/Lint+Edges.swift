import Imaging

/// Where turned things end, and what the knife makes of it.
extension Lint {
    /// Whether an edge lies at the trim's, closer than half of the bleed: a white sliver when the cut is off by a hair.
    /// What is clearly turned meets the cut at an angle that everybody sees as meant.
    func touchesTrim(_ frame: Frame, rotation: Double = 0, about box: Frame? = nil) -> Bool {
        let (trim, canvas, box) = (measure.trim, measure.canvas, box ?? frame)
        let corners = frame.corners(turned: rotation, aboutX: box.centreX, y: box.centreY)
        func meets(_ a: Double, _ b: Double, _ trimEdge: Double, _ canvasEdge: Double) -> Bool {
            let reach = abs(canvasEdge - trimEdge) / 2
            return reach > 0 && min(a, b) < trimEdge + reach && max(a, b) > trimEdge - reach
        }
        let centreX = corners.reduce(0) { $0 + $1.x } / 4
        let centreY = corners.reduce(0) { $0 + $1.y } / 4
        return corners.indices.contains { index in
            let (a, b) = (corners[index], corners[(index + 1) % 4])
            let (across, down) = (abs(a.x - b.x), abs(a.y - b.y))
            if across <= down * Self.slight {
                return (a.x + b.x) / 2 < centreX
                    ? meets(a.x, b.x, trim.x, canvas.x)
                    : meets(a.x, b.x, trim.x + trim.width, canvas.width)
            }
            guard down <= across * Self.slight else { return false }
            return (a.y + b.y) / 2 < centreY
                ? meets(a.y, b.y, trim.y, canvas.y) : meets(a.y, b.y, trim.y + trim.height, canvas.height)
        }
    }

    /// The tangent of one degree: a turn that is smaller does not look like one at the cut.
    private static let slight = 0.01746
}

extension Frame {
    /// The four corners after a turn about a point, clockwise from the one at the top left.
    func corners(turned degrees: Double, aboutX x: Double, y: Double) -> [(x: Double, y: Double)] {
        [(-1.0, -1.0), (1, -1), (1, 1), (-1, 1)].map { side in
            let corner = Outline(
                .rectangle, centreX: centreX + side.0 * width / 2, centreY: centreY + side.1 * height / 2, width: 0,
                height: 0)
            let turned = degrees == 0 ? corner : corner.turned(by: degrees, aboutX: x, y: y)
            return (turned.centreX, turned.centreY)
        }
    }

    /// The upright box around those corners.
    func around(turned degrees: Double, aboutX x: Double, y: Double) -> Frame {
        let corners = corners(turned: degrees, aboutX: x, y: y)
        let (xs, ys) = (corners.map(\.x), corners.map(\.y))
        let (left, top) = (xs.min() ?? self.x, ys.min() ?? self.y)
        return Frame(x: left, y: top, width: (xs.max() ?? left) - left, height: (ys.max() ?? top) - top)
    }
}
