public import Faults
public import Files
public import Imaging
public import StrictJSON

/// What can go wrong with a print, in words that an operator can act on.
public enum PrintError: Fault, Equatable {
    /// Nothing was sent.
    case serverAway(server: String, reason: String)
    /// The connection broke after a request had left; whether it was done is to be found out.
    case replyLost(server: String, reason: String)
    /// `file:` without the folder.
    case noFolder
    /// `file:` with a folder in which an event keeps files of its own.
    case takenFolder(path: String)
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
    /// The server takes no more jobs for the moment.
    case full(queue: String, reason: String)
    /// The server puts banner pages around every job, whatever the job says.
    case bannerPages(queue: String)
    /// `job` is nil while the print has not been handed over.
    case noProgress(queue: String, job: Int?, seconds: Int, reason: String)
    case badDocument(path: String, reason: String)
    case wrongSize(path: String, found: String, needed: String, media: String)
    /// A picture that cannot be made to fit without losing heads.
    case wrongShape(path: String, found: String, needed: String, media: String)
    /// The raster was made for the sheet that the queue had when the print was taken on.
    case otherSheet(id: String, queue: String, found: String, needed: String)
    case failed(queue: String, job: Int?, reason: String)
    case cancelled(queue: String, job: Int?)
    case outcomeUnknown(id: String, queue: String, reason: String)
    /// The server refused an operation.
    case refused(operation: String, queue: String, reason: String)
    case notPermitted(operation: String, queue: String)
    case limit(String)
    case badID(String)
    case notUnderWay(id: String, queue: String, state: String? = nil)
    case badProfile(StrictJSONError)
    /// `path` is where one can be written; `known` are those in the folders `searched`.
    case noProfile(queue: String, model: String, path: String, searched: [String], known: [String])
    case file(FilesError)
    case picture(ImagingError)
}

