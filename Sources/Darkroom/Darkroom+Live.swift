public import Effects
public import Sessions

extension Darkroom {
    /// Effects on the live view of a session, as its pictures will have them. Blocks.
    public func live(_ effects: [EffectCall], of session: Session) throws(DarkroomError) -> LiveEffects {
        try developing {
            let ready = try Plan.located(effects, in: record.folder).map { call throws(EffectError) in
                try call.prepared()
            }
            return LiveEffects(ready, emptyScreen: record.emptyScreen(of: session).map { EmptyScreen(path: $0) })
        }
    }
}
