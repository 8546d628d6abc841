internal import Foundation
internal import Imaging
internal import PrintOut
internal import Terminal
internal import Work

/// How long a 4x6 takes until the print server has it: wall time, because guests wait for it.
struct PrintBench {
    /// Milliseconds from the finished canvas until the server has the job, and as a command from a file.
    static let goal = 100.0
    var inputs: Inputs
    /// A queue of the server that CUPS_SERVER names. What is sent there is printed.
    var queue: String
    var rounds: Int

    func run() async throws -> String {
        let picture = try PictureFile(path: inputs.captures[0])
        let width = Double(picture.height) / 1.5
        let middle = Region(x: (Double(picture.width) - width) / 2, y: 0, width: width, height: Double(picture.height))
        let canvas = try picture.sampled(middle, width: 1248, height: 1872)
        let library = ProfileLibrary(folders: ["\(inputs.folder)/profiles", "\(Inputs.repository)/printers"])
        let target = PrintTarget(try CupsPrinter(queue: queue), paper: "4x6", in: library)
        let desk = PrintDesk(ledger: try .folder("\(inputs.folder)/prints"))
        let file = "\(inputs.folder)/print.jpg"
        var (asked, raster, ledger, handed, whole, command) = (
            [Double](), [Double](), [Double](), [Double](), [Double](), [Double]()
        )
        for round in 0...rounds {
            let times = try await [Clock.wall()] + once(canvas, target, desk, file)
            // The first one warms up.
            if round == 0 { continue }
            asked.append(times[1] - times[0])
            raster.append(times[2] - times[1])
            ledger.append(times[3] - times[2])
            handed.append(times[4] - times[3])
            whole.append(times[4] - times[1])
            command.append(times[6] - times[5])
        }
        let rows = [
            ("queue asked for the sheet, once an event", asked), ("raster", raster), ("ledger", ledger),
            ("handed over", handed), ("in all, from the canvas", whole), ("booth print --no-wait, in all", command),
        ]
        let heading = ["4x6 on \(queue), ms", "median", "min", "max", "goal"]
        return Table(
            rows: [heading]
                + rows.map { name, figures in
                    let spread = Spread(figures)!
                    let isJudged = name.hasSuffix("in all") || name.hasPrefix("in all")
                    return [
                        name, spread.median.fixed(1), spread.min.fixed(1), spread.max.fixed(1),
                        isJudged ? Self.goal.fixed(0) : "",
                    ]
                }
        ).text
    }

    /// The times at which each step ended, and the beginning and end of the command.
    private func once(_ canvas: Image, _ target: PrintTarget, _ desk: PrintDesk, _ file: String) async throws
        -> [Double]
    {
        let id = PrintID.random()
        let sheet = try await target.sheet()
        var times = [Clock.wall()]
        let document = try sheet.raster(canvas: canvas).document
        times.append(Clock.wall())
        _ = try await desk.accept(PrintOrder(id: id, document: document), for: sheet.destination)
        times.append(Clock.wall())
        _ = try await desk.follow(id, to: [sheet.destination], handOver: true)
        times.append(Clock.wall())
        // The printer is idle again before the next one is timed.
        _ = try await desk.follow(id, to: [sheet.destination], deadline: 60)
        try Data(document).write(to: URL(filePath: file))
        let name = PrintID.random()
        times.append(Clock.wall())
        _ = try Child.run(
            Inputs.program("booth"),
            ["print", file, "--queue", queue, "--paper", "4x6", "--no-wait", "--quiet", "--id", name.text])
        times.append(Clock.wall())
        _ = try Child.run(
            Inputs.program("booth"), ["print", file, "--queue", queue, "--paper", "4x6", "--quiet", "--id", name.text])
        return times
    }
}
