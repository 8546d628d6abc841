import CCurl
import Glibc
import Rigs
import Testing

@testable import Delivery

/// Where connections may go.
@Suite struct GuardTests {
    static let spellings = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
        "127.000.000.001",
        "127.0.0.2", "127.255.255.254", "localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0", "0x0", "00", "[::1]",
        "[::]",
        "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0000::1]", "[::1%25lo]",
        "10.0.0.1",
        "10.1", "0xa000001", "167772161", "[::ffff:10.0.0.1]", "172.16.0.1", "172.31.255.255", "0xac100001",
        "192.168.0.1",
        "192.168.1", "3232235521", "[::ffff:192.168.0.1]", "169.254.169.254", "2852039166", "0xa9fea9fe",
        "[::ffff:169.254.169.254]",
        "169.254.0.1", "100.64.0.1", "100.127.255.254", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1",
        "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.0.0.1", "[fe80::1]", "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2002:c0a8:1::1]", "[2001:db8::1]", "[2001:0:7f00:1::]",
        "127.0.0.1.", "①②⑦.⓪.⓪.①", "１２７.０.０.１",
    ]

    @Test(arguments: spellings)
    func `No spelling of an address leads home`(host: String) async throws {
        let far = try FarSide()
        var order = Order(url: "http://\(host):\(far.port)/")
        order.limits.connecting = .seconds(2)
        let landing = await Wire().send(order)
        #expect(landing.end != .answered && !landing.hasBegun && far.connections == 0, "\(landing.end)")
    }

    @Test func `There are at least sixty spellings`() { #expect(Set(Self.spellings).count >= 60) }

    @Test func `Without the guard the far side is found`() async throws {
        let far = try FarSide()
        for host in ["127.1", "2130706433", "0x7f000001", "localhost", "[::ffff:127.0.0.1]", "0"] {
            var order = Order(url: "http://\(host):\(far.port)/")
            order.reach = host == "0" ? .anywhere : .localOnly
            let landing = await Wire().send(order)
            #expect((landing.end == .answered) == (host != "0"), "\(host): \(landing.end)")
        }
    }

    @Test func `A name that leads home after it led elsewhere is judged anew`() async throws {
        let far = try FarSide()
        let wire = Wire()
        for name in ["rebinding.example", "photos.example"] {
            var order = Order(url: "http://\(name):\(far.port)/")
            order.resolve = ["\(name):\(far.port):127.0.0.1"]
            #expect(await wire.send(order).end == .forbidden)
        }
        #expect(far.connections == 0)
    }

    @Test(arguments: [
        ("8.8.8.8", true), ("1.1.1.1", true), ("172.32.0.1", true), ("100.128.0.1", true), ("192.169.0.1", true),
        ("223.255.255.255", true), ("2606:4700::1", true), ("2a00:1450::1", true), ("2002:808:808::1", true),
        ("10.0.0.1", false), ("::1", false), ("fe80::1", false), ("224.0.0.1", false), ("3fff::1", true),
        ("4000::1", false),
    ])
    func `Public is what is routed in public`(text: String, isPublic: Bool) {
        #expect(Self.may(.publicOnly, text) == isPublic)
        if isPublic { #expect(!Self.may(.localOnly, text) && Self.may(.anywhere, text)) }
    }

    @Test func `Nearby is neither the Internet nor everybody`() {
        for text in ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.1.1", "fd00::1", "fe80::1"] {
            #expect(Self.may(.localOnly, text) && Self.may(.anywhere, text), "\(text)")
        }
        for text in ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"] {
            #expect(!Self.may(.localOnly, text) && !Self.may(.anywhere, text), "\(text)")
        }
    }

    private static func may(_ reach: Order.Reach, _ text: String) -> Bool {
        let code =
            switch reach {
            case .publicOnly: ccurl_reach_public
            case .localOnly: ccurl_reach_local
            case .anywhere: ccurl_reach_any
            }
        if text.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            inet_pton(AF_INET6, text, &address.sin6_addr)
            return withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { ccurl_may_reach(code, $0) }
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, text, &address.sin_addr)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { ccurl_may_reach(code, $0) }
        }
    }
}
