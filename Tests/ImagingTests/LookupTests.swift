import Testing

@testable import Imaging

@Suite struct LookupTests {
    private static let bent = ColourTable(size: 33) { place in
        let colour = RGB(Float(place.x), Float(place.y), Float(place.z)) / 32
        return RGB(colour.x * colour.y, 1 - colour.z, colour.y.squareRoot())
    }

    private func film() -> Film {
        var film = Film()
        (film.vignette, film.leak, film.leakX, film.grain, film.grainSize, film.seed) = (0.6, 0.8, 0.9, 30, 1.7, 99)
        return film
    }

    @Test(arguments: [(1, 1), (7, 3), (9, 1), (10, 1), (11, 1), (64, 5), (333, 17)])
    func `every vector width gives the same bytes`(width: Int, height: Int) throws {
        let image = try Image.random(width: width, height: height, bands: 3, seed: 4)
        let works: [(Image) throws -> Image] = [
            { try $0.mapped(by: Self.bent) }, { try $0.filmed(self.film()) },
            { try $0.luma().smoothed(radius: 4, softness: 20) },
        ]
        for work in works {
            let results = try KernelLevel.each { try work(image).samples }
            #expect(Set(results).count == 1)
        }
    }

    @Test(arguments: [1, 64, 512])
    func `strips give the same bytes as the whole`(rows: Int) throws {
        let image = try Image.random(width: 100, height: 130, bands: 3, seed: 8)
        let whole = try image.mapped(by: Self.bent).samples
        var parts: [UInt8] = []
        for top in stride(from: 0, to: 130, by: rows) {
            let strip = PixelBox(x: 0, y: top, width: 100, height: min(rows, 130 - top))
            parts += try image.cropped(to: strip).mapped(by: Self.bent).samples
        }
        #expect(parts == whole)
    }

    @Test func `colours keep within a level of what the table says`() throws {
        let image = try Image.random(width: 80, height: 60, bands: 3, seed: 2)
        let (before, after) = (try image.samples, try image.mapped(by: Self.bent).samples)
        for place in stride(from: 0, to: before.count, by: 3) {
            #expect(abs(Int(after[place + 1]) - (255 - Int(before[place + 2]))) <= 1)
            let product = Double(before[place]) * Double(before[place + 1]) / 255
            #expect(abs(Double(after[place]) - product) <= 1)
        }
    }

    @Test func `curves are exact at every level`() throws {
        let table = ColourTable { RGB($0.x, 1 - $0.y, $0.z * $0.z) }
        let greys = try Image.of(
            width: 256, height: 1, bands: 3, (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 3) })
        let out = try greys.mapped(by: table).samples
        for level in 0...255 {
            let square = UInt8((Double(level * level) / 255).rounded())
            #expect(Array(out[3 * level..<3 * level + 3]) == [UInt8(level), UInt8(255 - level), square])
        }
    }

    @Test func `smoothing keeps a flat plane and a step`() throws {
        let step = try Image.of(
            width: 60, height: 20, bands: 1, (0..<20).flatMap { _ in (0..<60).map { $0 < 30 ? UInt8(40) : 220 } })
        let out = try step.smoothed(radius: 5, softness: 15).samples
        #expect(zip(out, try step.samples).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
    }

    @Test func `colours of a clear picture stay within their alpha when nothing changes`() throws {
        let image = try Image.random(width: 30, height: 30, bands: 4, seed: 6)
        let out = try image.withColours { $0 }
        #expect(zip(try out.samples, try image.samples).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func `a plane and its chroma make the picture again`() throws {
        let image = try Image.random(width: 40, height: 20, bands: 3, seed: 1)
        let luma = try image.luma()
        let (red, blue) = try image.chroma(luma: luma)
        let again = try luma.coloured(red: red, blue: blue)
        let off = zip(try again.samples, try image.samples).map { abs(Int($0) - Int($1)) }
        #expect(off.max()! <= 4)
    }
}
