import Imaging

extension Effect {
    static let mirror = Effect(
        name: "mirror", summary: "left and right exchanged, as guests know themselves", parameters: []
    ) { _ in
        { (image) throws(ImagingError) in try image.mirrored() }
    }
}
