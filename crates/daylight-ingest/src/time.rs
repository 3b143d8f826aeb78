//! Times as people write them, to microseconds UTC.
//!
//! One unit or notation is decided for a column over a sample of the file; a value that contradicts it is
//! a counted problem, never a guess. Day-first against month-first is decided only by proof: a first or
//! second number above 12.

use std::str::FromStr;

use crate::ids::canonical_decimal;

/// Unit of a numeric time column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EpochUnit {
    /// Seconds since 1970 UTC, possibly fractional.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
}

impl EpochUnit {
    /// Words for the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "epoch seconds",
            Self::Millis => "epoch milliseconds",
            Self::Micros => "epoch microseconds",
            Self::Nanos => "epoch nanoseconds",
        }
    }

    /// The unit in which a whole number of this size lies between 1973 and 5138.
    pub fn of_magnitude(value: u64) -> Self {
        match value {
            0..100_000_000_000 => Self::Seconds,
            100_000_000_000..100_000_000_000_000 => Self::Millis,
            100_000_000_000_000..100_000_000_000_000_000 => Self::Micros,
            _ => Self::Nanos,
        }
    }

    /// Microseconds of one unit as a fraction: numerator, denominator.
    fn micros(self) -> (i64, i64) {
        match self {
            Self::Seconds => (1_000_000, 1),
            Self::Millis => (1_000, 1),
            Self::Micros => (1, 1),
            Self::Nanos => (1, 1_000),
        }
    }
}

/// Which number of `03/04/2020` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// Zone of times that name none.
#[derive(Debug, Clone, PartialEq)]
pub enum Zone {
    /// This many seconds east of UTC.
    Fixed(i32),
    /// A zone of the IANA database, with its daylight-saving changes.
    Named(jiff::tz::TimeZone),
}

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self::Fixed(0);

    /// As it is written in a mapping; absent for a zone that has no name.
    pub fn written(&self) -> Option<String> {
        match self {
            Self::Fixed(0) => Some("UTC".to_owned()),
            Self::Fixed(seconds) => {
                let (sign, minutes) = (if *seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs() / 60);
                Some(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
            }
            Self::Named(zone) => zone.iana_name().map(str::to_owned),
        }
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let s = s.trim();
        if s.eq_ignore_ascii_case("utc") || s.eq_ignore_ascii_case("gmt") || s.eq_ignore_ascii_case("z") {
            return Ok(Self::UTC);
        }
        if let Some(seconds) = offset(s.as_bytes()) {
            return Ok(Self::Fixed(seconds));
        }
        jiff::tz::TimeZone::get(s)
            .map(Self::Named)
            .map_err(|_| format!("`{s}` is neither an offset like +02:00 nor an IANA zone like Europe/Berlin"))
    }
}

/// How the times of one column are written.
#[derive(Debug, Clone, PartialEq)]
pub enum TimeFormat {
    /// Numbers since 1970.
    Epoch(EpochUnit),
    /// Dates and clock times.
    Text {
        /// Needed for `03/04/2020`; such values are unreadable without it.
        order: Option<DateOrder>,
        /// For values without a zone.
        zone: Zone,
    },
}

/// Why a time could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFault {
    /// Nothing there.
    Empty,
    /// Not a time in the column's notation.
    Unreadable,
    /// A number in another unit than the rest of the column.
    OtherUnit,
    /// Outside the years 1 to 9999, or no such day or clock time.
    OutOfRange,
}

impl TimeFault {
    /// The fixed phrase that groups equal problems.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "time is empty; the post is kept and never pairs",
            Self::Unreadable => "time is not readable",
            Self::OtherUnit => "time is in another unit than the rest of its column",
            Self::OutOfRange => "time does not exist in the calendar",
        }
    }
}

/// Whether a cell stands for a missing value: empty, or what R, Python and SQL write for one.
#[inline]
pub fn is_missing(value: &[u8]) -> bool {
    value.len() <= 4 && is_missing_word(value)
}

fn is_missing_word(value: &[u8]) -> bool {
    matches!(value, b"" | b"NA" | b"NaN" | b"nan" | b"NULL" | b"null" | b"None" | b"\\N" | b"NaT")
}

/// Reads one time to microseconds since 1970 UTC.
///
/// # Errors
/// A [`TimeFault`] that says in which way the value is not a time of this format.
#[inline]
pub fn parse_time(value: &[u8], format: &TimeFormat) -> Result<i64, TimeFault> {
    if let TimeFormat::Epoch(EpochUnit::Seconds) = format
        && let Some(time) = whole_seconds(value)
    {
        return Ok(time);
    }
    parse_slow(value, format)
}

