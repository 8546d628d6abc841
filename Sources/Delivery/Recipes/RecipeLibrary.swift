public import Files
import StrictJSON

/// Finds recipes by their names: `NAME.json`.
public struct RecipeLibrary: Sendable {
    public var folders: SearchPath

    public init(_ folders: SearchPath) { self.folders = folders }

    /// `$XDG_CONFIG_HOME/boothkit/recipes`, then `./recipes`, then `share/boothkit/recipes` beside the installed program, whose
    /// path is `program`.
    public static func standard(program: String) -> RecipeLibrary {
        var folders = SearchPath.standard("recipes", program: program, orCheckout: true)
        folders.folders.insert(configurationFolder + "/recipes", at: 0)
        return RecipeLibrary(folders)
    }

    /// Blocks.
    func recipe(named name: String) throws(DeliveryError) -> Recipe {
        let file = try filing { () throws(FilesError) in try folders.read(name + ".json", limit: 1 << 18) }
        guard let file else {
            throw .noRecipe(
                name, nearest: nearest(to: name, among: folders.documents), searched: folders.folders)
        }
        return try decoding { () throws(StrictJSONError) in
            try Recipe(JSONNode(parsing: file.bytes, document: file.path, limit: 1 << 18), name: name)
        }
    }
}
