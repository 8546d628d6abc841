import Imaging

extension Effect {
    static let cool = Effect(
        name: "cool", group: .looks, summary: "clear northern light: bluish shadows, skin kept alive",
        parameters: [.strength]
    ) { settings in
        Grade().balanced(by: RGB(0.88, 1, 1.2)).contrast(0.2)
            .toned(shadows: RGB(0.45, 0.5, 0.56), highlights: RGB(0.505, 0.5, 0.49)).vibrant(0.1)
            .treatment(strength: settings["strength"])
    }
}
