import Foundation
import Rigs
import Testing
import Work

/// One browser and one booth for all tests of the guests' screen.
final class ScreenStage: Sendable {
    @TaskLocal static var current: ScreenStage!

    let browser: Browser
    let booth: ScriptedBooth
    /// Where pictures of all screens are kept, for contact sheets: `make screens`.
    static let folder = ProcessInfo.processInfo.environment["BOOTHKIT_SCREENS"]

    init() async throws {
        booth = try await offPool { try ScriptedBooth() }
        browser = try await Browser()
        try await browser.tell("Emulation.setTouchEmulationEnabled", ["enabled": true])
    }

    func close() async {
        await browser.close()
        await booth.stop()
    }

    func keepPicture(_ name: String) async throws {
        guard let folder = Self.folder else { return }
        let (prints, mirrors) = (
            "[...document.querySelectorAll('.print')]", "[...document.querySelectorAll('canvas.live')]"
        )
        try await browser.wait(
            until: "[...document.images].every((one) => one.complete) "
                + "&& \(prints).every((one) => one.querySelector('.composed')) && \(mirrors).every((one) => one.dataset.drawn)"
        )
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await browser.picture().write(to: URL(filePath: "\(folder)/\(name).png"))
    }
}

/// Gives all tests of a suite one stage.
struct Screened: SuiteTrait, TestScoping {
    func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
        async throws
    {
        let stage = try await ScreenStage()
        do { try await ScreenStage.$current.withValue(stage, operation: body) } catch {
            await stage.close()
            throw error
        }
        await stage.close()
    }
}

extension Trait where Self == Screened {
    static var screened: Screened { Screened() }
}
