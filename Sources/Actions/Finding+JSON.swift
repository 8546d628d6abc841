public import Checks
public import StrictJSON

extension Finding {
    public var json: JSONValue {
        [
            "check": .string(check), "grade": .string(grade.rawValue), "found": .string(found),
            "remedy": remedy.map { .string($0) } ?? .null,
        ]
    }
}
