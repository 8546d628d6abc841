import Testing

@testable import StrictJSON

@Suite struct WriterTests {
    private static let lines: [(JSONValue, String)] = [
        (.null, "null"), (true, "true"), (0, "0"), (-12, "-12"), (12.0, "12"), (0.1, "0.1"), (-0.0, "-0.0"),
        (1e21, "1e+21"), (1e-7, "1e-07"), (.number(0x1p53), "9007199254740992"),
        (.number(0x1p54), "1.8014398509481984e+16"),
        (.number(.nan), "null"), (.number(-.infinity), "null"), ([], "[]"), ([:], "{}"),
        (["b": 1, "a": [1, "x"]], #"{"b":1,"a":[1,"x"]}"#),
        ("é🎉/", "\"é🎉/\""), ("\"\\\n\r\t\0\u{1b}\u{7f}\u{9b}", #""\"\\\n\r\t\u0000\u001b\u007f\u009b""#),
    ]

    @Test(arguments: lines)
    func `writes one line`(value: JSONValue, text: String) {
        #expect(value.text() == text)
    }

    @Test func `keys without a value are omitted, and their order is kept`() {
        let (number, name): (Int?, String?) = (47, nil)
        let value = JSONValue.object(present: [
            "z": number.map(JSONValue.integer), "name": name.map(JSONValue.string), "none": nil, "null": .null,
            "list": name == nil ? nil : .array([]), "a": true,
        ])
        #expect(value.text() == #"{"z":47,"null":null,"a":true}"#)
    }

    @Test func `writes with two spaces a level`() {
        let value: JSONValue = ["number": 47, "captures": ["a.jpg", [:]], "none": []]
        #expect(
            value.text(pretty: true) == """
                {
                  "number": 47,
                  "captures": [
                    "a.jpg",
                    {}
                  ],
                  "none": []
                }
                """)
    }

    @Test(arguments: [
        0.1, 1.0 / 3, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 123456.789, -0.0, 9_007_199_254_740_991,
        1e15, 0x1p60,
    ])
    func `numbers read back the same`(number: Double) throws {
        let text = JSONValue.number(number).text()
        guard case .number(let back) = try JSONValue(parsing: Array(text.utf8), document: "d") else {
            Issue.record("\(text) is no number")
            return
        }
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test func `every scalar of the first plane reads back the same`() throws {
        let scalars = (UInt32(0)...0xFFFF).compactMap(Unicode.Scalar.init)
        let value = JSONValue.string(String(String.UnicodeScalarView(scalars)))
        for pretty in [false, true] {
            #expect(try JSONValue(parsing: Array(value.text(pretty: pretty).utf8), document: "d") == value)
        }
    }
}
