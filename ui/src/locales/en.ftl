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
table = Table
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
sources-times = Times without a zone, dates such as 03/04/2020, columns of tables
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
sources-mapping = Mapping of the columns of tables (TOML); empty: as recognized
mapping-change = Change the mapping
discard = Discard
format-unknown = not recognized
upload-missing = No column looks like: { $roles }. Without it nothing can be compared. Change the mapping to name the column.
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
its-crowd = Against the crowd, where others acted too
meetings = meetings
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
finding-more = Hours and numbers
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
sensitivity-table = Results with other settings, side by side
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
label-unexplained = no measured explanation fits
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
not-private = Or: why this is no private person
not-private-hint = an official, a candidate, an outlet, a state body
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

## Entities
entities-intro = Accounts stand under pseudonyms of this case. How common an indicator is stands beside it: what everybody uses ties nobody together.
entities-account = Accounts
entities-domain = Domains
entities-hashtag = Hashtags
entities-find-account = Beginning of a pseudonym
entities-find-domain = Part of a domain
entities-find-hashtag = Part of a hashtag
entities-none = Nothing fits
entities-n = { $n } found, most posts first
entities-pick = Choose one to see what is known of it.
key-next-entity = Next in the list
key-previous-entity = Previous in the list
compare-word = Compare
compare-most = Four at most can be compared.
compare-n = { $n } chosen
compare-open = Compare them
clear = Clear
over-time = Posts over time
indicators = What it uses
indicators-note = The fewer accounts use something, the more it says when two share it.
indicator = Indicator
accounts-in-case = Accounts in the case
one-account = account
one-domain = domain
one-hashtag = hashtag
most-active = Most active accounts
who = Who is behind it
who-text = Sealed. Ask only when the answer changes what you do; the log keeps who asked and why.
reveal = Reveal with a reason
reveal-title = Who is behind this pseudonym
reveal-text = The account is shown in clear for a short time. The log of the case keeps your name, the time and the reason.
until = until { $time }
shared = What they share
shared-note = The rarest in the case first. Sharing what everybody uses means nothing.
shared-none = They share no domain and no hashtag.
of = { $n } of { $total }

## Report
report-intro = Write from what you pinned. What claims more than the evidence holds is marked while you write; it never leaves the page by itself.
report-saved = Saved
report-changed = Changed
report-saving = Saving …
report-conflict = Somebody else saved meanwhile. Nothing was overwritten.
report-reload = Load theirs
report-blocks = The report
report-empty = No report yet
report-empty-text = Pin groups, pairs and posts first; they are the evidence that a report shows. You can also start with a blank page.
report-empty-pins = Your pins become the evidence of the first draft.
report-start = Start the report
report-first-title = Accounts that acted together
report-first-heading = What was seen
report-title = Title
report-audience = For whom
report-audience-hint = such as: the election office
block-add = Add:
block-heading = Heading
block-text = Text
block-judgment = Key judgment
block-pin = Evidence
block-method = Method and limits
block-text-hint = What you want to say, in plain words
block-judgment-hint = One judgment, with its likelihood in words. State confidence in a sentence of its own.
block-pin-hint = What this shows
block-method-text = How the result was made, how sure its numbers are, what else could explain them, and what it cannot tell. Generated from the result when the report is made.
block-tlp = Least marking that a copy needs to hold this
block-tlp-any = every copy
block-removed = The block was removed.
move-up = Move up
move-down = Move down
remove = Remove
tlp = TLP:{ $m }
pins-title = Pins ({ $n })
pins-none = Nothing is pinned yet. Press s on a group, a pair or a post.
pin-kind-post = post
pin-kind-finding = group
pin-kind-edge = pair
pin-kind-account = account
pin-kind-domain = domain
pin-kind-record = record
pin-kind-search = search
pin-kind-network = drawing
pin-note = What it shows
pin-proof = Proof
pin-gone = This pin is gone.
content = Content
manifest = Result
file = File
by = By
to-report = Add to the report
in-report = In the report
dismiss = Does not count
dismiss-why = Why it does not count
dismissed = Does not count
count-again = Count it again
handout = Hand out
handout-marking = Marking
redaction-holds = { $blocks } of { $all } blocks are in this copy.
redaction-records = { $n } records leave, { $withheld } stay.
lint-open = { $n ->
    [one] One sentence claims more than it may
   *[other] { $n } sentences claim more than they may
}
lint-clean = No sentence claims more than it may.
handout-files = Make a file
export-html = Page (HTML)
export-report = Data (JSON)
export-stix = STIX 2.1
export-csv = Records (CSV)
export-json = Records (JSON)
export-evidence = Evidence bundle
evidence-text = The bundle holds originals and shows people in clear. The log keeps that you made it, and why.
made-note = Send the hash by another way than the file.

