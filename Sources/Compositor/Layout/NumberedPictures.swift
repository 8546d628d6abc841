import Files

extension Layout {
    /// Whether a name stands for numbered pictures: "sparks/*.png".
    public static func isNumbered(_ name: String) -> Bool { name.contains("*") }

    /// The names of the layout's files that `pattern`, which has one `*` in its last part, stands for, in the order of their numbers:
    /// "sparks/*.png" or "sparks/spark-*.png". None when there are none, or when the folder is not there.
    public static func numbered(_ pattern: String, in folder: String) -> [String] {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let ends = parts[parts.count - 1].split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        let inner = parts.dropLast().joined(separator: "/")
        guard ends.count == 2, let place = try? Root(folder).resolve(inner.isEmpty ? "." : inner) else { return [] }
        let names = (try? entries(ofFolder: place)) ?? []
        let prefix = parts.dropLast().map { $0 + "/" }.joined()
        return names.compactMap { name -> (number: Int, name: String)? in
            guard name.hasPrefix(ends[0]), name.hasSuffix(ends[1]),
                let number = Int(name.dropFirst(ends[0].count).dropLast(ends[1].count)), number >= 0
            else { return nil }
            return (number, name)
        }.sorted { ($0.number, $0.name) < ($1.number, $1.name) }.map { prefix + $0.name }
    }
}
