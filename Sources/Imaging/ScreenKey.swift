internal import CVips

/// A picture taken in front of a coloured screen, taken apart into subject, coverage and screen.
///
/// Analysis is done once, at the picture's own size; any number of results can be made from it. In linear light, with k
/// the channel (or the pair) that tells the key from grey: a local screen colour S and subject colour F are carried
/// through the picture on small grids, each pixel is solved for C = (1 - t)·F' + t·S by least squares, where F' is F as
/// lit by the screen (F + 0.30·F·l + 0.035·l, l the reflected screen light, whose strength is measured on the picture),
/// and P = C - t·S without that light is laid over the background. See `Vlahos, US 4,100,569` for the family.
///
/// The same picture and settings give the same bytes on any number of threads and with any vector instructions.
public struct ScreenKey: Sendable {
    /// What was found, for people to judge their screen by.
    public struct Report: Hashable, Sendable {
        public var keyColour: Colour
        /// Share of the picture that is plain screen, 0…1.
        public var share: Double
        /// Brightest over darkest part of the screen, in linear light.
        public var unevenness: Double
        /// 1 - second strongest over strongest channel of the key, in linear light: 0 is grey, above 0.7 is good.
        public var chroma: Double
        /// Share of the screen that is overexposed, 0…1.
        public var clipped: Double
        /// Strength of the screen's light on the subject's outline; 0 is none, about 1 is usual.
        public var spill: Double
    }

    public let picture: Image
    /// nil when the picture shows no screen: every result is then the picture as it is.
    public let report: Report?
    public var found: Bool { report != nil }

    let analysis: KeyAnalysis
    let threads: Int

    /// - Parameters:
    ///   - picture: 3 bands.
    ///   - plate: a shot of the empty screen with the same camera and size (3 bands), which then says what the screen looks
    ///     like behind the subject; small differences of exposure are allowed for.
    ///   - threads: at most this many work at a time.
    /// - Throws: `unusableKey` for a grey key colour, or a plate of another size.
    public init(
        _ picture: Image, settings: Settings = Settings(), plate: Image? = nil, threads: Int = 1
    ) throws(ImagingError) {
        precondition(picture.bands == 3 && plate?.bands ?? 3 == 3 && threads > 0)
        if let plate, (plate.width, plate.height) != (picture.width, picture.height) {
            throw .unusableKey(
                reason: "the shot of the empty screen is \(plate.width)x\(plate.height), the picture "
                    + "\(picture.width)x\(picture.height); take both with the same camera settings")
        }
        self.picture = picture
        self.threads = threads
        let empty = try plate.map { (plate) throws(ImagingError) in
            let empty = try KeyAnalysis(of: plate, settings.options, threads: threads)
            _ = try empty.solve(plate, plate: nil)
            return empty
        }
        analysis = try KeyAnalysis(of: picture, settings.options, threads: threads)
        report = try analysis.solve(picture, plate: empty) ? analysis.report : nil
    }

    /// What an operator should know about a shot of the empty screen (or of a guest, who hides a part of it), worst
    /// first; empty when the light is good.
    public var advice: [String] {
        guard let report else { return ["no screen was found: fill the frame with it, light it, or pick its colour"] }
        var advice: [String] = []
        if report.clipped > 0.02 {
            advice.append("the screen is overexposed: turn its lamps down or close the aperture")
        }
        if report.chroma < 0.5 { advice.append("the screen is pale: light it more evenly and keep daylight off it") }
        if report.unevenness > 3 {
            advice.append("the screen is lit unevenly: its brightest part is more than 3 times its darkest")
        }
        if report.share < 0.2 { advice.append("little screen is seen: guests' hair and hands may stand outside of it") }
        return advice
    }
}
