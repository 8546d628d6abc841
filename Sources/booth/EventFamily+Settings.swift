import Compositor
import Darkroom
import Effects
import Engine
import Faults
import Files
import PrintOut
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let said = OptionSection("Output", EventOptions.json)

    static let setEvent = Verb(
        command: Command(
            "booth event set", "change a setting in event.json, after checking it as a booth does when it opens",
            usages: ["EVENT KEY VALUE", "EVENT KEY \"\"          take the setting away"],
            sections: [said], takesArguments: true,
            examples: [
                .init("booth event set party date \"14 June 2026\"", "what layouts show as {event.date}"),
                .init("booth event set party values.hashtag \"#annaandben\"", "what layouts show as {value.hashtag}"),
                .init("booth event set party destinations.print rx1,rx2", "the printers: rx2 when rx1 cannot"),
                .init(
                    "booth event set party keepDays 90",
                    "docs/EVENT.md explains: \(Event.settings.joined(separator: ", "))"),
            ])
    ) { arguments in
        guard arguments.words.count > 1 else {
            throw TerminalError.usage(
                "name an event, a setting and its value",
                remedy: "settings are \(Event.settings.joined(separator: ", "))")
        }
        let (folder, key) = (try arguments.eventFolder(), arguments.words[1])
        let words = Array(arguments.words[2...])
        try Event.requireSetting(key)
        guard !words.isEmpty else {
            throw TerminalError.usage("\(key): needs a value", remedy: "\"\" takes the setting away")
        }
        // One that cannot be read is put right by another value.
        let present = try? Event(in: folder)
        var value = words
        if key == "effects" { for word in words where !word.isEmpty { _ = try EffectCall(parsing: word) } }
        if key == "layouts" { value = try layouts(words.filter { !$0.isEmpty }, of: Event(in: folder), in: folder) }
        if key == "destinations.print" { try requirePrinters(words.joined(separator: ","), in: folder) }
        let event = try Event.set(key, to: value, in: folder) { (event) throws(SessionsError) in
            let kinds = OutboxItem.Kind.allCases.filter { key == "destinations.\($0.rawValue)" }
            try event.requireSenders(Engine.Options.standard.senders, of: kinds, in: folder)
        }
        try EventSchemas(program: programPath()).install(in: folder)
        if let present, ["locale", "zone"].contains(key) { try Darkroom.relocalise(folder, from: present, to: event) }
        if key == "linkBase", let advice = event.adviceOnLinks(in: folder) {
            Console.error("booth: \(advice.found); \(advice.remedy)\n")
        }
        return try tell(of: event, in: folder, arguments, "\(key): \(event.shown(key) ?? "not set")")
    }

    /// What could never print is refused now, and not when the booth opens.
    private static func requirePrinters(_ list: String, in folder: EventFolder) throws {
        guard !list.isEmpty, list != "none" else { return }
        let names = printerNames(list, from: folder.path)
        guard names.count == list.split(separator: ",", omittingEmptySubsequences: false).count,
            !names.contains(where: \.isEmpty)
        else { throw TerminalError.usage("\(list): expected names of printers with commas between them, rx1,rx2") }
        for name in names {
            guard let target = try booth.printer(named: name, makesFolder: false) as? FilePrinter else { continue }
            if folder.isShelf(at: target.folder) { throw PrintError.takenFolder(path: target.folder) }
        }
    }

    /// The names that layouts have in the event, into which they are copied; those that it needs must be among them.
    private static func layouts(_ wanted: [String], of event: Event, in folder: EventFolder) throws -> [String] {
        if let name = Event.nameGivenTwice(among: wanted) {
            throw TerminalError.usage(Event.flaw(ofNameGivenTwice: name))
        }
        try requireLayouts(of: folder, from: event.layouts, to: wanted.map(Event.layoutName))
        return try freeze(wanted, into: folder, of: event)
    }

    static let addLayout = Verb(
        command: Command(
            "booth event add-layout", "copy layouts into an event, with their papers and fonts",
            usages: ["EVENT LAYOUT…"], sections: [said], takesArguments: true,
            examples: [
                .init("booth event add-layout party collage ./ours", "a shipped layout, and a folder of your own")
            ])
    ) { arguments in
        guard arguments.words.count > 1 else { throw TerminalError.usage("name the event and a layout") }
        let (folder, layouts) = (try arguments.eventFolder(), Array(arguments.words[1...]))
        let present = try Event(in: folder)
        if let name = Event.nameGivenTwice(among: layouts) {
            throw TerminalError.usage(Event.flaw(ofNameGivenTwice: name))
        }
        if let name = Event.nameGivenTwice(among: present.layouts + layouts) {
            throw SessionsError.layoutExists(name, path: folder.layouts + "/" + name)
        }
        let names = try freeze(layouts, into: folder, of: present)
        let event = try Event.change(in: folder) { event in
            event.layouts += names.filter { !event.layouts.contains($0) }
        }
        return try tell(of: event, in: folder, arguments, "layouts: \(event.shown("layouts") ?? "none")")
    }

    /// Gives their names in the event. All are looked at before the first is copied.
    private static func freeze(
        _ layouts: [String], into folder: EventFolder, of event: Event
    ) throws -> [String] {
        let library = LayoutLibrary.standard(program: programPath())
        let own = library.preferring(folder.layouts)
        for layout in layouts {
            let (name, source) = (Event.layoutName(layout), try own.layout(layout).folder)
            let kept = folder.layouts + "/" + name
            // One that was taken out and kept, for the sessions that were held with it, comes back as it was.
            guard FileIdentity(kept + "/layout.json") == nil || isSameFile(kept, source) || !layout.contains("/") else {
                throw SessionsError.layoutExists(name, path: kept)
            }
        }
        try EventSchemas(program: programPath()).install(in: folder)
        return try layouts.map { try Darkroom.freeze($0, into: folder, of: event, from: library) }
    }

    static let removeLayout = Verb(
        command: Command(
            "booth event remove-layout", "take a layout out of an event, unless its workflow needs it",
            usages: ["EVENT NAME"], sections: [said], takesArguments: true)
    ) { arguments in
        guard arguments.words.count == 2 else { throw TerminalError.usage("name the event and one of its layouts") }
        let (record, name) = (try arguments.record(), Event.layoutName(arguments.words[1]))
        let (folder, present) = (record.folder, record.event.layouts)
        guard present.contains(name) else { throw SessionsError.noLayout(name, known: present) }
        try requireLayouts(of: folder, from: present, to: present.filter { $0 != name })
        let event = try Event.change(in: folder) { event in event.layouts.removeAll { $0 == name } }
        // Its sessions could not be rendered again without it.
        let sessions = try await record.sessions(heldWith: name)
        if sessions == 0 { removeTree(asSpelled(folder.layouts + "/" + name)) }
        let rest = sessions == 0 ? "" : "; its files stay, for \(counted(sessions, "session")) that have pictures of it"
        return try tell(
            of: event, in: folder, arguments, "layouts: \(event.shown("layouts") ?? "none")\(rest)")
    }

    private static func tell(
        of event: Event, in folder: EventFolder, _ arguments: Arguments, _ line: String
    ) throws -> ExitStatus {
        if EventLock.isHeld(folder) {
            Console.error("booth: a booth runs on this event; it takes this up when it is started anew\n")
        }
        try Console.out(arguments[EventOptions.json] ? event.json.text(pretty: true) + "\n" : line.onOneLine + "\n")
        return .done
    }
}

extension Event {
    /// The value of a setting as people write it; nil when there is none.
    fileprivate func shown(_ key: String) -> String? {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        let value = parts.reduce(json as JSONValue?) { $0?[member: $1] }
        return switch value {
        case .string(let text)?: text
        case .array(let values)?:
            values.isEmpty
                ? nil
                : values.map { if case .string(let text) = $0 { text } else { $0.text() } }.joined(separator: ", ")
        case let value?: value.text()
        case nil: nil
        }
    }
}
