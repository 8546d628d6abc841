import Glibc
import Work

enum Socket {
    /// A socket that listens at that address: the first of those that its host has which can be bound.
    static func listening(at place: Address) throws(HTTPError) -> Int32 {
        // The name of a host may have to be asked for.
        assertOffPool()
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(place.host, String(place.port), &hints, &list)
        guard code == 0, let first = list else {
            throw .unknownHost(place, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(first) }
        var problem = HTTPError.cannotListen(place, reason: "no address")
        var next = list
        while let one = next {
            do throws(HTTPError) { return try bound(one.pointee, place) } catch { problem = error }
            next = one.pointee.ai_next
        }
        throw problem
    }

    private static func bound(_ info: addrinfo, _ place: Address) throws(HTTPError) -> Int32 {
        let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
        guard descriptor >= 0 else { throw .cannotListen(place, reason: String(cString: strerror(errno))) }
        // Else a port could not be taken again for a minute after the last client has left.
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 512) == 0 else {
            let number = errno
            close(descriptor)
            switch number {
            case EADDRINUSE: throw .portInUse(place)
            case EACCES: throw .portNotPermitted(place)
            case EADDRNOTAVAIL: throw .unknownHost(place, reason: String(cString: strerror(number)))
            default: throw .cannotListen(place, reason: String(cString: strerror(number)))
            }
        }
        return descriptor
    }
}
