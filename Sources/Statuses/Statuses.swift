import Compositor
import Darkroom
import Effects
public import Faults
import Files
import Imaging
import Sessions
import Terminal

/// What the shell is told about an error of the modules that both programs stand on; nil for any other.
public func status(of error: any Error) -> ExitStatus? {
    switch error {
    case let error as TerminalError: error.status
    case let error as FilesError: exit(of: error)
    case let error as ImagingError: exit(of: error)
    case let error as CompositorError: exit(of: error)
    case let error as SessionsError: exit(of: error)
    case .record(let error) as DarkroomError: exit(of: error)
    case .render(let error) as DarkroomError: exit(of: error)
    case let error as EffectError: exit(of: CompositorError.effect(error))
    case is DarkroomError, is QRCodeError: .badData
    default: nil
    }
}

private func exit(of error: FilesError) -> ExitStatus {
    switch error {
    case .missing: .inputMissing
    case .notPermitted: .permission
    case .diskFull, .failed: .ioError
    case .cannotCreate: .cannotCreate
    case .isAFolder, .notAFolder, .notAFile, .tooLarge, .leavesRoot, .unreadable: .badData
    }
}

private func exit(of error: ImagingError) -> ExitStatus {
    switch error {
    case .missing: .inputMissing
    case .notPermitted: .permission
    case .unreadable: .ioError
    default: .badData
    }
}

private func exit(of error: CompositorError) -> ExitStatus {
    switch error {
    case .layoutNotFound, .artMissing, .fontMissing: .inputMissing
    case .badLayout, .tooFewCaptures, .badValue, .badJob, .noAnimation, .code, .codeTooSmall, .art, .text, .budget:
        .badData
    case .unknownOutput, .badOutput: .usage
    case .effect(.file(_, let error)), .file(let error): exit(of: error)
    case .effect: .badData
    case .output(.isAFolder), .output(.notAFile): .cannotCreate
    case .output(let error): exit(of: error)
    case .picture(let error): exit(of: error)
    }
}

private func exit(of error: SessionsError) -> ExitStatus {
    switch error {
    case .noEvent, .noWorkflow, .noSession, .noItem, .noFile: .inputMissing
    case .eventExists: .cannotCreate
    case .badSettings, .damaged, .newerSchema, .historyAhead, .badHistory: .badData
    case .busy, .replaced, .engineRuns, .anotherSends, .notNow, .noConsent: .tryAgain
    case .diskFull, .belowReserve, .database: .ioError
    case .notWritable: .permission
    case .conflict: .ownBug
    case .file(let error): exit(of: error)
    }
}
