public import Imaging
import Synchronization

extension Effect {
    /// What `ScreenKey` makes of the capture, at the size in which it is seen, over a picture, a colour, or nothing.
    static let greenScreen = Effect(
        name: "green-screen", group: .screen,
        summary: "guests before another background; a capture without a screen stays as it is",
        parameters: [
            .file("background", "a picture", "what they stand before, filling the frame"),
            .number("focus-x", 0...1, 0.5, "which part of a larger background is seen: 0 left, 1 right"),
            .number("focus-y", 0...1, 0.5, "the same, 0 top, 1 bottom"),
            .colour("colour", "#ffffff", "what they stand before when there is no picture"),
            .file("foreground", "a picture", "what stands before them, with alpha"),
            .choice(
                "result", ["picture", "cut-out", "matte", "screen"],
                "cut-out: the guests alone, with alpha; matte and screen show what was found"),
            .automaticColour("key", "the screen's colour; auto finds it at the borders"),
            .file(
                "empty", "a picture",
                "a shot of the empty screen by the same camera, which then says what the screen looks like"),
            .number("coverage", 0...1, 0.5, "how far from its colour the screen may be"),
            .number("softness", 0...1, 1, "of edges: 1 as the lens drew them"),
            .number("spill", 0...1, 1, "how much of the screen's light is taken off the guests"),
            .number("own-colour", 0...1, 1, "how much of their own screen-like colour guests keep"),
            .number("solid", 0.1...0.95, 0.56, "higher keeps clothes whole, lower keeps thin stuff clear"),
            .number("edge", -0.9...0.9, 0, "moves edges in (above 0) or out"),
        ]
    ) { settings in
        let screen = GreenScreen(settings)
        return .keyed { (image, context) throws(ImagingError) in try screen.applied(to: image, in: context) }
    }
}

/// The settings of one call, and its pictures.
struct GreenScreen: Sendable {
    private let settings: ScreenKey.Settings
    private let empty: String
    private let background: Backdrop?
    private let foreground: Backdrop?
    private let colour: Colour
    private let result: String

    init(_ settings: Settings) {
        self.settings = ScreenKey.Settings(
            keyColour: Colour(hex: settings.text("key")), coverage: settings["coverage"],
            softness: settings["softness"], spill: settings["spill"], keepOwnColour: settings["own-colour"],
            solidCore: settings["solid"], edge: settings["edge"])
        background = Backdrop(settings.text("background"), focusX: settings["focus-x"], focusY: settings["focus-y"])
        foreground = Backdrop(settings.text("foreground"), focusX: 0.5, focusY: 0.5)
        empty = settings.text("empty")
        (colour, result) = (Colour(hex: settings.text("colour"))!, settings.text("result"))
    }

    /// `image` (3 bands) taken apart.
    func key(_ image: Image, in context: EffectContext) throws(ImagingError) -> ScreenKey {
        var plate: Image?
        if !empty.isEmpty { plate = try PictureFile(path: empty).part(context.seen, like: image) }
        return try ScreenKey(image, settings: settings, plate: plate)
    }

    /// What has alpha was cut out before, and is only laid over.
    func applied(to image: Image, in context: EffectContext) throws(ImagingError) -> Image {
        guard image.bands == 3 else { return try result == "picture" ? laid(image, over: behind(image)) : image }
        let cut = try key(image, in: context)
        guard cut.found else { return image }
        switch result {
        case "cut-out": return try cut.cutOut()
        case "matte": return try cut.matte().asGrey()
        case "screen": return try cut.screenField() ?? image
        default:
            let composed = try cut.composited(over: behind(image))
            guard foreground != nil else { return composed }
            return try laid(nil, over: composed)
        }
    }

    private func behind(_ image: Image) throws(ImagingError) -> Image {
        guard let background else {
            return try Canvas(width: image.width, height: image.height, colour: colour).finished()
        }
        return try Canvas(copying: background.filling(width: image.width, height: image.height)).finished()
    }

    /// `image`, then the foreground, on `base`.
    private func laid(_ image: Image?, over base: Image) throws(ImagingError) -> Image {
        var canvas = try Canvas(copying: base)
        if let image { try canvas.draw(image, x: 0, y: 0) }
        if let foreground { try canvas.draw(foreground.filling(width: base.width, height: base.height), x: 0, y: 0) }
        return try canvas.finished()
    }
}

extension EffectCall {
    /// How a green screen with these settings takes `image` (3 bands) apart; nil when the call is of another effect.
    public func screenKey(_ image: Image, in context: EffectContext) throws(ImagingError) -> ScreenKey? {
        guard name == Effect.greenScreen.name else { return nil }
        return try GreenScreen(settings).key(image, in: context)
    }
}

extension Image {
    /// One band as a picture.
    fileprivate func asGrey() throws(ImagingError) -> Image {
        let white = try Canvas(width: width, height: height, colour: .white).finished()
        return try white.relit(from: white.luma(), to: self)
    }
}

extension PictureFile {
    /// The part `seen` (shares), as large as `image`, without alpha.
    fileprivate func part(_ seen: Region, like image: Image) throws(ImagingError) -> Image {
        let (w, h) = (Double(width), Double(height))
        let region = Region(x: seen.x * w, y: seen.y * h, width: seen.width * w, height: seen.height * h)
        return try Canvas(copying: sampled(region, width: image.width, height: image.height)).finished()
    }
}

/// A picture behind or before the guests, decoded once for each size that it fills.
private final class Backdrop: Sendable {
    private let path: String
    private let (focusX, focusY): (Double, Double)
    private let kept = Mutex<[SIMD2<Int>: Image]>([:])

    /// nil when no picture is named.
    init?(_ path: String, focusX: Double, focusY: Double) {
        guard !path.isEmpty else { return nil }
        (self.path, self.focusX, self.focusY) = (path, focusX, focusY)
    }

    func filling(width: Int, height: Int) throws(ImagingError) -> Image {
        let size = SIMD2(width, height)
        if let image = kept.withLock({ $0[size] }) { return image }
        let file = try PictureFile(path: path)
        let (w, h) = (Double(file.width), Double(file.height))
        let scale = min(w / Double(width), h / Double(height))
        let (across, down) = (Double(width) * scale, Double(height) * scale)
        let region = Region(x: (w - across) * focusX, y: (h - down) * focusY, width: across, height: down)
        let image = try file.sampled(region, width: width, height: height)
        kept.withLock { kept in
            // A layout shows few sizes.
            if kept.count >= 16 { kept.removeAll() }
            kept[size] = image
        }
        return image
    }
}
