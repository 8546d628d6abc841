/// What an animation can be written as.
public enum AnimationFormat: String, Sendable, CaseIterable {
    case gif, webp

    /// By the extension of a file's name, in either case; nil for another one.
    public init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        self.init(rawValue: name[dot...].dropFirst().lowercased())
    }
}
