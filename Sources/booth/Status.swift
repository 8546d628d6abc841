import Capture
import Engine
import Faults
import PrintOut
import Statuses
import Terminal

/// What the shell is told about an error. Each family adds a case for the errors of its module.
func exitStatus(of error: any Error) -> ExitStatus {
    switch error {
    case let error as CameraError: status(of: error)
    case let error as PrintError: status(of: error)
    case let error as EngineError: status(of: error)
    default: Statuses.status(of: error) ?? .ownBug
    }
}

private func status(of error: EngineError) -> ExitStatus {
    switch error {
    case .badWorkflow: .badData
    case .noWorkflow: .inputMissing
    case .refused(let refusal): refusal.status
    case .notRunning: .notThere
    case .notPermitted: .permission
    case .control: .ioError
    case .record(let error): exitStatus(of: error)
    case .pictures(let error): exitStatus(of: error)
    case .print(let error): exitStatus(of: error)
    case .file(let error): exitStatus(of: error)
    }
}

private func status(of error: PrintError) -> ExitStatus {
    switch error {
    case .serverAway, .replyLost: .notThere
    case .unknownQueue, .unknownMedia, .unknownPaper, .unknownOption, .noDriver, .unlikeMembers,
        .badProfile, .noProfile:
        .configuration
    case .stopped, .rejecting, .noProgress: .tryAgain
    case .badDocument, .wrongSize: .badData
    case .failed, .cancelled, .outcomeUnknown, .refused, .notUnderWay: .failed
    case .notPermitted, .limit: .permission
    case .badID, .noFolder: .usage
    case .file(let error): Statuses.status(of: error) ?? .ioError
    case .picture(let error): Statuses.status(of: error) ?? .badData
    }
}

private func status(of error: CameraError) -> ExitStatus {
    switch error {
    case .absent, .claimed, .lost, .noWorker, .closed: .notThere
    case .busy, .timedOut, .outOfFocus, .cardFull, .batteryLow, .cancelled: .tryAgain
    case .notAPicture, .refused, .unsupported: .failed
    case .notStored: .cannotCreate
    case .diskFull: .ioError
    case .badFolder: .inputMissing
    }
}
