#!/usr/bin/env python3
"""Writes the fixtures of the export formats: invented posts in the shape of each tool.

usage: make.py   (in this folder)
"""
import csv, io, json

def lines(name, rows):
    with open(name, "w", encoding="utf-8", newline="\n") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")

def document(name, value):
    with open(name, "w", encoding="utf-8", newline="\n") as f:
        f.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")

def table(name, rows, delimiter=",", **options):
    out = io.StringIO()
    columns = list(rows[0])
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator="\n", restval="", **options)
    writer.writeheader()
    writer.writerows(rows)
    with open(name, "w", encoding="utf-8", newline="") as f:
        f.write(out.getvalue())

# X API v2
users = [
    {"id": "501", "username": "Account_A", "name": "Account A", "description": "first test account",
     "created_at": "2019-01-02T03:04:05.000Z", "public_metrics": {"followers_count": 12, "following_count": 3}},
    {"id": "502", "username": "account_b", "name": "Account B", "created_at": "2020-01-01T00:00:00.000Z",
     "public_metrics": {"followers_count": 7}},
]
original = {"id": "1700000000000000001", "author_id": "502", "created_at": "2024-03-01T10:00:00.000Z",
    "text": "Polling stations are open until eight in the evening &amp; everyone in line may vote https://t.co/aa",
    "entities": {"urls": [{"url": "https://t.co/aa", "expanded_url": "https://www.news.example/open?utm_source=x", "display_url": "news.example/open"}],
                 "hashtags": [{"tag": "Vote"}]}, "lang": "en"}
raw = {"data": [
    {"id": "1700000000000000002", "author_id": "501", "created_at": "2024-03-01T10:00:05.000Z", "conversation_id": "1700000000000000002",
     "text": "RT @account_b: Polling stations are open until eight in the evening &amp; everyone in l…", "lang": "en",
     "public_metrics": {"retweet_count": 3, "reply_count": 0, "like_count": 0, "quote_count": 0},
     "referenced_tweets": [{"type": "retweeted", "id": "1700000000000000001"}],
     "entities": {"mentions": [{"start": 3, "end": 13, "username": "account_b", "id": "502"}]}, "possibly_sensitive": False},
    {"id": "1700000000000000003", "author_id": "501", "created_at": "2024-03-01T10:01:00.000Z", "conversation_id": "1700000000000000001",
     "text": "@account_b thanks #VOTE https://t.co/bb https://t.co/cc", "lang": "und", "in_reply_to_user_id": "502",
     "public_metrics": {"retweet_count": 0, "reply_count": 1, "like_count": 4, "quote_count": 0, "impression_count": 90},
     "referenced_tweets": [{"type": "replied_to", "id": "1700000000000000001"}, {"type": "quoted", "id": "1699999999999999999"}],
     "attachments": {"media_keys": ["3_1"]}, "edit_history_tweet_ids": ["1700000000000000000", "1700000000000000003"],
     "withheld": {"country_codes": ["XX"], "scope": "tweet"},
     "entities": {"hashtags": [{"tag": "VOTE"}], "mentions": [{"username": "account_b"}],
        "urls": [{"url": "https://t.co/bb", "expanded_url": "https://bit.ly/x1", "unwound_url": "https://m.other.example/page?id=2&fbclid=1#top", "display_url": "bit.ly/x1"},
                 {"url": "https://t.co/cc", "expanded_url": "https://twitter.com/Account_A/status/1700000000000000003/photo/1", "display_url": "pic.twitter.com/cc", "media_key": "3_1"}]}},
], "includes": {"users": users, "tweets": [original], "media": [{"media_key": "3_1", "type": "photo", "url": "https://media.example/1.jpg"}]},
 "errors": [{"resource_id": "1699999999999999999", "title": "Not Found Error"}],
 "meta": {"newest_id": "1700000000000000003", "result_count": 2}, "__twarc": {"url": "https://api.example/2", "version": "2.12.0", "retrieved_at": "2024-03-02T00:00:00+00:00"}}
flat = dict(original, id="1700000000000000004", created_at="2024-03-01T11:00:00.000Z", author=users[1], conversation_id="1700000000000000004",
    public_metrics={"retweet_count": 1, "reply_count": 0, "like_count": 2, "quote_count": 0}, source="Test Client",
    __twarc={"version": "2.12.0"})
lines("x_api.jsonl", [raw, flat, {"id": "1700000000000000004", "action": "delete", "created_at": "2024-03-05T00:00:00.000Z", "reason": "deleted"}])

# Zeeschuimer
def seen(platform, n, data):
    return {"nav_index": f"1:{n}", "item_id": str(n), "timestamp_collected": 1709290000000 + n, "last_updated": 1709290000000 + n,
        "source_platform": platform, "source_platform_url": f"https://{platform}/", "source_url": f"https://{platform}/search", "user_agent": "Test", "data": data}
x_user = {"result": {"rest_id": "601", "legacy": {"screen_name": "Account_C", "name": "Account C", "followers_count": 5, "created_at": "Wed Jan 02 03:04:05 +0000 2019"}}}
x_post = {"rest_id": "1800000000000000001", "core": {"user_results": x_user}, "views": {"count": "42"},
    "legacy": {"id_str": "1800000000000000001", "user_id_str": "601", "created_at": "Fri Mar 01 10:00:00 +0000 2024", "lang": "en",
        "full_text": "Count every vote https://t.co/dd", "favorite_count": 4, "retweet_count": 1, "reply_count": 0, "quote_count": 0,
        "conversation_id_str": "1800000000000000001",
        "entities": {"hashtags": [{"text": "Count"}], "urls": [{"url": "https://t.co/dd", "expanded_url": "https://news.example/count"}], "user_mentions": [{"screen_name": "account_b"}], "media": []}}}
