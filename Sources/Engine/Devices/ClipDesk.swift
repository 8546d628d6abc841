import Darkroom
import Sessions

/// Whose the next clip is. A session gets one at most, so that two files never come together.
actor ClipDesk {
    enum Owner: Equatable, Sendable {
        /// Laid aside for the session whose step will take it.
        case awaited
        case session(String)
        /// Nobody waits for it: it becomes a session of its own.
        case nobody
    }

    private var guest: (session: String, hasStep: Bool)?
    private var held: StagedCapture?
    /// That sessions are held with now.
    private(set) var layout: PreparedLayout?

    func use(_ layout: PreparedLayout?) { self.layout = layout }

    /// A guest has come whose session gets the next clip. `hasStep`: one of its steps takes it.
    func expect(_ session: String, hasStep: Bool) { guest = (session, hasStep) }

    /// A clip is there, staged.
    func owner(of clip: StagedCapture) -> Owner {
        guard let guest, held == nil else { return .nobody }
        if guest.hasStep {
            held = clip
            return .awaited
        }
        self.guest = nil
        return .session(guest.session)
    }

    /// The clip that lies here for a session, which gets no other.
    func take(for session: String) -> StagedCapture? {
        guard let held, guest?.session == session else { return nil }
        (guest, self.held) = (nil, nil)
        return held
    }

    /// The session is over. What lies here for it is given back.
    func forget(_ session: String) -> StagedCapture? {
        guard guest?.session == session else { return nil }
        defer { (guest, held) = (nil, nil) }
        return held
    }
}

extension Walk {
    func expectClip() async {
        let script = context.script
        guard context.options.clips != nil, script.awaitsClips || script.mode == .spin360 else { return }
        await context.clips.expect(id, hasStep: script.awaitsClips)
    }

    func forgetClip() async {
        if let left = await context.clips.forget(id) { await context.admit(left) }
    }
}

extension Context {
    /// A clip that no session has waited for, as a session of its own.
    func admit(_ clip: StagedCapture) async {
        let layout = await clips.layout
        let kind = layout.flatMap { $0.showsClips ? $0.animation : nil }
        do throws(SessionsError) {
            let session = try await record.admit(
                .spin360, workflow: script.name, layout: layout?.name, effects: [], awaiting: kind.map { [$0] } ?? [],
                utcOffset: LocalTime.offset(at: now), at: now)
            await keep(clip, in: session)
        } catch { say("clips: \(clip.source): \(error)") }
    }

    /// Keeps a clip in a session, and begins its film.
    func keep(_ clip: StagedCapture, in id: String) async {
        do throws(SessionsError) {
            let capture = try await record.keep(file: clip, in: id, at: now)
            let session = try await record.session(id)
            say("clips: \(clip.source) is a clip of session \(label(session)): \(capture.path)")
            view.change { $0.figures.captures += 1 }
            let own = await clips.layout
            if let layout = own, layout.name == session.layout, layout.showsClips, let kind = layout.animation {
                await animate(session, layout, kind)
            }
            await queue(id)
        } catch { say("clips: \(clip.source): \(error)") }
    }
}
