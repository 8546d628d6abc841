public import Imaging

/// How an effect that puts something behind guests takes a picture apart.
public enum Separation: Sendable {
    case screen(ScreenKey)
    case people(CutOut)
    /// There is nobody in it.
    case nobody
}

extension EffectCall {
    /// Whether it takes pictures apart.
    public var separates: Bool { [Effect.greenScreen.name, Effect.cutOut.name].contains(name) }

    /// How it takes `image` (3 bands) apart; nil when nothing of the capture is left.
    public func separation(of image: Image, in context: EffectContext) throws -> Separation? {
        switch name {
        case Effect.greenScreen.name:
            try GreenScreen(settings).key(image, in: context).map { .screen($0) }
        case Effect.cutOut.name: try CutOutPeople(settings).cut(image, in: context).map { .people($0) } ?? .nobody
        default: nil
        }
    }
}
