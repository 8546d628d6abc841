internal import Faults
internal import Glibc
internal import Imaging
internal import Work

/// Takes files of a shot from the staging folder to the commit.
struct Landing: Sendable {
    let request: ShotRequest
    let shot: Int
    let time: TimeSource
    var isLate = false

    /// A hidden name that nobody has, in the folder of the request.
    static func stagingPath(in folder: String) -> String {
        let name = (0..<12).map { _ in "0123456789abcdef".randomElement()! }
        return folder + "/.capture-" + String(name) + ".part"
    }

    /// Looks at the file at `path`; the verifying decode runs on a thread of its own. Of a raw file the sensor's data are read;
    /// the raw file beside a JPEG (`isCompanion`) is not developed as well.
    func verified(_ path: String, name: String, isCompanion: Bool) async throws(CameraError) -> CapturedFile {
        let verify = request.verify
        let (shot, isLate) = (shot, isLate)
        let outcome: Result<CapturedFile, CameraError> = await time.offPool {
            do {
                let picture = try PictureFile(path: path)
                try picture.checkSensorData()
                if !(isCompanion && picture.format == .raw) { try verify(path) }
                var facts = stat()
                guard stat(path, &facts) == 0 else { throw CameraError.lost(.verifying, detail: "the file went away") }
                return .success(
                    CapturedFile(
                        path: path, name: name, format: picture.format, bytes: Int(facts.st_size),
                        takenAt: picture.takenAt, shot: shot, isLate: isLate))
            } catch {
                // The staging name means nothing to anybody.
                let detail = (error as? any Fault)?.problem(without: path) ?? "\(error)"
                return .failure(.notAPicture(name: name, detail: detail))
            }
        }
        return try outcome.get()
    }

    /// Commits, then removes what the commit left in the staging folder. When the commit fails the file stays.
    func commit(_ file: CapturedFile) async throws(CameraError) {
        do { try await request.commit(file) } catch {
            throw (error as? CameraError) ?? .notStored(path: file.path, reason: "\(error)")
        }
        await time.offPool { _ = unlink(file.path) }
    }
}
