import Glibc

/// On what the browser opens its window.
public enum Surface: Sendable, Equatable {
    /// A desktop that speaks Wayland.
    case wayland
    /// A desktop that speaks X11.
    case x11
    /// None runs: cage, a program at this path, shows one window on the whole display and nothing else.
    case cage(path: String)

    /// What the operator asks for.
    public enum Wish: Sendable { case any, desktop, cage }

    /// Finds one, or says what is missing. Blocks.
    static func found(
        _ wish: Wish, in surroundings: Surroundings, for event: String
    ) throws(KioskError) -> Surface {
        if wish != .cage, let desktop = desktop(in: surroundings) { return desktop }
        guard wish != .desktop else { throw .noDesktop }
        return try cage(in: surroundings, for: event)
    }

    private static func desktop(in surroundings: Surroundings) -> Surface? {
        if let name = surroundings.variable("WAYLAND_DISPLAY") {
            // A shell may have the variable of a desktop that has ended.
            let folder = surroundings.variable("XDG_RUNTIME_DIR") ?? ""
            if access(name.hasPrefix("/") ? name : folder + "/" + name, F_OK) == 0 { return .wayland }
        }
        return surroundings.variable("DISPLAY") == nil ? nil : .x11
    }

    private static func cage(in surroundings: Surroundings, for event: String) throws(KioskError) -> Surface {
        // Debian's cage ends when it finds no Xwayland, though nothing here speaks X11.
        let needed = [(program: "cage", package: "cage"), (program: "Xwayland", package: "xwayland")]
        let absent = needed.filter { surroundings.program($0.program) == nil }
        guard absent.isEmpty, let path = surroundings.program("cage") else {
            throw .missing(programs: absent.map(\.program), packages: absent.map(\.package))
        }
        guard !surroundings.isRoot else { throw .root(event: event) }
        guard surroundings.variable("XDG_RUNTIME_DIR") != nil else { throw .noRuntimeFolder }
        // With backends of its own it needs no display of the kernel's.
        guard surroundings.variable("WLR_BACKENDS") != nil || surroundings.hasDisplay else { throw .noDisplay }
        return .cage(path: path)
    }

    /// What Chromium calls it.
    var platform: String { self == .x11 ? "x11" : "wayland" }

    /// The words that run `words` on it.
    func running(_ words: [String]) -> [String] {
        if case .cage(let path) = self { [path, "--"] + words } else { words }
    }

    /// Variables for what runs on it. A booth may have no keyboard and no mouse, at least not yet.
    var variables: [String: String] { if case .cage = self { ["WLR_LIBINPUT_NO_DEVICES": "1"] } else { [:] } }

    /// For a line in a log.
    var words: String {
        switch self {
        case .wayland: "on the desktop (Wayland)"
        case .x11: "on the desktop (X11)"
        case .cage: "under cage"
        }
    }
}