x_repost = {"tweet": {"rest_id": "1800000000000000002", "core": {"user_results": x_user}, "legacy": {"id_str": "1800000000000000002", "user_id_str": "601",
    "created_at": "Fri Mar 01 10:05:00 +0000 2024", "full_text": "RT @account_d: cut…", "entities": {},
    "retweeted_status_result": {"result": {"rest_id": "1800000000000000000", "legacy": {"full_text": "cut no more https://t.co/ee",
        "entities": {"urls": [{"url": "https://t.co/ee", "expanded_url": "https://news.example/more"}]}}}}}}}
tiktok = {"id": "7300000000000000001", "desc": "watch this #count", "createTime": 1709287200, "author": {"id": "71", "uniqueId": "account.e", "nickname": "Account E"},
    "authorStats": {"followerCount": 1000}, "music": {"id": "7200000000000000009", "title": "original sound"},
    "stats": {"diggCount": 10, "commentCount": 2, "shareCount": 1, "playCount": 500}, "challenges": [{"title": "Count"}],
    "textExtra": [{"hashtagName": "count"}, {"userUniqueId": "Account.F"}], "video": {"id": "v1", "downloadAddr": "https://video.example/1.mp4"}, "isAd": False}
insta = {"id": "3300000000000000001_81", "code": "Cabc", "taken_at": 1709287200, "user": {"pk": "81", "username": "account_g", "full_name": "Account G"},
    "caption": {"text": "a picture #Count @account_h"}, "like_count": 3, "comment_count": 1,
    "image_versions2": {"candidates": [{"url": "https://image.example/1.jpg"}]}}
threads = {"id": "3400000000000000001_82", "pk": "3400000000000000001", "code": "Tabc", "taken_at": 1709287260, "user": {"pk": "82", "username": "account_i", "is_verified": False},
    "caption": {"text": "a thread"}, "like_count": 2, "text_post_app_info": {"direct_reply_count": 1, "repost_count": 0, "quote_count": 0,
        "link_preview_attachment": {"url": "https://l.threads.net/?u=https%3A%2F%2Fnews.example%2Fcount&e=1", "image_url": "https://image.example/2.jpg"}}}
truth = {"id": "111000000000000001", "created_at": "2024-03-01T10:00:00.000Z", "content": "<p>Count <a href=\"https://news.example/count\">here</a></p>", "url": "https://truth.example/@account_j/111000000000000001",
    "account": {"id": "91", "username": "account_j", "display_name": "Account J", "followers_count": 9, "following_count": 1, "verified": False},
    "reblogs_count": 1, "replies_count": 0, "in_reply_to": None, "quote_id": None, "mentions": [], "tags": [{"name": "Count"}], "media_attachments": [], "group": None}
flattened = dict(truth, id="111000000000000002", __import_meta={k: v for k, v in seen("truthsocial.com", 7, {}).items() if k != "data"})
gab = {"i": "113000000000000001", "ca": "2024-03-01T10:00:00.000Z", "c": "<p>Count with #Count <a href=\"https://news.example/gab\">this</a></p>", "ul": "https://gab.example/account_l/posts/113000000000000001", "fc": 4, "rbc": 2, "rc": 1,
    "author_info": {"i": "93", "un": "account_l", "ac": "account_l", "dn": "Account L", "nt": "a test"}, "link_info": {"id": "5", "url": "https://www.other.example/gab", "title": "Other"},
    "image_info": [{"i": "771", "u": "https://image.example/771.jpg", "t": "image"}]}
ninegag = {"id": "aAbB", "url": "https://9gag.example/gag/aAbB", "title": "A picture of a ballot", "description": "", "creationTs": 1709287200, "type": "Photo", "creator": {"userId": "94", "username": "account_m", "fullName": "Account M"},
    "upVoteCount": 12, "downVoteCount": 1, "commentsCount": 3, "tags": [{"key": "Ballot", "url": "/tag/ballot"}], "sourceUrl": "https://news.example/ballot", "images": {"image700": {"width": 700, "height": 500, "url": "https://image.example/700.jpg"}}}
lines("zeeschuimer.ndjson", [seen("twitter.com", 1, x_post), seen("twitter.com", 2, x_repost), seen("tiktok.com", 3, tiktok),
    seen("instagram.com", 4, insta), seen("threads.net", 5, threads), seen("truthsocial.com", 6, truth), flattened,
    seen("gab.com", 8, gab), seen("9gag.com", 9, ninegag)])

