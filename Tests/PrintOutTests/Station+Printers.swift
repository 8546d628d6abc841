import Rigs

@testable import PrintOut

extension Station {
    var server: PrintServer { PrintServer(host: "127.0.0.1", port: port) }

    func printer(_ queue: String) throws -> CupsPrinter { try CupsPrinter(queue: queue, server: server) }
}
