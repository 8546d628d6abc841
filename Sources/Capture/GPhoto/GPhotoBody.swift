internal import CGPhoto2
internal import Glibc
internal import StrictJSON

/// A camera by libgphoto2, in a process of its own: nothing here may be called in the booth's.
final class GPhotoBody: WorkerBody {
    let context = GPContext()
    private var camera: UnsafeMutablePointer<CGPhoto2.Camera>?

    func answer(_ request: Request, progress: @escaping @Sendable () -> Void) throws(LinkError) -> Reply {
        context.onProgress(progress)
        defer { context.onProgress {} }
        switch request {
        case .detect: return Reply(try detect())
        case .open(let port, let model): return Reply(try open(port: port, model: model))
        case .trigger: try context.check(gp_camera_trigger_capture(try opened(), context.pointer))
        case .capture:
            var path = CameraFilePath()
            try context.check(gp_camera_capture(try opened(), GP_CAPTURE_IMAGE, &path, context.pointer))
            return Reply(["event": "object", "object": Self.object(path).json])
        case .wait(let time): return Reply(try wait(time))
        case .fetch(let object, let path): try fetch(object, to: path)
        case .delete(let object):
            try context.check(gp_camera_file_delete(try opened(), object.folder, object.name, context.pointer))
        case .list: return Reply(["objects": .array(try list().map(\.json))])
        case .settings: return Reply(["settings": .array(try settings())])
        case .get(let name): return Reply(try setting(name))
        case .set(let name, let value): return Reply(try set(name, to: value))
        case .preview: return try preview()
        case .storage: return Reply(try storage())
        case .close: close()
        }
        return Reply()
    }

    func takeLog() -> [String] { context.takeLog() }

    func opened() throws(LinkError) -> UnsafeMutablePointer<CGPhoto2.Camera> {
        guard let camera else { throw .refused(code: -52, text: "no camera is open") }
        return camera
    }

    /// A lost camera cannot be ended in order; it is freed all the same.
    func close() {
        guard let camera else { return }
        for name in ["viewfinder", "output"] where (try? set(name, to: name == "output" ? "Off" : "0")) != nil { break }
        gp_camera_exit(camera, context.pointer)
        gp_camera_unref(camera)
        self.camera = nil
    }

    private func detect() throws(LinkError) -> JSONValue {
        var list: OpaquePointer?
        try context.check(gp_list_new(&list))
        defer { gp_list_unref(list) }
        let count = try context.check(gp_camera_autodetect(list, context.pointer))
        return .array(
            (0..<Int32(count)).map { index in
                var (model, port): (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = (nil, nil)
                gp_list_get_name(list, index, &model)
                gp_list_get_value(list, index, &port)
                return [
                    "model": .string(model.map { String(cString: $0) } ?? ""),
                    "port": .string(port.map { String(cString: $0) } ?? ""),
                ]
            })
    }

    private func open(port: String, model: String) throws(LinkError) -> JSONValue {
        close()
        // Defaults are 20 s and 100 s; a booth would rather start over. Kept in memory, as there is no HOME.
        for (key, value) in [("normal_timeout", "6000"), ("start_timeout", "4000"), ("capture_timeout", "30000")] {
            _ = key.withCString { key in
                value.withCString { value in
                    "ptp2".withCString { id in
                        gp_setting_set(
                            UnsafeMutablePointer(mutating: id), UnsafeMutablePointer(mutating: key),
                            UnsafeMutablePointer(mutating: value))
                    }
                }
            }
        }
        var new: UnsafeMutablePointer<CGPhoto2.Camera>?
        try context.check(gp_camera_new(&new))
        guard let new else { throw .refused(code: -3, text: "no camera object") }
        var isDone = false
        defer { if !isDone { gp_camera_unref(new) } }
        let abilities = try abilities(of: model)
        try context.check(gp_camera_set_abilities(new, abilities))
        try attach(new, to: port)
        try context.check(gp_camera_init(new, context.pointer))
        isDone = true
        camera = new
        let operations = Int(abilities.operations.rawValue)
        let serial = ["serialnumber", "eosserialnumber"].lazy.compactMap { [self] name -> JSONValue? in
            try? setting(name)
        }.first
        return [
            "model": .string(model), "port": .string(port), "setting": serial ?? [:],
            "preview": .bool(operations & Int(GP_OPERATION_CAPTURE_PREVIEW.rawValue) != 0),
            "capture": .bool(
                operations & Int(GP_OPERATION_CAPTURE_IMAGE.rawValue | GP_OPERATION_TRIGGER_CAPTURE.rawValue) != 0),
        ]
    }

    private func abilities(of model: String) throws(LinkError) -> CameraAbilities {
        var list: OpaquePointer?
        try context.check(gp_abilities_list_new(&list))
        defer { gp_abilities_list_free(list) }
        try context.check(gp_abilities_list_load(list, context.pointer))
        let index = try context.check(gp_abilities_list_lookup_model(list, model))
        var abilities = CameraAbilities()
        try context.check(gp_abilities_list_get_abilities(list, Int32(index), &abilities))
        return abilities
    }

    private func attach(_ camera: UnsafeMutablePointer<CGPhoto2.Camera>, to port: String) throws(LinkError) {
        var list: OpaquePointer?
        try context.check(gp_port_info_list_new(&list))
        // set_port_info copies; the list's own infos die with it.
        defer { gp_port_info_list_free(list) }
        try context.check(gp_port_info_list_load(list))
        let index = try context.check(gp_port_info_list_lookup_path(list, port))
        var info: GPPortInfo?
        try context.check(gp_port_info_list_get_info(list, Int32(index), &info))
        try context.check(gp_camera_set_port_info(camera, info))
    }

    private func wait(_ milliseconds: Int) throws(LinkError) -> JSONValue {
        var type = GP_EVENT_UNKNOWN
        var data: UnsafeMutableRawPointer?
        let code = gp_camera_wait_for_event(try opened(), Int32(milliseconds), &type, &data, context.pointer)
        defer { free(data) }
        try context.check(code)
        switch type {
        case GP_EVENT_TIMEOUT: return ["event": "timeout"]
        case GP_EVENT_CAPTURE_COMPLETE: return ["event": "complete"]
        case GP_EVENT_FILE_ADDED:
            guard let data else { return ["event": "other"] }
            let path = data.assumingMemoryBound(to: CameraFilePath.self).pointee
            return ["event": "object", "object": Self.object(path).json]
        case GP_EVENT_UNKNOWN:
            let text = data.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) } ?? ""
            return ["event": "other", "text": .string(String(text.prefix(200)))]
        default: return ["event": "other"]
        }
    }

    private static func object(_ path: CameraFilePath) -> CameraObject {
        CameraObject(folder: text(of: path.folder), name: text(of: path.name))
    }
}
