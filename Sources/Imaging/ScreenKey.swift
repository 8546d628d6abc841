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

    /// The picture, or the part of it that was keyed.
    let picture: Image
    /// The same, freed of noise that frames before it have shown to be noise: coverage follows from it, colour never does.
    let signal: Image
    let whole: Image
    /// Where that part lies.
    let box: PixelBox
    /// nil when the picture shows no screen: every result is then the picture as it is.
    public let report: Report?
    public var found: Bool { report != nil }

    let analysis: KeyAnalysis
    let threads: Int
    let keepsShadow: Bool

    /// - Parameters:
    ///   - whole: 3 bands.
    ///   - plate: a shot of the empty screen with the same camera and size (3 bands), which then says what the screen looks
    ///     like behind the subject; differences of exposure, and shadows, are carried over from what is seen around it.
    ///   - box: the part of the picture that shows screen and subject; what lies outside counts as screen. nil: all of it.
    ///   - field: of the frames of the live view before this one, which it goes on from.
    ///   - threads: at most this many work at a time.
    /// - Throws: `unusableKey` for a grey key colour, or a plate of another size.
    public init(
        _ whole: Image, settings: Settings = Settings(), plate: Image? = nil, box: PixelBox? = nil,
        following field: ScreenField? = nil, threads: Int = 1
    ) throws(ImagingError) {
        precondition(whole.bands == 3 && plate?.bands ?? 3 == 3 && threads > 0)
        if let plate, (plate.width, plate.height) != (whole.width, whole.height) {
            throw .unusableKey(
                reason: "the shot of the empty screen is \(plate.width)x\(plate.height), the picture "
                    + "\(whole.width)x\(whole.height)", remedy: "take both with the same camera settings")
        }
        let box = box ?? whole.bounds
        let picture = try whole.cropped(to: box)
        (self.whole, self.picture, self.box, self.threads) = (whole, picture, box, threads)
        keepsShadow = settings.shadow > 0
        let empty = try plate.map { (plate) throws(ImagingError) in
            let plate = try plate.cropped(to: box)
            let empty = try KeyAnalysis(of: plate, settings.options, threads: threads)
            try empty.solve(empty: plate)
            return empty
        }
        let signal = try field?.steady(picture) ?? picture
        self.signal = signal
        analysis = try KeyAnalysis(of: signal, settings.options, threads: threads)
        report = try analysis.solve(signal, plate: empty, following: field) ? analysis.report : nil
    }
}
