//! The formats, one file each, with its card beside it.

use crate::exports::format::ExportFormat;

/// Name, tool and card of a format; the card is `include_str!("NAME.md")` of the
/// file beside the code.
macro_rules! identity {
    ($name:literal, $tool:literal, $card:expr) => {
        fn name(&self) -> &'static str {
            $name
        }

        fn tool(&self) -> &'static str {
            $tool
        }

        fn card(&self) -> &'static str {
            $card
        }
    };
}

mod bluesky_jetstream;
mod coortweet;
mod crowdtangle_facebook;
mod crowdtangle_instagram;
mod feed;
mod fivethirtyeight;
mod fourcat_bsky;
mod fourcat_custom;
mod fourcat_facebook;
mod fourcat_gab;
mod fourcat_instagram;
mod fourcat_linkedin;
mod fourcat_telegram;
mod fourcat_threads;
mod fourcat_tiktok;
mod fourcat_truth;
mod fourcat_tumblr;
mod fourcat_twitter;
mod fourcat_vk;
mod junkipedia;
mod mastodon;
mod meta_content_library;
mod pravda;
mod qut_toolkit;
mod reddit;
mod telegram_desktop;
mod telethon;
mod tiktok_research;
mod wordpress;
mod x_api;
mod x_api_quick;
mod x_api_typed;
mod x_entities;
mod x_io_archive;
mod youtube_comments;
mod youtube_videos;
mod zeeschuimer;
mod zeeschuimer_gab;
mod zeeschuimer_meta;
mod zeeschuimer_tiktok;
mod zeeschuimer_x;

/// All formats of exports.
pub static EXPORT_FORMATS: [&dyn ExportFormat; 34] = [
    &x_api::XApi,
    &zeeschuimer::Zeeschuimer,
    &fourcat_twitter::FourcatTwitter,
    &fourcat_telegram::FourcatTelegram,
    &fourcat_tiktok::FourcatTiktok,
    &fourcat_bsky::FourcatBsky,
    &fourcat_truth::FourcatTruth,
    &fourcat_facebook::FourcatFacebook,
    &fourcat_gab::FourcatGab,
    &fourcat_vk::FourcatVk,
    &fourcat_instagram::FourcatInstagram,
    &fourcat_threads::FourcatThreads,
    &fourcat_tumblr::FourcatTumblr,
    &fourcat_linkedin::FourcatLinkedin,
    &fourcat_custom::FourcatCustom,
    &x_io_archive::XIoArchive,
    &fivethirtyeight::FiveThirtyEight,
    &telegram_desktop::TelegramDesktop,
    &telethon::Telethon,
    &crowdtangle_facebook::CrowdtangleFacebook,
    &crowdtangle_instagram::CrowdtangleInstagram,
    &meta_content_library::MetaContentLibrary,
    &junkipedia::Junkipedia,
    &tiktok_research::TiktokResearch,
    &bluesky_jetstream::BlueskyJetstream,
    &mastodon::Mastodon,
    &youtube_videos::YoutubeVideos,
    &youtube_comments::YoutubeComments,
    &reddit::Reddit,
    &wordpress::Wordpress,
    &feed::Feed,
    &pravda::Pravda,
    &qut_toolkit::QutToolkit,
    &coortweet::Coortweet,
];
