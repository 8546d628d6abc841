package import StrictJSON

/// What the booth asks of the process that owns the camera. Each is about one call of libgphoto2: what to do next, and what a
/// failure means, is decided by the booth's side.
package enum Request: Sendable, Equatable {
    case detect
    case open(port: String, model: String)
    /// Of the USB port, while no camera is open.
    case reset(port: String)
    case trigger
    /// Shutter and first file in one call, for bodies that cannot `trigger`.
    case capture
    case wait(milliseconds: Int)
    case fetch(CameraObject, to: String)
    case delete(CameraObject)
    /// All files on the card.
    case list
    case settings
    case get(String)
    case set(String, to: String)
    case preview
    case storage
    case close
}

/// A file on the camera.
package struct CameraObject: Sendable, Hashable {
    package let folder: String
    package let name: String

    package init(folder: String, name: String) { (self.folder, self.name) = (folder, name) }

    package var json: JSONValue { ["folder": .string(folder), "name": .string(name)] }

    package init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        (folder, name) = (try keys.required("folder").string(), try keys.required("name").string())
    }
}

extension Request {
    var name: String {
        switch self {
        case .detect: "detect"
        case .open: "open"
        case .reset: "reset"
        case .trigger: "trigger"
        case .capture: "capture"
        case .wait: "wait"
        case .fetch: "fetch"
        case .delete: "delete"
        case .list: "list"
        case .settings: "settings"
        case .get: "get"
        case .set: "set"
        case .preview: "preview"
        case .storage: "storage"
        case .close: "close"
        }
    }

    var json: JSONValue {
        switch self {
        case .open(let port, let model): ["do": .string(name), "port": .string(port), "model": .string(model)]
        case .reset(let port): ["do": .string(name), "port": .string(port)]
        case .wait(let time): ["do": .string(name), "milliseconds": .integer(time)]
        case .fetch(let object, let path): ["do": .string(name), "object": object.json, "path": .string(path)]
        case .delete(let object): ["do": .string(name), "object": object.json]
        case .get(let setting): ["do": .string(name), "setting": .string(setting)]
        case .set(let setting, let value):
            ["do": .string(name), "setting": .string(setting), "value": .string(value)]
        case .detect, .trigger, .capture, .list, .settings, .preview, .storage, .close: ["do": .string(name)]
        }
    }

    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let word = try keys.required("do")
        switch try word.string() {
        case "detect": self = .detect
        case "open":
            self = .open(port: try keys.required("port").string(), model: try keys.required("model").string())
        case "reset": self = .reset(port: try keys.required("port").string())
        case "trigger": self = .trigger
        case "capture": self = .capture
        case "wait": self = .wait(milliseconds: try keys.required("milliseconds").int(in: 0...10_000))
        case "fetch":
            self = .fetch(try CameraObject(keys.required("object")), to: try keys.required("path").string())
        case "delete": self = .delete(try CameraObject(keys.required("object")))
        case "list": self = .list
        case "settings": self = .settings
        case "get": self = .get(try keys.required("setting").string())
        case "set": self = .set(try keys.required("setting").string(), to: try keys.required("value").string())
        case "preview": self = .preview
        case "storage": self = .storage
        case "close": self = .close
        default: throw word.error(expected: "a request")
        }
        try keys.finish()
    }
}
