public import Faults

/// Why there can be no screen on this machine as it is.
public enum KioskError: Fault, Equatable {
    /// There is no chromium in PATH.
    case noBrowser
    /// What `--browser` names cannot be run.
    case badBrowser(path: String)
    /// A desktop was asked for, and none runs.
    case noDesktop
    /// No desktop runs, and these programs of these packages are missing, which would do without one.
    case missing(programs: [String], packages: [String])
    /// No desktop runs, and root may not start cage.
    case root(event: String)
    /// No desktop runs, and the login did not give this user a folder for what runs.
    case noRuntimeFolder
    /// No desktop runs, and the kernel knows no display.
    case noDisplay
    /// Another `booth kiosk` shows the event already.
    case shownAlready(event: String)
    /// The browser's folder cannot be made.
    case profile(path: String, reason: String)

    public var report: FaultReport {
        switch self {
        case .noBrowser:
            FaultReport(
                "no browser is installed that could show the screen",
                remedy: "apt-get install chromium, or name one with --browser PATH", status: .notThere)
        case .badBrowser(let path):
            FaultReport(
                "\(path): this is no program that can be run", remedy: "name a browser of chromium's kind",
                status: .notThere)
        case .noDesktop:
            FaultReport(
                "no desktop runs for this user: neither WAYLAND_DISPLAY nor DISPLAY leads to one",
                remedy: "begin this in a terminal of the desktop, or do without one by --cage", status: .notThere)
        case .missing(let programs, let packages):
            FaultReport(
                "no desktop runs here, and without one \(programs.joined(separator: " and ")) would be needed",
                remedy: "apt-get install \(packages.joined(separator: " "))", status: .notThere)
        case .root(let event):
            FaultReport(
                "no desktop runs here, and cage refuses to run as root",
                remedy: "run it as the booth's user: sudo -u booth booth kiosk \(event), or by boothkit-kiosk@.service",
                status: .permission)
        case .noRuntimeFolder:
            FaultReport(
                "no desktop runs here, and XDG_RUNTIME_DIR is not set, which cage needs",
                remedy: "log in at the booth itself, or enable boothkit-kiosk@.service, which does so",
                status: .notThere)
        case .noDisplay:
            FaultReport(
                "no desktop runs here, and this machine has no display: /dev/dri is empty",
                remedy: "connect one, and see that its kernel driver is loaded", status: .notThere)
        case .shownAlready(let event):
            FaultReport(
                "\(event): another booth kiosk shows it already", remedy: "end that one first", status: .tryAgain)
        case .profile(let path, let reason):
            FaultReport("\(path): the browser's folder cannot be made (\(reason))", status: .cannotCreate)
        }
    }
}
