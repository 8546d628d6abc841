import Imaging

/// What lies beyond the paper, or beyond the frame of an animation.
extension Lint {
    /// A slot or the art of an overlay. Reaching through the bleed is right, and what fills the paper may well reach beyond
    /// both of its edges; what leaves it on one side was meant to be seen. `box` is what it is turned about.
    /// Gives whether all is well.
    @discardableResult
    mutating func checkReach(
        of frame: Frame, rotation: Double, about box: Frame? = nil, at place: String, in measure: Measure
    ) -> Bool {
        let box = box ?? frame
        let corners = frame.corners(turned: rotation, aboutX: box.centreX, y: box.centreY)
        let visible = Polygon(corners).clipped(to: measure.trim).area / max(Polygon(corners).area, 1)
        let whole = measure.isPaper ? "the paper" : "the picture"
        guard visible > 0.001 else {
            report(place, "lies beyond the edge of \(whole), so nobody sees it", remedy: "move it inward")
            return false
        }
        let around = frame.around(turned: rotation, aboutX: box.centreX, y: box.centreY)
        let canvas = measure.canvas
        let lost = max(
            Self.lost(around.x, around.width, canvas.width), Self.lost(around.y, around.height, canvas.height))
        if lost > 0.06, let reach = reach(of: around, in: measure) {
            report(
                place, "reaches \(reach) of \(whole), where nothing of it is seen",
                remedy: "move it inward or make it smaller")
        } else if visible < 0.6 {
            report(place, "has \(Int(visible * 100)) % of its area on \(whole)", remedy: "move it inward")
        } else {
            return true
        }
        return false
    }

    /// Whether a slot is on the paper and what is drawn around it is not.
    func losesBorder(_ frame: Frame, of width: Double, _ rotation: Double) -> Bool {
        func isInside(_ frame: Frame) -> Bool {
            !frame.around(turned: rotation, aboutX: frame.centreX, y: frame.centreY).exceeds(measure.trim)
        }
        let dressed = Frame(
            x: frame.x - width, y: frame.y - width, width: frame.width + 2 * width, height: frame.height + 2 * width)
        return isInside(frame) && !isInside(dressed)
    }

    /// The share of a side from `start` that lies beyond one end of 0…`room`; 0 when it lies beyond both.
    private static func lost(_ start: Double, _ side: Double, _ room: Double) -> Double {
        let (before, behind) = (-start, start + side - room)
        return before > 0 && behind > 0 ? 0 : max(before, behind) / side
    }

    /// The box of a text, or a code: what stands there must be on the paper whole. Gives whether it is.
    mutating func checkBox(
        _ frame: Frame, rotation: Double = 0, at place: String, in measure: Measure, harm: String
    ) -> Bool {
        let around = frame.around(turned: rotation, aboutX: frame.centreX, y: frame.centreY)
        guard around.exceeds(measure.trim), let reach = reach(of: around, in: measure) else { return true }
        let whole = measure.isPaper ? "the paper" : "the picture"
        report(place, "reaches \(reach) of \(whole), where \(harm)", remedy: "move it inward or make it smaller")
        return false
    }

    /// "300 pixels (25.4 mm) beyond the right edge": where `frame` is furthest outside of the trim; nil when it is nowhere.
    private func reach(of frame: Frame, in measure: Measure) -> String? {
        let limit = measure.trim
        let sides = [
            ("left", limit.x - frame.x), ("upper", limit.y - frame.y),
            ("right", frame.x + frame.width - limit.x - limit.width),
            ("lower", frame.y + frame.height - limit.y - limit.height),
        ]
        guard let (side, distance) = sides.max(by: { $0.1 < $1.1 }), distance > 0 else { return nil }
        let tenths = Int((distance / layout.paper.dpi * 254).rounded())
        let size = "\(Int(distance.rounded())) pixels" + (measure.isPaper ? " (\(tenths / 10).\(tenths % 10) mm)" : "")
        return "\(size) beyond the \(side) edge"
    }
}

extension Frame {
    /// By more than half a percent, which the least turn of a picture that fills the canvas leads to.
    fileprivate func exceeds(_ limit: Frame) -> Bool {
        let slack = max(1, max(limit.width, limit.height) / 200)
        return x < limit.x - slack || y < limit.y - slack || x + width > limit.x + limit.width + slack
            || y + height > limit.y + limit.height + slack
    }
}

/// A convex shape with straight sides.
private struct Polygon {
    var corners: [(x: Double, y: Double)]

    init(_ corners: [(x: Double, y: Double)]) { self.corners = corners }

    /// By the trapezoids under its sides.
    var area: Double {
        abs(
            corners.indices.reduce(0) { sum, index in
                let (a, b) = (corners[index], corners[(index + 1) % corners.count])
                return sum + (a.x * b.y - b.x * a.y) / 2
            })
    }

    /// What lies within `box`: cut at one of its sides after the other, as Sutherland and Hodgman do.
    func clipped(to box: Frame) -> Polygon {
        cut { $0.x - box.x }.cut { box.x + box.width - $0.x }.cut { $0.y - box.y }.cut { box.y + box.height - $0.y }
    }

    /// `depth` is how far inside a point is.
    private func cut(_ depth: ((x: Double, y: Double)) -> Double) -> Polygon {
        Polygon(
            corners.indices.flatMap { index -> [(x: Double, y: Double)] in
                let (a, b) = (corners[index], corners[(index + 1) % corners.count])
                let (from, to) = (depth(a), depth(b))
                let kept = from >= 0 ? [a] : []
                guard (from < 0) != (to < 0) else { return kept }
                let share = from / (from - to)
                return kept + [(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)]
            })
    }
}
