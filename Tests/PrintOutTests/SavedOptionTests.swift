import Checks
import Foundation
import Rigs
import Testing

@testable import PrintOut

extension ServerTests {
    /// What somebody has saved for a queue, or set in its driver, does not change what comes out.
    @Suite struct Saved {
        /// Each of them changes or doubles a print that says nothing about it.
        private static let options = [
            "scaling=50", "ppi=600", "natural-scaling=50", "fit-to-page=false", "orientation-requested=4",
            "landscape=true", "mirror=true", "position=top-left", "page-left=36", "page-right=36", "page-top=36",
            "page-bottom=36", "page-label=Secret", "brightness=40", "gamma=3000", "saturation=0", "hue=90",
            "profile=1000,500,100,0,0,0,100,0,0,0,100", "number-up=4", "page-ranges=7-9", "page-set=even",
            "outputorder=reverse", "print-scaling=none", "print-color-mode=monochrome", "print-quality=3",
            "copies=2", "Collate=true", "job-sheets=standard,standard", "job-hold-until=indefinite",
            "job-cancel-after=1", "PageSize=w360h504", "PageRegion=w360h504", "ColorModel=Gray",
            "Resolution=600x600dpi", "StpColorCorrection=Raw", "StpLaminate=Matte", "of-no-filter=1",
        ]

        private func print(
            on queue: String, _ document: [UInt8], _ station: Station, options: [PrintOption] = []
        ) async throws -> (raster: Data?, sheets: [String], record: PrintRecord) {
            let printer = try station.printer(queue)
            let medium = try await printer.medium("w288h432", options: options)
            let target = Destination(printer, medium: medium, options: options)
            let record = try await Scratch.desk().print(.random(), document, to: target)
            let raster = "\(station.folder)/received/\(queue)/\(record.job ?? 0).raster"
            return (
                FileManager.default.contents(atPath: raster), station.sheets(queue, titled: record.id.text), record
            )
        }

        @Test func options_that_are_saved_for_a_queue_are_left_out() async throws {
            let station = try Station.shared.get()
            station.tell("add", "saved", "rx1")
            let document = try Scratch.jpeg(width: 1240, height: 1844)
            let plain = try await print(on: "saved", document, station)
            #expect(try #require(plain.raster).count > 6_000_000)
            for option in Self.options {
                let (name, value) = (option.prefix { $0 != "=" }, option.drop { $0 != "=" }.dropFirst())
                station.tell("save", "saved", "-o", "\(name)-default=\(value)")
            }
            let saved = try await station.printer("saved").ignoredOptions().map(\.name)
            for option in Self.options where !option.hasPrefix("print-") && !option.hasPrefix("job-cancel") {
                #expect(saved.contains(String(option.prefix { $0 != "=" })), "\(option) was not saved: \(saved)")
            }
            let same = try await print(on: "saved", document, station)
            #expect(same.raster == plain.raster && same.sheets.count == 1)
            let stream = try #require(same.sheets.first.flatMap { DyeStream(path: $0) })
            #expect(try stream.holds(Pixels(jpeg: document)))
            #expect(stream.commands["OVERCOAT"] == "00000000")
            let asked = try String(
                contentsOfFile: "\(station.folder)/received/saved/\(same.record.job ?? 0).options", encoding: .utf8)
            let words = Set(asked.split { $0 == " " || $0 == "\n" }.map { $0.prefix { $0 != "=" } })
            #expect(
                words.intersection(Self.options.map { $0.prefix { $0 != "=" } }) == ["copies", "PageSize"], "\(asked)")
            #expect(asked.contains("copies=1\n"))
            // What the printer profile says counts.
            let matte = try await print(
                on: "saved", document, station, options: [PrintOption(name: "StpLaminate", value: "Matte")])
            #expect(try DyeStream(path: #require(matte.sheets.first))?.commands["OVERCOAT"] == "00000001")
        }