# 4CAT
table("fourcat_twitter.csv", [
    {"collected_from_url": "https://x.com/search", "id": "1900000000000000001", "thread_id": "1900000000000000001", "timestamp": "2024-03-01 10:00:00", "unix_timestamp": "1709287200",
     "link": "https://x.com/account_a/status/1900000000000000001", "body": "read this\nand that", "author": "account_a", "author_fullname": "Account A", "author_id": "501",
     "verified": "no", "source": "Test", "language_guess": "en", "possibly_sensitive": "no", "retweet_count": "1", "reply_count": "2", "like_count": "3", "quote_count": "0", "impression_count": "44",
     "is_retweet": "no", "retweeted_user": "", "is_quote_tweet": "yes", "quote_tweet_id": "1899999999999999999", "is_reply": "no", "replied_author": "", "is_withheld": "no",
     "hashtags": "Vote,Now", "urls": "https://news.example/a,b,https://www.other.example/", "images": "https://image.example/1.jpg", "videos": "", "mentions": "account_b", "long_lat": "", "place_name": ""},
    {"id": "1.9E+18", "thread_id": "1.9E+18", "timestamp": "2024-03-01 10:01:00", "unix_timestamp": "1709287260", "body": "from a spreadsheet", "author": "account_b", "author_id": "502", "is_retweet": "no", "is_withheld": "yes", "language_guess": "und"},
    {"id": "1900000000000000003", "thread_id": "1900000000000000003", "timestamp": "2024-03-01 10:02:00", "unix_timestamp": "1709287320", "body": "RT @account_b: read th…", "author": "account_c", "author_id": "503", "is_retweet": "yes", "retweeted_user": "account_b"},
])
table("fourcat_telegram.csv", [
    {"id": "17", "thread_id": "channel_a", "chat": "channel_a", "author": "-1001", "author_username": "channel_a", "author_name": "Channel A", "author_is_bot": "no", "body": "news https://news.example/a", "body_markdown": "news",
     "is_reply": "no", "reply_to": "", "views": "120", "reactions": "{}", "timestamp": "2024-03-01 10:00:00", "unix_timestamp": "1709287200", "timestamp_edited": "", "unix_timestamp_edited": "",
     "author_forwarded_from_name": "Channel B", "author_forwarded_from_username": "channel_b", "author_forwarded_from_id": "-1002", "entities_linked": "https://news.example/a", "entities_mentioned": "@channel_b",
     "link_attached": "https://news.example/a?utm_source=tg", "attachment_type": "photo", "attachment_filename": "17.jpg"},
    {"id": "18", "thread_id": "channel_a", "chat": "channel_a", "author": "-1001", "author_username": "channel_a", "body": "answer", "is_reply": "yes", "reply_to": "17", "timestamp": "2024-03-01 10:05:00", "unix_timestamp": "1709287500", "unix_timestamp_edited": "1709287600"},
])
table("fourcat_tiktok.csv", [
    {"collected_from_url": "https://tiktok.example", "id": "7310000000000000001", "thread_id": "7310000000000000001", "author": "account.e", "author_full": "Account E", "author_followers": "1000", "body": "dance #count",
     "timestamp": "2024-03-01 10:00:00", "unix_timestamp": "1709287200", "is_duet": "no", "is_ad": "no", "music_name": "original sound", "music_id": "7200000000000000009", "music_author": "x",
     "video_url": "https://video.example/1.mp4", "tiktok_url": "https://tiktok.example/1", "likes": "10", "comments": "2", "shares": "1", "plays": "500", "hashtags": "count,vote", "challenges": "count"},
    {"id": "7310000000000000002", "thread_id": "7310000000000000002", "author": "account.f", "body": "again", "timestamp": "2024-03-01 10:00:30", "unix_timestamp": "1709287230", "music_id": "7200000000000000009", "tiktok_url": "https://tiktok.example/2"},
])
table("fourcat_bsky.csv", [
    {"collected_at": "2024-03-02 00:00:00", "query": "count", "rank": "1", "id": "3kabc", "thread_id": "3kabc", "created_at": "2024-03-01T10:00:00.123Z", "author": "account-a.example", "author_id": "did:plc:aaaa", "body": "count them", "link": "https://bsky.example/1",
     "tags": "count", "like_count": "1", "quote_count": "0", "reply_count": "0", "repost_count": "2", "quoted_post": "", "quoted_user": "", "replied_to_post": "3kaaa", "replied_to_user": "account-b.example", "mentions": "account-b.example",
     "links": "https://news.example/count", "images": "", "languages": "en,de", "author_display_name": "Account A", "author_created_at": "2023-05-01T00:00:00Z", "timestamp": "2024-03-01 10:00:00"},
    {"id": "3kabd", "thread_id": "3kabd", "created_at": "2024-03-01T10:01:00Z", "author": "account-b.example", "author_id": "did:plc:bbbb", "body": "quote", "quoted_post": "3kabc", "timestamp": "2024-03-01 10:01:00"},
])
table("fourcat_truth.csv", [
    {"collected_from_url": "https://truth.example", "id": "112000000000000001", "created_at": "2024-03-01T10:00:00.000Z", "body": "<p>Count &amp; see</p>", "url": "https://truth.example/1", "reblogs_count": "1", "replies_count": "0", "account_id": "91",
     "account_username": "account_j", "account_display_name": "Account J", "account_verified": "no", "account_followers": "9", "account_following": "1", "mentions": "account_k", "hashtags": "Count", "images": "", "video_urls": "", "thread_id": "112000000000000001", "timestamp": "2024-03-01 10:00:00"},
    {"id": "112000000000000002", "created_at": "2024-03-01T10:00:10.000Z", "body": "again https://news.example/count", "account_id": "92", "account_username": "account_k", "thread_id": "112000000000000002", "timestamp": "2024-03-01 10:00:10"},
])
table("fourcat_facebook.csv", [
    {"id": "pfbid01", "url": "https://facebook.example/pfbid01", "body": "a post #Count https://news.example/count", "timestamp": "2024-03-01 10:00:00", "author": "page.a", "author_name": "Page A", "image_url": "https://image.example/1.jpg", "video_url": "", "is_in_group": "no", "group_name": "", "unix_timestamp": "1709287200", "thread_id": "pfbid01"},
    {"id": "pfbid02", "body": "in a group", "timestamp": "2024-03-01 10:00:20", "author": "person.b", "author_name": "Person B", "is_in_group": "yes", "group_name": "Group", "unix_timestamp": "1709287220", "thread_id": "pfbid02"},
])
table("fourcat_gab.csv", [
    {"id": "113000000000000001", "created_at": "2024-03-01T10:00:00.000Z", "body": "<p>Count &amp; see <a href=\"https://news.example/gab\">this</a></p>", "url": "https://gab.example/1", "reaction_count": "4", "reposts_count": "2", "replies_count": "1", "group_id": "", "group_title": "",
     "account_id": "93", "account_username": "account_l", "account_account": "account_l", "account_display_name": "Account L", "account_note": "a test", "link_id": "5", "link_url": "https://www.other.example/gab", "link_title": "Other", "image_id": "771", "image_url": "https://image.example/771.jpg",
     "image_type": "image", "thread_id": "113000000000000001", "timestamp": "2024-03-01 10:00:00"},
    {"id": "113000000000000002", "created_at": "2024-03-01T10:00:10.000Z", "body": "again #Count @account_l", "account_id": "94", "account_username": "account_m", "group_id": "7", "group_title": "Group", "thread_id": "113000000000000002", "timestamp": "2024-03-01 10:00:10"},
])
table("fourcat_vk.csv", [
    {"id": "501", "thread_id": "501", "timestamp": "2024-03-01 10:00:00", "unix_timestamp": "1709287200", "link": "https://vk.com/wall-77_501", "item_type": "post", "body": "Все на выборы #Голос https://news.example/vk", "author_id": "-77", "author_type": "page", "author_screen_name": "club_a",
     "author_name": "Club A", "author_sex": "N/A", "author_city": "", "author_country": "", "author_followers": "120", "in_reply_to_user": "", "in_reply_to_comment_id": "", "source": "vk", "views": "300", "likes": "12", "post_comments": "2", "edited": "False",
     "photos": "https://image.example/vk1.jpg, https://image.example/vk2.jpg", "videos": "", "audio": "", "links": "https://news.example/vk?utm_source=vk", "docs": "", "subject": ""},
    {"id": "502", "thread_id": "501", "timestamp": "2024-03-01 10:03:00", "unix_timestamp": "1709287380", "link": "https://vk.com/wall-77_502", "item_type": "comment", "body": "a comment", "author_id": "88", "author_screen_name": "person_b", "author_name": "Person B", "likes": "0", "edited": "2024-03-01 10:04:00"},
    {"id": "503", "thread_id": "501", "timestamp": "2024-03-01 10:05:00", "unix_timestamp": "1709287500", "link": "https://vk.com/wall-77_503", "item_type": "comment", "body": "an answer", "author_id": "89", "author_screen_name": "person_c", "in_reply_to_user": "88", "in_reply_to_comment_id": "502", "edited": "False"},
])
table("fourcat_instagram.csv", [
    {"id": "Cabc", "post_source_domain": "https://www.instagram.com", "thread_id": "Cabc", "parent_id": "Cabc", "body": "a picture #Count @account_h https://news.example/ig", "author": "account_g", "author_fullname": "Account G", "author_avatar_url": "https://image.example/g.jpg",
     "timestamp": "2024-03-01 10:00:00", "type": "photo", "url": "https://www.instagram.com/p/Cabc", "image_url": "https://image.example/1.jpg", "media_url": "https://image.example/1.jpg", "hashtags": "Count", "num_likes": "3", "num_comments": "-1", "num_media": "1",
     "location_name": "Somewhere", "location_latlong": "", "location_city": "", "unix_timestamp": "1709287200"},
    {"id": "17900000000000001", "thread_id": "Cabc", "parent_id": "Cabc", "body": "a comment", "author": "account_h", "timestamp": "2024-03-01 10:01:00", "type": "comment", "num_likes": "0", "num_comments": "0", "unix_timestamp": "1709287260"},
])
table("fourcat_threads.csv", [
    {"id": "Tabc", "thread_id": "Tabc", "url": "https://www.threads.com/@account_i/post/Tabc", "body": "a thread #Count @account_g", "timestamp": "2024-03-01 10:01:00", "author": "account_i", "author_is_verified": "no", "author_avatar": "https://image.example/i.jpg", "image_url": "https://image.example/2.jpg",
     "video_url": "", "audio_url": "", "link_url": "https://news.example/threads?fbclid=1", "link_thumbnail_url": "https://image.example/3.jpg", "is_paid_partnership": "no", "likes": "2", "reposts": "1", "replies": "1", "quotes": "0", "hashtags": "Count", "unix_timestamp": "1709287260"},
    {"id": "Tabd", "thread_id": "Tabd", "body": "no link", "timestamp": "2024-03-01 10:02:00", "author": "account_j", "author_is_verified": "yes", "unix_timestamp": "1709287320"},
])
table("fourcat_tumblr.csv", [
    {"type": "text", "timestamp": "1709287200", "is_reblog": "False", "author": "blog-a", "subject": "Blog A", "blog_description": "a test blog", "blog_url": "https://blog-a.tumblr.example/", "blog_uuid": "t:aaaa", "blog_last_updated": "1709290000", "id": "740000000000000001",
     "post_url": "https://blog-a.tumblr.example/post/740000000000000001", "post_slug": "count", "thread_id": "kKeY", "body": "<p>Count <a href=\"https://news.example/tumblr\">here</a></p>", "tags": "count,two words", "notes": "15", "urls": "https://www.other.example/tumblr", "images": "https://image.example/t.jpg",
     "video_source": "", "video_url": "", "audio_url": ""},
    {"type": "photo", "timestamp": "1709287260", "is_reblog": "True", "author": "blog-b", "blog_url": "https://blog-b.tumblr.example/", "blog_uuid": "t:bbbb", "id": "740000000000000002", "thread_id": "kKeY", "body": "again", "notes": "15"},
])
table("fourcat_linkedin.csv", [
    {"id": "7100000000000000001", "thread_id": "7100000000000000001", "body": "We count #Count https://news.example/li", "timestamp": "2024-02-29 16:00:00", "timestamp_collected": "2024-03-01 10:00:00", "timestamp_ago": "18h", "is_promoted": "no", "author": "company/company-a", "author_name": "Company A",
     "author_description": "1,234 followers", "author_pronouns": "", "author_avatar_url": "", "author_is_company": "yes", "author_url": "https://linkedin.example/company/company-a", "author_mentions": "person-b", "author_name_mentions": "Person B", "hashtags": "count", "image_urls": "https://image.example/li.jpg",
     "video_thumb_url": "", "post_url": "https://www.linkedin.example/1", "link_url": "https://news.example/li?trk=1", "comments": "1", "shares": "2", "reactions": "30", "reaction_like": "29", "inclusion_context": "", "unix_timestamp": "1709222400", "unix_timestamp_collected": "1709287200"},
    {"id": "7100000000000000002", "thread_id": "7100000000000000002", "body": "Counted too", "timestamp": "2024-02-29 16:00:00", "timestamp_ago": "18h", "author": "in/person-b", "author_name": "Person B", "unix_timestamp": "1709222400", "unix_timestamp_collected": "1709287200"},
])
table("fourcat_custom.csv", [
    {"id": "c1", "thread_id": "t1", "author": "someone", "body": "hello @other see https://news.example/a #Count", "timestamp": "2024-03-01 10:00:00", "mood": "fine"},
    {"id": "c2", "thread_id": "t1", "author": "other", "body": "hello back", "timestamp": "2024-03-01 10:00:09", "mood": ""},
    {"id": "", "thread_id": "t1", "author": "nobody", "body": "no id", "timestamp": "2024-03-01 10:00:19", "mood": ""},
])

