import Imaging

/// A `.cube` file: Adobe's Cube LUT Specification 1.0, and what DaVinci Resolve writes beyond it: input ranges in place of a
/// domain, a curve that stands before the cube and shapes what goes into it, and the range of video signals.
struct CubeFile {
    private struct Table {
        /// The grid's side in three dimensions, or how many entries a curve has; 0 for no table.
        var size = 0
        var from = RGB.zero
        var to = RGB.one
        /// Red fastest.
        var colours: [RGB] = []

        /// Where a colour stands between the first and the last entry, 0…1.
        func place(of colour: RGB) -> RGB {
            ((colour - from) / (to - from)).clamped(lowerBound: .zero, upperBound: .one)
        }
    }

    private var curve = Table()
    private var cube = Table()
    /// Colours go in, or come out, between 16 and 235 of 255.
    private var takesVideo = false
    private var givesVideo = false

    /// Throws `badCube` with the line that is wrong; what is missing at the end is told of the last one.
    init(_ bytes: [UInt8], path: String) throws(EffectError) {
        var number = 0
        do throws(Problem) {
            var rest = bytes[...]
            if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
            while !rest.isEmpty {
                number += 1
                let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                rest = rest.dropFirst(line.count + 1)
                guard line.count <= 1_000 else {
                    throw Problem("the line is longer than 1000 bytes", remedy: "is it a .cube file?")
                }
                try read(line)
            }
            guard expected > 0 else {
                throw Problem("there is neither LUT_3D_SIZE nor LUT_1D_SIZE", remedy: "is it a .cube file?")
            }
            guard read == expected else {
                throw Problem("the file ends after \(read) of \(expected) colours", remedy: "copy it again")
            }
        } catch {
            throw .badCube(path: path, line: max(number, 1), reason: error.reason, remedy: error.remedy)
        }
    }

    private struct Problem: Error {
        let reason: String
        let remedy: String?
        init(_ reason: String, remedy: String? = nil) { (self.reason, self.remedy) = (reason, remedy) }
    }

    private var expected: Int { curve.size + cube.size * cube.size * cube.size }
    private var read: Int { curve.colours.count + cube.colours.count }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(Problem) {
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
        guard first.first.map({ $0 >= UInt8(ascii: "A") }) == true else {
            guard expected > 0 else { throw Problem("a colour before LUT_3D_SIZE or LUT_1D_SIZE") }
            guard read < expected else {
                throw Problem("more than the \(expected) colours that the size asks for")
            }
            let colour = try colour(words)
            if curve.colours.count < curve.size { curve.colours.append(colour) } else { cube.colours.append(colour) }
            return
        }
        guard read == 0 else { throw Problem("a keyword after the first colour") }
        try readKeyword(String(decoding: first, as: UTF8.self), words.dropFirst())
    }

    private mutating func readKeyword(_ keyword: String, _ values: ArraySlice<ArraySlice<UInt8>>) throws(Problem) {
        switch keyword {
        case "TITLE": return
        case "LUT_IN_VIDEO_RANGE": takesVideo = true
        case "LUT_OUT_VIDEO_RANGE": givesVideo = true
        case "DOMAIN_MIN":
            cube.from = try colour(values)
            curve.from = cube.from
        case "DOMAIN_MAX":
            cube.to = try colour(values)
            curve.to = cube.to
        case "LUT_1D_INPUT_RANGE": (curve.from, curve.to) = try range(keyword, values)
        case "LUT_3D_INPUT_RANGE": (cube.from, cube.to) = try range(keyword, values)
        case "LUT_1D_SIZE": try readSize(keyword, values, most: 65_536, into: &curve)
        case "LUT_3D_SIZE":
            try readSize(keyword, values, most: 65, into: &cube)
            cube.colours.reserveCapacity(cube.size * cube.size * cube.size)
        default: throw Problem("\"\(keyword.prefix(40))\" is no keyword of a .cube file")
        }
        guard all(cube.from .< cube.to), all(curve.from .< curve.to) else {
            throw Problem("the domain ends before it begins")
        }
    }

