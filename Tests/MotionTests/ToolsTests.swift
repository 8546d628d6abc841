import Compositor
import Files
import Foundation
import Imaging
import Rigs
import Testing
import Work

@testable import Motion

/// The programs that films are made by: which they are, how they run, and that none is left.
@Suite(.onOwnThreads) struct ToolsTests {
    let studio: FilmStudio

    init() throws { studio = try FilmStudio() }

    private func program(_ script: String) throws -> String {
        let path = try studio.write("#!/bin/sh\n\(script)\n".utf8, "program")
        chmod(path, 0o755)
        return path
    }

    @Test func `another x264 makes a film anew, and the same one does not`() throws {
        let template = try studio.template(#""delay": 100"#)
        let captures = try studio.captures(2)
        func state(_ program: String) throws -> [Rendered.State] {
            try studio.film(template, captures) { studio, _ in studio.tools.ffmpeg = program }.outputs.map(\.state)
        }
        #expect(try state("ffmpeg") == [.written])
        let newer = try program(#"LC_ALL=C; export LC_ALL; ffmpeg "$@" | sed 's/x264 - core [0-9]*/x264 - core 999/'"#)
        #expect(try state(newer) == [.written])
        #expect(try state(newer) == [.upToDate])
        #expect(try state("ffmpeg") == [.written])
        let version = try Tools().version(of: .mp4)
        #expect(version.contains("ffmpeg version") && version.contains("libavcodec") && version.contains("x264 - core"))
        #expect(try Tools().version(of: .webm).contains("libvpx v"))
    }

    @Test func `encoders stand back behind all else that runs`() throws {
        let note = studio.path("note")
        let program = try program("ffmpeg \"$@\"; status=$?; nice >>\(note); exit $status")
        try studio.film(try studio.template(#""delay": 100"#), try studio.captures(2)) { studio, _ in
            studio.tools.ffmpeg = program
        }
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        let levels = String(decoding: try readAll(note, limit: 100), as: UTF8.self).split(separator: "\n")
        #expect(!levels.isEmpty && levels.allSatisfy { Int($0) == min(19, Int(own) + 10) }, "\(levels)")
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `render that is asked to end leaves no child and no file`(signal: Int32) throws {
        var action = sigaction()
        sigaction(signal, nil, &action)
        let isIgnored = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        guard !isIgnored else { return }
        let clip = try studio.clip("a.mp4", frames: 12)
        _ = try studio.template(#""from": "clip""#)
        // A decoder that says when it runs, and never comes to an end.
        let begun = studio.path("begun")
        try #require(mkfifo(begun, 0o600) == 0)
        let decoder = """
            #!/bin/sh
            case "$*" in *libx264*) PATH=${PATH#*:} exec ffmpeg "$@" ;; esac
            echo yes > \(begun)
            cat /dev/zero
            true

            """
        chmod(try studio.write(decoder.utf8, "bin/ffmpeg"), 0o755)
        let process = Process()
        process.executableURL = URL(filePath: Programs.folder + "/render")
        process.arguments = ["--layout", studio.path("layout"), "--animation", studio.path("out.mp4"), clip, "--quiet"]
        (process.standardInput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        var environment = ProcessInfo.processInfo.environment
        environment["PATH"] = studio.path("bin") + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        process.environment = environment
        try process.run()
        // A guard against hanging, and nothing that is measured.
        var pipe = pollfd(fd: open(begun, O_RDONLY | O_NONBLOCK), events: Int16(POLLIN), revents: 0)
        defer { close(pipe.fd) }
        #expect(poll(&pipe, 1, 60_000) == 1)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal || process.terminationStatus != 0)
        #expect(studio.childrenLeft == [])
        #expect(!studio.names.contains { $0.hasPrefix("out") || $0.hasPrefix(".") })
    }

    @Test func `a GIF that had to lose something says so`() throws {
        let clip = try studio.clip("a.mp4", frames: 12)
        for (ending, budget) in [("gif", 40), ("webp", 12)] {
            let template = try studio.template(#""from": "clip", "minSeconds": 0, "budget": \#(budget)"#)
            let result = try studio.film(template, [clip], to: "out." + ending)
            #expect(result.outputs[0].size <= budget * 1_000)
            let isTold = result.warnings.contains {
                $0.contains("out.\(ending): made with") && $0.hasSuffix("within \(budget) kB")
            }
            #expect(isTold, "\(ending): \(result.outputs[0].size) bytes, \(result.warnings)")
        }
        let roomy = try studio.template(#""from": "clip", "minSeconds": 0"#)
        #expect(try studio.film(roomy, [clip], to: "roomy.gif").warnings == [])
    }
}
