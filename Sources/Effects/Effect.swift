import Imaging

/// A treatment of a capture, made known by standing in `Effect.all`. One file each; a new one is a file and a line there.
public struct Effect: Sendable {
    /// What it is for, in the order in which lists show it.
    public enum Group: String, Sendable, CaseIterable {
        case camera = "Camera"
        case looks = "Looks"
        case own = "Looks of your own"
        case screen = "Green screen"
        case people = "Cut-out"
    }

    public let name: String
    public let group: Group
    public let summary: String
    public let parameters: [Parameter]
    /// The treatment for settings that have been checked against `parameters`. Files are read here, and only here.
    let make: @Sendable (Settings) throws(EffectError) -> Treatment

    public static let all: [Effect] = [
        camera, mirror, exposure, contrast, saturation, whiteBalance, sharpen, denoise,
        blackAndWhite, glam, noir, sepia, beauty, warm, cool, vivid, highKey, cinematic, dream, vintage, instant, lomo,
        popArt, pencil, lut, greenScreen, cutOut,
    ]

    /// Whether all that it needs is on this machine, by its standard settings. Blocks.
    public var isInstalled: Bool {
        guard let call = try? EffectCall(name: name) else { return true }
        return (try? call.models()) != nil
    }

    public static func named(_ name: String) -> Effect? { all.first { $0.name == name } }
}

/// What is done to pixels.
enum Treatment: Sendable {
    case none
    /// To the picture as it is, with its alpha.
    case whole(@Sendable (Image) throws(ImagingError) -> Image)
    /// To the picture as it is; it may come back with other bands.
    case keyed(@Sendable (Image, EffectContext) throws(ImagingError) -> Image)
    /// The same without a screen: by a model in a process of its own, which may fail.
    case cut(@Sendable (Image, EffectContext) throws(ImagingError) -> Image)
    /// To the colours: always 3 bands; alpha is kept by whoever applies it.
    case colours(@Sendable (Image, EffectContext) throws(ImagingError) -> Image)
    /// To the colours, by the light of the session.
    case balanced(@Sendable (Image, Balance) throws(ImagingError) -> Image)
}
