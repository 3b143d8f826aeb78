//! Posts in the form of X API v2, for measuring: `x_api_posts N OUT.jsonl [flat|pages] [seed]`.
//!
//! Flat lines are what `twarc2 flatten` writes (one post with its author and what it refers to), pages are whole
//! responses with 100 posts. A post takes about 3 kB, as real ones do, most of it in fields that Daylight does
//! not keep. Texts are neutral tokens; signs outside ASCII are escaped, as twarc2 writes them. The same
//! arguments give the same bytes.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};

const PAGE: u64 = 100;
/// Seconds since 1970 of the newest post; one every three seconds before it, as searches give them.
const NEWEST: u64 = 1_718_000_000;

/// `SplitMix64`.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// A rank below `n`; small ones are more frequent (density falls as its square root).
    fn ranked(&mut self, n: u64) -> u64 {
        let u = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((u * u) * n as f64) as u64
    }
}

/// Draws of a thing that must look the same wherever it appears.
fn draw_of(seed: u64, kind: u64, number: u64) -> Draw {
    let mut draw = Draw(seed ^ kind.wrapping_mul(0xA24B_AED4_963E_E407) ^ number.wrapping_mul(0x9FB2_1C65_1E98_DF25));
    draw.next();
    draw
}

fn words(draw: &mut Draw, n: u64, out: &mut String) {
    for i in 0..n {
        let space = if i > 0 { " " } else { "" };
        let number = draw.ranked(5000);
        // "слово" as twarc2 escapes it, in one text of seven.
        let _ = match draw.below(7) {
            0 => write!(out, "{space}\\u0441\\u043b\\u043e\\u0432\\u043e{number}"),
            _ => write!(out, "{space}word{number}"),
        };
    }
}

fn text(draw: &mut Draw, n: u64) -> String {
    let mut out = String::new();
    words(draw, n, &mut out);
    out
}

/// `2024-06-10T06:13:20.000Z` of seconds since 1970.
fn time(secs: u64) -> String {
    let (days, rest) = ((secs / 86_400) as i64, secs % 86_400);
    // Days to a date, after Howard Hinnant's `civil_from_days`.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.000Z", rest / 3600, rest / 60 % 60, rest % 60)
}

struct World {
    seed: u64,
    n: u64,
    n_accounts: u64,
}

impl World {
    fn id(&self, number: u64) -> String {
        format!("{}", 1_700_000_000_000_000_000 + (2 * self.n).saturating_sub(number) * 4_194_304)
    }

    fn user(&self, account: u64) -> String {
        let mut draw = draw_of(self.seed, 1, account);
        let (name, bio) = (text(&mut draw, 2), text(&mut draw, 12));
        let created = time(1_300_000_000 + draw.below(400_000_000));
        let (followers, following, n) = (draw.ranked(1_000_000), draw.below(2000), draw.below(90_000));
        format!(
            "{{\"id\": \"{id}\", \"username\": \"account_{account}\", \"name\": \"{name}\", \"created_at\": \"{created}\", \
             \"description\": \"{bio}\", \"location\": \"place {}\", \"url\": \"https://t.co/u{account}\", \"verified\": false, \
             \"protected\": false, \"profile_image_url\": \"https://pictures.example/profile_images/{id}/normal.jpg\", \
             \"entities\": {{\"url\": {{\"urls\": [{{\"start\": 0, \"end\": 23, \"url\": \"https://t.co/u{account}\", \
             \"expanded_url\": \"https://site{}.example/\", \"display_url\": \"site.example\"}}]}}}}, \
             \"public_metrics\": {{\"followers_count\": {followers}, \"following_count\": {following}, \
             \"tweet_count\": {n}, \"listed_count\": 3, \"like_count\": {n}}}}}",
            draw.below(300),
            draw.below(900),
            id = 500_000_000 + account * 7,
        )
    }

