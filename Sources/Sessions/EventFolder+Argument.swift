extension EventFolder {
    /// The folder as a command that is shown to an operator names it, to be copied into a shell.
    public var argument: String { Self.argument(path) }

    /// A path as one word of a shell: in quotes where a space or the like would part it.
    public static func argument(_ path: String) -> String {
        let plain = path.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "/._-+:@%=,".unicodeScalars.contains(scalar)
        }
        guard !plain || path.isEmpty else { return path }
        return "'" + path.replacing("'", with: "'\\''") + "'"
    }
}
