import Effects
import Files
import Foundation
import Imaging
import Testing

/// Every look on one picture, beside what it was when somebody looked at it. BOOTHKIT_RECORD=1 records them anew.
@Suite struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path()

    @Test(arguments: everyCall.filter { call in Effect.all.contains { $0.name == call.name && $0.group == .looks } })
    func `a look is what it was`(call: EffectCall) throws {
        let guests = try PictureFile(path: Self.folder + "Pictures/guests.png").whole()
        // As for a capture of which this is a part, so that what depends on size can be seen.
        let context = EffectContext(side: 160, seed: 0x51)
        let actual = try call.prepared().applied(to: guests, in: context)
        let golden = Self.folder + "Goldens/\(call.name).png"
        if ProcessInfo.processInfo.environment["BOOTHKIT_RECORD"] == "1" {
            try writeDurably(actual.encoded(as: .png, metadata: Metadata()), to: golden)
        }
        let difference = try PictureDifference(actual, PictureFile(path: golden).whole())
        #expect(difference.sameSize && difference.greatest <= 3 && difference.mean <= 0.1)
        // A look that does nothing would pass everything else.
        #expect(try PictureDifference(actual, guests).mean > 2)
    }
}
