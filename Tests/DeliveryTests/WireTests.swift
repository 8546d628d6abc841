import Foundation
import Rigs
import Synchronization
import Testing
import Work

@testable import Delivery

@Suite struct WireTests {
    private func order(_ far: FarSide, _ method: String = "POST", _ body: Order.Body = .bytes(Array("hello".utf8)))
        -> Order
    {
        var order = Order(method: method, url: far.base + "in")
        (order.body, order.reach) = (body, .localOnly)
        return order
    }

    @Test func `What is sent arrives, and the answer comes back`() async throws {
        let far = try FarSide { _, _ in .status(201, headers: ["X-Ref: 7"], body: "thanks") }
        let landing = await Wire().send(order(far))
        #expect(landing.end == .answered && landing.status == 201)
        #expect(String(decoding: landing.body, as: UTF8.self) == "thanks" && landing.header("x-ref") == "7")
        #expect(far.requests.map(\.text) == ["hello"] && far.requests.map(\.method) == ["POST"])
        #expect(landing.sent == 5 && landing.received == 6 && landing.isAllSent)
    }

    @Test func `A file is sent as it is`() async throws {
        let scratch = try Scratch()
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let path = try scratch.put(bytes, at: "picture.jpg")
        let far = try FarSide()
        let landing = await Wire().send(order(far, "PUT", .file(path)))
        #expect(
            landing.end == .answered && landing.sent == bytes.count,
            "\(landing.end) \(landing.sent) \(landing.duration)")
        let isSame = far.requests.first?.body == bytes
        #expect(isSame && far.requests.first?.method == "PUT")
    }

    @Test func `A file that is gone is told, and nobody is asked`() async throws {
        let far = try FarSide()
        let landing = await Wire().send(order(far, "PUT", .file("/no/such/file")))
        #expect(landing.end == .noFile("/no/such/file") && far.connections == 0)
    }

    @Test func `A hundred at once all arrive`() async throws {
        let far = try FarSide()
        let wire = Wire()
        _ = await wire.send(order(far))
        await withTaskGroup(of: Landing.self) { group in
            for _ in 0..<100 { group.addTask { await wire.send(order(far)) } }
            for await landing in group { #expect(landing.status == 200) }
        }
        #expect(far.requests.count == 101)
    }

    @Test func `A cancelled transfer ends at once`() async throws {
        let far = try FarSide { _, _ in .silence }
        let wire = Wire()
        let task = Task { await wire.send(order(far)) }
        await far.requests(reach: 1)
        task.cancel()
        #expect(await task.value.end == .cancelled)
        // The wire goes on.
        let other = try FarSide()
        #expect(await wire.send(order(other)).status == 200)
    }

    @Test func `One that was cancelled before never begins`() async throws {
        let far = try FarSide()
        let wire = Wire()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await wire.send(order(far))
        }
        #expect(await task.value.end == .cancelled && far.connections == 0)
    }

    @Test func `Silence ends a transfer when its time is over, by the clock that was given`() async throws {
        let time = ManualTime()
        let far = try FarSide { _, _ in .silence }
        let wire = Wire(time: time.source)
        let task = Task { await wire.send(order(far)) }
        await far.requests(reach: 1)
        // Its thread has looked at the time when it has dealt with something else.
        await time.pass(until: task) { _ = await wire.send(order(far, "PUT", .file("/no/such/file"))) }
        let landing = await task.value
        #expect(landing.end == .stalled)
        #expect(landing.duration >= .seconds(30) && landing.duration <= .seconds(31), "\(landing.duration)")
    }

    @Test func `A far side that stops reading in mid upload is noticed`() async throws {
        let scratch = try Scratch()
        let path = try scratch.put([UInt8](repeating: 7, count: 30 << 20), at: "large")
        let time = ManualTime()
        let far = try FarSide(bodies: .unread) { _, _ in .silence }
        let task = Task { await Wire(time: time.source).send(order(far, "PUT", .file(path))) }
        await far.requests(reach: 1)
        await time.pass(until: task)
        let landing = await task.value
        #expect(landing.end == .stalled && !landing.isAllSent)
    }

    @Test func `An answer without end is cut`() async throws {
        let far = try FarSide { _, _ in .flood }
        var order = order(far)
        order.answerLimit = 100_000
        #expect(await Wire().send(order).end == .tooLong)
    }

    @Test func `Nobody there is told as no connection`() async throws {
        var order = Order(url: "http://127.0.0.1:1/")
        order.reach = .localOnly
        let landing = await Wire().send(order)
        guard case .failed(7, _) = landing.end else {
            Issue.record("\(landing.end)")
            return
        }
        #expect(!landing.hasBegun)
    }

    @Test func `What must not be sent twice is not repeated on a connection that was closed meanwhile`() async throws {
        let far = try FarSide { _, number in number == 0 ? .ok : .lostAfter }
        let wire = Wire()
        _ = await wire.send(order(far))
        var once = order(far)
        once.mayRepeat = false
        let landing = await wire.send(once)
        #expect(landing.end != .answered && landing.hasBegun && landing.isAllSent)
        #expect(far.requests.count == 2)
    }

    @Test func `What nobody waits for goes one at a time, after all that somebody waits for`() async throws {
        let open = Mutex(false)
        let far = try FarSide { request, _ in
            while request.text == "guest", !open.withLock({ $0 }) { usleep(1000) }
            return .ok
        }
        let wire = Wire()
        let guest = Task { await wire.send(order(far, "POST", .bytes(Array("guest".utf8)))) }
        await far.requests(reach: 1)
        var raw = order(far, "POST", .bytes(Array("raw".utf8)))
        raw.lane = .raw
        let raws = (0..<5).map { _ in Task { [raw] in await wire.send(raw) } }
        // A second guest goes at once; the raws still wait behind the first.
        _ = await wire.send(order(far, "POST", .bytes(Array("second".utf8))))
        #expect(!far.requests.contains { $0.text == "raw" })
        open.withLock { $0 = true }
        #expect(await guest.value.status == 200)
        for one in raws { #expect(await one.value.status == 200) }
        #expect(far.requests.count { $0.text == "raw" } == 5)
    }

    @Test func `What nobody waits for stands still while somebody waits`() async throws {
        let scratch = try Scratch()
        let path = try scratch.put([UInt8](repeating: 7, count: 12 << 20), at: "raw")
        let open = Mutex(false)
        let store = try FarSide()
        let far = try FarSide { request, _ in
            while request.text == "held", !open.withLock({ $0 }) { usleep(1000) }
            return .ok
        }
        let wire = Wire()
        var raw = order(store, "PUT", .file(path))
        (raw.lane, raw.kBps) = (.raw, 3_000)
        let sending = Task { [raw] in await wire.send(raw) }
        while store.received == 0 { await Task.yield() }
        let guest = Task { await wire.send(order(far, "POST", .bytes(Array("held".utf8)))) }
        await far.requests(reach: 1)
        // What was on its way arrives meanwhile; then nothing does.
        var (before, now) = (-1, store.received)
        while before != now {
            for _ in 0..<50 { _ = await wire.send(order(far)) }
            (before, now) = (now, store.received)
        }
        #expect(now < 12 << 20)
        open.withLock { $0 = true }
        #expect(await guest.value.status == 200)
        let landing = await sending.value
        #expect(landing.status == 200 && store.received > 12 << 20)
    }
}
