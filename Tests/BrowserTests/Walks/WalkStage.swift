import Foundation
import Rigs
import Testing

/// One browser for all walks.
struct WalkStage: SuiteTrait, TestScoping {
    @TaskLocal static var browser: Browser!

    func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
        async throws
    {
        let browser = try await Browser.ofScreen()
        do { try await Self.$browser.withValue(browser, operation: body) } catch {
            await browser.close()
            throw error
        }
        await browser.close()
    }
}

extension Trait where Self == ConditionTrait {
    /// Walks that go through every step again and again, which takes minutes.
    static var long: ConditionTrait {
        .enabled(
            if: ProcessInfo.processInfo.environment["BOOTHKIT_WALKS"] != nil, "make walks runs it, which takes minutes")
    }
}

extension Trait where Self == WalkStage {
    static var walked: WalkStage { WalkStage() }
}

extension Browser {
    /// One with a touch screen, as it stands before guests.
    static func ofScreen() async throws -> Browser {
        let browser = try await Browser()
        try await browser.tell("Emulation.setTouchEmulationEnabled", ["enabled": true])
        try await browser.resize(1_280, 800)
        return browser
    }
}

/// Whole sessions of a real browser before a real booth.
@Suite(.serialized, .enabled(if: Browser.missing == nil, "chromium and chromium-driver are missing"), .walked)
struct Walks {
    static let shipped = [("classic-strip", "strip"), ("green-screen", "single-frame"), ("gif", "square-social")]

    /// The screen of a booth on this event while `body` walks; then the booth has ended.
    /// - Parameter byLine: whether the page reaches its booth by a line that may lose what is said.
    static func screen<Value>(
        of event: WalkedEvent, hands: any Hands = Touch(), byLine: Bool = false,
        _ body: (Walker) async throws -> Value
    ) async throws -> Value {
        try await screen(of: WalkedBooth(event), hands: hands, byLine: byLine, body)
    }

    static func screen<Value>(
        of booth: WalkedBooth, hands: any Hands = Touch(), byLine: Bool = false,
        _ body: (Walker) async throws -> Value
    ) async throws -> Value {
        let line = byLine ? try LossyLine(to: booth.port) : nil
        defer { line?.close() }
        let walker = Walker(booth: booth, browser: WalkStage.browser, hands: hands, line: line)
        let outcome: Result<Value, any Error>
        do {
            try await walker.open()
            outcome = .success(try await body(walker))
        } catch { outcome = .failure(error) }
        // A page that is left follows no booth, and says nothing of one that has gone.
        try await walker.browser.open("about:blank")
        try await booth.close()
        let complaints = try await walker.browser.complaints().filter { !Walker.isUsual($0) }
        #expect(complaints == [])
        return try outcome.get()
    }
}
