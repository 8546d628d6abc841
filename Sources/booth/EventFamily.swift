import Actions
import Engine
import Faults
import Sessions
import StrictJSON
import Terminal

extension Family {
    static let event = Family(
        name: "event", summary: "events: a folder with all that belongs to one gig",
        verbs: [
            newEvent, listEvents, showEvent, setEvent, addLayout, removeLayout, duplicateEvent, calibrateEvent,
            purgeEvent,
        ])

    private static let name = Option.single("name", "NAME", "what layouts show as {event.name}")
    private static let date = Option.single("date", "DATE", "what layouts show as {event.date}")
    private static let layout = Option.repeated("layout", "LAYOUT", "a layout of the event; it is copied into it")
    private static let workflow = Option.single(
        "workflow", "NAME", "the steps of a session: a file, or \(WorkflowLibrary.shipped) (attract to share)")
    private static let locale = Option.single(
        "locale", "LOCALE", "the language of dates and of what guests read: de, de-AT (en)")
    private static let zone = Option.single("zone", "ZONE", "time zone: Europe/Berlin (the booth's own)")
    private static let linkBase = Option.single("link-base", "URL", "what stands before a share token in a link")
    private static let value = Option.repeated(
        "value", "KEY=VALUE", "what layouts show as {value.KEY}: hashtag=#annaandben")
    private static let settings = OptionSection(
        "Settings", name, date, layout, workflow, locale, zone, linkBase, value)
    private static let said = OptionSection("Output", EventOptions.json)

    private static let newEvent = Verb(
        command: Command(
            "booth event new", "make an event", usages: ["EVENT --name NAME [OPTION…]"], sections: [settings, said],
            takesArguments: true)
    ) { arguments in
        guard let name = arguments[name] else { throw TerminalError.usage("--name NAME is needed") }
        var event = Event(name: name, date: arguments[date] ?? "")
        try change(&event, arguments)
        event.layouts = []
        let (workflow, layouts) = try steps(.standard, layouts: arguments[layout], arguments)
        let folder = try arguments.eventFolder()
        let made = try await EventEditor(folder, .this).found(event, workflow, layouts: layouts)
        return try tell(of: made, in: folder, arguments)
    }

    private static let duplicateEvent = Verb(
        command: Command(
            "booth event duplicate", "make an event with the settings of another, without its sessions",
            usages: ["EVENT NEW-EVENT [OPTION…]"], sections: [settings, said], takesArguments: true)
    ) { arguments in
        guard arguments.words.count == 2 else {
            throw TerminalError.usage("name the event and the folder of the new one")
        }
        let source = try arguments.eventFolder()
        let (workflow, further) = try steps(Workflow(in: source), layouts: arguments[layout], arguments)
        let target = EventFolder(arguments.words[1])
        let event = try await EventEditor(target, .this).duplicate(
            source, name: arguments[name], date: arguments[date], layouts: further, workflow: workflow
        ) { event in try change(&event, arguments) }
        return try tell(of: event, in: target, arguments)
    }

    /// The workflow that was asked for, with its layout unless others were named.
    private static func steps(
        _ standard: Workflow, layouts: [String], _ arguments: Arguments
    ) throws -> (Workflow, layouts: [String]) {
        guard let name = arguments[workflow] else { return (standard, layouts) }
        var workflow = try WorkflowLibrary.standard(program: programPath()).workflow(name)
        guard layouts.isEmpty else {
            workflow.settings.removeAll { $0.key == "layout" }
            return (workflow, layouts)
        }
        return (workflow, try Script(workflow).layout.map { [$0] } ?? [])
    }

    private static let showEvent = Verb(
        command: Command(
            "booth event show", "the settings of an event and what is in it", usages: ["EVENT"], sections: [said],
            takesArguments: true)
    ) { arguments in
        let record = try arguments.record()
        let (count, waiting) = (
            try await record.numbers().count, try await record.outboxCount(states: [.pending, .sending])
        )
        if arguments[EventOptions.json] {
            guard case .object(let members) = record.event.json else { return .ownBug }
            let more: [JSONValue.Member] = [
                .init("sessions", .integer(count)), .init("waiting", .integer(waiting)),
                .init("running", .bool(EventLock.isHeld(record.folder))),
            ]
            try Console.out(JSONValue.object(members + more).text(pretty: true) + "\n")
        } else {
            let event = record.event
            try Console.out(
                """
                \(event.name)\(event.date.isEmpty ? "" : ", " + event.date)
                  layouts   \(event.layouts.isEmpty ? "none" : event.layouts.joined(separator: ", "))
                  language  \(event.locale)\(event.zone.map { ", " + $0 } ?? "")
                  printer   \(event.destinations[.print] ?? "none named")
                  link      \(event.linkBase.map { $0 + "…" } ?? "none")
                  sessions  \(count)
                  outbox    \(waiting) waiting
                  screen    \(event.emptyScreens.last.map { "calibrated \($0.taken), \($0.path)" } ?? "not calibrated")
                  booth     \(EventLock.isHeld(record.folder) ? "running" : "not running")

                """)
        }
        return .done
    }

    private static func change(_ event: inout Event, _ arguments: Arguments) throws(TerminalError) {
        guard !event.name.allSatisfy(\.isWhitespace) else {
            throw .unexpected(option: "--name", expected: "what the event is called", found: event.name)
        }
        if let locale = arguments[locale] {
            guard Event.isLocale(locale) else {
                throw .unexpected(option: "--locale", expected: Event.localeExpected, found: locale)
            }
            event.locale = locale
        }
        if let zone = arguments[zone] {
            guard Event.isZone(zone) else {
                throw .unexpected(option: "--zone", expected: Event.zoneExpected, found: zone)
            }
            event.zone = zone
        }
        if let base = arguments[linkBase] {
            guard Event.isLinkBase(base) else {
                throw .unexpected(option: "--link-base", expected: Event.linkBaseExpected, found: base)
            }
            event.linkBase = base
        }
        for (name, text) in try arguments.pairs(value) {
            // As in layouts.
            let key = name.hasPrefix("value.") ? String(name.dropFirst(6)) : name
            if let flaw = Event.flaw(ofValue: key, text) { throw .usage("--value " + flaw) }
            event.values[key] = text
        }
    }

    private static func tell(of event: Event, in folder: EventFolder, _ arguments: Arguments) throws -> ExitStatus {
        if let advice = event.adviceOnLinks(in: folder) { Console.error("booth: \(advice.found); \(advice.remedy)\n") }
        if arguments[EventOptions.json] {
            try Console.out(event.json.text(pretty: true) + "\n")
        } else {
            try Console.out("\(folder.path)\n")
        }
        return .done
    }
}
