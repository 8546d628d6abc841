public import Effects
import Files
import Imaging

/// A capture with effects and nothing else, in its full size.
public enum Treatment {
    /// Writes the treated capture to `output`, whose ending says JPEG, PNG or WebP. Returns the size of the file in bytes.
    public static func write(
        _ capture: String, effects: [EffectCall], to output: String, acceptDamaged: Bool
    ) throws(CompositorError) -> Int {
        let format = try Renderer.stillFormat(output)
        return try compositing {
            let file = try PictureFile(path: capture)
            var image = try file.whole(acceptDamaged: acceptDamaged)
            let ready = try effects.map { try $0.prepared() }
            let context = EffectContext(
                side: Double(min(file.width, file.height)), seed: try file.seed(),
                balance: try ready.contains(where: \.needsBalance) ? Balance(of: file) : .neutral)
            for effect in ready { image = try effect.applied(to: image, in: context) }
            let bytes = try image.encoded(as: format, metadata: Metadata(takenAt: file.takenAt))
            try writeDurably(bytes, to: output)
            return bytes.count
        }
    }
}
