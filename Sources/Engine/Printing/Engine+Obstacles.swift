import Capture
import Compositor
import Faults
import PrintOut
import Sessions
import Work

extension Engine {
    /// What keeps the event's layout from being printed whatever happens, a line for each printer that has such a thing. A
    /// printer that does not answer within two seconds has none: it may be switched on later.
    public nonisolated func lastingObstacles() async -> [String] {
        let (folder, library, profiles) = (record.folder, options.layouts, options.profiles)
        guard let name = record.event.layout(of: script),
            let paper = await offPool({ try? library.layout(name, keptIn: folder.layouts).layout.paper.name })
        else { return [] }
        var lines: [String] = []
        for printer in options.printers {
            let obstacle = await options.time.within(.seconds(2)) {
                await profiles.lastingObstacle(to: paper, on: printer)
            }
            guard case let error?? = obstacle else { continue }
            lines.append(
                "printer \(printer.name) cannot print \(paper), which layout \(name) is for: "
                    + error.problem(without: "queue \(printer.name)") + (error.remedy.map { "; \($0)" } ?? ""))
        }
        return lines
    }
}
