package import Foundation
import Synchronization
import Work

/// A browser without a window, driven by WebDriver: JSON over HTTP to Debian's chromedriver.
///
///     let browser = try await Browser()
///     try await browser.open("http://127.0.0.1:8080/operator/sessions")
///     let title = try await browser.run("return document.title", as: String.self)
///     await browser.close()
package final class Browser: Sendable {
    private let driver: Process
    private let port: Int
    /// Its path at the driver.
    private let session: String

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Why there is no browser on this machine; nil: there is one.
    package static let missing: String? = {
        let programs = ["/usr/bin/chromium", "/usr/bin/chromedriver"]
        let absent = programs.filter { !FileManager.default.isExecutableFile(atPath: $0) }
        return absent.isEmpty ? nil : "no browser for the tests: \(absent.joined(separator: ", ")) is missing"
    }()

    package init() async throws {
        let (driver, output) = (Process(), Pipe())
        driver.executableURL = URL(filePath: "/usr/bin/chromedriver")
        driver.arguments = ["--port=0"]
        (driver.standardOutput, driver.standardError) = (output, FileHandle.nullDevice)
        try driver.start()
        self.driver = driver
        let port = await offPool { Self.port(output.fileHandleForReading) }
        guard let port else { throw Failure(description: "chromedriver says no port") }
        self.port = port
        // The browser ends with its driver, whatever becomes of the tests: they speak through a pipe.
        var arguments = [
            "--headless=new", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu",
            "--disable-dev-shm-usage",
        ]
        if getuid() == 0 { arguments.append("--no-sandbox") }
        let options: [String: Any] = [
            "browserName": "chrome", "pageLoadStrategy": "eager", "acceptInsecureCerts": true,
            "goog:loggingPrefs": ["browser": "ALL"], "timeouts": ["script": 15_000],
            "goog:chromeOptions": ["binary": "/usr/bin/chromium", "args": arguments],
        ]
        struct Begun: Decodable { let sessionId: String }
        do {
            let begun: Begun = try await Self.call(
                port, "POST", "/session", ["capabilities": ["alwaysMatch": options]])
            session = "/session/\(begun.sessionId)"
        } catch {
            driver.terminate()
            throw error
        }
    }

    /// The driver's, whose children are the browser's processes.
    package var process: Int32 { driver.processIdentifier }

    package func close() async {
        _ = try? await call("DELETE", "") as Nothing
        driver.terminate()
        await offPool { [driver] in driver.waitUntilExit() }
    }

    // MARK: What can be done with it

    package func open(_ address: String) async throws {
        _ = try await call("POST", "/url", ["url": address]) as Nothing
    }

    /// In CSS pixels. Returns when the page has been drawn in its new size.
    package func resize(_ width: Int, _ height: Int, isDark: Bool = false) async throws {
        try await tell(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700])
        try await tell(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"],
                    ["name": "prefers-reduced-motion", "value": "reduce"],
                ]
            ])
        let _: Bool = try await run(
            "return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")
    }

    /// What a function with this body returns in the page.
    package func run<Value: Decodable>(_ script: String, as: Value.Type = Value.self) async throws -> Value {
        try await call("POST", "/execute/sync", ["script": script, "args": [String]()])
    }

    /// Runs a script whose result does not matter.
    package func act(_ script: String) async throws {
        _ = try await call("POST", "/execute/sync", ["script": script, "args": [String]()]) as Nothing
    }

    /// The same as `run` of a body that may wait: `await fetch(…)`.
    package func runAsync<Value: Decodable>(_ script: String, as: Value.Type = Value.self) async throws -> Value {
        let body = "const done = arguments[0]; (async () => { \(script) })().then(done, (error) => done(String(error)))"
        return try await call("POST", "/execute/async", ["script": body, "args": [String]()])
    }

    /// Waits until an expression is true in the page; throws after some seconds.
    package func wait(until condition: String) async throws {
        let script = """
            const done = arguments[0], end = performance.now() + 8000;
            const look = () => {
              const isTrue = (() => { try { return Boolean(\(condition)) } catch { return false } })();
              if (isTrue || performance.now() > end) done(isTrue); else setTimeout(look, 15);
            };
            look();
            """
        let isTrue: Bool = try await call("POST", "/execute/async", ["script": script, "args": [String]()])
        guard !isTrue else { return }
        let said: String = try await run(
            "return [...document.querySelectorAll('.toast, .job, .empty')].map((one) => one.textContent).join(' | ')")
        throw Failure(description: "this never became true: \(condition); the page says: \(said)")
    }

    /// A key as the DevTools protocol names it: "End", "j".
    package func press(_ key: String) async throws {
        let text: [String: Any] = key.count == 1 ? ["text": key] : [:]
        for type in ["keyDown", "keyUp"] {
            // What the browser itself does for a key goes by its number.
            let event: [String: Any] = ["type": type, "key": key, "windowsVirtualKeyCode": key == "Escape" ? 27 : 0]
            try await tell("Input.dispatchKeyEvent", event.merging(type == "keyDown" ? text : [:]) { $1 })
        }
    }

    /// A finger on the middle of an element, in CSS pixels, put down and lifted so many times in quick succession.
    package func touch(x: Double, y: Double, times: Int = 1) async throws {
        for _ in 0..<times {
            try await tell("Input.dispatchTouchEvent", ["type": "touchStart", "touchPoints": [["x": x, "y": y]]])
            try await tell("Input.dispatchTouchEvent", ["type": "touchEnd", "touchPoints": [[String: Double]]()])
        }
    }

    /// What is seen, as a PNG.
    package func picture() async throws -> Data {
        let text: String = try await call("GET", "/screenshot")
        return Data(base64Encoded: text) ?? Data()
    }

    /// What the browser has complained of since it was asked last: errors of scripts, refused loads, what a policy forbade.
    package func complaints() async throws -> [String] {
        struct Entry: Decodable {
            let level: String
            let message: String
        }
        let entries: [Entry] = try await call("POST", "/se/log", ["type": "browser"])
        return entries.filter { $0.level != "INFO" && $0.level != "DEBUG" }.map(\.message)
    }

    /// A command of the DevTools protocol.
    package func tell(_ command: String, _ parameters: [String: Any]) async throws {
        _ = try await call("POST", "/goog/cdp/execute", ["cmd": command, "params": parameters]) as Nothing
    }

    /// Runs a script in each page before those of its own, until `body` has ended.
    package func withScript(_ source: String, _ body: () async throws -> Void) async throws {
        struct Added: Decodable { let identifier: String }
        let added: Added = try await call(
            "POST", "/goog/cdp/execute",
            ["cmd": "Page.addScriptToEvaluateOnNewDocument", "params": ["source": source]])
        let remove = { [self] in
            try await tell("Page.removeScriptToEvaluateOnNewDocument", ["identifier": added.identifier])
        }
        do { try await body() } catch {
            try? await remove()
            throw error
        }
        try await remove()
    }

    /// Puts HTML in place of what the page has, at its address.
    package func show(_ html: String) async throws {
        struct Page: Decodable {
            struct Tree: Decodable {
                struct Frame: Decodable { let id: String }
                let frame: Frame
            }
            let frameTree: Tree
        }
        let none: [String: String] = [:]
        let page: Page = try await call("POST", "/goog/cdp/execute", ["cmd": "Page.getFrameTree", "params": none])
        try await tell("Page.setDocumentContent", ["frameId": page.frameTree.frame.id, "html": html])
    }

    /// Another tab, which is then the one that is spoken to; gives the name of the former.
    package func openTab() async throws -> String {
        struct Tab: Decodable { let handle: String }
        let former: String = try await call("GET", "/window")
        let tab: Tab = try await call("POST", "/window/new", ["type": "tab"])
        try await turn(to: tab.handle)
        return former
    }

    package func turn(to tab: String) async throws { _ = try await call("POST", "/window", ["handle": tab]) as Nothing }

    package func closeTab() async throws { _ = try await call("DELETE", "/window") as [String] }

    // MARK: The wire

    private struct Nothing: Decodable { init(from decoder: any Decoder) {} }
    private struct Answer<Value: Decodable>: Decodable { let value: Value }

    private func call<Value: Decodable>(_ method: String, _ path: String, _ body: [String: Any]? = nil) async throws
        -> Value
    {
        try await Self.call(port, method, session + path, body)
    }

    private static func call<Value: Decodable>(
        _ port: Int, _ method: String, _ path: String, _ body: [String: Any]? = nil
    ) async throws -> Value {
        let content = try body.map { try JSONSerialization.data(withJSONObject: $0) } ?? Data()
        let client = try RawClient("127.0.0.1", port, patience: 60)
        client.say(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(content.count)\r\n\r\n")
        client.say([UInt8](content))
        let answer = await client.heard { text in
            let (_, head, body) = RawClient.parts(of: text)
            let length = head.lowercased().firstMatch(of: /content-length: *([0-9]+)/).flatMap { Int($0.1) }
            return length.map { body.utf8.count >= $0 } ?? false
        }
        let (status, _, text) = RawClient.parts(of: answer)
        guard status == 200 else { throw Failure(description: "\(method) \(path): \(status) \(text.prefix(600))") }
        return try JSONDecoder().decode(Answer<Value>.self, from: Data(text.utf8)).value
    }

    /// Reads until the driver has said which port it took. Blocks.
    private static func port(_ output: FileHandle) -> Int? {
        var said = ""
        while let match = Optional(output.availableData), !match.isEmpty {
            said += String(decoding: match, as: UTF8.self)
            if let port = said.firstMatch(of: /started successfully on port (\d+)/)?.1 { return Int(port) }
        }
        return nil
    }
}
