import Glibc

/// The path of what is there under a name that reads the same. An umlaut is one letter, or a letter and its dots: people type
/// the first, while macOS and archives made there give names back in the second spelling, and for the disk these are two
/// names. What is not there in either spelling stays as it was given.
public func asSpelled(_ path: String) -> String {
    guard !path.utf8.allSatisfy({ $0 < 0x80 }), !exists(path) else { return path }
    var found = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        let next = found + part
        if exists(next) {
            found = next + "/"
            continue
        }
        // Swift's strings are equal when they read the same.
        let names = (try? entries(ofFolder: found.isEmpty ? "." : found)) ?? []
        guard let name = names.first(where: { $0 == part }) else { return path }
        found += name + "/"
    }
    return String(found.dropLast())
}

private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
}
