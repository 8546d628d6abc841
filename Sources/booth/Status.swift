import Compositor
import Darkroom
import Effects
import Files
import Imaging
import Sessions
import Terminal

/// What the shell is told about an error. Each family adds a case for the errors of its module.
func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as TerminalError: error.status
    case let error as SessionsError: status(of: error)
    case .record(let error) as DarkroomError: status(of: error)
    case .render(let error) as DarkroomError: status(of: error)
    case is DarkroomError, is EffectError, is QRCodeError, is ImagingError: .badData
    case let error as CompositorError: status(of: error)
    case let error as FilesError: status(of: error)
    default: .ownBug
    }
}

private func status(of error: SessionsError) -> ExitStatus {
    switch error {
    case .noEvent, .noSession, .noItem: .inputMissing
    case .eventExists: .cannotCreate
    case .badSettings, .damaged, .newerSchema, .historyAhead, .badHistory: .badData
    case .busy, .engineRuns, .notNow: .tryAgain
    case .diskFull, .belowReserve, .database: .ioError
    case .notWritable: .permission
    case .conflict: .ownBug
    case .file(let error): status(of: error)
    }
}

private func status(of error: CompositorError) -> ExitStatus {
    switch error {
    case .layoutNotFound: .inputMissing
    case .file(let error): status(of: error)
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
