internal import CGPhoto2
internal import Dispatch
internal import Glibc
internal import StrictJSON
internal import Synchronization

extension GPhotoBody {
    /// Straight from the camera to the disk; the file must not be there yet. Progress is that the file grows: libgphoto2 tells
    /// of none when it fetches in parts.
    func fetch(_ object: CameraObject, to path: String, progress: @escaping @Sendable () -> Void) throws(LinkError) {
        let camera = try opened()
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw .refused(code: Int(GP_ERROR_FILE_EXISTS), text: "\(path): \(String(cString: strerror(errno)))")
        }
        let growth = Growth()
        let timer = DispatchSource.makeTimerSource(queue: .global())
        timer.schedule(deadline: .now() + .milliseconds(100), repeating: .milliseconds(100))
        timer.setEventHandler { if growth.isSeen(at: path) { progress() } }
        timer.resume()
        defer { timer.cancel() }
        var file: OpaquePointer?
        do throws(LinkError) {
            // Owns the descriptor from here on.
            try context.check(gp_file_new_from_fd(&file, descriptor))
            defer { gp_file_unref(file) }
            try context.check(
                gp_camera_file_get(
                    camera, object.folder, object.name, GP_FILE_TYPE_NORMAL, file, context.pointer))
        } catch {
            unlink(path)
            throw error
        }
    }

    /// At most 20,000 files, 8 folders deep.
    func list() throws(LinkError) -> [CameraObject] {
        var found: [CameraObject] = []
        var folders = [(path: "/", depth: 0)]
        while let (folder, depth) = folders.popLast(), found.count < 20_000 {
            for name in try names(in: folder, of: gp_camera_folder_list_files) {
                found.append(CameraObject(folder: folder, name: name))
            }
            guard depth < 8 else { continue }
            for name in try names(in: folder, of: gp_camera_folder_list_folders) {
                folders.append((folder == "/" ? "/" + name : folder + "/" + name, depth + 1))
            }
        }
        return found
    }

    private typealias Lister = (
        UnsafeMutablePointer<CGPhoto2.Camera>?, UnsafePointer<CChar>?, OpaquePointer?, OpaquePointer?
    ) -> Int32

    private func names(in folder: String, of lister: Lister) throws(LinkError) -> [String] {
        var list: OpaquePointer?
        try context.check(gp_list_new(&list))
        defer { gp_list_unref(list) }
        try context.check(lister(try opened(), folder, list, context.pointer))
        return (0..<max(0, gp_list_count(list))).compactMap { index in
            var name: UnsafePointer<CChar>?
            gp_list_get_name(list, index, &name)
            return name.map { String(cString: $0) }
        }
    }

    func preview() throws(LinkError) -> Reply {
        var file: OpaquePointer?
        try context.check(gp_file_new(&file))
        defer { gp_file_unref(file) }
        try context.check(gp_camera_capture_preview(try opened(), file, context.pointer))
        var data: UnsafePointer<CChar>?
        var size: UInt = 0
        try context.check(gp_file_get_data_and_size(file, &data, &size))
        guard let data, size > 0, size <= UInt(Frame.bytesLimit) else { return Reply() }
        return Reply(bytes: Array(UnsafeRawBufferPointer(start: data, count: Int(size))))
    }

    /// Sums over all cards.
    func storage() throws(LinkError) -> JSONValue {
        var cards: UnsafeMutablePointer<CameraStorageInformation>?
        var count: Int32 = 0
        try context.check(gp_camera_get_storageinfo(try opened(), &cards, &count, context.pointer))
        defer { free(cards) }
        var (free, shots): (Int?, Int?) = (nil, nil)
        for index in 0..<Int(count) {
            guard let card = cards?[index] else { continue }
            let fields = card.fields.rawValue
            if fields & GP_STORAGEINFO_FREESPACEKBYTES.rawValue != 0 {
                free = (free ?? 0) + Int(clamping: min(card.freekbytes, 1 << 40))
            }
            if fields & GP_STORAGEINFO_FREESPACEIMAGES.rawValue != 0 {
                shots = (shots ?? 0) + Int(clamping: min(card.freeimages, 1 << 40))
            }
        }
        return .object(
            [free.map { .init("free", .integer($0)) }, shots.map { .init("shots", .integer($0)) }].compactMap { $0 })
    }
}

/// Whether a file has grown since it was last looked at.
private final class Growth: Sendable {
    private let size = Mutex(Int64(0))

    func isSeen(at path: String) -> Bool {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return false }
        return size.withLock { size in
            defer { size = Int64(facts.st_size) }
            return Int64(facts.st_size) > size
        }
    }
}
