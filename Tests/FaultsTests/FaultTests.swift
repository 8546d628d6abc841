import Faults
import Testing

@Suite struct FaultTests {
    private enum CardError: Fault {
        case full, gone

        var report: FaultReport {
            switch self {
            case .full:
                FaultReport(
                    "the card is full", remedy: "put another in", guest: "One moment, please.", status: .ioError)
            case .gone: FaultReport("the card is gone", status: .notThere)
            }
        }
    }

    @Test func theLineIsTheProblemAndItsRemedy() {
        #expect("\(CardError.full)" == "the card is full; put another in")
        #expect("\(CardError.gone)" == "the card is gone")
        #expect(CardError.full.guest == "One moment, please." && CardError.gone.guest == nil)
        #expect(CardError.full.status == .ioError && CardError.gone.remedy == nil)
    }

    @Test func numbersReadWell() {
        #expect(counted(1, "picture") == "1 picture" && counted(0, "picture") == "0 pictures")
        #expect(7.padded(to: 3) == "007" && 1234.padded(to: 3) == "1234" && (-5).padded(to: 2) == "-05")
    }
}
