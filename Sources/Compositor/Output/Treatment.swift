public import Effects
import Imaging

/// A capture with effects and nothing else, in its full size.
public enum Treatment {
    /// What the first green screen among the effects finds, as files beside its result.
    public struct Findings: Sendable {
        /// The guests' coverage, 16-bit grey PNG.
        public var matte: String?
        /// The screen as it would look without them; the ending says the format.
        public var screenField: String?

        public init(matte: String? = nil, screenField: String? = nil) {
            (self.matte, self.screenField) = (matte, screenField)
        }
    }

    /// Writes the treated capture to `output`, whose ending says JPEG, PNG or WebP. Of the options, `dryRun` and
    /// `acceptDamaged` count.
    public static func write(
        _ capture: String, effects: [EffectCall], to output: String, findings: Findings = Findings(),
        options: Renderer.Options
    ) throws(CompositorError) -> Rendered {
        try compositing {
            let format = try Output.stillFormat(output)
            let output = try Output(output, .still(format), of: [capture])
            let file = try PictureFile(path: capture)
            guard !options.dryRun else { return Rendered(path: output.path, state: .due, size: 0) }
            try output.check()
            var image = try file.whole(acceptDamaged: options.acceptDamaged)
            let ready = try effects.map { try $0.prepared() }
            let context = EffectContext(
                side: Double(min(file.width, file.height)), seed: try file.seed(),
                balance: try ready.contains(where: \.needsBalance) ? Balance(of: file) : .neutral)
            for (call, effect) in zip(effects, ready) {
                if let key = try findings.wanted ? call.screenKey(Canvas(copying: image).finished(), in: context) : nil
                {
                    try findings.write(key, of: capture)
                }
                image = try effect.applied(to: image, in: context)
            }
            let bytes = try image.encoded(as: format, metadata: Metadata(takenAt: file.takenAt))
            try output.write(bytes)
            return Rendered(path: output.path, state: .written, size: bytes.count)
        }
    }
}

extension Treatment.Findings {
    public var wanted: Bool { matte != nil || screenField != nil }

    func write(_ key: ScreenKey, of capture: String) throws {
        if let matte {
            guard try Output.stillFormat(matte) == .png else {
                throw CompositorError.unknownOutput(path: matte, formats: ["png"])
            }
            try Output(matte, .still(.png), of: [capture]).write(key.mattePNG())
        }
        guard let screenField else { return }
        let format = try Output.stillFormat(screenField)
        guard let field = try key.screenField() else {
            throw CompositorError.badOutput(path: screenField, reason: "no screen was found in \(capture)")
        }
        try Output(screenField, .still(format), of: [capture]).write(field.encoded(as: format, metadata: Metadata()))
    }
}