        @Test func a_job_that_waits_for_paper_is_cancelled_by_no_clock() async throws {
            let station = try Station.shared.get()
            station.tell("add", "patient", "rx1")
            let document = try Scratch.jpeg(width: 1240, height: 1844)
            let record = try await print(on: "patient", document, station).record
            let attributes = try await station.printer("patient").attributes(ofJob: record.job ?? 0)
            #expect(attributes["job-cancel-after"]?.integers == [31_536_000])
            #expect(attributes["job-sheets"]?.strings == ["none"] && attributes["copies"]?.integers == [1])
        }

        @Test func defaults_of_the_driver_that_change_the_picture_are_overruled_and_others_are_named() async throws {
            let station = try Station.shared.get()
            station.tell("add", "tuned", "rx1")
            let document = try Scratch.jpeg(width: 1240, height: 1844)
            let plain = try await print(on: "tuned", document, station)
            station.tell(
                "save", "tuned", "-o", "ColorModel=Gray", "-o", "StpColorCorrection=Raw", "-o", "PageSize=w360h504")
            let same = try await print(on: "tuned", document, station)
            #expect(same.raster == plain.raster)
            // A class, whichever member takes it.
            station.tell("add", "untuned", "rx1")
            station.tell("save", "untuned", "-c", "pair")
            station.tell("save", "tuned", "-c", "pair")
            let pair = try await station.printer("pair").medium("w288h432", options: [])
            #expect(pair.choices == [PrintOption(name: "ColorModel", value: "RGB")])

            let printer = try station.printer("tuned")
            let changes = try await printer.changedDefaults(besides: [])
            #expect(changes == [.init(name: "StpColorCorrection", value: "Raw", original: "None")])
            let own = PrintOption(name: "StpColorCorrection", value: "Accurate")
            #expect(try await printer.changedDefaults(besides: [own]).isEmpty)

            station.tell("save", "tuned", "-o", "scaling-default=50")
            let report = CheckReport()
            await PrinterCheck(
                printers: [printer], profiles: Exact.library, isPrinting: false, ledgers: [], isRunning: false
            ) { [] }.look(report)
            let lines = report.close().map { "\($0.grade) \($0.found) \($0.remedy ?? "")" }
            #expect(
                lines.contains {
                    $0.hasPrefix("warning tuned: its driver is set to StpColorCorrection=Raw")
                        && $0.contains("lpadmin -p tuned -o StpColorCorrection=None")
                }, "\(lines)")
            #expect(
                lines.contains { $0.hasPrefix("ok tuned: prints leave out") && $0.contains("scaling=50") }, "\(lines)")
        }

        @Test(
            "queues whose names are not plain ASCII are found, in whatever spelling",
            arguments: [
                ("Fotob\u{fc}ro", "Fotob\u{75}\u{308}ro"), ("a%b&c+d", "a%b&c+d"),
                ("\u{5199}\u{771f}", "\u{5199}\u{771f}"),
            ])
        func names(_ name: String, _ spelling: String) async throws {
            let station = try Station.shared.get()
            station.tell("add", name, "rx1")
            let document = try Scratch.jpeg(width: 1240, height: 1844)
            for name in Set([Array(name.utf8), Array(spelling.utf8)]) {
                let queue = String(decoding: name, as: UTF8.self)
                #expect(try await station.printer(queue).activeJobs().isEmpty)
                let printed = try await print(on: queue, document, station)
                #expect(printed.record.state == .printed)
            }
            let environment = [
                "CUPS_SERVER": "\(station.server)", "XDG_STATE_HOME": Scratch.folder(),
                "XDG_CONFIG_HOME": Scratch.folder(),
            ]
            let file = try Scratch.jpegFile(width: 1240, height: 1844)
            let words = ["print", file, "--queue", spelling, "--paper", "2x6", "--id", "named-\(name.utf8.count)"]
            let ran = Programs.run(Station.booth, words, environment: environment)
            #expect(ran.status == 0, "\(ran)")
            #expect(station.sheets(name, titled: "named-\(name.utf8.count)").count == 1)
        }
    }
}
