import Work

extension Destination {
    /// `printer` with the medium of `paper` in the profile that is for it, and that profile.
    public static func resolve(
        _ printer: any Printer, paper name: String, in library: ProfileLibrary
    ) async throws(PrintError) -> (destination: Destination, profile: PrinterProfile, paper: PrinterProfile.Paper) {
        let profile = try await library.profile(of: printer)
        let paper = try profile.paper(name, queue: printer.name)
        var refusal: PrintError?
        for keyword in paper.media {
            do throws(PrintError) {
                let medium = try await printer.medium(keyword, options: profile.options)
                return (Destination(printer, medium: medium, options: profile.options), profile, paper)
            } catch {
                guard case .unknownMedia = error else { throw error }
                refusal = refusal ?? error
            }
        }
        throw refusal ?? .unknownPaper(name, queue: printer.name, known: profile.papers.keys.sorted())
    }
}

extension ProfileLibrary {
    /// The profile for `printer`; a class has that of its first member.
    public func profile(of printer: any Printer) async throws(PrintError) -> PrinterProfile {
        let condition = try await printer.condition()
        var model = condition.model
        if let member = condition.members.first, let queue = printer as? CupsPrinter {
            model = try await CupsPrinter(queue: member, server: queue.server).condition().model
        }
        let (name, known) = (printer.name, model)
        return try await offPool { () throws(PrintError) in try profile(queue: name, model: known) }
    }
}
