import Compositor
import Files
import Glibc
import Imaging
import Sessions
import StrictJSON

/// Copies a layout into an event, so that the event's pictures can be made again when the layout, its papers or the
/// installed fonts have changed: with its pictures, the papers it names and the font files that show its texts.
struct Freezer {
    let folder: EventFolder
    let event: Event
    let library: LayoutLibrary

    /// All files of a layout together, in bytes.
    static let limit = 512_000_000

    /// The name under which the layout stands in `Layouts/`. One that is there already stays as it is.
    func freeze(_ name: String) throws -> String {
        var short = Event.layoutName(name)
        if [".", "..", "layout.json"].contains(short) { short = Event.layoutName(try library.layout(name).folder) }
        let target = asSpelled(folder.layouts + "/" + short)
        var status = stat()
        if stat(target + "/layout.json", &status) == 0 { return short }
        let layout = try library.layout(name)
        // Made aside and then named, so that half a layout is never taken for one.
        let building = folder.layouts + "/.\(short).\(UInt32.random(in: .min ... .max))"
        defer { removeTree(building) }
        var room = Self.limit
        try copy(layout.folder, to: building, room: &room)
        try papers(of: layout, into: building)
        let document = try JSONValue(parsing: layout.source, document: layout.folder + "/layout.json")
        let frozen = try FontFreezer(folder: building).frozen(localised(schemed(document)), key: nil)
        try writeDurably(Array((frozen.text(pretty: true) + "\n").utf8), to: building + "/layout.json")
        try fallbackFonts(of: building)
        guard rename(building, target) == 0 else {
            throw DarkroomError.layout(
                name: short, reason: "cannot be put into \(folder.layouts)", remedy: "check its permissions")
        }
        return short
    }

    private func copy(_ source: String, to target: String, room: inout Int) throws {
        try makeFolder(target)
        for name in try entries(ofFolder: source).sorted() where !name.hasPrefix(".") {
            var status = stat()
            guard stat(source + "/" + name, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try copy(source + "/" + name, to: target + "/" + name, room: &room)
            case S_IFREG:
                let bytes = try readAll(source + "/" + name, limit: room)
                room -= bytes.count
                try writeDurably(bytes, to: target + "/" + name)
            default: continue
            }
        }
    }

    /// For what the layout's own texts and the event's name ask for; what guests' texts need comes with the guests.
    private func fallbackFonts(of target: String) throws {
        let fallback = FallbackFonts(layout: target)
        try fallback.create()
        let template = try Template(LayoutLibrary(folders: []).layout(target))
        var values = Values()
        try values.set("event.name", to: event.name)
        try values.set("event.date", to: event.date)
        let parts: Composition.Parts = template.layout.animation == nil ? .finalPhoto : [.finalPhoto, .animation]
        let needed = max(template.layout.capturesNeeded, template.layout.animation?.capturesNeeded ?? 0)
        _ = try fallback.add(
            for: Composition(template: template, parts: parts, captures: needed, values: values))
    }

    /// The layout's paper and the one that it is imposed on, from wherever the library found them.
    private func papers(of layout: Layout, into target: String) throws {
        let papers = SearchPath(([layout.folder, layout.folder + "/.."] + library.folders).map { $0 + "/papers" })
        var wanted = [try JSONValue(parsing: layout.source, document: "layout.json")[member: "paper"]]
        while let paper = wanted.popLast() {
            guard case .string(let name)? = paper else {
                if case .object? = paper { wanted.append(paper?[member: "imposition"]?[member: "sheet"]) }
                continue
            }
            guard let bytes = try papers.read(name + ".json", limit: 1_000_000)?.bytes else { continue }
            try makeFolder(target + "/papers")
            try writeDurably(bytes, to: "\(target)/papers/\(name).json")
            wanted.append(try JSONValue(parsing: bytes, document: name)[member: "imposition"]?[member: "sheet"])
        }
    }

    /// With a schema that stands in the event, if it had one in a file: that file was somewhere else.
    private func schemed(_ document: JSONValue) -> JSONValue {
        guard case .object(let members) = document else { return document }
        return .object(
            members.map { member in
                guard member.key == "$schema", case .string(let place) = member.value, !place.contains("://") else {
                    return member
                }
                return .init("$schema", .string("../" + EventSchemas.layout))
            })
    }

    /// With the event's locale and zone where the layout has none of its own.
    private func localised(_ document: JSONValue) -> JSONValue {
        guard case .object(var members) = document else { return document }
        if document[member: "locale"] == nil, event.locale != "en" {
            members.append(.init("locale", .string(event.locale)))
        }
        if document[member: "timeZone"] == nil, let zone = event.zone {
            members.append(.init("timeZone", .string(zone)))
        }
        return .object(members)
    }
}
