public import Faults
public import Files
public import StrictJSON

/// Why nothing can be sent by these settings.
public enum DeliveryError: Fault, Equatable {
    case json(StrictJSONError)
    case file(FilesError)
    /// No file holds the secret of this name.
    case noSecret(String, searched: [String])
    /// Others than its owner may read, or somebody else owns, the file of a secret.
    case openSecret(path: String)
    case badSecret(path: String, reason: String)
    case noDestination(String, nearest: String?)
    case noRecipe(String, nearest: String?, searched: [String])
    /// A destination whose parts do not go together.
    case destination(String, problem: String, remedy: String?)
    /// An address or a telephone number to which nothing can be sent; the text itself is not repeated.
    case badAddress(String)
}

extension DeliveryError {
    public var report: FaultReport {
        switch self {
        case .json(let error): error.report
        case .file(let error): error.report
        case .noSecret(let name, let searched):
            FaultReport(
                "secret \"\(name)\": not found in \(searched.joined(separator: ", "))",
                remedy: "write it into the last of these files, which only you may read (chmod 600)",
                status: .configuration)
        case .openSecret(let path):
            FaultReport(
                "\(path): others may read this secret, or it belongs to somebody else",
                remedy: "make it yours alone: chmod 600", status: .permission)
        case .badSecret(let path, let reason): FaultReport("\(path): \(reason)", status: .badData)
        case .noDestination(let name, let nearest):
            FaultReport(
                "there is no destination \"\(name)\"",
                remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "name one of destinations.json",
                status: .configuration)
        case .noRecipe(let name, let nearest, let searched):
            FaultReport(
                "there is no recipe \"\(name)\" in \(searched.joined(separator: ", "))",
                remedy: nearest.map { "did you mean \"\($0)\"?" }, status: .configuration)
        case .destination(let name, let problem, let remedy):
            FaultReport("destination \"\(name)\": \(problem)", remedy: remedy, status: .configuration)
        case .badAddress(let reason): .badData(reason)
        }
    }
}

/// The one place where errors of Files become this module's.
func filing<Result>(_ body: () throws(FilesError) -> Result) throws(DeliveryError) -> Result {
    do throws(FilesError) { return try body() } catch { throw .file(error) }
}

/// The same for documents.
func decoding<Result>(_ body: () throws(StrictJSONError) -> Result) throws(DeliveryError) -> Result {
    do throws(StrictJSONError) { return try body() } catch { throw .json(error) }
}