    /// The members of a post; `flat` puts author and references in.
    fn post(&self, number: u64, flat: bool, depth: u32) -> String {
        let mut draw = draw_of(self.seed, 2, number);
        let (id, account) = (self.id(number), draw.ranked(self.n_accounts));
        let kind = if depth > 0 { 9 } else { draw.below(10) };
        let other = (number + 1 + draw.ranked(5000)).min(self.n + 5000);
        let words = text(&mut draw, 10 + kind * 2);
        let mut out = String::with_capacity(4096);
        let prefix = if kind < 2 { format!("RT @account_{}: ", draw.ranked(self.n_accounts)) } else { String::new() };
        let _ = write!(
            out,
            "\"id\": \"{id}\", \"conversation_id\": \"{id}\", \"author_id\": \"{}\", \"created_at\": \"{}\", \
             \"edit_history_tweet_ids\": [\"{id}\"], \"text\": \"{prefix}{words} https:\\/\\/t.co\\/l{number}\", \
             \"lang\": \"{}\", \"possibly_sensitive\": false, \"reply_settings\": \"everyone\", \
             \"edit_controls\": {{\"edits_remaining\": 5, \"is_edit_eligible\": false, \"editable_until\": \"{}\"}}, \
             \"public_metrics\": {{\"retweet_count\": {}, \"reply_count\": {}, \"like_count\": {}, \"quote_count\": {}, \
             \"bookmark_count\": 0, \"impression_count\": {}}}",
            500_000_000 + account * 7,
            time(NEWEST - number * 3),
            ["en", "de", "ru", "es", "fr", "en", "pt", "en", "en", "ar", "en", "de", "en", "fr", "en", "und"]
                [draw.below(16) as usize],
            time(NEWEST + 3600 - number * 3),
            draw.ranked(900),
            draw.below(20),
            draw.ranked(3000),
            draw.below(9),
            draw.ranked(90_000),
        );
        self.entities(&mut draw, number, &mut out);
        context(&mut draw, 1 + kind / 4, &mut out);
        if depth == 0 {
            self.references(&mut draw, kind, other, flat, &mut out);
        }
        if kind == 7 {
            attachment(number, flat, &mut out);
        }
        if flat {
            let _ = write!(out, ", \"author\": {}", self.user(account));
        }
        out
    }

    fn entities(&self, draw: &mut Draw, number: u64, out: &mut String) {
        let (site, page) = (draw.ranked(400), draw.ranked(20_000));
        let _ = write!(
            out,
            ", \"entities\": {{\"urls\": [{{\"start\": 90, \"end\": 113, \"url\": \"https://t.co/l{number}\", \
             \"expanded_url\": \"https://www.site{site}.example/section/page-{page}?utm_source=feed&id={page}\", \
             \"display_url\": \"site{site}.example/section/pa\\u2026\", \"status\": 200, \
             \"unwound_url\": \"https://www.site{site}.example/section/page-{page}?id={page}\", \
             \"title\": \"word{page}\"}}], \"hashtags\": ["
        );
        for i in 0..draw.below(4) {
            let comma = if i > 0 { ", " } else { "" };
            let _ = write!(
                out,
                "{comma}{{\"start\": {}, \"end\": {}, \"tag\": \"Tag{}\"}}",
                i * 9,
                i * 9 + 8,
                draw.ranked(700)
            );
        }
        out.push_str("], \"mentions\": [");
        for i in 0..draw.below(3) {
            let (comma, who) = (if i > 0 { ", " } else { "" }, draw.ranked(self.n_accounts));
            let id = 500_000_000 + who * 7;
            let _ =
                write!(out, "{comma}{{\"start\": 3, \"end\": 17, \"username\": \"account_{who}\", \"id\": \"{id}\"}}");
        }
        let word = draw.ranked(5000);
        let _ = write!(
            out,
            "], \"annotations\": [{{\"start\": 5, \"end\": 12, \"probability\": 0.9{}, \"type\": \"Other\", \
             \"normalized_text\": \"word{word}\"}}]}}",
            draw.below(1000)
        );
    }

