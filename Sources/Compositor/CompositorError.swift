public import Effects
public import Files
public import Imaging

/// Why a render cannot be, in words for an operator: what, where, what to do.
public enum CompositorError: Error, CustomStringConvertible {
    case layoutNotFound(name: String, searched: [String])
    /// `text` names the file, the JSON path and what was expected.
    case badLayout(text: String)
    case tooFewCaptures(needed: Int, given: Int, layout: String)
    case badValue(key: String, reason: String)
    case badJob(place: String, reason: String)
    case unknownOutput(path: String, formats: [String])
    /// Nothing must be written there; the reason ends with what to do.
    case badOutput(path: String, reason: String)
    case noAnimation(layout: String)
    case code(QRCodeError)
    case codeTooSmall(content: String, modules: Int)
    case budget(kilobytes: Int, reason: String)
    case effect(EffectError)
    /// A picture or a profile of the layout itself.
    case art(name: String, layout: String, reason: String)
    case artMissing(path: String, layout: String)
    case fontMissing(path: String, place: String, layout: String)
    /// A text that cannot be set: its font is not there, or it asks for what no text may have.
    case text(place: String, layout: String, reason: String)
    case file(FilesError)
    /// An output cannot be written.
    case output(FilesError)
    case picture(ImagingError)

    public var description: String {
        switch self {
        case .layoutNotFound(let name, let searched):
            "layout \(name): not found in \(searched.joined(separator: ", ")); name a folder that has a layout.json"
        case .badLayout(let text): text
        case .tooFewCaptures(let needed, let given, let layout):
            "layout \(layout) needs \(needed) capture\(needed == 1 ? "" : "s"), \(given) given; add \(needed - given) more"
        case .badValue(let key, let reason): "value \(key): \(reason)"
        case .badJob(let place, let reason): "\(place): \(reason)"
        case .unknownOutput(let path, let formats):
            "\(path): the name should end in \(formats.map { "." + $0 }.joined(separator: ", ")), which says what to write"
        case .badOutput(let path, let reason): "\(path): \(reason)"
        case .noAnimation(let layout):
            "layout \(layout) has no \"animation\", so there is nothing to write to --animation; add one to its layout.json"
        case .code(let error): "\(error)"
        case .codeTooSmall(let content, let modules):
            "QR code \"\(content.prefix(60))\": \(modules) modules do not fit into its box; make it larger or the link shorter"
        case .budget(let kilobytes, let reason): "animation budget of \(kilobytes) kB: \(reason)"
        case .effect(let error): "\(error)"
        case .artMissing(let path, let layout):
            "\(path): no such file; layout \(layout) needs that file, put it there"
        case .art(let name, let layout, let reason): "file \"\(name)\" of layout \(layout): \(reason)"
        case .fontMissing(let path, let place, let layout):
            "\(path): no such file; layout \(layout), \(place), needs that font, put it there"
        case .text(let place, let layout, let reason): "layout \(layout), \(place): \(reason)"
        case .file(let error), .output(let error): "\(error)"
        case .picture(let error): "\(error)"
        }
    }
}

/// The one place where errors of the modules below become the Compositor's.
func compositing<Result>(_ body: () throws -> Result) throws(CompositorError) -> Result {
    do { return try body() } catch {
        switch error {
        case let error as CompositorError: throw error
        case let error as ImagingError: throw .picture(error)
        case let error as FilesError: throw .file(error)
        case let error as EffectError: throw .effect(error)
        case let error as QRCodeError: throw .code(error)
        default: preconditionFailure("an error of no module below: \(error)")
        }
    }
}
