extension Effect {
    static let saturation = Effect(
        name: "saturation", group: .camera, summary: "stronger or paler colours",
        parameters: [
            .number("amount", -1...1, 0, "-1 black and white, 1 twice the colour"),
            .number("vibrance", -1...1, 0, "the same for pale colours first, and hardly for skin"),
        ]
    ) { settings in
        var grade = Grade()
        if settings["amount"] != 0 { grade = grade.saturated(1 + settings["amount"]) }
        if settings["vibrance"] != 0 { grade = grade.vibrant(settings["vibrance"]) }
        return grade.treatment()
    }
}
