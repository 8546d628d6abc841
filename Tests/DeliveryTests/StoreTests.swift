import Foundation
import Rigs
import Testing
import Work

@testable import Delivery

/// Folders, WebDAV and rclone, and the pages of guests in them.
@Suite struct StoreTests {
    private let picture = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 4) }

    private func media(_ rig: Rig, _ name: String = "000047-5b5da724.jpg") throws -> Item {
        var item = Rig.item(.media, key: "media-0a1b")
        let path = try rig.scratch.put(picture, at: "FinalPhoto/\(name)")
        item.files = [SentFile(.file(path), name: name, mediaType: "image/jpeg")]
        return item
    }

    /// Not compared in the expectation itself, which would print it.
    private func isPicture(_ far: FarFiles, _ folder: String = "") -> Bool {
        far.read("\(folder)000047-5b5da724.jpg") == picture
    }

    private func page(_ rig: Rig, _ html: String) throws -> Item {
        var item = try media(rig)
        (item.kind, item.folder) = (.page, "k7Qx2")
        var index = SentFile(.bytes(Array(html.utf8)), name: "index.html", mediaType: "text/html")
        index.replaces = true
        item.files.append(index)
        return item
    }

    /// What each place for files must do.
    private func check(_ rig: Rig, _ far: FarFiles) async throws {
        let item = try media(rig)
        let first = await rig.service.send(item, to: "far")
        #expect(first.isDelivered, "\(first)")
        #expect(isPicture(far))
        // Once more changes nothing, and half files of former attempts are made whole.
        #expect(await rig.service.send(item, to: "far").isDelivered)
        try far.put(Array(picture.prefix(1000)), "000047-5b5da724.jpg")
        #expect(await rig.service.send(item, to: "far").isDelivered)
        #expect(isPicture(far))
        // A page, its replacement, and its end.
        #expect(await rig.service.send(try page(rig, "coming"), to: "pages").isDelivered)
        #expect(far.read("k7Qx2/index.html") == Array("coming".utf8))
        #expect(await rig.service.send(try page(rig, "there"), to: "pages").isDelivered)
        #expect(far.read("k7Qx2/index.html") == Array("there".utf8) && isPicture(far, "k7Qx2/"))
        var end = Item(.removal, key: "media-end", event: "e-1", subject: "k7Qx2")
        for folder in ["..", "", "a/b", ".hidden"] {
            end.folder = folder
            guard case .refused = await rig.service.send(end, to: "pages") else {
                Issue.record("\(folder) was removed")
                continue
            }
        }
        end.folder = "k7Qx2"
        #expect(await rig.service.send(end, to: "pages").isDelivered)
        #expect(await rig.service.send(end, to: "pages").isDelivered)
        #expect(far.names() == ["000047-5b5da724.jpg"])
        // A probe leaves nothing.
        let steps = await rig.service.probe("far")
        #expect(
            steps.map(\.what) == ["put a file", "read it back", "delete it"] && steps.allSatisfy(\.verdict.isDelivered),
            "\(steps)")
        #expect(far.names() == ["000047-5b5da724.jpg"])
    }

    private static let pages = #",{"name":"pages","kind":"pages","through":"far"}"#

    @Test func `A folder gets whole files`() async throws {
        let far = try Scratch()
        _ = try far.put("", at: "files/.keep")
        let rig = try Rig("{\"name\":\"far\",\"kind\":\"folder\",\"path\":\"\(far.path("files"))\"}" + Self.pages)
        try await check(rig, .folder(far.path("files")))
    }

    @Test func `A stick that is away is waited for, and nothing is made in its place`() async throws {
        let far = try Scratch()
        let rig = try Rig("{\"name\":\"far\",\"kind\":\"folder\",\"path\":\"\(far.path("stick/Party"))\"}")
        let away = await rig.service.send(try media(rig), to: "far")
        #expect(
            away == .unreachable("\(far.path("stick/Party")) is not there; plug the drive in, or make the folder on it")
        )
        #expect(far.names().isEmpty)
        _ = try far.put("", at: "stick/Party/.keep")
        #expect(await rig.service.send(try media(rig), to: "far").isDelivered)
    }

    @Test func `A folder that cannot be written to blocks, and a file that is gone is refused`() async throws {
        let rig = try Rig(#"{"name":"far","kind":"folder","path":"/proc/self"}"#)
        guard case .blocked = await rig.service.send(try media(rig), to: "far") else {
            Issue.record("written to /proc")
            return
        }
        let far = try Scratch()
        let other = try Rig("{\"name\":\"far\",\"kind\":\"folder\",\"path\":\"\(far.folder)\"}")
        var item = try media(other)
        item.files[0].content = .file("/no/such/file")
        #expect(await other.service.send(item, to: "far") == .refused("/no/such/file: cannot be read"))
        item.files[0] = SentFile(.bytes([1]), name: "../up", mediaType: "image/jpeg")
        guard case .refused = await other.service.send(item, to: "far") else {
            Issue.record("left its folder")
            return
        }
    }

    @Test(.enabled(if: FarProgram.hasPython, FarProgram.pythonMissing))
    func `WebDAV of wsgidav gets whole files`() async throws {
        let (far, port) = try await FarProgram.files(.wsgidav)
        try await check(dav("http://127.0.0.1:\(port)/"), .folder(far.scratch.path("files")))
    }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `WebDAV of rclone gets whole files`() async throws {
        let (far, port) = try await FarProgram.files(.rcloneWebDAV)
        try await check(dav("http://127.0.0.1:\(port)/"), .folder(far.scratch.path("files")))
    }

    private func dav(_ base: String) throws -> Rig {
        try Rig(
            "{\"name\":\"far\",\"kind\":\"recipe\",\"recipe\":\"webdav-put\",\"base\":\"\(base)\",\"lan\":true}"
                + Self.pages)
    }

    /// A remote of rclone by the name of "far".
    private func remote(_ settings: String, _ folder: String = "") throws -> Rig {
        let rig = try Rig("{\"name\":\"far\",\"kind\":\"rclone\",\"remote\":\"far:\(folder)\"}" + Self.pages)
        _ = try rig.scratch.put("[far]\n\(settings)\n", at: "rclone.conf", mode: 0o600)
        return rig
    }

    private func webDAV(_ port: Int) -> String { "type = webdav\nurl = http://127.0.0.1:\(port)/\nvendor = other" }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `A remote of rclone by WebDAV gets whole files`() async throws {
        let (far, port) = try await FarProgram.files(.rcloneWebDAV)
        try await check(remote(webDAV(port)), .folder(far.scratch.path("files")))
    }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `A remote of rclone by SFTP gets whole files`() async throws {
        let (far, port) = try await FarProgram.files(.sftp)
        // What rclone keeps in place of the password, "geheim", is no secret to anybody.
        let hidden = await Programs.blocking { Programs.run(FarProgram.rclone ?? "", ["obscure", "geheim"]).out }
        try await check(
            remote("type = sftp\nhost = 127.0.0.1\nport = \(port)\nuser = booth\npass = \(hidden)"),
            .folder(far.scratch.path("files")))
    }

    @Test(
        .enabled(
            if: FarProgram.hasRclone && FarProgram.hasPython, "there is no rclone, or scripts/far-sides was not run"))
    func `A remote of rclone by S3 gets whole files`() async throws {
        let (far, port) = try await FarProgram.files(.s3)
        let rig = try remote(
            """
            type = s3
            provider = Minio
            access_key_id = booth
            secret_access_key = geheim
            endpoint = http://127.0.0.1:\(port)
            region = us-east-1
            acl = public-read
            """, "party")
        try await check(rig, .bucket("http://127.0.0.1:\(port)/party", far.scratch))
    }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `What a remote has taken and not kept is asked for again`() async throws {
        // Says yes to everything, and has nothing.
        let far = try FarSide { request, _ in .status(request.method == "PROPFIND" ? 404 : 201) }
        let rig = try remote(webDAV(far.port))
        let verdict = await rig.service.send(try media(rig), to: "far")
        guard case .busy(let words, after: nil) = verdict, words.hasPrefix("it was taken and is not there") else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `A remote that is unknown, or away, is told`() async throws {
        let rig = try remote(webDAV(1))
        let away = await rig.service.send(try media(rig), to: "far")
        guard case .unreachable = away else {
            Issue.record("\(away)")
            return
        }
        _ = try rig.scratch.put("[other]\ntype = local\n", at: "rclone.conf", mode: 0o600)
        let unknown = try Rig(#"{"name":"far","kind":"rclone","remote":"nowhere:"}"#)
        let verdict = await unknown.service.send(try media(unknown), to: "far")
        guard case .blocked(let words) = verdict, words.contains("section") else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test(arguments: [
        ("PROPFIND: 401 Unauthorized", "blocked"), ("AccessDenied: Access Denied status code: 403", "blocked"),
        ("507 Insufficient Storage", "blocked"), ("googleapi: Error 403: quota", "blocked"),
        ("didn't find section in config file", "blocked"), ("object not found", "refused"),
        ("000403-507a.jpg: connection refused", "unreachable"), ("dial tcp 127.0.0.1:4013: i/o timeout", "unreachable"),
        ("503 Service Unavailable", "unreachable"),
    ])
    func `What rclone says is understood`(words: String, name: String) {
        let verdict = RcloneStore.verdict(500, words, about: ["000403-507a.jpg", ""])
        #expect("\(verdict)".hasPrefix(name), "\(verdict)")
    }

    @Test func `Without rclone it is told what is missing`() async throws {
        let server = RcloneServer(program: "/no/such/rclone")
        do {
            _ = try await server.access()
            Issue.record("started")
        } catch {
            guard case .blocked(let words) = error.verdict, words.contains("is it installed?") else {
                Issue.record("\(error.verdict)")
                return
            }
        }
    }

    @Test(.enabled(if: FarProgram.hasRclone, FarProgram.rcloneMissing))
    func `rclone that has died is started again, and dies with whoever has it`() async throws {
        var server: RcloneServer? = RcloneServer()
        let first = try await server?.access()
        let password = first?.password.revealed ?? ""
        for pid in try await Self.rclones(password, areThere: true) {
            let words = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
            #expect(words.contains("rcd") && !words.contains(password) && password.count == 32)
            kill(pid, SIGKILL)
        }
        var second = first
        while second?.password.revealed == password { second = try await server?.access() }
        let other = second?.password.revealed ?? ""
        #expect(try await Self.rclones(other, areThere: true).count == 1)
        server = nil
        #expect(try await Self.rclones(other, areThere: false).isEmpty)
    }

    /// Waits until there is an rclone with that password, or none any more; gives which.
    private static func rclones(_ password: String, areThere: Bool) async throws -> [pid_t] {
        while true {
            let all = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
            let pids = all.filter { pid in
                func read(_ name: String) -> String {
                    (try? String(contentsOfFile: "/proc/\(pid)/\(name)", encoding: .utf8)) ?? ""
                }
                return read("comm") == "rclone\n" && read("environ").contains(password)
            }
            if pids.isEmpty != areThere { return pids }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func `A half file is never seen under its name, and one that was not kept is asked for again`() async throws {
        // Says yes to everything, and has nothing.
        let far = try FarSide { request, _ in request.method == "HEAD" ? .status(404) : .status(201) }
        let rig = try dav(far.base)
        let verdict = await rig.service.send(try media(rig), to: "far")
        #expect(verdict == .busy("it was taken and is not there (it answered 404)", after: nil))
        #expect(far.requests.map(\.method) == ["HEAD", "PUT", "MOVE", "HEAD"])
        #expect(far.requests[1].path == "/.part-media-0a1b-000047-5b5da724.jpg")
        #expect(far.requests[2].headers["destination"] == far.base + "000047-5b5da724.jpg")
    }

    @Test(arguments: [
        ("PUT", 409, Verdict.blocked("there is no such place (409); see \"base\"")),
        ("PUT", 404, .blocked("there is no such place (404); see \"base\"")),
        ("MOVE", 405, .blocked("there is no such place (405); see \"base\"")),
        ("MOVE", 404, .busy("it answered 404", after: nil)), ("MOVE", 403, .busy("it answered 403", after: nil)),
        ("PUT", 403, .blocked("it does not let us in (403); see \"user\" and \"secret\"")),
        ("PUT", 423, .busy("it answered 423", after: nil)),
        ("PUT", 507, .blocked("there is no room left (507)")),
    ])
    func `What goes wrong while a file is put`(method: String, status: Int, verdict: Verdict) async throws {
        let far = try FarSide { request, _ in
            request.method == "HEAD" ? .status(404) : .status(request.method == method ? status : 201)
        }
        let rig = try dav(far.base)
        #expect(await rig.service.send(try media(rig), to: "far") == verdict)
    }
}
