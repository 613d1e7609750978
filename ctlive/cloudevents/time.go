package cloudevents

import "time"

const secondsOfDay = 24 * 60 * 60

// From the first second of the year 0 to the last of the year 9999, what RFC 3339 can write, in seconds since 1970.
const (
	minTime = -719_528 * secondsOfDay
	maxTime = 2_932_897*secondsOfDay - 1
)

func canWrite(t time.Time) bool {
	seconds := t.Unix()
	return minTime <= seconds && seconds <= maxTime
}

// formatTime writes a time that canWrite allows as time.RFC3339Nano does in UTC. It asks for the seconds alone:
// in a page, time.Time's Format adds 13.6 KB of brotli, and its Date and Clock, with the time zones that they
// know, 6.8 KB.
func formatTime(t time.Time) string {
	seconds := t.Unix() - minTime
	year, month, day := date(int(seconds / secondsOfDay))
	second := int(seconds % secondsOfDay)
	written := []byte("0000-00-00T00:00:00.000000000Z")
	put(written[:4], year)
	put(written[5:7], month)
	put(written[8:10], day)
	put(written[11:13], second/3600)
	put(written[14:16], second/60%60)
	put(written[17:19], second%60)
	put(written[20:29], t.Nanosecond())
	end := 29
	for written[end-1] == '0' && end > 20 {
		end--
	}
	if end == 20 {
		end-- // no fraction, no point
	}
	written[end] = 'Z'
	return string(written[:end+1])
}

// put writes a number over as many zeros as there are, from the last.
//
//go:noinline
func put(zeros []byte, n int) {
	for i := len(zeros) - 1; i >= 0; i-- {
		zeros[i] += byte(n % 10)
		n /= 10
	}
}

// date returns the date of a day, counted from the first of January of the year 0. It counts years from the
// first of March, so that a leap day is the last day of its year. Then 400 years are four times 100 years and a
// day at the end, and 4 years are four times a year and, mostly, a day at the end: the fourth part may be
// longer than the others.
func date(day int) (year, month, dayOfMonth int) {
	const (
		days400 = 146_097
		days100 = 36_524
		days4   = 1_461
		days1   = 365
	)
	day += days400 - 60 // from the first of March of the year -400: the year 0 has 60 days before its March
	year = -400
	for _, part := range [...]struct{ years, days, most int }{
		{400, days400, 1 << 30}, {100, days100, 3}, {4, days4, 1 << 30}, {1, days1, 3},
	} {
		count := min(day/part.days, part.most)
		year += count * part.years
		day -= count * part.days
	}
	month = (5*day + 2) / 153 // from March, every five months have 153 days
	dayOfMonth = day - (153*month+2)/5 + 1
	if month += 3; month > 12 {
		month -= 12
		year++
	}
	return year, month, dayOfMonth
}
