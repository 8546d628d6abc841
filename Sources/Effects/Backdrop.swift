import Imaging

/// What guests stand before and behind once they are cut out.
struct Backdrop: Sendable {
    static let parameters: [Parameter] = [
        .file("background", "a picture", "what they stand before, filling the frame"),
        .capture("background-capture", "a capture of the session that they stand before instead"),
        .number("focus-x", 0...1, 0.5, "which part of a larger background is seen: 0 left, 1 right"),
        .number("focus-y", 0...1, 0.5, "the same, 0 top, 1 bottom"),
        .colour("colour", "#ffffff", "what they stand before when there is no picture"),
        .file("foreground", "a picture", "what stands before them, with alpha"),
    ]

    private let background: FillingPicture?
    private let backgroundCapture: Int?
    private let foreground: FillingPicture?
    private let (focusX, focusY): (Double, Double)
    private let colour: Colour

    init(_ settings: Settings) {
        func picture(_ name: String) -> FillingPicture? {
            settings.text(name).isEmpty ? nil : FillingPicture(settings.text(name))
        }
        (background, foreground) = (picture("background"), picture("foreground"))
        backgroundCapture = Int(settings.text("background-capture"))
        (focusX, focusY) = (settings["focus-x"], settings["focus-y"])
        colour = Colour(hex: settings.text("colour"))!
    }

    /// Whether it shows a picture, of the operator's or of the session's.
    var isPicture: Bool { background != nil || backgroundCapture != nil }

    /// 3 bands, as large as `image`.
    func behind(_ image: Image, _ context: EffectContext) throws(ImagingError) -> Image {
        let (width, height) = (image.width, image.height)
        var picture: Image?
        if let number = backgroundCapture {
            guard let capture = context.captures[number] else {
                throw .noBackdrop(capture: number)
            }
            picture = try capture.filling(width: width, height: height, focusX: focusX, focusY: focusY)
        } else {
            picture = try background?.filling(width: width, height: height, focusX: focusX, focusY: focusY)
        }
        guard let picture else { return try Canvas(width: width, height: height, colour: colour).finished() }
        return picture.bands == 3 ? picture : try Canvas(copying: picture).finished()
    }

    func withForeground(_ image: Image) throws(ImagingError) -> Image {
        guard let foreground else { return image }
        return try foreground.filling(width: image.width, height: image.height, focusX: 0.5, focusY: 0.5)
            .drawn(on: image)
    }
}

extension Image {
    /// One band as a picture.
    func asGrey() throws(ImagingError) -> Image {
        let white = try Canvas(width: width, height: height, colour: .white).finished()
        return try white.relit(from: white.luma(), to: self)
    }

    func drawn(on base: Image, opacity: Double = 1) throws(ImagingError) -> Image {
        var canvas = try Canvas(copying: base)
        try canvas.draw(self, x: 0, y: 0, opacity: opacity)
        return try canvas.finished()
    }
}
