internal import COnnx

/// A model in this process. One picture at a time.
final class Inference {
    private let model: OpaquePointer
    private let path: String
    /// What a model of one size takes; nil: any.
    let size: (width: Int, height: Int)?
    /// U²-Net and its kin have many outputs, of which the first counts, and were taught on pictures of another normalisation.
    private let isSalient: Bool

    init(runtime: String, model path: String, threads: Int) throws(MattingError) {
        var opened: OpaquePointer?
        let words = said { opened = conn_open(runtime, path, Int32(threads), $0) }
        guard let opened else { throw .unusable(path: path, reason: words) }
        (model, self.path) = (opened, path)
        var (height, width): (Int32, Int32) = (0, 0)
        conn_size(opened, &height, &width)
        size = height > 0 && width > 0 ? (Int(width), Int(height)) : nil
        isSalient = conn_outputs(opened) > 1
    }

    deinit { conn_close(model) }

    /// `glances`: whether holes in bodies are looked for, which takes a third more time.
    func matte(of picture: PictureBytes, glances: Bool) throws(MattingError) -> CoarseMatte {
        let matte = try seen(picture)
        guard glances, size == nil, min(picture.width, picture.height) > ModelSize.glance else { return matte }
        let scale = Double(ModelSize.glance) / Double(min(picture.width, picture.height))
        let small = picture.resized(
            width: ModelSize.whole(Double(picture.width) * scale),
            height: ModelSize.whole(Double(picture.height) * scale))
        let glance = try seen(small)
        guard matte.isConfirmed(by: glance) else {
            let none = [UInt16](repeating: 0, count: matte.values.count)
            return CoarseMatte(across: matte.across, down: matte.down, values: none)
        }
        return matte.filled(from: glance)
    }

    private func seen(_ picture: PictureBytes) throws(MattingError) -> CoarseMatte {
        let (width, height) = size ?? (picture.width, picture.height)
        let picture = picture.resized(width: width, height: height)
        let input = isSalient ? normalised(picture) : centred(picture)
        var done = false
        var words = ""
        var output = [Float](repeating: 0, count: width * height)
        words = said { problem in
            done = conn_run(model, input, Int32(height), Int32(width), &output, problem)
        }
        guard done else { throw .unusable(path: path, reason: words) }
        if isSalient { stretch(&output) }
        return CoarseMatte(
            across: width, down: height,
            values: output.map { $0 > 0 ? UInt16(min($0, 1) * 65_535 + 0.5) : 0 })
    }

    /// Band by band, -1 to 1.
    private func centred(_ picture: PictureBytes) -> [Float] { planes(picture) { value, _ in (value - 127.5) / 127.5 } }

    /// Band by band, by the mean and the deviation of ImageNet's pictures.
    private func normalised(_ picture: PictureBytes) -> [Float] {
        let (mean, deviation) = (SIMD3<Float>(0.485, 0.456, 0.406), SIMD3<Float>(0.229, 0.224, 0.225))
        let brightest = Float(max(picture.samples.max() ?? 1, 1))
        return planes(picture) { value, band in (value / brightest - mean[band]) / deviation[band] }
    }

    private func planes(_ picture: PictureBytes, _ value: (Float, Int) -> Float) -> [Float] {
        let count = picture.width * picture.height
        var planes = [Float](repeating: 0, count: count * 3)
        for band in 0..<3 {
            for pixel in 0..<count {
                planes[band * count + pixel] = value(Float(picture.samples[pixel * 3 + band]), band)
            }
        }
        return planes
    }

    /// What is most salient is 1. Where nothing is, nothing is made of it.
    private func stretch(_ values: inout [Float]) {
        guard let least = values.min(), let most = values.max(), most - least > 0.2 else { return }
        for index in values.indices { values[index] = (values[index] - least) / (most - least) }
    }
}

/// The words that a call leaves in the room that it is given.
private func said(_ call: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: CONN_WORDS) { room in
        room.initialize(repeating: 0)
        call(room.baseAddress!)
        return String(cString: room.baseAddress!).split(separator: "\n").joined(separator: " ")
    }
}

/// In what sizes models of any size are shown pictures.
enum ModelSize {
    static let still = 512
    static let live = 256
    static let glance = 288
    /// A side is a multiple of this, and at most so long.
    static let unit = 32
    static let most = 1_024

    static func whole(_ length: Double) -> Int { min(max(Int(length / Double(unit)) * unit, unit), most) }
}