# Junkipedia
def junk(n, platform, channel, fields, **attributes):
    return {"id": str(118000000 + n), "type": "posts", "attributes": dict({"id": 118000000 + n, "channel_id": channel, "published_at": f"2024-03-01T10:0{n}:00.000Z",
        "search_data_fields": dict(fields, platform_name=platform), "issues": [], "lists": [1911]}, **attributes)}
document("junkipedia.json", {"data": [
    junk(1, "Twitter", 9001, {"description": "Count every vote #Count https://news.example/junk @account_b", "post_title": None, "channel_data": {"channel_name": "account_a", "channel_url_external": "https://x.example/account_a"}},
         post_uid="1700000000000000009", url="https://x.example/account_a/status/1700000000000000009", engagement_data={"favorite_count": 4, "retweet_count": 2, "reply_count": "1"}, thumbnail_url="https://image.example/j.jpg", image_text=None),
    junk(2, "FacebookDirect", 9002, {"sanitized_text": "Zähle jede Stimme, denn jede Stimme zählt in dieser Wahl", "channel_name": "Page B"}, engagement_data={"likes": 7, "shares": 1}),
], "meta": {"total_posts": 2, "posts_count": 2}, "links": {"prev": None, "next": "https://junkipedia.example/api/v1/posts?page=2"}})

