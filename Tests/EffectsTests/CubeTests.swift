import Effects
import Foundation
import Imaging
import Testing

@Suite struct CubeTests {
    /// The picture under the look of a file with these lines.
    private func applied(_ text: String, strength: Double = 1, to image: Image) throws -> [UInt8] {
        try applied(Data(text.utf8), strength: strength, to: image)
    }

    private func applied(_ data: Data, strength: Double = 1, to image: Image) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appending(path: "look-\(UUID()).cube").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try data.write(to: URL(filePath: path))
        let call = try EffectCall(name: "lut", parameters: ["file": path, "strength": "\(strength)"])
        return try call.applied(to: image).samples()
    }

    private func cube(_ size: Int, head: String = "", _ colour: (Double, Double, Double) -> (Double, Double, Double))
        -> String
    {
        var lines = ["TITLE \"a look\"", head, "LUT_3D_SIZE \(size)"]
        let last = Double(size - 1)
        for b in 0..<size {
            for g in 0..<size {
                for r in 0..<size {
                    let out = colour(Double(r) / last, Double(g) / last, Double(b) / last)
                    lines.append("\(out.0) \(out.1) \(out.2)")
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test(arguments: [2, 3, 17, 33])
    func `an identity cube changes nothing`(size: Int) throws {
        let image = try Image.random(width: 61, height: 43)
        #expect(try applied(cube(size) { ($0, $1, $2) }, to: image) == image.samples())
    }

    @Test func `red runs fastest`() throws {
        let image = try Image.of(width: 1, height: 1, bands: 3, [255, 0, 128])
        #expect(try applied(cube(2) { ($1, $2, $0) }, to: image) == [0, 128, 255])
    }

    @Test func `between the colours of the grid it is tetrahedral`() throws {
        // Only white is lit: the tetrahedron of a colour gives it the share of its smallest channel.
        let text = cube(2) { r, g, b in r * g * b > 0.5 ? (1, 1, 1) : (0, 0, 0) }
        let image = try Image.random(width: 50, height: 20)
        let (before, after) = (try image.samples(), try applied(text, to: image))
        for place in stride(from: 0, to: before.count, by: 3) {
            #expect(abs(Int(after[place]) - Int(before[place..<place + 3].min()!)) <= 1)
        }
    }

    @Test func `half the strength is half-way`() throws {
        let image = try Image.of(width: 1, height: 1, bands: 3, [200, 100, 0])
        #expect(try applied(cube(2) { (1 - $0, 1 - $1, 1 - $2) }, strength: 0.5, to: image) == [128, 128, 128])
        #expect(try applied(cube(2) { _, _, _ in (0, 0, 0) }, strength: 0, to: image) == image.samples())
    }

    @Test func `a domain says where the grid lies`() throws {
        let text = cube(2, head: "DOMAIN_MIN 0 0 0.5\nDOMAIN_MAX 0.5 2 1") { ($0, $1, $2) }
        let image = try Image.of(width: 2, height: 1, bands: 3, [64, 128, 64, 255, 255, 191])
        #expect(try applied(text, to: image) == [128, 64, 0, 255, 128, 127])
    }

    @Test func `a curve holds for each channel alone, with comments, tabs and Windows line ends`() throws {
        let text = "\u{FEFF}# made by hand\r\nLUT_1D_SIZE 3\r\n0\t0 1\r\n 0.25 1e0 0.5\r\n\r\n# end\r\n1.0 +1 -0.0\r\n"
        let image = try Image.of(width: 3, height: 1, bands: 3, [0, 0, 0, 128, 128, 128, 255, 255, 255])
        #expect(try applied(text, to: image) == [0, 0, 255, 65, 255, 127, 255, 255, 0])
    }

    /// As DaVinci Resolve writes it: the curve's entries come first, then the cube's.
    @Test func `a curve before a cube shapes what goes into it`() throws {
        let curve: [String] = ["LUT_1D_SIZE 3", "LUT_1D_INPUT_RANGE 0 1"]
        let range = ["LUT_3D_INPUT_RANGE 0 0.5"]
        let shape = ["0 0 0", "0.1 0.25 0.4", "0.5 0.5 0.5"]
        let grid = cube(2) { ($0, $1, 1 - $2) }.split(separator: "\n").dropFirst(2)
        let head = curve + ["LUT_3D_SIZE 2"] + range
        let text = (head + shape + grid.map(String.init)).joined(separator: "\n")
        let image = try Image.of(width: 3, height: 1, bands: 3, [0, 0, 0, 128, 128, 128, 255, 255, 255])
        let out = try applied(text, to: image)
        #expect(Array(out[0..<3]) == [0, 0, 255])
        #expect(Array(out[6..<9]) == [255, 255, 0])
        // 0.1 and 0.25 and 0.4 of 0.5: a fifth, half and four fifths of the grid.
        #expect(isNear(Array(out[3..<6]), [52, 128, 52]), "\(out)")
    }

    private func isNear(_ samples: [UInt8], _ expected: [Int]) -> Bool {
        samples.count == expected.count && zip(samples, expected).allSatisfy { abs(Int($0) - $1) <= 1 }
    }

    @Test(arguments: [2, 65]) func `vectors and plain code shape alike`(size: Int) throws {
        let text = cube(size, head: "LUT_IN_VIDEO_RANGE") { ($0 * $0, $1, 1 - $2) }
        let image = try Image.random(width: 71, height: 9)
        let ways = try KernelLevel.each { try applied(text, to: image) }
        #expect(Set(ways).count == 1)
    }

    @Test func `a video range lies between 16 and 235`() throws {
        let image = try Image.of(width: 4, height: 1, bands: 3, [0, 0, 0, 100, 100, 100, 200, 200, 200, 255, 255, 255])
        let both = cube(17, head: "LUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE") { ($0, $1, $2) }
        let samples = try image.samples()
        #expect(isNear(try applied(both, to: image), samples.map { Int($0) }))
        let into = cube(17, head: "LUT_IN_VIDEO_RANGE") { ($0, $1, $2) }
        #expect(isNear(Array(try applied(into, to: image).prefix(4)), [16, 16, 16, 102]))
        let outOf = "LUT_1D_SIZE 2\nLUT_OUT_VIDEO_RANGE\n0 0 0\n1 1 1"
        #expect(isNear(Array(try applied(outOf, to: image).prefix(4)), [0, 0, 0, 98]))
    }

    /// What a table of straight lines makes of a colour can be worked out on paper: such lines stay straight between the grid's
    /// colours. Here red goes to 0.25 + 0.5 red, green to 0.9 green, and blue stays.
    private func lines(_ red: Double, _ green: Double, _ blue: Double) -> (Double, Double, Double) {
        (0.25 + 0.5 * red, 0.9 * green, blue)
    }

    /// Red of 128 goes in as (16 + 128 · 219 / 255) / 255 = 0.49384, comes out of the table as 0.49692, and is
    /// (255 · 0.49692 - 16) / 219 = 0.50555 of full range: 128.9.
    @Test func `a table between video ranges gives what its lines say`() throws {
        let text = cube(9, head: "LUT_IN_VIDEO_RANGE\nLUT_OUT_VIDEO_RANGE", lines)
        let image = try Image.of(width: 3, height: 1, bands: 3, [0, 0, 0, 128, 64, 200, 255, 255, 255])
        #expect(try isNear(applied(text, to: image), [65, 0, 0, 129, 56, 200, 192, 228, 255]))
        let into = cube(9, head: "LUT_IN_VIDEO_RANGE", lines)
        #expect(try isNear(applied(into, to: image), [72, 14, 16, 127, 64, 188, 181, 212, 235]))
    }

    /// The curve squares: 128 becomes 0.25197, of which the table makes 0.37598, 0.22677 and 0.25197.
    @Test func `a curve of many entries and the table behind it give what their lines say`() throws {
        let curve = (0..<256).map { entry in
            let square = Double(entry * entry) / 65_025
            return "\(square) \(square) \(square)"
        }
        let head = ["LUT_1D_SIZE 256", "LUT_1D_INPUT_RANGE 0.0 1.0", "LUT_3D_SIZE 9", "LUT_3D_INPUT_RANGE 0.0 1.0"]
        let grid = cube(9, lines).split(separator: "\n").dropFirst(2).map(String.init)
        let text = (head + curve + grid).joined(separator: "\n")
        let image = try Image.of(
            width: 4, height: 1, bands: 3, [0, 0, 0, 64, 64, 64, 128, 128, 128, 255, 255, 255])
        #expect(try isNear(applied(text, to: image), [64, 0, 0, 72, 14, 16, 96, 58, 64, 191, 230, 255]))
        // In video range 128 goes into the curve as 0.49384, whose square is 0.24388.
        let video = try applied("LUT_IN_VIDEO_RANGE\n" + text, to: image)
        #expect(isNear(Array(video[6..<9]), [95, 56, 62]), "\(video)")
    }

    @Test(arguments: [
        ("", "line 1: there is neither LUT_3D_SIZE"), ("# nothing\n", "neither"),
        ("LUT_3D_SIZE 66", "line 1: LUT_3D_SIZE takes a whole number from 2 to 65"), ("LUT_3D_SIZE 1", "line 1"),
        ("LUT_3D_SIZE 2.5", "line 1"),
        ("LUT_1D_SIZE 65537", "line 1: LUT_1D_SIZE takes a whole number from 2 to 65536"),
        ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n0 0 0\n1 1 1", "line 4: the file ends after 2 of 10 colours"),
        ("LUT_3D_SIZE 2\nLUT_3D_SIZE 2", "line 2: a second LUT_3D_SIZE"),
        ("0 0 0\nLUT_1D_SIZE 2", "line 1: a colour before"),
        ("LUT_1D_SIZE 2\n0 0 0", "line 2: the file ends after 1 of 2 colours"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n1 1 1", "line 4: more than the 2 colours"),
        ("LUT_1D_SIZE 2\n0 0\n1 1 1", "line 2: 2 numbers where three belong"),
        ("LUT_1D_SIZE 2\n0 0 0 0\n1 1 1", "line 2: 4 numbers"),
        ("LUT_1D_SIZE 2\n0 nan 0", "line 2: \"nan\" is no number"),
        ("LUT_1D_SIZE 2\n0 1e99 0", "line 2"), ("LUT_1D_SIZE 2\n0 . 0", "line 2"),
        ("LUT_1D_SIZE 2\n0 1.2.3 0", "line 2"),
        ("LUT_1D_SIZE 2\n0 -inf 0", "line 2"), ("LUT_1D_SIZE 2\n0 0 0\nTITLE \"late\"", "line 3: a keyword after"),
        ("DOMAIN_MIN 0 0 1\nLUT_1D_SIZE 2", "line 1: the domain ends before it begins"),
        ("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1", "line 2"), ("<html>", "line 1"),
        ("GARBAGE 1", "line 1: \"GARBAGE\" is no keyword"),
    ])
    func `a malformed file is refused with its line`(text: String, message: String) throws {
        let image = try Image.random(width: 2, height: 2)
        let error = #expect(throws: EffectError.self) { try applied(text, to: image) }
        #expect(error.map { "\($0)".contains(message) } == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `broken bytes never do more than be refused`() throws {
        let whole = Array(cube(3) { ($0 * $0, $1, 1 - $2) }.utf8)
        let image = try Image.random(width: 5, height: 3)
        var dice = Dice(seed: 3)
        for _ in 0..<300 {
            var bytes = Array(whole.prefix(Int(dice.next()) % whole.count + 1))
            for _ in 0..<dice.next() % 6 { bytes[Int(dice.next()) % bytes.count] = dice.byte() }
            do { #expect(try applied(Data(bytes), to: image).count == 45) } catch { #expect(error is EffectError) }
        }
    }
}
