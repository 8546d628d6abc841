import Foundation
import Imaging
import Rigs
import Testing

@testable import PrintOut

extension ServerTests {
    /// What an operator sets for a queue, on what the printer gets.
    @Suite struct Profiled {
        private let config = Scratch.folder()
        private var library: ProfileLibrary {
            ProfileLibrary(folders: [config + "/boothkit/printers"] + Exact.library.folders)
        }

        private func profile(_ queue: String, _ change: (inout PrinterProfile) -> Void) async throws {
            var profile = try await library.profile(of: Station.shared.get().printer(queue))
            change(&profile)
            _ = try library.keep(profile, for: queue)
        }

        /// Prints `canvas` on the paper 4x6 of `queue`: its id, and its job.
        private func print(_ canvas: Image, on queue: String) async throws -> PrintRecord {
            let target = PrintTarget(try Station.shared.get().printer(queue), paper: "4x6", in: library)
            let sheet = try await target.sheet()
            let document = try sheet.raster(canvas: canvas).document
            return try await Scratch.desk().print(.random(), document, to: sheet.destination, deadline: 60)
        }

        @Test func the_overcoat_reaches_the_printer() async throws {
            let station = try Station.shared.get()
            let canvas = try Scratch.picture(width: 1248, height: 1872)
            for (overcoat, command) in [("Glossy", "00000000"), ("Matte", "00000001")] {
                try await profile("rx1") { $0.options = [PrintOption(name: "StpLaminate", value: overcoat)] }
                let record = try await print(canvas, on: "rx1")
                let path = try #require(station.sheets("rx1", titled: record.id.text).first)
                #expect(DyeStream(path: path)?.commands["OVERCOAT"] == command)
            }
        }

        @Test func colours_are_converted_to_the_printers() async throws {
            let station = try Station.shared.get()
            try await profile("cx02") { $0.icc = "swapped.icc" }
            try Data(Scratch.swappedProfile).write(to: URL(filePath: config + "/boothkit/printers/swapped.icc"))
            let canvas = try Image(width: 1248, height: 1872, bands: 3) { pixels in
                for at in pixels.indices { pixels[at] = [250, 20, 20][at % 3] }
            }
            let record = try await print(canvas, on: "cx02")
            let raster = try #require(Raster(path: "\(station.folder)/received/cx02/\(record.job ?? 0).raster"))
            let seen = Array(raster.pixels.samples.prefix(3))
            #expect(seen[0] < 40 && seen[1] > 230 && seen[2] < 40, "\(seen)")
        }

        @Test func what_was_read_from_the_calibration_page_moves_the_prints() async throws {
            let station = try Station.shared.get()
            let environment = [
                "CUPS_SERVER": "\(station.server)", "XDG_STATE_HOME": Scratch.folder(), "XDG_CONFIG_HOME": config,
            ]
            let words = ["printer", "calibrate", "cs2", "--paper", "4x6"]
            let page = Programs.run(Station.booth, words, environment: environment)
            #expect(page.status == 0 && page.said.contains("--read LEFT,TOP,RIGHT,BOTTOM"), "\(page.said)")
            let bad = Programs.run(Station.booth, words + ["--read", "14,20,10"], environment: environment)
            #expect(bad.status == 64)
            let read = Programs.run(Station.booth, words + ["--read", "14,20,10,24"], environment: environment)
            #expect(read.status == 0, "\(read.said)")

            let canvas = try Scratch.picture(width: 1248, height: 1872)
            let record = try await print(canvas, on: "cs2")
            let raster = try #require(Raster(path: "\(station.folder)/received/cs2/\(record.job ?? 0).raster"))
            // 4 more are lost at the left than at the right, 4 fewer at the top than at the bottom.
            let wanted = try Pixels(canvas.cropped(to: PixelBox(x: 2, y: 16, width: 1240, height: 1844)))
            #expect(raster.pixels.difference(from: wanted) < 3)
            let unmoved = try Pixels(canvas.cropped(to: PixelBox(x: 4, y: 14, width: 1240, height: 1844)))
            #expect(raster.pixels.difference(from: unmoved) > 20)
        }
    }
}

extension Pixels {
    /// Mean absolute difference of the samples, over some of them.
    fileprivate func difference(from other: Pixels) -> Double {
        guard (width, height) == (other.width, other.height) else { return .infinity }
        let places = stride(from: 0, to: samples.count, by: 97)
        return places.reduce(0.0) { $0 + abs(Double(samples[$1]) - Double(other.samples[$1])) }
            / Double(samples.count / 97)
    }
}
