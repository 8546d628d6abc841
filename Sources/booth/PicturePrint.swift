import Actions
import PrintOut
import Terminal

/// A picture for the queues that may print it.
struct PicturePrint {
    var targets: [PrintTarget]
    /// What all of them take; nil while one is not there, or where they want different ones. Then the picture is kept as it
    /// is.
    var raster: PrintRaster?
    /// The file of the picture, for when there is no raster.
    var picture: [UInt8] = []
    var limits = PrintLimits()
    var deadline = 15.0
    /// Seconds that went by in vain, while the server was asked.
    var waited = 0.0

    init(_ file: String, queues: [String], paper: String?, media: String?) async throws {
        let library = ProfileLibrary.standard(program: programPath())
        targets = try queues.map { queue in
            let printer = try printer(named: queue)
            return paper.map { PrintTarget(printer, paper: $0, in: library) }
                ?? PrintTarget(printer, media: media ?? "", in: library)
        }
        var (sheets, refusal, isAway) = ([Sheet](), nil as PrintError?, false)
        let begun = ContinuousClock.now
        for target in targets {
            do throws(PrintError) { sheets.append(try await target.sheet()) } catch {
                switch error {
                case .serverAway: isAway = true
                // By paper: another queue may have it.
                case .unknownPaper, .unknownMedia: refusal = refusal ?? error
                default: throw error
                }
            }
        }
        if sheets.isEmpty, !isAway, let refusal { throw refusal }
        if isAway { waited = (ContinuousClock.now - begun) / .seconds(1) }
        if let first = sheets.first {
            (limits, deadline) = (first.limits, first.deadline ?? deadline)
            let made = try first.raster(of: file)
            if !isAway, sheets.allSatisfy(first.takesTheSame) {
                (raster, targets) = (made, sheets.map { PrintTarget($0) })
                return
            }
        }
        picture = try PrintRaster.picture(at: file)
    }

    func order(_ id: PrintID) -> PrintOrder {
        raster.map { PrintOrder(id: id, document: $0.document) } ?? PrintOrder(id: id, picture: picture)
    }

    var placement: String {
        raster.map { "\($0.placement)" } ?? "kept as it is, until a printer says what pixels it takes"
    }
}
