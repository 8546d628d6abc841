import Imaging

extension Effect {
    /// Weights of ITU-R BT.601 unless the channels are mixed by hand.
    static let blackAndWhite = Effect(
        name: "black-and-white", group: .looks,
        summary: "black and white, channels mixed as by a filter before the lens",
        parameters: [
            .number("red", 0...2, 0.299, "share of red: more makes skin lighter"),
            .number("green", 0...2, 0.587, "share of green"),
            .number("blue", 0...2, 0.114, "share of blue: more makes skin darker"),
            .number("contrast", -1...1, 0.2, "0 none; below 0 flatter"), .strength,
        ]
    ) { settings in
        let shares = RGB(Float(settings["red"]), Float(settings["green"]), Float(settings["blue"]))
        return Grade().grey(shares.max() > 0 ? shares : .one).contrast(settings["contrast"])
            .treatment(strength: settings["strength"])
    }
}
