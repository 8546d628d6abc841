import Foundation
import Rigs
import Sessions
import Testing

/// How soon something stands behind the link of a guest who has just come, by the clock.
@Suite struct ArrivalTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    /// `make soak` judges the time; beside other tests anything may take long.
    private static let isJudged = ProcessInfo.processInfo.environment["BOOTHKIT_SENDING"] != nil

    @Test(.timeLimit(.minutes(1)))
    func `The page of a guest stands as soon as the guest has come`() async throws {
        try await desk.found()
        try desk.put(
            #"{"destinations":[{"name":"stick","kind":"folder","path":"\#(desk.path)/stick"},{"name":"gallery","kind":"pages","through":"stick"}]}"#,
            at: "party/destinations.json")
        try desk.put("", at: "stick/.keep")
        await desk.booth("event", "set", "party", "linkBase", "https://photos.example/s/")
        #expect(await desk.booth("event", "set", "party", "destinations.page", "gallery").status == 0)
        let booth = Process()
        booth.executableURL = URL(filePath: Programs.folder + "/booth")
        (booth.arguments, booth.currentDirectoryURL) = (["run", "party", "--unattended"], URL(filePath: desk.path))
        booth.environment = ProcessInfo.processInfo.environment.merging(desk.environment) { $1 }
        (booth.standardInput, booth.standardOutput, booth.standardError) = (
            FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
        )
        try booth.start()
        defer {
            booth.terminate()
            booth.waitUntilExit()
        }
        var touched = ContinuousClock.now
        while await desk.booth("ctl", "party", "next").status != 0 {
            try #require(booth.isRunning)
            touched = .now
        }
        var page: [String] = []
        while page.isEmpty {
            page = desk.names("stick").filter { desk.isThere("stick/\($0)/index.html") }
            try await Task.sleep(for: .milliseconds(5))
        }
        let taken = ContinuousClock.now - touched
        #expect(try desk.text("stick/\(page[0])/index.html").contains("on their way"))
        #expect(try await EventRecord(desk.event).session(token: page[0]) != nil)
        print("sending: a guest's page stands \(taken) after the touch, with the command that tells of it")
        if Self.isJudged { #expect(taken < .seconds(1)) }
    }
}
