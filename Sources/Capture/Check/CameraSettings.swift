internal import Checks

/// Settings of a body that spoil a night when they are wrong. Bodies call the same thing by different names.
struct CameraSettings {
    private let settings: [Setting]

    init(_ settings: [Setting]) { self.settings = settings }

    func look(_ report: CheckReport) {
        lookAtTarget(report)
        lookAtFocus(report)
        lookAtFormat(report)
        lookAtPowerOff(report)
    }

    private func value(_ names: String...) -> String? {
        names.lazy.compactMap { name in settings.first { $0.name == name }?.value }.first { !$0.isEmpty }
    }

    private func lookAtTarget(_ report: CheckReport) {
        guard let target = value("capturetarget") else {
            return report.ok("capture target", "the camera does not tell where it keeps pictures")
        }
        let word = target.lowercased()
        if word.contains("ram") || word.contains("memory buffer") {
            report.warn(
                "capture target", "\(target): a picture is lost when the cable breaks before it is fetched",
                "put a card into the camera")
        } else {
            report.ok("capture target", target)
        }
    }

    private func lookAtFocus(_ report: CheckReport) {
        guard let focus = value("focusmode", "focusmode2") ?? value("autofocus").map({ "autofocus \($0.lowercased())" })
        else {
            return report.ok("focus", "the camera does not tell; look at the switch on the lens")
        }
        let word = focus.lowercased()
        if ["servo", "af-c", "continuous"].contains(where: word.contains) {
            report.warn(
                "focus", "\(focus): follows what moves, and shoots unsharp pictures, too",
                "set it to One Shot or AF-S, or to manual at the distance of the guests")
        } else if word.hasPrefix("mf") || word.contains("manual") {
            report.ok("focus", "\(focus): sharp at one distance only")
        } else {
            report.ok("focus", focus)
        }
    }

    /// A camera that switches itself off between two guests is gone for the next one. Bodies tell seconds, minutes or a word.
    private func lookAtPowerOff(_ report: CheckReport) {
        guard let time = value("autopoweroff", "poweroff", "autooff", "powersave", "autometerofftime", "meterofftime")
        else {
            return report.ok("auto power off", "the camera does not tell; look into its menu")
        }
        if Self.staysOn(time) {
            report.ok("auto power off", time)
        } else {
            report.warn(
                "auto power off", "\(time): the camera switches itself off between two guests",
                "set it to never in the camera's menu, and use a mains adapter")
        }
    }

    /// "0", "Off", "Disable", "Never", "No limit", and what stands for them in bits: 4294967295.
    static func staysOn(_ time: String) -> Bool {
        let word = time.lowercased()
        return ["off", "disable", "never", "no limit", "unlimited", "none"].contains(where: word.contains)
            || Double(word.prefix { $0.isNumber || $0 == "." }).map { $0 == 0 || $0 >= 4_294_967_295 } ?? false
    }

    private func lookAtFormat(_ report: CheckReport) {
        guard let format = value("imageformat", "imagequality") else {
            return report.ok("picture format", "the camera does not tell")
        }
        if Self.isRawOnly(format) {
            report.warn(
                "picture format", "\(format): raw files only, which take seconds to fetch and to show",
                "set the camera to JPEG, or to RAW + JPEG")
        } else {
            report.ok("picture format", format)
        }
    }

    /// "RAW", "cRAW", "NEF (Raw)", but not "RAW + Large Fine JPEG" or "NEF+Fine".
    static func isRawOnly(_ format: String) -> Bool {
        let word = format.lowercased()
        return ["raw", "nef", "arw"].contains(where: word.contains)
            && !word.contains("+") && !["jpeg", "jpg", "fine", "norm", "basic"].contains(where: word.contains)
    }
}
