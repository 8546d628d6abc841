import Faults
import Testing

@Suite struct FaultTests {
    private enum CardError: Fault {
        case full, gone

        var report: FaultReport {
            switch self {
            case .full:
                FaultReport(
                    "the card is full", remedy: "put another in", guest: .host, status: .ioError)
            case .gone: FaultReport("the card is gone", status: .notThere)
            }
        }
    }

    @Test func theLineIsTheProblemAndItsRemedy() {
        #expect("\(CardError.full)" == "the card is full; put another in")
        #expect("\(CardError.gone)" == "the card is gone")
        #expect(CardError.full.guest == .host && CardError.gone.guest == nil)
        #expect(CardError.full.status == .ioError && CardError.gone.remedy == nil)
    }

    @Test func theProgramEndsWithTheStatusOfTheFault() {
        struct NoFault: Error {}
        #expect(exitStatus(of: CardError.full) == .ioError)
        #expect(exitStatus(of: NoFault()) == .ownBug, "what nobody foresaw is ours")
    }

    @Test func aFaultOfAPartIsToldOfTheWhole() {
        let report = CardError.full.report.after("camera 2: ")
        #expect(report.problem == "camera 2: the card is full" && report.remedy == "put another in")
        #expect(report.status == .ioError && report.guest == .host)
    }

    @Test(arguments: ["full\nrender: all is well", "full\r\u{1B}[2J", "full\u{85}"])
    func theLineIsOneLine(name: String) {
        struct Named: Fault { let report: FaultReport }
        let fault = Named(report: FaultReport("\(name): no such card", remedy: name, status: .ioError))
        #expect("\(fault)".unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
        #expect("\(fault)".hasPrefix("full ") && "\(fault)".contains(": no such card; full "))
    }

    @Test(arguments: [
        ("card", "full"), ("car", "card: full"), ("card: full", "card: full"), ("", "card: full"),
    ])
    func thePathIsLeftOutWhereItIsKnown(path: String, wanted: String) {
        struct OnCard: Fault { let report = FaultReport("card: full", status: .ioError) }
        #expect(OnCard().problem(without: path) == wanted)
    }

    @Test func numbersReadWell() {
        #expect(counted(1, "picture") == "1 picture" && counted(0, "picture") == "0 pictures")
        #expect(7.padded(to: 3) == "007" && 1234.padded(to: 3) == "1234" && (-5).padded(to: 2) == "-05")
        #expect(UInt8(10).padded(to: 2, radix: 16) == "0a")
    }
}
