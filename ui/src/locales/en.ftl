# Words of the workspace. Plain words: readers are journalists and election officials.
# Groups "acted together more than chance explains"; nothing here says who is behind an account or why.

## Frame
screens = Screens
screen-sources = Sources
screen-overview = Overview
screen-network = Network
screen-explore = Explore
screen-entities = Entities
screen-report = Report
screen-assessment = Assessment
skip = Skip to the content
theme = Colours
theme-system = Auto
theme-light = Light
theme-dark = Dark
theme-next = Change light and dark
palette-title = All commands
palette-short = Commands
palette-hint = Type a few letters
palette-none = No command has these letters.
keys-title = What the keys do
keys-short = Keys
keys-key = Key
keys-does = What it does
keys-single = Single keys work (switch off when you dictate)
go-to = Go to { $screen }
working-as = Working as
close = Close
cancel = Cancel
retry = Try again
undo = Undo
undo-last = Undo the last change
undo-nothing = There is nothing to undo.
loading = Loading …
failure-title = This did not work
failure-offline = The program does not answer
failure-offline-help = It may have been stopped. Start it again with daylight serve, and open the address that it prints.
stranger-title = This page needs the address with its token
stranger-text = Open the address that daylight serve printed when it started. It works on this computer only, and as long as the program runs.
hidden-character = A hidden character stands here: { $code }
show-more = Show more ({ $shown } of { $total })
pin = Pin
pinned = Pinned
pin-added = Pinned. It stands in Report.
pin-removed = The pin was removed.
pin-search = Pin this search
chart-table = As a table
chart-from = From (UTC)
chart-count = Count
range = { $from } to { $to }
days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
none = none
any = any
where = Where you are
view = View
time = Time

## Work under way
job-title = Work under way
job-import = Taking files into the case
job-run = Looking for accounts that act together
job-import-failed = The import failed.
job-run-failed = The analysis failed.
job-failed = The work failed.
job-progress = Progress
job-stop = Stop
job-run-done = The analysis is done.
job-import-done = The import is done: { $kept } posts kept.

## Sources
sources-intro = Drop exports of platforms and tools, tables, or archives of them. Originals stay as they are; accounts become pseudonyms of this case.
sources-drop = Drop files or a folder here
sources-choose = Choose files
sources-folder = Choose a folder
sources-stay = Everything stays on this computer.
sources-sending = Receiving
sources-waiting = { $n ->
    [one] One file waits
   *[other] { $n } files wait
}
sources-import = { $n ->
    [one] Take it into the case
   *[other] Take all { $n } into the case
}
sources-times = Times without a zone, dates such as 03/04/2020
sources-zone = Zone of times that name none
sources-dates = 03/04/2020 is
sources-dates-guess = not guessed: ask me
sources-dates-day = the third of April
sources-dates-month = the fourth of March
sources-empty = There are no files in this case yet
sources-empty-text = Drop an export above. What was recognized and why is shown before anything goes into the case.
sources-in-case = Files of the case
sources-sum = { $files ->
    [one] One file
   *[other] { $files } files
}: { $read } records read, { $kept } kept as posts, { $rejected } left out.
sources-formats = { $n } formats that are recognized
sources-formats-note = Files are recognized by what is in them, not by their names. Any table with accounts, times and something shared can be read too.
sources-basis = Basis of access: { $basis }. Raw data go on { $until }.
discard = Discard
format-unknown = not recognized
upload-missing = No column looks like: { $roles }. Without it nothing can be compared; a mapping on the command line can name the column.
columns = { $n ->
    [one] One column was recognized
   *[other] { $n } columns were recognized
}
column = Column
role = Taken for
why = Why
outcome-title = { $kept } of { $read } records became posts
outcome-next = See the overview
outcome-line = { $kept } kept of { $read }, { $rejected } left out
file-imported = taken in
file-renewed = read anew
file-already = was here already
file-left = no posts in it
file-refused = refused
name-sealed = Name is sealed: it may name a person
nothing-read = Kept as evidence; no posts were read from it.
n-posts = { $n } posts
n-problems = { $n } problems
n-accounts = { $n ->
    [one] 1 account
   *[other] { $n } accounts
}
format = Format
read = Read
kept = Kept
rejected = Left out
accounts = Accounts
damaged = Damaged ids
problems = Problems
part = member { $part }
erased = { $n } erased
problems-title = { $n ->
    [one] One kind of problem
   *[other] { $n } kinds of problems
}, the most frequent first
problems-unlisted = { $n } more kinds are counted but not listed.
how-often = How often
what = What
lines = First lines or records
consequence = What happened
left-out = left out
kept-anyway = kept

