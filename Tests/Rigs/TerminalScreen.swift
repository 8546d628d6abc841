/// What a terminal shows: letters, line ends, and the few sequences that our programs send.
package struct TerminalScreen {
    package let (columns, rows): (Int, Int)
    private var cells: [[Character]]
    private var (row, column) = (0, 0)
    /// Sequences that are none of ours.
    package private(set) var foreign: [String] = []

    package init(columns: Int, rows: Int, filledWith letter: Character = " ") {
        (self.columns, self.rows) = (columns, rows)
        cells = Array(repeating: Array(repeating: letter, count: columns), count: rows)
    }

    /// From the top, without the empty rows at the bottom.
    package var lines: [String] {
        var lines = cells.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    package var text: String { lines.joined(separator: "\n") }

    package mutating func take(_ text: String) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            // As the line discipline sends it.
            case "\n": (row, column) = (row + 1, 0)
            case "\u{1b}":
                guard rest.popFirst() == "[" else {
                    foreign.append("escape")
                    continue
                }
                let number = rest.prefix { ("0"..."9").contains($0) || $0 == ";" }
                rest = rest[number.endIndex...]
                obey(rest.popFirst(), Int(String(number)) ?? 1)
            default: put(Character(scalar))
            }
            if row == rows {
                cells = cells.dropFirst() + [Array(repeating: " ", count: columns)]
                row -= 1
            }
        }
    }

    private mutating func put(_ letter: Character) {
        if column == columns { (row, column) = (row + 1, 0) }
        if row == rows {
            cells = cells.dropFirst() + [Array(repeating: " ", count: columns)]
            row -= 1
        }
        cells[row][column] = letter
        column += 1
    }

    private mutating func obey(_ final: Unicode.Scalar?, _ number: Int) {
        switch final {
        case "A": row = max(row - number, 0)
        case "m": break
        case "H": (row, column) = (0, 0)
        case "J", "K":
            for column in column..<columns { cells[row][column] = " " }
            guard final == "J" else { return }
            for row in cells.indices where row > self.row { cells[row] = Array(repeating: " ", count: columns) }
        default: foreign.append(final.map { String($0) } ?? "nothing")
        }
    }
}
