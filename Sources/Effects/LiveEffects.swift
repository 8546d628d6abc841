public import Imaging
import Synchronization

/// Effects on the frames of one live view, one frame after the other. What a frame shows of the screen and of the light holds for
/// those after it, so that nothing flickers and no frame costs more than it must.
///
///     let live = LiveEffects(effects)
///     let shown = try live.applied(to: PictureFile(bytes: frame, name: "live view").whole())
public final class LiveEffects: Sendable {
    private let effects: [PreparedEffect]
    private let isShownNow: Bool
    private let forgives: Bool
    private let notes: EffectNotes?
    private let emptyScreen: EmptyScreen?
    private let field = ScreenField()
    private let lastMatte = LastMatte()
    private let balance = Mutex<Balance?>(nil)

    public init(_ effects: [PreparedEffect], emptyScreen: EmptyScreen? = nil) {
        (self.effects, self.emptyScreen) = (effects, emptyScreen)
        (isShownNow, forgives, notes) = (true, true, nil)
    }

    /// For the frames of a film, each of which is waited for. `forgives`: as of `EffectContext`.
    public init(
        film effects: [PreparedEffect], emptyScreen: EmptyScreen?, notes: EffectNotes, forgives: Bool
    ) {
        (self.effects, self.emptyScreen, self.notes, self.forgives) = (effects, emptyScreen, notes, forgives)
        isShownNow = false
    }

    /// Whether what a frame shows of the screen counts for those after it.
    public var keys: Bool { effects.contains(where: \.keys) }

    /// Of the same size, 3 bands. What an effect cannot do on a live view, such as standing before a picture that is yet to be taken,
    /// is thrown.
    public func applied(to frame: Image) throws(ImagingError) -> Image {
        var context = EffectContext(side: Double(min(frame.width, frame.height)), balance: light(of: frame))
        (context.field, context.emptyScreen) = (field, emptyScreen)
        (context.lastMatte, context.isShownNow) = (lastMatte, isShownNow)
        (context.forgives, context.notes) = (forgives, notes)
        return try effects.applied(to: frame, in: context)
    }

    /// That of the first frame: a session is taken in one light.
    private func light(of frame: Image) -> Balance {
        guard effects.contains(where: \.needsBalance) else { return .neutral }
        return balance.withLock { known in
            let light = known ?? Balance(measuring: frame)
            known = light
            return light
        }
    }
}
