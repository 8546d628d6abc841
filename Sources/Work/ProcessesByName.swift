internal import CProcess
internal import Glibc

/// Ends this user's processes that have `path` in their command line, at once, and waits until they are gone. Some programs leave
/// the group of `Child` or outlive it, so that whoever gave them a folder of their own finds them by that. Blocks.
public func endProcesses(naming path: String) {
    assertOffPool()
    // One that is ended may have started another meanwhile. What cannot be ended is not asked for ever.
    for _ in 0..<5 {
        let found = processes(naming: path)
        if found.isEmpty { return }
        for process in found { end(process) }
    }
}

private func end(_ process: Int32) {
    let end = pidfd_open(process, 0)
    guard end >= 0 else { return }
    defer { close(end) }
    guard pidfd_send_signal(end, SIGKILL, nil, 0) == 0 else { return }
    var state = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
    while poll(&state, 1, 5_000) < 0, errno == EINTR {}
}

/// Processes other than this one that have `path` in their command line.
package func processes(naming path: String) -> [Int32] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    let (wanted, own) = (Array(path.utf8), getpid())
    var found: [Int32] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        guard let process = Int32(name), process != own else { continue }
        if commandLine(of: process).contains(wanted) { found.append(process) }
    }
    return found
}

/// Its first 32 kB, with a zero byte after each word. Empty when the process is gone.
private func commandLine(of process: Int32) -> [UInt8] {
    let file = open("/proc/\(process)/cmdline", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4_096))
    while bytes.count < 32_768 {
        let count = read(file, &buffer, buffer.count)
        guard count > 0 else { break }
        bytes += buffer.prefix(count)
    }
    return bytes
}
