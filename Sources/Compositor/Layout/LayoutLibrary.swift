import Faults
import Files
import StrictJSON

/// Finds layouts and papers by name.
public struct LayoutLibrary: Sendable {
    /// Folders that hold layouts as `NAME/layout.json` and papers as `papers/NAME.json`; the first that has one wins.
    public var folders: [String]

    public init(folders: [String]) { self.folders = folders }

    /// `./layouts`, then `share/boothkit/layouts` beside the installed program, whose path is `program`; of a program that
    /// was built and not installed, the layouts of its checkout.
    public static func standard(program: String) -> LayoutLibrary {
        LayoutLibrary(folders: SearchPath.standard("layouts", program: program, orCheckout: true).folders)
    }

    /// This library, with the layouts and papers of `folder` before its own.
    public func preferring(_ folder: String) -> LayoutLibrary { LayoutLibrary(folders: [folder] + folders) }

    /// The folder of a layout that was named by its `layout.json`; other names stay as they are.
    public static func folder(named name: String) -> String {
        name == "layout.json" ? "." : name.hasSuffix("/layout.json") ? parent(of: name) : name
    }

    private static func parent(of path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    }

    /// `name` is a folder that has a `layout.json`, that file itself, or a name to look up.
    public func layout(_ name: String) throws(CompositorError) -> Layout {
        let given = Self.folder(named: name)
        let isPath = name.contains("/") || name != given
        let candidates = [given] + (isPath ? [] : folders.map { $0 + "/" + name })
        let document = "layout.json"
        guard let (file, bytes) = try compositing({ try SearchPath(candidates).read(document, limit: Self.limit) })
        else {
            throw .layoutNotFound(name: name, searched: candidates)
        }
        return try layout(from: bytes, folder: String(file.dropLast(document.count + 1)), file: file)
    }

    /// Those that can be looked up.
    public var names: [String] {
        var names: Set<String> = []
        for folder in folders {
            for name in (try? entries(ofFolder: folder)) ?? []
            where FileIdentity("\(folder)/\(name)/layout.json") != nil {
                names.insert(name)
            }
        }
        return names.sorted()
    }

    private func layout(from bytes: [UInt8], folder: String, file: String) throws(CompositorError) -> Layout {
        let root = try compositing { try Root(folder).folder }
        let name = root.split(separator: "/").last.map(String.init) ?? "layout"
        let papers = SearchPath(([root, Self.parent(of: root)] + folders).map { $0 + "/papers" })
        do throws(StrictJSONError) {
            let node = try JSONNode(parsing: bytes, document: file)
            var layout = try Layout(node, folder: root, name: name) { (node) throws(StrictJSONError) in
                try paper(node, in: papers)
            }
            layout.source = bytes
            return layout
        } catch {
            throw .badLayout(error)
        }
    }

    /// A paper by name, or described in place; `isSheet`: one that others are to stand on.
    private func paper(
        _ node: JSONNode, in papers: SearchPath, isSheet: Bool = false
    ) throws(StrictJSONError) -> Paper {
        let sheet = { (inner: JSONNode) throws(StrictJSONError) -> Paper in
            // Before it is looked up, because papers might stand on each other in a circle.
            guard !isSheet else { throw inner.error("a paper that others stand on cannot be imposed itself") }
            return try paper(inner, in: papers, isSheet: true)
        }
        switch node.value {
        case .object: return try Paper(node, name: "custom", find: sheet)
        case .string(let name) where !name.isEmpty && !name.contains("/") && !name.hasPrefix("."):
            let found: (path: String, bytes: [UInt8])?
            do throws(FilesError) { found = try papers.read(name + ".json", limit: Self.limit) } catch {
                throw node.error(error)
            }
            guard let found else { break }
            do throws(StrictJSONError) {
                return try Paper(JSONNode(parsing: found.bytes, document: found.path), name: name, find: sheet)
            } catch {
                throw node.error(error)
            }
        default: break
        }
        let known = papers.documents
        var seen: Set<String> = []
        let searched = papers.folders.filter { seen.insert($0).inserted }.joined(separator: ", ")
        throw node.error(
            expected: "the name of a paper ("
                + (known.isEmpty
                    ? "none is in \(searched)" : "\(known.joined(separator: ", ")); looked for in \(searched)")
                + ") or its measures", nearest: try? nearest(to: node.string(), among: known))
    }

    /// A layout of a megabyte is no layout.
    private static let limit = 1_000_000
}