    private func range(
        _ keyword: String, _ values: ArraySlice<ArraySlice<UInt8>>
    ) throws(Problem) -> (RGB, RGB) {
        guard values.count == 2, let low = values.first, let high = values.last else {
            throw Problem("\(keyword) takes two numbers")
        }
        return (RGB(repeating: try number(low)), RGB(repeating: try number(high)))
    }

    private func readSize(
        _ keyword: String, _ values: ArraySlice<ArraySlice<UInt8>>, most: Int, into table: inout Table
    ) throws(Problem) {
        guard table.size == 0 else {
            throw Problem("a second \(keyword)", remedy: "remove it, a file holds one of each")
        }
        guard values.count == 1, let word = values.first, let wanted = Int(String(decoding: word, as: UTF8.self)),
            (2...most).contains(wanted)
        else { throw Problem("\(keyword) takes a whole number from 2 to \(most)") }
        table.size = wanted
    }

    private func colour(_ words: some Collection<ArraySlice<UInt8>>) throws(Problem) -> RGB {
        guard words.count == 3 else { throw Problem("\(words.count) numbers where three belong") }
        var colour = RGB.zero
        for (channel, word) in words.enumerated() { colour[channel] = try number(word) }
        return colour
    }

    /// By hand, as the standard library's way costs more than the whole rest for the 800,000 numbers of a large cube.
    private func number(_ word: ArraySlice<UInt8>) throws(Problem) -> Float {
        var rest = word
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var (mantissa, scale, digits) = (0.0, 1.0, 0)
        var isFraction = false
        while let byte = rest.first {
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                digits += 1
                mantissa = mantissa * 10 + Double(byte - UInt8(ascii: "0"))
                if isFraction { scale *= 10 }
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        var value = mantissa / scale
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            guard let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), abs(exponent) < 40 else {
                throw Self.noNumber(word)
            }
            for _ in 0..<abs(exponent) { value = exponent < 0 ? value / 10 : value * 10 }
            rest = []
        }
        guard rest.isEmpty, (1...40).contains(digits), value < 1e6 else { throw Self.noNumber(word) }
        return Float(isNegative ? -value : value)
    }

    private static func noNumber(_ word: ArraySlice<UInt8>) -> Problem {
        Problem("\"\(String(decoding: word.prefix(40), as: UTF8.self))\" is no number that a colour may have")
    }

    /// A curve before a cube says what goes into it; a curve alone is the look.
    func table() -> ColourTable {
        guard cube.size > 0 else { return ColourTable { level in output(curved(input(level))) } }
        let table = grid
        // At the grid's places the range could not be undone: what lies beyond black and white is cut off there.
        return givesVideo ? table.followed(by: output) : table
    }

    private var grid: ColourTable {
        let size = cube.size
        let colour = { (place: SIMD3<Int>) in cube.colours[(place.z * size + place.y) * size + place.x] }
        guard curve.size > 0 || takesVideo else {
            return ColourTable(size: size, from: cube.from, to: cube.to, colour: colour)
        }
        return ColourTable(
            size: size, shaper: { cube.place(of: curve.size > 0 ? curved(input($0)) : input($0)) }, colour: colour)
    }

    private func input(_ colour: RGB) -> RGB { takesVideo ? (colour * 219 + 16) / 255 : colour }
    private func output(_ colour: RGB) -> RGB { givesVideo ? (colour * 255 - 16) / 219 : colour }

    private func curved(_ level: RGB) -> RGB {
        let places = curve.place(of: level) * Float(curve.size - 1)
        var out = RGB.zero
        for channel in 0..<3 {
            let index = min(Int(places[channel]), curve.size - 2)
            let (below, above) = (curve.colours[index][channel], curve.colours[index + 1][channel])
            out[channel] = below + (above - below) * (places[channel] - Float(index))
        }
        return out
    }
}
