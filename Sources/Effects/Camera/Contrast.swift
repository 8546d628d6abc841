extension Effect {
    static let contrast = Effect(
        name: "contrast", group: .camera, summary: "more or less contrast; black and white stay when there is more",
        parameters: [.number("amount", -1...1, 0, "0 none; below 0 flatter")]
    ) { settings in
        Grade().contrast(settings["amount"]).treatment()
    }
}
