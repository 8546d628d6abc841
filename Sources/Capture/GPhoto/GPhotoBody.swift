internal import CGPhoto2
internal import Glibc
internal import StrictJSON

/// A camera by libgphoto2, in a process of its own: nothing here may be called in the booth's.
final class GPhotoBody: WorkerBody {
    let context = GPContext()
    private var camera: UnsafeMutablePointer<CGPhoto2.Camera>?
    /// Of all drivers; loading them takes a tenth of a second.
    private var models: OpaquePointer?

    func answer(_ request: Request, progress: @escaping @Sendable () -> Void) throws(LinkError) -> Reply {
        context.onProgress(progress)
        defer { context.onProgress {} }
        switch request {
        case .detect: return Reply(try detect())
        case .open(let port, let model): return Reply(try open(port: port, model: model))
        case .reset(let port): try reset(port: port)
        case .trigger: try context.check(gp_camera_trigger_capture(try opened(), context.pointer))
        case .capture:
            var path = CameraFilePath()
            try context.check(gp_camera_capture(try opened(), GP_CAPTURE_IMAGE, &path, context.pointer))
            return Reply(["event": "object", "object": Self.object(path).json])
        case .wait(let time): return Reply(try wait(time))
        case .fetch(let object, let path): try fetch(object, to: path, progress: progress)
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
        let ports = try ports()
        defer { gp_port_info_list_free(ports) }
        try context.check(gp_abilities_list_detect(try allModels(), ports, list, context.pointer))
        let count = max(0, gp_list_count(list))
        return .array(
            (0..<count).map { index in
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
        // Kept in memory, as there is no HOME. Times are 20, 8 and 100 s by default; a booth would rather start over. Without
        // the others a body shoots into its RAM, and a Nikon without focusing, whatever libgphoto2 shows as their value.
        for (key, value) in [
            ("normal_timeout", "6000"), ("start_timeout", "2000"), ("capture_timeout", "30000"),
            ("capturetarget", "card"), ("autofocus", "on"),
        ] {
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
        // Copies what it needs.
        try with(port: port) { gp_camera_set_port_info(new, $0) }
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
        let list = try allModels()
        let index = try context.check(gp_abilities_list_lookup_model(list, model))
        var abilities = CameraAbilities()
        try context.check(gp_abilities_list_get_abilities(list, Int32(index), &abilities))
        return abilities
    }

    private func allModels() throws(LinkError) -> OpaquePointer? {
        if let models { return models }
        var list: OpaquePointer?
        try context.check(gp_abilities_list_new(&list))
        do throws(LinkError) { try context.check(gp_abilities_list_load(list, context.pointer)) } catch {
            gp_abilities_list_free(list)
            throw error
        }
        models = list
        return list
    }

    /// As they are now; to be freed.
    private func ports() throws(LinkError) -> OpaquePointer? {
        var list: OpaquePointer?
        try context.check(gp_port_info_list_new(&list))
        do throws(LinkError) { try context.check(gp_port_info_list_load(list)) } catch {
            gp_port_info_list_free(list)
            throw error
        }
        return list
    }

    /// What `use` is given dies with the list.
    private func with(port: String, _ use: (GPPortInfo?) -> Int32) throws(LinkError) {
        let list = try ports()
        defer { gp_port_info_list_free(list) }
        let index = try context.check(gp_port_info_list_lookup_path(list, port))
        var info: GPPortInfo?
        try context.check(gp_port_info_list_get_info(list, Int32(index), &info))
        try context.check(use(info))
    }

    /// A reset of the USB port, the last thing that can be done for frozen firmware without a hand.
    private func reset(port: String) throws(LinkError) {
        var device: UnsafeMutablePointer<GPPort>?
        try context.check(gp_port_new(&device))
        defer { gp_port_free(device) }
        try with(port: port) { gp_port_set_info(device, $0) }
        try context.check(gp_port_open(device))
        defer { gp_port_close(device) }
        try context.check(gp_port_reset(device))
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
