import CMicroHTTPD
import Glibc

extension Core {
    /// Hands an answer to the daemon, which sends it from the calling thread once this has returned.
    func queue(
        _ answer: Answer, _ part: Range<Int>?, _ connection: OpaquePointer, isHead: Bool = false
    ) -> MHD_Result {
        guard let response = response(answer.body, part, isHead: isHead) else { return .NO }
        defer { MHD_destroy_response(response) }
        // What no header may hold, such as the end of a line, is refused there.
        for (name, value) in answer.headers.fields { MHD_add_response_header(response, name, value) }
        return MHD_queue_response(connection, UInt32(answer.status), response)
    }

    private func response(_ body: Answer.Body, _ part: Range<Int>?, isHead: Bool) -> OpaquePointer? {
        switch body {
        case .bytes(let bytes):
            let part = part ?? 0..<bytes.count
            return bytes.withUnsafeBytes { all in
                // The daemon copies it, whatever the type of the parameter says.
                let start = UnsafeMutableRawPointer(mutating: all.baseAddress.map { $0 + part.lowerBound })
                return MHD_create_response_from_buffer(part.count, start, .RESPMEM_MUST_COPY)
            }
        case .file(let file):
            let part = part ?? 0..<file.size
            // Closed by the daemon.
            let descriptor = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
            guard descriptor >= 0 else { return nil }
            let response = MHD_create_response_from_fd_at_offset64(
                UInt64(part.count), descriptor, UInt64(part.lowerBound))
            if response == nil { close(descriptor) }
            return response
        case .stream(let length, let write): return stream(length, isHead: isHead, write)
        }
    }

    private func stream(
        _ length: Int?, isHead: Bool, _ write: @escaping @Sendable (BodyWriter) async throws -> Void
    ) -> OpaquePointer? {
        let writer = BodyWriter()
        let task = Task {
            guard !isHead else { return }
            do {
                try await write(writer)
                writer.end(.complete)
            } catch { writer.end(.failed) }
        }
        let number = wait {
            task.cancel()
            writer.end(.failed)
        }
        let stream = OpenStream(writer) { [self] in
            task.cancel()
            writer.end(.failed)
            waited(number)
        }
        let pointer = Unmanaged.passRetained(stream).toOpaque()
        let response = MHD_create_response_from_callback(
            length.map { UInt64($0) } ?? booth_http_unknown_size, 32_768,
            { stream, _, buffer, size in
                let writer = Unmanaged<OpenStream>.fromOpaque(stream!).takeUnretainedValue().writer
                switch writer.take(into: UnsafeMutableRawBufferPointer(start: buffer, count: size)) {
                case .bytes(let count): return count
                case .end(.complete): return booth_http_end
                case .end(.failed): return booth_http_failure
                }
            }, pointer,
            { stream in Unmanaged<OpenStream>.fromOpaque(stream!).takeRetainedValue().close() })
        if response == nil { Unmanaged<OpenStream>.fromOpaque(pointer).takeRetainedValue().close() }
        return response
    }
}

/// A body that is being written, until the daemon needs it no more.
private final class OpenStream: Sendable {
    let writer: BodyWriter
    let close: @Sendable () -> Void

    init(_ writer: BodyWriter, close: @escaping @Sendable () -> Void) { (self.writer, self.close) = (writer, close) }
}
