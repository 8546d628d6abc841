import Faults
import Files
import Glibc
import StrictJSON
import Work

/// A remote of the operator's rclone. Of all that rclone can do only copying, moving and looking at single files is asked for,
/// and the end of a page's folder: never a synchronisation, which would delete at the far side what is missing here.
struct RcloneStore: Sendable {
    let wire: Wire
    let server: RcloneServer
    /// "dav:Party"
    let remote: String

    var store: FileStore {
        FileStore(
            put: { file, folder, item in await put(file, folder, item) },
            remove: { folder, _ in await remove(folder) },
            read: { file, folder, _ in await read(file, folder) })
    }

    private func put(_ file: SentFile, _ folder: String, _ item: Item) async -> Verdict {
        guard SentFile.isFarName(file.name) else {
            return .refused("\"\(file.name)\" cannot be a name at the far side")
        }
        guard let size = await file.size() else { return .refused("\(file.path ?? file.name): cannot be read") }
        let target = place(file.name, folder)
        if !file.replaces {
            switch await self.size(of: target) {
            case .success(size): return .delivered(reference: target)
            case .success: break
            case .failure(let failure): return failure.verdict
            }
        }
        // An upload that is cut leaves a short file under its name, which would be served as if it were whole.
        let part = place(".part-\(item.key)-\(file.name)", folder)
        let copied = await withSource(file) { source, name in
            await ask(
                "operations/copyfile",
                [
                    "srcFs": .string(source), "srcRemote": .string(name), "dstFs": .string(remote),
                    "dstRemote": .string(part),
                ],
                item.lane)
        }
        if case .failure(let failure) = copied {
            // rclone says the same of a file that is gone here and of one that a far side has taken and does not have.
            guard case .refused(let words) = failure.verdict, await file.size() != nil else { return failure.verdict }
            return .busy("it was taken and is not there (\(words))", after: nil)
        }
        let fs = JSONValue.string(remote)
        let moved = await ask(
            "operations/movefile", ["srcFs": fs, "srcRemote": .string(part), "dstFs": fs, "dstRemote": .string(target)])
        // An answer that was lost, of a move that was made, is told from a move that failed by what is there.
        switch await self.size(of: target) {
        case .success(size): return .delivered(reference: target)
        case .success(let other):
            if case .failure(let failure) = moved { return failure.verdict }
            return .busy("it has \(other.map { "\($0) bytes" } ?? "nothing") of \(size) bytes", after: nil)
        case .failure(let failure): return failure.verdict
        }
    }

    private func remove(_ folder: String) async -> Verdict {
        guard SentFile.isFarName(folder) else { return .refused("\"\(folder)\" cannot be the name of a folder") }
        let listed = await ask("operations/list", ["fs": .string(remote), "remote": .string(folder)])
        switch listed {
        case .failure(let failure):
            if case .refused = failure.verdict { return .delivered(reference: nil) }
            return failure.verdict
        case .success(let answer):
            guard case .array(let entries)? = answer[member: "list"] else { return .delivered(reference: nil) }
            for entry in entries {
                guard case .string(let path)? = entry[member: "Path"], path.hasPrefix(folder + "/") else { continue }
                let gone = await ask("operations/deletefile", ["fs": .string(remote), "remote": .string(path)])
                if case .failure(let failure) = gone, case .refused = failure.verdict { continue }
                if case .failure(let failure) = gone { return failure.verdict }
            }
            let gone = await ask("operations/rmdir", ["fs": .string(remote), "remote": .string(folder)])
            // Where folders are but parts of names, the last file takes them along.
            if case .failure(let failure) = gone, case .unreachable = failure.verdict { return failure.verdict }
            return .delivered(reference: nil)
        }
    }

    private func read(_ file: SentFile, _ folder: String) async -> (verdict: Verdict, bytes: [UInt8]) {
        let temporary = await offPool { temporaryFolder() }
        guard let temporary else { return (.unreachable("no temporary folder can be made here"), []) }
        let copied = await ask(
            "operations/copyfile",
            [
                "srcFs": .string(remote), "srcRemote": .string(place(file.name, folder)), "dstFs": .string(temporary),
                "dstRemote": .string(file.name),
            ])
        let bytes = await offPool {
            defer { removeTree(temporary) }
            return (try? readAll(temporary + "/" + file.name, limit: 1 << 20)) ?? []
        }
        if case .failure(let failure) = copied { return (failure.verdict, []) }
        return (.delivered(reference: nil), bytes)
    }

