import Imaging

/// A `.cube` file: Adobe's Cube LUT Specification 1.0, and the input ranges that DaVinci Resolve writes in place of a domain.
struct CubeFile {
    /// The grid's side in three dimensions, or how many entries a curve has.
    private(set) var size = 0
    private(set) var isCurve = false
    private(set) var from = RGB.zero
    private(set) var to = RGB.one
    /// Red fastest.
    private(set) var colours: [RGB] = []

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
            guard size > 0 else {
                throw Problem("there is neither LUT_3D_SIZE nor LUT_1D_SIZE", remedy: "is it a .cube file?")
            }
            guard colours.count == expected else {
                throw Problem("the file ends after \(colours.count) of \(expected) colours", remedy: "copy it again")
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

    private var expected: Int { isCurve ? size : size * size * size }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(Problem) {
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
        guard first.first.map({ $0 >= UInt8(ascii: "A") }) == true else {
            guard size > 0 else { throw Problem("a colour before LUT_3D_SIZE or LUT_1D_SIZE") }
            guard colours.count < expected else {
                throw Problem("more than the \(expected) colours that the size asks for")
            }
            colours.append(try colour(words))
            return
        }
        guard colours.isEmpty else { throw Problem("a keyword after the first colour") }
        try readKeyword(String(decoding: first, as: UTF8.self), words.dropFirst())
    }

    private mutating func readKeyword(_ keyword: String, _ values: ArraySlice<ArraySlice<UInt8>>) throws(Problem) {
        switch keyword {
        case "TITLE": return
        case "DOMAIN_MIN": from = try colour(values)
        case "DOMAIN_MAX": to = try colour(values)
        case "LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE":
            guard values.count == 2, let low = values.first, let high = values.last else {
                throw Problem("\(keyword) takes two numbers")
            }
            (from, to) = (RGB(repeating: try self.number(low)), RGB(repeating: try self.number(high)))
        case "LUT_1D_SIZE", "LUT_3D_SIZE":
            guard size == 0 else { throw Problem("a second size", remedy: "remove it, a file holds one table") }
            isCurve = keyword == "LUT_1D_SIZE"
            let most = isCurve ? 65_536 : 65
            guard values.count == 1, let word = values.first, let wanted = Int(String(decoding: word, as: UTF8.self)),
                (2...most).contains(wanted)
            else { throw Problem("\(keyword) takes a whole number from 2 to \(most)") }
            size = wanted
            colours.reserveCapacity(expected)
        default: throw Problem("\"\(keyword.prefix(40))\" is no keyword of a .cube file")
        }
        guard all(from .< to) else { throw Problem("the domain ends before it begins") }
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

    func table() -> ColourTable {
        guard isCurve else {
            return ColourTable(size: size, from: from, to: to) { place in
                colours[(place.z * size + place.y) * size + place.x]
            }
        }
        return ColourTable { level in
            let places = ((level - from) / (to - from)).clamped(lowerBound: .zero, upperBound: .one) * Float(size - 1)
            var out = RGB.zero
            for channel in 0..<3 {
                let index = min(Int(places[channel]), size - 2)
                let (below, above) = (colours[index][channel], colours[index + 1][channel])
                out[channel] = below + (above - below) * (places[channel] - Float(index))
            }
            return out
        }
    }
}
