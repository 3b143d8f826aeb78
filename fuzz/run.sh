#!/bin/sh
# Fuzzes each target for some seconds and keeps count: `fuzz/run.sh 60`, `fuzz/run.sh 600 x_api archive`.
#
# Seeds are the fixtures of testdata/exports, copied to fuzz/found (which git ignores), where what is found
# is kept too. Runs are added to fuzz/runs.tsv: target, seconds, executions, inputs that ended it.
# FUZZ_BIN names a folder with built programs; without it they are built first, which takes a while.
set -eu
cd "$(dirname "$0")"
secs=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-$(sed -n 's/^name = "\(.*\)"$/\1/p' Cargo.toml | grep -v '^daylight-fuzz$')}
if [ -z "${FUZZ_BIN:-}" ]; then
    cp ../Cargo.lock Cargo.lock
    (cd .. && cargo +nightly fuzz build -s none)
    FUZZ_BIN=$(echo target/*/release)
fi
exports=../testdata/exports
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for target in $targets; do
    mkdir -p "found/$target" "artifacts/$target"
    for seed in "$exports/$target".* "$exports/${target}"_*; do
        [ -f "$seed" ] && cp "$seed" "found/$target/seed-$(basename "$seed")"
    done
    case $target in
    recognize) for seed in "$exports"/*.*; do cp "$seed" "found/$target/seed-$(basename "$seed")"; done ;;
    archive)
        tar -C "$exports" -czf "found/$target/seed.tar.gz" coortweet.csv mastodon.json
        tar -C "$exports" -cf "found/$target/seed.tar" reddit.csv
        gzip -c "$exports/feed.xml" >"found/$target/seed.gz"
        command -v python3 >/dev/null && python3 -m zipfile -c "found/$target/seed.zip" "$exports/pravda.csv" "found/$target/seed.tar.gz"
        ;;
    esac
    [ -d "corpus/$target" ] && cp "corpus/$target"/* "found/$target/"
    # Names of fields as words: random bytes would hardly ever spell one.
    cat "found/$target"/seed* 2>/dev/null | tr -cs 'A-Za-z0-9_:' '\n' | grep -aE '^[A-Za-z_:]{3,30}$' | sort -u | head -400 |
        sed 's/.*/"&"/' >"$scratch/words" || true
    [ -s "$scratch/words" ] || echo '"http"' >"$scratch/words"
    before=$(ls "artifacts/$target" | wc -l)
    start=$(date +%s)
    TMPDIR=$scratch nice -n 15 "$FUZZ_BIN/$target" "found/$target" -max_total_time="$secs" -max_len=65536 -timeout=10 \
        -rss_limit_mb=2048 -report_slow_units=3 -dict="$scratch/words" -artifact_prefix="artifacts/$target/" \
        -print_final_stats=1 >"$scratch/out" 2>&1 || tail -n 30 "$scratch/out"
    grep -a 'panicked\|Slowest\|slow-unit' "$scratch/out" | sort -u | head -5 || true
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$scratch/out")
    new=$(($(ls "artifacts/$target" | wc -l) - before))
    printf '%s\t%s\t%s\t%s\n' "$target" "$(($(date +%s) - start))" "${runs:-0}" "$new" | tee -a runs.tsv
done