    private func place(_ name: String, _ folder: String) -> String { folder.isEmpty ? name : folder + "/" + name }

    /// rclone copies from folders; what is only in memory gets one.
    private func withSource<Value: Sendable>(
        _ file: SentFile, _ body: (_ folder: String, _ name: String) async -> Value
    ) async -> Value {
        switch file.content {
        case .file(let path):
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            return await body(
                slash == path.startIndex ? "/" : String(path[..<slash]), String(path[slash...].drop { $0 == "/" }))
        case .bytes(let bytes):
            let folder = await offPool {
                let folder = temporaryFolder()
                if let folder { try? writeDurably(bytes, to: folder + "/file") }
                return folder ?? "/nonexistent"
            }
            let value = await body(folder, "file")
            await offPool { removeTree(folder) }
            return value
        }
    }

    /// Bytes of a file there; nil: there is none.
    private func size(of path: String) async -> Result<Int?, RcloneServer.Failure> {
        switch await ask("operations/stat", ["fs": .string(remote), "remote": .string(path)]) {
        case .success(let answer):
            guard case .number(let size)? = answer[member: "item"]?[member: "Size"] else { return .success(nil) }
            return .success(Int(size))
        case .failure(let failure):
            if case .refused = failure.verdict { return .success(nil) }
            return .failure(failure)
        }
    }

    private func ask(
        _ command: String, _ values: KeyValuePairs<String, JSONValue>, _ lane: Item.Lane = .guest
    ) async -> Result<JSONValue, RcloneServer.Failure> {
        let access: RcloneServer.Access
        do throws(RcloneServer.Failure) { access = try await server.access() } catch { return .failure(error) }
        var order = Order(method: "POST", url: "http://127.0.0.1:\(access.port)/\(command)")
        order.body = .bytes(Array(JSONValue.object(values.map { .init($0.key, $0.value) }).text().utf8))
        order.headers = ["Content-Type: application/json"]
        order.login = ("boothkit", access.password)
        (order.reach, order.lane) = (.localOnly, lane)
        // rclone says nothing while it copies, and has limits of its own for silence on its line.
        order.limits.silence = .seconds(7200)
        let landing = await wire.send(order)
        guard landing.end == .answered else {
            return .failure(
                .init(verdict: .unreachable(landing.end == .cancelled ? "sending was ended" : "rclone does not answer"))
            )
        }
        let answer = try? JSONValue(parsing: landing.body, document: command)
        if landing.status == 200, let answer { return .success(answer) }
        var text = ""
        if case .string(let words)? = answer?[member: "error"] { text = words }
        let names = values.compactMap { if case .string(let name) = $0.value { name } else { nil } }
        return .failure(.init(verdict: Self.verdict(landing.status, text.onOneLine, about: names)))
    }

    /// rclone says what went wrong in prose alone, in which names of files stand as well: 000403-… is no status.
    static func verdict(_ status: Int, _ words: String, about names: [String]) -> Verdict {
        let text = "rclone: " + String(words.prefix(200))
        let prose = names.filter { !$0.isEmpty }.reduce(words) { $0.replacing($1, with: "") }
        func says(_ any: String...) -> Bool { any.contains { prose.contains($0) } }
        func hasStatus(_ any: Regex<Substring>) -> Bool { prose.firstMatch(of: any) != nil }
        if says("not found") && !says("section") || status == 404 { return .refused(text) }
        if hasStatus(/\b40[13]\b/) { return .blocked(text) }
        if says("didn't find section", "token expired", "couldn't fetch token", "invalid_grant") {
            return .blocked(text)
        }
        if hasStatus(/\b507\b/) || says("uota", "nsufficient", "no space left") { return .blocked(text) }
        return .unreachable(text)
    }
}

/// For this process alone. Blocks.
private func temporaryFolder() -> String? {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(place)/boothkit-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
