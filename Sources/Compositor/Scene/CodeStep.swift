import Imaging

/// A QR code, made when its content is known. Empty content draws nothing.
struct CodeStep: Sendable {
    var content: Tokens
    var x: Double
    var y: Double
    var extent: Extent
    var quiet: Int
    var correction: QRCode.Correction
    var colour: Colour
    var background: Colour

    enum Extent: Sendable {
        /// Side of the box that the symbol and its quiet zone must fit in, in pixels.
        case side(Double)
        case module(Int)
    }

    /// Whole pixels of a module for a symbol of `modules` a side; 0 when the box is too small for any.
    func modulePixels(modules: Int) -> Int {
        switch extent {
        case .module(let pixels): pixels
        case .side(let side): Int(side / Double(modules + 2 * quiet))
        }
    }

    func draw(on canvas: inout Canvas, values: Values) throws {
        let text = content.resolved(with: values)
        guard !text.isEmpty else { return }
        let code = try QRCode(content: text, correction: correction)
        let module = modulePixels(modules: code.modules)
        guard module > 0 else {
            throw CompositorError.codeTooSmall(content: text, modules: code.modules)
        }
        let image = try code.image(module: module, quiet: quiet, colour: colour, background: background)
        var offset = 0.0
        if case .side(let side) = extent { offset = (side - Double(image.width)) / 2 }
        try canvas.draw(image, x: Int((x + offset).rounded()), y: Int((y + offset).rounded()))
    }
}
