import Capture
import Engine
import Files
import Foundation
import Rigs
import Sessions
import Testing
import Work

extension Walks {
    /// What goes wrong at a booth, as guests see it.
    @Suite struct TroubleTests {
        /// What no guest need read.
        private static let technical = [
            "unplugged", "cable", "gphoto", "errno", "/dev/shm", "error", "libgphoto2", "file:",
        ]

        /// The page says what the booth has for guests, and nothing for those who mend it.
        private func isKind(_ walker: Walker, at place: SourceLocation = #_sourceLocation) async throws {
            let words = walker.booth.view.guest.troubles.map(\.guest)
            #expect(!words.isEmpty, sourceLocation: place)
            let said: String = try await walker.browser.run("return document.querySelector('.stage').innerText")
            let unsaid = words.filter { !said.contains($0) }
            #expect(unsaid == [], "\(said)", sourceLocation: place)
            #expect(Self.technical.filter { said.lowercased().contains($0) } == [], "\(said)", sourceLocation: place)
        }

        @Test func `A camera that goes away in the midst of a session and comes back loses no picture`() async throws {
            let booth = try await WalkedBooth(WalkedEvent(), camera: [.picture, .unplugged(.seconds(20))])
            try await Walks.screen(of: booth) { walker in
                try await booth.lead(to: "capture")
                try await walker.look(at: "capture")
                booth.pass()
                try await booth.until("trouble") { !$0.guest.troubles.isEmpty && $0.camera.state == .recovering }
                try await walker.awaitScreen("trouble")
                _ = try await walker.shown()
                try await isKind(walker)
                booth.time.advance(by: .seconds(20))
                try await booth.until("the camera") { $0.camera.state != .recovering }
                // Whoever waits for it looks again after a moment.
                booth.time.advance(by: .milliseconds(20))
                try await booth.rest()
                _ = try await walker.shown()
                try await walker.awaitScreen("countdown")
                try await booth.lead(to: "preview")
                try await walker.look(at: "preview")
                #expect(booth.view.session?.captures.count == 3 && booth.view.guest.troubles.isEmpty)
                try await booth.lead(to: "thanks")
                try await walker.look(at: "thanks")
            }
        }

        @Test(.long) func `A camera that stays away lets its guest go, and nobody else begins until it is back`()
            async throws
        {
            let booth = try await WalkedBooth(WalkedEvent(), camera: [.unplugged(.seconds(300))])
            try await Walks.screen(of: booth) { walker in
                try await booth.lead(to: "countdown")
                try await walker.look(at: "countdown")
                let former = booth.view.session?.id
                booth.pass()
                try await walker.awaitScreen("trouble")
                try await isKind(walker)
                booth.time.advance(by: .seconds(61))
                try await booth.until("the next session") { $0.waits && $0.session?.id != former }
                try await booth.until("the camera's trouble") { $0.guest.troubles.contains { $0.about == .camera } }
                _ = try await walker.shown()
                try await walker.awaitScreen("trouble")
                try await isKind(walker)
                let place = booth.view.place
                try await walker.browser.touch(x: 640, y: 600)
                try await walker.browser.press(.right)
                #expect(booth.view.place == place)
                booth.time.advance(by: .seconds(300))
                try await booth.until("the camera") { $0.guest.troubles.isEmpty }
                #expect(try await walker.shown() == "attract")
                try await walker.visit()
            }
        }

        @Test(.long) func `A stopped printer is told of, and prints when it goes on`() async throws {
            let booth = try await WalkedBooth(WalkedEvent())
            try await Walks.screen(of: booth) { walker in
                #expect(rename(booth.printed, booth.printed + "-away") == 0)
                booth.time.advance(by: .seconds(2))
                try await booth.until("the printer's trouble") { $0.guest.troubles.contains { $0.about == .printer } }
                #expect(try await walker.shown() == "attract")
                try await isKind(walker)
                try await booth.lead(to: "print")
                try await walker.look(at: "print")
                try await isKind(walker)
                try await walker.hands.goOn(from: "copies", of: booth.view, in: walker.browser)
                try await booth.until("the link") { $0.waits && $0.step?.word == "share" }
                #expect(try await walker.shown() == "share")
                try await isKind(walker)
                #expect(rename(booth.printed + "-away", booth.printed) == 0)
                _ = try await booth.time.passing {
                    try await booth.until("both prints") { $0.figures.printed == 2 && $0.guest.troubles.isEmpty }
                }
                let screen = try await walker.shown()
                #expect(
                    try await walker.browser.run(
                        "return [...document.querySelectorAll('.trouble')].every((one) => one.hidden)"))
                #expect(["share", "thanks", "attract"].contains(screen))
            }
        }

        @Test(.long, .enabled(if: SmallDisk.canBeMounted, "\(SmallDisk.needsRoot)"))
        func `A disk that is full is told of, and when there is room the booth goes on`() async throws {
            let disk = try await offPool { try SmallDisk(megabytes: 24) }
            defer { withExtendedLifetime(disk) {} }
            let booth = try await WalkedBooth(WalkedEvent(at: disk.path))
            try await Walks.screen(of: booth) { walker in
                try await booth.lead(to: "countdown")
                try await walker.look(at: "countdown")
                await offPool { disk.fill() }
                booth.pass()
                try await booth.until("trouble") { !$0.guest.troubles.isEmpty }
                _ = try await walker.shown()
                try await isKind(walker)
                await offPool { disk.makeRoom() }
                _ = try await booth.time.passing {
                    try await booth.until("room") { $0.guest.troubles.isEmpty && $0.waits }
                }
                _ = try await walker.shown()
                try await booth.engine.perform(.restart, at: nil)
                let screens = try await walker.visit()
                #expect(screens.last == "thanks")
            }
        }
    }
}
