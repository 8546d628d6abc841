internal import COnnx
internal import Glibc

/// What the hidden verb of a program runs: the owner of one model, until whoever asked for it is gone. Its words are the paths of the
/// runtime and of the model, how many threads may work, and how many megabytes it may take.
public func serveMattes(_ words: [String]) -> Never {
    let wire = MatteWire(STDIN_FILENO)
    guard words.count == 4, let threads = Int(words[2]), let megabytes = Int(words[3]) else { exit(64) }
    _ = conn_limit_memory(megabytes << 20)
    func say(_ frame: MatteFrame) { if (try? wire.write(frame)) == nil { exit(0) } }
    func refuse(_ error: MattingError, id: UInt32) {
        guard case .unusable(_, let reason) = error else { return }
        say(MatteFrame(.refused, id: id, bytes: Array(reason.utf8)))
    }
    do throws(MattingError) {
        let model = try Inference(runtime: words[0], model: words[1], threads: threads)
        say(MatteFrame(.ready, width: model.size?.width ?? 0, height: model.size?.height ?? 0))
        while let request = try? wire.read() {
            guard request.kind == .still || request.kind == .live,
                request.bytes.count == request.width * request.height * 3, request.width > 1, request.height > 1
            else { exit(65) }
            let picture = PictureBytes(width: request.width, height: request.height, samples: request.bytes)
            do throws(MattingError) {
                let matte = try model.matte(of: picture, glances: request.kind == .still)
                var bytes = [UInt8](repeating: 0, count: matte.values.count * 2)
                for (place, value) in matte.values.enumerated() {
                    bytes[place * 2] = UInt8(truncatingIfNeeded: value)
                    bytes[place * 2 + 1] = UInt8(value >> 8)
                }
                say(MatteFrame(.matte, id: request.id, width: matte.across, height: matte.down, bytes: bytes))
            } catch { refuse(error, id: request.id) }
        }
    } catch { refuse(error, id: 0) }
    exit(0)
}

/// The word after which a program serves mattes.
public let matteWorkerVerb = "matte-worker"
