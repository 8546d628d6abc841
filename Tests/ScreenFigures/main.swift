import Foundation
import Rigs
import Work

/// What the guests' screen reaches in Debian's chromium, with a real booth.
let usage = """
    screen-figures                        all rows, ten minutes and, for the memory, as long as 200,000 frames take
    screen-figures taps frames digits rest bytes kills double streams kiosk memory     only these
    screen-figures booth FOLDER PORT RATE PACE    a booth until standard input ends: the frames of its camera bear numbers, RATE a second;
                                          0: the camera is a folder's, as it is in a demo

    """

let words = Array(CommandLine.arguments.dropFirst())
let known = Figures.all.map(\.name)
do {
    if words.first == "booth", words.count == 5, let port = Int(words[2]), let rate = Double(words[3]),
        let pace = Double(words[4])
    {
        try await HeldBooth(folder: words[1], port: port, rate: rate, pace: pace).run()
    } else if words.allSatisfy(known.contains) {
        if let missing = Browser.missing { throw Failure(description: missing) }
        var isAllMet = true
        for (name, rows) in Figures.all where words.isEmpty || words.contains(name) {
            FileHandle.standardError.write(Data("\(name) …\n".utf8))
            let found = try await rows()
            print(Row.table(found))
            isAllMet = isAllMet && found.allSatisfy(\.isMet)
        }
        exit(isAllMet ? 0 : 1)
    } else {
        FileHandle.standardError.write(Data(usage.utf8))
        exit(64)
    }
} catch {
    FileHandle.standardError.write(Data("screen-figures: \(error)\n".utf8))
    exit(1)
}
