import Imaging

extension Effect {
    /// By hand, and with `mode=auto` after what the session's first capture says of the light, so that all captures of a
    /// session keep one colour.
    static let whiteBalance = Effect(
        name: "white-balance", group: .camera, summary: "takes the colour of the light away, or gives it one",
        parameters: [
            .choice("mode", ["hand", "auto"], "auto: measured on the first capture, the same for the whole session"),
            .number("temperature", -1...1, 0, "-1 bluer … 1 more golden"),
            .number("tint", -1...1, 0, "-1 greener … 1 pinker"),
        ]
    ) { settings in
        let (warmth, tint) = (settings["temperature"], settings["tint"])
        let hand = RGB(
            Tone.stops(0.5 * warmth + 0.15 * tint), Tone.stops(-0.35 * tint), Tone.stops(-0.6 * warmth + 0.15 * tint)
        )
        guard settings.text("mode") == "auto" else {
            return (warmth == 0 && tint == 0 ? Grade() : Grade().balanced(by: hand)).treatment()
        }
        return .balanced { (image, balance) throws(ImagingError) in
            try image.mapped(by: Grade().balanced(by: balance.gains * hand).table())
        }
    }
}

extension Grade {
    /// `gains` on linear light, of which only the colour counts: grey keeps its luminance (ITU-R BT.709).
    func balanced(by gains: RGB) -> Grade {
        lit(gains / (gains * RGB(0.2126, 0.7152, 0.0722)).sum())
    }
}
