import Testing

@testable import Imaging

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
        "2026:13:01 10:00:00", "2026:06:31 10:00:00", "2026:06:14 25:00:00", "2026:06:14 20:60:00",
        "2026:06:14 20:15:+1", "２026:6:14 20:15:00", "2026:06:14 20", "2026:06:14 20:15:00 pm", "20260614",
    ])
    func `what is no time is nil`(text: String) {
        #expect(CaptureTime(exif: text) == nil)
    }

    @Test(arguments: [
        ("2026-06-14 20:15:00", "2026:06:14 20:15:00"), ("2026/06/14 20:15:00", "2026:06:14 20:15:00"),
        ("2026:06:14T20:15:00", "2026:06:14 20:15:00"), ("2026-06-14T20:15", "2026:06:14 20:15:00"),
        ("2026-06-14", "2026:06:14 00:00:00"), (" 2026:06:14 20:15:00", "2026:06:14 20:15:00"),
        ("2026:06:14 24:00:00", "2026:06:15 00:00:00"), ("2026:06:30 24:00:00", "2026:07:01 00:00:00"),
        ("2026:12:31 24:00:00", "2027:01:01 00:00:00"), ("2028:02:28 24:00:00", "2028:02:29 00:00:00"),
        ("2026:06:14 24:05:09", "2026:06:14 00:05:09"),
    ])
    func `what programs write in place of EXIF's form is read`(text: String, time: String) {
        #expect(CaptureTime(exif: text)?.exif == time)
    }

    @Test func `fractions and offsets are kept, from beside the text or from within`() throws {
        let beside = try #require(CaptureTime(exif: "2026:06:14 20:15:00", offset: "+0200", fraction: "073 "))
        #expect(beside.fraction == "073" && beside.exifOffset == "+02:00")
        let within = try #require(CaptureTime(exif: "2026-06-14T20:15:00.73-03:30"))
        #expect(within.fraction == "73" && within.exifOffset == "-03:30")
        #expect(CaptureTime(exif: "2026-06-14T20:15:00Z")?.offset == 0)
        for odd in ["", "x", "7.3", "1234567890"] {
            #expect(CaptureTime(exif: "2026:06:14 20:15:00", fraction: odd)?.fraction == nil)
        }
    }

    @Test(arguments: [
        (2_082_844_800, "1970:01:01 00:00:00"), (3_034_965_125, "2000:03:03 21:52:05"),
        (3_864_312_899, "2026:06:14 20:14:59"), (1, "1904:01:01 00:00:01"),
    ])
    func `seconds since 1904 are a time`(seconds: Int, time: String) {
        #expect(CaptureTime(secondsSince1904: seconds)?.exif == time)
        #expect(CaptureTime(secondsSince1904: -seconds) == nil && CaptureTime(secondsSince1904: 1 << 60) == nil)
    }

    @Test(arguments: ["", "02:00", "+2:00", "+15:00", "+02:60", "+02.00", "x02:00"])
    func `an offset that cannot be read counts as unknown`(offset: String) {
        #expect(CaptureTime(exif: "2026:06:14 20:15:00", offset: offset)?.exifOffset == nil)
    }
}
