import Faults
import Files
import Sessions
import StrictJSON
import Terminal

extension Family {
    private static let format = Option.single("format", "csv|json", "default: what the file's name ends in, or csv")
    private static let output = Option.single("output", short: "o", "FILE", "where it goes: guests.csv, night.json")
    private static let contacts = Option.flag("contacts", "with addresses, telephone numbers and answers")
    private static let force = Option.flag("force", "replace a file that is there already")
    private static let gallery = Option.single(
        "gallery", "DIR", "a page with its pictures for each guest's link, ready to be copied to a web server")

    static let export = Verb(
        command: Command(
            "booth sessions export", "the record of sessions into a file, or pages for their guests into a folder",
            usages: ["EVENT [NUMBERS] -o FILE [--contacts] [--force]", "EVENT [NUMBERS] --gallery DIR"],
            sections: [
                EventOptions.choice, OptionSection("A file", output, format, contacts, force),
                OptionSection("Pages", gallery), OptionSection("Output", EventOptions.json),
            ],
            takesArguments: true,
            examples: [
                .init(
                    "booth sessions export party -o guests.csv --contacts",
                    "for a spreadsheet: a line for each session, a column for each question"),
                .init(
                    "booth sessions export party --gallery pages && rsync -a pages/ host:/var/www/s/",
                    "what the codes on the prints lead to; run again, it brings the pages up to date"),
            ])
    ) { arguments in
        if let folder = arguments[gallery] {
            guard arguments.optionNames.allSatisfy({ !["output", "format", "contacts", "force"].contains($0) }) else {
                throw TerminalError.usage("--gallery makes pages, and takes none of the options of a file")
            }
            return try await exportPages(into: folder, arguments)
        }
        guard let path = arguments[output] else {
            throw TerminalError.usage("-o FILE or --gallery DIR is needed")
        }
        let format = try format(of: path, arguments)
        try refuseToReplace(path, arguments[force])
        let record = try arguments.record()
        let numbers = try await arguments.numbers(of: record, needsChoice: false)
        // The file is written piece by piece, each session read when it is its turn.
        let count = try await record.export(
            numbers, to: path, Export(format: format, contacts: arguments[contacts]))
        try report(
            [["path": .string(path), "sessions": .integer(count)]], ["\(path): \(counted(count, "session"))"],
            json: arguments[EventOptions.json])
        return .done
    }

    /// A file must be what its name says: whoever opens it goes by that.
    private static func format(of path: String, _ arguments: Arguments) throws(TerminalError) -> Export.Format {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { $0.lowercased() }
        let ending = parts.count > 1 ? parts.last! : ""
        if ["xlsx", "xls", "xlsm", "xlsb", "ods", "numbers"].contains(ending) {
            let stem = path.dropLast(ending.count + 1)
            throw .usage(
                "-o \(path): files of that kind are not written", remedy: "spreadsheets open \(stem).csv as well")
        }
        let meant = Export.Format(rawValue: ending)
        guard let word = arguments[format] else {
            guard let format = meant ?? (ending.isEmpty ? .csv : nil) else {
                throw .usage(
                    "-o \(path): .\(ending) is no format of exports",
                    remedy: "let the name end in .csv or .json, or say --format csv")
            }
            return format
        }
        guard let format = Export.Format(rawValue: word) else {
            throw .unexpected(option: "--format", expected: "csv or json", found: word)
        }
        guard meant == nil || meant == format else {
            throw .usage("-o \(path) and --format \(word) are two formats", remedy: "leave --format out")
        }
        return format
    }
}

/// Results never take the place of a file that somebody may still need.
func refuseToReplace(_ path: String, _ isForced: Bool) throws(FilesError) {
    guard !isForced, FileIdentity(path) != nil else { return }
    throw .alreadyThere(path: path)
}
