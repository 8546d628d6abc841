import Rigs

@testable import PrintOut

extension Station {
    var server: PrintServer { PrintServer(host: "127.0.0.1", port: port) }

    /// The program, beside the tests.
    static var booth: String { Programs.folder + "/booth" }

    func printer(_ queue: String) throws -> CupsPrinter { try CupsPrinter(queue: queue, server: server) }
}
