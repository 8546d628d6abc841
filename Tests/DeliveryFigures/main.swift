import Foundation
import Rigs

/// The figures of Delivery, each beside a floor: the `curl` command, plain sockets, or what the line can carry.
let usage = """
    delivery-figures                 all rows; those on a slow line need root
    delivery-figures far-side WAY    a web server until standard input ends: taking, silent
    delivery-figures line ROWS       in a network namespace of its own: what a slow line does (speed,guests,rclone,dead)

    """

let words = Array(CommandLine.arguments.dropFirst())
do {
    switch words.first {
    case nil:
        var rows = try await Loopback().rows()
        rows += try await Line.rowsInNamespace()
        print(Row.table(rows))
    case "far-side" where words.count == 2: try Served.serve(words[1])
    case "line" where words.count == 2:
        print(Row.encode(try await Line().rows(Set(words[1].split(separator: ",").map(String.init)))))
    default:
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("delivery-figures: \(error)\n".utf8))
    exit(1)
}