# Archives of X
table("x_io_archive.csv", [
    {"tweetid": "1200000000000000001", "userid": "hASh+of/an=id", "user_display_name": "hASh+of/an=id", "user_screen_name": "hASh+of/an=id", "user_reported_location": "", "user_profile_description": "tests", "user_profile_url": "", "follower_count": "10",
     "following_count": "5", "account_creation_date": "2018-01-01", "account_language": "en", "tweet_language": "es", "tweet_text": "RT @account_b: cuenten los votos", "tweet_time": "2019-11-20 16:03", "tweet_client_name": "Test", "in_reply_to_userid": "", "in_reply_to_tweetid": "",
     "quoted_tweet_tweetid": "", "is_retweet": "True", "retweet_userid": "502", "retweet_tweetid": "1199999999999999999", "latitude": "absent", "longitude": "absent", "quote_count": "0", "reply_count": "0", "like_count": "1", "retweet_count": "2",
     "hashtags": "['Votos', 'Ahora']", "urls": "['https://www.news.example/votos?utm_medium=a']", "user_mentions": "['502']", "poll_choices": ""},
    {"tweetid": "1200000000000000002", "userid": "777", "user_screen_name": "account_l", "tweet_language": "und", "tweet_text": "hola", "tweet_time": "2019-11-20 16:04", "is_retweet": "False", "hashtags": "[]", "urls": "[]", "user_mentions": "[]"},
])
table("fivethirtyeight.csv", [
    {"external_author_id": "9.06E+17", "author": "ACCOUNT_M", "content": "Count the votes now please everyone https://t.co/ff", "region": "Unknown", "language": "English", "publish_date": "10/1/2017 19:58", "harvested_date": "10/1/2017 19:59", "following": "10", "followers": "9636", "updates": "253",
     "post_type": "", "account_type": "Right", "retweet": "0", "account_category": "RightTroll", "new_june_2018": "0", "alt_external_id": "905874659358453760", "tweet_id": "914580356430536707", "article_url": "http://twitter.com/905874659358453760/statuses/914580356430536707", "tco1_step1": "https://twitter.com/account_m/status/1/video/1", "tco2_step1": "", "tco3_step1": ""},
    {"external_author_id": "2.5E+09", "author": "ACCOUNT_N", "content": "слова", "language": "Russian", "publish_date": "10/2/2017 9:05", "followers": "1", "tweet_id": "9.1E+17", "alt_external_id": ""},
])

