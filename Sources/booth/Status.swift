import Capture
import Files
import Terminal

/// What the shell is told about an error. Each family adds a case for the errors of its module.
func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as TerminalError: error.status
    case let error as CameraError: status(of: error)
    case let error as FilesError: status(of: error)
    default: .ownBug
    }
}

private func status(of error: CameraError) -> ExitStatus {
    switch error {
    case .absent, .claimed, .lost, .noWorker, .closed: .notThere
    case .busy, .timedOut, .outOfFocus, .cardFull, .batteryLow, .cancelled: .tryAgain
    case .notAPicture, .refused, .unsupported: .failed
    case .notStored: .cannotCreate
    case .badFolder: .inputMissing
    }
}

private func status(of error: FilesError) -> ExitStatus {
    switch error {
    case .missing: .inputMissing
    case .notPermitted: .permission
    case .diskFull, .failed: .ioError
    case .cannotCreate: .cannotCreate
    case .isAFolder, .notAFolder, .notAFile, .tooLarge, .leavesRoot, .unreadable: .badData
    }
}