extension PrintError {
    public var report: FaultReport {
        switch self {
        case .serverAway(let server, let reason):
            FaultReport(
                "print server \(server): unreachable (\(reason))",
                remedy: "start it or check the network, queued prints are kept", status: .notThere)
        case .replyLost(let server, let reason):
            FaultReport(
                "print server \(server): the connection broke (\(reason))",
                remedy: "ask again with the same id, nothing is printed twice", status: .notThere)
        case .noFolder:
            FaultReport(
                "printer file: the folder is missing", remedy: "name the one that prints go to, file:prints, say",
                status: .usage)
        case .takenFolder(let path):
            FaultReport(
                "printer file:\(path): the event keeps its own files in that folder",
                remedy: "name another one, such as Printed in the event", status: .usage)
        case .unknownQueue(let queue, let known):
            Self.configuration(
                queue, "there is no such queue", Self.oneOf(known) ?? "booth printer list shows which there are")
        case .unknownMedia(let media, let queue, let known):
            Self.configuration(
                queue, "its driver has no medium \(media)",
                (Self.oneOf(known).map { $0 + "; or " } ?? "")
                    + "check that the driver is this printer's, or correct the printer profile")
        case .unknownPaper(let paper, let queue, let known):
            Self.configuration(
                queue, "the printer profile does not know \(paper), only \(known.joined(separator: ", "))",
                "take a layout for one of these, or add \(paper) to the profile, see printers/README.md")
        case .unknownOption(let option, let queue):
            Self.configuration(
                queue, "the driver does not know \(option)", "correct the overcoat in its printer profile")
        case .noDriver(let queue):
            Self.configuration(
                queue, "it has no driver, so the pixels of its sheets are not known",
                "give it one with: lpadmin -p \(queue) -m …")
        case .unlikeMembers(let queue, let media, let members):
            Self.configuration(
                queue, "\(media) is another sheet on \(members.joined(separator: " than on "))",
                "name one of its members instead")
        case .stopped(let queue, let reason):
            FaultReport(
                "queue \(queue): stopped (\(reason))",
                remedy: "put the printer right, then: booth printer resume \(queue)", status: .tryAgain)
        case .rejecting(let queue, let reason):
            FaultReport(
                "queue \(queue): takes no prints (\(reason))",
                remedy: "open it with: cupsaccept \(queue), then: booth printer resume \(queue)", status: .tryAgain)
        case .full(let queue, let reason):
            FaultReport(
                "queue \(queue): takes no further prints now (\(reason))",
                remedy:
                    "ask again with the same id when others are out; if it stays so, look at MaxJobs… and quotas of "
                    + "the print server", status: .tryAgain)
        case .bannerPages(let queue):
            Self.configuration(
                queue, "the server prints banner pages around every job, so it was cancelled",
                "remove Classification from cupsd.conf of the print server")
        case .noProgress(let queue, nil, let seconds, let reason):
            FaultReport(
                "queue \(queue): not sent after \(seconds) s (\(reason))",
                remedy: "put it right and ask again with the same id", status: .tryAgain)
        case .noProgress(let queue, let job?, let seconds, let reason):
            FaultReport(
                "queue \(queue), job \(job): no progress for \(seconds) s (\(reason))",
                remedy: "the job stays there and may still print", status: .tryAgain)
        case .badDocument(let path, let reason): .badData("\(path): not printed: \(reason)")
        case .wrongSize(let path, let found, let needed, let media):
            .badData(
                "\(path): \(found) pixels, media \(media) takes \(needed)",
                "make it that size, or let --paper fit it")
        case .wrongShape(let path, let found, let needed, let media):
            .badData(
                "\(path): \(found) pixels are of another shape than media \(media), which takes \(needed)",
                "name the paper that the picture was made for, or crop it to about the shape of \(needed)")
        case .otherSheet(let id, let queue, let found, let needed):
            Self.configuration(
                queue, "print \(id) was made for a sheet of \(found) pixels, and it takes \(needed) now",
                "load that paper again, or print the picture with a new id")
        case .failed(let queue, let job, let reason):
            FaultReport(
                "\(Self.place(queue, job)): the print failed (\(reason))", remedy: "print it again with a new id",
                status: .failed)
        case .cancelled(let queue, let job):
            FaultReport(
                "\(Self.place(queue, job)): the print was cancelled", remedy: "print it again with a new id",
                status: .failed)
        case .outcomeUnknown(let id, let queue, let reason):
            FaultReport(
                "print \(id) on \(queue): not known whether it came out (\(reason))",
                remedy: "look at the printer before printing it again", status: .failed)
        case .refused(let operation, let queue, let reason):
            FaultReport(
                "queue \(queue): \(operation) was refused (\(reason))", remedy: "see the print server's log",
                status: .failed)
        case .notPermitted(let operation, let queue):
            FaultReport(
                "queue \(queue): \(operation) is not permitted",
                remedy: "run as a member of lpadmin, or change the server's policy", status: .permission)
        case .limit(let reason):
            FaultReport(reason, remedy: "an operator can go beyond with --unlock", status: .permission)
        case .badID(let id):
            FaultReport(
                "\"\(id)\": not an id", remedy: "use 1 to 64 letters, digits, dots, hyphens and underscores",
                status: .usage)
        case .notUnderWay(let id, let queue, nil):
            FaultReport(
                "queue \(queue): nothing named \(id) is under way",
                remedy: "booth printer jobs \(queue) lists what is", status: .failed)
        case .notUnderWay(let id, let queue, let state?):
            FaultReport("queue \(queue): \(id) is not under way any more, it is \(state)", status: .failed)
        case .badProfile(let error):
            FaultReport(error.problem, remedy: error.remedy, status: .configuration)
        case .noProfile(let queue, let model, let path, let searched, let known):
            Self.configuration(
                queue, "no printer profile in \(searched.joined(separator: ", ")) is for \"\(model)\"",
                known.isEmpty
                    ? "run booth in its checkout, or install it (make install): it brings its profiles"
                    : "write \(path), see printers/README.md")
        case .file(let error): error.report
        case .picture(let error): error.report
        }
    }

    private static func configuration(_ queue: String, _ problem: String, _ remedy: String) -> FaultReport {
        FaultReport("queue \(queue): \(problem)", remedy: remedy, status: .configuration)
    }

    private static func oneOf(_ known: [String]) -> String? {
        known.isEmpty ? nil : "take one of these: \(known.joined(separator: ", "))"
    }

    private static func place(_ queue: String, _ job: Int?) -> String {
        "queue \(queue)" + (job.map { ", job \($0)" } ?? "")
    }
}

/// Errors of Files, Imaging and StrictJSON as ones of this module.
func printing<Result>(_ body: () throws -> Result) throws(PrintError) -> Result {
    do { return try body() } catch let error as PrintError { throw error } catch let error as FilesError {
        throw .file(error)
    } catch let error as ImagingError {
        throw .picture(error)
    } catch let error as StrictJSONError {
        throw .badProfile(error)
    } catch {
        preconditionFailure("an error of no module below: \(error)")
    }
}
