import Files
import Foundation
package import Sessions

/// An event all of whose words were chosen to break something: its own, its guests', those of destinations, and names of files.
package enum HostileEvent {
    package static let name =
        "Emma \"'><img src=x onerror=window.xss=1></title><script>window.xss=1</script>\u{202E}gpj"
    /// So many of the words stand in one session.
    package static let share = 10

    /// Makes it, with a session for every ten of the words, and ends each. Blocks.
    package static func make(in folder: EventFolder) async throws -> EventRecord {
        var event = Event(name: name, date: "<b>14</b> {event} $& June")
        (event.reserve, event.linkBase, event.guestDelete) = (0, "https://photos.example/s/", .ask)
        event.words = [
            "gallery.save": HostileWords.markup[2], "gallery.hint": HostileWords.markup[0],
            "gallery.share": HostileWords.addresses[0],
            "operator.page.sessions": HostileWords.markup[2], "operator.session.said": HostileWords.markup[0],
            "operator.outbox.all": HostileWords.markup[11],
        ]
        event.values = ["place": HostileWords.markup[0]]
        let record = try EventRecord.create(event, workflow: .standard, in: folder)
        let picture = [UInt8](
            try Data(contentsOf: URL(filePath: Programs.root + "/Tests/GoldenImages/captures/toast.jpg")))
        for start in stride(from: 0, to: HostileWords.all.count, by: share) {
            try await visit(HostileWords.all[start...].prefix(share), record, picture)
        }
        return record
    }

    private static func visit(_ words: ArraySlice<String>, _ record: EventRecord, _ picture: [UInt8]) async throws {
        var plan = SessionPlan(workflow: .standard)
        (plan.layout, plan.slots) = ("strip", 1)
        let session = try await record.start(plan)
        for word in words {
            _ = try await record.keep(NewCapture(bytes: picture, fileExtension: "jpg", source: word), in: session.id)
            let mail = NewItem(.email, subject: word, destination: word)
            _ = try await record.keep(.survey, name: word, value: word, in: session.id, items: [mail])
            for kind in [Session.Input.Kind.email, .phone] {
                _ = try await record.keep(kind, value: word, in: session.id)
            }
            _ = try await record.keep(.consent, name: word, value: word, in: session.id)
        }
        let number = try await record.session(session.id).number ?? 0
        _ = try await record.end(.stop)
        for (index, word) in words.enumerated() {
            let path = "FinalPhoto/\(EventFolder.prefix(number))\(index)\(fileName(word)).jpg"
            try writeDurably(picture, to: record.folder.path + "/" + path)
            var made = Rendition(
                index == 0 ? .final : .effect, at: path, sha256: ContentHash(of: picture).description,
                bytes: picture.count,
                parameters: "{}")
            (made.layout, made.effect) = (word, index == 0 ? nil : word)
            _ = try await record.add(made, to: session.id)
        }
        // What the far side has answered is nobody's word that one could trust, either.
        while let item = try await record.claim([.email], lease: .seconds(60)) {
            try await record.settle(item, .refused(item.subject))
        }
    }

    /// As much of it as a file system and an address take: no path with a control or a backslash is ever asked for.
    private static func fileName(_ word: String) -> String {
        String(
            String.UnicodeScalarView(
                word.unicodeScalars.filter {
                    !"/\\".unicodeScalars.contains($0) && $0.properties.generalCategory != .control
                }.prefix(60)))
    }
}