/// The commonest notation of all: whole seconds since 1970, digits only.
#[inline]
pub(crate) fn whole_seconds(value: &[u8]) -> Option<i64> {
    let seconds = canonical_decimal(value)?;
    // Multiplied only where it fits: a longer number is no count of seconds.
    (seconds < 100_000_000_000).then(|| seconds as i64 * 1_000_000)
}

fn parse_slow(value: &[u8], format: &TimeFormat) -> Result<i64, TimeFault> {
    let value = value.trim_ascii();
    if is_missing(value) {
        return Err(TimeFault::Empty);
    }
    match format {
        TimeFormat::Epoch(unit) => parse_epoch(value, *unit),
        TimeFormat::Text { order, zone } => parse_text(value, *order, zone),
    }
}

/// A decimal number: sign, whole part, up to nine digits of the fraction as billionths.
pub(crate) fn decimal(value: &[u8]) -> Option<(bool, u64, u64)> {
    let (negative, digits) = match value.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    let dot = digits.iter().position(|&b| b == b'.').unwrap_or(digits.len());
    let (whole, fraction) = digits.split_at(dot);
    if whole.is_empty() || whole.len() > 19 || !whole.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let whole = whole.iter().fold(0_u64, |n, b| n * 10 + u64::from(b - b'0'));
    let mut billionths = 0;
    if let Some((_, digits)) = fraction.split_first() {
        billionths = fraction_digits(digits)?;
    }
    Some((negative, whole, billionths))
}

fn fraction_digits(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some((0..9).fold(0, |n, i| n * 10 + digits.get(i).map_or(0, |b| u64::from(b - b'0'))))
}

fn parse_epoch(value: &[u8], unit: EpochUnit) -> Result<i64, TimeFault> {
    let (negative, whole, billionths) = decimal(value).ok_or(TimeFault::Unreadable)?;
    if EpochUnit::of_magnitude(whole) != unit {
        return Err(TimeFault::OtherUnit);
    }
    let (times, over) = unit.micros();
    let exact = i128::from(whole) * 1_000_000_000 + i128::from(billionths);
    let micros = exact * i128::from(times) / i128::from(over) / 1_000_000_000;
    let micros = i64::try_from(micros).map_err(|_| TimeFault::OutOfRange)?;
    Ok(if negative { -micros } else { micros })
}

/// A date and clock time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Civil {
    year: i32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
    offset_secs: Option<i32>,
}

fn parse_text(value: &[u8], order: Option<DateOrder>, zone: &Zone) -> Result<i64, TimeFault> {
    if value.len() > 64 {
        return Err(TimeFault::Unreadable);
    }
    let civil = iso(value)
        .or_else(|| slashed(value).and_then(|s| s.in_order(order)))
        .or_else(|| twitter(value))
        .or_else(|| mail(value))
        .ok_or(TimeFault::Unreadable)?;
    to_micros(&civil, zone).ok_or(TimeFault::OutOfRange)
}

fn to_micros(civil: &Civil, zone: &Zone) -> Option<i64> {
    let leap = civil.year % 4 == 0 && (civil.year % 100 != 0 || civil.year % 400 == 0);
    let days_in_month = match civil.month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let clock = civil.hour < 24 && civil.minute < 60 && civil.second <= 60;
    if civil.day == 0 || civil.day > days_in_month || !clock || !(1..=9999).contains(&civil.year) {
        return None;
    }
    // A leap second counts as the last second of its minute, as POSIX does.
    let second = civil.second.min(59);
    let seconds = days_from_civil(civil.year, civil.month, civil.day) * 86_400
        + i64::from(civil.hour * 3600 + civil.minute * 60 + second);
    let offset_secs = match (civil.offset_secs, zone) {
        (Some(given), _) => i64::from(given),
        (None, Zone::Fixed(given)) => i64::from(*given),
        (None, Zone::Named(tz)) => {
            let datetime = jiff::civil::DateTime::new(
                civil.year as i16,
                civil.month as i8,
                civil.day as i8,
                civil.hour as i8,
                civil.minute as i8,
                second as i8,
                0,
            )
            .ok()?;
            let timestamp = tz.to_ambiguous_timestamp(datetime).compatible().ok()?;
            seconds - timestamp.as_second()
        }
    };
    Some((seconds - offset_secs) * 1_000_000 + i64::from(civil.micros))
}

/// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's algorithm).
fn days_from_civil(year: i32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * i64::from((month + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Takes `min..=max` digits off the front.
fn take_number(s: &[u8], min: usize, max: usize) -> Option<(u32, &[u8])> {
    let len = s.iter().take(max).take_while(|b| b.is_ascii_digit()).count();
    if len < min {
        return None;
    }
    let (digits, rest) = s.split_at(len);
    Some((digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')), rest))
}

fn take_byte<'a>(s: &'a [u8], any: &[u8]) -> Option<&'a [u8]> {
    let (first, rest) = s.split_first()?;
    any.contains(first).then_some(rest)
}

fn iso(value: &[u8]) -> Option<Civil> {
    let (year, s) = take_number(value, 4, 4)?;
    let separator = *s.first()?;
    let s = take_byte(s, b"-/")?;
    let (month, s) = take_number(s, 1, 2)?;
    let (day, s) = take_number(take_byte(s, &[separator])?, 1, 2)?;
    let date = Civil { year: year as i32, month, day, hour: 0, minute: 0, second: 0, micros: 0, offset_secs: None };
    if s.is_empty() {
        return Some(date);
    }
    clock(take_byte(s, b"T t_")?.trim_ascii_start(), date)
}

/// Hours and minutes, perhaps seconds, a fraction, am or pm, a zone; nothing after.
fn clock(s: &[u8], date: Civil) -> Option<Civil> {
    let (mut hour, s) = take_number(s, 1, 2)?;
    let (minute, mut s) = take_number(take_byte(s, b":")?, 2, 2)?;
    let (mut second, mut micros) = (0, 0);
    if let Some(rest) = take_byte(s, b":") {
        (second, s) = take_number(rest, 2, 2)?;
        if let Some(rest) = take_byte(s, b".,") {
            let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            micros = (fraction_digits(&rest[..len])? / 1000) as u32;
            s = &rest[len..];
        }
    }
    let mut s = s.trim_ascii_start();
    for (word, afternoon) in [(b"AM", false), (b"PM", true)] {
        if s.get(..2).is_some_and(|w| w.eq_ignore_ascii_case(word)) {
            if hour == 0 || hour > 12 {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            s = s[2..].trim_ascii_start();
            break;
        }
    }
    let offset_secs = if s.is_empty() { None } else { Some(zone_word(s)?) };
    Some(Civil { hour, minute, second, micros, offset_secs, ..date })
}

fn zone_word(s: &[u8]) -> Option<i32> {
    match s {
        b"Z" | b"z" | b"UTC" | b"GMT" | b"utc" | b"+0000 UTC" => Some(0),
        _ => offset(s),
    }
}

/// `+02:00`, `+0200`, `+02` in seconds.
fn offset(s: &[u8]) -> Option<i32> {
    let sign = match s.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, rest) = take_number(&s[1..], 2, 2)?;
    let rest = take_byte(rest, b":").unwrap_or(rest);
    let (minutes, rest) = if rest.is_empty() { (0, rest) } else { take_number(rest, 2, 2)? };
    (rest.is_empty() && hours <= 23 && minutes < 60).then_some(sign * (hours as i32 * 3600 + minutes as i32 * 60))
}

/// A date whose first two numbers could be day and month or month and day.
#[derive(Debug, Clone, Copy)]
struct Slashed {
    first: u32,
    second: u32,
    rest: Civil,
}

impl Slashed {
    fn in_order(self, order: Option<DateOrder>) -> Option<Civil> {
        let (day, month) = match order? {
            DateOrder::DayFirst => (self.first, self.second),
            DateOrder::MonthFirst => (self.second, self.first),
        };
        Some(Civil { month, day, ..self.rest })
    }
}

fn slashed(value: &[u8]) -> Option<Slashed> {
    let (first, s) = take_number(value, 1, 2)?;
    let separator = *s.first()?;
    let (second, s) = take_number(take_byte(s, b"/.-")?, 1, 2)?;
    let (year, s) = take_number(take_byte(s, &[separator])?, 4, 4)?;
    let rest =
        Civil { year: year as i32, month: 0, day: 0, hour: 0, minute: 0, second: 0, micros: 0, offset_secs: None };
    if s.is_empty() {
        return Some(Slashed { first, second, rest });
    }
    let s = take_byte(s, b" T,")?.trim_ascii_start();
    Some(Slashed { first, second, rest: clock(s, rest)? })
}

fn month_name(word: &[u8]) -> Option<u32> {
    const NAMES: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    NAMES.iter().position(|name| word.eq_ignore_ascii_case(name)).map(|i| i as u32 + 1)
}

fn words(value: &[u8]) -> Vec<&[u8]> {
    value.split(|&b| b == b' ').filter(|w| !w.is_empty()).collect()
}

/// `Wed Oct 10 20:19:24 +0000 2018`.
fn twitter(value: &[u8]) -> Option<Civil> {
    let [_, month, day, time, zone, year] = words(value)[..] else { return None };
    named_date(day, month, year, time, zone)
}

/// `Wed, 10 Oct 2018 20:19:24 +0000` (RFC 2822).
fn mail(value: &[u8]) -> Option<Civil> {
    let [_, day, month, year, time, zone] = words(value)[..] else { return None };
    named_date(day, month, year, time, zone)
}

fn named_date(day: &[u8], month: &[u8], year: &[u8], time: &[u8], zone: &[u8]) -> Option<Civil> {
    let (day, after_day) = take_number(day, 1, 2)?;
    let (year, after_year) = take_number(year, 4, 4)?;
    if !after_day.is_empty() || !after_year.is_empty() {
        return None;
    }
    let month = month_name(month)?;
    let date = Civil { year: year as i32, month, day, hour: 0, minute: 0, second: 0, micros: 0, offset_secs: None };
    Some(Civil { offset_secs: Some(zone_word(zone)?), ..clock(time, date)? })
}

/// What values of a column prove about its notation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeEvidence {
    /// Values that are not missing.
    pub n_values: u64,
    /// Whole or fractional numbers, by unit of their size.
    pub n_epoch: [u64; 4],
    /// Numbers that are spreadsheet day counts of the years 1954 to 2064.
    pub n_excel: u64,
    /// Dates that write the year first or the month in letters.
    pub n_plain: u64,
    /// Dates like `03/04/2020`.
    pub n_slashed: u64,
    /// Of those, with a first number above 12.
    pub n_day_first: u64,
    /// Of those, with a second number above 12.
    pub n_month_first: u64,
    /// Dates without a zone.
    pub n_no_zone: u64,
    /// Dates without a clock time.
    pub n_date_only: u64,
    /// An example of a date like `03/04/2020`.
    pub example: Option<String>,
}

impl TimeEvidence {
    /// Takes one value into account.
    pub fn add(&mut self, value: &[u8]) {
        let value = value.trim_ascii();
        if is_missing(value) {
            return;
        }
        self.n_values += 1;
        if value.len() > 64 {
            return;
        }
        if let Some((negative, whole, _)) = decimal(value) {
            self.n_epoch[EpochUnit::of_magnitude(whole) as usize] += 1;
            self.n_excel += u64::from(!negative && (20_000..60_000).contains(&whole));
        } else if let Some(s) = slashed(value) {
            self.n_slashed += 1;
            self.n_day_first += u64::from(s.first > 12);
            self.n_month_first += u64::from(s.second > 12);
            self.note_zone(value, &s.rest);
            self.example.get_or_insert_with(|| String::from_utf8_lossy(value).into_owned());
        } else if let Some(civil) = iso(value).or_else(|| twitter(value)).or_else(|| mail(value)) {
            self.n_plain += 1;
            self.note_zone(value, &civil);
        }
    }

    fn note_zone(&mut self, value: &[u8], civil: &Civil) {
        self.n_no_zone += u64::from(civil.offset_secs.is_none());
        self.n_date_only += u64::from(!value.contains(&b':'));
    }

    /// Values that can be read as some time.
    pub fn n_times(&self) -> u64 {
        self.n_epoch.iter().sum::<u64>() + self.n_plain + self.n_slashed
    }

    /// The unit of most numbers, when there are more numbers than dates.
    pub fn epoch_unit(&self) -> Option<EpochUnit> {
        let units = [EpochUnit::Seconds, EpochUnit::Millis, EpochUnit::Micros, EpochUnit::Nanos];
        let n_epoch: u64 = self.n_epoch.iter().sum();
        if n_epoch <= self.n_plain + self.n_slashed {
            return None;
        }
        units.into_iter().rev().max_by_key(|&u| self.n_epoch[u as usize])
    }

    /// The order of day and month, when proven one way only.
    pub fn date_order(&self) -> Option<DateOrder> {
        match (self.n_day_first, self.n_month_first) {
            (0, 0) => None,
            (_, 0) => Some(DateOrder::DayFirst),
            (0, _) => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
