import Effects
import Imaging

/// What hides what. Things are drawn by their z, so that a code may end up under a picture.
extension Lint {
    /// One thing that is drawn.
    private struct Thing {
        var place: String
        var z: Int
        /// What has to be seen of it.
        var seen: CoverGrid.Cells
        /// What it hides of all that is under it.
        var opaque: CoverGrid.Cells
        /// The share that may be hidden.
        var limit: Double
        /// What becomes of it.
        var harm: String
    }

    mutating func checkStack() throws {
        let grid = CoverGrid(canvas: measure.canvas)
        let things = try things(on: grid)
        var above = grid.none
        for (index, thing) in things.enumerated().reversed() {
            let hidden = thing.seen.share(in: above)
            let further = things[(index + 1)...]
            if hidden > thing.limit,
                let cover = further.max(by: { thing.seen.share(in: $0.opaque) < thing.seen.share(in: $1.opaque) })
            {
                report(
                    thing.place,
                    "\(cover.place) lies over \(hidden > 0.99 ? "all" : "\(Int((hidden * 100).rounded(.up))) %") of it, so that "
                        + thing.harm, remedy: "give it a higher \"z\" or move one of the two")
            }
            above.formUnion(thing.opaque)
        }
    }

    /// From the bottom up, as scenes are drawn.
    private func things(on grid: CoverGrid) throws -> [Thing] {
        let things =
            try layout.slots.enumerated().map { try thing($0.element, at: "slots[\($0.offset)]", on: grid) }
            + layout.overlays.enumerated().map { try thing($0.element, at: "overlays[\($0.offset)]", on: grid) }
            + layout.drawings.enumerated().map { thing($0.element, at: "drawings[\($0.offset)]", on: grid) }
            + layout.texts.enumerated().map { try thing($0.element, at: "texts[\($0.offset)]", on: grid) }
            + layout.codes.enumerated().map { try thing($0.element, at: "codes[\($0.offset)]", on: grid) }
        return things.enumerated().sorted { ($0.element.z, $0.offset) < ($1.element.z, $1.offset) }.map(\.element)
    }

    private func thing(_ slot: Layout.Slot, at place: String, on grid: CoverGrid) throws -> Thing {
        let kind: Outline.Kind =
            switch slot.shape {
            case .rectangle, .rounded: .rectangle
            // A heart, a star: its middle is what counts.
            case .ellipse, .mask: .ellipse
            }
        let cells = grid.cells(of: measure.frame(slot.box).outline(kind, rotation: slot.rotation))
        var isOpaque = slot.opacity >= 0.5 && slot.fit != .contain
        if case .picture(let name) = slot.subject, try template.assets.file(name).hasAlpha { isOpaque = false }
        if slot.effects.contains(where: { $0.parameters["result"] == "cut-out" }) { isOpaque = false }
        // A card or a strip of tape may be under anything; guests look for themselves.
        let isGuests = if case .capture = slot.subject { true } else { false }
        return Thing(
            place: place, z: slot.z, seen: isGuests ? cells : grid.none, opaque: isOpaque ? cells : grid.none,
            limit: 0.6,
            harm: "guests do not see their picture")
    }

    private func thing(_ overlay: Layout.Overlay, at place: String, on grid: CoverGrid) throws -> Thing {
        var opaque = grid.none
        if overlay.blend == .normal, overlay.opacity >= 0.5, case .overlay(let step) = try builder.overlay(overlay).step
        {
            opaque = try grid.cells(of: step)
        }
        return Thing(place: place, z: overlay.z, seen: grid.none, opaque: opaque, limit: 1, harm: "")
    }

    private func thing(_ drawing: Layout.Drawing, at place: String, on grid: CoverGrid) -> Thing {
        let cells = grid.cells(of: measure.frame(drawing.box).outline(.rectangle, rotation: drawing.rotation))
        return Thing(
            place: place, z: drawing.z, seen: cells, opaque: grid.none, limit: 0.2,
            harm: "guests do not see all of their drawing")
    }

    private func thing(_ text: Layout.Text, at place: String, on grid: CoverGrid) throws -> Thing {
        var seen = grid.none
        if case .text(let step) = try builder.text(text, at: place).step, let reading = readings.last,
            let ink = step.ink(of: try template.typeset(step.text.resolved(with: reading.values), step))
        {
            let about = step.frame
            seen = grid.cells(
                of: ink.outline(.rectangle, rotation: 0).turned(
                    by: step.rotation, aboutX: about.centreX, y: about.centreY))
        }
        return Thing(place: place, z: text.z, seen: seen, opaque: grid.none, limit: 0.1, harm: "it cannot be read")
    }

    private func thing(_ code: Layout.Code, at place: String, on grid: CoverGrid) throws -> Thing {
        var cells = grid.none
        if case .code(let step) = builder.code(code, at: place).step, let content = content(of: step),
            let symbol = try step.symbolFrame(of: content)
        {
            cells = grid.cells(of: symbol.outline(.rectangle, rotation: 0))
        }
        return Thing(
            place: place, z: code.z, seen: cells, opaque: cells, limit: 0.02, harm: "phones cannot scan it")
    }
}
