import Checks
import Faults
import Rigs
import Testing

@Suite struct CheckGroupTests {
    private enum CardError: Fault {
        case full, gone
        var report: FaultReport {
            switch self {
            case .full: FaultReport("the card is full", remedy: "put in another one", status: .ioError)
            case .gone: FaultReport("the card is gone", status: .notThere)
            }
        }
    }

    private func hanging(_ name: String, within deadline: Duration = .seconds(5)) -> CheckGroup {
        CheckGroup(name, within: deadline, otherwise: "kick it") { report in
            report.ok(name, "looked at first")
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `What hangs is said so, after what was found before`() async {
        let time = ManualTime()
        let examined = Task { [group = hanging("thing")] in await group.findings(by: time.source) }
        while time.sleepers < 1 { await Task.yield() }
        time.advance(by: .seconds(5))
        let found = await examined.value
        #expect(found.map(\.grade) == [.ok, .failure])
        #expect(found[1].found == "no answer within 5 s" && found[1].remedy == "kick it")
    }

    @Test(.timeLimit(.minutes(1))) func `One that hangs hides no other, and the order is that of the groups`() async {
        let time = ManualTime()
        let quick = CheckGroup("quick", within: .seconds(5), otherwise: "wait", blocking: { $0.ok("quick", "is well") })
        let blocking = CheckGroup(
            "file", within: .seconds(5), otherwise: "wait", blocking: { $0.ok("file", "is there") })
        let groups = [hanging("slow", within: .seconds(9)), quick, hanging("thing"), blocking]
        let examined = Task { await groups.findings(by: time.source) }
        // Those that answer have gone by then, and the rest is too late.
        while time.sleepers != 2 { await Task.yield() }
        time.advance(by: .seconds(9))
        #expect(await examined.value.map(\.check) == ["slow", "slow", "quick", "thing", "thing", "file"])
    }

    @Test func `A report takes nothing more once it is closed`() {
        let report = CheckReport()
        report.warn("card", "nearly full", "change it")
        #expect(report.close().map(\.found) == ["nearly full"])
        report.ok("card", "too late")
        #expect(report.close().count == 1)
    }

    @Test func `A fault is told with its remedy, and with some advice when it has none`() {
        let report = CheckReport()
        report.fail("card", CardError.full)
        report.add("card", .warning, CardError.gone)
        let found = report.close()
        #expect(found.map(\.found) == ["the card is full", "the card is gone"])
        #expect(found.map(\.grade) == [.failure, .warning])
        #expect(found.map(\.remedy) == ["put in another one", "put that right, then ask again"])
    }

    @Test func `A failure is worse than a warning, and that worse than what is well`() {
        #expect(Finding.Grade.allCases.sorted() == [.ok, .warning, .failure])
        #expect([Finding.Grade.warning, .failure, .ok].max() == .failure)
    }
}
