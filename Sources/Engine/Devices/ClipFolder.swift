import Faults
import Files
import Glibc
import Motion
import Sessions
import Work

/// Looks every second for clips that a phone, an action camera or a spinner puts into a folder, or that a card has in folders inside
/// it. One counts when its size has stood still for two seconds and its header can be read. What lay there when the booth was opened,
/// and does not change, is of before, but for what came after the last session had begun: the booth may have been cut off since. The
/// same bytes are taken once.
struct ClipFolder: Sendable {
    let context: Context
    let path: String

    private static let rest = Duration.seconds(2)
    /// Beyond it the folder is none that clips arrive in.
    private static let mostFiles = 10_000
    /// Of folders in each other: cameras write to `DCIM/100MEDIA` or `PRIVATE/AVCHD/BDMV/STREAM`.
    private static let mostDeep = 6

    /// A file as it was when it was looked at.
    struct Look: Equatable {
        var size: Int
        /// Nanoseconds.
        var modified: Int
        /// When the file came to be as it is, by this machine's clock; the camera's own may be wrong.
        var arrived: Moment
    }

    /// What lies there, by names that begin with the folders inside.
    struct Listing {
        var files: [String: Look] = [:]
        /// Folders inside that cannot be read now, each with a slash at its end: what lies there is not known to be gone.
        var unread: [String: FilesError] = [:]
    }

    struct Known {
        fileprivate var look: Look
        /// Since when it has not changed.
        fileprivate var since: TimeSource.Instant
        fileprivate var isDone: Bool
    }

    /// What lies there from before, looked at while the booth is being opened, so that whatever comes once it is open counts. nil: the
    /// folder cannot be read yet.
    func former() async -> [String: Known]? {
        guard case .success(let listing) = await looked() else { return nil }
        return await former(of: listing.files)
    }

    private func former(of files: [String: Look]) async -> [String: Known] {
        let last = (try? await context.record.sessions(limit: 1))?.first?.started
        let old = files.filter { last == nil || $0.value.arrived < last! }
        if !old.isEmpty {
            let count = counted(old.count, "file")
            context.say(
                "clips: "
                    + (old.count == 1
                        ? "\(count) that is there already stays where it is"
                        : "\(count) that are there already stay where they are"))
        }
        let now = context.time.now
        return old.mapValues { Known(look: $0, since: now, isDone: true) }
    }

    /// - Parameter former: what lay there before.
    func run(_ former: [String: Known]?) async {
        var (known, said) = (former, Set<String>())
        repeat {
            var complaints: Set<String> = []
            switch await looked() {
            case .failure(let error): complaints = ["\(error)"]
            case .success(let listing):
                complaints = Set(listing.unread.values.map { "\($0)" })
                var all = if let known { known } else { await self.former(of: listing.files) }
                await follow(listing, &all)
                known = all
            }
            for text in complaints.subtracting(said).sorted() { context.say("clips: \(text)") }
            said = complaints
        } while (try? await context.time.sleep(for: .seconds(1))) != nil
    }

    private func follow(_ listing: Listing, _ known: inout [String: Known]) async {
        let (now, files) = (context.time.now, listing.files)
        known = known.filter { name, _ in
            files[name] != nil || listing.unread.keys.contains { name.hasPrefix($0) }
        }
        for (name, look) in files.sorted(by: { ($0.value.modified, $0.key) < ($1.value.modified, $1.key) }) {
            guard let before = known[name], before.look == look else {
                known[name] = Known(look: look, since: now, isDone: false)
                continue
            }
            guard !before.isDone, now - before.since >= Self.rest else { continue }
            known[name]?.isDone = true
            await take(name)
        }
    }

    private func looked() async -> Result<Listing, FilesError> {
        await context.time.offPool { [path] in Self.look(path) }
    }

    static func look(_ folder: String) -> Result<Listing, FilesError> {
        do throws(FilesError) {
            var listing = Listing()
            try look(in: folder, "", depth: 1, &listing)
            return .success(listing)
        } catch { return .failure(error) }
    }

    /// `inner`: the folder inside `root`, with a slash at its end; empty for that one itself.
    private static func look(
        in root: String, _ inner: String, depth: Int, _ listing: inout Listing
    ) throws(FilesError) {
        let names = try entries(ofFolder: root + "/" + inner).filter { !$0.hasPrefix(".") }.sorted()
        for name in names where listing.files.count < mostFiles {
            let (path, name) = (root + "/" + inner + name, inner + name)
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            // A link may lead to a file, but no folder is entered by one: it could lead back here.
            if status.st_mode & S_IFMT == S_IFDIR {
                guard depth < mostDeep else { continue }
                do throws(FilesError) { try look(in: root, name + "/", depth: depth + 1, &listing) } catch {
                    listing.unread[name + "/"] = error
                }
                continue
            }
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { continue }
            let modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
            let arrived = status.st_ctim.tv_sec * 1_000 + status.st_ctim.tv_nsec / 1_000_000
            listing.files[name] = Look(
                size: Int(status.st_size), modified: modified, arrived: Moment(milliseconds: arrived))
        }
    }

    /// A finished file: read, copied into the event, given to whom it belongs. What cannot be shown is told of once, and looked at
    /// again when it changes.
    private func take(_ name: String) async {
        let (source, folder) = (path + "/" + name, context.record.folder.path)
        let staged = await context.time.offPool { () -> Result<StagedCapture, MotionError> in
            Self.staged(source, name, in: folder)
        }
        do throws(MotionError) {
            let clip = try staged.get()
            guard await isNew(clip, name) else { return }
            switch await context.clips.owner(of: clip) {
            case .awaited: context.say("clips: \(name) is there")
            case .session(let id): await context.keep(clip, in: id)
            case .nobody: await context.admit(clip)
            }
        } catch { context.say("clips: \(error)") }
    }

    /// Some programs that fetch files from a phone fetch them once more, by another name.
    private func isNew(_ clip: StagedCapture, _ name: String) async -> Bool {
        let hash = await context.time.offPool { try? ContentHash(contentsOf: clip.path).description }
        guard let hash, let there = try? await context.record.session(havingCapture: hash) else { return true }
        context.say("clips: \(name) is a clip of session \(label(there)) already")
        await context.time.offPool { _ = unlink(clip.path) }
        return false
    }

    private static func staged(
        _ source: String, _ name: String, in folder: String
    ) -> Result<StagedCapture, MotionError> {
        do throws(MotionError) {
            _ = try Clip(path: source)
            let place = folder + "/Captures/.clip-\(UInt64.random(in: .min ... .max)).part"
            do throws(FilesError) { try copyDurably(source, to: place) } catch { throw .file(error) }
            return .success(StagedCapture(at: place, fileExtension: ending(of: name), source: name))
        } catch { return .failure(error) }
    }

    /// By which the event knows it for a clip.
    private static func ending(of name: String) -> String {
        let own = MediaType.ending(of: name)
        return ["mp4", "m4v", "mov", "webm", "mkv", "avi", "mts", "m2ts"].contains(own) ? own : "mp4"
    }
}
