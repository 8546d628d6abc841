import Files
import Glibc

/// What a kiosk finds on the machine that it runs on.
public struct Surroundings: Sendable {
    /// Variables of the environment.
    public var variables: [String: String]
    public var isRoot: Bool
    /// Whether systemd looks after it.
    public var hasSystemd: Bool
    /// Where the kernel has its displays.
    public var displays: String

    public init(variables: [String: String], isRoot: Bool, hasSystemd: Bool, displays: String = "/dev/dri") {
        (self.variables, self.isRoot) = (variables, isRoot)
        (self.hasSystemd, self.displays) = (hasSystemd, displays)
    }

    /// Those of this process.
    public static var own: Surroundings {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let sides = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if sides.count == 2 { variables[String(sides[0])] = String(sides[1]) }
            entry += 1
        }
        return Surroundings(
            variables: variables, isRoot: geteuid() == 0,
            hasSystemd: access("/run/systemd/system", F_OK) == 0)
    }

    /// The path of a program in PATH. Blocks.
    func program(_ name: String) -> String? {
        (variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map { "\($0)/\(name)" }
            .first(where: Self.canRun)
    }

    static func canRun(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// A variable that is set to something.
    func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Whether the kernel has a display. Blocks.
    var hasDisplay: Bool { ((try? entries(ofFolder: displays)) ?? []).contains { $0.hasPrefix("card") } }
}
