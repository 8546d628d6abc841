internal import Imaging

/// Pictures out of nothing.
enum TestPictures {
    /// Four colours, 1800x1200, as a camera would number them.
    static let all: [FolderCamera.Picture] = (1...4).map { number in
        FolderCamera.Picture(name: "TEST000\(number).JPG") { try drawn(number) }
    }

    private static func drawn(_ number: Int) throws(ImagingError) -> [UInt8] {
        let (width, height) = (1800, 1200)
        let tints: [(Int, Int, Int)] = [(220, 90, 70), (70, 150, 90), (70, 110, 200), (200, 160, 60)]
        let tint = tints[(number - 1) % tints.count]
        let image = try Image(width: width, height: height, bands: 3) { pixels throws(ImagingError) in
            for y in 0..<height {
                for x in 0..<width {
                    // A chequer that shades off to the right: scale, crop and orientation are seen at a glance.
                    let light = (x / 150 + y / 150) % 2 == 0 ? 255 : 190
                    let shade = light * (width - x / 2) / width
                    let at = (y * width + x) * 3
                    pixels[at] = UInt8(tint.0 * shade / 255)
                    pixels[at + 1] = UInt8(tint.1 * shade / 255)
                    pixels[at + 2] = UInt8(tint.2 * shade / 255)
                }
            }
        }
        return try image.encoded(as: .jpeg, quality: 90, chroma: .half, metadata: Metadata())
    }
}
