import Files
import Imaging
import PrintOut
import Terminal

/// What the shell is told about an error. Each family adds a case for the errors of its module.
func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as TerminalError: error.status
    case let error as PrintError: status(of: error)
    case let error as FilesError: status(of: error)
    default: .ownBug
    }
}

private func status(of error: PrintError) -> ExitStatus {
    switch error {
    case .serverAway, .replyLost: .notThere
    case .unknownQueue, .unknownMedia, .unknownPaper, .unknownOption, .badProfile: .configuration
    case .stopped, .rejecting, .noProgress: .tryAgain
    case .badDocument, .wrongSize: .badData
    case .failed, .cancelled, .outcomeUnknown, .refused: .failed
    case .notPermitted, .limit: .permission
    case .badID: .usage
    case .file(let error): status(of: error)
    case .picture(let error): status(of: error)
    }
}

private func status(of error: ImagingError) -> ExitStatus {
    switch error {
    case .missing: .inputMissing
    case .unreadable: .ioError
    default: .badData
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
