import StrictJSON

extension Layout {
    /// Refuses lengths that nobody means. What they are in pixels shows only when the paper is known.
    func checkLengths(at path: JSONPath) throws(StrictJSONError) {
        let print = LengthCheck(measure: Measure(paper))
        try print.check(slots, at: .key("slots", in: path))
        try print.check(overlays, at: .key("overlays", in: path))
        for (index, drawing) in drawings.enumerated() {
            try print.check(drawing.box, at: .index(index, in: .key("drawings", in: path)))
        }
        try print.check(texts, at: .key("texts", in: path))
        for (index, code) in codes.enumerated() {
            try print.check(code, at: .index(index, in: .key("codes", in: path)))
        }
        guard let animation else { return }
        let place = JSONPath.key("animation", in: path)
        let screen = LengthCheck(measure: Measure(animation, dpi: paper.dpi))
        for (index, one) in animation.places.enumerated() {
            try screen.check(one.slot, at: animation.path(ofPlace: index, in: place))
        }
        try screen.check(animation.film.overlays, at: .key("overlays", in: place))
        try screen.check(animation.overlays, at: .key("overlays", in: place))
        try screen.check(animation.texts, at: .key("texts", in: place))
        for (index, frame) in (animation.frames ?? []).enumerated() {
            let place = JSONPath.index(index, in: .key("frames", in: place))
            try screen.check(frame.overlays, at: .key("overlays", in: place))
            try screen.check(frame.texts, at: .key("texts", in: place))
        }
    }
}

extension AnimationPlan {
    fileprivate func path(ofPlace index: Int, in path: JSONPath) -> JSONPath {
        places.count == 1 ? .key("slot", in: path) : .index(index, in: .key("slots", in: path))
    }
}

/// Limits of lengths in pixels: beyond them a picture would be larger than memory, or nothing at all.
private struct LengthCheck {
    let measure: Measure

    private static let side = Length.limit
    /// Of what is drawn around a shape.
    private static let rim = 2_000.0
    private static let em = 4_000.0

    func check(_ slots: [Layout.Slot], at path: JSONPath) throws(StrictJSONError) {
        for (index, slot) in slots.enumerated() { try check(slot, at: .index(index, in: path)) }
    }

    func check(_ overlays: [Layout.Overlay], at path: JSONPath) throws(StrictJSONError) {
        for (index, overlay) in overlays.enumerated() {
            if let box = overlay.box { try check(box, at: .index(index, in: path)) }
        }
    }

    func check(_ texts: [Layout.Text], at path: JSONPath) throws(StrictJSONError) {
        for (index, text) in texts.enumerated() {
            let place = JSONPath.index(index, in: path)
            try check(text.box, at: place)
            if let size = text.size { try limit(measure.other(size), Self.em, "size", place) }
            try limit(measure.other(text.letterSpacing), Self.rim, "letter", .key("spacing", in: place))
            try check(text.outline, at: .key("outline", in: place))
            try check(text.shadow, at: .key("shadow", in: place))
        }
    }

    func check(_ slot: Layout.Slot, at path: JSONPath) throws(StrictJSONError) {
        try check(slot.box, at: path)
        if case .rounded(let radius) = slot.shape { try limit(measure.other(radius), Self.side, "radius", path) }
        try check(slot.border, at: .key("border", in: path))
        try check(slot.shadow, at: .key("shadow", in: path))
    }

    func check(_ code: Layout.Code, at path: JSONPath) throws(StrictJSONError) {
        try limit(measure.across(code.x), Self.side, "x", path)
        try limit(measure.down(code.y), Self.side, "y", path)
        if case .size(let size) = code.extent { try limit(measure.other(size), Self.side, "size", path) }
    }

    func check(_ box: Layout.Box, at path: JSONPath) throws(StrictJSONError) {
        try limit(measure.across(box.x), Self.side, "x", path)
        try limit(measure.down(box.y), Self.side, "y", path)
        for (side, key) in [(measure.across(box.width), "w"), (measure.down(box.height), "h")] {
            guard side >= 0.5 else { throw .invalid(path: .key(key, in: path), problem: "less than a pixel") }
            try limit(side, Self.side, key, path)
        }
    }

    private func check(_ line: Layout.Line?, at path: JSONPath) throws(StrictJSONError) {
        if let line { try limit(measure.other(line.width), Self.rim, "width", path) }
    }

    private func check(_ shadow: Layout.DropShadow?, at path: JSONPath) throws(StrictJSONError) {
        guard let shadow else { return }
        try limit(measure.other(shadow.x), Self.side, "x", path)
        try limit(measure.other(shadow.y), Self.side, "y", path)
        try limit(measure.other(shadow.blur), Self.rim, "blur", path)
    }

    private func limit(_ pixels: Double, _ limit: Double, _ key: String, _ path: JSONPath) throws(StrictJSONError) {
        guard abs(pixels) > limit else { return }
        throw .invalid(
            path: .key(key, in: path), problem: "\(Int(pixels.rounded())) pixels", remedy: "the limit is \(Int(limit))")
    }
}
