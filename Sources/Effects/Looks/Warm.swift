import Imaging

extension Effect {
    static let warm = Effect(
        name: "warm", group: .looks, summary: "late afternoon sun: golden light, gentle contrast",
        parameters: [.strength]
    ) { settings in
        Grade().balanced(by: RGB(1.12, 1, 0.86)).contrast(0.2)
            .toned(shadows: RGB(0.51, 0.495, 0.485), highlights: RGB(0.525, 0.505, 0.455)).vibrant(0.2)
            .treatment(strength: settings["strength"])
    }
}
