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
            for effect in effects { image = try effect.applied(to: image) }
            let bytes = try image.encoded(as: format, metadata: Metadata(takenAt: file.takenAt))
            try writeDurably(bytes, to: output)
            return bytes.count
        }
    }
}
