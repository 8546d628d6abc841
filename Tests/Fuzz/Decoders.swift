import Files
import Foundation

@testable import Effects
@testable import Imaging
@testable import StrictJSON

/// What reads bytes that anybody may have written, each by a name. FUZZ in the environment chooses one.
private let decoders: [String: @Sendable ([UInt8]) -> Void] = [
    "boxes": { bytes in _ = try? HEIFItems(of: OpenFile(memory: bytes, name: "")) },
    "exif": { bytes in
        _ = TIFFTags(exif: bytes)
        _ = TIFFTags(exifDirectory: bytes)
        _ = XMPPacket.time(bytes)
    },
    "tiff": { bytes in
        guard let file = try? OpenFile(memory: bytes, name: ""), let structure = file.structure else { return }
        _ = TIFFKind(structure, size: bytes.count)
        _ = TIFFTags(structure)
    },
    "png": { bytes in _ = try? PNGChunks(of: OpenFile(memory: bytes, name: "")) },
    "webp": { bytes in _ = try? WebPChunks(of: OpenFile(memory: bytes, name: "")) },
    "cube": { bytes in _ = try? CubeFile(bytes, path: "").table() },
    "icc": { bytes in for model: UInt32 in [0, 1, 3] { _ = Profile.use(of: bytes, .init(model)) } },
    "raw": { bytes in
        guard let file = try? OpenFile(memory: bytes, name: "") else { return }
        _ = try? RawTags.tags(of: file)
        _ = try? RawGate.isMissingData(file)
    },
    "json": { bytes in _ = try? JSONValue(parsing: bytes, document: "") },
    "picture": { bytes in
        // As a slot takes it: small, so that the decoder and not the filter is tried.
        guard let picture = try? PictureFile(bytes: bytes, name: ""), picture.width * picture.height < 4_000_000 else {
            return
        }
        let all = Region(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
        for acceptDamaged in [false, true] {
            _ = try? picture.sampled(all, width: 32, height: 32, acceptDamaged: acceptDamaged)
        }
    },
]

private let decoder: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["FUZZ"] ?? ""
    guard let decoder = decoders[name] else {
        fatalError("FUZZ names no decoder; there are \(decoders.keys.sorted().joined(separator: ", "))")
    }
    return decoder
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    decoder(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// The package manager makes `main` of this.
@_cdecl("fuzz_main")
public func fuzzMain(
    _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments) { fuzzOne($0, $1) }
}