# Telegram
messages = [
    {"id": 1, "type": "service", "date": "2024-03-01T09:00:00", "date_unixtime": "1709283600", "actor": "Channel A", "actor_id": "channel1001", "action": "create_channel", "text": "", "text_entities": []},
    {"id": 2, "type": "message", "date": "2024-03-01T11:00:00", "date_unixtime": "1709287200", "edited": "2024-03-01T11:01:00", "edited_unixtime": "1709287260", "from": "Channel A", "from_id": "channel1001",
     "forwarded_from": "Channel B", "photo": "photos/photo_1.jpg", "width": 10, "height": 10,
     "text": ["Read ", {"type": "text_link", "text": "this", "href": "https://www.news.example/a?utm_campaign=tg"}, " ", {"type": "hashtag", "text": "#Count"}, " ", {"type": "mention", "text": "@Channel_B"}, " ", {"type": "link", "text": "https://bit.ly/zz"}],
     "text_entities": [{"type": "plain", "text": "Read "}]},
    {"id": 3, "type": "message", "date": "2024-03-01T11:05:00", "date_unixtime": "1709287500", "from": "Channel A", "from_id": "channel1001", "reply_to_message_id": 2, "text": "plain answer", "text_entities": [{"type": "plain", "text": "plain answer"}]},
]
document("telegram_desktop.json", {"name": "Channel A", "type": "public_channel", "id": 1001, "messages": messages})
document("telegram_desktop_account.json", {"about": "an export", "personal_information": {"user_id": 5}, "chats": {"about": "chats", "list": [
    {"name": "Channel A", "type": "public_channel", "id": 1001, "messages": messages},
    {"name": "Group C", "type": "private_group", "id": 1003, "messages": [{"id": 2, "type": "message", "date": "2024-03-01T12:00:00", "date_unixtime": "1709290800", "from": "Person", "from_id": "user55", "text": "hi", "text_entities": []}]}]},
    "left_chats": {"about": "left", "list": []}})
lines("telethon.ndjson", [
    {"_": "Message", "id": 40, "peer_id": {"_": "PeerChannel", "channel_id": 2001}, "date": "2024-03-01T10:00:00+00:00", "message": "see this", "views": 10, "forwards": 2,
     "fwd_from": {"from_id": {"_": "PeerChannel", "channel_id": 2002}, "channel_post": 9, "date": "2024-03-01T09:00:00+00:00"}, "from_id": None,
     "media": {"webpage": {"url": "https://news.example/a", "title": "A", "description": "d"}}, "entities": [{"_": "MessageEntityTextUrl", "url": "https://other.example/b"}],
     "_chat": {"id": 2001, "username": "channel_d", "title": "Channel D", "participants_count": 300}, "reactions": {"results": [{"count": 3}]}},
    {"_": "Message", "id": 41, "peer_id": {"channel_id": 2001}, "from_id": {"user_id": 66}, "date": 1709287300, "message": "reply https://news.example/c #Count", "reply_to": {"reply_to_msg_id": 40}, "_sender": {"id": 66, "username": "person_66", "first_name": "Person"}, "_chat": {"id": 2001}},
    {"_": "MessageService", "id": 42, "peer_id": {"channel_id": 2001}, "date": 1709287400, "action": {"_": "MessageActionPinMessage"}, "message": None},
])

# Meta
ct = {"Page Name": "Page A", "User Name": "page.a", "Facebook Id": "100000000000001", "Page Category": "NEWS_SITE", "Page Admin Top Country": "XX", "Page Description": "tests", "Page Created": "2015-01-01 00:00:00 EST",
    "Likes at Posting": "100", "Followers at Posting": "110", "Post Created": "2021-03-01 12:00:34 EST", "Post Created Date": "2021-03-01", "Post Created Time": "12:00:34", "Type": "Link", "Total Interactions": "1,234", "Likes": "10",
    "Comments": "2", "Shares": "3", "Love": "1", "Wow": "0", "Haha": "0", "Sad": "0", "Angry": "0", "Care": "0", "Post Views": "0", "URL": "https://www.facebook.com/100000000000001/posts/1", "Message": "a message\r\nin two lines #Count",
    "Link": "https://bit.ly/yy", "Final Link": "https://www.news.example/a?fbclid=123", "Image Text": "", "Link Text": "A", "Description": "d", "Sponsor Id": "", "Overperforming Score (weighted  —  Likes 1x)": "-1.2"}
table("crowdtangle_facebook.csv", [ct, dict(ct, **{"Facebook Id": "100000000000002", "User Name": "page.b", "Page Name": "Page B", "Type": "Photo", "URL": "https://www.facebook.com/100000000000002/posts/2", "Link": "https://www.facebook.com/photo/2", "Final Link": ""})])
table("crowdtangle_instagram.csv", [
    {"Account": "Account G", "User Name": "account_g", "Followers at Posting": "50", "Post Created": "2021-03-01 12:00:34 EST", "Type": "Photo", "Total Interactions": "5", "Likes": "4", "Comments": "1", "Views": "0", "URL": "https://www.instagram.com/p/Cabc/", "Link": "https://www.instagram.com/p/Cabc/", "Photo": "https://image.example/1.jpg", "Title": "", "Description": "a picture #Count"},
    {"Account": "Account H", "User Name": "account_h", "Post Created": "2021-06-01 12:00:34 EDT", "URL": "https://www.instagram.com/p/Cabd/", "Description": "summer"},
])
mcl = {"activities": [], "content_type": "POSTS", "creation_time": "2024-03-01T10:00:00+0000", "id": "122000000000001", "is_branded_content": False, "lang": "en", "link_attachment": {"caption": "news.example", "link": "https://news.example/a?fbclid=1", "name": "A"},
    "mcl_url": "https://www.facebook.com/transparency-tools/content-library/122000000000001", "modified_time": "2024-03-01T10:00:00+0000", "multimedia": [{"id": "m1", "type": "photo", "url": "https://image.example/1.jpg"}],
    "post_owner": {"type": "facebook_page", "id": "100000000000001", "name": "Page A", "username": "page.a"}, "shared_post_id": "121000000000001", "statistics": {"like_count": 3, "comment_count": 1, "share_count": 2, "views": 400}, "text": "a post #Count"}
