extension CoarseMatte {
    private static let half: UInt16 = 32_768
    /// Places from the outside within which a hole is a matter of the outline.
    private static let margin = 8

    /// Of all places, fewer that both looks take for people show none: of rooms without people it is 0.004 at most, and not at the same
    /// places.
    private static let fewest = 0.01

    /// Whether `glance`, the same model's look at a smaller picture, sees people where this does. What a model makes of a bare wall or
    /// floor differs from size to size.
    func isConfirmed(by glance: CoarseMatte) -> Bool {
        let glance = glance.resized(across: across, down: down)
        let both = values.indices.count { values[$0] >= Self.half && glance.values[$0] >= Self.half }
        return Double(both) >= Self.fewest * Double(values.count)
    }

    /// Without the holes that a model leaves in bodies when it looks at detail: what the outside cannot be reached from is taken from
    /// `glance`, the same model's look at a smaller picture, which sees less detail and more of the whole. A gap between an arm
    /// and a body stays a gap, since both see it. People stand on the lower border, so that it does not count as outside.
    func filled(from glance: CoarseMatte) -> CoarseMatte {
        let glance = glance.resized(across: across, down: down)
        let near = outside().widened(across: across, down: down, by: Self.margin)
        var filled = self
        for place in values.indices where !near[place] && glance.values[place] > values[place] {
            filled.values[place] = glance.values[place]
        }
        return filled
    }

    /// What is reached from the upper, left and right borders without crossing people.
    private func outside() -> [Bool] {
        var reached = [Bool](repeating: false, count: values.count)
        var open: [Int] = []
        func reach(_ place: Int) {
            guard !reached[place], values[place] < Self.half else { return }
            reached[place] = true
            open.append(place)
        }
        for x in 0..<across { reach(x) }
        for y in 0..<down {
            reach(y * across)
            reach(y * across + across - 1)
        }
        while let place = open.popLast() {
            let x = place % across
            if x > 0 { reach(place - 1) }
            if x + 1 < across { reach(place + 1) }
            if place >= across { reach(place - across) }
            if place + across < values.count { reach(place + across) }
        }
        return reached
    }
}

extension [Bool] {
    /// Also what lies within `radius` of what is set, along rows and then along columns.
    fileprivate func widened(across: Int, down: Int, by radius: Int) -> [Bool] {
        var map = self
        func widen(_ lines: Int, _ line: Int, _ count: Int, _ step: Int) {
            for start in 0..<lines {
                let places = (0..<count).map { start * line + $0 * step }
                var counts = [0]
                for place in places { counts.append(counts.last! + (map[place] ? 1 : 0)) }
                for (index, place) in places.enumerated() {
                    map[place] = counts[Swift.min(index + radius + 1, count)] > counts[Swift.max(index - radius, 0)]
                }
            }
        }
        widen(down, across, across, 1)
        widen(across, 1, down, across)
        return map
    }
}
