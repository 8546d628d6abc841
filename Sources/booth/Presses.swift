import Darkroom
import Glibc

/// Each layout is made ready once for all sessions that use it.
final class Presses {
    private var kept: [String: Press] = [:]

    func press(_ layout: String, in darkroom: Darkroom) throws -> Press {
        if let press = kept[layout] { return press }
        let press = try darkroom.press(layout)
        kept[layout] = press
        return press
    }
}

func cores() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