## Coverage
coverage-title = What the data cover
coverage-line = { $posts } posts of { $accounts } accounts, { $from } to { $to }
coverage-label = Posts of { $platform } over time, with gaps
coverage-gaps = { $n ->
    [one] One gap of whole days
   *[other] { $n } gaps of whole days
}
coverage-note = Each row has its own scale. A marked gap may be silence or a hole in the collection: the data do not tell.
coverage-no-time = { $n } posts have no time and cannot be compared.
platform = Platform
platforms = Platforms
posts = Posts
first = First
last = Last
gaps = Gaps

## Overview
overview-kicker = { $posts } posts of { $accounts } accounts · { $from } to { $to } (UTC)
overview-empty = Start with the data
overview-empty-text = This case holds no posts yet. Drop an export, a table or a folder of them.
overview-empty-go = Add sources
overview-unanalysed = The posts are here. Nobody has looked at them yet.
overview-unanalysed-text = The analysis compares when accounts act on the same links, hashtags and texts, and says what chance alone would give.
overview-not-tested = Not tested
overview-found = { $n ->
    [one] One group of accounts acted together more than chance explains
   *[other] { $n } groups of accounts acted together more than chance explains
}
overview-explained = No unexplained group; { $n ->
    [one] one with an ordinary explanation
   *[other] { $n } with an ordinary explanation
}
overview-pairs = { $n ->
    [one] One pair of accounts acted together, but no group
   *[other] { $n } pairs of accounts acted together, but no group
}
overview-nothing = Nothing found
overview-lead = { $members } accounts, between { $from } and { $to }. None of the ordinary explanations that are measured fits; that does not mean that there is none.
overview-others = { $n ->
    [one] One further group has an explanation that fits, or cannot be told from its crowd.
   *[other] { $n } further groups have an explanation that fits, or cannot be told from their crowd.
}
overview-explained-lead = Accounts acted close together in time, but what is measured of ordinary life explains it: one source, a schedule, an event, or a crowd that was as fast.
overview-nothing-lead = No accounts acted together more closely in time than chance and their own rhythm explain. Slow coordination, or one that left no trace in this data, would not be seen.
overview-caution = What is measured here is timing. Acting together is not in itself wrong: newsrooms, fans, campaigns and families do it. Nothing here says who is behind an account or why it acted.
overview-stale = The case holds other posts now than when this result was made. Analyse again to include them.
overview-read-with-care = Read with care: copies of this data with jittered times gave more false pairs than the nominal rate promises. The numbers here use the higher, empirical rate.
analyse = Analyse
analyse-again = Analyse again
analyse-title = Look for accounts that act together
analyse-text = The usual settings are filled in. Choose them before you look, and say so when you changed them after.
analyse-note = Same posts, settings and seed give the same result, to the byte. A second result with another window shows how much depends on it.
set-window = Window (seconds)
set-q = False share that you accept (%)
set-objects = Objects a pair needs
set-days = Days a pair needs
set-jitter = Jitter D (times the window)
set-seed = Seed
result = Result
seed = seed
run-unknown = The result of this address is not in the case.
num-leads = Pairs led with
num-leads-of = of { $n } pairs closer than their own rhythm
num-false = False share, measured
num-false-of = { $copies } copies with jittered times; nominal { $nominal }. About { $n } of { $all } are expected to be chance.
num-false-none = No copies could be made, or nothing passed. Nominal: { $nominal }.
num-open = Unexplained groups
num-open-of = { $n ->
    [one] of one group found
   *[other] of { $n } groups found
}
num-tested = Pairs tested
num-tested-of = of { $n } possible; the cut is p ≤ { $p }
findings-title = Groups
findings-order = The most surprising first. Surprise is about timing only, not about importance.
leads-alone = { $n } pairs that are led with belong to no group.
group-n = Group { $n }
own-rhythm = Against their own rhythm
its-crowd = Against the crowd on the same objects
meetings = meetings
meetings-crowd = meetings, counted where others acted too
observed = observed
against = against
expected-by-chance = expected by chance
expected-short = Expected
no-crowd = Hardly anyone else acted on these objects: there is no crowd to compare with.
no-crowd-pair = No independent crowd to compare with.
not-asked = Not asked.
finding-false = About { $n } of its { $edges } pairs are expected to be chance ({ $share } measured over all pairs).
explanations = What else could explain it
explanations-none = None could be measured.
explanations-open = None of those that are measured fits. A shared messenger channel, a mailing list or a campaign leave no trace in this data.
explanations-fit = An ordinary explanation fits. Ask for it before anything is written.
fits = fits
fits-not = does not fit
not-measured = could not be measured
finding-more = Objects, hours, numbers
acted-on = What they acted on
members-of = { $members } members of { $accounts } accounts
hours = Hours of the day (UTC)
hour-n = { $hour }:00: { $n }
between = Between
density = Density
kinds = Kinds
languages = Languages
coaction-share = Of their actions, together
reach-share = Of all actions on these objects
open-network = Open the group
read-posts = Read its posts
key-next-finding = Next group
key-previous-finding = Previous group
limits-title = What this cannot tell
limits-moments = { $n } moments were left out in which so many accounts acted on one thing that pairs say nothing.
sensitivity-title = How much depends on the settings
sensitivity-text = Other results of this case beside this one: the share of each group's members that one group there holds too.
sensitivity-none = This is the only result. Analyse again with another window or seed to see what depends on the settings.
window = Window
pairs-passed = Pairs past the cut
standings-title = What became of all pairs that met
standing = Standing
pairs = Pairs
meaning = Meaning
layers-title = Kinds of objects
kind = Kind
actions = Actions
objects = Objects
pairs-met = Pairs that met
pairs-tested = Pairs tested
command-title = The same on the command line
command-text = It gives the same files, to the byte.