## Assessment
assessment-intro = A program measures; a named person judges. Likelihood and confidence are kept apart, and dissent stays.
assessment-judgments = Judgments
assessment-all = All records
assessment-matrix = Elections and actors
judgments-none = No judgment yet
records-none = No records
records-none-text = Records hold sources, captures, incidents and judgments, each with its history. They can be written here or on the command line.
records-find = Words in records
records-n = { $n } found
record-new = New record
record-edit = Change the record
record-save = Save
record-saved = Saved, as a version in the log.
record-type = Type
record-any = All types
record-alias = Short name
record-case = case
record-source = source
record-capture = capture
record-asset = asset
record-narrative = narrative
record-target = target
record-actor = actor
record-operation = operation
record-incident = incident
record-behavior = behavior
record-judgment = judgment
record-package = package
record-link = link
status-current = current
status-superseded = superseded
status-withdrawn = withdrawn
status-erased = erased
version = version { $n }
edit = Change
likelihood = Likelihood
likelihood-range = { $lo } to { $hi } %
likelihood-none = none stated
confidence = Confidence
confidence-note = how good the evidence is
confidence-low = low
confidence-moderate = moderate
confidence-high = high
confidence-of = { $c } confidence
hypotheses = What else was weighed
hypotheses-note = The explanation with least against it comes first. Evidence that fits every explanation tells none apart.
evidence = Evidence
against-it = Against it
rank-n = place { $n }
non-diagnostic = tells nothing apart
rests-on = first place rests on it
rating-cc = strongly fits
rating-c = fits
rating-n = neutral
rating-na = not applicable
rating-i = speaks against
rating-ii = speaks strongly against
class-h0 = ordinary or domestic
class-h1 = a state
class-h2 = for hire
class-h3 = domestic, posing as foreign
class-h4 = mixed
public-score = Published attribution: { $total } of 18 ({ $parts })
dissents = Dissent
dissents-none = None was filed.
dissents-n = { $n ->
    [one] 1 dissent
   *[other] { $n } dissents
}
dissent-add = File a dissent
dissent-position = Where you stand
position-0 = −2 strongly disagree
position-1 = −1 disagree
position-2 = 0 undecided
position-3 = 1 agree
position-4 = 2 strongly agree
fields = Fields
tied-to = Tied to
named-by = named by
history = History
withdraw = Withdraw
withdraw-why = Why it is withdrawn
tlp-of-case = as the case
yes = yes
no = no
ref-hint = @short-name or id
lines-hint = One a line
json-hint = As JSON
cannot-read = Cannot be read:
fields-all = Show all fields
change-note = Why it changes
matrix-intro = Each cell is a named judgment about the effort of one actor on one election. An empty cell means that nobody looked, not that nothing was there.
matrix-none = The table is empty
matrix-none-text = It fills with judgments of kind effort, each about an election and an actor.
election = Election
not-assessed = not assessed
levels = What the levels mean
level-concerted = concerted
level-lighter = lighter
level-considered-not-deployed = considered, not deployed
level-none-seen = none seen
