import Imaging

extension Effect {
    /// What `ScreenKey` makes of the capture, at the size in which it is seen, over a picture, a colour, another capture,
    /// or nothing.
    static let greenScreen = Effect(
        name: "green-screen", group: .screen,
        summary: "guests before another background; a capture without a screen stays as it is",
        parameters: Backdrop.parameters + [
            .choice(
                "result", ["picture", "cut-out", "matte", "screen"],
                "cut-out: the guests alone, with alpha; matte and screen show what was found"),
            .automaticColour("key", "the screen's colour; auto finds it at the borders"),
            .file(
                "empty", "a picture",
                "a shot of the empty screen by the same camera, which then says what the screen looks like; "
                    + "booth event calibrate keeps one for a whole event"),
            .number("coverage", 0...1, 0.5, "how far from its colour the screen may be"),
            .number("softness", 0...1, 1, "of edges: 1 as the lens drew them"),
            .number("spill", 0...1, 1, "how much of the screen's light is taken off the guests"),
            .number("own-colour", 0...1, 1, "how much of their own screen-like colour guests keep"),
            .number(
                "solid", 0.1...0.95, 0.56,
                "higher keeps clothes whole (0.8: of nearly the screen's shade), lower keeps thin stuff clear"),
            .number("shadow", 0...1, 0, "how much of their shadow on the screen falls on the background"),
            .number("edge", -0.9...0.9, 0, "moves edges in (above 0) or out"),
            .number("crop-left", 0...0.9, 0, "what is cut off at the left, a share of the capture's width"),
            .number("crop-right", 0...0.9, 0, "the same at the right; what is cut off shows the background"),
            .number("crop-top", 0...0.9, 0, "the same at the top, a share of its height"),
            .number("crop-bottom", 0...0.9, 0, "the same at the bottom"),
        ]
    ) { settings throws(EffectError) in
        let screen = try GreenScreen(settings)
        return .keyed { (image, context) throws(ImagingError) in try screen.applied(to: image, in: context) }
    }
}

/// The settings of one call, and its pictures.
struct GreenScreen: Sendable {
    private let settings: ScreenKey.Settings
    private let empty: EmptyScreen?
    private let backdrop: Backdrop
    private let result: String
    /// What is left of the capture, in shares of its sides.
    private let kept: Region

    init(_ settings: Settings) throws(EffectError) {
        self.settings = ScreenKey.Settings(
            keyColour: Colour(hex: settings.text("key")), coverage: settings["coverage"],
            softness: settings["softness"], spill: settings["spill"], keepOwnColour: settings["own-colour"],
            solidCore: settings["solid"], shadow: settings["shadow"], edge: settings["edge"])
        empty = settings.text("empty").isEmpty ? nil : EmptyScreen(path: settings.text("empty"))
        (backdrop, result) = (Backdrop(settings), settings.text("result"))
        for (one, other) in [("crop-left", "crop-right"), ("crop-top", "crop-bottom")]
        where settings[one] + settings[other] > 0.95 {
            throw .badParameter(
                effect: settings.effect, name: other, value: settings.text(other),
                allowed: "small enough to leave a twentieth of the capture beside \(one)=\(settings.text(one))")
        }
        kept = Region(
            x: settings["crop-left"], y: settings["crop-top"],
            width: 1 - settings["crop-left"] - settings["crop-right"],
            height: 1 - settings["crop-top"] - settings["crop-bottom"])
    }

    /// `image` (3 bands) taken apart; nil when all that is seen of the capture was cropped away.
    func key(_ image: Image, in context: EffectContext) throws(ImagingError) -> ScreenKey? {
        func pixels(_ share: Double, _ from: Double, _ extent: Double, _ count: Int) -> Int {
            let place = (share - from) / extent * Double(count)
            return Int(min(max(place.rounded(), 0), Double(count)))
        }
        let (w, h, seen) = (image.width, image.height, context.seen)
        let (left, right) = (
            pixels(kept.x, seen.x, seen.width, w), pixels(kept.x + kept.width, seen.x, seen.width, w)
        )
        let (top, bottom) = (
            pixels(kept.y, seen.y, seen.height, h), pixels(kept.y + kept.height, seen.y, seen.height, h)
        )
        let box = kept == .whole ? image.bounds : PixelBox(x: left, y: top, width: right - left, height: bottom - top)
        guard !box.isEmpty else { return nil }
        let plate = try (empty ?? context.emptyScreen)?.like(image, in: context)
        // What another effect has keyed already shows no screen any more.
        let field = context.before.allSatisfy { !$0.keys } ? context.field : nil
        return try ScreenKey(
            image, settings: settings, plate: plate, box: box, following: field, threads: context.threads)
    }

    /// What has alpha was cut out before, and is only laid over.
    func applied(to image: Image, in context: EffectContext) throws(ImagingError) -> Image {
        guard image.bands == 3 else {
            guard result == "picture" else { return image }
            return try backdrop.withForeground(image.laid(over: backdrop.behind(image, context)))
        }
        let found: ScreenKey?
        // What was found for another result of the same picture.
        if case .screen(let known)? = context.separation { found = known } else { found = try key(image, in: context) }
        guard let cut = found else {
            return try backdrop.withForeground(backdrop.behind(image, context))
        }
        guard cut.found else { return image }
        switch result {
        case "cut-out": return try cut.cutOut()
        case "matte": return try cut.matte().asGrey()
        case "screen": return try cut.screenField() ?? image
        default:
            var behind = try backdrop.behind(image, context)
            if let shadow = try cut.shadow() { behind = try shadow.laid(over: behind) }
            return try backdrop.withForeground(cut.composited(over: behind))
        }
    }
}

extension Region {
    fileprivate static let whole = Region(x: 0, y: 0, width: 1, height: 1)
}
