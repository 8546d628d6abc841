import Foundation
import Imaging
import Testing

@Suite struct BadCaptureTests {
    let studio: Studio

    init() throws { studio = try Studio() }

    private func expectRefusal(
        _ run: Program.Run, _ status: Int32, _ message: String, among files: [String] = [],
        at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(run.status == status, sourceLocation: location)
        #expect(run.err == "render: \(message)\n" && run.out.isEmpty, sourceLocation: location)
        #expect(try studio.leftovers() == files, "nothing is left behind", sourceLocation: location)
    }

    private static let formats = "convert it to JPEG, PNG, WebP, TIFF or HEIC"

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var message: String
    }

    private static let cases = [
        Case(testDescription: "empty", bytes: [], message: "the file is empty; copy it from the camera again"),
        Case(
            testDescription: "text", bytes: Array("hello".utf8),
            message: "not a picture; use JPEG, PNG, WebP, TIFF, HEIC or a camera's raw file"),
        Case(
            testDescription: "SVG", bytes: Array("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>".utf8),
            message: "SVG is not a format that Boothkit takes; \(formats)"),
        Case(
            testDescription: "PDF", bytes: Array("%PDF-1.7\n".utf8),
            message: "PDF is not a format that Boothkit takes; \(formats)"),
        Case(
            testDescription: "GIF", bytes: Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x3B],
            message: "GIF is not a format that Boothkit takes; \(formats)"),
        Case(
            testDescription: "BMP", bytes: Array("BM".utf8) + [UInt8](repeating: 0, count: 60),
            message: "BMP is not a format that Boothkit takes; \(formats)"),
        Case(
            testDescription: "PostScript", bytes: Array("%!PS-Adobe-3.0\n".utf8),
            message: "PostScript is not a format that Boothkit takes; \(formats)"),
        Case(
            testDescription: "a claim of 1.6 gigapixels", bytes: Samples.png(claiming: 40_000, by: 40_000, data: 20),
            message: "40000x40000 pixels are more than the limit of 30000 a side; make the picture smaller"),
    ]

    @Test(arguments: cases)
    func `what is no capture is refused, whatever its name says`(bad: Case) throws {
        try studio.write(bad.bytes, "bad.jpg")
        let run = try studio.render("--layout", "duo", "1.jpg", "bad.jpg", "-o", "out.jpg", "--animation", "out.gif")
        try expectRefusal(run, 65, "bad.jpg: \(bad.message)", among: ["bad.jpg"])
    }

    @Test func `a missing capture is named, with what to check`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "none.jpg", "-o", "out.jpg")
        try expectRefusal(run, 66, "none.jpg: no such file; check the name and that the card or drive is mounted")
    }

    @Test func `a folder is no capture`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "duo", "-o", "out.jpg")
        try expectRefusal(run, 65, "duo: a folder, where a picture is needed; name a file")
    }

    @Test(arguments: [["--layout", "duo", "1.jpg", "cut.jpg"], ["--effect", "mirror", "cut.jpg"]])
    func `a truncated JPEG is refused with the way out, and rendered when that is taken`(arguments: [String]) throws {
        try studio.write(Array(studio.read("2.jpg").dropLast(9_000)), "cut.jpg")
        let refused = try studio.render(arguments + ["-o", "out.jpg"])
        try expectRefusal(
            refused, 65,
            "cut.jpg: damaged (the file ends too early); copy it from the camera again, or render what is there with "
                + "--accept-damaged", among: ["cut.jpg"])
        let accepted = try studio.render(arguments + ["-o", "out.jpg", "--accept-damaged"])
        #expect(accepted.status == 0 && accepted.err.isEmpty && accepted.out == "out.jpg\n")
    }

    @Test(arguments: [StillFormat.jpeg, .png, .webp])
    func `damage in the middle is refused, naming the file`(format: StillFormat) throws {
        var bytes = try Samples.capture(seed: 3, as: format)
        for index in bytes.count / 2..<bytes.count / 2 + 400 { bytes[index] = index % 2 == 0 ? 0xFF : 0xD9 }
        try studio.write(bytes, "bad")
        let run = try studio.render("--layout", "duo", "1.jpg", "bad", "-o", "out.jpg")
        #expect(run.status == 65 && run.err.hasPrefix("render: bad: damaged ("))
        #expect(run.err.hasSuffix("); \(Self.remedy)\n") && run.err.count { $0 == "\n" } == 1)
        #expect(try studio.leftovers() == ["bad"])
    }

    private static let remedy =
        "copy it from the camera again, or render what is there with --accept-damaged"

    @Test func `too few captures are an error`() throws {
        let run = try studio.render("--layout", "duo", "1.jpg", "-o", "out.jpg")
        try expectRefusal(run, 65, "layout duo needs 2 captures, 1 given; add 1 more")
    }

    @Test func `a picture of 1.6 gigapixels in a small file is refused from its header`() throws {
        try studio.write(Samples.png(claiming: 40_000, by: 40_000, data: 1_500_000), "bomb.png")
        // The best of some, for other tests take turns with this one.
        let quickest = (0..<5).map { _ in
            ContinuousClock().measure {
                #expect(throws: ImagingError.self) { try PictureFile(path: studio.path("bomb.png")) }
            }
        }.min()
        #expect(try #require(quickest) < .milliseconds(100))
        let clock = ContinuousClock.now
        let run = try studio.render("--layout", "duo", "1.jpg", "bomb.png", "-o", "out.jpg")
        #expect(ContinuousClock.now - clock < .seconds(3), "decoding it would take far longer")
        try expectRefusal(
            run, 65,
            "bomb.png: 40000x40000 pixels are more than the limit of 30000 a side; make the picture smaller",
            among: ["bomb.png"])
    }
}
