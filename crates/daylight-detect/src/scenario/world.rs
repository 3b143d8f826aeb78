//! The world under construction: people with a rhythm, objects with a birth, shares in no order yet.

use daylight_core::ObjectKind;

use super::Knobs;
use super::base::Base;
use super::draw::Draw;
use super::habits::Habit;

/// Seconds of a day.
pub(crate) const DAY: f64 = 86_400.0;
/// Seconds of an hour.
pub(crate) const HOUR: f64 = 3_600.0;
/// First second of every scenario: a Wednesday, 00:00 UTC.
pub(crate) const START_SECS: i64 = 1_700_006_400;

/// Kinds of object that a post can carry, by slot of [`Draft::objects`].
pub(crate) const SLOTS: [ObjectKind; 4] =
    [ObjectKind::Url, ObjectKind::HashtagSequence, ObjectKind::TextFamily, ObjectKind::ImageFamily];
/// Slot of links.
pub(crate) const URL: usize = 0;
/// Slot of hashtag sequences.
pub(crate) const SEQUENCE: usize = 1;
/// Slot of text families.
pub(crate) const FAMILY: usize = 2;
/// Slot of image families.
pub(crate) const IMAGE: usize = 3;
/// No object in this slot.
pub(crate) const NONE: u32 = u32::MAX;

/// An account and its habits.
#[derive(Clone)]
pub(crate) struct Profile {
    /// Hours to add to UTC.
    pub tz_hours: f64,
    /// Local hour of getting up.
    pub wake_hour: f64,
    /// Hours awake.
    pub awake_hours: f64,
    /// Index into the platform names.
    pub platform: u16,
    /// Two communities of interest.
    pub interests: [u8; 2],
    /// Affiliation that the display name declares.
    pub affiliation: Option<u16>,
    /// Index into [`World::groups`].
    pub group: u16,
}

impl Profile {
    /// Whether the account is awake `t` seconds after the start.
    pub(crate) fn is_awake(&self, t: f64) -> bool {
        let local = (t / HOUR + self.tz_hours - self.wake_hour).rem_euclid(24.0);
        local < self.awake_hours
    }

    /// `t`, or some time after getting up when `t` is at night.
    pub(crate) fn when_awake(&self, t: f64, draw: &mut Draw) -> f64 {
        if self.is_awake(t) {
            return t;
        }
        let local = (t / HOUR + self.tz_hours - self.wake_hour).rem_euclid(24.0);
        t + (24.0 - local) * HOUR + draw.exp(40.0 * 60.0)
    }
}

/// Something to share.
#[derive(Clone, Copy)]
pub(crate) struct Object {
    /// Number of the site it stands on.
    pub site: u32,
    /// Seconds after the start.
    pub birth: f64,
    /// When an app pushed it to its readers.
    pub push: Option<f64>,
}

/// One post.
#[derive(Clone, Copy)]
pub(crate) struct Draft {
    pub account: u32,
    pub time_secs: i64,
    /// Object in each slot, or [`NONE`].
    pub objects: [u32; 4],
    /// Wave of the planted action, or [`NONE`]. Waves are numbered over the whole world.
    pub wave: u32,
}

/// Accounts that belong together, planted or honest.
pub(crate) struct GroupDraft {
    pub name: String,
    pub planted: bool,
    /// Longest distance of two planted actions of one wave.
    pub spread_secs: f64,
}

/// A fan community, for those who hide in it.
pub(crate) struct Fans {
    pub items: Vec<u32>,
    pub reaction_secs: f64,
}

/// Everything so far.
pub(crate) struct World {
    pub knobs: Knobs,
    /// Share of the usual background; the scenario that holds everything runs with less of it.
    pub background: f64,
    pub profiles: Vec<Profile>,
    pub objects: [Vec<Object>; 4],
    pub drafts: Vec<Draft>,
    pub groups: Vec<GroupDraft>,
    pub n_sites: u32,
    pub n_waves: u32,
    pub n_affiliations: u16,
    pub base: Base,
    pub fans: Vec<Fans>,
    /// Seconds to which the clock of an account is cut; empty when all clocks are fine.
    pub clock_secs: Vec<i64>,
    /// Posts lose fields.
    pub missing: bool,
    /// Posts have texts, and families of texts are to be found in them.
    pub texts: bool,
    /// What stands for the families in the posts.
    pub habit: Option<Habit>,
}

