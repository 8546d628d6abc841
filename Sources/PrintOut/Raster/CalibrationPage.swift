public import Imaging

/// A sheet with a ruler along each edge, counted in pixels from the edge of what the printer is sent. The smallest number
/// that can be read at an edge after the cut is what the printer takes off there.
public enum CalibrationPage {
    /// Pixels that a ruler shows; more is never cut off.
    private static let reach = 100

    public static func picture(for medium: Medium, title: String) throws(PrintError) -> Image {
        try printing {
            var page = try Canvas(width: medium.width, height: medium.height, colour: .white)
            for distance in stride(from: 0, through: reach, by: 2) {
                try lines(at: distance, on: &page, medium)
            }
            try texts(title: title, on: &page, medium)
            return try page.finished()
        }
    }

    /// A line of one step at `distance` from each edge: the rulers are staircases in the middle of the edges.
    private static func lines(at distance: Int, on page: inout Canvas, _ medium: Medium) throws {
        let length = distance % 20 == 0 ? 70 : distance % 10 == 0 ? 45 : 20
        let (across, down) = (try bar(length, 1), try bar(1, length))
        let (middle, half) = (medium.width / 2, medium.height / 2)
        try page.fill(.black, through: across, x: middle, y: distance)
        try page.fill(.black, through: across, x: middle, y: medium.height - 1 - distance)
        try page.fill(.black, through: down, x: distance, y: half)
        try page.fill(.black, through: down, x: medium.width - 1 - distance, y: half)
    }

    private static func texts(title: String, on page: inout Canvas, _ medium: Medium) throws {
        let (middle, half) = (Double(medium.width) / 2, Double(medium.height) / 2)
        for distance in stride(from: 0, through: reach, by: 20) {
            let at = Double(distance)
            let (far, low) = (Double(medium.width) - 1 - at, Double(medium.height) - 1 - at)
            for (x, y) in [(middle + 90, at), (middle + 90, low), (at, half + 84), (far, half + 84)] {
                try write("\(distance)", height: 16, x: x, y: y, on: &page)
            }
        }
        let lines = [
            title, "\(medium.keyword): \(medium.width)x\(medium.height) pixels at \(medium.dpi) dpi",
            "Read the smallest number at each edge:", "left, top, right, bottom",
        ]
        for (index, line) in lines.enumerated() {
            try write(line, height: 30, x: middle, y: half - 120 + 60 * Double(index), on: &page)
        }
    }

    /// Centred at (x, y).
    private static func write(_ text: String, height: Double, x: Double, y: Double, on page: inout Canvas) throws {
        let (width, box) = (height * Double(max(4, text.count)), height * 2)
        let style = TextStyle(font: Font(family: "sans-serif"), size: .pixels(height))
        let (left, top) = ((x - width / 2).rounded(), (y - box / 2).rounded())
        let block = try TextBlock(text, style: style, width: width, height: box, originX: left, originY: top)
        if let image = block.image { try page.draw(image, x: Int(left) + block.x, y: Int(top) + block.y) }
    }

    private static func bar(_ width: Int, _ height: Int) throws -> Image {
        try Image(width: width, height: height, bands: 1) { $0.update(repeating: 255) }
    }
}
