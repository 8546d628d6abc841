import Faults
import Imaging

/// The sheet around the drawn pieces: title above, crop marks, legend and findings below.
struct ProofSheet {
    let layout: Layout
    let measure: Measure
    let pen: Pen
    let findings: [Lint.Finding]

    /// More would make the drawing a list.
    private static let most = 24

    /// A word, line or swatch and where it goes.
    private struct Line {
        var block: TextBlock
        var mark: Mark?
        var x: Double
        var y: Double
    }

    private enum Mark {
        case line(Colour, dash: Double?)
        case tint(Colour)
        case dot(Colour)
    }

    func drawn(around pieces: [Image]) throws(ImagingError) -> Image {
        let (margin, gap) = (72 * pen.unit, 64 * pen.unit)
        let pictures = pieces.reduce(-gap) { $0 + Double($1.width) + gap }
        let inner = max(pictures, 1_100 * pen.unit)
        var lines = try title(width: inner)
        let top = bottom(lines) + 52 * pen.unit
        let height = Double(pieces.map(\.height).max() ?? 0)
        lines += try legend(width: inner, from: top + height + 48 * pen.unit)
        lines += try list(width: inner, from: bottom(lines) + 36 * pen.unit)
        var canvas = try Canvas(
            width: Int(inner + 2 * margin), height: Int(bottom(lines) + 2 * margin), colour: .sheet)
        var x = margin + (inner - pictures) / 2
        for piece in pieces {
            let place = (x: x.rounded(), y: (margin + top).rounded())
            try canvas.draw(piece, x: Int(place.x), y: Int(place.y))
            try drawCropMarks(at: place, on: &canvas)
            x += Double(piece.width) + gap
        }
        for line in lines { try draw(line, margin, on: &canvas) }
        return try canvas.finished()
    }

    private func bottom(_ lines: [Line]) -> Double {
        lines.map { $0.y + Double($0.block.y + ($0.block.image?.height ?? 0)) }.max() ?? 0
    }

    private func title(width: Double) throws(ImagingError) -> [Line] {
        let paper = layout.paper
        let captures = layout.capturesNeeded
        let size = "\(millimetres(measure.trimWidth)) × \(millimetres(measure.trimHeight)) mm"
        let facts = [
            "\(paper.name) paper, \(size)", "\(paper.trimWidth) × \(paper.trimHeight) pixels at \(Int(paper.dpi)) dpi",
            counted(captures, "capture"),
        ]
        return [
            Line(block: try pen.words(layout.name, size: 44, weight: 700, width: width), x: 0, y: 0),
            Line(
                block: try pen.words(facts.joined(separator: "  ·  "), size: 25, colour: .faint, width: width), x: 0,
                y: 62 * pen.unit),
        ]
    }

    /// Side by side, in a new row where there is no more room.
    private func legend(width: Double, from y: Double) throws(ImagingError) -> [Line] {
        var entries: [(Mark, String)] = [(.line(.cut, dash: nil), "cut")]
        if measure.bleedX + measure.bleedY > 0 {
            let (x, y) = (millimetres(measure.bleedX), millimetres(measure.bleedY))
            entries.append((.tint(.cut), "bleed, \(x == y ? x : "\(x) and \(y)") mm: printed and cut off"))
        }
        if layout.paper.safe > 0 {
            entries.append(
                (.line(.safe, dash: 14), "safe area: texts and codes stay \(millimetres(layout.paper.safe)) mm inside"))
        }
        if !(layout.texts.isEmpty && layout.codes.isEmpty) {
            entries.append((.line(.box, dash: 7), "boxes of texts and codes"))
        }
        if !findings.isEmpty { entries.append((.dot(.blamed), "something to look at")) }
        var lines: [Line] = []
        var (x, y) = (0.0, y)
        for (mark, text) in entries {
            let block = try pen.words(text, size: 22, colour: .faint)
            let needed = 44 * pen.unit + Double(block.image?.width ?? 0) + 40 * pen.unit
            if x > 0, x + needed > width { (x, y) = (0, y + 36 * pen.unit) }
            lines.append(Line(block: block, mark: mark, x: x + 44 * pen.unit, y: y))
            x += needed
        }
        return lines
    }

    private func list(width: Double, from start: Double) throws(ImagingError) -> [Line] {
        guard !findings.isEmpty else {
            let block = try pen.words("Nothing to mend.", size: 25, weight: 700, colour: .good, width: width)
            return [Line(block: block, x: 0, y: start)]
        }
        var lines: [Line] = []
        var y = start
        for finding in findings.prefix(Self.most) {
            let x = 44 * pen.unit
            let block = try pen.words("\(finding.place): \(finding.flaw.description)", size: 24, width: width - x)
            lines.append(Line(block: block, mark: .dot(.blamed), x: x, y: y))
            y += Double(block.image?.height ?? 0) + 18 * pen.unit
        }
        if findings.count > Self.most {
            let more = "and \(findings.count - Self.most) more, which render --validate lists"
            lines.append(Line(block: try pen.words(more, size: 24, colour: .faint), x: 44 * pen.unit, y: y))
        }
        return lines
    }

    private func draw(_ line: Line, _ margin: Double, on canvas: inout Canvas) throws(ImagingError) {
        let (x, y) = ((margin + line.x).rounded(), (margin + line.y).rounded())
        if let image = line.block.image { try canvas.draw(image, x: Int(x) + line.block.x, y: Int(y) + line.block.y) }
        let middle = y + 15 * pen.unit
        let swatch = Frame(x: x - 44 * pen.unit, y: middle - 10 * pen.unit, width: 30 * pen.unit, height: 20 * pen.unit)
        switch line.mark {
        case .line(let colour, let dash):
            let ends = [(x: swatch.x, y: middle), (x: swatch.x + swatch.width, y: middle)]
            try pen.outline(ends, colour, width: 3, dash: dash.map { min($0, 6) }, on: &canvas)
        case .tint(let colour): try pen.fill(swatch, colour, opacity: 0.4, on: &canvas)
        case .dot(let colour):
            let dot = Frame(
                x: swatch.x + 8 * pen.unit, y: middle - 7 * pen.unit, width: 14 * pen.unit, height: 14 * pen.unit)
            try pen.fill(dot.outline(.ellipse, rotation: 0), colour, on: &canvas)
        case nil: break
        }
    }

    /// Two short lines at each corner of the trim, beside the canvas, as printers' sheets have them.
    private func drawCropMarks(at place: (x: Double, y: Double), on canvas: inout Canvas) throws(ImagingError) {
        let (trim, all) = (measure.trim.moved(x: place.x, y: place.y), measure.canvas.moved(x: place.x, y: place.y))
        let (length, width, away) = (26 * pen.unit, 2 * pen.unit, 8 * pen.unit)
        for x in [trim.x, trim.x + trim.width] {
            for y in [all.y - away - length, all.y + all.height + away] {
                try pen.fill(Frame(x: x - width / 2, y: y, width: width, height: length), .ink, on: &canvas)
            }
        }
        for y in [trim.y, trim.y + trim.height] {
            for x in [all.x - away - length, all.x + all.width + away] {
                try pen.fill(Frame(x: x, y: y - width / 2, width: length, height: width), .ink, on: &canvas)
            }
        }
    }

    private func millimetres(_ pixels: Double) -> String {
        let tenths = Int((pixels / layout.paper.dpi * 254).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
