import Files
import Foundation
import Rigs
import Sessions
import StrictJSON
import Testing

@Suite struct CheckTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    private func captures() -> [String] { desk.names("party/Captures").map { "Captures/" + $0 } }
    private func move(_ from: String, _ to: String) throws {
        try FileManager.default.moveItem(atPath: desk.path + "/party/" + from, toPath: desk.path + "/party/" + to)
    }
    private func append(_ path: String) throws {
        try Data(desk.bytes("party/" + path) + [0]).write(to: URL(filePath: desk.path + "/party/" + path))
    }

    @Test func `A check compares, and moves nothing`() async throws {
        try await desk.found()
        try await desk.hold(1)
        try desk.put("stray", at: "party/GIF/stray.gif")
        let found = await desk.booth("sessions", "check", "party")
        #expect(found.status == 1 && found.out.contains("GIF/stray.gif: no row knows it\n    → --repair"), "\(found)")
        #expect(desk.isThere("party/GIF/stray.gif"))
        let repaired = await desk.booth("sessions", "check", "party", "--repair")
        #expect(repaired.status == 0 && repaired.out.contains("moved to Quarantine/GIF/stray.gif"), "\(repaired)")
        #expect(desk.isThere("party/Quarantine/GIF/stray.gif") && !desk.isThere("party/GIF/stray.gif"))
        #expect(await desk.booth("sessions", "check", "party").out == "everything is as it should be\n")
    }

    @Test(arguments: ["Captures/IMG_1.jpg", "Quarantine/Captures/000001-1-00000000.jpg"])
    func `A renamed capture is known by its content`(name: String) async throws {
        try await desk.found()
        try await desk.hold(1)
        let capture = try #require(captures().first)
        try FileManager.default.createDirectory(
            atPath: desk.path + "/party/Quarantine/Captures", withIntermediateDirectories: true)
        try move(capture, name)
        let rows = try json(await desk.booth("sessions", "check", "party", "--json")).rows
        #expect(rows.count == 1 && rows[0][member: "path"]?.text == name, "\(rows)")
        #expect(rows[0][member: "text"]?.text == "is \(capture) under another name")
        #expect(rows[0][member: "remedy"]?.text == "--repair gives it its name back")
        #expect(await desk.booth("sessions", "check", "party", "--repair").status == 0)
        #expect(desk.isThere("party/" + capture) && !desk.isThere("party/" + name))
        #expect(await desk.booth("sessions", "check", "party").status == 0)
    }

    @Test func `What is missing or altered is named with what helps`() async throws {
        try await desk.found()
        try await desk.hold(2)
        let (captures, finals) = (captures(), desk.names("party/FinalPhoto").map { "FinalPhoto/" + $0 })
        try FileManager.default.removeItem(atPath: desk.path + "/party/" + captures[0])
        try append(captures[1])
        try append(finals[1])
        let rows = try json(await desk.booth("sessions", "check", "party", "--json")).rows
        let remedies = Dictionary(
            uniqueKeysWithValues: rows.map { ($0[member: "path"]?.text ?? "", $0[member: "remedy"]?.text ?? "") })
        #expect(Set(remedies.keys) == [captures[0], captures[1], finals[1]])
        #expect(remedies[captures[0]]?.contains("booth sessions delete party 1 --item \(captures[0])") == true)
        #expect(remedies[finals[1]] == "booth sessions rerender party 2 --layout single-frame makes it again")
        let repaired = await desk.booth("sessions", "check", "party", "--repair")
        #expect(repaired.status == 1, "what cannot be put right stays: \(repaired)")
    }

    @Test func `A picture that was altered is made again, and said to be`() async throws {
        try await desk.found()
        try await desk.hold(1)
        let final = try "FinalPhoto/" + #require(desk.names("party/FinalPhoto").first)
        let before = try desk.bytes("party/" + final)
        func rerender(_ options: String...) async throws -> String? {
            let run =
                options.isEmpty
                ? await desk.booth("sessions", "rerender", "party", "1", "--json")
                : await desk.booth("sessions", "rerender", "party", "1", "--json", options[0])
            return try json(run).rows.first { $0[member: "kind"] == "final" }?[member: "state"]?.text
        }
        #expect(try await rerender() == "unchanged")
        try append(final)
        #expect(try await rerender("--dry-run") == "due")
        #expect(try await rerender() == "restored")
        #expect(try desk.bytes("party/" + final) == before)
        try append(final)
        #expect(try await rerender("--force") == "restored")
        #expect(try await rerender("--force") == "unchanged")
        #expect(await desk.booth("sessions", "check", "party").status == 0)
    }

    @Test func `A treated capture that was altered is made again`() async throws {
        try await desk.found()
        try await desk.hold(1)
        let words = ["sessions", "rerun", "party", "1", "--effect", "sepia"]
        #expect(await desk.booth(words[0], words[1], words[2], words[3], words[4], words[5]).out.contains("added"))
        let treated = try "Effects/" + #require(desk.names("party/Effects").first)
        try append(treated)
        let again = await desk.booth(words[0], words[1], words[2], words[3], words[4], words[5])
        #expect(again.out == "#1  \(treated)  restored\n", "\(again)")
    }

    @Test func `Too few captures read the same for every session`() async throws {
        try await desk.found()
        try await desk.hold(2)
        #expect(await desk.booth("event", "add-layout", "party", "collage").status == 0)
        let all = await desk.booth("sessions", "rerender", "party", "all", "--layout", "collage")
        let lines = all.said.split(separator: "\n")
        #expect(lines.map { $0.drop { $0 != "h" } }.count == 2 && all.status == 0, "\(all)")
        for number in 1...2 {
            #expect(lines.contains("booth: #\(number): has 1 of the 4 captures that layout collage shows"), "\(all)")
        }
        let one = await desk.booth("sessions", "rerender", "party", "1", "--layout", "collage")
        #expect(
            one.status != 0 && one.said.contains("#1: has 1 of the 4 captures that layout collage shows; name a layout")
        )
    }
}
