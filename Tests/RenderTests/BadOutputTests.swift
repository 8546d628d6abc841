import Foundation
import Glibc
import Imaging
import Testing

@Suite struct BadOutputTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.write("old", "folder.jpg/old")
        try studio.write("a file", "file")
        #expect(mkfifo(studio.path("pipe.jpg"), 0o600) == 0)
    }

    @Test(
        arguments: [
            (
                "none/out.jpg", 73,
                "none/out.jpg: cannot be created (there is no folder none/); check the folder and the name"
            ),
            (
                "file/out.jpg", 73,
                "file/out.jpg: cannot be created (file/ is not a folder); check the folder and the name"
            ),
            ("folder.jpg", 73, "folder.jpg: a folder, where a file is needed; name a file"),
            ("pipe.jpg", 73, "pipe.jpg: a pipe, where a regular file is needed; name a file"),
            ("out.bmp", 64, "out.bmp: the name should end in .jpg, .png, .webp, which says what to write"),
            ("out", 64, "out: the name should end in .jpg, .png, .webp, which says what to write"),
            (".jpg", 64, ".jpg: an ending without a name; put a name before it"),
            ("duo/..png", 64, "duo/..png: an ending without a name; put a name before it"),
            ("1.jpg", 64, "1.jpg: a capture of this render, and captures are kept as they are; write to another file"),
            (
                "./duo/../1.jpg", 64,
                "./duo/../1.jpg: a capture of this render, and captures are kept as they are; write to another file"
            ),
            ("/sys/out.jpg", 77, "/sys/out.jpg: Permission denied; change the permissions, or run as a user who may"),
        ] as [(String, Int32, String)])
    func `an output that cannot be is told in one line, with or without a layout`(
        output: String, status: Int32, message: String
    ) throws {
        let (before, capture) = (try studio.leftovers(), try studio.read("1.jpg"))
        for what in [["--layout", "duo", "1.jpg", "2.jpg"], ["--effect", "mirror", "1.jpg"]] {
            let run = try studio.render(what + ["-o", output])
            // A system that is mounted for reading only says so.
            let said = run.err.replacing(
                "Read-only file system; write to another folder, or have the drive mounted for writing",
                with: "Permission denied; change the permissions, or run as a user who may")
            #expect(run.status == status && run.out.isEmpty && said == "render: \(message)\n")
        }
        #expect(try studio.leftovers() == before && studio.read("1.jpg") == capture)
    }

    @Test func `no file of the layout is written over, also not by a line of many`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: studio.path("plan.webp"), withDestinationPath: "duo/layout.json")
        let (frame, plan) = (try studio.read("duo/frame.png"), try studio.read("duo/layout.json"))
        for path in ["duo/frame.png", "./duo/../duo/frame.png", "plan.webp"] {
            let problem = "\(path): a file of the layout itself; write to another file\n"
            let one = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", path)
            #expect(one.status == 64 && one.err == "render: " + problem)
            let many = try studio.render(
                "--layout", "duo", "--jobs-from", "-", input: #"{"captures": ["1.jpg", "2.jpg"], "output": "\#(path)"}"#
            )
            #expect(many.status == 1 && many.err.hasPrefix("render: standard input, line 1: " + problem))
        }
        let moving = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "--animation", "plan.webp")
        #expect(moving.status == 64)
        #expect(try studio.read("duo/frame.png") == frame && studio.read("duo/layout.json") == plan)
    }

    @Test(arguments: [
        ("out.jpg", "the name should end in .gif, .webp, .mp4, .webm, which says what to write"),
        (".gif", "an ending without a name; put a name before it"),
        ("same.webp", "both FinalPhoto and animation; give them two names"),
        ("./duo/..//same.webp", "both FinalPhoto and animation; give them two names"),
    ])
    func `an animation needs a name of its own, of its own kind`(animation: String, problem: String) throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "same.webp", "--animation", animation)
        #expect(run.status == 64 && run.err == "render: \(animation): \(problem)\n")
        #expect(!studio.exists("same.webp"))
    }

    @Test func `a folder for sets that is a file cannot be created`() throws {
        try studio.makeSet("set")
        let run = try studio.render("--layout", "duo", "--set", "set", "--into", "file")
        #expect(run.status == 73)
        #expect(
            run.err == "render: file: cannot be created (a file of that name is there); check the folder and the name\n"
        )
    }

    @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
    func `a folder closed to us is a matter of permissions`() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: studio.path("folder.jpg"))
        let run = try studio.render("--layout", "duo", "1.jpg", "2.jpg", "-o", "folder.jpg/out.jpg")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: studio.path("folder.jpg"))
        #expect(run.status == 77)
        #expect(
            run.err
                == "render: folder.jpg/out.jpg: Permission denied; change the permissions, or run as a user who may\n")
    }

    /// A small disk in a name space of its own, which goes with the process.
    private static let small = ["--mount"] + (geteuid() == 0 ? [] : ["--map-root-user"])
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = small + ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(.enabled(if: canMount, "no disk can be mounted here"))
    func `a full disk leaves neither half a file nor a temporary one, and the old file as it was`() throws {
        let script = """
            mount -t tmpfs -o size=8k tmpfs disk && echo old > disk/out.jpg && "$@" ; echo "status $?"; ls -A disk; cat disk/out.jpg
            """
        try studio.write("", "disk/.keep")
        let run = try Program.run(
            Self.small + [
                "sh", "-c", script, "sh", Program.path, "--layout", "duo", "1.jpg", "2.jpg", "-o", "disk/out.jpg",
            ],
            in: studio, program: "/usr/bin/unshare")
        #expect(run.lines == ["status 74", "out.jpg", "old"])
        #expect(
            run.err == "render: disk/out.jpg: No space left on device; free some space and run it again, nothing "
                + "half-written was left behind\n")
    }

    @Test func `results that nobody can read are an error, though the picture is written`() throws {
        let run = try Program.run(
            ["-c", #""$@" > /dev/full"#, "sh", Program.path, "--layout", "duo", "1.jpg", "2.jpg", "-o", "out.jpg"],
            in: studio, program: "/bin/sh")
        #expect(run.status == 74)
        #expect(run.err == "render: the results cannot be written (No space left on device); check where they go to\n")
        #expect(try studio.picture("out.jpg").width == 240)
    }
}
