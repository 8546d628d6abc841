public import Faults
public import Files
public import StrictJSON

/// Why pages for guests cannot be made.
public enum PagesError: Fault, Equatable {
    /// No file with the words of any language was found.
    case noWords(searched: [String])
    case badWords(StrictJSONError)
    /// An event has other words for something that is never said.
    case noSuchWords(String, nearest: String?)
    case noTheme(String, known: [String])
    case badTheme(StrictJSONError)
    /// What the record has as a link's token cannot be the name of a folder.
    case badToken(String)
    /// A picture that could not be made small.
    case picture(FaultReport)
    case file(FilesError)
}

extension PagesError {
    public var report: FaultReport {
        switch self {
        case .noWords(let searched):
            FaultReport(
                "en.json: not found in \(searched.joined(separator: ", "))",
                remedy: "run booth in its checkout, or install it (make install)", status: .inputMissing)
        case .badWords(let error), .badTheme(let error): error.report
        case .noTheme(let name, let known):
            FaultReport(
                "there is no theme \"\(name)\"",
                remedy: known.isEmpty
                    ? "run booth in its checkout, or install it (make install)"
                    : (nearest(to: name, among: known).map { "did you mean \($0)? There" } ?? "there")
                        + " are \(known.joined(separator: ", "))",
                status: .inputMissing)
        case .noSuchWords(let key, let nearest):
            .badData(
                "event.json: words.\(key): nothing that a booth or its pages say is called this",
                nearest.map { "did you mean \($0)?" } ?? "web/README.md names the sections, web/text/en.json all keys")
        case .badToken(let token):
            .badData(
                "token \"\(token)\": cannot be the name of a folder", "booth sessions share --revoke makes another")
        case .picture(let report): report
        case .file(let error): error.report
        }
    }
}

/// The one place where errors of Files become this module's.
func paging<Result>(_ body: () throws(FilesError) -> Result) throws(PagesError) -> Result {
    do throws(FilesError) { return try body() } catch { throw .file(error) }
}
