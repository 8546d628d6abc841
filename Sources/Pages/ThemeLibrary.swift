public import Files
import StrictJSON

/// Finds themes by name: `themes/NAME.json`, those that are shipped and those that somebody keeps beside them.
///
///     {"name": "Ivory", "paper": "#f8f3e9", "ink": "#2c2620", "accent": "#8a6424",
///      "display": ["EB Garamond", "serif"], "text": ["Lato", "sans-serif"], "radius": 10}
public struct ThemeLibrary: Sendable {
    public var places: SearchPath

    public init(_ places: SearchPath) { self.places = places }

    /// `./themes`, then `share/boothkit/themes` beside the installed program, whose path is `program`; of a program that was built
    /// and not installed, the themes of its checkout.
    public static func standard(program: String) -> ThemeLibrary {
        ThemeLibrary(.standard("themes", program: program, orCheckout: true))
    }

    /// Those that can be looked up.
    public var names: [String] { places.documents }

    /// Blocks.
    public func theme(_ name: String) throws(PagesError) -> Theme {
        guard let found = try paging({ () throws(FilesError) in try places.read(name + ".json", limit: 100_000) })
        else { throw .noTheme(name, known: names) }
        do throws(StrictJSONError) { return try Theme(JSONNode(parsing: found.bytes, document: found.path)) } catch {
            throw .badTheme(error)
        }
    }
}

extension Theme {
    fileprivate init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        _ = keys.optional("$schema")
        title = try keys.required("name").string(limit: 64)
        background = try keys.required("paper").hexColour()
        ink = try keys.optional("ink")?.hexColour()
        accent = try keys.required("accent").hexColour()
        display = try keys.optional("display")?.families() ?? []
        text = try keys.optional("text")?.families() ?? []
        radius = try keys.optional("radius")?.int(in: 0...60) ?? radius
        try keys.finish()
    }
}

extension JSONNode {
    fileprivate func hexColour() throws(StrictJSONError) -> Colour {
        guard let colour = Colour(hex: try string()) else { throw error(expected: "a colour such as #a2452e") }
        return colour
    }

    /// Names that need no quotes to be told from other words of a style sheet.
    fileprivate func families() throws(StrictJSONError) -> [String] {
        try array(max: 12) { (node) throws(StrictJSONError) in
            let name = try node.string(limit: 80)
            guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9 -]*/) != nil else {
                throw node.error(expected: "the name of a family of fonts such as EB Garamond")
            }
            return name
        }
    }
}
