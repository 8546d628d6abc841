import Compositor
import Darkroom
import Effects
import Engine
import Faults
import Files
import Outgoing
import Pages
import PrintOut
public import Sessions
public import StrictJSON
import Work

/// Changes the settings of an event, each after the checks that a booth makes when it opens. Nothing is changed when one of them
/// fails. Every call blocks.
///
///     let editor = EventEditor(EventFolder("party"), installation)
///     let event = try editor.set("keepDays", to: ["90"])
public struct EventEditor: Sendable {
    public let folder: EventFolder
    let installation: Installation

    public init(_ folder: EventFolder, _ installation: Installation) {
        (self.folder, self.installation) = (folder, installation)
    }

    /// `booth event set`: another value for one setting; a single empty word takes it away.
    public func set(_ key: String, to words: [String]) throws -> Event {
        try Event.requireSetting(key)
        // One that cannot be read is put right by another value.
        let present = try? Event(in: folder)
        var value = words
        if key == "effects" { for word in words where !word.isEmpty { _ = try EffectCall(parsing: word) } }
        if key == "layouts" {
            value = try kept(words.filter { !$0.isEmpty }, insteadOf: Event(in: folder).layouts, of: Event(in: folder))
        }
        if key == "destinations.print" { try requirePrinters(words.joined(separator: ",")) }
        if key.hasPrefix("words."), words != [""] { try requireWords([String(key.dropFirst(6)): ""]) }
        let kinds = OutboxItem.Kind.named.filter {
            key == "destinations.\($0.rawValue)" || $0 == .alert && key.hasPrefix("alerts.")
        }
        let destinations =
            try kinds.isEmpty ? EventDestinations() : EventDestinations(of: folder, in: installation.places)
        let event = try Event.set(key, to: value, in: folder) { (event) throws(SessionsError) in
            try destinations.require(for: event, of: kinds, in: folder)
            try requireTheme(event.theme) { asked, _ in key == "theme." + asked }
        }
        try installation.schemas.install(in: folder)
        if let present, ["locale", "zone"].contains(key) { try Darkroom.relocalise(folder, from: present, to: event) }
        return event
    }

    /// Another event.json as a whole: all that `set` would do, key by key, and nothing of it when one cannot be. What belongs to the
    /// event for ever, its `id` and the shots of its screen, stays as it is.
    /// - Parameter hash: that of the file which it was made from.
    public func replace(by document: JSONValue, ifStill hash: String?) throws -> Event {
        var event = try Event(document, named: Self.document)
        let present = try? Event(in: folder)
        if let present { try requireTheSame(present, event) }
        try requireEffects(of: event)
        try requireWords(event.words)
        try requirePrinters(event.destinations[.print] ?? "")
        let former = present?.theme.references ?? []
        try requireTheme(event.theme) { key, value in !former.contains { $0 == (key, value) } }
        try EventDestinations(of: folder, in: installation.places).require(for: event, in: folder)
        // Before a layout is copied.
        if let hash, try ContentHash(contentsOf: folder.settings).description != hash {
            throw SessionsError.changedMeanwhile(path: folder.settings)
        }
        if event.layouts != present?.layouts {
            event.layouts = try kept(event.layouts, insteadOf: present?.layouts ?? [], of: event)
        }
        try Event.replace(by: event, in: folder, ifStill: hash)
        try installation.schemas.install(in: folder)
        if let present, present.locale != event.locale || present.zone != event.zone {
            try Darkroom.relocalise(folder, from: present, to: event)
        }
        return event
    }

    /// As errors name it.
    static let document = "event.json"

    private func requireTheSame(_ present: Event, _ event: Event) throws(SessionsError) {
        func refusal(_ key: String, _ problem: String, _ remedy: String? = nil) -> SessionsError {
            .badSettings(.invalid(path: .key(key, in: .document(Self.document)), problem: problem, remedy: remedy))
        }
        guard event.id == present.id else { throw refusal("id", "an event keeps its id, which is \(present.id)") }
        guard event.emptyScreens == present.emptyScreens else {
            throw refusal("emptyScreens", "these shots are not changed here", "booth event calibrate takes another")
        }
    }