impl World {
    pub(crate) fn new(knobs: Knobs, background: f64) -> Self {
        Self {
            knobs,
            background,
            profiles: Vec::new(),
            objects: Default::default(),
            drafts: Vec::new(),
            groups: Vec::new(),
            n_sites: 0,
            n_waves: 0,
            n_affiliations: 0,
            base: Base::default(),
            fans: Vec::new(),
            clock_secs: Vec::new(),
            missing: false,
            texts: false,
            habit: None,
        }
    }

    /// Length in seconds.
    pub(crate) fn span(&self) -> f64 {
        f64::from(self.knobs.days) * DAY
    }

    /// `n` times the scale, at least `floor`.
    pub(crate) fn scaled(&self, n: usize, floor: usize) -> usize {
        ((n as f64 * self.knobs.scale).round() as usize).max(floor)
    }

    /// `per_day` for each day of the scenario, at least one.
    pub(crate) fn over_days(&self, per_day: f64) -> usize {
        ((per_day * f64::from(self.knobs.days)).round() as usize).max(1)
    }

    /// A crowd that did nothing wrong.
    pub(crate) fn honest_group(&mut self, name: &str) -> u16 {
        self.group(GroupDraft { name: name.to_owned(), planted: false, spread_secs: 0.0 })
    }

    /// A run group whose actions of one wave are at most `spread_secs` apart.
    pub(crate) fn planted_group(&mut self, name: &str, spread_secs: f64) -> u16 {
        self.group(GroupDraft { name: name.to_owned(), planted: true, spread_secs })
    }

    fn group(&mut self, group: GroupDraft) -> u16 {
        self.groups.push(group);
        (self.groups.len() - 1) as u16
    }

    /// `n` new accounts.
    pub(crate) fn people(&mut self, draw: &mut Draw, group: u16, n: usize) -> Vec<u32> {
        (0..n).map(|_| self.person(draw, group)).collect()
    }

    fn person(&mut self, draw: &mut Draw, group: u16) -> u32 {
        // Most of the conversation lives in three neighbouring zones, some of it far away.
        let tz_hours =
            if draw.chance(0.85) { draw.pick(&[0.0, 1.0, 2.0]) } else { draw.pick(&[-8.0, -5.0, -3.0, 4.0, 8.0]) };
        self.profiles.push(Profile {
            tz_hours,
            wake_hour: 7.0 + 1.5 * draw.normal(),
            awake_hours: (16.0 + draw.normal()).clamp(12.0, 20.0),
            platform: u16::from(draw.chance(0.15)),
            interests: [draw.below(Base::COMMUNITIES) as u8, draw.below(Base::COMMUNITIES) as u8],
            affiliation: None,
            group,
        });
        (self.profiles.len() - 1) as u32
    }

    /// A new site.
    pub(crate) fn site(&mut self) -> u32 {
        self.n_sites += 1;
        self.n_sites - 1
    }

    /// A new object.
    pub(crate) fn object(&mut self, slot: usize, site: u32, birth: f64) -> u32 {
        self.objects[slot].push(Object { site, birth, push: None });
        (self.objects[slot].len() - 1) as u32
    }

    /// A time of birth when editors work: days more than nights.
    pub(crate) fn birth(&self, draw: &mut Draw) -> f64 {
        loop {
            let t = draw.uniform(0.0, self.span());
            let hour = (t / HOUR).rem_euclid(24.0);
            let weight = 0.55 - 0.45 * libm::cos(std::f64::consts::TAU * (hour - 2.0) / 24.0);
            if draw.chance(weight) {
                return t;
            }
        }
    }

    /// An honest share. Beyond the end of the collection it is not seen.
    pub(crate) fn share(&mut self, account: u32, slot: usize, object: u32, t: f64) {
        self.post(account, slot, object, t, NONE);
    }

    /// A share that belongs to a planted wave (or to none).
    pub(crate) fn post(&mut self, account: u32, slot: usize, object: u32, t: f64, wave: u32) {
        if t < 0.0 || t >= self.span() {
            return;
        }
        let mut objects = [NONE; 4];
        objects[slot] = object;
        self.drafts.push(Draft { account, time_secs: START_SECS + t as i64, objects, wave });
    }
}
