import Glibc

/// Where this program is, with links resolved, for what is installed beside it.
public func programPath() -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return CommandLine.arguments[0] }
    defer { free(path) }
    return String(cString: path)
}

/// How many processors there are to share work among.
public func cores() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
