import Glibc
import Matting

// A process of a model that misbehaves by order: the name of the model says how.
let wire = MatteWire(STDIN_FILENO)
let words = CommandLine.arguments
let model = words.count > 2 ? words[words.count - 3] : ""
let order = String(model.split(separator: "/").last ?? "").split(separator: ".").first ?? ""

/// Says nothing any more, until whoever asks is gone.
func listen(to wire: MatteWire) -> Never {
    while (try? wire.read()) != nil {}
    exit(0)
}

switch order {
case "refuses":
    try? wire.write(MatteFrame(.refused, bytes: Array("it is of another shape".utf8)))
    exit(0)
case "babbles":
    try? wire.write(bytes: Array("Loading model, please wait, this may take a while …".utf8))
    listen(to: wire)
case "silent": listen(to: wire)
default: try? wire.write(MatteFrame(.ready))
}

var asked = 0
while let request = try? wire.read() {
    asked += 1
    switch order {
    case "dies": exit(3)
    case "hangs": listen(to: wire)
    case "floods":
        try? wire.write(MatteFrame(.matte, id: request.id, width: 4_000, height: 4_000, bytes: [1, 2]))
    case "stale":
        try? wire.write(
            MatteFrame(.matte, id: request.id + 1, width: 2, height: 2, bytes: [UInt8](repeating: 0, count: 8)))
    default:
        // The number of pictures so far, as coverage: whoever asks sees whether it is the same process.
        let bytes = [[UInt8]](repeating: [UInt8(asked), 0], count: 4).flatMap { $0 }
        try? wire.write(MatteFrame(.matte, id: request.id, width: 2, height: 2, bytes: bytes))
        if order == "leaves" { exit(0) }
    }
}
