import Compositor
public import Effects
import Matting
import Sessions
import StrictJSON
import Work

extension Darkroom {
    /// Each selected capture of a session with effects, in full size. What has alpha becomes a PNG: a cut-out that is
    /// kept can be laid over another background later.
    public func treat(_ id: String, effects: [EffectCall]) async throws(DarkroomError) -> [Developed] {
        var results: [Developed] = []
        let session = try await recording { () async throws(SessionsError) in try await record.session(id) }
        let recipe = try await offPool { () throws(DarkroomError) in
            let frozen = try freeze(effects)
            return try developing {
                try Recipe(session: session, effects: frozen, emptyScreen: record.emptyScreen(of: session))
            }
        }
        for capture in session.selectedCaptures {
            let made = session.renditions.filter { recipe.made($0, from: capture) }
            let damaged = await offPool { record.folder.damaged(made) }
            if !options.force, let path = made.first(where: { !damaged.contains($0.path ?? "") })?.path {
                results.append(Developed(path: path, kind: .effect, state: .unchanged))
                continue
            }
            guard !options.dryRun else {
                results.append(Developed(path: nil, kind: .effect, state: .due))
                continue
            }
            let lock = try await offPool { () throws(DarkroomError) in try Keeping(.effect, of: record.folder) }
            let rendition = try await offPool { () throws(DarkroomError) in try treated(capture, by: recipe) }
            let kept = try await recording { () async throws(SessionsError) in try await record.add(rendition, to: id) }
            withExtendedLifetime(lock) {}
            results.append(Developed(path: kept.path, kind: .effect, state: .init(of: kept, among: made, damaged)))
        }
        return results
    }

    private func treated(_ capture: Capture, by recipe: Recipe) throws(DarkroomError) -> Rendition {
        try developing {
            let file = RenditionFile(folder: record.folder, kind: .effect, session: recipe.session)
            var rendering = Renderer.Options()
            (rendering.workers, rendering.acceptDamaged) = (options.workers, options.acceptDamaged)
            let surroundings = Treatment.Surroundings(
                captures: recipe.session.selectedCaptures.map { record.folder.path + "/" + $0.path },
                emptyScreen: recipe.emptyScreen)
            let middle = "\(capture.shot)-" + recipe.effects.map(\.name).joined(separator: "-")
            return try file.develop(middle, recipe.ending, parameters: recipe.parameters) { path in
                _ = try Treatment.write(
                    record.folder.path + "/" + capture.path, effects: Plan.located(recipe.effects, in: record.folder),
                    to: path, in: surroundings, options: rendering)
            } finish: { rendition in
                (rendition.parent, rendition.effect) = (capture.path, recipe.name)
            }
        }
    }
}

/// What is done to the captures of a session, and how a picture that was made so is known again.
private struct Recipe: Sendable {
    let session: Session
    let effects: [EffectCall]
    /// Absolute; nil when no effect goes by one.
    let emptyScreen: String?
    /// The models that it was made with; none where no effect has one.
    let models: [String]

    init(session: Session, effects: [EffectCall], emptyScreen: String?) throws {
        (self.session, self.effects) = (session, effects)
        self.emptyScreen = effects.contains { $0.name == "green-screen" } ? emptyScreen : nil
        models = try effects.flatMap { try $0.models() }.map { try $0.identity() }
    }

    var name: String { effects.map(\.canonical).joined(separator: ",") }

    var ending: String { effects.contains { $0.parameters["result"] == "cut-out" } ? "png" : "jpg" }

    var parameters: String {
        let file = emptyScreen?.split(separator: "/").last
        return JSONValue.object(present: [
            "emptyScreen": file.map { .string("Screen/" + $0) },
            "models": models.isEmpty ? nil : .array(models.map { .string($0) }),
        ]).text()
    }

    func made(_ rendition: Rendition, from capture: Capture) -> Bool {
        rendition.kind == .effect && rendition.effect == name && rendition.parent == capture.path
            && rendition.state == .ready && rendition.parameters == parameters
    }
}