document("meta_content_library.json", {"data": [mcl, dict(mcl, id="122000000000002", shared_post_id=None)], "paging": {"cursors": {}}})
table("meta_content_library.csv", [{"id": mcl["id"], "creation_time": mcl["creation_time"], "mcl_url": mcl["mcl_url"], "post_owner.id": "100000000000001", "post_owner.name": "Page A", "post_owner.username": "page.a", "post_owner.type": "facebook_page",
    "statistics.like_count": "3", "statistics.views": "400", "text": "a post #Count", "lang": "en", "link_attachment.link": "https://news.example/a", "shared_post_id": "121000000000001"}])

# TikTok
videos = [{"id": 7320000000000000001, "username": "account.e", "region_code": "XX", "create_time": 1709287200, "video_description": "watch #count @account.f", "hashtag_names": ["count", "Vote"], "music_id": 7200000000000000009, "effect_ids": [], "view_count": 5, "like_count": 1, "comment_count": 0, "share_count": 0, "voice_to_text": "words"},
    {"id": 7320000000000000002, "username": "account.f", "region_code": "XX", "create_time": 1709287260, "video_description": "", "hashtag_names": [], "music_id": 0, "view_count": 0}]
document("tiktok_research.json", {"data": {"videos": videos, "cursor": 100, "search_id": "s1", "has_more": False}, "error": {"code": "ok"}})

# Bluesky
def event(n, collection, record, operation="create"):
    commit = {"rev": f"3m{n}", "operation": operation, "collection": collection, "rkey": f"3k{n}"}
    if record:
        commit.update(record=dict({"$type": collection}, **record), cid=f"bafytest{n}")
    return {"did": f"did:plc:test{n}", "time_us": 1709287200000000 + n, "kind": "commit", "commit": commit}
lines("bluesky_jetstream.jsonl", [
    event(1, "app.bsky.feed.post", {"createdAt": "2024-03-01T10:00:00.123Z", "langs": ["en"], "text": "see news.example/a... #Count @b",
        "facets": [{"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://news.example/a?utm_source=b"}]}, {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Count"}]}, {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:test9"}]}],
        "embed": {"$type": "app.bsky.embed.images", "images": [{"alt": "", "image": {"$type": "blob", "ref": {"$link": "bafyimage1"}, "mimeType": "image/jpeg", "size": 1}}]},
        "reply": {"parent": {"uri": "at://did:plc:test9/app.bsky.feed.post/3k0", "cid": "c"}, "root": {"uri": "at://did:plc:test9/app.bsky.feed.post/3k0", "cid": "c"}}}),
    event(2, "app.bsky.feed.repost", {"createdAt": "2024-03-01T10:00:01.000Z", "subject": {"uri": "at://did:plc:test1/app.bsky.feed.post/3k1", "cid": "c"}}),
    event(3, "app.bsky.feed.like", {"createdAt": "2024-03-01T10:00:02.000Z", "subject": {"uri": "at://did:plc:test1/app.bsky.feed.post/3k1", "cid": "c"}}),
    event(4, "app.bsky.feed.post", None, "delete"),
    {"did": "did:plc:test5", "time_us": 1709287200000005, "kind": "identity", "identity": {"did": "did:plc:test5", "seq": 1, "time": "2024-03-01T10:00:00.000Z"}},
])

# Mastodon
status = {"id": "111000000000000009", "created_at": "2024-03-01T10:00:00.000Z", "in_reply_to_id": "111000000000000001", "in_reply_to_account_id": "7", "sensitive": False, "spoiler_text": "", "visibility": "public", "language": "de",
    "uri": "https://social.example/users/a/statuses/111000000000000009", "url": "https://social.example/@a/111000000000000009", "replies_count": 1, "reblogs_count": 2, "favourites_count": 3, "edited_at": "2024-03-01T11:00:00.000Z",
    "content": "<p>W&auml;hlen! <a href=\"https://www.news.example/a?utm_source=m\">news</a> <a href=\"https://social.example/tags/Wahl\" class=\"mention hashtag\">#<span>Wahl</span></a></p>", "reblog": None,
    "account": {"id": "7", "username": "a", "acct": "a@social.example", "display_name": "A", "created_at": "2022-11-01T00:00:00.000Z", "note": "<p>about <b>a</b></p>", "uri": "https://social.example/users/a", "followers_count": 12},
    "media_attachments": [{"id": "1", "type": "image", "url": "https://social.example/m/1.png"}], "mentions": [{"id": "8", "username": "b", "acct": "b@other.example"}], "tags": [{"name": "wahl"}], "card": None, "poll": None}
reblog = dict(status, id="111000000000000010", uri="https://social.example/users/b/statuses/111000000000000010/activity", content="", tags=[], mentions=[], media_attachments=[], edited_at=None, in_reply_to_id=None,
    account=dict(status["account"], id="8", acct="b@other.example", uri="https://other.example/users/b"), reblog=status)
document("mastodon.json", [status, reblog])

# YouTube
table("youtube_videos.csv", [
    {"position": "1", "channelId": "UCtest1", "channelTitle": "Channel E", "videoId": "vid00000001", "publishedAt": "2024-03-01T10:00:00Z", "publishedAtSQL": "2024-03-01 10:00:00", "videoTitle": "He said \"count\"", "videoDescription": "watch https://news.example/a #Count", "tags": "count,vote", "viewCount": "100", "likeCount": "5", "commentCount": "1"},
    {"position": "2", "channelId": "UCtest2", "channelTitle": "Channel F", "videoId": "vid00000002", "publishedAt": "2024-03-01T11:00:00Z", "publishedAtSQL": "2024-03-01 11:00:00", "videoTitle": "two", "videoDescription": ""},
], doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)
table("youtube_comments.csv", [
    {"id": "UgyA", "replyCount": "1", "likeCount": "2", "publishedAt": "2024-03-01T10:00:00Z", "authorName": "@Person-A", "text": "a \"quoted\" word, <a href=\"https://news.example/a\">link</a>", "authorChannelId": "UCpersonA", "isReply": "0", "isReplyTo": "", "isReplyToName": ""},
    {"id": "UgyA.1", "replyCount": "", "likeCount": "0", "publishedAt": "2024-03-01T10:05:00Z", "authorName": "@Person-B", "text": "reply", "authorChannelId": "UCpersonB", "isReply": "1", "isReplyTo": "UgyA", "isReplyToName": "@Person-A"},
], delimiter="\t", doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)

