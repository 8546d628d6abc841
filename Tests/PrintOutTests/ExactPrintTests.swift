import Foundation
import Imaging
import Rigs
import Testing

@testable import PrintOut

extension ServerTests {
    @Suite struct Exact {
        static let library = ProfileLibrary(folders: [
            Scratch.file("no-own-profiles"),
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../printers").path,
        ])
        /// Canvases of the layouts' papers: trim and bleed.
        static let canvases = ["4x6": (1248, 1872), "2x6": (1248, 1872), "5x7": (1568, 2176), "6x8": (1864, 2448)]

        @Test(
            "every pixel of the sheet reaches the driver, and the printer, unchanged",
            arguments: ["rx1", "ds40", "ds620", "cx02", "d70", "cs2", "jpeg", "raster"])
        func exact(queue: String) async throws {
            let station = try Station.shared.get()
            let printer = try station.printer(queue)
            let desk = try Scratch.desk()
            for paper in ["4x6", "2x6", "5x7", "6x8"] {
                let (destination, _, sheet) = try await Destination.resolve(printer, paper: paper, in: Self.library)
                let medium = destination.medium
                // A driverless printer has no cutter; its 2x6 is one strip.
                let size = medium.width < 1000 ? (648, 1872) : try #require(Self.canvases[paper])
                let canvas = try Scratch.picture(width: size.0, height: size.1)
                let trim = sheet.trimWidth.flatMap { width in sheet.trimHeight.map { (width, $0) } }
                let raster = try PrintRaster(canvas: canvas, medium: medium, trim: trim)
                #expect(raster.placement == .cropped, "the canvas covers every sheet")
                let sent = try Pixels(jpeg: raster.document)
                #expect((sent.width, sent.height) == (medium.width, medium.height))

                let before = station.sheets(queue)
                let record = try await desk.print(.random(), raster.document, to: destination, deadline: 60)
                #expect(record.state == .printed)
                // Driverless printers count jobs themselves.
                let new =
                    ["jpeg", "raster"].contains(queue)
                    ? station.sheets(queue).subtracting(before).map { "\(station.folder)/received/\(queue)/\($0)" }
                    : station.sheets(queue, titled: record.id.text)
                #expect(new.count == 1, "one sheet for one print")
                let path = try #require(new.first)
                try check(queue, paper, path, job: record.job ?? 0, sent: sent, document: raster.document, station)
            }
        }

        private func check(
            _ queue: String, _ paper: String, _ path: String, job: Int, sent: Pixels, document: [UInt8],
            _ station: Station
        ) throws {
            let place = Comment(rawValue: "\(paper) on \(queue)")
            switch queue {
            case "jpeg":
                let same = FileManager.default.contents(atPath: path) == Data(document)
                #expect(same, place)
            case "raster":
                let raster = try #require(Raster(path: path))
                let same = raster.pixels.isSame(as: sent)
                #expect(same, place)
            default:
                let raster = try #require(Raster(path: "\(station.folder)/received/\(queue)/\(job).raster"))
                let same = raster.pixels.isSame(as: sent)
                #expect(same, place)
                #expect(raster.copies <= 1, place)
                guard ["rx1", "ds40", "ds620", "cx02"].contains(queue), paper != "6x8", paper != "5x7" else { return }
                let stream = try #require(DyeStream(path: path))
                let holds = stream.holds(sent)
                #expect(holds, place)
                let isCut = paper == "2x6"
                if queue == "ds620" || queue == "cx02" {
                    #expect(stream.commands["FULL_CUTTER_SET"]?.hasPrefix("020020") ?? false == isCut, place)
                } else {
                    #expect(stream.commands["CUTTER"] == (isCut ? "00000120" : "00000000"), place)
                }
                #expect(Int(stream.commands["QTY"] ?? "1") == 1, place)
            }
        }
    }
}

/// With a real CUPS server on loopback.
@Suite(
    .enabled(
        if: Station.isThere, "there is no print server; scripts/packages-tests.txt names the packages"))
struct ServerTests {}