    fn references(&self, draw: &mut Draw, kind: u64, other: u64, flat: bool, out: &mut String) {
        let kind = match kind {
            0..2 => "retweeted",
            2..=5 => "replied_to",
            6 => "quoted",
            _ => return,
        };
        if kind == "replied_to" {
            let _ = write!(out, ", \"in_reply_to_user_id\": \"{}\"", 500_000_000 + draw.ranked(self.n_accounts) * 7);
        }
        // Of a conversation, what a post answers is often not in the response; what it reposts is.
        let whole = if flat && kind == "retweeted" {
            format!(", {}", self.post(other, flat, 1))
        } else {
            format!(", \"id\": \"{}\"", self.id(other))
        };
        let _ = write!(out, ", \"referenced_tweets\": [{{\"type\": \"{kind}\"{whole}}}]");
    }

    fn line(&self, number: u64) -> String {
        format!(
            "{{{}, \"__twarc\": {{\"url\": \"https://api.example/2/tweets/search/all?max_results=100\", \
             \"version\": \"2.14.0\", \"retrieved_at\": \"2024-06-11T00:00:00+00:00\"}}}}\n",
            self.post(number, true, 0)
        )
    }

    fn page(&self, first: u64) -> String {
        let numbers = first..(first + PAGE).min(self.n);
        let posts: Vec<String> = numbers.clone().map(|n| format!("{{{}}}", self.post(n, false, 0))).collect();
        let mut accounts: Vec<u64> = numbers.map(|n| account_of(self, n)).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let users: Vec<String> = accounts.into_iter().map(|a| self.user(a)).collect();
        format!(
            "{{\"data\": [{}], \"includes\": {{\"users\": [{}]}}, \"meta\": {{\"result_count\": {}, \"next_token\": \"t{first}\"}}, \
             \"__twarc\": {{\"url\": \"https://api.example/2/tweets/search/all\", \"version\": \"2.14.0\"}}}}\n",
            posts.join(", "),
            users.join(", "),
            posts.len()
        )
    }
}

/// The first draw of a post is its account.
fn account_of(world: &World, number: u64) -> u64 {
    draw_of(world.seed, 2, number).ranked(world.n_accounts)
}

fn context(draw: &mut Draw, n: u64, out: &mut String) {
    out.push_str(", \"context_annotations\": [");
    for i in 0..n {
        let (comma, domain, entity) = (if i > 0 { ", " } else { "" }, draw.below(60), draw.ranked(9000));
        let _ = write!(
            out,
            "{comma}{{\"domain\": {{\"id\": \"{domain}\", \"name\": \"Domain {domain}\", \"description\": \
             \"A domain that is described in one line of some length, as they are\"}}, \
             \"entity\": {{\"id\": \"1{entity}\", \"name\": \"Entity {entity}\"}}}}"
        );
    }
    out.push(']');
}

fn attachment(number: u64, flat: bool, out: &mut String) {
    let _ = write!(out, ", \"attachments\": {{\"media_keys\": [\"3_{number}\"]");
    if flat {
        let _ = write!(
            out,
            ", \"media\": [{{\"media_key\": \"3_{number}\", \"type\": \"photo\", \"width\": 1200, \"height\": 800, \
             \"url\": \"https://pictures.example/media/{number}.jpg\"}}]"
        );
    }
    out.push('}');
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    const USAGE: &str = "x_api_posts N OUT.jsonl [flat|pages] [seed]";
    let mut args = std::env::args().skip(1);
    let n: u64 = args.next().ok_or(USAGE)?.parse()?;
    let path = args.next().ok_or(USAGE)?;
    let pages = args.next().is_some_and(|layout| layout == "pages");
    let seed = args.next().map_or(Ok(1), |s| s.parse())?;
    let world = World { seed, n, n_accounts: (n / 10).max(20) };
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    if pages {
        for first in (0..n).step_by(PAGE as usize) {
            out.write_all(world.page(first).as_bytes())?;
        }
    } else {
        for number in 0..n {
            out.write_all(world.line(number).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}
