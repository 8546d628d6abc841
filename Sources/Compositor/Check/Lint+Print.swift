import Imaging

/// What is read from paper: texts, codes, and how near the knife they stand.
extension Lint {
    mutating func check(_ text: Layout.Text, at place: String, with builder: SceneBuilder, onPaper: Bool) throws {
        guard case .text(let step) = try builder.text(text).step else { return }
        let words = step.text.resolved(with: values)
        let block = try template.typeset(words, step)
        if block.overflows {
            report(place, "\"\(words)\" does not fit into its box; make the box larger or the size smaller")
        }
        if !block.missingGlyphs.isEmpty {
            let glyphs = block.missingGlyphs.map { "\"\($0)\"" }.joined(separator: ", ")
            report(place, "no installed font can show \(glyphs)")
        }
        guard onPaper, let image = block.image, step.rotation == 0 else { return }
        checkSafe(
            place,
            Frame(
                x: step.frame.x.rounded(.down) + Double(block.x), y: step.frame.y.rounded(.down) + Double(block.y),
                width: Double(image.width), height: Double(image.height)))
    }

    mutating func check(_ code: Layout.Code, at place: String) throws {
        guard case .code(let step) = builder.code(code).step else { return }
        var content = step.content.resolved(with: values)
        if content.isEmpty {
            report(place, "is not drawn without a value; give its token a default: {share.url|https://example.com}")
            // As long as a link to a gallery usually is.
            content = "https://share.example.com/s/0123456789abcdef"
        }
        let symbol = try QRCode(content: content, correction: step.correction)
        let module = step.modulePixels(modules: symbol.modules)
        // Telephones read 0.33 mm at arm's length; dim rooms want some reserve.
        if Double(module) / layout.paper.dpi * 25.4 < 0.4 {
            report(place, "modules of \(module) pixels are too small to scan; make it larger or its content shorter")
        }
        if step.quiet < 4 { report(place, "a quiet zone of \(step.quiet) modules; scanners want 4") }
        // The quiet zone may be cut; the modules may not.
        let (side, quiet) = (Double(module * symbol.modules), Double(module * step.quiet))
        checkSafe(place, Frame(x: step.x + quiet, y: step.y + quiet, width: side, height: side))
    }

    /// Text and codes near the edge are cut off by the least shift of the paper.
    private mutating func checkSafe(_ place: String, _ frame: Frame) {
        let (trim, safe) = (measure.trim, layout.paper.safe)
        let inside =
            frame.x >= trim.x + safe - 1 && frame.y >= trim.y + safe - 1
            && frame.x + frame.width <= trim.x + trim.width - safe + 1
            && frame.y + frame.height <= trim.y + trim.height - safe + 1
        if !inside {
            report(place, "leaves the safe area, \(Int(safe)) pixels inside the edge of the paper; move it inward")
        }
    }

    /// Whether an edge lies at the trim's, closer than half of the bleed: a white sliver when the cut is off by a hair.
    func touchesTrim(_ frame: Frame) -> Bool {
        let (trim, canvas) = (measure.trim, measure.canvas)
        func meets(_ edge: Double, _ trimEdge: Double, _ canvasEdge: Double) -> Bool {
            let bleed = abs(canvasEdge - trimEdge)
            return bleed > 0 && abs(edge - trimEdge) < bleed / 2
        }
        return meets(frame.x, trim.x, canvas.x) || meets(frame.y, trim.y, canvas.y)
            || meets(frame.x + frame.width, trim.x + trim.width, canvas.width)
            || meets(frame.y + frame.height, trim.y + trim.height, canvas.height)
    }
}
