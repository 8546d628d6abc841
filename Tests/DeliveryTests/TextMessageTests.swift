import Rigs
import Testing

@testable import Delivery

@Suite struct TextMessageTests {
    @Test(arguments: [
        ("", true, 0, 1), (String(repeating: "a", count: 160), true, 160, 1),
        (String(repeating: "a", count: 161), true, 161, 2), (String(repeating: "a", count: 306), true, 306, 2),
        (String(repeating: "a", count: 307), true, 307, 3),
        // Behind an escape, so two each.
        (String(repeating: "€", count: 80), true, 160, 1), (String(repeating: "[", count: 81), true, 162, 2),
        ("Grüße à Ñandú", false, 13, 1), ("Grüße à Ñando", true, 13, 1),
        (String(repeating: "д", count: 70), false, 70, 1), (String(repeating: "д", count: 71), false, 71, 2),
        (String(repeating: "д", count: 135), false, 135, 3),
        // Two units of 16 bits.
        (String(repeating: "😀", count: 35), false, 70, 1), (String(repeating: "😀", count: 36), false, 72, 2),
    ])
    func `A text message is counted as telephone networks do`(text: String, isPlain: Bool, units: Int, parts: Int) {
        let size = TextMessageSize(text)
        #expect(size.isPlain == isPlain && size.units == units && size.parts == parts, "\(size)")
    }

    @Test func `Whom a message is for and wants none is told from other refusals`() async throws {
        func verdict(_ status: Int, _ body: String) async throws -> Verdict {
            let far = try FarSide { _, _ in .status(status, body: body) }
            let rig = try Rig(Rig.hook(far, "sms-form", #","values":{"from":"Party"}"#))
            return await rig.service.send(Rig.mail(.sms, to: "+49171555"), to: "far")
        }
        let out = try await verdict(400, #"{"code":21610,"message":"unsubscribed recipient +49171555"}"#)
        guard case .optedOut(let words) = out, !words.contains("+49171555") else {
            Issue.record("\(out)")
            return
        }
        #expect(try await verdict(200, #"{"code":"21610"}"#).reason?.hasPrefix("whom it is for") == true)
        for (status, body) in [(400, #"{"code":21211}"#), (400, "21610"), (400, #"{"code":[21610]}"#)] {
            guard case .refused = try await verdict(status, body) else {
                Issue.record("\(status) \(body)")
                continue
            }
        }
        #expect(try await verdict(201, #"{"sid":"SM1"}"#).isDelivered)
    }
}
