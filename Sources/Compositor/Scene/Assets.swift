import Effects
import Faults
import Files
import Imaging
import Synchronization

/// The pictures of a layout's folder, each decoded once for each size that it is shown in while scenes are built.
final class Assets: Sendable {
    private let layout: String
    private let root: Root
    private let kept = EffectKeeper()
    private let patches = Mutex<[Key: PictureView.Patch]>([:])

    private struct Key: Hashable {
        var name: String
        var view: PictureView
    }

    init(layout: String, folder: String) throws(FilesError) {
        self.layout = layout
        root = try Root(folder)
    }

    /// Absolute, and inside the folder.
    func path(_ name: String) throws(FilesError) -> String { try root.resolve(name) }

    /// The layout's own fonts for what the others lack, when it has the folder.
    var fallbackFonts: String? { try? path(Layout.fallbackFonts) }

    /// A font file, for the text at `place`.
    func font(_ name: String, at place: String) throws -> String {
        do throws(FilesError) { return try path(name) } catch {
            guard case .missing(let path) = error else { throw error }
            throw CompositorError.fontMissing(path: path, place: place, layout: layout)
        }
    }

    func file(_ name: String) throws -> PictureFile { try naming(name) { try PictureFile(path: path(name)) } }

    /// Converts one pixel, so that a profile of no use is known before a session's first print.
    func checkProfile(_ name: String) throws {
        try naming(name) {
            let profile = ColourProfile.icc(bytes: try readAll(path(name), limit: 16_000_000))
            let pixel = try Canvas(width: 1, height: 1, colour: .white).finished()
            _ = try pixel.encoded(as: .png, metadata: Metadata(profile: profile))
        }
    }

    /// What is wrong with a picture of the layout is mended in its folder, not at the camera.
    private func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as ImagingError {
            let (reason, remedy): (String, String?) =
                switch error {
                case .damaged(_, let detail), .ruined(_, let detail): ("damaged (\(detail))", "draw or copy it again")
                case .empty: ("the file is empty", "draw or copy it again")
                default: (error.problem, error.remedy)
                }
            throw CompositorError.art(name: name, layout: layout, reason: reason, remedy: remedy)
        } catch FilesError.missing(let path) {
            throw CompositorError.artMissing(path: path, layout: layout)
        }
    }

    /// A layout's effects made ready, their files found in the folder.
    func effects(_ calls: [EffectCall]) throws -> [PreparedEffect] {
        try calls.map { call in
            try naming(call.files.first ?? "") { try kept.prepared(call.locating(path)) }
        }
    }

    /// The same for effects whose files are named as the operator sees them.
    func jobEffects(_ calls: [EffectCall]) throws(EffectError) -> [PreparedEffect] {
        try calls.map { (call) throws(EffectError) in try kept.prepared(call) }
    }

    func patch(_ name: String, _ view: PictureView) throws -> PictureView.Patch {
        let key = Key(name: name, view: view)
        if let kept = patches.withLock({ $0[key] }) { return kept }
        let file = try file(name)
        let patch = try naming(name) {
            try view.patch(
                of: file, in: EffectContext(side: 1, balance: view.needsBalance ? Balance(of: file) : .neutral))
        }
        patches.withLock { $0[key] = patch }
        return patch
    }

    /// The scenes hold what they show; keeping the rest would cost a canvas for every overlay that was cropped.
    func forgetPatches() { patches.withLock { $0 = [:] } }
}
