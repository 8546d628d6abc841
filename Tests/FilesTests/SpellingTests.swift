import Files
import Foundation
import Testing

@Suite struct SpellingTests {
    private let scratch: Scratch
    init() throws { scratch = try Scratch() }

    @Test func `What is there in another spelling is found, at every level`() throws {
        let (composed, decomposed) = ("gr\u{FC}n", "gru\u{308}n")
        try scratch.makeFolder("\(decomposed)/\(composed)")
        try scratch.put("x", at: "\(decomposed)/\(composed)/M\u{FC}ller.png")
        func bytes(_ path: String) -> [UInt8] { Array(path.utf8) }
        for folder in [composed, decomposed] {
            for name in ["Mu\u{308}ller.png", "M\u{FC}ller.png"] {
                let found = asSpelled(scratch.path("\(folder)/\(decomposed)/\(name)"))
                #expect(bytes(found) == bytes(scratch.path("\(decomposed)/\(composed)/M\u{FC}ller.png")))
            }
        }
        // What is not there stays as it was given, and two files that differ in spelling are two.
        let missing = scratch.path("\(composed)/none\u{FC}")
        #expect(bytes(asSpelled(missing)) == bytes(missing))
        try scratch.makeFolder(composed)
        try scratch.put("y", at: "\(composed)/mine")
        #expect(bytes(asSpelled(scratch.path("\(composed)/mine"))) == bytes(scratch.path("\(composed)/mine")))
        #expect(try SearchPath([scratch.path(decomposed)]).read("\(decomposed)/Mu\u{308}ller.png", limit: 9) != nil)
    }
}
