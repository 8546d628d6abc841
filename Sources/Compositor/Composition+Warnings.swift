public import Imaging

/// What an operator should know of a picture although it can be made.
extension Composition {
    /// Captures that nothing shows, captures with fewer pixels than the paper can print, and texts that are not seen
    /// as they were meant. `elsewhere`: captures that are seen in what is made beside this.
    public func warnings(
        for pictures: [Int: PictureFile], given: [String], elsewhere: Set<Int> = []
    ) -> [String] {
        var warnings: [String] = []
        let shown = elsewhere.union(captures)
        let unused = given.count - shown.count
        if unused > 0 {
            let names = given.enumerated().filter { !shown.contains($0.offset + 1) }.map(\.element)
            warnings.append(
                "layout \(template.layout.name) shows \(shown.count) of \(given.count) captures; not shown: "
                    + names.prefix(4).joined(separator: ", ") + (unused > 4 ? " and \(unused - 4) more" : ""))
        }
        for (number, picture) in pictures.sorted(by: { $0.key < $1.key }) {
            let scales = views.filter { $0.capture == number }.map { wish in
                let (x, y) = (
                    wish.view.frame.width / Double(picture.width), wish.view.frame.height / Double(picture.height)
                )
                return wish.view.fit == .contain ? min(x, y) : max(x, y)
            }
            if let scale = scales.max(), scale > 1.05 {
                let dpi = Int((template.layout.paper.dpi / scale).rounded())
                warnings.append(
                    "\(picture.path): \(picture.width)x\(picture.height) pixels are \(dpi) dpi in print; "
                        + "the paper takes \(Int(template.layout.paper.dpi))")
            }
        }
        return warnings + textWarnings() + momentWarnings(given)
    }

    /// A date that is asked for and not known leaves a gap in the picture.
    private func momentWarnings(_ given: [String]) -> [String] {
        guard values.moment == nil else { return [] }
        let source = given.first.map { "\($0) has none" } ?? "there is no capture to take it from"
        return scenes.flatMap(\.steps).compactMap { step in
            switch step {
            case .text(let step): step.text.leavesDateOut ? step.place : nil
            case .code(let step): step.content.leavesDateOut ? step.place : nil
            case .slot, .overlay, .drawing: nil
            }
        }.uniqued.map {
            "layout \(template.layout.name), \($0): shows a date or time, but \(source); give it: --value date=2026-06-14T20:15"
        }
    }

    /// Names of events and people, and links, appear with a render at the earliest, so that no lint could know them. What cannot be
    /// set at all fails the render itself.
    private func textWarnings() -> [String] {
        scenes.flatMap(\.steps).flatMap { step -> [String] in
            switch step {
            case .text(let step):
                let text = step.text.resolved(with: values)
                let flaws = (try? template.typeset(text, step)).map { step.flaws(of: text, in: $0) } ?? []
                return flaws.map { "layout \(template.layout.name), \(step.place): \($0)" }
            case .code(let step):
                let content = step.content.resolved(with: values)
                guard !content.isEmpty, let flaw = try? step.flaw(of: content) else { return [] }
                return ["layout \(template.layout.name), \(step.place): \(flaw)"]
            case .slot, .overlay, .drawing: return []
            }
        }.uniqued
    }
}

extension [String] {
    /// Each once, in the order of the first.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
