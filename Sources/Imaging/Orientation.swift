import CVips

/// How a picture has to be turned to stand upright; raw values are those of EXIF tag 0x0112.
enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored, upsideDown, flipped, transposed, quarterTurnRight, transversed, quarterTurnLeft

    var swapsAxes: Bool { rawValue >= 5 }

    /// What is done to stored pixels, in this order: swap axes, mirror left to right, mirror top to bottom.
    var turn: cvips_orientation {
        cvips_orientation(
            swapped: swapsAxes, mirrored_x: [2, 3, 6, 7].contains(rawValue),
            mirrored_y: [3, 4, 7, 8].contains(rawValue))
    }

    /// This turn, and then another one.
    func then(_ next: Orientation) -> Orientation {
        let (a, b) = (turn, next.turn)
        // A mirror before the axes are swapped is the other one behind.
        let (x, y) = b.swapped ? (a.mirrored_y, a.mirrored_x) : (a.mirrored_x, a.mirrored_y)
        return Self.allCases.first {
            $0.turn.swapped == (a.swapped != b.swapped) && $0.turn.mirrored_x == (x != b.mirrored_x)
                && $0.turn.mirrored_y == (y != b.mirrored_y)
        } ?? .upright
    }

    /// Where an upright region lies in the picture as stored, whose stored size is given.
    func stored(_ region: Region, width: Int, height: Int) -> Region {
        let turn = turn
        var result = region
        let (acrossSize, downSize) = swapsAxes ? (height, width) : (width, height)
        if turn.mirrored_x { result.x = Double(acrossSize) - region.x - region.width }
        if turn.mirrored_y { result.y = Double(downSize) - region.y - region.height }
        guard swapsAxes else { return result }
        return Region(x: result.y, y: result.x, width: result.height, height: result.width)
    }

    /// Pixels as stored, turned upright.
    func applied(to image: Image) throws(ImagingError) -> Image {
        guard self != .upright else { return image }
        let (width, height) = swapsAxes ? (image.height, image.width) : (image.width, image.height)
        return try Image(width: width, height: height, bands: image.bands) { (out) throws(ImagingError) in
            try image.withPixels { (pixels) throws(ImagingError) in
                guard let from = pixels.baseAddress, let to = out.baseAddress else { return }
                cvips_orient(from, Int32(image.width), Int32(image.height), Int32(image.bands), turn, to)
            }
        }
    }
}
