import Foundation
import Testing

@testable import Imaging

/// Every file below the folder that BOOTHKIT_CORPUS names is opened and decoded as a slot would: it is shown, or an error says
/// why not. Under `make sanitize` that is what tells memory errors apart from luck.
@Suite struct CorpusTests {
    static let files: [String] = {
        guard let folder = ProcessInfo.processInfo.environment["BOOTHKIT_CORPUS"] else { return [] }
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.sorted().map { "\(folder)/\($0)" }.filter {
            (try? URL(filePath: $0).resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
        }
    }()

    @Test(arguments: files) func `a file is shown, or is refused in one line`(path: String) throws {
        for acceptDamaged in [false, true] {
            do throws(ImagingError) {
                let file = try PictureFile(path: path)
                let all = Region(x: 0, y: 0, width: Double(file.width), height: Double(file.height))
                let shown = try file.sampled(all, width: 300, height: 200, acceptDamaged: acceptDamaged)
                #expect((shown.width, shown.height) == (300, 200))
            } catch {
                #expect(!"\(error)".contains("\n") && !"\(error)".contains("no reason given"), "\(error)")
            }
        }
    }
}
