public import Effects
import Imaging

/// A capture with effects and nothing else, in its full size.
public enum Treatment {
    /// What the first effect that takes the capture apart (a green screen, a cut-out) finds, as files beside its result.
    public struct Findings: Sendable {
        /// The guests' coverage, 16-bit grey PNG.
        public var matte: String?
        /// The guests alone, with alpha, to be kept: another background then costs no keying. PNG or WebP.
        public var cutOut: String?
        /// The screen as it would look without them; the ending says the format.
        public var screenField: String?

        public init(matte: String? = nil, cutOut: String? = nil, screenField: String? = nil) {
            (self.matte, self.cutOut, self.screenField) = (matte, cutOut, screenField)
        }
    }

    /// The session that the capture belongs to.
    public struct Surroundings: Sendable {
        /// All captures, which effects may ask for by number, from 1.
        public var captures: [String]
        /// A shot of the screen without guests.
        public var emptyScreen: String?

        public init(captures: [String] = [], emptyScreen: String? = nil) {
            (self.captures, self.emptyScreen) = (captures, emptyScreen)
        }
    }

    /// Writes the treated capture to `output`, whose ending says JPEG, PNG or WebP. Of the options, `workers`,
    /// `dryRun` and `acceptDamaged` count.
    public static func write(
        _ capture: String, effects: [EffectCall], to output: String, findings: Findings = Findings(),
        in surroundings: Surroundings = Surroundings(), options: Renderer.Options
    ) throws(CompositorError) -> RenderResult {
        do throws(CompositorError) {
            return try written(capture, effects, to: output, findings, surroundings, options)
        } catch { throw error.keeping([output]) }
    }

    private static func written(
        _ capture: String, _ effects: [EffectCall], to output: String, _ findings: Findings,
        _ surroundings: Surroundings, _ options: Renderer.Options
    ) throws(CompositorError) -> RenderResult {
        try compositing {
            let format = try Output.stillFormat(output)
            let output = try Output(output, .still(format), of: [capture])
            let file = try PictureFile(path: capture)
            guard !options.dryRun else {
                return RenderResult(
                    outputs: [Rendered(path: output.path, state: .due, size: 0)], warnings: file.warnings)
            }
            try output.check()
            let whole = try file.whole(acceptDamaged: options.acceptDamaged)
            let ready = try effects.map { try $0.prepared() }
            var context = EffectContext(
                side: Double(min(file.width, file.height)), seed: try file.seed(),
                balance: try ready.contains(where: \.needsBalance) ? Balance(of: file) : .neutral)
            (context.threads, context.notes) = (options.workers, EffectNotes())
            context.emptyScreen = surroundings.emptyScreen.map(EmptyScreen.init)
            for number in effects.flatMap(\.captures) where number <= surroundings.captures.count {
                context.captures[number] = try PictureFile(path: surroundings.captures[number - 1])
            }
            var (treated, rest) = (whole, ready)
            if findings.wanted, let place = effects.firstIndex(where: \.separates) {
                let before = Array(ready[..<place])
                treated = try before.applied(to: whole, in: context)
                (context.before, rest) = (before, Array(ready[place...]))
                let plain = try Canvas(copying: treated).finished()
                // What is found is found once.
                context.separation = try effects[place].separation(of: plain, in: context)
                if let found = context.separation { try findings.write(found, plain, of: capture) }
            }
            let image = try rest.applied(to: treated, in: context)
            let bytes = try image.encoded(as: format, metadata: Metadata(takenAt: file.takenAt))
            try output.write(bytes)
            return RenderResult(
                outputs: [Rendered(path: output.path, state: .written, size: bytes.count)],
                warnings: file.warnings + (context.notes?.all ?? []))
        }
    }
}

extension Treatment.Findings {
    public var wanted: Bool { matte != nil || cutOut != nil || screenField != nil }

    func write(_ separation: Separation, _ treated: Image, of capture: String) throws {
        if let matte {
            guard try Output.stillFormat(matte) == .png else {
                throw CompositorError.unknownOutput(path: matte, formats: ["png"])
            }
            try Output(matte, .still(.png), of: [capture]).write(separation.mattePNG(of: treated))
        }
        if let cutOut {
            let format = try Output.stillFormat(cutOut)
            guard format != .jpeg else { throw CompositorError.unknownOutput(path: cutOut, formats: ["png", "webp"]) }
            try Output(cutOut, .still(format), of: [capture]).write(
                separation.cutOut(of: treated).encoded(as: format, metadata: Metadata()))
        }
        guard let screenField else { return }
        let format = try Output.stillFormat(screenField)
        guard case .screen(let key) = separation, let field = try key.screenField() else {
            throw CompositorError.badOutput(path: screenField, reason: "no screen was found in \(capture)")
        }
        try Output(screenField, .still(format), of: [capture]).write(field.encoded(as: format, metadata: Metadata()))
    }
}

extension Separation {
    /// Where nobody is seen, all of the picture stays.
    fileprivate func mattePNG(of treated: Image) throws -> [UInt8] {
        switch self {
        case .screen(let key): try key.mattePNG()
        case .people(let people): try people.mattePNG()
        case .nobody: try CutOut.whole(treated).mattePNG()
        }
    }

    fileprivate func cutOut(of treated: Image) throws -> Image {
        switch self {
        case .screen(let key): try key.cutOut()
        case .people(let people): try people.cutOut()
        case .nobody: try CutOut.whole(treated).cutOut()
        }
    }
}
