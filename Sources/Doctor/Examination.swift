public import Capture
public import Checks
public import Compositor
public import Files
public import Outgoing
public import Pages
public import PrintOut
public import Sessions
public import Work

/// What is asked at load-in: can a booth run on this event, here and now? Everything is looked at at once and nothing is
/// changed. What is looked at, each module says itself; `groups` puts their checks together.
public struct Examination: Sendable {
    public var folder: EventFolder
    /// One that has not been started. It is not touched while a booth runs on the event, because it belongs to that.
    public var camera: any Camera
    /// Where an event is printed, the first that can; empty when it is not to be, nil when nobody has said.
    public typealias Printers = @Sendable (Event?) throws(PrintError) -> [any Printer]?
    public var printers: Printers
    /// Where layouts are found that are not in the event yet.
    public var layouts: LayoutLibrary
    public var profiles: ProfileLibrary
    /// Where the words for guests are, `web/text/LANG.json`.
    public var texts: SearchPath
    /// How guests' screen and pages look.
    public var themes: ThemeLibrary
    /// Where destinations are found; nil: there are none.
    public var places: SendingPlaces?
    private let time: TimeSource

    public init(
        folder: EventFolder, camera: any Camera, layouts: LayoutLibrary, profiles: ProfileLibrary,
        texts: SearchPath, themes: ThemeLibrary, places: SendingPlaces? = nil, time: TimeSource = .system,
        printers: @escaping Printers
    ) {
        (self.folder, self.camera, self.layouts) = (folder, camera, layouts)
        (self.profiles, self.texts, self.time, self.printers) = (profiles, texts, time, printers)
        (self.places, self.themes) = (places, themes)
    }

    /// Everything that was found, always in the same order. Throws `noEvent` when there is none.
    public func findings() async throws(SessionsError) -> [Finding] {
        let (folder, places) = (folder, places)
        guard let settings = await time.within(.seconds(5), { await offPool { EventSettings(folder, places) } }) else {
            let report = CheckReport()
            report.fail("event", "\(folder.path) does not answer", "check the drive or the network that it is on")
            return report.close()
        }
        if case .failure(.noEvent(let path)) = settings.event { throw .noEvent(path: path) }
        let tries = await offPool { places.map { DestinationCheck(settings: settings, places: $0, time: time).groups } }
        return await (groups(settings, time) + (tries ?? [])).findings(by: time)
    }
}
