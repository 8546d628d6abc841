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
        let columns = Self.row(count: imposition.columns, size: w, gutter: imposition.gutter, room: width)
        let rows = Self.row(count: imposition.rows, size: h, gutter: imposition.gutter, room: height)
        cuts = (columns.dropFirst().map(\.from), rows.dropFirst().map(\.from))
        for row in rows {
            for column in columns {
                let clip = PixelBox(
                    x: column.from, y: row.from, width: column.to - column.from, height: row.to - row.from)
                places.append(Place(x: column.start, y: row.start, clip: clip))
            }
        }
    }

    /// `count` pieces side by side in the middle of `room`: where each starts, and from where to where it may draw.
    private static func row(count: Int, size: Int, gutter: Int, room: Int) -> [(start: Int, from: Int, to: Int)] {
        let first = (room - count * size - (count - 1) * gutter) / 2
        return (0..<count).map { index in
            let start = first + index * (size + gutter)
            let from = index == 0 ? 0 : start - gutter / 2
            let to = index == count - 1 ? room : start + size + gutter - gutter / 2
            return (start, from, to)
        }
    }
}
