public import Imaging
import Synchronization

/// An effect that is ready for pictures. Equal ones do the same.
public struct PreparedEffect: Hashable, Sendable {
    /// Of its call, with the content of its files.
    public let identity: String
    /// What `EffectContext.captures` must hold.
    public let captures: [Int]
    let treatment: Treatment

    /// Whether it depends on the light of the session, which `EffectContext` must then tell.
    public var needsBalance: Bool { if case .balanced = treatment { true } else { false } }

    /// Whether it keys a screen, and with it depends on the event's empty one.
    public var keys: Bool { if case .keyed = treatment { true } else { false } }

    /// Whether it exchanges left and right.
    var mirrors: Bool { identity == Effect.mirror.name }

    /// The treated picture, of the same size. Alpha stays as it is, unless the effect is there to make it.
    public func applied(to image: Image, in context: EffectContext) throws(ImagingError) -> Image {
        switch treatment {
        case .none: image
        case .whole(let work): try work(image)
        case .keyed(let work), .cut(let work): try work(image, context)
        case .colours(let work):
            try image.withColours { (colours) throws(ImagingError) in try work(colours, context) }
        case .balanced(let work):
            try image.withColours { (colours) throws(ImagingError) in try work(colours, context.balance) }
        }
    }

    public static func == (one: PreparedEffect, other: PreparedEffect) -> Bool { one.identity == other.identity }
    public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension [PreparedEffect] {
    /// The picture after all of them, in turn.
    public func applied(to image: Image, in context: EffectContext) throws(ImagingError) -> Image {
        var (image, context) = (image, context)
        for effect in self {
            image = try effect.applied(to: image, in: context)
            context.before.append(effect)
            context.separation = nil
        }
        return image
    }
}

/// Effects made ready once for many pictures.
public final class EffectKeeper: Sendable {
    private let kept = Mutex<[String: PreparedEffect]>([:])

    public init() {}

    public func prepared(_ call: EffectCall) throws(EffectError) -> PreparedEffect {
        let identity = try call.identity()
        if let effect = kept.withLock({ $0[identity] }) { return effect }
        let effect = try call.prepared()
        kept.withLock { kept in
            // An operator who tries sliders makes many; what a gig uses is few.
            if kept.count >= 64 { kept.removeAll() }
            kept[identity] = effect
        }
        return effect
    }
}
