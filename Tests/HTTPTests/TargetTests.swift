import Testing

@testable import HTTP

@Suite struct TargetTests {
    @Test(arguments: [
        ("/", [""]), ("/s/abc/", ["s", "abc", ""]), ("/a%20b/c%C3%A9?x=1", ["a b", "cé"]),
        ("/a//b", ["a", "", "b"]),
        ("/a+b", ["a+b"]), ("/...", ["..."]),
    ])
    func `A request line is read part by part`(text: String, path: [String]) {
        #expect(Target(text)?.path == path)
    }

    @Test func `A request line has a query, of which the first of a name counts`() {
        #expect(Target("/x?q=a+b%26c&limit=5&q=2&flag")?.query == ["q": "a b&c", "limit": "5", "flag": ""])
    }

    @Test(arguments: [
        "", "x", "*", "http://host/", "/../x", "/a/./b", "/a/%2e%2e/b", "/a/.%2E/b", "/a%2fb", "/a%5Cb", "/a\\b",
        "/a%00", "/a%0d%0aX", "/%7f", "/%", "/%4", "/%zz", "/%ff", "/%C0%AE%C0%AE/", "/?x=%0",
    ])
    func `A request line is refused where it could mean another place`(text: String) {
        #expect(Target(text) == nil)
    }
}

@Suite struct ConditionTests {
    private let answer = Answer(.text("0123456789"), type: "text/plain", headers: ["ETag": "\"a1\""])

    private func asked(_ headers: Headers, _ method: String = "GET") -> (Answer, Range<Int>?) {
        answer.conditioned(by: Request(method, path: [""], headers: headers))
    }

    @Test(arguments: [
        ("bytes=0-3", 0..<4), ("bytes=4-", 4..<10), ("bytes=-3", 7..<10), ("bytes=8-99", 8..<10),
        ("bytes=-99", 0..<10),
    ])
    func `A part is given where one is asked for`(range: String, expected: Range<Int>) {
        let (answer, part) = asked(["Range": range])
        #expect(answer.status == 206 && part == expected)
        #expect(answer.headers["Content-Range"] == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/10")
    }

    @Test(arguments: ["bytes=10-", "bytes=99-100", "bytes=-0"])
    func `A part beyond the end is refused`(range: String) {
        let (answer, part) = asked(["Range": range])
        #expect(answer.status == 416 && part == nil && answer.headers["Content-Range"] == "bytes */10")
    }

    @Test(arguments: ["bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=+1-2", "0-3"])
    func `What is no range, or more than one, gets all of it`(range: String) {
        let (answer, part) = asked(["Range": range])
        #expect(answer.status == 200 && part == nil)
    }

    @Test func `A part of what has changed since is all of it`() {
        #expect(asked(["Range": "bytes=0-3", "If-Range": "\"b2\""]).0.status == 200)
        #expect(asked(["Range": "bytes=0-3", "If-Range": "\"a1\""]).0.status == 206)
    }

    @Test(arguments: ["\"a1\"", "W/\"a1\"", "\"x\", \"a1\"", "*"])
    func `What the client has already is not sent again`(tags: String) {
        let (answer, _) = asked(["If-None-Match": tags, "Range": "bytes=0-3"])
        #expect(answer.status == 304 && answer.headers["ETag"] == "\"a1\"")
    }

    @Test func `Another version is sent, and only reading asks for conditions`() {
        #expect(asked(["If-None-Match": "\"b2\", \"a\""]).0.status == 200)
        #expect(asked(["If-None-Match": "*"], "POST").0.status == 200)
        #expect(asked(["Range": "bytes=0-3"], "HEAD").0.status == 200)
    }
}
