import Foundation
import Testing

@testable import Files

@Suite struct FolderTests {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    /// What making a folder would say is said beforehand, and nothing is made.
    @Test func checkingTellsWhatMakingWould() throws {
        try scratch.put("a file", at: "file")
        let file = scratch.path("file")
        for path in ["", file, file + "/in/it", "/proc/nothing/here", "/sys/nothing"] {
            let checked = #expect(throws: FilesError.self) { try checkFolder(path) }
            let made = #expect(throws: FilesError.self) { try makeFolder(path) }
            #expect(checked == made)
        }
        for path in [scratch.path(""), scratch.path("new"), scratch.path("new/deep/er/"), "new", "./new"] {
            try checkFolder(path)
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new")))
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func aClosedFolderRefuses() throws {
        #expect(throws: FilesError.notPermitted(path: "/new", reason: "Permission denied")) { try checkFolder("/new") }
    }
}
