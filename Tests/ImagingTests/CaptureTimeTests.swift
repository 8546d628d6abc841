import Imaging
import Testing

@Suite struct CaptureTimeTests {
    @Test(arguments: [
        ("2026:06:14 20:15:00", "+02:00", 7200), ("2024:02:29 23:59:60", "-03:30", -12600),
        ("0001:01:01 00:00:00", "+14:00", 50400),
    ])
    func `EXIF times go in and out unchanged`(text: String, offset: String, seconds: Int) throws {
        let time = try #require(CaptureTime(exif: text, offset: offset))
        #expect(time.exif == text)
        #expect(time.exifOffset == offset)
        #expect(time.offset == seconds)
    }

    @Test func `fields are read, and what cameras pad with is ignored`() throws {
        let time = try #require(CaptureTime(exif: "2026:06:14 20:15:07\0 ", offset: "Z"))
        #expect([time.year, time.month, time.day, time.hour, time.minute, time.second] == [2026, 6, 14, 20, 15, 7])
        #expect(time.offset == 0)
        #expect(time == CaptureTime(exif: "2026:06:14 20:15:07", offset: "+00:00"))
    }

    @Test(arguments: [
        "", "0000:00:00 00:00:00", "    :  :     :  :  ", "2023:02:29 10:00:00", "1900:02:29 10:00:00",
        "2026:13:01 10:00:00", "2026:06:31 10:00:00", "2026:06:14 24:00:00", "2026:06:14 20:60:00",
        "2026-06-14 20:15:00", "2026:06:14T20:15:00", "2026:06:14 20:15", "2026:06:14 20:15:+1", "２026:6:14 20:15:00",
    ])
    func `what is no time is nil`(text: String) {
        #expect(CaptureTime(exif: text) == nil)
    }

    @Test(arguments: ["", "02:00", "+2:00", "+15:00", "+02:60", "+02.00", "x02:00"])
    func `an offset that cannot be read counts as unknown`(offset: String) {
        #expect(CaptureTime(exif: "2026:06:14 20:15:00", offset: offset)?.exifOffset == nil)
    }
}
