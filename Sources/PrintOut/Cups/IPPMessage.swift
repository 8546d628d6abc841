import CCups

/// A request or an answer of the Internet Printing Protocol. Belongs to the thread that made it.
final class IPPMessage {
    let raw: OpaquePointer

    /// A request about `uri`, with the charset, language and user that every one carries.
    init(_ operation: ipp_op_e, uri: (name: String, value: String)? = nil) {
        raw = ippNewRequest(operation)
        if let uri { add(IPP_TAG_URI, uri.name, uri.value) }
        ippAddString(raw, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nil, cupsUser())
    }

    init(owning raw: OpaquePointer) { self.raw = raw }

    deinit { ippDelete(raw) }

    func add(_ tag: ipp_tag_e, _ name: String, _ value: String, in group: ipp_tag_e = IPP_TAG_OPERATION) {
        ippAddString(raw, group, tag, name, nil, value)
    }

    func add(_ name: String, _ value: Int, in group: ipp_tag_e = IPP_TAG_OPERATION) {
        ippAddInteger(raw, group, IPP_TAG_INTEGER, name, Int32(clamping: value))
    }

    func add(_ name: String, _ value: Bool) { ippAddBoolean(raw, IPP_TAG_OPERATION, name, value ? 1 : 0) }

    /// Bytes that the server gives back as they are.
    func add(mark name: String, _ value: String, in group: ipp_tag_e) {
        ippAddOctetString(raw, group, name, value, Int32(value.utf8.count))
    }

    /// The attribute is there and has no value (RFC 8011 §5.1.3).
    func addNoValue(_ name: String, in group: ipp_tag_e) { ippAddOutOfBand(raw, group, IPP_TAG_NOVALUE, name) }

    /// `requested-attributes`: answers carry only these.
    func request(_ names: [String]) {
        for (index, name) in names.enumerated() {
            if index == 0 {
                add(IPP_TAG_KEYWORD, "requested-attributes", name)
            } else {
                var attribute = ippFindAttribute(raw, "requested-attributes", IPP_TAG_KEYWORD)
                ippSetString(raw, &attribute, Int32(index), name)
            }
        }
    }

    var status: ipp_status_e { ippGetStatusCode(raw) }
    var isSuccessful: Bool { status.rawValue >= 0 && status.rawValue <= IPP_STATUS_OK_EVENTS_COMPLETE.rawValue }

    /// What the server said about a failure.
    var reason: String {
        strings("status-message").first { !$0.isEmpty } ?? String(cString: ippErrorString(status))
    }

    /// The attributes of each object (printer, job) of the answer.
    func objects(_ group: ipp_tag_e) -> [[String: Values]] {
        var objects: [[String: Values]] = []
        var inside = false
        var next = ippFirstAttribute(raw)
        while let attribute = next {
            // Objects are separated by attributes without a name.
            if ippGetGroupTag(attribute) == group, let name = ippGetName(attribute) {
                if !inside { objects.append([:]) }
                inside = true
                objects[objects.count - 1][String(cString: name)] = Values(attribute)
            } else {
                inside = false
            }
            next = ippNextAttribute(raw)
        }
        return objects
    }

    private func strings(_ name: String) -> [String] {
        ippFindAttribute(raw, name, IPP_TAG_ZERO).map { Values($0).strings } ?? []
    }

    /// The values of an attribute, as far as printing needs them.
    struct Values {
        var strings: [String] = []
        var integers: [Int] = []
        var bool = false
        var isBoolean = false

        init(_ attribute: OpaquePointer) {
            let count = ippGetCount(attribute)
            switch ippGetValueTag(attribute) {
            case IPP_TAG_INTEGER, IPP_TAG_ENUM: integers = (0..<count).map { Int(ippGetInteger(attribute, $0)) }
            case IPP_TAG_BOOLEAN: (bool, isBoolean) = (ippGetBoolean(attribute, 0) != 0, true)
            case IPP_TAG_STRING:
                var length: Int32 = 0
                if let bytes = ippGetOctetString(attribute, 0, &length) {
                    let bytes = UnsafeRawBufferPointer(start: bytes, count: Int(length))
                    strings = [String(decoding: bytes, as: UTF8.self)]
                }
            default:
                strings = (0..<count).compactMap { index in
                    ippGetString(attribute, index, nil).map { String(cString: $0) }
                }
            }
        }
    }
}
