import Foundation
import Imaging
import StrictJSON
import Testing

@testable import PrintOut

@Suite struct ValueTests {
    @Test(
        "what could leave the folder, or be misread, is no id",
        arguments: ["", "a/b", "..", ".x", "a b", "ü", String(repeating: "a", count: 65)])
    func badID(_ text: String) { #expect(throws: PrintError.badID(text)) { try PrintID(text) } }

    @Test(
        "the stem of a reason decides",
        arguments: [
            ("media-empty-error", Attention.Cause.mediaEmpty), ("media-empty-warning", .mediaEmpty),
            ("media-empty", .mediaEmpty), ("marker-supply-empty-report", .supplyEmpty),
            ("cover-open-error", .coverOpen),
            ("media-jam-error", .jam), ("offline-report", .offline), ("strange-error", .other),
        ])
    func stems(_ reason: String, _ cause: Attention.Cause) {
        #expect(Attention(reasons: ["connecting-to-device", reason], message: "")?.cause == cause)
    }

    @Test func a_trouble_is_said_once_and_has_a_remedy() throws {
        let empty = try #require(Attention(reasons: ["media-empty-error"], message: "media-empty-error"))
        #expect(empty.forOperator == "out of paper" && empty.remedy == "load paper; it goes on by itself")
        let told = try #require(Attention(reasons: ["media-empty-error"], message: "tray 2"))
        #expect(told.forOperator == "out of paper: tray 2")
        #expect(Set(Attention.Cause.allCases.map { Attention($0).remedy }).count > 8)
    }

    @Test(
        "these do not stop a print",
        arguments: ["media-low-warning", "cups-waiting-for-job-completed", "strange-warning"])
    func harmless(_ reason: String) { #expect(Attention(reasons: [reason], message: "") == nil) }

    @Test(
        "a record reads back as it was written",
        arguments: [
            PrintState.waiting, .sending, .queued(ahead: 0), .printing, .attention(Attention(.jam, detail: "rear")),
            .printed,
            .failed("no"), .cancelled, .unknown("gone"),
        ])
    func record(_ state: PrintState) throws {
        var record = PrintRecord(id: .random(), queue: "rx1", media: "w288h432", at: 1_700_000_000)
        (record.paper, record.isPicture, record.width, record.height) = ("4x6", true, 1240, 1844)
        (record.state, record.job, record.begunAt, record.mayBePrintedTwice) = (state, 3, 5, true)
        (record.session, record.reprintOf, record.microsecond) = ("47", .random(), 7)
        record.options = [PrintOption(name: "StpLaminate", value: "Matte")]
        let bytes = Array(record.json.text().utf8)
        #expect(try PrintRecord(JSONNode(parsing: bytes, document: "x")) == record)
    }

    @Test("every shipped profile can be read, and knows 4x6")
    func shipped() throws {
        let library = ServerTests.Exact.library
        #expect(library.names().count == 9)
        for name in library.names() { #expect(try library.profile(named: name)?.papers["4x6"] != nil) }
        #expect(throws: PrintError.self) { try library.profile(queue: "q", model: "Unheard-of 3000") }
    }

    @Test func a_calibration_that_was_kept_counts_for_its_queue() throws {
        let library = ProfileLibrary(folders: [Scratch.folder()] + ServerTests.Exact.library.folders)
        var profile = try library.profile(queue: "rx1", model: "Dai Nippon Printing DSRX1 - CUPS+Gutenprint v5.3.4")
        #expect(profile.name == "dnp-ds-rx1")
        profile.papers["4x6"]?.calibration = CutCalibration(left: 30, top: 22, right: 10, bottom: 22)
        profile.roll = PrinterProfile.Roll(prints: 700, loadedAt: 5)
        _ = try library.keep(profile, for: "rx1")
        let kept = try library.profile(queue: "rx1", model: "anything")
        #expect(kept.papers == profile.papers && kept.roll == profile.roll)
    }

    @Test(
        "a picture comes onto the sheet without resampling when it was made for it",
        arguments: [
            (1240, 1844, Placement.exact), (1248, 1872, .cropped), (1200, 1800, .extended(by: 22)),
            (1000, 1500, .resampled(fromWidth: 1000, height: 1500)),
            (2400, 3600, .resampled(fromWidth: 2400, height: 3600)),
        ])
    func placement(_ width: Int, _ height: Int, _ placement: Placement) throws {
        let raster = try PrintRaster(
            fitting: Scratch.jpegFile(width: width, height: height), medium: FakePrinter.medium, trim: (1200, 1800))
        let pixels = try Pixels(jpeg: raster.document)
        #expect(raster.placement == placement)
        #expect((pixels.width, pixels.height) == (1240, 1844))
    }

    @Test("a picture of the sheet's pixels goes as it is, unless it is turned or coloured by what CUPS does not read")
    func plain() throws {
        let picture = try Scratch.picture(width: 1240, height: 1844)
        for profile in [ColourProfile.sRGB, .icc(bytes: Scratch.swappedProfile)] {
            let bytes = try picture.encoded(as: .jpeg, metadata: Metadata(profile: profile))
            let path = Scratch.file("\(UUID().uuidString).jpg")
            try Data(bytes).write(to: URL(filePath: path))
            let raster = try PrintRaster(fitting: path, medium: FakePrinter.medium)
            #expect(raster.placement == .exact && (raster.document == bytes) == (profile == .sRGB))
        }
    }

    @Test func a_picture_of_another_shape_is_refused_rather_than_cut() throws {
        let path = try Scratch.jpegFile(width: 1000, height: 1000)
        let error = #expect(throws: PrintError.self) { try PrintRaster(fitting: path, medium: FakePrinter.medium) }
        // It says nothing that whoever reads it has done already.
        let words = "\(try #require(error))"
        #expect(words.contains("1000x1000 pixels are of another shape") && !words.contains("--paper"))
    }

    @Test(
        "a driver's defaults that change pictures are overruled",
        arguments: [
            ("ColorModel", "RGB", "RGB", []), ("ColorModel", "Gray", "RGB", ["ColorModel=RGB"]),
            ("ColorModel", "Gray", nil, ["ColorModel=RGB"]), ("ColorModel", "CMYK", nil, []),
            ("ColorModel", "KCMY", nil, []),
            ("Resolution", "600dpi", "300dpi", ["Resolution=300dpi"]), ("Resolution", "600dpi", nil, []),
            ("MirrorPrint", "True", nil, ["MirrorPrint=False"]), ("Duplex", "DuplexTumble", nil, ["Duplex=None"]),
            ("StpGamma", "Two", "None", []),
        ] as [(String, String, String?, [String])])
    func overruled(_ name: String, _ value: String, _ original: String?, _ said: [String]) throws {
        let ppd = """
            *PPD-Adobe: "4.3"
            *OpenUI *\(name): PickOne
            *Default\(name): \(value)
            \(original.map { "*StpDefault\(name): \($0)" } ?? "")
            *\(name) \(value): ""
            *\(name) \(original ?? said.first?.split(separator: "=").last.map(String.init) ?? "x"): ""
            *CloseUI: *\(name)
            *ImageableArea w288h432: "0 0 288 432"
            """
        let driver = try #require(DriverDescription(ppd: Array(ppd.utf8)))
        let medium = try #require(driver.media.first)
        #expect(medium.choices.map { "\($0.name)=\($0.value)" } == said)
        #expect(medium.dpi == (name == "Resolution" && original == nil ? 600 : 300))
        #expect(driver.changes(besides: []).map(\.name) == (name == "StpGamma" ? ["StpGamma"] : []))
    }

    @Test func a_canvas_is_cut_in_its_middle_and_moved_by_the_calibration() throws {
        let canvas = try Scratch.picture(width: 1248, height: 1872)
        let whole = SheetFit(medium: FakePrinter.medium)
        #expect(whole.plan(width: 1248, height: 1872) == .placed(x: -4, y: -14, .cropped))
        let moved = SheetFit(
            medium: FakePrinter.medium, calibration: CutCalibration(left: 24, top: 20, right: 20, bottom: 24))
        #expect(moved.plan(width: 1248, height: 1872) == .placed(x: -2, y: -16, .cropped))
        let placed = try Pixels(canvas.placed(x: -4, y: -14, width: 1240, height: 1844))
        let cropped = try Pixels(canvas.cropped(to: PixelBox(x: 4, y: 14, width: 1240, height: 1844)))
        let same = placed.isSame(as: cropped)
        #expect(same)
    }

    @Test("with --media a file goes through byte for byte, upright or turned", arguments: [(1240, 1844), (1844, 1240)])
    func untouched(_ width: Int, _ height: Int) throws {
        let path = try Scratch.jpegFile(width: width, height: height)
        let raster = try PrintRaster(untouched: path, medium: FakePrinter.medium)
        let same = FileManager.default.contents(atPath: path) == Data(raster.document)
        #expect(same)
    }

    @Test("what is no whole JPEG of the right size is refused", arguments: ["half", "text", "empty", "size", "png"])
    func refused(_ kind: String) throws {
        let path = Scratch.file("\(kind).jpg")
        let whole = try Scratch.jpeg(width: 1240, height: 1844)
        let bytes: [UInt8] =
            switch kind {
            case "half": Array(whole.prefix(whole.count / 2))
            case "text": Array("hello".utf8)
            case "size": try Scratch.jpeg(width: 1200, height: 1800)
            case "png": try Scratch.picture(width: 1240, height: 1844).encoded(as: .png, metadata: Metadata())
            default: []
            }
        try Data(bytes).write(to: URL(filePath: path))
        #expect {
            try PrintRaster(untouched: path, medium: FakePrinter.medium)
        } throws: {
            switch $0 as? PrintError {
            case .badDocument, .wrongSize: true
            default: false
            }
        }
    }

    @Test(
        "a sheet's pixels are those that the filter leaves alone",
        arguments: [
            (297.6, 442.56, 1240, 1844), (376.32, 510.72, 1567, 2128), (371.52, 513.6, 1548, 2139),
            (288.0, 432.0, 1200, 1800),
        ])
    func filter(_ width: Float, _ height: Float, _ across: Int, _ down: Int) {
        let scaling = FilterScaling(width: width, height: height, dpi: 300)
        let exact = scaling.exact
        #expect(scaling.raster(of: exact) == exact)
        #expect(abs(exact.width - across) <= 1 && abs(exact.height - down) <= 1)
    }

    @Test func prints_left_are_read_from_what_the_driver_says() {
        #expect(PrinterCondition.printsLeft("\"698 native prints remaining on 4x6 media\"") == 698)
        #expect(PrinterCondition.printsLeft("ready") == nil)
    }
}
