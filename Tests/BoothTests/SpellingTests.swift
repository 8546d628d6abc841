import Foundation
import Rigs
import Sessions
import Testing

/// macOS, and archives made there, give names back with an umlaut as a letter and its dots.
@Suite struct SpellingTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    /// Renames all that is below the folder.
    private func decompose(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
                try decompose(path)
            }
            let other = folder + "/" + name.decomposedStringWithCanonicalMapping
            if Array(other.utf8) != Array(path.utf8) { rename(path, other) }
        }
    }

    @Test func `An event that was on a Mac is found, with its layouts and pictures`() async throws {
        try FileManager.default.copyItem(
            atPath: Programs.root + "/layouts/single-frame", toPath: desk.path + "/grün")
        let made = await desk.booth("event", "new", "Hochzeit-Jürgen", "--name", "x", "--layout", "grün")
        #expect(made.status == 0, "\(made)")
        #expect(await desk.booth("event", "set", "Hochzeit-Jürgen", "reserve", "0").status == 0)
        func hold() async -> Programs.Run {
            await desk.booth(
                "run", "Hochzeit-Jürgen", "--unattended", "--sessions", "1", "--pace", "1000", "--printer", "none")
        }
        #expect(await hold().status == 0)
        try decompose(desk.path)
        let checked = await desk.booth("sessions", "check", "Hochzeit-Jürgen")
        #expect(checked.status == 0, "\(checked)")
        let doctor = await desk.booth("doctor", "Hochzeit-Jürgen")
        #expect(doctor.out.contains("layout grün"), "\(doctor)")
        #expect(await hold().status == 0)
        #expect(await desk.booth("sessions", "rerender", "Hochzeit-Jürgen", "all").status == 0)
        #expect(await desk.booth("event", "new", "other", "--name", "x", "--layout", "grün").status == 0)
        #expect(await desk.booth("event", "remove-layout", "Hochzeit-Jürgen", "grün").status == 75)
    }
}
