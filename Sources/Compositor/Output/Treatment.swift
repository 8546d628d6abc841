public import Effects
import Imaging

/// A capture with effects and nothing else, in its full size.
public enum Treatment {
    /// Writes the treated capture to `output`, whose ending says JPEG, PNG or WebP. Of the options, `dryRun` and
    /// `acceptDamaged` count.
    public static func write(
        _ capture: String, effects: [EffectCall], to output: String, options: Renderer.Options
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
            for effect in ready { image = try effect.applied(to: image, in: context) }
            let bytes = try image.encoded(as: format, metadata: Metadata(takenAt: file.takenAt))
            try output.write(bytes)
            return Rendered(path: output.path, state: .written, size: bytes.count)
        }
    }
}
