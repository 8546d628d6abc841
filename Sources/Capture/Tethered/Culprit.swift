internal import Files
internal import Glibc

/// Who holds a USB device: the program that has its node open, found in /proc as far as this user may look.
public enum Culprit {
    /// Programs of the desktop that run now and take cameras for themselves: gvfs-gphoto2-volume-monitor waits for one to
    /// be plugged in, gvfsd-gphoto2 has one.
    public static func desktop() -> [String] {
        let processes = ((try? entries(ofFolder: "/proc")) ?? []).filter { Int($0) != nil }
        return Set(processes.map(name(of:)).filter(isOfDesktop)).sorted()
    }

    private static func isOfDesktop(_ name: String) -> Bool {
        name.hasPrefix("gvfs-gphoto2") || name.hasPrefix("gvfsd-gphoto2")
    }

    static func program(holding port: String) -> String? {
        // "usb:001,007" is /dev/bus/usb/001/007.
        let numbers = port.split(separator: ":").last?.split(separator: ",") ?? []
        guard port.hasPrefix("usb:"), numbers.count == 2 else { return nil }
        let node = "/dev/bus/usb/\(numbers[0])/\(numbers[1])"
        let processes = ((try? entries(ofFolder: "/proc")) ?? []).filter { Int($0) != nil }
        let holder = processes.first { process in
            let folder = "/proc/\(process)/fd"
            return ((try? entries(ofFolder: folder)) ?? []).contains { target(of: folder + "/" + $0) == node }
        }
        // Its files may be another user's; the desktop's own monitor is the usual one then.
        return (holder ?? processes.first { isOfDesktop(name(of: $0)) }).map { name(of: $0) }
    }

    private static func target(of link: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 128)
        let count = readlink(link, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }

    private static func name(of process: String) -> String {
        guard let file = open("/proc/\(process)/cmdline", O_RDONLY | O_CLOEXEC) as Int32?, file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = max(0, read(file, &buffer, buffer.count))
        let path = String(decoding: buffer[..<count].prefix { $0 != 0 }, as: UTF8.self)
        return path.split(separator: "/").last.map(String.init) ?? ""
    }
}
