public import Capture
public import Compositor
public import PrintOut
public import Sessions
import Work

/// What is asked at load-in: can a booth run on this event, here and now? Everything is looked at at once and nothing is
/// changed. Each group of checks has a deadline of its own, so that one that hangs or fails hides no other.
public struct Doctor: Sendable {
    public enum Grade: String, Sendable, CaseIterable {
        case ok, warning, failure
    }

    public struct Finding: Equatable, Sendable {
        /// What was looked at: "camera", "paper 4x6".
        public let check: String
        public let grade: Grade
        public let found: String
        /// What to do; nil for what is ok.
        public let remedy: String?
    }

    public var folder: EventFolder
    /// One that has not been started. It is not touched while a booth runs on the event, because it belongs to that.
    public var camera: any Camera
    /// Where an event is printed, the first that can; empty when it is not to be, nil when nobody has said.
    public typealias Printers = @Sendable (Event?) throws(PrintError) -> [any Printer]?
    public var printers: Printers
    /// Where layouts are found that are not in the event yet.
    public var layouts: LayoutLibrary
    public var profiles: ProfileLibrary

    public init(
        folder: EventFolder, camera: any Camera, layouts: LayoutLibrary, profiles: ProfileLibrary,
        printers: @escaping Printers
    ) {
        (self.folder, self.camera, self.layouts) = (folder, camera, layouts)
        (self.profiles, self.printers) = (profiles, printers)
    }

    /// Everything that was found, always in the same order. Throws `noEvent` when there is none.
    public func examine() async throws(SessionsError) -> [Finding] {
        let folder = folder
        guard let settings = await TimeSource.system.within(.seconds(5), { await offPool { EventSettings(folder) } })
        else {
            let report = Report()
            report.fail("event", "\(folder.path) does not answer", "check the drive or the network that it is on")
            return report.close()
        }
        if case .failure(.noEvent(let path)) = settings.event { throw .noEvent(path: path) }
        let groups = groups(settings)
        return await withTaskGroup(of: (Int, [Finding]).self) { tasks in
            for (index, group) in groups.enumerated() { tasks.addTask { (index, await group.findings()) } }
            var all: [Int: [Finding]] = [:]
            for await (index, findings) in tasks { all[index] = findings }
            return groups.indices.flatMap { all[$0]! }
        }
    }

    /// In the order of the page.
    private func groups(_ settings: EventSettings) -> [CheckGroup] {
        let drive = "check the drive that the event is on"
        let event = EventCheck(settings: settings)
        let layouts = LayoutCheck(settings: settings, library: layouts)
        let camera = CameraCheck(camera: camera, isTaken: settings.isRunning)
        let printer = PrinterCheck(
            settings: settings, layouts: layouts, makePrinters: printers, profiles: profiles)
        let disk = DiskCheck(settings: settings, layouts: layouts)
        let permissions = PermissionCheck(settings: settings)
        return [
            CheckGroup("event", within: .seconds(10), otherwise: drive, blocking: event.look),
            CheckGroup(
                "layouts", within: .seconds(20), otherwise: "render --validate tells which one takes so long",
                blocking: layouts.look),
            CheckGroup(
                "camera", within: .seconds(12), otherwise: "switch it off and on, and check its cable", camera.look),
            CheckGroup(
                "printer", within: .seconds(5), otherwise: "check the print server: booth printer list", printer.look),
            CheckGroup("disk", within: .seconds(5), otherwise: drive, blocking: disk.look),
            CheckGroup("clock", within: .seconds(5), otherwise: drive, blocking: ClockCheck(settings: settings).look),
            CheckGroup("permissions", within: .seconds(5), otherwise: drive, blocking: permissions.look),
        ]
    }
}
