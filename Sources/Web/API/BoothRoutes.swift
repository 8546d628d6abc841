import Actions
import Capture
import Checks
import Doctor
import Engine
import Faults
import PrintOut
import Sessions
import StrictJSON
import Work

extension Route {
    static let booth: [Route] =
        [
            .api(.get, "/api/status", showStatus),
            .api(.get, "/api/doctor", examine),
            .api(.get, "/api/printers", listPrinters),
        ]
        + ["next", "retake", "restart", "stop", "start", "print-last", "present", "answer", "language"].map { word in
            .api(.post, "/api/booth/\(word)") { try await command(word, $0, $1) }
        }

    private static func showStatus(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        return try await site.status()
    }

    /// The same door as `booth ctl`. What needs a place and names none gets the one that the booth shows now.
    private static func command(_ word: String, _ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let keys = try request.node.object()
        let needsValue = ["answer", "language"].contains(word)
        let given = needsValue ? try keys.required("value") : word == "retake" ? keys.optional("value") : nil
        let value = try given?.string(limit: 16_000)
        let place = try keys.optional("at").map { (node) throws(StrictJSONError) in try Place(node) }
        try keys.finish()
        guard let command = BoothCommand(word, value: value) else { throw APIError(status: 404, "\(word): no command") }
        guard let engine = site.engine else {
            let folder = site.folder
            return EventSite.running(
                try await offPool { () throws(EngineError) in
                    try BoothControl.send(word, value: value, at: place, to: folder)
                })
        }
        let shown = command.needsPlace ? engine.view.now.place : nil
        return EventSite.running(engine.json(of: try await engine.perform(command, at: place ?? shown)))
    }

    /// As `booth doctor` has it, with the devices that the query names. The camera of a booth that runs is left alone.
    private static func examine(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        let query = try request.query("camera", "port", "model", "printer")
        let choice = CameraChoice(camera: query["camera"], port: query["port"], model: query["model"])
        let names = query["printer"].map { [$0] } ?? []
        let examination = Examination(
            folder: site.folder, camera: try choice.camera(worker: site.installation.cameraWorker),
            layouts: site.installation.layouts,
            profiles: site.installation.profiles, texts: site.installation.texts, themes: site.installation.themes,
            places: site.installation.places
        ) { event throws(PrintError) in
            try printers(names, of: event, in: site.folder, makesFolders: false)
        }
        let findings = try await examination.findings()
        return APIAnswer([
            "ready": .bool(!findings.contains { $0.grade == .failure }), "findings": .array(findings.map(\.json)),
        ])
    }

    /// The queues of the print server, and the printers that event.json names.
    private static func listPrinters(_ request: APIRequest, _ site: EventSite) async throws -> APIAnswer {
        _ = try request.query()
        let list = await offPool { site.event }.destinations[.print]
        let own = list.map { printerNames($0, from: site.folder.path) } ?? []
        var names = own
        var problem: PrintError?
        do throws(PrintError) {
            names += try await CupsPrinter.queues(of: .standard).filter { !own.contains($0) }
        } catch { problem = error }
        var rows: [JSONValue] = []
        for name in names {
            let row: JSONValue
            do {
                let queue = try await offPool { try printer(named: name, makesFolder: false) }
                row = try await queue.condition().json(queue: name)
            } catch { row = ["queue": .string(name), "state": "away", "message": .string("\(error)")] }
            guard case .object(let members) = row else { continue }
            rows.append(.object(members + [.init("event", .bool(own.contains(name)))]))
        }
        return APIAnswer(
            .object(present: ["printers": .array(rows), "problem": problem.map { .string("\($0)") }]))
    }
}
