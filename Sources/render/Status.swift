import Compositor
import Darkroom
import Effects
import Files
import Imaging
import Sessions
import Terminal

/// What the shell is told about an error.
func status(of error: any Error) -> ExitStatus {
    switch error {
    case let error as TerminalError: error.status
    case let error as CompositorError: status(of: error)
    case let error as EffectError: status(of: .effect(error))
    case let error as SessionsError: status(of: error)
    case .record(let error) as DarkroomError: status(of: error)
    case .render(let error) as DarkroomError: status(of: error)
    case is DarkroomError: .badData
    default: .ownBug
    }
}

private func status(of error: SessionsError) -> ExitStatus {
    switch error {
    case .noEvent, .noSession: .inputMissing
    case .busy, .engineRuns, .notNow: .tryAgain
    case .diskFull, .database: .ioError
    case .notWritable: .permission
    case .file(let error): status(of: error)
    default: .badData
    }
}

private func status(of error: CompositorError) -> ExitStatus {
    switch error {
    case .layoutNotFound, .artMissing: .inputMissing
    case .badLayout, .tooFewCaptures, .badValue, .badJob, .noAnimation, .code, .codeTooSmall, .art, .budget, .effect:
        .badData
    case .unknownOutput, .badOutput: .usage
    case .file(let error): status(of: error)
    case .output(.isAFolder), .output(.notAFile): .cannotCreate
    case .output(let error): status(of: error)
    case .picture(let error): status(of: error)
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

private func status(of error: ImagingError) -> ExitStatus {
    switch error {
    case .missing: .inputMissing
    case .notPermitted: .permission
    case .unreadable: .ioError
    default: .badData
    }
}
