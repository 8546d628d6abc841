import Imaging

/// A coarse grid over a canvas: enough to tell what hides what.
struct CoverGrid {
    struct Cells {
        var bits: [Bool]

        mutating func formUnion(_ other: Cells) {
            for index in bits.indices where other.bits[index] { bits[index] = true }
        }

        /// How much of these cells the others hold, 0 to 1.
        func share(in others: Cells) -> Double {
            var (all, both) = (0, 0)
            for index in bits.indices where bits[index] {
                all += 1
                if others.bits[index] { both += 1 }
            }
            return all == 0 ? 0 : Double(both) / Double(all)
        }
    }

    /// Pixels of a cell's side.
    private let side: Double
    private let columns: Int
    private let rows: Int

    init(canvas: Frame) {
        side = max(2, max(canvas.width, canvas.height) / 256)
        (columns, rows) = (Int((canvas.width / side).rounded(.up)), Int((canvas.height / side).rounded(.up)))
    }

    var none: Cells { Cells(bits: Array(repeating: false, count: columns * rows)) }

    /// The cells whose middle a shape holds.
    func cells(of outline: Outline) -> Cells {
        var back = outline
        return cells(in: outline.bounds) { x, y in
            (back.centreX, back.centreY) = (x, y)
            let point = back.turned(by: -outline.angle, aboutX: outline.centreX, y: outline.centreY)
            let across = abs(point.centreX - outline.centreX) / (outline.width / 2)
            let down = abs(point.centreY - outline.centreY) / (outline.height / 2)
            return outline.kind == .ellipse ? across * across + down * down <= 1 : across <= 1 && down <= 1
        }
    }

    /// The cells whose middle an overlay covers by more than half.
    func cells(of step: OverlayStep) throws(ImagingError) -> Cells {
        let (image, bounds) = (step.image, step.image.bounds.moved(x: step.x, y: step.y))
        return try image.withPixels { (pixels) throws(ImagingError) in
            func covered(_ mask: UnsafeBufferPointer<UInt8>?) -> Cells {
                cells(in: bounds) { x, y in
                    let at = (Int(y) - step.y) * image.width + Int(x) - step.x
                    let alpha = image.bands == 4 ? Int(pixels[at * 4 + 3]) : 255
                    return alpha * Int(mask?[at] ?? 255) > 128 * 255
                }
            }
            guard let coverage = step.coverage else { return covered(nil) }
            return try coverage.withPixels { covered($0) }
        }
    }

    private func cells(in bounds: PixelBox, where holds: (_ x: Double, _ y: Double) -> Bool) -> Cells {
        var cells = none
        for row in 0..<rows {
            let y = (Double(row) + 0.5) * side
            guard y >= Double(bounds.y), y < Double(bounds.y + bounds.height) else { continue }
            for column in 0..<columns {
                let x = (Double(column) + 0.5) * side
                guard x >= Double(bounds.x), x < Double(bounds.x + bounds.width), holds(x, y) else { continue }
                cells.bits[row * columns + column] = true
            }
        }
        return cells
    }
}
