internal import CGPhoto2
internal import Synchronization

/// A context of libgphoto2 with what it says: the texts of errors, which alone tell one -1 from another, and signs of life.
final class GPContext {
    let pointer: OpaquePointer
    private let ear = Ear()

    /// What the callbacks write to; they run on the thread that calls libgphoto2.
    private final class Ear: Sendable {
        let texts = Mutex<[String]>([])
        let log = Mutex<[String]>([])
        let progress = Mutex<@Sendable () -> Void>({})

        static func of(_ data: UnsafeMutableRawPointer?) -> Ear? {
            data.map { Unmanaged<Ear>.fromOpaque($0).takeUnretainedValue() }
        }

        func hear(_ text: UnsafePointer<CChar>?) {
            guard let text else { return }
            let line = String(String(cString: text).prefix(500))
            texts.withLock { if $0.count < 16 { $0.append(line) } }
        }

        /// Errors only: a data log of libgphoto2 holds whole pictures. Not that a call failed, which its code says, and not that
        /// settings have no home, which is on purpose.
        func note(_ text: UnsafePointer<CChar>?) {
            guard let text else { return }
            let line = String(String(cString: text).prefix(300))
            guard !line.hasPrefix("'camera->functions->"), !line.hasPrefix("Can't open settings file") else { return }
            log.withLock { log in
                if log.count >= 40 { log.removeFirst() }
                log.append(line)
            }
        }
    }

    private let logNumber: Int32

    init() {
        pointer = gp_context_new()
        let data = Unmanaged.passUnretained(ear).toOpaque()
        gp_context_set_error_func(pointer, { _, text, data in Ear.of(data)?.hear(text) }, data)
        gp_context_set_progress_funcs(
            pointer, { _, _, _, _ in 1 }, { _, _, _, data in Ear.of(data)?.progress.withLock { $0 }() }, { _, _, _ in },
            data)
        logNumber = gp_log_add_func(GP_LOG_ERROR, { _, _, text, data in Ear.of(data)?.note(text) }, data)
    }

    deinit {
        gp_log_remove_func(logNumber)
        gp_context_unref(pointer)
    }

    func onProgress(_ action: @escaping @Sendable () -> Void) { ear.progress.withLock { $0 = action } }

    func takeLog() -> [String] {
        ear.log.withLock { log in
            defer { log = [] }
            return log
        }
    }

    /// `code` as libgphoto2 returned it, with what was said meanwhile when it is an error.
    @discardableResult
    func check(_ code: Int32) throws(LinkError) -> Int {
        let texts = ear.texts.withLock { texts in
            defer { texts = [] }
            return texts
        }
        guard code < 0 else { return Int(code) }
        let logged = ear.log.withLock { $0.suffix(4) }
        // A network that is gone comes as "general error", and as this line.
        let code = logged.contains { $0.hasPrefix("End of stream") } ? GP_ERROR_IO : code
        let result = gp_result_as_string(code).map { String(cString: $0) } ?? "error \(code)"
        throw .refused(
            code: Int(code), text: ((texts.isEmpty ? logged : texts[...]) + [result]).joined(separator: "; "))
    }
}

/// The text in a fixed array of C, up to its NUL.
func text<Array>(of tuple: Array) -> String {
    withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
