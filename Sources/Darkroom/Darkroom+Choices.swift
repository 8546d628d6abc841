import Compositor
import Effects
import Imaging
public import Sessions

extension Darkroom {
    /// A layout as guests see it who choose one: with the picture that they took last in every place, or with two figures as long
    /// as there is none. A JPEG of at most 900 px a side; nothing is added to the event. Blocks.
    public func choice(_ prepared: PreparedLayout, of session: Session) throws(DarkroomError) -> [UInt8] {
        try developing {
            let plan = try Plan(
                session: session, event: record.event, folder: record.folder, prepared: prepared, effects: nil)
            let composition = try Composition(
                template: prepared.template, captures: prepared.template.layout.capturesNeeded, values: plan.values,
                effects: Plan.located(plan.effects.filter { $0.captures.isEmpty }, in: record.folder),
                emptyScreen: record.emptyScreen(of: session), forgives: true)
            let shown = session.selectedCaptures.last ?? session.pictures.last
            let picture =
                try shown.map { try PictureFile(path: record.folder.path + "/" + $0.path) } ?? StandIn.picture()
            for number in composition.captures { try composition.place(picture, as: number) }
            let whole = try composition.finalPhoto().encoded(as: .jpeg, quality: 95, metadata: Metadata())
            return try ReducedPicture.Size.small.reduced(PictureFile(bytes: whole, name: prepared.name))
        }
    }
}

/// Two guests, for pictures that are yet to be taken.
private enum StandIn {
    static func picture() throws(ImagingError) -> PictureFile {
        let (width, height) = (900, 600)
        let image = try Image(width: width, height: height, bands: 3) { pixels in
            for y in 0..<height {
                for x in 0..<width {
                    let place = SIMD2(Double(x) / Double(height), Double(y) / Double(height))
                    var colour = mixed(SIMD3(226, 219, 208), SIMD3(196, 187, 174), place.y)
                    for figure in figures { colour = mixed(colour, figure.colour, figure.cover(place)) }
                    for band in 0..<3 { pixels[(y * width + x) * 3 + band] = UInt8(colour[band].rounded()) }
                }
            }
        }
        return try PictureFile(
            bytes: try image.encoded(as: .png, metadata: Metadata()), name: "a picture that is yet to be taken")
    }

    private static func mixed(_ one: SIMD3<Double>, _ other: SIMD3<Double>, _ share: Double) -> SIMD3<Double> {
        one + (other - one) * share
    }

    /// Head and shoulders, in shares of the picture's height.
    private struct Figure {
        let middle: Double
        let size: Double
        let colour: SIMD3<Double>

        /// 0…1, soft over a pixel or two.
        func cover(_ place: SIMD2<Double>) -> Double {
            let at = SIMD2((place.x - middle) / size, (place.y - 1) / size + 1)
            let head = ((at - SIMD2(0, 0.36)) * SIMD2(1 / 0.15, 1 / 0.19))
            let body = ((at - SIMD2(0, 1.02)) * SIMD2(1 / 0.33, 1 / 0.42))
            let near = min((head * head).sum(), (body * body).sum())
            return min(1, max(0, (1.02 - near) / 0.04))
        }
    }

    private static let figures = [
        Figure(middle: 0.55, size: 0.86, colour: SIMD3(168, 156, 141)),
        Figure(middle: 0.93, size: 0.78, colour: SIMD3(143, 131, 117)),
    ]
}