    private func requireEffects(of event: Event) throws(SessionsError) {
        for (index, text) in event.effects.enumerated() {
            do throws(EffectError) { _ = try EffectCall(parsing: text) } catch {
                let path = JSONPath.index(index, in: .key("effects", in: .document(Self.document)))
                throw .badSettings(.invalid(path: path, problem: error.problem, remedy: error.remedy))
            }
        }
    }

    /// A place that does not exist would keep a booth from opening.
    private func requireWords(_ own: [String: String]) throws(PagesError) {
        _ = try Words(locale: "en", in: installation.texts, own: own)
    }

    /// What could never print is refused now, and not when the booth opens.
    private func requirePrinters(_ list: String) throws {
        guard !list.isEmpty, list != "none" else { return }
        let names = printerNames(list, from: folder.path)
        guard names.count == list.split(separator: ",", omittingEmptySubsequences: false).count,
            !names.contains(where: \.isEmpty)
        else {
            let path = JSONPath.key("print", in: .key("destinations", in: .document(Self.document)))
            throw SessionsError.badSettings(
                .invalid(path: path, problem: "\(list): expected names of printers with commas between them, rx1,rx2"))
        }
        for name in names {
            guard let target = try printer(named: name, makesFolder: false) as? FilePrinter else { continue }
            if folder.isShelf(at: target.folder) { throw PrintError.takenFolder(path: target.folder) }
        }
    }

    /// `booth event add-layout`: copies layouts into the event, with their papers and fonts.
    public func addLayouts(_ layouts: [String]) throws -> Event {
        let present = try Event(in: folder)
        try requireNamesOnce(layouts)
        if let name = Event.nameGivenTwice(among: present.layouts + layouts) {
            throw SessionsError.layoutExists(name, path: folder.layouts + "/" + name)
        }
        let names = try freeze(layouts, of: present)
        return try Event.change(in: folder) { event in
            event.layouts += names.filter { !event.layouts.contains($0) }
        }
    }

    /// `booth event remove-layout`: takes a layout out of the event, unless its workflow needs it. Its files stay while there are
    /// sessions that have pictures of it; `sessions` says how many.
    public func removeLayout(_ layout: String, of record: EventRecord) async throws -> (event: Event, sessions: Int) {
        let name = Event.layoutName(layout)
        let event = try await offPool {
            let present = try Event(in: folder).layouts
            guard present.contains(name) else { throw SessionsError.noLayout(name, known: present) }
            try requireLayouts(
                of: folder, from: present, to: present.filter { $0 != name }, in: installation.layouts)
            return try Event.change(in: folder) { event in event.layouts.removeAll { $0 == name } }
        }
        // Its sessions could not be rendered again without it.
        let sessions = try await record.sessions(heldWith: name)
        if sessions == 0 { await offPool { removeTree(asSpelled(folder.layouts + "/" + name)) } }
        return (event, sessions)
    }

    /// The names that layouts have in the event, into which they are copied; those that it needs must be among them.
    func kept(_ wanted: [String], insteadOf present: [String], of event: Event) throws -> [String] {
        try requireNamesOnce(wanted)
        try requireLayouts(of: folder, from: present, to: wanted.map(Event.layoutName), in: installation.layouts)
        return try freeze(wanted, of: event)
    }

    /// Gives their names in the event. All are looked at before the first is copied.
    private func freeze(_ layouts: [String], of event: Event) throws -> [String] {
        let library = installation.layouts
        let own = library.preferring(folder.layouts)
        for layout in layouts {
            let (name, source) = (Event.layoutName(layout), try own.layout(layout).folder)
            let kept = folder.layouts + "/" + name
            // One that was taken out and kept, for the sessions that were held with it, comes back as it was.
            guard FileIdentity(kept + "/layout.json") == nil || isSameFile(kept, source) || !layout.contains("/") else {
                throw SessionsError.layoutExists(name, path: kept)
            }
        }
        try installation.schemas.install(in: folder)
        return try layouts.map { try Darkroom.freeze($0, into: folder, of: event, from: library) }
    }
}

func requireNamesOnce(_ layouts: [String]) throws(ActionError) {
    if let name = Event.nameGivenTwice(among: layouts) { throw .layoutNamedTwice(name) }
}
