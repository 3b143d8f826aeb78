//! Videos as YouTube Data Tools list them.

use daylight_core::SniffMatch;
use serde_json::Value;

use crate::exports::draft::{Draft, Out};
use crate::exports::format::{ExportFormat, Rules, matched};
use crate::exports::head::Head;

/// Reads the tool's list of videos.
#[derive(Debug, Clone, Copy)]
pub struct YoutubeVideos;

impl ExportFormat for YoutubeVideos {
    identity!("youtube_videos", "YouTube Data Tools 1.5x (video list)", include_str!("youtube_videos.md"));

    fn sniff(&self, head: &Head) -> Option<SniffMatch> {
        let found = head.columns(&["videoid", "channelid", "publishedat"]);
        if found {
            matched(95, "columns of YouTube Data Tools' video list: videoId, channelId, publishedAt")
        } else {
            None
        }
    }

    fn rules(&self) -> Rules {
        Rules { backslash_escape: true, ..Rules::default() }
    }

    fn map(&self, record: &Value, out: &mut Out<'_>) {
        let mut draft = Draft::new(out, record, Some("youtube"));
        draft.content(&["videoid"]);
        draft.account(&["channelid"], &[]);
        draft.profile("channeltitle", "", "", "subscribercount");
        draft.time(&["publishedatsql", "publishedat"], None);
        let title = draft.fields.text("videotitle").unwrap_or_default();
        let about = draft.fields.text("videodescription").unwrap_or_default();
        let text = format!("{title}\n{about}");
        draft.post.text = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        draft.language("defaultaudiolanguage");
        draft.metrics(&[("views", "viewcount"), ("likes", "likecount"), ("comments", "commentcount")]);
        draft.hashtags_in("tags", &[',']);
        draft.media_in("thumbnail_maxres", "photo", &[' ']);
        draft.from_text();
        out.post(draft);
    }
}
