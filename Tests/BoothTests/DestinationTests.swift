import Foundation
import Rigs
import Testing

/// Destinations as an operator tries them before an event.
@Suite struct DestinationTests {
    let desk: Desk
    init() throws { desk = try Desk() }

    private static let hasRclone = ["/usr/bin", "/usr/local/bin"].contains {
        FileManager.default.isExecutableFile(atPath: $0 + "/rclone")
    }

    @Test(.enabled(if: hasRclone, "rclone is not installed"), arguments: ["RCLONE_CONFIG", "XDG_CONFIG_HOME"])
    func `A remote is found in the rclone.conf that the operator uses`(variable: String) async throws {
        try desk.put(#"{"destinations":[{"name":"drive","kind":"rclone","remote":"cloud:"}]}"#, at: "destinations.json")
        try desk.put("[cloud]\ntype = alias\nremote = \(desk.path)/cloud\n", at: "own/rclone/rclone.conf")
        try FileManager.default.createDirectory(atPath: desk.path + "/cloud", withIntermediateDirectories: true)
        try await desk.found()
        try FileManager.default.moveItem(
            atPath: desk.path + "/destinations.json", toPath: desk.path + "/party/destinations.json")
        let elsewhere = await desk.booth("destination", "test", "party", "drive")
        #expect(
            elsewhere.status == 1 && (elsewhere.out + elsewhere.said).contains("didn't find section in config file"),
            "\(elsewhere)")
        let value = desk.path + (variable == "RCLONE_CONFIG" ? "/own/rclone/rclone.conf" : "/own")
        let (program, path, environment) = (Programs.folder + "/booth", desk.path, desk.environment)
        let found = await Programs.blocking {
            Programs.run(
                program, ["destination", "test", "party", "drive"],
                environment: environment.merging([variable: value]) { $1 },
                in: path)
        }
        #expect(found.status == 0 && found.out.contains("delete it: done"), "\(found)")
    }
}