## Names of codes
layer-url = links
layer-domain = domains
layer-hashtag = hashtags
layer-hashtag-sequence = hashtags in order
layer-mention = mentions
layer-repost-of = reposts of
layer-reply-to = replies to
layer-quote-of = quotes of
layer-text = same texts
layer-text-family = similar texts
layer-image = pictures
layer-object = objects
label-unexplained = no explanation fits
label-syndication-like = like one source
label-schedule-like = like a schedule
label-event-crowd-like = like one event
label-not-distinguishable-from-its-crowd = like its crowd
hint-one-domain = One publisher
hint-constant-lag = One feed (constant lag)
hint-shared-name = Declared affiliation
hint-fixed-schedule = A fixed schedule
hint-few-events = A few events
hint-crowd-as-fast = The crowd was as fast
hint-broad-activity = Mostly other activity
standing-lead = Led with
standing-lead-no-crowd = Led with, no crowd
standing-explained = Explained
standing-like-its-crowd = Like its crowd
standing-no-crowd = No crowd
standing-too-few-objects = Too few objects
standing-too-few-days = Too few days
standing-own-rhythm = Own rhythm

## Network
network-groups = Groups
network-accounts = Accounts
network-intro-groups = Each dot is a group, as large as its members are many; lines are pairs between groups. Open a group to see its accounts.
network-intro-accounts = Each dot is an account under its pseudonym; a line is a pair that acted together more than chance explains. Open a line to read the posts behind it.
network-empty = There is no result yet
network-empty-text = Analyse the posts first; groups appear here then.
network-nothing = Nothing is left to draw
network-nothing-text = No pair passes these limits.
network-time = Posts over time; choose a range to see only pairs that met in it
thresholds = Limits
min-objects = Objects at least
max-q = q of a pair
at-most = at most { $q }
layers = Kinds of objects
standings-pick = Which pairs ({ $n } kinds)
brush-hint = Drag over the bars to choose a time; [ and ] move it.
whole-time = Whole time
clear-filters = Clear all limits
shown-groups = { $shown } of { $total } groups
shown-accounts = { $shown } of { $total } accounts
shown-edges = { $shown } of { $total } pairs shown
show-all = Show all
show-fewer = Show fewer
drawing-label = Drawing of { $nodes } dots and { $edges } lines; the tables beside it hold the same
drawing-failed = This browser cannot draw the network (WebGL is switched off). The tables hold all of it.
zoom-in = Closer
zoom-out = Farther
zoom-all = Show the whole drawing
save-drawing = Save the drawing:
save-network = the network:
save-as = Save the network as { $format }
same-picture = Same places for everyone (seed { $seed })
tables = Groups and pairs as tables
groups-n = { $n } groups
accounts-n = { $n } accounts
edges-n = { $n } pairs
group = Group
account = Account
called = Called
pair = Pair
gap = Median gap
edge-title = Posts side by side
edge-note = Each row is one meeting: both posted the same thing, within the window. The arrow points to who was later.
edge-facts = { $coactions } meetings on { $days } days; median gap { $gap }
objects-together = objects together
gap-of = { $gap } apart
open-post = open
post-gone = The case does not hold this post any more.
post-no-text = No text.
key-pin = Pin or unpin
key-window-back = Move the time window back
key-window-on = Move the time window on
key-close = Close what is open

