import Imaging

extension Effect {
    static let mirror = Effect(
        name: "mirror", group: .camera, summary: "left and right exchanged, as guests know themselves", parameters: []
    ) { _ in
        .whole { (image) throws(ImagingError) in try image.mirrored() }
    }
}
