import Glibc
import Imaging
import PrintOut
import Terminal

/// A picture made ready for the queues that may print it.
struct Press {
    var destinations: [Destination]
    var raster: PrintRaster
    var limits: PrintLimits
    var deadline: Double

    /// The first queue decides on the pixels; further ones count if theirs are the same.
    static func prepared(_ file: String, queues: [String], paper: String?, media: String?) async throws -> Press {
        let library = ProfileLibrary.standard(program: programPath())
        let first = try printer(named: queues[0])
        guard let paper else {
            let medium = try await first.medium(media ?? "", options: [])
            var destinations = [Destination(first, medium: medium)]
            for queue in queues.dropFirst() {
                let other = try printer(named: queue)
                let same = try await other.medium(media ?? "", options: [])
                if same == medium { destinations.append(Destination(other, medium: same)) }
            }
            let profile = try? await library.profile(of: first)
            return Press(
                destinations: destinations, raster: try PrintRaster(untouched: file, medium: medium),
                limits: profile?.limits ?? PrintLimits(), deadline: profile?.deadline ?? 15)
        }
        let (destination, profile, sheet) = try await Destination.resolve(first, paper: paper, in: library)
        var destinations = [destination]
        for queue in queues.dropFirst() {
            let other = try await Destination.resolve(printer(named: queue), paper: paper, in: library).destination
            let (one, two) = (destination.medium, other.medium)
            if (one.width, one.height, one.dpi) == (two.width, two.height, two.dpi) { destinations.append(other) }
        }
        let trim = sheet.trimWidth.flatMap { width in sheet.trimHeight.map { (width, $0) } }
        let raster = try PrintRaster(
            fitting: file, medium: destination.medium, trim: trim, calibration: sheet.calibration,
            profile: library.colours(of: profile))
        return Press(
            destinations: destinations, raster: raster, limits: profile.limits, deadline: profile.deadline ?? 15)
    }
}

/// `file:DIR`, or a queue of the server that the environment names.
func printer(named name: String, makesFolder: Bool = true) throws(PrintError) -> any Printer {
    if name.hasPrefix("file:") { return try FilePrinter(folder: String(name.dropFirst(5)), makesFolder: makesFolder) }
    return try CupsPrinter(queue: name)
}
