import Imaging

/// Where the pieces of an imposed paper stand on the sheet; a paper that is not imposed is its own sheet. Pixels of the
/// sheet's canvas.
struct SheetPlan: Sendable {
    struct Place: Sendable {
        /// Of the piece's trim (turned, when pieces are), on the canvas.
        var x: Int
        var y: Int
        /// What this piece may cover: up to the middle of the gutters, and to the canvas' edge on the outside.
        var clip: PixelBox
    }

    var width: Int
    var height: Int
    /// The sheet after the cut of its own edges.
    var trim: PixelBox
    var places: [Place] = []
    var turned = false
    /// Lines at which the sheet is cut into pieces: x, and y.
    var cuts: (vertical: [Int], horizontal: [Int]) = ([], [])
    var cutMarks = false

    init(paper: Paper) {
        guard let imposition = paper.imposition else {
            (width, height) = (paper.trimWidth + 2 * paper.bleedX, paper.trimHeight + 2 * paper.bleedY)
            trim = PixelBox(x: paper.bleedX, y: paper.bleedY, width: paper.trimWidth, height: paper.trimHeight)
            return
        }
        let sheet = imposition.sheet
        (width, height) = (sheet.trimWidth + 2 * sheet.bleedX, sheet.trimHeight + 2 * sheet.bleedY)
        trim = PixelBox(x: sheet.bleedX, y: sheet.bleedY, width: sheet.trimWidth, height: sheet.trimHeight)
        (turned, cutMarks) = (imposition.turned, imposition.cutMarks)
        let (w, h) = turned ? (paper.trimHeight, paper.trimWidth) : (paper.trimWidth, paper.trimHeight)
        let bleed = turned ? (paper.bleedY, paper.bleedX) : (paper.bleedX, paper.bleedY)
        let columns = Self.row(
            count: imposition.columns, size: w, gutter: imposition.gutter, bleed: bleed.0, room: width)
        let rows = Self.row(count: imposition.rows, size: h, gutter: imposition.gutter, bleed: bleed.1, room: height)
        cuts = (
            Self.cuts(columns, size: w, in: trim.x..<trim.x + trim.width),
            Self.cuts(rows, size: h, in: trim.y..<trim.y + trim.height)
        )
        for row in rows {
            for column in columns {
                let clip = PixelBox(
                    x: column.from, y: row.from, width: column.to - column.from, height: row.to - row.from)
                places.append(Place(x: column.start, y: row.start, clip: clip))
            }
        }
    }

    /// Where a piece starts, and from where to where it may draw.
    private typealias Span = (start: Int, from: Int, to: Int)

    /// `count` pieces side by side in the middle of `room`: on the outside with all of their bleed.
    private static func row(count: Int, size: Int, gutter: Int, bleed: Int, room: Int) -> [Span] {
        let first = (room - count * size - (count - 1) * gutter) / 2
        return (0..<count).map { index in
            let start = first + index * (size + gutter)
            let from = index == 0 ? max(0, start - bleed) : start - gutter / 2
            let to = index == count - 1 ? min(room, start + size + bleed) : start + size + gutter - gutter / 2
            return (start, from, to)
        }
    }

    /// Both edges of every piece, but for those where the sheet ends anyway.
    private static func cuts(_ row: [Span], size: Int, in trim: Range<Int>) -> [Int] {
        Set(row.flatMap { [$0.start, $0.start + size] }).filter { $0 > trim.lowerBound && $0 < trim.upperBound }
            .sorted()
    }
}
