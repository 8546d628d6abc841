import CSQLite

/// A value that a statement is given.
enum SQLValue {
    case null
    case integer(Int)
    case string(String)

    static func text(_ text: String?) -> SQLValue { text.map { .string($0) } ?? .null }
    static func int(_ int: Int?) -> SQLValue { int.map { .integer($0) } ?? .null }
    static func bool(_ bool: Bool) -> SQLValue { .integer(bool ? 1 : 0) }
    static func time(_ moment: Moment?) -> SQLValue { .int(moment?.milliseconds) }
}

/// The row that a statement stands on; only valid until it steps on. Columns count from 0.
struct Row {
    let statement: OpaquePointer

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
    func bool(_ column: Int32) -> Bool { int(column) != 0 }
    func time(_ column: Int32) -> Moment { Moment(milliseconds: int(column)) }
    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    /// A word of a list. The checks of the tables let in no other, so another is damage.
    func word<Word: RawRepresentable<String>>(_ column: Int32) throws(SessionsError) -> Word {
        guard let word = Word(rawValue: text(column)) else {
            let path = sqlite3_db_filename(sqlite3_db_handle(statement), nil).map { String(cString: $0) }
            throw .damaged(path: path ?? "event.db", reason: "a row says \"\(text(column))\"")
        }
        return word
    }

    func optionalWord<Word: RawRepresentable<String>>(_ column: Int32) throws(SessionsError) -> Word? {
        isNull(column) ? nil : try word(column)
    }

    func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }
    func optionalTime(_ column: Int32) -> Moment? { isNull(column) ? nil : time(column) }

    func optionalText(_ column: Int32) -> String? {
        guard let bytes = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The UTF-8 of a text, without a copy; valid until the statement steps on.
    func utf8(_ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
    }
}
