import Glibc

/// Where programs of this user keep what they know between two runs: `$XDG_STATE_HOME/boothkit`, by default below `~/.local/state`.
public func stateFolder() throws(FilesError) -> String {
    func path(_ variable: String) -> String? {
        getenv(variable).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    if let state = path("XDG_STATE_HOME") { return state + "/boothkit" }
    if let home = path("HOME") { return home + "/.local/state/boothkit" }
    throw .cannotCreate(path: "boothkit", reason: "neither XDG_STATE_HOME nor HOME is set")
}
