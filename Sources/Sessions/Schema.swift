/// The tables of `event.db` and how an older file becomes a newer one. `PRAGMA user_version` counts the steps taken.
enum Schema {
    /// Each step is run once, in its own transaction, and never changed after it was shipped: a change is one step more.
    static let migrations = [
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        -- `row` is private; guests see `number`, requests carry `id`, links carry a token of `share`.
        -- `line` is the session as sessions.json has it, rewritten by every transaction that changes the session.
        CREATE TABLE session(
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number INTEGER UNIQUE, booth TEXT NOT NULL,
            mode TEXT NOT NULL CHECK(mode IN ('standard', 'roaming', 'spin360', 'dslr')),
            workflow TEXT NOT NULL, layout TEXT, slots INTEGER NOT NULL, effects TEXT NOT NULL,
            state TEXT NOT NULL CHECK(state IN ('active', 'finished')),
            start_reason TEXT NOT NULL CHECK(start_reason IN ('firstLaunch', 'loop', 'restart')),
            end_reason TEXT CHECK(end_reason IN ('completed', 'restart', 'stop', 'recovered')),
            started_at INTEGER NOT NULL, utc_offset INTEGER NOT NULL, ended_at INTEGER,
            share_state TEXT NOT NULL CHECK(share_state IN ('placeholder', 'ready', 'failed', 'none')), line TEXT,
            CHECK((state = 'finished') = (ended_at IS NOT NULL)), CHECK((state = 'finished') = (end_reason IS NOT NULL))
        ) STRICT;
        CREATE UNIQUE INDEX one_active ON session(booth) WHERE state = 'active';
        CREATE INDEX session_started ON session(started_at);
        CREATE TABLE share(
            token TEXT PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE,
            made_at INTEGER NOT NULL, revoked_at INTEGER, downloaded_at INTEGER) STRICT, WITHOUT ROWID;
        CREATE INDEX share_session ON share(session);
        CREATE TABLE step(
            session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE, n INTEGER NOT NULL, name TEXT NOT NULL,
            entered_at INTEGER, left_at INTEGER, result TEXT, PRIMARY KEY(session, n)) STRICT, WITHOUT ROWID;
        CREATE TABLE capture(
            id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE,
            shot INTEGER NOT NULL, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
            source TEXT NOT NULL, taken_at INTEGER NOT NULL, selected INTEGER NOT NULL) STRICT;
        CREATE INDEX capture_session ON capture(session);
        CREATE TABLE rendition(
            id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK(kind IN ('final', 'gif', 'video', 'drawing', 'effect')),
            state TEXT NOT NULL CHECK(state IN ('placeholder', 'ready', 'failed', 'cancelled')),
            parent TEXT, layout TEXT, effect TEXT, parameters TEXT NOT NULL, path TEXT UNIQUE, sha256 TEXT,
            bytes INTEGER, made_at INTEGER, reason TEXT,
            CHECK((state = 'ready') = (path IS NOT NULL AND sha256 IS NOT NULL AND bytes IS NOT NULL))) STRICT;
        CREATE INDEX rendition_session ON rendition(session);
        CREATE INDEX rendition_effect ON rendition(effect) WHERE effect IS NOT NULL;
        CREATE TABLE input(
            id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK(kind IN ('survey', 'email', 'phone', 'consent')), name TEXT NOT NULL,
            value TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE INDEX input_session ON input(session);
        CREATE TABLE item(
            id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session(row) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK(kind IN ('media', 'survey', 'email', 'sms', 'print', 'ai')),
            subject TEXT NOT NULL, destination TEXT NOT NULL, payload TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK(state IN ('pending', 'sending', 'done', 'unknown', 'dead', 'cancelled')),
            rerun INTEGER NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, lease_until INTEGER,
            reason TEXT, remote TEXT, created_at INTEGER NOT NULL, done_at INTEGER) STRICT;
        CREATE INDEX item_session ON item(session);
        CREATE INDEX item_due ON item(due_at, id) WHERE state = 'pending';
        CREATE INDEX item_leased ON item(lease_until) WHERE state = 'sending';
        -- The circuit breaker of each destination: not history, so not in sessions.json.
        CREATE TABLE destination(
            name TEXT PRIMARY KEY, failures INTEGER NOT NULL, open_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tombstone(
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, deleted_at INTEGER NOT NULL) STRICT;
        -- Files of deleted sessions and items that are still to be removed from the disk.
        CREATE TABLE removal(path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        """,
        """
        -- From now on a transaction that changes a session takes its `line` away, and whoever writes sessions.json makes it anew.
        -- `after`: the item of the same session that this one waits for. `since`: when its present wait began, so that a wait
        -- which lies wholly in the future tells of a clock that was set back. `step` and `taken` say where an item of many
        -- steps goes on. `reserved` is what of a budget the item holds. `changed` is the revision of a row's last change.
        ALTER TABLE item ADD COLUMN lane TEXT NOT NULL DEFAULT 'guest' CHECK(lane IN ('guest', 'raw'));
        ALTER TABLE item ADD COLUMN after INTEGER
            REFERENCES item(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE item ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE item ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE item ADD COLUMN busy_since INTEGER;
        ALTER TABLE item ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE item ADD COLUMN taken TEXT;
        ALTER TABLE item ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE item ADD COLUMN reserved INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE item ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE tombstone ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
        UPDATE item SET since = min(due_at, created_at),
            changed = coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'revision'), 0);
        UPDATE session SET changed = coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'revision'), 0);
        UPDATE tombstone SET changed = coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'revision'), 0);
        DROP INDEX item_due;
        CREATE INDEX item_waiting ON item(destination, kind, lane, due_at, id) WHERE state = 'pending';
        CREATE INDEX item_since ON item(since) WHERE state = 'pending';
        CREATE INDEX item_sending ON item(destination, kind, lane) WHERE state = 'sending';
        CREATE INDEX item_paid ON item(destination, kind, lane, due_at, id) WHERE state = 'pending' AND reserved > 0;
        CREATE INDEX item_after ON item(after) WHERE after IS NOT NULL;
        CREATE INDEX item_changed ON item(changed);
        CREATE INDEX session_unwritten ON session(number) WHERE line IS NULL AND number IS NOT NULL;
        CREATE INDEX rendition_awaited ON rendition(session) WHERE state = 'placeholder';
        CREATE INDEX session_changed ON session(changed);
        CREATE INDEX tombstone_changed ON tombstone(changed);
        -- How each destination that any item goes to has answered: not history, so not in sessions.json.
        DROP TABLE destination;
        CREATE TABLE destination(
            name TEXT PRIMARY KEY, failures INTEGER NOT NULL DEFAULT 0, opened_at INTEGER, open_until INTEGER,
            probe INTEGER, reason TEXT, since INTEGER, succeeded_at INTEGER, reserved INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        INSERT INTO destination(name) SELECT DISTINCT destination FROM item;
        -- How often a link's pages were seen and its files fetched; path is empty for the page of the link itself.
        CREATE TABLE visit(
            token TEXT NOT NULL REFERENCES share(token) ON DELETE CASCADE, path TEXT NOT NULL, views INTEGER NOT NULL,
            downloads INTEGER NOT NULL, PRIMARY KEY(token, path)) STRICT, WITHOUT ROWID;
        """,
        """
        -- What pages ask for again and again: which sessions there are, by state, day or effect, without reading their lines; and
        -- those that somebody should look at (`Attention`).
        CREATE INDEX session_listed ON session(number, state, started_at, utc_offset, effects, share_state)
            WHERE number IS NOT NULL;
        CREATE INDEX item_troubled ON item(session)
            WHERE state IN ('dead', 'unknown') OR state = 'pending' AND reason IS NOT NULL;
        CREATE INDEX rendition_failed ON rendition(session) WHERE state = 'failed';
        """,
        """
        -- An item may belong to no session: what an operator is told, and the end of a page whose session is gone. SQLite changes no
        -- constraint of a table, so that all items move. `blocked`: somebody has to put a destination right.
        CREATE TABLE moved(
            id INTEGER PRIMARY KEY, session INTEGER REFERENCES session(row) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK(kind IN
                ('media', 'survey', 'email', 'sms', 'print', 'ai', 'page', 'removal', 'alert')),
            subject TEXT NOT NULL, destination TEXT NOT NULL, payload TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL CHECK(state IN ('pending', 'sending', 'done', 'unknown', 'dead', 'cancelled')),
            rerun INTEGER NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER NOT NULL, lease_until INTEGER,
            reason TEXT, remote TEXT, created_at INTEGER NOT NULL, done_at INTEGER,
            lane TEXT NOT NULL DEFAULT 'guest' CHECK(lane IN ('guest', 'raw')),
            after INTEGER REFERENCES moved(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
            since INTEGER NOT NULL DEFAULT 0, asked INTEGER NOT NULL DEFAULT 0, busy_since INTEGER,
            step INTEGER NOT NULL DEFAULT 0, taken TEXT, cost INTEGER NOT NULL DEFAULT 0,
            reserved INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
            CHECK(session IS NOT NULL OR kind IN ('removal', 'alert'))) STRICT;
        INSERT INTO moved SELECT id, session, kind, subject, destination, payload, key, state, rerun, attempts, due_at,
            lease_until, reason, remote, created_at, done_at, lane, after, since, asked, busy_since, step, taken, cost,
            reserved, changed FROM item;
        DROP TABLE item;
        ALTER TABLE moved RENAME TO item;
        CREATE INDEX item_session ON item(session);
        CREATE INDEX item_leased ON item(lease_until) WHERE state = 'sending';
        CREATE INDEX item_waiting ON item(destination, kind, lane, due_at, id) WHERE state = 'pending';
        CREATE INDEX item_since ON item(since) WHERE state = 'pending';
        CREATE INDEX item_sending ON item(destination, kind, lane) WHERE state = 'sending';
        CREATE INDEX item_paid ON item(destination, kind, lane, due_at, id) WHERE state = 'pending' AND reserved > 0;
        CREATE INDEX item_after ON item(after) WHERE after IS NOT NULL;
        CREATE INDEX item_changed ON item(changed);
        CREATE INDEX item_troubled ON item(session)
            WHERE state IN ('dead', 'unknown') OR state = 'pending' AND reason IS NOT NULL;
        ALTER TABLE destination ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
        """,
        """
        -- The language that the guest has chosen.
        ALTER TABLE session ADD COLUMN language TEXT;
        """,
        """
        -- Which slot the guest chose for a capture, from 1; NULL: captures stand in the order in which they were taken.
        ALTER TABLE capture ADD COLUMN place INTEGER;
        """,
    ]

    /// Who only reads takes no lock, and can read from a drive that is not to be written.
    static func migrate(_ database: Database, by migrations: [String] = migrations) throws(SessionsError) {
        guard try version(database, of: migrations) < migrations.count else { return }
        try database.transaction { () throws(SessionsError) in
            for index in try version(database, of: migrations)..<migrations.count {
                try database.execute(migrations[index])
                try database.execute("PRAGMA user_version = \(index + 1)")
            }
        }
    }

    static func isCurrent(_ database: Database) throws(SessionsError) -> Bool {
        try version(database, of: migrations) == migrations.count
    }

    private static func version(_ database: Database, of migrations: [String]) throws(SessionsError) -> Int {
        let version = try database.first("PRAGMA user_version") { $0.int(0) } ?? 0
        guard version <= migrations.count else {
            throw .newerSchema(path: database.path, version: version, known: migrations.count)
        }
        return version
    }
}
