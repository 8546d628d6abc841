import Actions
import Capture
import Engine
import Files
import HTTP
import Rigs
import Sessions
import Testing
import Work

@testable import Web

/// What other commands of the same user are told of a server.
@Suite struct ServingNoticeTests {
    let party: Party
    init() throws { party = try Party() }

    private var state: String { party.path + "/state" }

    /// Serves the event with a booth, or without one, while `body` looks.
    private func serve(
        at place: String, by certificate: Certificate? = nil, hasBooth: Bool = true,
        _ body: (_ port: Int, _ screen: ScreenAddress?) throws -> Void
    ) async throws {
        let installation = Installation(program: Programs.folder + "/booth")
        let site: EventSite
        if hasBooth {
            let camera = FolderCamera(testPictures: nil, time: party.time.source)
            let engine = try Engine(record: party.record, camera: camera, options: installation.options)
            site = try EventSite(engine, installation, time: party.time.source)
        } else {
            site = try party.site()
        }
        let server = WebServer([site], options: party.options)
        let address = try Address(parsing: place)
        let serving = try await offPool {
            try Serving(server, operators: address, guests: nil, certificate: certificate)
        }
        let outcome = Result {
            try body(
                serving.operators?.address.port ?? 0, ScreenAddress(of: party.record.event.id, in: state))
        }
        await serving.stop()
        try outcome.get()
        #expect(ScreenAddress(of: party.record.event.id, in: state) == nil)
        #expect(ServingNotice.base(of: party.record.event.id, in: state) == nil)
    }

    @Test(arguments: ["127.0.0.1:0", "0.0.0.0:0", "localhost:0"])
    func `A booth's screen is found by loopback`(place: String) async throws {
        try await serve(at: place) { port, screen in
            let host = place.hasPrefix("localhost") ? screen?.url ?? "" : "http://127.0.0.1:\(port)/"
            #expect(screen == ScreenAddress(url: host, pin: nil))
            #expect(screen?.url.hasSuffix(":\(port)/") == true)
            #expect(ServingNotice.base(of: party.record.event.id, in: state) != nil)
        }
    }

    @Test func `Pages without a booth have no screen`() async throws {
        try await serve(at: "127.0.0.1:0", hasBooth: false) { _, screen in
            #expect(screen == nil)
            #expect(ServingNotice.base(of: party.record.event.id, in: state) != nil)
        }
    }

    @Test func `An own certificate is known by its key`() async throws {
        let folder = party.path + "/tls"
        let certificate = try await offPool { try Certificate.kept(in: folder, names: ["booth.lan"]) }
        try await serve(at: "0.0.0.0:0", by: certificate) { port, screen in
            #expect(screen == ScreenAddress(url: "https://127.0.0.1:\(port)/", pin: certificate.pin))
        }
        // As openssl computes it.
        let script =
            "openssl x509 -in web-certificate.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | openssl base64"
        let run = await Programs.blocking { Programs.run("/bin/sh", ["-c", script], in: folder) }
        #expect(run.out == certificate.pin + "\n", "\(run)")
    }

    @Test func `A listener of the network alone has no screen for this machine's browser`() throws {
        #expect(ScreenAddress(of: Address(host: "192.168.1.5", port: 8443), nil) == nil)
        #expect(ScreenAddress(of: Address(host: "::", port: 80), nil)?.url == "http://[::1]:80/")
    }

    @Test func `What a killed booth has left behind is no screen`() throws {
        try makeFolder(state)
        let id = party.record.event.id
        let hash = ContentHash(of: Array(id.utf8)).prefix8
        try writeDurably(Array("http://127.0.0.1:1/".utf8), to: "\(state)/screen-\(hash)")
        #expect(ScreenAddress(of: id, in: state) == nil)
    }
}
