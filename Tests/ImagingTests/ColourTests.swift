import Imaging
import Testing

@Suite struct ColourTests {
    @Test(arguments: [
        ("#fff", Colour.white), ("#102030", Colour(red: 16, green: 32, blue: 48)),
        ("#10203080", Colour(red: 16, green: 32, blue: 48, alpha: 128)),
    ])
    func `hexadecimal colours are read`(hex: String, expected: Colour) {
        #expect(Colour(hex: hex) == expected)
    }

    @Test(arguments: ["", "#", "fff", "#ffff", "#12345", "#gggggg", "#ff ff0", "#é00000"])
    func `anything else is no colour`(hex: String) {
        #expect(Colour(hex: hex) == nil)
    }
}
