import Compositor
import Effects
import Files
import Imaging

extension CompositorError {
    /// The case for an error of a module that the Compositor stands on.
    init(wrapping error: any Error) {
        switch error {
        case let error as FilesError: self = .file(error)
        case let error as ImagingError: self = .picture(error)
        case let error as EffectError: self = .effect(error)
        case let error as QRCodeError: self = .code(error)
        default: preconditionFailure("an error of no module below: \(error)")
        }
    }
}
