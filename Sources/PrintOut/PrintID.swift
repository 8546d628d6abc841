import Faults

/// The name of one print, which becomes at most one job: the key of the ledger and the job's name on the server. It says
/// nothing about the guest.
public struct PrintID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public var description: String { text }

    /// Letters, digits, `.`, `-` and `_`, 1 to 64 of them, not beginning with a dot: it is a file's name, too.
    public init(_ text: String) throws(PrintError) {
        let allowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard allowed, (1...64).contains(text.utf8.count), !text.hasPrefix(".") else { throw .badID(text) }
        self.text = text
    }

    private init(known text: String) { self.text = text }

    /// A new one: 128 random bits in hexadecimal.
    public static func random() -> PrintID {
        PrintID(known: UInt128.random(in: .min ... .max).padded(to: 32, radix: 16))
    }

    /// The id of copy `number`, from 1; the first copy has the id itself.
    public func copy(_ number: Int) throws(PrintError) -> PrintID {
        number == 1 ? self : try PrintID("\(text).\(number)")
    }
}
