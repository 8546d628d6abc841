public import Files
public import Imaging

/// What can go wrong with a print, in words that an operator can act on.
public enum PrintError: Error, Equatable, CustomStringConvertible {
    /// Nothing was sent.
    case serverAway(server: String, reason: String)
    /// The connection broke after a request had left; whether it was done is to be found out.
    case replyLost(server: String, reason: String)
    /// `file:` without the folder.
    case noFolder
    case unknownQueue(String, known: [String])
    case unknownMedia(String, queue: String, known: [String])
    case unknownPaper(String, queue: String, known: [String])
    case unknownOption(String, queue: String)
    /// A raw queue: nobody knows the pixels of its sheets.
    case noDriver(queue: String)
    /// Members of a class whose sheets of this name differ.
    case unlikeMembers(queue: String, media: String, [String])
    case stopped(queue: String, reason: String)
    case rejecting(queue: String, reason: String)
    /// `job` is nil while the print has not been handed over.
    case noProgress(queue: String, job: Int?, seconds: Int, reason: String)
    case badDocument(path: String, reason: String)
    case wrongSize(path: String, found: String, needed: String, media: String)
    case failed(queue: String, job: Int?, reason: String)
    case cancelled(queue: String, job: Int?)
    case outcomeUnknown(id: String, queue: String, reason: String)
    /// The server refused an operation.
    case refused(operation: String, queue: String, reason: String)
    case notPermitted(operation: String, queue: String)
    case limit(String)
    case badID(String)
    case notUnderWay(id: String, queue: String, state: String? = nil)
    case badProfile(String)
    /// `path` is where one can be written; `known` are those in the folders `searched`.
    case noProfile(queue: String, model: String, path: String, searched: [String], known: [String])
    case file(FilesError)
    case picture(ImagingError)

    public var description: String {
        switch self {
        case .serverAway(let server, let reason):
            "print server \(server): not there now (\(reason)); start it or check the network, what waits is kept"
        case .replyLost(let server, let reason):
            "print server \(server): the connection broke (\(reason)); ask again with the same id, nothing is printed twice"
        case .noFolder: "printer file: the folder is missing; name the one that prints go to, file:prints, say"
        case .unknownQueue(let queue, []):
            "queue \(queue): no queue can have this name; booth printer list shows which there are"
        case .unknownQueue(let queue, let known):
            "queue \(queue): the print server has no such queue; \(Self.listed("queues", known))"
        case .unknownMedia(let media, let queue, let known):
            "queue \(queue): media \(media) is unknown; \(Self.listed("media", known))"
        case .unknownPaper(let paper, let queue, let known):
            "queue \(queue): its printer profile has no paper \(paper); \(Self.listed("papers", known))"
        case .unknownOption(let option, let queue):
            "queue \(queue): the driver does not know \(option); correct the overcoat in its printer profile"
        case .noDriver(let queue):
            "queue \(queue): it has no driver, so the pixels of its sheets are not known; give it one with: lpadmin -p \(queue) -m …"
        case .unlikeMembers(let queue, let media, let members):
            "queue \(queue): \(media) is another sheet on \(members.joined(separator: " than on ")); name one of its members instead"
        case .stopped(let queue, let reason):
            "queue \(queue): stopped (\(reason)); put the printer right, then: booth printer resume \(queue)"
        case .rejecting(let queue, let reason):
            "queue \(queue): takes no prints (\(reason)); open it with: cupsaccept \(queue), then: booth printer resume \(queue)"
        case .noProgress(let queue, nil, let seconds, let reason):
            "queue \(queue): not sent after \(seconds) s (\(reason)); put it right and ask again with the same id"
        case .noProgress(let queue, let job?, let seconds, let reason):
            "queue \(queue), job \(job): no progress for \(seconds) s (\(reason)); the job stays there and may still print"
        case .badDocument(let path, let reason):
            "\(path): not printed: \(reason)"
        case .wrongSize(let path, let found, let needed, let media):
            "\(path): \(found) pixels, media \(media) takes \(needed); make it that size, or let --paper fit it"
        case .failed(let queue, let job, let reason):
            "queue \(queue)\(job.map { ", job \($0)" } ?? ""): the print failed (\(reason)); print it again with a new id"
        case .cancelled(let queue, let job):
            "queue \(queue)\(job.map { ", job \($0)" } ?? ""): the print was cancelled; print it again with a new id"
        case .outcomeUnknown(let id, let queue, let reason):
            "print \(id) on \(queue): not known whether it came out (\(reason)); look at the printer before printing it again"
        case .refused(let operation, let queue, let reason):
            "queue \(queue): \(operation) was refused (\(reason)); see the print server's log"
        case .notPermitted(let operation, let queue):
            "queue \(queue): \(operation) is not permitted; run as a member of lpadmin, or change the server's policy"
        case .limit(let reason):
            "\(reason); an operator can go beyond with --unlock"
        case .badID(let id):
            "\"\(id)\": not an id; use 1 to 64 letters, digits, dots, hyphens and underscores"
        case .notUnderWay(let id, let queue, nil):
            "queue \(queue): nothing named \(id) is under way; booth printer jobs \(queue) lists what is"
        case .notUnderWay(let id, let queue, let state?):
            "queue \(queue): \(id) is not under way any more, it is \(state)"
        case .badProfile(let text): text
        case .noProfile(let queue, let model, let path, let searched, let known):
            "queue \(queue): no printer profile in \(searched.joined(separator: ", ")) is for \"\(model)\"; "
                + (known.isEmpty
                    ? "run booth in its checkout, or install it (make install): it brings its profiles"
                    : "write \(path), see printers/README.md")
        case .file(let error): error.description
        case .picture(let error): error.description
        }
    }

    private static func listed(_ what: String, _ known: [String]) -> String {
        known.isEmpty ? "there are no \(what)" : "\(what): \(known.joined(separator: ", "))"
    }
}

/// Errors of Files, Imaging and StrictJSON as ones of this module.
func printing<Result>(_ body: () throws -> Result) throws(PrintError) -> Result {
    do { return try body() } catch let error as PrintError { throw error } catch let error as FilesError {
        throw .file(error)
    } catch let error as ImagingError {
        throw .picture(error)
    } catch {
        throw .badProfile("\(error)")
    }
}
