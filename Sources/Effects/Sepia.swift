import Imaging

extension Effect {
    /// The matrix of the W3C's Filter Effects Module, section on `sepia()`; `strength` goes from none to all of it.
    static let sepia = Effect(
        name: "sepia", summary: "brown tones of an old print",
        parameters: [Parameter(name: "strength", range: 0...1, standard: 1, summary: "0 none, 1 all")]
    ) { numbers in
        let full = ColourMatrix(
            red: [0.393, 0.769, 0.189, 0], green: [0.349, 0.686, 0.168, 0], blue: [0.272, 0.534, 0.131, 0])
        let matrix = ColourMatrix.identity.mixed(with: full, share: numbers["strength", default: 1])
        return { (image) throws(ImagingError) in try image.mapped(by: matrix) }
    }
}
