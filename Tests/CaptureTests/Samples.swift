import Foundation
import Imaging
import Rigs
import Synchronization
import Work

@testable import Capture

enum Samples {
    /// 300x200.
    static let jpeg = try! image().encoded(as: .jpeg, quality: 90, metadata: Metadata())
    /// 2 MB.
    static let large = try! Image(width: 2000, height: 1200, bands: 3) { pixels throws(ImagingError) in
        var seed: UInt32 = 1
        for index in pixels.indices {
            seed = seed &* 1_664_525 &+ 1_013_904_223
            pixels[index] = UInt8(truncatingIfNeeded: seed >> 24)
        }
    }.encoded(as: .jpeg, quality: 85, metadata: Metadata())
    static let png = try! image().encoded(as: .png, metadata: Metadata())

    private static func image() throws(ImagingError) -> Image {
        try Image(width: 300, height: 200, bands: 3) { pixels throws(ImagingError) in
            for index in pixels.indices { pixels[index] = UInt8(truncatingIfNeeded: index &* 31 / 7) }
        }
    }
}

/// A folder of a test's own, gone when the test is, and what was committed into it.
final class Scratch: Sendable {
    let folder: String
    private let kept = Mutex<[CapturedFile]>([])

    init() throws {
        let made = FileManager.default.temporaryDirectory.appending(path: "capture-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        folder = made.path
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// All files there, hidden ones, too.
    func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }

    var committed: [CapturedFile] { kept.withLock { $0 } }

    /// Keeps each file under a name of its own, as an event does. A body of a machine that is busy has more time.
    func request(deadline: Duration = ManualTime.current == nil ? .seconds(60) : .seconds(15)) -> ShotRequest {
        var request = ShotRequest(folder: folder) { [self] file in
            let number = kept.withLock { kept in
                kept.append(file)
                return kept.count
            }
            let place = path("kept-\(number).\(file.fileExtension)")
            try await TimeSource.ofTest.offPool { () throws(CameraError) in try file.move(to: place) }
        }
        request.deadline = deadline
        return request
    }
}

/// Runs `body` with the camera connected and closes it afterwards.
@discardableResult
func with<C: Camera, Result>(_ camera: C, _ body: (C) async throws -> Result) async throws -> Result {
    await camera.start()
    do {
        // Cameras open one after the other, and all tests do at the same time.
        try await camera.ready(within: .seconds(60))
        let result = try await body(camera)
        await camera.close()
        return result
    } catch {
        await camera.close()
        throw error
    }
}

/// Looks every 10 ms until it holds; a minute is to be enough for any machine.
func eventually(within time: Duration = .seconds(60), _ condition: () async -> Bool) async -> Bool {
    let clock = TimeSource.ofTest
    let end = clock.now + time
    while clock.now < end {
        if await condition() { return true }
        try? await clock.sleep(for: .milliseconds(10))
    }
    return await condition()
}
