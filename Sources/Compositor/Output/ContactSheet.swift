public import Effects
public import Imaging
import Synchronization
import Work

/// Every look on one capture, each with its name, the untouched photo first: to choose from, and to see what has changed.
public struct ContactSheet: Sendable {
    public let capture: String
    /// Shown after the looks.
    public let extra: [EffectCall]
    public let acceptDamaged: Bool

    public init(capture: String, extra: [EffectCall] = [], acceptDamaged: Bool = false) {
        (self.capture, self.extra, self.acceptDamaged) = (capture, extra, acceptDamaged)
    }

    private static let (columns, cell, gap, margin, label, title) = (5, 440, 28, 48, 44, 64)

    /// Writes the sheet to `output`, whose ending says JPEG, PNG or WebP.
    public func write(to output: String, workers: Int = 1) throws(CompositorError) -> Rendered {
        let format = try Output.stillFormat(output)
        let output = try Output(output, .still(format), of: [capture])
        try output.check()
        let image = try drawn(workers: workers)
        return try compositing {
            let bytes = try image.encoded(as: format, metadata: Metadata())
            try output.write(bytes)
            return Rendered(path: output.path, state: .written, size: bytes.count)
        }
    }

    /// The sheet, 2,408 px wide.
    public func drawn(workers: Int = 1) throws(CompositorError) -> Image {
        try compositing {
            let file = try PictureFile(path: capture)
            let calls =
                try ["camera"].map { try EffectCall(name: $0) }
                + Effect.all.filter { $0.group == .looks }.map { try EffectCall(name: $0.name) } + extra
            let cells = try cells(of: file, calls, workers: workers)
            let height = cells[0].height
            let rows = (calls.count + Self.columns - 1) / Self.columns
            var canvas = try Canvas(
                width: 2 * Self.margin + Self.columns * (Self.cell + Self.gap) - Self.gap,
                height: 2 * Self.margin + Self.title + rows * (height + Self.label + Self.gap) - Self.gap,
                colour: Colour(red: 247, green: 246, blue: 244))
            try write(
                capture.split(separator: "/").last.map(String.init) ?? capture, size: 30, weight: 700, x: Self.margin,
                y: Self.margin - 12, width: canvas.width - 2 * Self.margin, height: 48, on: &canvas)
            for (index, (call, image)) in zip(calls, cells).enumerated() {
                let x = Self.margin + index % Self.columns * (Self.cell + Self.gap)
                let y = Self.margin + Self.title + index / Self.columns * (height + Self.label + Self.gap)
                try canvas.draw(image, x: x, y: y)
                try write(
                    call.canonical, size: 22, weight: 400, x: x, y: y + height + 6, width: Self.cell,
                    height: Self.label - 6, on: &canvas)
            }
            return try canvas.finished()
        }
    }

    /// The capture as one look shows it, as wide as a cell of the sheet.
    public func look(_ call: EffectCall) throws(CompositorError) -> Image {
        try compositing { try cells(of: PictureFile(path: capture), [call], workers: 1)[0] }
    }

    /// The capture as each effect shows it, small. Very long ones are cut to where a cell still has a shape.
    private func cells(of file: PictureFile, _ calls: [EffectCall], workers: Int) throws -> [Image] {
        let aspect = min(max(Double(file.width) / Double(file.height), 0.5), 2.5)
        let frame = Frame(x: 0, y: 0, width: Double(Self.cell), height: (Double(Self.cell) / aspect).rounded())
        let plain = try PictureView(frame: frame).patch(of: file, acceptDamaged: acceptDamaged).image
        let ready = try calls.map { try $0.prepared() }
        let context = EffectContext(
            side: Double(min(plain.width, plain.height)), seed: try file.seed(),
            balance: try ready.contains(where: \.needsBalance) ? Balance(of: file) : .neutral)
        let images = Mutex<[Int: Image]>([:])
        try concurrently(ready.count, workers: workers) { index in
            let image = try ready[index].applied(to: plain, in: context)
            images.withLock { $0[index] = image }
        }
        return images.withLock { all in ready.indices.map { all[$0]! } }
    }

    private func write(
        _ text: String, size: Double, weight: Int, x: Int, y: Int, width: Int, height: Int, on canvas: inout Canvas
    ) throws(ImagingError) {
        let style = TextStyle(
            font: Font(family: "Lato", weight: weight), size: .pixels(size), align: .left, verticalAlign: .middle,
            colour: Colour(red: 40, green: 40, blue: 44))
        let block = try TextBlock(text, style: style, width: Double(width), height: Double(height))
        if let image = block.image { try canvas.draw(image, x: x + block.x, y: y + block.y) }
    }
}
