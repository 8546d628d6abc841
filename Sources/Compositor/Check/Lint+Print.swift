import Imaging

/// What is read from paper: texts, codes, and how near the knife they stand.
extension Lint {
    mutating func check(_ text: Layout.Text, at place: String, with builder: SceneBuilder, onPaper: Bool) throws {
        guard case .text(let step) = try builder.text(text, at: place).step else { return }
        let words = step.text.resolved(with: values)
        let block = try template.typeset(words, step)
        findings += block.flaws(of: words).map { Finding(place: place, flaw: $0) }
        guard onPaper, let image = block.image else { return }
        let upright = Frame(
            x: step.frame.x.rounded(.down) + Double(block.x), y: step.frame.y.rounded(.down) + Double(block.y),
            width: Double(image.width), height: Double(image.height))
        checkSafe(place, upright.around(turned: step.rotation, aboutX: step.frame.centreX, y: step.frame.centreY))
    }

    mutating func check(_ code: Layout.Code, at place: String) throws {
        guard case .code(let step) = builder.code(code).step else { return }
        var content = step.content.resolved(with: values)
        if content.isEmpty {
            // Events give that one, or have nothing to link to.
            if step.content != (try? Tokens(parsing: "{share.url}")) {
                report(
                    place, "is not drawn without a value",
                    remedy: "give its token a default: {value.link|https://example.com}")
            }
            // As long as a link to a gallery usually is.
            content = "https://share.example.com/s/0123456789abcdef"
        }
        let symbol = try QRCode(content: content, correction: step.correction)
        let module = step.modulePixels(modules: symbol.modules)
        guard module > 0 else {
            let cells = symbol.modules + 2 * step.quiet
            return report(
                place,
                "the symbol, \(cells) modules wide with its quiet zone, does not fit into its box",
                remedy: "make it larger or its content shorter")
        }
        // Telephones read 0.33 mm at arm's length; dim rooms want some reserve.
        if Double(module) / layout.paper.dpi * 25.4 < 0.4 {
            report(
                place, "modules of \(module) pixels are too small to scan",
                remedy: "make it larger or its content shorter")
        }
        if step.quiet < 4 { report(place, "a quiet zone of \(step.quiet) modules", remedy: "scanners want 4") }
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
            report(
                place, "leaves the safe area, \(Int(safe)) pixels inside the edge of the paper",
                remedy: "move it inward")
        }
    }
}
