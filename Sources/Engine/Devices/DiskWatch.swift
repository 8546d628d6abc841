import Faults
import Sessions
import Work

/// Sees to what depends on the disk, every second: stranded pictures, sessions.json, the free space.
struct DiskWatch: Sendable {
    let context: Context

    func run() async {
        let folder = context.record.folder
        repeat {
            await look()
            if context.storage.isAway { continue }
            if await context.stranded.retry() { context.troubles.recovered(.picture) }
            do throws(SessionsError) { _ = try await context.record.saveHistoryIfDue() } catch {
                if !context.isOfStorage(error) { context.say("sessions.json: \(error)") }
            }
            if let free = await context.time.offPool({ try? folder.freeSpace() }) {
                context.view.change { $0.free = free }
            }
        } while (try? await context.time.sleep(for: .seconds(1))) != nil
    }

    /// Guests are told that the booth takes a break, and nobody begins, while the event's folder is not there.
    private func look() async {
        let record = context.record
        let look = await context.storage.look { () throws(SessionsError) in
            do throws(SessionsError) {
                _ = try await record.outboxCount(kinds: [.print], states: [.pending])
            } catch {
                // Somebody else writes, which takes seconds at most.
                if case .busy = error { return }
                throw error
            }
        }
        switch look {
        case .isThere: break
        case .isAway, .isLost: context.troubles.raise(.disk, guest: .host, remedy: "\(context.storageAway)")
        case .hasReturned: context.troubles.recovered(.disk)
        }
    }
}
