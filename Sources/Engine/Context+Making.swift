import Capture
import Darkroom
import Outgoing
import Pages
import Sessions
import Work

extension Context {
    /// Reads and checks what the booth goes by.
    init(_ record: EventRecord, _ camera: any Camera, _ options: Engine.Options) throws(EngineError) {
        let workflow: Workflow
        do throws(SessionsError) { workflow = try Workflow(in: record.folder) } catch { throw .record(error) }
        let script = try Script(workflow, document: record.folder.workflow, locale: record.event.locale)
        let spoken = try Self.words(of: record.event, options)
        var scripts: [String: Script] = [:]
        for language in spoken.all.keys {
            scripts[language] = try Script(workflow, document: record.folder.workflow, locale: language)
        }
        var making = Darkroom.Options()
        making.forgives = true
        let darkroom = Darkroom(record: record, library: options.layouts, options: making)
        let (view, log) = (PublishedView(words: spoken), Broadcast<String>())
        self.init(
            record: record, script: script, options: options, camera: camera, darkroom: darkroom,
            prints: options.printers.isEmpty
                ? nil : try EventPrints(record: record, darkroom: darkroom, script: script, options),
            sender: try Self.sender(of: record, options, spoken), view: view, log: log, spoken: spoken,
            scripts: scripts, troubles: Troubles(view: view, log: log, words: spoken),
            watchdog: Watchdog(time: options.time), storage: Storage(record.folder, time: options.time),
            clock: WallClock(options.time), lanes: BackgroundLanes(time: options.time, view: view, log: log),
            stranded: StrandedPictures(), looks: LiveLooks(darkroom, options.time),
            localLinks: LocalLinks(), live: LiveFeed(camera, view, options.time))
    }

    private static func words(of event: Event, _ options: Engine.Options) throws(EngineError) -> GuestWords {
        do throws(PagesError) {
            return GuestWords(
                try Words(locale: event.locale, in: options.texts, own: event.words),
                all: try Words.all(in: options.texts, own: event.words))
        } catch { throw .words(error) }
    }

    private static func sender(
        of record: EventRecord, _ options: Engine.Options, _ spoken: GuestWords
    ) throws(EngineError) -> EventSender {
        do throws(OutgoingError) {
            return try EventSender(
                of: record, in: options.places, except: Set(options.transports.keys), words: { spoken.now(in: $0) },
                themes: options.themes, time: options.time)
        } catch { throw .outgoing(error) }
    }
}
