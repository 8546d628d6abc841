import Glibc

/// Where programs of this user keep what they know between two runs: `$XDG_STATE_HOME/boothkit`, by default below `~/.local/state`.
public func stateFolder() throws(FilesError) -> String { try ownFolder("XDG_STATE_HOME", else: ".local/state") }

/// Where this user's settings are that belong to no event: `$XDG_CONFIG_HOME/boothkit`, by default below `~/.config`.
public func settingsFolder() throws(FilesError) -> String { try ownFolder("XDG_CONFIG_HOME", else: ".config") }

private func ownFolder(_ variable: String, else standard: String) throws(FilesError) -> String {
    func path(_ variable: String) -> String? {
        getenv(variable).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    if let folder = path(variable) { return folder + "/boothkit" }
    if let home = path("HOME") { return "\(home)/\(standard)/boothkit" }
    throw .cannotCreate(path: "boothkit", reason: "neither \(variable) nor HOME is set")
}
