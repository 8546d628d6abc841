import Engine
import Faults
import Pages
import Sessions
import StrictJSON

extension EventEditor {
    /// A look that could not be shown is refused when it is asked for, and not when guests see it. Of a whole event.json only what is
    /// other than before counts: a file that has gone since keeps nobody from changing something else.
    ///
    /// - Parameter isAsked: whether a key with this value is asked for now.
    func requireTheme(
        _ theme: EventTheme, where isAsked: (_ key: String, _ value: String) -> Bool
    ) throws(SessionsError) {
        for (key, value) in theme.references where isAsked(key, value) {
            guard let flaw = flaw(of: key, value) else { continue }
            let theme = JSONPath.key("theme", in: .document(Self.document))
            let path = key.split(separator: ".").reduce(theme) { .key(String($1), in: $0) }
            throw .badSettings(.invalid(path: path, problem: flaw.problem, remedy: flaw.remedy))
        }
    }

    private func flaw(of key: String, _ value: String) -> (problem: String, remedy: String?)? {
        guard key == "name" else { return ThemeFile(value).flaw(in: folder) }
        do throws(PagesError) { _ = try installation.themes.theme(value) } catch {
            return (error.problem, error.remedy)
        }
        return nil
    }
}

extension EventTheme {
    /// What it names that has to be there: a theme, and files of the event.
    var references: [(key: String, value: String)] {
        (name.map { [("name", $0)] } ?? []) + namedFiles.map { ($0.key, $0.path) }
    }
}
