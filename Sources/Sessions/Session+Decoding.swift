import StrictJSON

extension JSONNode {
    fileprivate func moment() throws(StrictJSONError) -> Moment {
        guard let moment = Moment(try string()) else {
            throw error(expected: "a time such as 2026-06-14T20:15:00.000Z")
        }
        return moment
    }
    fileprivate func whole(from least: Int = 0) throws(StrictJSONError) -> Int { try int(in: least...(1 << 53)) }
    fileprivate func long() throws(StrictJSONError) -> String { try string(limit: 1 << 20) }
    fileprivate func digest() throws(StrictJSONError) -> String {
        let text = try string()
        let isDigest =
            text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isDigest else { throw error(expected: "64 hexadecimal digits") }
        return text
    }
    /// A path that stays in the event's folder.
    fileprivate func path() throws(StrictJSONError) -> String {
        let text = try string()
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw error(expected: "a path in the event's folder, such as Captures/000047-1-0123abcd.jpg")
        }
        return text
    }
}

extension Session {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        id = try keys.required("id").string()
        number = try keys.required("number").whole(from: 1)
        booth = try keys.required("booth").string()
        mode = try keys.required("mode").oneOf()
        workflow = try keys.required("workflow").string()
        layout = try keys.optional("layout")?.string()
        slots = try keys.required("slots").whole()
        effects = try keys.required("effects").array(max: 99) { (node) throws(StrictJSONError) in try node.string() }
        language = try keys.optional("language")?.string(limit: 40)
        state = try keys.required("state").oneOf()
        startReason = try keys.required("startReason").oneOf()
        started = try keys.required("started").moment()
        utcOffset = try keys.required("utcOffset").int(in: -86_400...86_400)
        endReason = try keys.optional("endReason")?.oneOf()
        ended = try keys.optional("ended")?.moment()
        shareState = try keys.required("share").oneOf()
        shares = try keys.required("shares").array(max: 9_999, of: Share.init)
        steps = try keys.required("steps").array(max: 999, of: Step.init)
        captures = try keys.required("captures").array(max: 99_999, of: Capture.init)
        renditions = try keys.required("renditions").array(max: 99_999, of: Rendition.init)
        inputs = try keys.required("inputs").array(max: 9_999, of: Input.init)
        outbox = try keys.required("outbox").array(max: 99_999, of: OutboxItem.init)
        try keys.finish()
    }
}

extension Session.Share {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        token = try keys.required("token").string()
        made = try keys.required("made").moment()
        revoked = try keys.optional("revoked")?.moment()
        downloaded = try keys.optional("downloaded")?.moment()
        views = try keys.optional("views")?.whole() ?? 0
        downloads = try keys.optional("downloads")?.whole() ?? 0
        try keys.finish()
    }
}

extension Session.Step {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        name = try keys.required("name").string()
        entered = try keys.optional("entered")?.moment()
        left = try keys.optional("left")?.moment()
        result = try keys.optional("result")?.string()
        try keys.finish()
    }
}

extension Session.Input {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        id = try keys.required("id").whole(from: 1)
        kind = try keys.required("kind").oneOf()
        name = try keys.required("name").string()
        value = try keys.required("value").long()
        at = try keys.required("at").moment()
        try keys.finish()
    }
}

extension Capture {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        id = try keys.required("id").whole(from: 1)
        shot = try keys.required("shot").whole(from: 1)
        path = try keys.required("path").path()
        sha256 = try keys.required("sha256").digest()
        bytes = try keys.required("bytes").whole()
        source = try keys.required("source").string()
        taken = try keys.required("taken").moment()
        selected = try keys.required("selected").bool()
        place = try keys.optional("place")?.whole(from: 1)
        try keys.finish()
    }
}

extension Rendition {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        id = try keys.required("id").whole(from: 1)
        kind = try keys.required("kind").oneOf()
        state = try keys.required("state").oneOf()
        parent = try keys.optional("parent")?.path()
        layout = try keys.optional("layout")?.string()
        effect = try keys.optional("effect")?.string()
        parameters = try keys.required("parameters").long()
        path = try keys.optional("path")?.path()
        sha256 = try keys.optional("sha256")?.digest()
        bytes = try keys.optional("bytes")?.whole()
        made = try keys.optional("made")?.moment()
        reason = try keys.optional("reason")?.long()
        try keys.finish()
    }
}

extension OutboxItem {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        id = try keys.required("id").whole(from: 1)
        kind = try keys.required("kind").oneOf()
        subject = try keys.required("subject").long()
        destination = try keys.required("destination").string()
        payload = try keys.required("payload").long()
        key = try keys.required("key").string()
        state = try keys.required("state").oneOf()
        rerun = try keys.required("rerun").bool()
        attempts = try keys.required("attempts").whole()
        due = try keys.required("due").moment()
        leaseUntil = try keys.optional("leaseUntil")?.moment()
        reason = try keys.optional("reason")?.long()
        remote = try keys.optional("remote")?.long()
        created = try keys.required("created").moment()
        done = try keys.optional("done")?.moment()
        lane = try keys.optional("lane")?.oneOf() ?? .guest
        after = try keys.optional("after")?.whole(from: 1)
        since = min(due, created)
        asked = try keys.optional("asked")?.whole() ?? 0
        busySince = try keys.optional("busySince")?.moment()
        step = try keys.optional("step")?.whole() ?? 0
        taken = try keys.optional("taken")?.long()
        cost = try keys.optional("cost")?.whole() ?? 0
        reserved = try keys.optional("reserved")?.whole() ?? 0
        try keys.finish()
    }
}
