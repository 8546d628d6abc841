import Files
import Imaging

extension Effect {
    static let lut = Effect(
        name: "lut", group: .own,
        summary: "a look from a .cube file (Adobe Cube LUT 1.0, 1D or 3D), as grading programs write it",
        parameters: [.file("file", "a .cube file", "the look", required: true), .strength]
    ) { settings throws(EffectError) in
        let path = settings.text("file")
        let bytes: [UInt8]
        do throws(FilesError) { bytes = try readAll(path, limit: 64_000_000) } catch {
            throw .file(effect: "lut", error)
        }
        let (table, strength) = (try CubeFile(bytes, path: path).table(), settings["strength"])
        return .colours { (image, _) throws(ImagingError) in
            let treated = try image.mapped(by: table)
            return strength < 1 ? try image.mixed(with: treated, share: strength) : treated
        }
    }
}
