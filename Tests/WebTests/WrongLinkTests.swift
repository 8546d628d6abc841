import HTTP
import Rigs
import Sessions
import Testing

@testable import Web

@Suite(.serialized) struct WrongLinkTests {
    /// From as many addresses as it takes that none of them has to wait.
    private func ask(_ server: WebServer, _ token: String, _ number: Int) async -> Answer {
        var asked = request("GET", "/s/\(token)/", host: "photos.example")
        asked.peer = "10.\(number / 4_000).\(number / 20 % 200).1"
        return await server.guests.answer(asked)
    }

    /// Nobody finds a link letter by letter, nor learns whether it was once good: ten thousand links that begin as a real one does, are
    /// made up, were revoked or are of a deleted session get the same bytes, and no kind of them sooner than another.
    @Test func `Ten thousand wrong links get the same bytes in the same time`() async throws {
        let party = try Party()
        let (real, revoked, deleted) = (try await party.session(), try await party.session(), try await party.session())
        let token = try #require(real.token)
        _ = try await party.record.share(revoked.id, revoking: true)
        try await party.record.delete(deleted.id)
        let server = try party.server()
        #expect(await ask(server, token, 40_000).status == 200)
        let (letters, clock) = (
            Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), ContinuousClock()
        )
        var (random, times, wrong) = (Seeded(14), [[Duration]](repeating: [], count: 4), Set<String>())
        let expected = await ask(server, "0000000000000000000000", 40_000)
        for number in 0..<10_000 {
            let madeUp = String((0..<22).map { _ in letters.randomElement(using: &random)! })
            let kind = number % 4
            // Right but for the last letter, wrong from the first one, once good, and of somebody who is gone.
            let one =
                switch kind {
                case 0: String(token.dropLast()) + String(letters.first { $0 != token.last }!)
                case 1: madeUp
                case 2: revoked.token!
                default: deleted.token!
                }
            let began = clock.now
            let answer = await ask(server, one, number)
            times[kind].append(clock.now - began)
            if answer.status != 404 || answer.bytes != expected.bytes || answer.headers != expected.headers {
                wrong.insert("\(one): \(answer.status)")
            }
        }
        #expect(wrong.isEmpty)
        let medians = times.map { $0.sorted()[$0.count / 2] }
        let microseconds = medians.map { "\(Int($0 / .microseconds(1)))" }.joined(separator: ", ")
        print("10,000 wrong links, medians: \(microseconds) µs (right but for a letter, made up, revoked, deleted)")
        #expect(medians.max()! - medians.min()! < .milliseconds(1))
    }
}
