import Imaging

/// A QR code, made when its content is known. Empty content draws nothing.
struct CodeStep: Sendable {
    /// In `layout.json`: "codes[0]".
    var place: String
    var content: Tokens
    var x: Double
    var y: Double
    var extent: Extent
    var quiet: Int
    var correction: QRCode.Correction
    var colour: Colour
    var background: Colour
    var dpi: Double

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

    /// Phones read 0.33 mm at arm's length; dim rooms want some reserve.
    private static let leastModule = 0.4

    /// What keeps phones from reading the code of `content`, in words for an operator; nil when nothing does.
    func flaw(of content: String) throws(QRCodeError) -> Flaw? {
        let symbol = try QRCode(content: content, correction: correction)
        let module = modulePixels(modules: symbol.modules)
        guard module > 0 else {
            let cells = symbol.modules + 2 * quiet
            return Flaw(
                problem: "the symbol, \(cells) modules wide with its quiet zone, does not fit into its box",
                remedy: "make it larger or its content shorter")
        }
        let size = Double(module) / dpi * 25.4
        guard size < Self.leastModule else { return nil }
        let hundredths = Int((size * 100).rounded())
        let digits = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        return Flaw(
            problem:
                "modules of \(module) pixels are too small to scan, \(digits) mm where phones want \(Self.leastModule)",
            remedy: "make the code larger or its content, \(content.count) characters, shorter")
    }

    /// Where the modules stand, without the quiet zone, which may be cut; nil when none fit.
    func symbolFrame(of content: String) throws(QRCodeError) -> Frame? {
        let modules = try QRCode(content: content, correction: correction).modules
        let module = modulePixels(modules: modules)
        guard module > 0 else { return nil }
        var inset = Double(module * quiet)
        if case .side(let side) = extent { inset += (side - Double(module * (modules + 2 * quiet))) / 2 }
        let side = Double(module * modules)
        return Frame(x: x + inset, y: y + inset, width: side, height: side)
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