# Web and tables
table("reddit.csv", [
    {"id": "abc01", "author": "person_a", "subreddit": "test", "created_utc": "1709287200.0", "title": "Count", "selftext": "see https://news.example/a", "body": "", "permalink": "/r/test/abc01", "score": "3", "num_comments": "1", "link_id": "", "parent_id": ""},
    {"id": "abc02", "author": "person_b", "subreddit": "test", "created_utc": "1709287300.0", "title": "", "selftext": "", "body": "answer", "score": "1", "link_id": "t3_abc01", "parent_id": "t3_abc01"},
    {"id": "abc04", "author": "person_c", "subreddit": "test", "created_utc": "1709287350.0", "body": "[removed]", "score": "0", "link_id": "t3_abc01", "parent_id": "t1_abc02"},
    {"id": "abc03", "author": "[deleted]", "subreddit": "test", "created_utc": "1709287400.0", "body": "[removed]", "link_id": "t3_abc01", "parent_id": "t1_abc02"},
])
document("wordpress.json", [
    {"id": 11, "date": "2024-03-01T11:00:00", "date_gmt": "2024-03-01T10:00:00", "guid": {"rendered": "https://site.example/?p=11"}, "modified": "2024-03-01T12:00:00", "modified_gmt": "2024-03-01T11:00:00", "slug": "count", "status": "publish", "type": "post", "link": "https://www.site.example/count/",
     "title": {"rendered": "Count &#8220;now&#8221;"}, "content": {"rendered": "<p>First.</p><p>Second <a href=\"https://news.example/a\">source</a>.</p><img src=\"https://site.example/i.jpg\">", "protected": False}, "excerpt": {"rendered": "<p>First.</p>"}, "author": 3, "featured_media": 5, "categories": [1], "tags": [2]},
    {"id": 12, "date": "2024-03-02T11:00:00", "date_gmt": "2024-03-02T10:00:00", "modified_gmt": "2024-03-02T10:00:00", "link": "https://www.site.example/two/", "title": {"rendered": "Two"}, "content": {"rendered": "<p>Two</p>"}, "author": 0},
])
open("feed.xml", "w", encoding="utf-8").write("""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY big "not expanded">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Site</title><link>https://site.example/</link><language>de</language>
<item><title>Eins &amp; zwei</title><link>https://www.site.example/eins</link><guid isPermaLink="false">site-1</guid><dc:creator>Redaktion</dc:creator>
<pubDate>Fri, 01 Mar 2024 10:00:00 GMT</pubDate><category>Wahl</category><category>Land</category><description>kurz</description>
<content:encoded><![CDATA[<p>Lang &big; <a href="https://news.example/a">hier</a></p>]]></content:encoded></item>
<item><title>Drei &big;</title><link>https://www.site.example/drei</link><pubDate>Fri, 01 Mar 2024 11:00:00 +0100</pubDate><description>&lt;p&gt;Text&lt;/p&gt;</description></item>
</channel></rss>
""")
open("feed_atom.xml", "w", encoding="utf-8").write("""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Blog</title><link href="https://blog.example/"/>
<entry><id>tag:blog.example,2024:1</id><title type="html">One</title><link rel="alternate" href="https://blog.example/one"/><published>2024-03-01T10:00:00Z</published><updated>2024-03-01T11:00:00Z</updated>
<author><name>Writer</name></author><category term="count"/><content type="html">&lt;p&gt;Body &lt;a href="https://news.example/a"&gt;x&lt;/a&gt;&lt;/p&gt;</content></entry>
</feed>
""")
table("pravda.csv", [
    {"URL": "https://xx.pravda-test.example/a/1.html", "Source Title": "Channel A", "Source URL": "https://t.me/channel_a/17", "Canonical": "https://xx.pravda-test.example/a/1.html", "OG:Title": "Title", "OG:Description": "Words about it", "Alternates": "", "Country": "xx", "Publication Date": "2024-03-01T10:00:00+03:00"},
    {"URL": "https://yy.pravda-test.example/b/2.html", "Source Title": "News", "Source URL": "https://news.example/b", "OG:Title": "Other", "Country": "yy", "Publication Date": "2024-03-01 10:30:00"},
])
table("qut_toolkit.csv", [
    {"message_id": "1", "user_id": "4", "username": "user_4", "repost_id": "", "reply_id": "", "message": "mango apple", "timestamp": "1606451170.518101", "urls": "['http://example.com/2']"},
    {"message_id": "2", "user_id": "1", "username": "user_1", "repost_id": "1", "reply_id": "", "message": "camel", "timestamp": "1606451170.518142", "urls": "['http://example.com/4', 'http://example.com/6']"},
    {"message_id": "3", "user_id": "1", "username": "user_1", "repost_id": "", "reply_id": "2", "message": "pear", "timestamp": "1606451171", "urls": "[]"},
])
table("coortweet.csv", [
    {"object_id": "https://www.news.example/a", "account_id": "a1", "content_id": "c1", "timestamp_share": "1709287200"},
    {"object_id": "#Count", "account_id": "a2", "content_id": "c2", "timestamp_share": "1709287201"},
    {"object_id": "o77", "account_id": "a3", "content_id": "c3", "timestamp_share": "1709287202"},
])
