public import Faults

/// Why a print does not go on, in words for the guest and for the operator.
public struct Attention: Equatable, Sendable {
    public enum Cause: String, Sendable, CaseIterable {
        case serverAway = "server-away"
        case stopped, rejecting, full, held, offline, jam, other
        case mediaEmpty = "media-empty"
        case supplyEmpty = "supply-empty"
        case coverOpen = "cover-open"
        case trayMissing = "tray-missing"
        case outputFull = "output-full"
        case driver = "driver"
    }

    public var cause: Cause
    /// What the server or the printer said.
    public var detail: String

    public init(_ cause: Cause, detail: String = "") { (self.cause, self.detail) = (cause, detail) }

    /// From printer-state-reasons: the first that stops a print. Servers change the ending (media-empty-error,
    /// media-empty-warning, media-empty), so the stem decides.
    init?(reasons: [String], message: String) {
        // Some servers say the reason's name once more.
        let message = reasons.contains(message) ? "" : message
        for reason in reasons {
            let stem = Self.stem(reason)
            if let cause = Self.stems[stem] {
                self.init(cause, detail: message)
                return
            }
            // An unknown error stops the print, an unknown warning or report does not.
            if reason.hasSuffix("-error") {
                self.init(.other, detail: message.isEmpty ? stem : "\(stem): \(message)")
                return
            }
        }
        return nil
    }

    static func stem(_ reason: String) -> String {
        for ending in ["-report", "-warning", "-error"] where reason.hasSuffix(ending) {
            return String(reason.dropLast(ending.count))
        }
        return reason
    }

    /// Names of the PWG and of CUPS' backends.
    private static let stems: [String: Cause] = [
        "media-empty": .mediaEmpty, "media-needed": .mediaEmpty, "marker-supply-empty": .supplyEmpty,
        "marker-supply-missing": .supplyEmpty, "toner-empty": .supplyEmpty, "media-jam": .jam, "cover-open": .coverOpen,
        "door-open": .coverOpen, "interlock-open": .coverOpen, "offline": .offline, "shutdown": .offline,
        "timed-out": .offline, "input-tray-missing": .trayMissing, "output-area-full": .outputFull,
        "output-tray-missing": .trayMissing, "cups-missing-filter": .driver, "cups-insecure-filter": .driver,
    ]

    public var forGuest: GuestNotice {
        switch cause {
        case .mediaEmpty, .supplyEmpty: .paper
        case .jam, .coverOpen, .trayMissing, .outputFull: .printerHand
        case .full: .printerFull
        case .serverAway, .stopped, .rejecting, .held, .offline, .driver, .other: .printer
        }
    }

    public var forOperator: String {
        let words =
            switch cause {
            case .serverAway: "the print server cannot be reached"
            case .stopped: "the queue is stopped"
            case .rejecting: "the queue takes no prints"
            case .full: "the queue takes no further prints now"
            case .held: "the server holds the job"
            case .offline: "the printer is off or unplugged"
            case .jam: "paper is jammed"
            case .mediaEmpty: "out of paper"
            case .supplyEmpty: "out of ribbon"
            case .coverOpen: "a cover is open"
            case .trayMissing: "a tray is missing"
            case .outputFull: "the output tray is full"
            case .driver: "the printer's driver is missing or broken"
            case .other: "the printer reports a problem"
            }
        return detail.isEmpty ? words : "\(words): \(detail)"
    }

    /// What the operator does about it.
    public var remedy: String {
        switch cause {
        case .serverAway: "start it (systemctl start cups); prints wait until then"
        case .stopped, .rejecting: "put the printer right, then: booth printer resume"
        case .full: "it goes on by itself when others are out; if not, look at MaxJobs… and quotas of the print server"
        case .held: "let it go with: lp -i JOB -H resume; where the queue holds new jobs: cupsenable --release QUEUE"
        case .offline: "switch it on and look at its cable; it goes on by itself"
        case .jam: "take the paper out; it goes on by itself"
        case .mediaEmpty: "load paper; it goes on by itself"
        case .supplyEmpty: "put in a ribbon; it goes on by itself"
        case .coverOpen: "close it; it goes on by itself"
        case .trayMissing: "put it in; it goes on by itself"
        case .outputFull: "empty it; it goes on by itself"
        case .driver: "install the driver of the printer again, then: booth printer resume"
        case .other: "look at the printer"
        }
    }
}

extension PrinterCondition {
    /// The first of its reasons that stops prints; on an idle printer it may be that of a job that is gone.
    public var complaint: Attention? { Attention(reasons: reasons, message: message) }
}
