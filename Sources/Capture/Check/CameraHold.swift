internal import Checks
internal import Faults
internal import Files
internal import Glibc

/// What stands between a camera on the USB and this program: permissions, and programs of the desktop.
struct CameraHold {
    /// What the kernel knows of USB devices, and where their nodes are.
    var devices = "/sys/bus/usb/devices"
    var nodes = "/dev/bus/usb"

    static func look(_ report: CheckReport) {
        CameraHold().lookAtPermissions(report)
        look(at: Culprit.desktop(), report)
    }

    /// Every still-image device (USB class 6) needs a node that this user may write.
    func lookAtPermissions(_ report: CheckReport) {
        for interface in ((try? entries(ofFolder: devices)) ?? []).sorted() where interface.contains(":") {
            guard attribute("bInterfaceClass", of: interface) == "06" else { continue }
            // "1-4:1.0" is an interface of the device "1-4".
            let device = interface.split(separator: ":").first.map(String.init) ?? interface
            guard let bus = attribute("busnum", of: device).flatMap({ Int($0) }),
                let number = attribute("devnum", of: device).flatMap({ Int($0) })
            else { continue }
            let node = "\(nodes)/\(bus.padded(to: 3))/\(number.padded(to: 3))"
            guard faccessat(AT_FDCWD, node, R_OK | W_OK, AT_EACCESS) != 0 else { continue }
            let name = attribute("product", of: device) ?? "a camera"
            report.fail(
                "usb",
                "\(name) is plugged in, but this user may not use it (\(node): \(String(cString: strerror(errno))))",
                "add the user to group plugdev and log in again, or install libgphoto2's udev rules")
        }
    }

    static func look(at programs: [String], _ report: CheckReport) {
        guard !programs.isEmpty else { return }
        report.warn(
            "desktop", "\(programs.joined(separator: " and ")) runs and takes cameras for itself",
            "gio mount -s gphoto2, then: systemctl --user mask --now gvfs-gphoto2-volume-monitor.service")
    }

    private func attribute(_ name: String, of device: String) -> String? {
        guard let file = fopen("\(devices)/\(device)/\(name)", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return nil }
        return String(decoding: line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
