/// What a failure of libgphoto2 means. Codes say little: -1 is "no focus", "card full" and more; the texts tell.
enum Complaint {
    static func meaning(of error: LinkError, while stage: CameraError.Stage) -> CameraError {
        switch error {
        case .refused(let code, let text): meaning(code: code, text: text, while: stage)
        case .timedOut: .timedOut(stage)
        case .ended(let reason): .lost(stage, detail: reason)
        case .cannotStart(let program, let reason): .noWorker(program: program, reason: reason)
        case .cancelled: .cancelled
        }
    }

    static func meaning(code: Int, text: String, while stage: CameraError.Stage) -> CameraError {
        let words = text.lowercased()
        func says(_ phrases: String...) -> Bool { phrases.contains { words.contains($0) } }
        let detail = text.isEmpty ? "error \(code)" : String(text.prefix(300))
        switch code {
        case -53, -60: return .claimed(program: nil)
        case -105 where stage == .connecting: return .absent(wanted: nil)
        // Port errors: I/O, read, write, update; the device is gone; the model is none that was there before.
        case -7, -34, -35, -37, -52, -105: return .lost(stage, detail: detail)
        case -10: return .timedOut(stage)
        case -112: return .cancelled
        default: break
        }
        if says("out of focus", "no focus", "af failed", "autofocus fail") { return .outOfFocus }
        if says("store full", "ran full", "card full", "no space", "memory full", "no more memory", "card read-only") {
            return .cardFull
        }
        if says("claim the usb") { return .claimed(program: nil) }
        if says("battery low", "low battery", "battery is low", "battery exhausted", "battery empty") {
            return .batteryLow(level: nil)
        }
        if code == -110 || says("device busy", "0x2019", "camera not ready", "0xa102", "i/o in progress") {
            return .busy
        }
        // -2 is how an unknown setting is answered.
        if code == -6 || code == -2 { return .unsupported(stage.rawValue) }
        return .refused(stage, detail: detail)
    }
}
