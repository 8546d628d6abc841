import CSQLite
import Files
import Glibc
import Work

/// One connection to `event.db`, used by one owner at a time: the actor that holds it. Statements are prepared once.
///
/// The journal is truncated, not WAL: the WAL of SQLite before 3.51.3 can lose pages when two connections write and
/// checkpoint at once. `synchronous=FULL` returns from a commit when the disk has it.
final class Database {
    let path: String
    private let handle: OpaquePointer
    /// Of the file that was opened; another one may take its name.
    private let identity: FileIdentity?
    private var statements: [String: OpaquePointer] = [:]
    /// For how many milliseconds somebody else's lock is waited for.
    private let patience = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    /// Called when a transaction that changed something has been committed.
    var onChange: (() -> Void)?

    /// Creates the file when `create`; without it a missing file is an error.
    init(path: String, create: Bool) throws(SessionsError) {
        assertOffPool()
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0)
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            patience.deallocate()
            throw Self.error(code, path: path, call: "open", reason: String(cString: sqlite3_errstr(code)))
        }
        (self.path, self.handle, identity) = (path, handle, FileIdentity(path))
        sqlite3_extended_result_codes(handle, 1)
        // SQLite's own sleeps for up to 100 ms at a time; what is waited for here takes a few flushes.
        patience.initialize(to: 5_000)
        sqlite3_busy_handler(
            handle,
            { patience, count in
                guard let patience, count < patience.load(as: Int32.self) else { return 0 }
                usleep(1_000)
                return 1
            }, patience)
        // Content of deleted rows is overwritten: an address that was deleted is nowhere in the file.
        for pragma in [
            "journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY",
            "cache_size=-16000", "trusted_schema=OFF", "cell_size_check=ON",
        ] { try execute("PRAGMA \(pragma)") }
        addMentions(to: handle)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
        patience.deallocate()
    }

    /// `body` without waiting for somebody else who is writing into the file just now: then it throws `busy`.
    func atOnce<Value>(_ body: () throws(SessionsError) -> Value) throws(SessionsError) -> Value {
        patience.pointee = 1
        defer { patience.pointee = 5_000 }
        return try body()
    }

    /// Statements that give no rows and take no values, several at once.
    func execute(_ sql: String) throws(SessionsError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    /// The number of rows that were changed.
    @discardableResult
    func run(_ sql: String, _ values: SQLValue...) throws(SessionsError) -> Int {
        try forEach(sql, values) { (_) throws(SessionsError) in false }
        return Int(sqlite3_changes(handle))
    }

    /// Whether another file has taken the place of the one that was opened.
    var isReplaced: Bool { FileIdentity(path) != identity }

    var lastRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

    func all<Value>(_ sql: String, _ values: SQLValue..., map: (Row) throws(SessionsError) -> Value)
        throws(SessionsError) -> [Value]
    {
        var found: [Value] = []
        try forEach(sql, values) { (row) throws(SessionsError) in
            found.append(try map(row))
            return true
        }
        return found
    }

    func first<Value>(_ sql: String, _ values: SQLValue..., map: (Row) throws(SessionsError) -> Value)
        throws(SessionsError) -> Value?
    {
        var found: Value?
        try forEach(sql, values) { (row) throws(SessionsError) in
            found = try map(row)
            return false
        }
        return found
    }

    /// Calls `body` for each row until it returns false.
    func forEach(
        _ sql: String, _ values: [SQLValue], _ body: (Row) throws(SessionsError) -> Bool
    ) throws(SessionsError) {
        let statement = try prepared(sql)
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() { try bind(value, to: statement, at: Int32(index + 1), sql) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: if try !body(Row(statement: statement)) { return }
            case SQLITE_DONE: return
            case let code: throw failure(code, sql)
            }
        }
    }

    /// All of `body` or nothing of it. The lock is taken at once, so that nobody finds out at its end that it was second.
    func transaction<Value>(_ body: () throws(SessionsError) -> Value) throws(SessionsError) -> Value {
        try within("BEGIN IMMEDIATE") { () throws(SessionsError) in
            // What is written into a record that was rebuilt meanwhile would be lost.
            if isReplaced { throw .replaced(path: path) }
            return try body()
        }
    }

    /// `body` while nobody else reads or writes.
    func alone<Value>(_ body: () throws(SessionsError) -> Value) throws(SessionsError) -> Value {
        try within("BEGIN EXCLUSIVE", body)
    }

    /// Several reads of one and the same state.
    func snapshot<Value>(_ body: () throws(SessionsError) -> Value) throws(SessionsError) -> Value {
        guard sqlite3_get_autocommit(handle) != 0 else { return try body() }
        return try within("BEGIN", body)
    }

    private func within<Value>(
        _ begin: String, _ body: () throws(SessionsError) -> Value
    ) throws(SessionsError) -> Value {
        try run(begin)
        do throws(SessionsError) {
            let before = sqlite3_total_changes(handle)
            let value = try body()
            try run("COMMIT")
            if sqlite3_total_changes(handle) != before { onChange?() }
            return value
        } catch {
            // Some failures have rolled back already.
            if sqlite3_get_autocommit(handle) == 0 { _ = try? run("ROLLBACK") }
            throw error
        }
    }

    private func prepared(_ sql: String) throws(SessionsError) -> OpaquePointer {
        if let kept = statements[sql] { return kept }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code, sql) }
        statements[sql] = statement
        return statement
    }

    private func bind(
        _ value: SQLValue, to statement: OpaquePointer, at index: Int32, _ sql: String
    ) throws(SessionsError) {
        let code =
            switch value {
            case .null: sqlite3_bind_null(statement, index)
            case .integer(let integer): sqlite3_bind_int64(statement, index, Int64(integer))
            // SQLITE_TRANSIENT: SQLite makes its own copy.
            case .string(let string):
                sqlite3_bind_text(statement, index, string, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    private func failure(_ code: Int32, _ sql: String) -> SessionsError {
        let words = sql.split(separator: " ").prefix(3).joined(separator: " ")
        return Self.error(code, path: path, call: words, reason: String(cString: sqlite3_errmsg(handle)))
    }

    private static func error(_ code: Int32, path: String, call: String, reason: String) -> SessionsError {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(path: path)
        case SQLITE_FULL: .diskFull(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged(path: path, reason: reason)
        case SQLITE_READONLY, SQLITE_PERM: .notWritable(path: path)
        case SQLITE_CONSTRAINT: .conflict(reason)
        default: .database(path: path, call: call, reason: reason)
        }
    }
}
