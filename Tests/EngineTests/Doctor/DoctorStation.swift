import Foundation
import PrintOut

/// The tests' own print server: see `Tests/PrintOutTests/print-server`. Stopped when the process ends.
final class DoctorStation: Sendable {
    let server: PrintServer
    private static let folder = "/tmp/boothkit-doctor-\(UUID().uuidString.prefix(8))"

    /// nil where there cannot be one.
    static let shared: DoctorStation? = {
        for _ in 0..<5 {
            let port = Int.random(in: 30_000...39_990)
            guard script("start", folder, "\(port)") != 0 else {
                atexit {
                    _ = DoctorStation.script("stop", DoctorStation.folder)
                    try? FileManager.default.removeItem(atPath: DoctorStation.folder)
                }
                return DoctorStation(port: port)
            }
        }
        return nil
    }()

    private init(port: Int) { server = PrintServer(host: "127.0.0.1", port: port) }

    private static func script(_ words: String...) -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: DoctorEvent.root + "/Tests/PrintOutTests/print-server")
        process.arguments = words
        // A pipe would stay open in the servers that the script leaves behind.
        (process.standardInput, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