## Explore
explore-empty = There are no posts to search yet
explore-none = No post fits
explore-none-text = Try fewer words or a longer time. Words match at their beginning; "quotes" keep words together; -word leaves posts out.
view-posts = Posts
view-texts = Same texts
search = Search
search-label = Search in posts
search-hint = words, "a phrase", -without
order = Order
newest = Newest first
oldest = Oldest first
histogram-label = Posts that fit, over time; drag to choose a range
of-posts = { $shown } of { $total } posts
remove-filter = Remove limit: { $filter }
facets = Narrow down
facets-failed = The counts could not be read.
facet-platform = Platforms
facet-language = Languages
facet-account = Accounts
facet-domain = Domains
facet-hashtag = Hashtags
facet-group = Groups
facet-original = File
facet-of = { $n } of { $total }
index-loading = The posts are being read; this takes a moment after the start.
key-search = Search
key-next = Next post
key-previous = Previous post
post = Post
fine-to = (known to { $gap })
language = Language
declared = as declared
detected = detected, { $share } sure
links = Links
media = Attached
media-note = Never loaded from here.
metrics = Counts
marks = Marks
account-created = Account made
origin = Where it comes from
original = SHA-256 of the file
entry = In the archive
line = Line
record = Record
time-original = Time as written
content-id = Id of the platform
raw-show = Show the raw record
raw-title = The record as it came
raw-text = The raw record names people. It is shown for a short time, and the log of the case keeps that you asked and why.
raw-until = Shown until { $time } UTC. The log of the case has your request.
raw-cut = The record is longer; the original file has all of it.
raw-gone = The time is over. Ask again if you still need it.
reason = Reason
reason-hint = such as: check whether this is the party's own account
reason-note = The reason goes into the log of the case and cannot be changed later.
second = Second member who agreed (due for private persons)
compare-start = Compare with another post
compare-title = Compared
compare-pick = Now choose another post in the list.
compare-stop = Stop comparing
only-first = Only in the first:
only-second = Only in the second:
families-intro = Posts that say nearly the same in nearly the same words. Copies are common: headlines, slogans, share buttons. They are a place to look, not a finding.
families-search = Words in the text
families-none = No families of texts
families-none-text = No text was posted by several accounts in this result, or the words do not fit.
families-n = { $n } families
family-head = { $posts } posts by { $accounts } accounts
family-wordings = { $n } wordings: { $copies } copies, { $rewordings } rewordings
family-farthest = The wording farthest from it ({ $share } alike)
family-posts = Find its posts
