import Foundation
import Testing

@testable import Imaging

@Suite struct ColourProfileTests {
    @Test func `the sRGB profile is small, whole and without a date`() {
        let bytes = SRGBProfile.bytes
        #expect(bytes.count < 4096)
        #expect(bytes[..<4].reduce(0) { $0 << 8 | Int($1) } == bytes.count)
        #expect(bytes[24..<36].allSatisfy { $0 == 0 })
    }

    @Test(.enabled(if: VipsTool.isInstalled), arguments: [3, 4]) func `converting to our sRGB changes nothing`(
        bands: Int
    ) throws {
        let image = try scene(width: 64, height: 48, bands: bands)
        let plain = try image.encoded(as: .png, metadata: Metadata())
        let converted = try image.encoded(as: .png, metadata: Metadata(profile: .icc(bytes: SRGBProfile.bytes)))
        let difference = try VipsTool.pixels(plain, "a.png").difference(from: VipsTool.pixels(converted, "b.png"))
        // A step of premultiplied colour is up to 255/96 of straight colour.
        #expect(difference.greatest <= (bands == 3 ? 1 : 4))
    }

    @Test(.enabled(if: VipsTool.isInstalled)) func `another profile converts pixels, and the file carries it`() throws {
        var wide = SRGBProfile.bytes
        // Red and green change places: easy to see, and still a profile.
        let (red, green) = (try #require(wide.position(of: "rXYZ")), try #require(wide.position(of: "gXYZ")))
        for index in 0..<4 { wide.swapAt(red + 4 + index, green + 4 + index) }
        let image = try Image(width: 32, height: 32, bands: 3) { pixels in
            for at in pixels.indices { pixels[at] = [250, 20, 20][at % 3] }
        }
        let bytes = try image.encoded(as: .jpeg, metadata: Metadata(profile: .icc(bytes: wide)))
        let shown = try VipsTool.pixels(bytes, "x.jpg")
        #expect(shown[0] < 40 && shown[1] > 230 && shown[2] < 40)
        #expect(try VipsTool.header(bytes, "x.jpg")["exif-ifd2-ColorSpace"]?.hasPrefix("65535") == true)
        #expect(bytes.indices.contains { bytes[$0...].starts(with: wide) })
    }

    @Test(.enabled(if: VipsTool.isInstalled)) func `a profile longer than a marker is cut and comes back whole`() throws
    {
        // Bytes behind the last tag belong to nobody, but to the size.
        var long = SRGBProfile.bytes + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let size = UInt32(long.count)
        for index in 0..<4 { long[index] = UInt8(truncatingIfNeeded: size >> (24 - 8 * UInt32(index))) }
        for format in StillFormat.allCases {
            let file = try scene(width: 32, height: 32)
                .encoded(as: format, metadata: Metadata(profile: .icc(bytes: long)))
            #expect(try VipsTool.header(file, "x.\(format)")["icc-profile-data"]?.hasPrefix("\(size) bytes") == true)
        }
    }

    @Test(arguments: ["x", "not a profile"]) func `what is no profile is refused`(text: String) throws {
        let image = try scene(width: 8, height: 8)
        #expect(throws: ImagingError.badProfile(reason: "it is not an ICC profile")) {
            try image.encoded(as: .jpeg, metadata: Metadata(profile: .icc(bytes: Array(text.utf8))))
        }
    }

    @Test func `a profile of another colour space is refused`() throws {
        var grey = SRGBProfile.bytes
        grey.replaceSubrange(16..<20, with: Array("GRAY".utf8))
        #expect(throws: ImagingError.badProfile(reason: "it is not for RGB")) {
            try scene(width: 8, height: 8).encoded(as: .jpeg, metadata: Metadata(profile: .icc(bytes: grey)))
        }
    }
}
