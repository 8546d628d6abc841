import Faults
import Testing

@testable import Capture

@Suite struct ComplaintTests {
    @Test(
        arguments: [
            (-1, "Out of Focus", .outOfFocus),
            (-1, "Canon EOS Capture failed to release: Perhaps no focus?", .outOfFocus),
            (-1, "PTP Store Full", .cardFull), (-3, "memorycard ran full", .cardFull),
            (-1, "Battery low", .batteryLow(level: nil)),
            (-53, "", .claimed(program: nil)), (-1, "Could not claim the USB device", .claimed(program: nil)),
            (-110, "", .busy), (-1, "PTP Device Busy", .busy), (-1, "Nikon: camera not ready (0xa102)", .busy),
            (-7, "I/O", .lost(.trigger, detail: "I/O")), (-52, "", .lost(.trigger, detail: "error -52")),
            (-105, "gone", .lost(.trigger, detail: "gone")), (-10, "", .timedOut(.trigger)), (-112, "", .cancelled),
            (-6, "", .unsupported("pressing the shutter")), (-1, "no idea", .refused(.trigger, detail: "no idea")),
            (-1, "enable liveview failed (0xa004)", .refused(.trigger, detail: "enable liveview failed (0xa004)")),
        ] as [(Int, String, CameraError)]) func `Code and text together tell what is wrong`(
            code: Int, text: String, expected: CameraError
        )
    {
        #expect(Complaint.meaning(code: code, text: text, while: .trigger) == expected)
    }

    @Test func `No camera at the start is nothing lost`() {
        #expect(Complaint.meaning(code: -105, text: "", while: .connecting) == .absent(wanted: nil))
    }

    @Test(
        arguments: [
            .absent(wanted: nil), .absent(wanted: "1"), .claimed(program: nil), .claimed(program: "gvfsd"), .busy,
            .outOfFocus,
            .lost(.downloading, detail: "x"), .cardFull, .batteryLow(level: "5%"), .timedOut(.collecting), .cancelled,
            .closed,
            .notAPicture(name: "a", detail: "b"), .unsupported("x"), .refused(.idle, detail: "x"),
            .notStored(path: "/a", reason: "full"), .diskFull(path: "/a"),
            .badFolder(path: "/a", reason: "no pictures in it", remedy: "put some there"),
            .noWorker(program: "a", reason: "b"),
        ] as [CameraError]) func `Each error has one line for the operator and a notice for guests`(
            error: CameraError
        )
    {
        #expect(!error.description.contains("\n") && error.description.count > 20)
        #expect(error.guest != nil)
    }

    @Test func `The program that holds a device is found by its open file`() {
        #expect(Culprit.program(holding: "ptpip:192.168.1.5") == nil)
        // At most the desktop's monitor, if this machine has one.
        #expect(Culprit.program(holding: "usb:999,999")?.hasPrefix("gvfs") ?? true)
    }
}
