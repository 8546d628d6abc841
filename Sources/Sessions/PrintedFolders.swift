import Glibc

/// Folders that have taken prints of an event (`file:DIR`). What lies there under the name of a print is the event's own:
/// it goes with its session.
struct PrintedFolders {
    private let event: EventFolder
    /// Relative to the event where they are in it, else absolute.
    let paths: [String]

    /// `destinations`: of items of the outbox, each the name of a printer, or several with commas between them.
    init(_ destinations: some Sequence<String>, of event: EventFolder) {
        self.event = event
        let named = Set(destinations.flatMap { $0.split(separator: ",") })
            .compactMap { $0.hasPrefix("file:") ? String($0.dropFirst(5)) : nil }
        var places: Set<String> = []
        for path in named {
            if path.hasPrefix(event.path + "/") {
                places.insert(String(path.dropFirst(event.path.count + 1)))
            } else {
                places.insert(path)
                // One that was in the event, before that was moved to another place.
                if let last = path.split(separator: "/").last { places.insert(String(last)) }
            }
        }
        paths = places.filter { !EventFolder.isShelf($0) && event.isThere($0) }.sorted()
    }

    /// The keys of prints, each with its files: those whose names have it in them.
    func files() throws(SessionsError) -> [String: [String]] {
        var files: [String: [String]] = [:]
        for path in paths {
            for name in try event.names(in: path) {
                if let key = Self.key(inName: name) { files[key, default: []].append(path + "/" + name) }
            }
        }
        return files
    }

    /// "print-" and 32 hexadecimal digits, as `NewItem` makes them.
    static func key(inName name: String) -> String? {
        guard let start = name.firstRange(of: "print-")?.lowerBound else { return nil }
        let key = name[start...].prefix(38)
        return key.utf8.count == 38 && key.dropFirst(6).allSatisfy(\.isHexDigit) ? String(key) : nil
    }
}

extension EventFolder {
    /// Whether an event keeps files of its own in the folder of that name, so that prints have no place there.
    static func isShelf(_ name: String) -> Bool { ([prints, "Quarantine", "Layouts"] + shelves).contains(name) }

    /// Whether the event keeps files of its own in the folder at `path`, wherever that leads.
    public func isShelf(at path: String) -> Bool {
        func real(_ path: String) -> String? {
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return String(cString: real)
        }
        guard let place = real(path), let own = real(self.path), place.hasPrefix(own + "/") else { return false }
        return Self.isShelf(String(place.dropFirst(own.count + 1)))
    }
}
