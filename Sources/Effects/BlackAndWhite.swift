import Imaging

extension Effect {
    /// Weights of ITU-R BT.601 unless the channels are mixed by hand; the mix is normalised, so white stays white.
    static let blackAndWhite = Effect(
        name: "black-and-white", summary: "black and white, channels mixed as by a filter before the lens",
        parameters: [
            Parameter(name: "red", range: 0...2, standard: 0.299, summary: "share of red"),
            Parameter(name: "green", range: 0...2, standard: 0.587, summary: "share of green"),
            Parameter(name: "blue", range: 0...2, standard: 0.114, summary: "share of blue"),
        ]
    ) { numbers in
        let shares = ["red", "green", "blue"].map { numbers[$0, default: 0] }
        let sum = max(shares.reduce(0, +), 0.001)
        let row = shares.map { $0 / sum } + [0]
        return { (image) throws(ImagingError) in try image.mapped(by: ColourMatrix(red: row, green: row, blue: row)) }
    }
}
